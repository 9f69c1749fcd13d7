"""What a questionnaire covers: how far its answers reach, and how many next steps it has, by theme and stage."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from partnercheck.assessment.evidence import Vector, attainable, weigh_all
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.words import STAGES, Stage


class Reached(NamedTuple):
    """A theme, how many of its questions carry evidence, and the attainable weighted range of each stage over them.

    No theme stands for the questions without one.
    """

    theme: str | None
    questions: int
    reach: Vector


class Planned(NamedTuple):
    """A theme, and how many next steps there are for each stage of it; `any_stage` counts those that name none.

    No theme stands for the steps without one.
    """

    theme: str | None
    steps: dict[Stage, int]
    any_stage: int


def reach_by_theme(questionnaire: Questionnaire) -> list[Reached]:
    """How far the answers reach, a row for each theme in the order declared, then one for questions without a theme.

    The columns sum to the attainable range of the whole questionnaire.
    """
    theme_of = {question.id: question.theme for question in questionnaire.questions}
    weighed = weigh_all(questionnaire).values()
    rows = []
    for theme in _themes(questionnaire, [theme_of[each.id] for each in weighed]):
        own = [each for each in weighed if theme_of[each.id] == theme]
        rows.append(Reached(theme, len(own), attainable(own)))
    return rows


def steps_by_theme(questionnaire: Questionnaire) -> list[Planned]:
    """How many next steps there are, a row for each theme in the order declared, then one for steps without a theme."""
    found = Counter((step.purpose.theme, step.purpose.stage) for step in questionnaire.next_steps)
    return [
        Planned(theme, {stage: found[theme, stage] for stage in STAGES}, found[theme, None])
        for theme in _themes(questionnaire, [theme for theme, _ in found])
    ]


def _themes(questionnaire: Questionnaire, named: Sequence[str | None]) -> Iterator[str | None]:
    yield from questionnaire.themes
    if None in named:
        yield None
