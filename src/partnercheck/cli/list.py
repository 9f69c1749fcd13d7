"""`partnercheck list`: the bundled questionnaires."""

from typing import Annotated, Any

import typer

EXAMPLES = """Examples:

\b
  partnercheck list
  partnercheck list --lang nl
  partnercheck list --json
"""


def list_questionnaires(
    lang: Annotated[
        str, typer.Option(metavar="LANG", help="Language of the titles, where a questionnaire speaks it.")
    ] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """List the bundled questionnaires, the usual one first.

    For each its id, version and title, and how many questions, minutes and languages it has.
    """
    from partnercheck.core.words import words_for

    rows = _rows(lang)
    if as_json:
        import json

        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    words = words_for(lang)
    for row in rows:
        asked = words.many("{n} question", "{n} questions", row["questions"])
        minutes = words.many("{n} minute", "{n} minutes", row["minutes"])
        typer.echo(f"{row['id']}  {row['version']}\n  {row['title']}")
        typer.echo(f"  {asked}, {minutes}, {'/'.join(row['languages'])}\n")
    typer.echo(words("To look at one: partnercheck show {id}", id=rows[0]["id"]))


def _rows(lang: str) -> list[dict[str, Any]]:
    from partnercheck.cli.rounds import DEFAULT
    from partnercheck.core.files import bundled_files
    from partnercheck.questionnaire.loader import load_questionnaire

    return [
        {
            "id": found.id,
            "version": found.version,
            "languages": list(found.languages),
            "questions": len(found.questions),
            "minutes": found.minutes or 0,
            "title": found.say(found.title, lang),
            "about": found.say(found.about, lang),
        }
        for found in map(load_questionnaire, sorted(bundled_files(), key=lambda path: path.stem != DEFAULT))
    ]
