"""Different people in two answers files never lose a form: what counts as the same form twice, tried on simulations."""

from random import Random

import pytest
from oracle import LOOP
from rooms import BUNDLED, at_random, in_line, seeing
from worlds import SECTORS

from partnercheck.assessment.responses import Answer, Response
from partnercheck.core.findings import Finding, Location
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.rounds.answers_file import Batch
from partnercheck.rounds.duplicates import compare

ROOMS = 60
"""For each questionnaire and each kind of people."""


def batch(forms: list[Response], name: str) -> Batch:
    def place(number: int, key: str, code: str, message: str, remedy: str) -> Finding:  # noqa: ARG001 - as in files
        return Finding(Location(name, number + 2), code, message, remedy)

    return Batch(forms, place, name)


def people(asks: Questionnaire, chance: Random, n: int, straight: float) -> list[Response]:
    """So many people who see the same stage or one beside it; some of them tick straight down."""
    truth = chance.randrange(5)
    forms = []
    for _ in range(n):
        answers: dict[str, Answer]
        if chance.random() < straight:
            answers = in_line(asks, chance.randint(-3, 3))
        elif chance.random() < 0.1:
            answers = at_random(asks, chance)
        else:
            answers = seeing(asks, LOOP[(truth + chance.choice((0, 0, 0, -1, 1))) % 5], chance)
        forms.append(Response(respondent="", sector=chance.choice(SECTORS), answers=answers))
    return forms


@pytest.mark.parametrize("straight", [0.0, 0.25, 0.5])
@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_different_people_in_two_files_never_lose_a_form(name: str, straight: float) -> None:
    asks, chance = BUNDLED[name], Random(f"{name} {straight}")  # noqa: S311 - repeatable rooms, no secret
    for _ in range(ROOMS):
        first, second = (people(asks, chance, 12, straight) for _ in range(2))
        found = compare([batch(first, "a"), batch(second, "b")], asks)
        assert len(found.people) == 24
        assert (found.repeated, found.refused) == (0, [])
