"""`partnercheck guide`: how to run a workshop with a questionnaire, as a document to print."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from partnercheck.cli.show import bundled_ids, spoken

EXAMPLES = """Examples:

\b
  partnercheck guide pulse --minutes 60
  partnercheck guide partnership-for-skills -o workshop.html
  partnercheck guide zij-instroom --minutes 180 --lang nl -o draaiboek.html
  partnercheck guide our-own.yaml -o workshop.md
"""


def guide(
    questionnaire: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE", help="The id of a bundled questionnaire, or a file.", autocompletion=bundled_ids
        ),
    ],
    minutes: Annotated[
        Literal["60", "90", "180"], typer.Option(help="How long the workshop is, without the forms handed in before.")
    ] = "90",
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Language; the questionnaire's first one by default.")
    ] = None,
    kind: Annotated[
        Literal["md", "html"] | None,
        typer.Option(
            "-f", "--format", help="Markdown or HTML; by default what the name behind -o says, else Markdown."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - or nothing: print it.")
    ] = None,
) -> None:
    """Write a guide for a workshop: whom to invite, how to answer, reveal, talk, choose steps and close.

    The minutes of its parts add up to the length. The three lengths differ in what is done, not only in how long.
    """
    from partnercheck.cli.console import format_of
    from partnercheck.cli.rounds import load_named
    from partnercheck.core.files import bundled_path, check_target, write_text
    from partnercheck.core.findings import shown_path
    from partnercheck.reports.guide import LENGTHS, guide_for
    from partnercheck.reports.render import render_guide

    found = load_named(questionnaire).questionnaire
    lang = spoken(found, lang)
    target = output if output is not None and str(output) != "-" else None
    if target:
        check_target(target, keep=() if bundled_path(questionnaire) else (Path(questionnaire),))
    length = next(each for each in LENGTHS if str(each) == minutes)
    text = render_guide(guide_for(found, length, lang, questionnaire), kind or format_of(target, "guide"))
    if not target:
        typer.echo(text, nl=False)
        return
    write_text(target, text)
    typer.echo(shown_path(str(target)), err=True)
