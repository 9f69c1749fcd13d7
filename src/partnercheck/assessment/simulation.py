"""Simulated partnerships: how well a questionnaire tells the stages apart (SCORING section 6)."""

import random
from collections import Counter
from math import exp, fsum
from typing import NamedTuple

from partnercheck.assessment.evidence import Form, Weighed, earn, weigh_all
from partnercheck.assessment.verdict import Loop, leaders, measured, steps_apart, tally
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.words import STAGES, Stage

OWN, BESIDE = 0.6, 0.2
"""Chance that a person sees the partnership's stage, and each of its two neighbours."""
SHARPNESS = 3.0
UNANSWERED = 0.10
NEARNESS = (1.0, 0.5, 0.0)
"""G by distance on the loop: 0, 1, 2 or more steps."""
PEOPLE = 6


class Recovery(NamedTuple):
    """Share of simulated partnerships of a stage in which that stage leads, per stage, 0 to 1."""

    partnerships: int
    share: dict[Stage, float]


def recovery(questionnaire: Questionnaire, partnerships: int = 300, people: int = PEOPLE, seed: int = 1) -> Recovery:
    """Simulate partnerships at every measured stage and see how often that stage leads.

    Args:
        questionnaire: What they answer.
        partnerships: How many a stage; 1,500 at most are worth it.
        people: How many people answer in each.
        seed: The same seed gives the same result.
    """
    dice = random.Random(seed)  # noqa: S311 - a simulation, no secret
    weighed = list(weigh_all(questionnaire).values())
    loop = measured(weighed)
    names = [STAGES[s] for s in loop]
    size = len(loop)
    shares = {s: _option_shares(weighed, s, loop) for s in range(size)}
    found: dict[Stage, float] = {}
    for truth in range(size):
        hits = 0
        sights = [truth, (truth - 1) % size, (truth + 1) % size]
        for _ in range(partnerships):
            seen = dice.choices(sights, (OWN, BESIDE, BESIDE), k=people)
            forms = [_answer(weighed, shares[each], dice) for each in seen]
            hits += leaders(tally(forms, loop).probability, names) == (names[truth],)
        found[names[truth]] = hits / partnerships
    return Recovery(partnerships, found)


def blind_shares(questionnaire: Questionnaire, partnerships: int = 1500, seed: int = 1) -> dict[Stage, float]:
    """The share of partnerships of six blind tickers in which each measured stage leads."""
    dice = random.Random(seed)  # noqa: S311 - a simulation, no secret
    weighed = list(weigh_all(questionnaire).values())
    loop = measured(weighed)
    names = [STAGES[s] for s in loop]
    blind = [[1.0] * len(each.points) for each in weighed]
    led = Counter(
        leaders(tally([_answer(weighed, blind, dice) for _ in range(PEOPLE)], loop).probability, names)[0]
        for _ in range(partnerships)
    )
    return {name: led[name] / partnerships for name in names}


def _option_shares(weighed: list[Weighed], seen: int, loop: Loop) -> list[list[float]]:
    """For each question, how likely each option is for a person who sees this stage."""
    near = [NEARNESS[min(steps_apart(seen, s, len(loop)), len(NEARNESS) - 1)] for s in range(len(loop))]
    centred = [value - fsum(near) / len(near) for value in near]
    shares = []
    for each in weighed:
        pull = []
        for row in each.points.values():
            parts = [
                (row[s] - each.par[s]) / each.span[s] * g for s, g in zip(loop, centred, strict=True) if each.span[s]
            ]
            pull.append(exp(SHARPNESS * fsum(parts)))
        shares.append(pull)
    return shares


def _answer(weighed: list[Weighed], shares: list[list[float]], dice: random.Random) -> Form:
    earned = []
    for each, share in zip(weighed, shares, strict=True):
        if dice.random() >= UNANSWERED:
            choice = dice.choices(list(each.points), share)[0]
            gained = earn(each, choice)
            if gained:
                earned.append(gained)
    return Form("", "", len(weighed), tuple(earned))
