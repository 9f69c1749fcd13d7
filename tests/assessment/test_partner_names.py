"""A partner is one partner, however people write its name."""

import unicodedata
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leanings import assessed, person
from rooms import ENGLISH, room_of
from test_scores import one_score
from worlds import World, some, worlds

from partnercheck.assessment.assess import assess
from partnercheck.assessment.privacy import spelled_alike, spelling
from partnercheck.assessment.responses import Response
from partnercheck.core.words import SECTORS

HARBOUR = ["Crane Works", "crane works", "Crane  Works", "CRANE WORKS", "Crane Works."]
COLLEGE = ["North College", "North college", "north college", "North College", "North  College"]


def room(*partners: str) -> list[Response]:
    return [person(f"r{n}", "norming", partner=partner) for n, partner in enumerate(partners)]


def groups(*partners: str, **more: object) -> dict[str, int]:
    found = assessed(room(*partners), by="partner", **more)  # type: ignore[arg-type]  # k and opened go through
    return {group.name: group.n for group in found.people.groups}


def test_two_partners_in_nine_writings_are_two_groups() -> None:
    assert groups(*HARBOUR, *COLLEGE) == {"Crane Works": 5, "North College": 5}
    found = assessed(room(*HARBOUR, *COLLEGE), by="partner")
    assert [group.id for group in found.people.groups] == ["Crane Works", "North College"]
    assert [note for note in found.notes if "written" in note] == [
        "Crane Works was also written as CRANE WORKS, Crane Works. and crane works. It counts as one.",
        "North College was also written as North college and north college. It counts as one.",
    ]


def test_accents_typed_on_a_mac_are_the_same_accents() -> None:
    both = [
        name
        for each in ("Collège du Port", "Stichting Één")
        for name in [each] * 3 + [unicodedata.normalize("NFD", each)] * 2
    ]
    assert groups(*both) == {"Collège du Port": 5, "Stichting Één": 5}
    assert not [note for note in assessed(room(*both), by="partner").notes if "written" in note]


def test_writings_of_partners_that_are_not_shown_are_not_told() -> None:
    found = assessed(room(*["North"] * 5, *["South"] * 5, "East", "EAST"), by="partner")
    assert [group.name for group in found.people.groups] == ["South", "Other partners"]
    assert "EAST" not in " ".join(found.notes)
    assert "EAST" not in " ".join(assessed(room(*HARBOUR, "East", "EAST"), by="sector").notes)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["north", "north", "North"], "north"),
        (["north", "North"], "North"),
        (["NORTH", "North."], "North."),
        (["NORTH", "North.", "North"], "North"),
        (["North  College", "North\u00a0College", "NORTH COLLEGE"], "North College"),
        (["\u200b", ""], ""),
        (["Other", "other"], "Other"),
    ],
)
def test_the_most_frequent_writing_is_shown(written: list[str], shown: str) -> None:
    for order in (written, written[::-1]):
        assert set(spelling(order).values()) == {shown}


def test_a_partner_called_like_a_group_of_ours_stays_apart_from_it() -> None:
    assert groups(*["other"] * 3, *["OTHER"] * 2, *["North"] * 5) == {"North": 5, "other ": 5}


def test_a_mean_over_partners_does_not_depend_on_capitals() -> None:
    values = ["1", "1", "127"] * 2 + ["127"] * 6
    plain = one_score(values, partners=["North"] * 3 + ["South"] * 9, across="partners", k=3)
    mixed = one_score(
        values, partners=["North", "NORTH ", "north."] + ["South"] * 8 + ["s\u200bouth"], across="partners", k=3
    )
    assert plain == mixed
    assert plain.over == "partners"


def respelled(name: str, chance: Random) -> str:
    """A name as somebody else might write it."""
    ways = [name.upper(), f" {name}", f"{name}.", f"{name}\u200b", name.title(), unicodedata.normalize("NFD", name)]
    return chance.choice(ways) if name else name


@some
@given(worlds(least_people=3, most_people=15, least_questions=8), st.integers(0, 2**32), st.booleans())
def test_how_a_few_people_write_a_partner_changes_nothing(world: World, seed: int, opened: bool) -> None:
    chance = Random(seed)  # noqa: S311 - a repeatable slip, no secret
    many = Counter(each.partner for each in world.responses)
    slips: Counter[str] = Counter()
    written = []
    for each in world.responses:
        slip = chance.random() < 0.4 and 2 * (slips[each.partner] + 1) < many[each.partner]
        slips[each.partner] += slip
        sector = each.sector.upper() if slip else each.sector
        partner = respelled(each.partner, chance) if slip else each.partner
        written.append(each.model_copy(update={"partner": partner, "sector": sector}))
    assert spelled_alike(written, SECTORS) == list(world.responses)
    both = [
        assess(room_of(World(world.questionnaire, tuple(forms)), opened=opened, k=3), ENGLISH, by="partner")
        for forms in (world.responses, written)
    ]
    told = [found.model_copy(update={"notes": tuple(n for n in found.notes if "written" not in n)}) for found in both]
    assert told[0] == told[1]
