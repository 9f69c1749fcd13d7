"""One written answer, from a cell or a value in a file, to what the respondent chose."""

import datetime
import re
from collections.abc import Sequence

from partnercheck.assessment.responses import Answer, text_problem
from partnercheck.core.findings import Problem, clip, did_you_mean, listed
from partnercheck.core.text import folded, is_number
from partnercheck.core.words import ESCAPES, LANGUAGES, words_for
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.model import Question, Questionnaire


def answer_problem(questionnaire: Questionnaire, question: Question, answer: Answer) -> Problem | None:
    """What is wrong with an answer; none when nothing is."""
    if isinstance(answer, str) and answer in question.escapes:
        return None
    values = [option.value for option in questionnaire.options_of(question)]
    if values and question.several:
        return _several_problem(questionnaire, question, values, answer)
    if values:
        if isinstance(answer, str) and answer in values:
            return None
        near = did_you_mean(_word(answer), [*values, *question.escapes])
        return Problem(f"{_shown(answer)} is no answer to {question.id!r}", near)
    if question.kind == "number":
        return number_problem(question, answer)
    if question.kind == "text" and isinstance(answer, tuple) and "".join(answer) in ESCAPES and len(answer) == 1:
        return None
    if not isinstance(answer, str):
        return Problem(f"{_shown(answer)} is no answer to {question.id!r}", "a text is expected here")
    if question.kind == "date" and not _is_date(answer):
        return Problem(f"{_shown(answer)} is no date", "write year-month-day, such as 2026-11-21")
    return None


def text_answer(text: str) -> Answer:
    """A text that somebody wrote, as an answer; one that reads like an escape stands in a tuple, to stay a text."""
    return (text,) if text in ESCAPES else text


def _several_problem(
    questionnaire: Questionnaire, question: Question, values: Sequence[str], answer: Answer
) -> Problem | None:
    if not isinstance(answer, tuple):
        return Problem(f"{_shown(answer)} is no answer to {question.id!r}", "a list of options is expected here")
    for value in answer:
        if value not in values:
            return Problem(f"{clip(repr(value), 60)} is no answer to {question.id!r}", did_you_mean(value, values))
    if len(set(answer)) < len(answer):
        return Problem(f"an option of {question.id!r} is named twice", "name each once")
    alone = [option.value for option in questionnaire.options_of(question) if option.alone and option.value in answer]
    if alone and len(answer) > 1:
        return Problem(f"{alone[0]!r} excludes the other options of {question.id!r}", "keep one of the two")
    return None


def number_problem(question: Question, answer: Answer) -> Problem | None:
    """What is wrong with an answer to a question for a number; none when nothing is."""
    if not isinstance(answer, float):
        return Problem(f"{_shown(answer)} is no answer to {question.id!r}", "a number is expected here")
    if question.least is not None and answer < question.least:
        return Problem(
            f"{answer:g} is less than the smallest number {question.id!r} accepts", f"{question.least:g} or more"
        )
    if question.most is not None and answer > question.most:
        return Problem(
            f"{answer:g} is more than the largest number {question.id!r} accepts", f"{question.most:g} or less"
        )
    return None


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


_NUMBER = re.compile(r"[-+\u2212]?\d{1,15}([.,]\d{1,17})?\Z", re.ASCII)
_AMBIGUOUS = re.compile(r"[-+\u2212]?[1-9]\d{0,2}([.,]\d{3})+\Z", re.ASCII)
_WHOLE = re.compile(r"(-?\d{1,15})[.,]0+\Z", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})\Z", re.ASCII)


