"""`partnercheck report`: a round as a document."""

from pathlib import Path
from typing import Annotated, Literal

import typer

EXAMPLES = """Examples:

\b
  partnercheck report harbour.round.jsonl -o harbour.html --close
  partnercheck report harbour.round.jsonl -o harbour-board.html --short
  partnercheck report harbour.round.jsonl -f md | less
  partnercheck report harbour.round.jsonl -o harbour.html --lang nl
  partnercheck report harbour.round.jsonl -o harbour.html --template our-style/
"""


def report(
    round_path: Annotated[Path, typer.Argument(metavar="ROUND", help="The round file.")],
    kind: Annotated[
        Literal["md", "html"] | None,
        typer.Option(
            "-f", "--format", help="Markdown or HTML; by default what the name behind -o says, else Markdown."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - or nothing: print it.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Language of the report; the round's own by default.")
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="The first page alone.")] = False,
    close: Annotated[
        bool, typer.Option("--close", help="Close the round first, with everybody who has handed in a form.")
    ] = False,
    template: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A folder with your own report.html.j2 or report.md.j2.")
    ] = None,
) -> None:
    """Write a report of a round.

    A round that is still open stays open: its report is a draft that says how many have answered. Where all agreed to
    sign, or the room filled in one form together, the draft is a full one. With --close the round is closed first; from
    then on its reports show those people.
    """
    from partnercheck import assess
    from partnercheck.cli.console import format_of
    from partnercheck.cli.rounds import loaded_or_closed, tell_of_open
    from partnercheck.cli.show import spoken
    from partnercheck.core.files import check_target, write_text
    from partnercheck.core.findings import shown_path
    from partnercheck.reports.render import render
    from partnercheck.rounds.reader import load_with_notes

    to_file = output is not None and str(output) != "-"
    loaded = load_with_notes(round_path)
    lang = spoken(loaded.round.questionnaire, lang or loaded.round.lang)
    if output and to_file:
        check_target(output, keep=(round_path,))
    chosen = kind or format_of(output if to_file else None, "report")
    if close and loaded.round.still_open:
        as_closed = loaded.round.model_copy(update={"still_open": False})
        render(assess(as_closed, lang), chosen, template=template, short=short)  # what fails here must not close it
    round_ = loaded_or_closed(round_path, loaded, close=close)
    text = render(assess(round_, lang), chosen, template=template, short=short)
    tell_of_open(round_path, round_)
    if not output or not to_file:
        typer.echo(text, nl=False)
        return
    write_text(output, text)
    typer.echo(shown_path(str(output)), err=True)
