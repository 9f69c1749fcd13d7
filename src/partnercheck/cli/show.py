"""`partnercheck show`: a questionnaire as a respondent sees it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from partnercheck.core.words import Words
    from partnercheck.questionnaire.model import Question, Questionnaire

EXAMPLES = """Examples:

\b
  partnercheck show partnership-for-skills
  partnercheck show pulse --lang nl
  partnercheck show our-own.yaml
  partnercheck show pulse --json
"""


def bundled_ids(incomplete: str) -> list[str]:
    """The bundled questionnaires whose id starts like this, for the shell's completion."""
    from partnercheck.core.files import bundled_files

    return [path.stem for path in bundled_files() if path.stem.startswith(incomplete)]


def show(
    questionnaire: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE", help="The id of a bundled questionnaire, or a file.", autocompletion=bundled_ids
        ),
    ],
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Language; the questionnaire's first one by default.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole questionnaire as JSON and nothing else.")
    ] = False,
) -> None:
    """Show a questionnaire: purpose, questions, answers and sources."""
    from partnercheck.cli.rounds import load_named
    from partnercheck.core.words import words_for

    loaded = load_named(questionnaire)
    found, plain = loaded.questionnaire, loaded.plain
    if as_json:
        import json

        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    lang = spoken(found, lang)
    typer.echo("\n".join(_lines(found, words_for(lang), lang)))


def spoken(questionnaire: "Questionnaire", lang: str | None) -> str:
    """The language to use: the one asked for, else the questionnaire's first.

    Raises:
        PartnercheckError: the questionnaire does not speak the one asked for.
    """
    from partnercheck.core.findings import PartnercheckError, clip, did_you_mean

    if lang is None:
        return questionnaire.languages[0]
    for known in questionnaire.languages:
        if known.lower() == lang.lower():
            return known
    raise PartnercheckError(
        f"{questionnaire.id} does not speak {clip(lang, 40)!r}.", did_you_mean(lang, questionnaire.languages)
    )


def _lines(found: "Questionnaire", words: "Words", lang: str) -> list[str]:
    from partnercheck.assessment.scoring import measured, weigh_all
    from partnercheck.assessment.wording import joined
    from partnercheck.core.findings import printable_line
    from partnercheck.core.words import STAGES

    lines = [*opening(found, words, lang), "", *asked(found, words, lang)]
    loop = measured(weigh_all(found).values())
    missing = [words.name(stage) for place, stage in enumerate(STAGES) if place not in loop]
    if missing:
        lines += [words("This questionnaire does not measure {stages}.", stages=joined(missing, words)), ""]
    steps = words.many("{n} next step", "{n} next steps", len(found.next_steps))
    cases = words.many("{n} case", "{n} cases", len(found.cases))
    lines.append(f"{steps}, {cases}")
    if found.sources:
        lines += ["", words("Sources")]
        lines += [f"  {', '.join(filter(None, (found.say(s.title, lang), s.by)))}" for s in found.sources.values()]
    return [printable_line(line) for line in lines]


def opening(found: "Questionnaire", words: "Words", lang: str) -> list[str]:
    """What a questionnaire is called, what it is for and how long it takes, as lines."""
    questions = words.many("{n} question", "{n} questions", len(found.questions))
    minutes = words.many("{n} minute", "{n} minutes", found.minutes) if found.minutes else ""
    lines = [f"{found.say(found.title, lang)}  ({found.id} {found.version})"]
    lines += [found.say(found.about, lang)] if found.about else []
    return [*lines, ", ".join(filter(None, (questions, minutes, "/".join(found.languages))))]


def asked(found: "Questionnaire", words: "Words", lang: str) -> list[str]:
    """Every question with its answers under the heading of its theme, as lines, each question with an empty one."""
    lines = []
    theme = None
    for number, question in enumerate(found.questions, 1):
        if question.theme and question.theme != theme:
            theme = question.theme
            lines += [found.say(found.themes[theme], lang).upper(), ""]
        lines += [*_question_lines(found, question, number, words, lang), ""]
    return lines


def _question_lines(found: "Questionnaire", question: "Question", number: int, words: "Words", lang: str) -> list[str]:
    lines = [f"{number:>3}. {found.say(question.text, lang)}  [{question.id}]"]
    if question.help:
        lines.append("     " + found.say(question.help, lang))
    if question.ask_if:
        lines.append(
            "     " + words("Asked only after certain answers to: {questions}", questions=", ".join(question.ask_if))
        )
    if question.several:
        lines.append("     " + words("Several answers may be chosen."))
    if question.kind == "number":
        lines.append("     " + words("A number."))
    elif question.kind == "date":
        lines.append("     " + words("A date."))
    elif question.kind == "text":
        lines.append("     " + words("In your own words."))
    lines += [
        f"     {rank}  {found.say(option.label, lang)}" for rank, option in enumerate(found.options_of(question), 1)
    ]
    return lines
