"""Questionnaires and rounds at random, for the laws and for the comparison with the oracle.

Hypothesis chooses the size and the character of a world; a seeded generator fills it in, because a round of fifteen
people and forty-five questions holds more choices than Hypothesis likes to make.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import get_args

import oracle
from hypothesis import strategies as st

from partnercheck.assessment.responses import Answer, Response
from partnercheck.core.words import ESCAPES, Stage
from partnercheck.questionnaire.model import Option, Question, Questionnaire
from sampling import examples

LOOP: tuple[Stage, ...] = get_args(Stage)
EVIDENCE = (0.0, 0.25, 0.5, 1.0, 1.0, 1.0, -0.5, -1.0, 0.1, 0.7, 2.5, 0.333)
WEIGHTS = (1.0, 1.0, 1.0, 2.0, 0.5, 0.3, 7.25)
SECTORS = ("employer", "education", "government", "union", "nonprofit", "community", "")

few = examples(25)
some = examples(40)
many = examples(80)


@dataclass(frozen=True)
class World:
    """A questionnaire and the forms handed in."""

    questionnaire: Questionnaire
    responses: tuple[Response, ...]

    def counted(self) -> "World":
        """The same with the forms that count."""
        kept = (each for each in self.responses if oracle.is_counted(self.questionnaire, each.answers))
        return replace(self, responses=tuple(kept))

    def people(self) -> list[oracle.Person]:
        """The people as the oracle takes them."""
        return [(each.sector, each.answers) for each in self.responses]


def text(words: str) -> dict[str, str]:
    """A text in every language."""
    return {"*": words}


def option(value: str, **more: object) -> Option:
    """An option whose label is its value."""
    return Option.model_validate({"value": value, "label": value, **more})


def question(question_id: str, **more: object) -> Question:
    """A question whose text is its id."""
    return Question.model_validate({"id": question_id, "text": question_id, "theme": "trust", **more})


def questionnaire(*questions: Question, **more: object) -> Questionnaire:
    """A questionnaire with scales `agreement` (five options, 1 to 5) and `seven` (seven options)."""
    scales = {
        "agreement": tuple(option(str(value)) for value in range(1, 6)),
        "seven": tuple(option(str(value)) for value in range(7)),
        "uneven": tuple(option(v, points=p) for v, p in (("never", 0), ("seldom", 0.1), ("often", 0.7), ("always", 1))),
    }
    parts = {"format": 1, "id": "small", "version": "1", "title": "Small", "themes": {"trust": "Trust"}}
    return Questionnaire.model_validate({**parts, "scales": scales, "questions": questions, **more})


def relay(source: Questionnaire, **changes: object) -> Questionnaire:
    """The questionnaire with some parts replaced."""
    return source.model_copy(update=changes)


def _options(chance: Random, stages: list[Stage]) -> tuple[Option, ...]:
    count = chance.randint(2, 6)
    ladder = chance.random() < 0.5
    made = []
    for place in range(count):
        if ladder:
            evidence = {chance.choice(stages): chance.choice((0.5, 1.0, 1.0, 2.0))}
        else:
            evidence = {stage: chance.choice(EVIDENCE) for stage in stages if chance.random() < 0.6}
        made.append(option(f"o{place}", evidence=evidence))
    return tuple(made)


def _question(chance: Random, name: str, stages: list[Stage], earlier: list[Question], chains: float) -> Question:
    more: dict[str, object] = {"weight": chance.choice(WEIGHTS), "theme": chance.choice(("trust", "roles", "data"))}
    if earlier and chance.random() < chains:
        other = chance.choice(earlier[-4:])
        values = ["1", "2", "3", "often", "o0", "o1", "dont-know"]
        more["ask_if"] = {other.id: chance.sample(values, 4)}
    kind = chance.random()
    if kind < 0.5:
        more |= {"scale": chance.choice(("agreement", "agreement", "seven", "uneven"))}
        more |= {"sign_of": chance.choice(stages), "reverse": chance.random() < 0.3}
    elif kind < 0.96:
        more |= {"options": _options(chance, stages), "several": kind > 0.8}
    else:
        more |= {"kind": "number"} if kind < 0.98 else {"scale": "agreement"}
    return question(name, **more)


def _answer(chance: Random, asks: Questionnaire, each: Question, stage: Stage, pull: float) -> Answer:
    values = [one.value for one in asks.options_of(each)]
    if not values:
        return float(chance.randint(0, 100))
    if each.several:
        return tuple(chance.sample(values, chance.randint(0, len(values))))
    table = oracle.points(asks, each)
    if table and chance.random() < pull:
        best = max(row[stage] - sum(row.values()) / 5 for row in table.values())
        return next(v for v, row in table.items() if row[stage] - sum(row.values()) / 5 == best)
    return chance.choice(values)


def _responses(
    chance: Random, asks: Questionnaire, people: int, pull: float, skip: float, accord: float, sectors: int
) -> tuple[Response, ...]:
    common = chance.choice(LOOP)
    made = []
    for place in range(people):
        stage = common if chance.random() < accord else chance.choice(LOOP)
        answers: dict[str, Answer] = {}
        for each in asks.questions:
            luck = chance.random()
            if luck < skip / 2:
                continue
            answers[each.id] = chance.choice(ESCAPES) if luck < skip else _answer(chance, asks, each, stage, pull)
        sector = chance.choice(SECTORS[-sectors:])
        partner = chance.choice(("", "north", "south", "east", "west")[:sectors])
        made.append(Response(respondent=f"r{place}", sector=sector, partner=partner, answers=answers))
    return tuple(made)


@st.composite
def worlds(draw: st.DrawFn, least_people: int = 0, most_people: int = 15, least_questions: int = 1) -> World:
    """Worlds of every kind: loops of two to five stages, chains of `ask_if`, thin forms, one mind or many."""
    questions = draw(st.integers(least_questions, 45))
    people = draw(st.integers(least_people, most_people))
    skip = draw(st.sampled_from((0.05, 0.0, 0.3, 0.7)))
    pull = draw(st.sampled_from((0.6, 0.0, 0.3, 0.9)))
    accord = draw(st.sampled_from((0.9, 0.3, 0.6)))
    chains = draw(st.sampled_from((0.0, 0.2, 0.8)))
    silent = draw(st.sampled_from(((), (), (), ("adjourning",), ("storming", "norming"))))
    sectors = draw(st.integers(1, len(SECTORS)))
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a repeatable world, no secret
    stages = [stage for stage in LOOP if stage not in silent]
    made: list[Question] = []
    for place in range(questions):
        made.append(_question(chance, f"q{place}", stages, made, chains))
    themes = {theme: text(theme.title()) for theme in ("trust", "roles", "data")}
    asks = questionnaire(*made, themes=themes)
    return World(asks, _responses(chance, asks, people, pull, skip, accord, sectors))


@st.composite
def scored_worlds(draw: st.DrawFn, least_people: int = 1, most_people: int = 15) -> World:
    """Worlds with at least two measured stages, in which every form counts; not fewer people than asked for."""
    return draw(
        worlds(least_people, most_people, least_questions=10)
        .map(World.counted)
        .filter(lambda world: len(oracle.measured(world.questionnaire)) > 1 and len(world.responses) >= least_people)
    )