class Offered:
    """What may be written as an answer to one question: values, labels in any language, ranks, escapes."""

    def __init__(self, questionnaire: Questionnaire, question: Question) -> None:
        self.questionnaire, self.question = questionnaire, question
        options = questionnaire.options_of(question)
        self.values = [option.value for option in options]
        self._known: dict[str, set[str]] = {}
        self._read: dict[str, Answer | Problem | None] = {}
        for option in options:
            self._add(option.value, option.value)
            for label in option.label.values():
                self._add(label, option.value)
        for escape in question.escapes:
            self._add(escape, escape)
            for lang in LANGUAGES:
                self._add(words_for(lang).name(escape), escape)
        if not any(is_number(value) for value in self.values):
            for rank, value in enumerate(self.values, 1):
                self._known.setdefault(str(rank), {value})

    def _add(self, written: str, value: str) -> None:
        self._known.setdefault(folded(written), set()).add(value)

    def read(self, written: Plain) -> Answer | Problem | None:
        """The answer that was written; none when nothing was, a refusal when it is not on offer.

        Args:
            written: A cell's text, or a scalar or list from YAML or JSON.
        """
        if isinstance(written, str) and self.question.kind is None:  # the same few answers stand in all forms
            if written not in self._read:
                self._read[written] = self._read_anew(written)
            return self._read[written]
        return self._read_anew(written)

    def _read_anew(self, written: Plain) -> Answer | Problem | None:
        if written is None or (isinstance(written, str) and not written.strip()):
            return None
        if isinstance(written, dict):
            return Problem("a mapping is no answer", "write one value, or a list where several may be chosen")
        if isinstance(written, list) and self._takes_alone(written):
            return _own_words(_text(written[0]))
        if isinstance(written, list) and not self.question.several:
            return Problem("several answers to a question that takes one", "keep one of them")
        meant = self._several(written) if self.question.several else self._one(written)
        if meant is None or isinstance(meant, Problem):
            return meant
        if problem := answer_problem(self.questionnaire, self.question, meant):
            return problem
        if isinstance(meant, tuple) and self.question.several:
            return tuple(value for value in self.values if value in meant)
        return meant

    def _takes_alone(self, listed: list[Plain]) -> bool:
        """Whether a list holds one text for a question that asks for one: that text is no escape, however it reads."""
        return self.question.kind == "text" and len(listed) == 1 and not isinstance(listed[0], list | dict)

    def _several(self, written: Plain) -> Answer | Problem | None:
        listed = written if isinstance(written, list) else str(written).split("|")
        chosen: list[str] = []
        for each in listed:
            if isinstance(each, list | dict):
                return Problem("a list inside a list is no answer", "write one list of options")
            found = self._option(_text(each))
            if isinstance(found, Problem):
                return found
            chosen += [found] if found else []
        escapes = [value for value in chosen if value in self.question.escapes]
        if escapes and len(chosen) > 1:
            return Problem(f"{escapes[0]!r} beside other answers", "keep one or the other")
        if escapes:
            return escapes[0]
        return tuple(chosen) or None

    def _one(self, written: Plain) -> Answer | Problem | None:
        text = _text(written)
        if self.question.kind is None:
            return self._option(text)
        escape = next((each for each in self.question.escapes if each in self._known.get(folded(text), ())), None)
        if escape:
            return escape
        if self.question.kind == "number":
            return _number(written, text)
        return (read_date(text) or text) if self.question.kind == "date" else _own_words(text)

    def _option(self, text: str) -> str | Problem:
        """The value of the option or escape that was meant; a text that means none stays as it is."""
        whole = _WHOLE.match(text)
        for attempt in (text, whole[1] if whole else text):
            values = self._known.get(folded(attempt), set())
            if len(values) == 1:
                return next(iter(values))
            if values:
                return Problem(f"{_shown_answer(text)} is the label of two options", "write the option's value instead")
        return text


def _own_words(text: str) -> Answer | Problem | None:
    """A text that is taken as it was written."""
    if problem := text_problem(text):
        return problem
    return text_answer(text) if text else None


def _number(written: Plain, text: str) -> Answer | Problem:
    """The number that was written; a text that is none stays as it is."""
    if isinstance(written, str) and has_two_readings(text):
        remedy = "write it without a thousands separator, or with one more decimal"
        return Problem(f"{_shown_answer(text)} can be read in two ways", remedy)
    number = read_number(text)
    return text if number is None else number


def has_two_readings(text: str) -> bool:
    """Whether a mark in a number could part its thousands or its decimals, as in 1.250."""
    return bool(_AMBIGUOUS.match(text))


def read_number(text: str) -> float | None:
    """A number written in digits, with a point or a comma before its decimals; none when it is none."""
    if not _NUMBER.match(text):
        return None
    return float(text.replace(",", ".").replace("\u2212", "-")) + 0.0  # so that -0 is 0


def read_date(text: str) -> str | None:
    """A date written year-month-day or day-month-year, as an ISO date; none when it is neither."""
    day_first = _DAY_FIRST.match(text)
    if day_first:
        text = f"{day_first[3]}-{int(day_first[2]):02d}-{int(day_first[1]):02d}"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _text(written: Plain) -> str:
    if isinstance(written, bool):
        return str(written).lower()
    return "" if written is None else str(written).strip()


def _shown_answer(text: str) -> str:
    return repr(clip(text, 60))
