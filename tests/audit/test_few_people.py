"""Of one or two people nothing is told, not even by the numbers that mix all questions."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import pytest
from audit_rounds import LOOP, Case

from partnercheck.assessment import scoring
from partnercheck.assessment.responses import Answer, Response
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


def everything(case: Case) -> Iterator[str]:
    """The whole report, with all that mixes questions."""
    yield case.report(0).model_dump_json(by_alias=True, exclude_none=True)


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
    monkeypatch.setattr(scoring, "MIN_PEOPLE", 1)
    fit, tried = fitting(people)
    assert fit < tried / 4
