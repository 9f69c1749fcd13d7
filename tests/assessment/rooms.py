"""Rooms of people who answer: as one who is wholly in a stage would, as simulated people do, or anyhow."""

import datetime
from collections.abc import Callable, Iterable
from functools import cache
from math import exp
from pathlib import Path
from random import Random

import oracle
from hypothesis import strategies as st
from oracle import LOOP
from worlds import SECTORS, World, worlds

from partnercheck.assessment.responses import Answer, Response, Round
from partnercheck.core.files import bundled_files
from partnercheck.core.words import ESCAPES, Stage, words_for
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.rounds.answers_file import open_answers, read_responses

ENGLISH = words_for("en")
BUNDLED: dict[str, Questionnaire] = {path.stem: load_questionnaire(path) for path in bundled_files()}
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
DAY = datetime.date(2026, 11, 21)

Choose = Callable[[Question, list[str]], str | None]
"""Which of the values of a question is chosen; none for no answer."""


class Room(Round):
    """A round; where a test fails it shows who answered what, and not all that was asked."""

    def __repr__(self) -> str:
        forms = "; ".join(f"{each.respondent} ({each.sector}): {each.answers}" for each in self.responses)
        return f"{self.questionnaire.id}, opened {self.opened}, k {self.k}: {forms[:20_000]}"


def round_of(asks: Questionnaire, responses: Iterable[Response], **more: object) -> Round:
    """A round of these forms."""
    parts = {"digest": "0" * 64, "partnership": "Harbour", "date": DAY}
    return Room.model_validate({**parts, "questionnaire": asks, "responses": tuple(responses), **more})


def room_of(world: World, **more: object) -> Round:
    """The round of a random world."""
    return round_of(world.questionnaire, world.responses, **more)


def example(path: Path) -> Round:
    """The round of an example's answers, as its own report shows it: with a k of three."""
    files = open_answers([path])
    asks = BUNDLED[files[0].stated("questionnaire") or ""]
    return round_of(asks, read_responses(files, asks), k=3)


# --- single forms -----------------------------------------------------------------------------------------------------


def filled(asks: Questionnaire, choose: Choose) -> dict[str, Answer]:
    """A form: every question that has options and is asked of this person, as they choose."""
    answers: dict[str, Answer] = {}
    for each in asks.questions:
        values = [option.value for option in asks.options_of(each)]
        if values and oracle.was_asked(asks, answers, each.id):
            value = choose(each, values)
            if value is not None:
                answers[each.id] = (value,) if each.several and value not in ESCAPES else value
    return answers


def of_one_stage(asks: Questionnaire, stage: Stage) -> dict[str, Answer]:
    """What a person answers who is wholly in one stage: each time what speaks most for it, else nothing."""

    def choose(each: Question, values: list[str]) -> str | None:
        table = oracle.points(asks, each)
        if not table:
            return None
        return max(values, key=lambda value: 2 * table[value][stage] - sum(table[value].values()))

    return filled(asks, choose)


def in_line(asks: Questionnaire, place: int) -> dict[str, Answer]:
    """What a person answers who ticks the same place all the way down; below nothing, counted from the last option."""
    return filled(
        asks, lambda _, values: values[max(place, -len(values)) if place < 0 else min(place, len(values) - 1)]
    )


def at_random(asks: Questionnaire, chance: Random) -> dict[str, Answer]:
    """What a person answers who ticks blindly."""
    return filled(asks, lambda _, values: chance.choice(values))


def seeing(asks: Questionnaire, stage: Stage, chance: Random) -> dict[str, Answer]:
    """What a simulated person answers who sees this stage: by the evidence, with chance; one in ten questions left."""

    def choose(each: Question, values: list[str]) -> str:
        left = chance.random() < 0.1
        return "dont-know" if left else chance.choices(values, _likely(asks.id, each.id, stage))[0]

    return filled(asks, choose)


