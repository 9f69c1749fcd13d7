"""The numbers that mix all questions, where there are hardly any questions to mix."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product
from random import Random

import pytest
from audit_rounds import LOOP, Case
from audit_solver import Attack, Secret

from partnercheck.assessment import verdict
from partnercheck.assessment.basis import Basis
from partnercheck.assessment.round import Answer, Response
from partnercheck.questionnaire.model import Questionnaire

OPTIONS = [{"value": stage, "label": stage, "evidence": {stage: 1}} for stage in LOOP]
THREE = Questionnaire.model_validate(
    {
        "format": 1,
        "id": "short",
        "version": "1",
        "title": "Short",
        "themes": {"all": "All"},
        "questions": [{"id": f"q{n}", "text": f"q{n}", "theme": "all", "options": OPTIONS} for n in range(3)],
    }
)


def rooms() -> Iterator[Case]:
    """Five people of one sector and one of another, who chose between two statements on each question."""
    for seed in range(12):
        chance = Random(seed)  # noqa: S311 - a repeatable room, no secret
        pairs = [chance.sample(LOOP, 2) for _ in THREE.questions]
        people = []
        for place in range(6):
            answers: dict[str, Answer] = {f"q{n}": chance.choice(pair) for n, pair in enumerate(pairs)}
            sector = "employer" if place < 5 else "government"
            people.append(Response(respondent=f"p{place}", sector=sector, answers=answers))
        yield Case(THREE, tuple(people), (tuple(each.respondent for each in people),), "sector", 3)


def everything(case: Case) -> Iterator[str]:
    """The whole report, with all that mixes questions."""
    yield case.report(0).model_dump_json(by_alias=True, exclude_none=True)


def known() -> tuple[int, int]:
    """How many answers of the lone sector's person are known, and how many were tried."""
    tried, found = 0, 0
    for case in rooms():
        attack = Attack(case, everything)
        run = attack.run(Random(0), [Secret(each.id, (5,)) for each in THREE.questions])  # noqa: S311 - as above
        tried += run.tried
        found += len(run.determined)
        assert not run.unfinished
    return found, tried


def test_not_even_the_votes_tell_what_a_lone_sector_answered_to_three_questions() -> None:
    """Small sectors are put together before they are weighed, so two people can change forms and nothing changes."""
    found, tried = known()
    assert found == 0
    assert tried > 20


def test_the_attack_reads_them_off_where_the_lone_sector_weighs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Basis, "_forms", lambda _, forms: forms)
    found, tried = known()
    assert found > tried / 3


def fitting(people: int) -> tuple[int, int]:
    """Of how many rooms of one or two people the report is that of a given one, and how many rooms were tried."""
    forms: list[dict[str, Answer]] = [
        {f"q{n}": stage for n, stage in enumerate(stages)} for stages in product(LOOP[:3], repeat=3)
    ]
    names = tuple(f"p{place}" for place in range(people))
    rooms = list(combinations_with_replacement(forms, people))
    reports: list[str] = []
    for room in rooms:
        own = [Response(respondent=name, answers=form) for name, form in zip(names, room, strict=True)]
        reports.append(*everything(Case(THREE, tuple(own), (names,), "sector", 3)))
    return reports.count(reports[len(reports) // 2]), len(rooms)


@pytest.mark.parametrize("people", [1, 2])
def test_nothing_is_told_of_one_or_two_people(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every room fits the report of one or two people; a few would, up to their order, if the shares were shown."""
    fit, tried = fitting(people)
    assert fit == tried
    monkeypatch.setattr(verdict, "LEAST_PEOPLE", 1)
    fit, tried = fitting(people)
    assert fit < tried / 4
