"""`partnercheck preview`: a questionnaire as a respondent sees it, and as its author needs to."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnercheck.cli.show import bundled_ids, spoken

if TYPE_CHECKING:
    from partnercheck.checking.preview import Preview
    from partnercheck.questionnaire.model import Questionnaire
    from partnercheck.questionnaire.readability import Reading

EXAMPLES = """Examples:

\b
  partnercheck preview our-own.yaml
  partnercheck preview our-own.yaml --lang nl
  partnercheck preview our-own.yaml --no-simulation
  partnercheck preview pulse --json
"""


def preview(
    questionnaire: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE", help="The id of a bundled questionnaire, or a file.", autocompletion=bundled_ids
        ),
    ],
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Language; the questionnaire's first one by default.")
    ] = None,
    no_simulation: Annotated[
        bool, typer.Option("--no-simulation", help="Leave out the simulated partnerships, which take a moment.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON and nothing else.")] = False,
) -> None:
    """Show how a questionnaire looks, and what answers can tell.

    First the questions as a respondent sees them. Then, for the author: the minutes it takes, how hard it is to read,
    the evidence and the next steps by theme and stage, how well simulated partnerships are recognised, and the cases.
    """
    from partnercheck.checking.preview import preview_of
    from partnercheck.cli.preview_page import PreviewPage
    from partnercheck.cli.rounds import load_named
    from partnercheck.core.findings import printable_line

    found = load_named(questionnaire).questionnaire
    lang = spoken(found, lang)
    figures = preview_of(found, simulate=not no_simulation)
    if as_json:
        import json

        typer.echo(json.dumps(_as_json(found, figures, lang), ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(map(printable_line, PreviewPage(found, figures, lang).lines())))


def _as_json(found: "Questionnaire", figures: "Preview", lang: str) -> dict[str, object]:
    from partnercheck.core.words import STAGES

    seen = figures.simulated
    return {
        "questionnaire": {"id": found.id, "version": found.version, "title": found.say(found.title, lang)},
        "lang": lang,
        "minutes": {"stated": found.minutes, "needed": figures.minutes_needed},
        "reading": [
            {"lang": row.lang, "questions": _reading(row.questions), "next_steps": _reading(row.next_steps)}
            for row in figures.reading
        ],
        "evidence": {
            "themes": [
                {"theme": row.theme, "questions": row.questions, "stages": dict(zip(STAGES, row.reach, strict=True))}
                for row in figures.evidence
            ],
            "attainable": dict(zip(STAGES, figures.attainable, strict=True)),
            "unmeasured": figures.unmeasured,
        },
        "simulation": {"partnerships": seen.partnerships, "recovered": seen.recovered, "blind": seen.blind}
        if seen
        else None,
        "next_steps": [
            {"theme": row.theme, "stages": row.steps, "any_stage": row.any_stage} for row in figures.next_steps
        ],
        "cases": [{"name": case.name, "expect": case.expect} for case in found.cases],
    }


def _reading(reading: "Reading | None") -> dict[str, object] | None:
    import dataclasses

    return dataclasses.asdict(reading) if reading else None
