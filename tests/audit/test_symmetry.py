"""Whose form is whose: what mixes several answers of a person stays the same when people exchange whole forms."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from audit_rounds import Case, case

SEEDS = [seed for seed in range(120) if len(case(seed).closings) == 1]


def told(own: Case) -> dict[str, Any]:
    """Everything a report shows of questions, themes and scores, but for groups and means over partners."""
    report = own.report(0)
    return {
        "themes": [(each.id, each.n, each.votes, each.leads) for each in report.themes],
        "questions": [each.model_dump(exclude={"rows"}) for each in report.questions],
        "scores": [(each.id, each.n, each.value) for each in report.scores if each.over == "people"],
        "comments": report.comments,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_but_groups_and_the_whole_says_whose_form_is_whose(seed: int) -> None:
    """Sectors and partners stay with the people; their forms are dealt out anew."""
    own = case(seed)
    asks = own.asks.model_copy(update={"scores": tuple(s for s in own.asks.scores if s.across == "people")})
    own = replace(own, asks=asks)
    forms = own.forms()
    Random(seed).shuffle(forms)  # noqa: S311 - a repeatable exchange, no secret
    assert told(own.answering(forms)) == told(own)


def test_the_rooms_have_themes_of_several_questions_and_scores_of_several() -> None:
    themes = scores = 0
    for seed in SEEDS:
        report = case(seed).report(0)
        themes += sum(sum(each.theme == theme.id for each in report.questions) > 1 for theme in report.themes)
        scores += sum(each.over == "people" for each in report.scores)
    assert themes > 20
    assert scores > 5
