"""`partnercheck report`: a round as a document."""

from pathlib import Path
from typing import Annotated, Literal

import typer

EXAMPLES = """Examples:

\b
  partnercheck report harbour.round.jsonl -o harbour.html
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
        Path | None, typer.Option("-o", "--output", help="The file to write; - or nothing: print it.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the report; the round's own by default.")] = None,
    template: Annotated[
        Path | None, typer.Option(help="A folder with your own report.html.j2 or report.md.j2.")
    ] = None,
) -> None:
    """Write a report of a round. A round that is still open is closed first: its reports all show the same people."""
    from partnercheck import assess
    from partnercheck.cli.closing import closed_round
    from partnercheck.cli.show import spoken
    from partnercheck.reports.render import render
    from partnercheck.reports.write import write_text

    round_ = closed_round(round_path)
    lang = spoken(round_.questionnaire, lang or round_.lang)
    chosen = kind or ("html" if output and output.suffix.lower() in (".html", ".htm") else "md")
    text = render(assess(round_, lang), chosen, template=template)
    if output is None or str(output) == "-":
        typer.echo(text, nl=False)
        return
    write_text(output, text, keep=(round_path,))
    typer.echo(f"{output}", err=True)