@cache
def _likely(asks_id: str, question_id: str, stage: Stage) -> list[float]:
    """How likely each option of a bundled question is: by its evidence above par, over the range, for what is near."""
    asks = BUNDLED[asks_id]
    question = asks.question(question_id)
    own = oracle.worth(asks, question)
    likely = []
    for option in asks.options_of(question):
        lean = 0.0
        for other in (other for other in LOOP if own.reach[other]):
            span = own.reach[other] / oracle.exact(question.weight)
            nearness = (1.0, 0.5, 0.0)[oracle.apart(stage, other)] - 0.4
            lean += nearness * float((own.points[option.value][other] - own.par[other]) / span)
        likely.append(exp(3 * lean))
    return likely


# --- whole rooms ------------------------------------------------------------------------------------------------------


def people(asks: Questionnaire, **counts: int) -> list[Response]:
    """So many people wholly in each of these stages, no sector stated."""
    stages: list[Stage] = [stage for stage in LOOP for _ in range(counts.get(stage, 0))]
    assert len(stages) == sum(counts.values())
    return [
        Response(respondent=f"person-{place}", answers=of_one_stage(asks, stage)) for place, stage in enumerate(stages)
    ]


def simulated(asks: Questionnaire, truth: Stage, n: int, chance: Random, sectors: int = 1) -> list[Response]:
    """A simulated partnership: six in ten see its stage, two in ten each neighbour."""
    place = LOOP.index(truth)
    sights = [LOOP[place], LOOP[place - 1], LOOP[(place + 1) % 5]]
    return [
        Response(
            respondent=f"person-{number}",
            sector=SECTORS[number % sectors],
            answers=seeing(asks, chance.choices(sights, (0.6, 0.2, 0.2))[0], chance),
        )
        for number in range(n)
    ]


def _form(asks: Questionnaire, mood: str, stages: list[Stage], chance: Random) -> dict[str, Answer]:
    if mood == "blind":
        return at_random(asks, chance)
    if mood == "in line":
        return in_line(asks, chance.randint(-3, 3))
    stage = chance.choice(stages)
    return seeing(asks, stage, chance) if mood == "simulated" else of_one_stage(asks, stage)


@st.composite
def bundled_rooms(draw: st.DrawFn, least_people: int = 0) -> Round:
    """Rounds of a bundled questionnaire: of one mind, in camps, blind, ticked straight down, mixed; signed or not."""
    asks = BUNDLED[draw(st.sampled_from(sorted(BUNDLED)))]
    n = draw(st.integers(least_people, 16))
    moods = draw(st.sampled_from((["simulated"], ["wholly"], ["blind"], ["in line"], ["simulated", "wholly", "blind"])))
    stages: list[Stage] = draw(st.lists(st.sampled_from(LOOP), min_size=1, max_size=3, unique=True))
    sectors = draw(st.integers(1, 4))
    skip = draw(st.sampled_from((0.0, 0.0, 0.2, 0.6)))
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a repeatable room, no secret
    forms = []
    for number in range(n):
        answers = {
            q: a for q, a in _form(asks, chance.choice(moods), stages, chance).items() if chance.random() >= skip
        }
        forms.append(Response(respondent=f"person-{number}", sector=chance.choice(SECTORS[:sectors]), answers=answers))
    return round_of(asks, forms, opened=draw(st.booleans()), k=draw(st.integers(3, 5)))


@st.composite
def random_rooms(draw: st.DrawFn, least_people: int = 0) -> Round:
    """Rounds of random questionnaires, signed or not."""
    world = draw(worlds(least_people, least_questions=8))
    return room_of(world, opened=draw(st.booleans()), k=draw(st.integers(3, 5)))


def rooms(least_people: int = 0) -> st.SearchStrategy[Round]:
    """Rounds of every kind."""
    return st.one_of(bundled_rooms(least_people), random_rooms(least_people))
