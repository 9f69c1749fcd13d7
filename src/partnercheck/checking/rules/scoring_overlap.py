"""How far two stages rest on the same answers of the same questions."""

from collections.abc import Sequence
from math import fsum, sqrt
from operator import mul
from typing import NamedTuple

from partnercheck.assessment.evidence import Weighed

SHARED = 0.5
"""From this cosine on, the same answers to a question speak for both stages."""


class Overlap(NamedTuple):
    """The cosine of two stages' evidence, the questions they share, and those that say something about either."""

    cosine: float
    shared: tuple[str, ...]
    either: tuple[str, ...]


def spoken(weighed: Sequence[Weighed], stage: int) -> list[str]:
    """The questions whose answers differ in what they say about a stage."""
    return [each.id for each in weighed if each.span[stage]]


def overlap(weighed: Sequence[Weighed], one: int, other: int) -> Overlap:
    """How alike the evidence for two stages is, over every option of every question.

    Evidence is taken as the verdict takes it: less what blind ticking earns, and by weight.
    """
    both: list[float] = []
    squares: tuple[list[float], list[float]] = ([], [])
    shared, either = [], []
    for each in weighed:
        if not (each.span[one] or each.span[other]):
            continue
        gains = [earned.gain for earned in each.brings.values()]
        a, b = [gain[one] for gain in gains], [gain[other] for gain in gains]
        product, first, second = fsum(map(mul, a, b)), fsum(map(mul, a, a)), fsum(map(mul, b, b))
        both.append(product)
        squares[0].append(first)
        squares[1].append(second)
        either.append(each.id)
        if product >= SHARED * sqrt(first * second) and product > 0:
            shared.append(each.id)
    size = sqrt(fsum(squares[0]) * fsum(squares[1]))
    return Overlap(fsum(both) / size if size else 0.0, tuple(shared), tuple(either))
