"""From a typed line to an answer, a command, or a word about what was expected."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from partnercheck.assessment.round import MOST_TEXT, Answer
from partnercheck.questionnaire.model import Option, Question, Questionnaire
from partnercheck.rounds.answer import has_two_readings, read_date, read_number
from partnercheck.rounds.offered import number_problem, text_answer
from partnercheck.words import Escape, Words

ESCAPE_LETTERS: dict[str, Escape] = {"d": "dont-know", "n": "not-applicable", "r": "prefer-not-to-say"}
BACK, SKIP, COMMENT, LEAVE, HELP = "b", "s", "c", "q", "?"
COMMANDS = (BACK, SKIP, COMMENT, LEAVE, HELP)


@dataclass(frozen=True)
class Typed:
    """What a line means: an answer, or a command, or neither, and then `message` says what was expected."""

    answer: Answer | None = None
    command: str = ""
    message: str = ""


def read_typed(line: str, questionnaire: Questionnaire, question: Question, words: Words) -> Typed:
    """What somebody meant by a line typed at a question."""
    letter = line.lower()
    if letter in COMMANDS:
        return Typed(command=letter)
    if letter in ESCAPE_LETTERS:
        escape = ESCAPE_LETTERS[letter]
        if escape in question.escapes:
            return Typed(escape)
        return Typed(message=words("{answer} is not offered here.", answer=words.name(escape)))
    options = questionnaire.options_of(question)
    if options and question.several:
        return _several(line, options, words)
    if options:
        place = place_in(line, len(options))
        return Typed(options[place - 1].value) if place else Typed(message=expected(question, options, words))
    if question.kind == "number":
        return _number(line, question, words)
    if question.kind == "date":
        day = read_date(line)
        return Typed(day) if day else Typed(message=expected(question, (), words))
    if len(line) > MOST_TEXT:
        return Typed(message=words("That is too long: {n} characters at most.", n=MOST_TEXT))
    return Typed(text_answer(line)) if line else Typed(command=SKIP)


def expected(question: Question, options: Sequence[Option], words: Words) -> str:
    """What can be typed at a question, in one line."""
    if options and question.several:
        return words("Type one or more numbers from 1 to {n}, such as 1 3.", n=len(options))
    if options:
        return words("Type a number from 1 to {n}, or one of the letters.", n=len(options))
    if question.kind == "date":
        return words("Type a date as year-month-day, such as 2026-11-21.")
    if question.kind == "number":
        return _bounds(question, words)
    return words("Type your answer on one line. Enter alone skips the question.")


def shown(answer: Answer, questionnaire: Questionnaire, question: Question, lang: str, words: Words) -> str:
    """An answer as its respondent reads it."""
    if isinstance(answer, float):
        return number_shown(answer, words)
    labels = {option.value: questionnaire.say(option.label, lang) for option in questionnaire.options_of(question)}
    if isinstance(answer, tuple):
        return "; ".join(labels.get(value, value) for value in answer)
    if answer in question.escapes:
        return words.name(answer)
    return labels.get(answer, answer)


def number_shown(number: float, words: Words) -> str:
    """A number with the decimal mark of the language."""
    text = f"{number:.15g}"
    return text.replace(".", ",") if words.lang.split("-")[0] == "nl" else text


def place_in(text: str, most: int) -> int:
    """A typed place in a list of so many, from 1; 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= most else 0


def _several(line: str, options: Sequence[Option], words: Words) -> Typed:
    parts = [part for part in re.split(r"[\s,;]+", line) if part]
    places = {place_in(part, len(options)) for part in parts}
    if not parts or 0 in places:
        return Typed(message=words("Type one or more numbers from 1 to {n}, such as 1 3.", n=len(options)))
    alone = [place for place in sorted(places) if options[place - 1].alone]
    if alone and len(places) > 1:
        return Typed(message=words("{n} excludes the other answers: type it alone, or leave it out.", n=alone[0]))
    return Typed(tuple(options[place - 1].value for place in sorted(places)))


def _number(line: str, question: Question, words: Words) -> Typed:
    if has_two_readings(line):
        return Typed(
            message=words("{typed} can be read in two ways. Type it without a thousands separator.", typed=line)
        )
    number = read_number(line)
    if number is None or any(number_problem(question, number)):
        return Typed(message=_bounds(question, words))
    return Typed(number)


def _bounds(question: Question, words: Words) -> str:
    least = None if question.least is None else number_shown(question.least, words)
    most = None if question.most is None else number_shown(question.most, words)
    if least is not None and most is not None:
        return words("Type a number from {least} to {most}.", least=least, most=most)
    if least is not None:
        return words("Type a number, {least} or more.", least=least)
    if most is not None:
        return words("Type a number, {most} or less.", most=most)
    return words("Type a number.")
