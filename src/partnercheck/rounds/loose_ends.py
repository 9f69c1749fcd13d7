"""What a round's questionnaire must not lack, since no assessment of the round could be made without it.

These are no rules for authors: a round that was written once is read for ever. They only keep a forged or damaged
file from ending in anything else than a plain error.
"""

from collections.abc import Iterator

from partnercheck.findings import clip
from partnercheck.questionnaire.model import Question, Questionnaire


def loose_ends(questionnaire: Questionnaire) -> list[str]:
    """What is said about each name that leads nowhere, each once, and about questions that nothing can answer."""
    parts = {
        "themes": set(questionnaire.themes),
        "scales": set(questionnaire.scales),
        "sources": set(questionnaire.sources),
        "questions": {question.id for question in questionnaire.questions},
        "scores": {score.id for score in questionnaire.scores},
    }
    loose = [(name, part) for name, part in _names(questionnaire) if name not in parts[part]]
    unasked = [question.id for question in questionnaire.questions if not _can_be_asked(question)]
    return [
        *(f"{clip(repr(name), 60)} stands nowhere under {part}" for name, part in dict.fromkeys(loose)),
        *(f"the question {name!r} has not one of scale, options and kind" for name in unasked),
    ]


def _can_be_asked(question: Question) -> bool:
    return sum(map(bool, (question.scale, question.options, question.kind))) == 1


def _names(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Every name that stands for another part of the questionnaire, and that part."""
    for question in questionnaire.questions:
        yield from _each("themes", question.theme)
        yield from _each("scales", question.scale)
        yield from _each("sources", *question.sources)
        yield from _each("questions", *question.ask_if)
    for step in questionnaire.next_steps:
        yield from _each("themes", step.purpose.theme, step.when.lagging)
        yield from _each("sources", *step.sources)
        yield from _each("questions", *step.when.split_on, *step.when.answers)
        yield from _each("scores", *step.when.scores)
    for score in questionnaire.scores:
        yield from _each("questions", *score.questions, *score.reverse)


def _each(part: str, *names: str | None) -> Iterator[tuple[str, str]]:
    return ((name, part) for name in names if name is not None)
