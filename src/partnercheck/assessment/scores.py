"""Other instruments' scores: docs/scoring.md. A score never decides the verdict."""

from collections import defaultdict
from collections.abc import Sequence
from math import fsum
from typing import Literal

from partnercheck.assessment.breakdown import Answered
from partnercheck.assessment.evidence import TIE
from partnercheck.assessment.round import Response
from partnercheck.questionnaire.model import Band, Questionnaire, Score

Over = Literal["people", "partners", "partners-then-people"]
"""What the mean of a score is taken over."""


def person_score(score: Score, response: Response, answers: dict[str, Answered]) -> float | None:
    """One person's score: the sum or mean of the values of the options chosen; none when too much is unanswered.

    A reversed question counts largest + smallest - value. Where several options are ticked their mean counts.
    """
    values = []
    for name in score.questions:
        found = answers[name]
        given = next((answer for who, answer in found.given if who is response), None)
        if given is None:
            continue
        ticked = [float(each) for each in (given if isinstance(given, tuple) else (str(given),))]
        value = fsum(ticked) / len(ticked)
        if name in score.reverse:
            ends = [float(option.value) for option in found.options]
            value = max(ends) + min(ends) - value
        values.append(value)
    if not values or len(values) < score.least_answered * len(score.questions) - TIE:
        return None
    return fsum(values) if score.take == "sum" else fsum(values) / len(values)


def across(over: Over, scored: Sequence[tuple[str, float]]) -> float | None:
    """The mean of (partner, score) pairs over people, over partners, or over partners and people without one."""
    if over == "people":
        return _mean([value for _, value in scored])
    by_partner: dict[str, list[float]] = defaultdict(list)
    for partner, value in scored:
        by_partner[partner].append(value)
    alone = by_partner.pop("", [])
    means = [fsum(values) / len(values) for values in by_partner.values()]
    return _mean(means if over == "partners" else [*means, *alone])


def reachable(score: Score, questionnaire: Questionnaire) -> tuple[float, float]:
    """The smallest and the largest value a person who answers everything can have."""
    ends = []
    for name in score.questions:
        values = [float(option.value) for option in questionnaire.options_of(questionnaire.question(name))]
        ends.append((min(values), max(values)))
    low, high = fsum(least for least, _ in ends), fsum(most for _, most in ends)
    return (low, high) if score.take == "sum" else (low / len(ends), high / len(ends))


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def band_of(bands: Sequence[Band], value: float) -> Band | None:
    """The band a value falls in: from a band's limit up to, not reaching, the next band's; none below the first."""
    return max((band for band in bands if band.start <= value), key=lambda band: band.start, default=None)
