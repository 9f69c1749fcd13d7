"""Whether an answer is one that its question offers."""

import datetime
from collections.abc import Sequence

from partnercheck.assessment.round import Answer
from partnercheck.findings import clip, did_you_mean, listed
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.words import ESCAPES


def answer_problem(questionnaire: Questionnaire, question: Question, answer: Answer) -> tuple[str, str]:
    """What is wrong with an answer, and what to do about it; two empty texts when nothing is."""
    if isinstance(answer, str) and answer in question.escapes:
        return "", ""
    values = [option.value for option in questionnaire.options_of(question)]
    if values and question.several:
        return _several_problem(questionnaire, question, values, answer)
    if values:
        if isinstance(answer, str) and answer in values:
            return "", ""
        return f"{_shown(answer)} is no answer to {question.id!r}", did_you_mean(
            _word(answer), [*values, *question.escapes]
        )
    if question.kind == "number":
        return number_problem(question, answer)
    if question.kind == "text" and isinstance(answer, tuple) and "".join(answer) in ESCAPES and len(answer) == 1:
        return "", ""
    if not isinstance(answer, str):
        return f"{_shown(answer)} is no answer to {question.id!r}", "a text is expected here"
    if question.kind == "date" and not _is_date(answer):
        return f"{_shown(answer)} is no date", "write year-month-day, such as 2026-11-21"
    return "", ""


def text_answer(text: str) -> Answer:
    """A text that somebody wrote, as an answer; one that reads like an escape stands in a tuple, to stay a text."""
    return (text,) if text in ESCAPES else text


def _several_problem(
    questionnaire: Questionnaire, question: Question, values: Sequence[str], answer: Answer
) -> tuple[str, str]:
    if not isinstance(answer, tuple):
        return f"{_shown(answer)} is no answer to {question.id!r}", "a list of options is expected here"
    for value in answer:
        if value not in values:
            return f"{clip(repr(value), 60)} is no answer to {question.id!r}", did_you_mean(value, values)
    if len(set(answer)) < len(answer):
        return f"an option of {question.id!r} is named twice", "name each once"
    alone = [option.value for option in questionnaire.options_of(question) if option.alone and option.value in answer]
    if alone and len(answer) > 1:
        return f"{alone[0]!r} excludes the other options of {question.id!r}", "keep one of the two"
    return "", ""


def number_problem(question: Question, answer: Answer) -> tuple[str, str]:
    """What is wrong with an answer to a question for a number; two empty texts when nothing is."""
    if not isinstance(answer, float):
        return f"{_shown(answer)} is no answer to {question.id!r}", "a number is expected here"
    if question.least is not None and answer < question.least:
        return f"{answer:g} is less than the smallest number {question.id!r} accepts", f"{question.least:g} or more"
    if question.most is not None and answer > question.most:
        return f"{answer:g} is more than the largest number {question.id!r} accepts", f"{question.most:g} or less"
    return "", ""


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _word(answer: Answer) -> str:
    return answer if isinstance(answer, str) else ""


def _shown(answer: Answer) -> str:
    if isinstance(answer, tuple):
        return f"the list {clip(listed(answer), 60)}"
    return f"{answer:g}" if isinstance(answer, float) else clip(repr(answer), 60)
