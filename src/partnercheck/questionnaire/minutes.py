"""How long it takes to answer a questionnaire."""

from partnercheck.questionnaire.model import Question, Questionnaire

SECONDS_FIRST = 10
"""For each of sector and partner, where they are asked before the questions."""
SECONDS_SCALE = 8
"""Rating a statement on a scale that is known by then."""
SECONDS_CHOICE = 20
"""Reading about five sentences and choosing one."""
SECONDS_SEVERAL = 25
"""Weighing each of a list."""
SECONDS_NUMBER = 12
"""Recalling a number or a date and typing it."""
SECONDS_TEXT = 45
"""Writing a sentence or two on a phone."""
SHARE_CONDITIONAL = 0.5
"""How much of a question with `ask_if` is counted: not everybody is asked."""


def minutes_needed(questionnaire: Questionnaire) -> float:
    """The minutes that answering takes, by the number and form of the questions; not rounded."""
    asked = sum(
        seconds_needed(question) * (SHARE_CONDITIONAL if question.ask_if else 1) for question in questionnaire.questions
    )
    return (asked + SECONDS_FIRST * len(questionnaire.ask_first)) / 60


def seconds_needed(question: Question) -> int:
    """The seconds that one question takes who is asked it."""
    if question.scale:
        return SECONDS_SCALE
    if question.kind:
        return SECONDS_TEXT if question.kind == "text" else SECONDS_NUMBER
    return SECONDS_SEVERAL if question.several else SECONDS_CHOICE
