"""A workshop guide: what a facilitator should know of a questionnaire, and a plan whose minutes add up."""

import shlex
from collections.abc import Iterator
from math import ceil
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from partnercheck.assessment.privacy import DEFAULT_K
from partnercheck.assessment.scoring import weigh_all
from partnercheck.core.findings import printable
from partnercheck.core.words import SECTORS, Words, words_for
from partnercheck.questionnaire.model import NextStep, Question, Questionnaire, minutes_needed

Length = Literal[60, 90, 180]
"""The lengths of a workshop, in minutes."""
LENGTHS: tuple[Length, ...] = get_args(Length)

PartKind = Literal[
    "welcome", "forms", "expect", "reveal", "question", "questions", "walk", "break", "tables", "step", "steps",
    "work-out", "closing",
]  # fmt: skip
Situation = Literal["too-few", "between", "differ", "two-camps", "ending"]

FIXED: dict[Length, dict[PartKind, int]] = {
    60: {"welcome": 5, "forms": 0, "reveal": 15, "question": 0, "step": 10, "closing": 5},
    90: {"welcome": 10, "forms": 0, "expect": 5, "reveal": 15, "questions": 0, "steps": 15, "closing": 5},
    180: {
        "welcome": 15, "forms": 0, "expect": 5, "reveal": 20, "walk": 25, "break": 15, "tables": 0, "work-out": 40,
        "closing": 10,
    },
}  # fmt: skip
"""The parts of each length in order, with their minutes; the last forms and the talk get what `parts_of` finds."""
TALK: dict[Length, PartKind] = {60: "question", 90: "questions", 180: "tables"}
"""The part that gets all the minutes that no other part takes."""
MAX_FORMS: dict[Length, int] = {60: 10, 90: 15, 180: 20}
"""Minutes that the last forms may take; a longer questionnaire is answered before people meet."""
MIN_TALK: dict[Length, int] = {60: 15, 90: 15, 180: 25}
"""Minutes of talk that a joint form must leave."""
PEOPLE: dict[Length, tuple[int, int]] = {60: (5, 10), 90: (6, 14), 180: (8, 24)}
"""How many people a room of this length is planned for."""

TELLING = 5
"""Minutes at the end of a walk or of the tables in which the others hear of it."""
MAX_TABLES = 4
JOINT = 2
"""How many times as long as alone it takes a room to answer together, because it talks about each question."""
SIX = 6
"""People, as an example of how long it takes one after another."""


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class WorkshopPart(_Plain):
    """One part of the workshop."""

    kind: PartKind = Field(description="What is done.")
    minutes: int = Field(description="How long.")
    clock: str = Field(description="From when to when, counted from the start: 0:05–0:20.")


class Guide(_Plain):
    """All that a guide's template may see: the questionnaire's side of a workshop, and its plan."""

    lang: str = Field(description="The language of the guide.")
    title: str = Field(description="The questionnaire's title.")
    version: str = Field(description="Its version.")
    commands: tuple[str, ...] = Field(description="Commands for the three ways of answering, and for the report.")
    minutes: Length = Field(description="The length of the workshop.")
    parts: tuple[WorkshopPart, ...] = Field(description="The parts in order; their minutes add up to the length.")
    fewest: int = Field(description="The fewest people to invite into the room.")
    most: int = Field(description="The most.")
    k: int = Field(description="Answers to a question are shown from so many people on, unless the round says less.")
    questions: int = Field(description="How many questions there are.")
    answering: int = Field(description="Minutes that answering takes one person.")
    six_in_turn: int = Field(description="Minutes that it takes six people one after another.")
    late: int = Field(description="People who can still answer, one after another, while the others write; none: 0.")
    joint: int = Field(description="Minutes that one form for the whole room takes.")
    joint_fits: bool = Field(description="Whether that leaves enough time to talk.")
    unsure: bool = Field(description="Whether a question offers “don't know”.")
    ask_first: tuple[Literal["sector", "partner"], ...] = Field(description="What people are asked about themselves.")
    sectors: tuple[str, ...] = Field(description="The names of the sectors.")
    themes: tuple[str, ...] = Field(description="The names of the themes that questions belong to.")
    scores: tuple[str, ...] = Field(description="The titles of the scores.")
    awaited: tuple[str, ...] = Field(description="Questions about the situation whose answers bring up next steps.")
    steps: int = Field(description="How many next steps the questionnaire has.")
    own: dict[Situation, str] = Field(description="The questionnaire's own step for a situation, where it has one.")
    talk_each: int = Field(description="Minutes for each of the two questions to talk about.")
    walk_each: int = Field(description="Minutes for each way of the walk.")
    tables: int = Field(description="How many tables there are.")
    table_turn: int = Field(description="Minutes for each of the two turns at the tables.")


def guide_for(questionnaire: Questionnaire, minutes: Length, lang: str, named: str) -> Guide:
    """The guide of a questionnaire.

    Args:
        questionnaire: What is answered in the workshop.
        minutes: The length of the workshop.
        lang: A language that the questionnaire speaks.
        named: What stands for the questionnaire on the command line.

    Returns:
        The guide, frozen; the same input gives the same guide.
    """
    answering = questionnaire.minutes or ceil(minutes_needed(questionnaire))
    parts = parts_of(minutes, answering)
    spent = {part.kind: part.minutes for part in parts}
    talk, forms, joint = spent[TALK[minutes]], spent.get("forms", 0), JOINT * answering
    asked = {question.theme for question in questionnaire.questions}
    themes = [questionnaire.say(text, lang) for id_, text in questionnaire.themes.items() if id_ in asked]
    sectors = [questionnaire.say(text, lang) for text in questionnaire.sectors.values()]
    words = words_for(lang)
    return Guide(
        lang=lang,
        title=questionnaire.say(questionnaire.title, lang),
        version=questionnaire.version,
        commands=_commands(shlex.quote(printable(named)), words),
        minutes=minutes,
        parts=parts,
        fewest=PEOPLE[minutes][0],
        most=PEOPLE[minutes][1],
        k=DEFAULT_K,
        questions=len(questionnaire.questions),
        answering=answering,
        six_in_turn=SIX * answering,
        late=forms // answering,
        joint=joint,
        joint_fits=joint - forms <= talk - MIN_TALK[minutes],
        unsure=any("dont-know" in question.escapes for question in questionnaire.questions),
        ask_first=questionnaire.ask_first,
        sectors=tuple(sectors or map(words.name, SECTORS)),
        themes=tuple(themes),
        scores=tuple(questionnaire.say(score.title, lang) for score in questionnaire.scores),
        awaited=tuple(questionnaire.say(question.text, lang) for question in _awaited(questionnaire)),
        steps=len(questionnaire.next_steps),
        own={situation: questionnaire.say(step.do, lang) for situation, step in _own(questionnaire)},
        talk_each=talk // 2,
        walk_each=(spent.get("walk", TELLING) - TELLING) // 2,
        tables=min(MAX_TABLES, len(themes)) or MAX_TABLES,
        table_turn=(talk - TELLING) // 2,
    )


def parts_of(minutes: Length, answering: int) -> tuple[WorkshopPart, ...]:
    """The parts of a workshop in order, their minutes adding up to its length.

    Args:
        minutes: The length.
        answering: Minutes that answering takes one person. In a workshop too short for that there are no last forms.
    """
    spent = dict(FIXED[minutes])
    forms = ceil(answering / 5) * 5
    spent["forms"] = forms if forms <= MAX_FORMS[minutes] else 0
    spent[TALK[minutes]] = minutes - sum(spent.values())
    parts, start = [], 0
    for kind, length in spent.items():
        if length:
            parts.append(WorkshopPart(kind=kind, minutes=length, clock=f"{_clock(start)}–{_clock(start + length)}"))
            start += length
    return tuple(parts)


def _commands(named: str, words: Words) -> tuple[str, ...]:
    name = words("Our partnership")
    about = f'--partnership "{name}"'
    return (
        f"partnercheck assess {named} --answers forms.csv {about} --round ours.round.jsonl",
        f"partnercheck assess {named} {about} --round ours.round.jsonl",
        f"partnercheck assess {named} {about} --round ours.round.jsonl --joint",
        "partnercheck report ours.round.jsonl -o ours.html --close",
    )


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _awaited(questionnaire: Questionnaire) -> Iterator[Question]:
    """The questions that say nothing about the stage, but whose answers a next step waits for."""
    weighed = weigh_all(questionnaire)
    named = {id_ for step in questionnaire.next_steps for id_ in step.when.answers}
    return (question for question in questionnaire.questions if question.id in named and question.id not in weighed)


def _own(questionnaire: Questionnaire) -> Iterator[tuple[Situation, NextStep]]:
    """The questionnaire's first step for each situation that it has one for."""
    for situation in get_args(Situation):
        found = next((step for step in questionnaire.next_steps if _fits(step, situation)), None)
        if found:
            yield situation, found


def _fits(step: NextStep, situation: Situation) -> bool:
    when = step.when
    if situation == "two-camps":
        return when.two_camps
    if situation == "ending":
        return step.purpose.stage == "adjourning" and not when.answers and not when.scores and not when.lagging
    return when.verdict == (situation,)
