"""How far people see the same thing: A = 1 - D_observed / D_chance over all pairs of answers (docs/scoring.md)."""

from collections import Counter
from collections.abc import Sequence
from math import fsum
from typing import Literal

from partnercheck.assessment.scoring import TIE

Alike = Literal["alike", "spread", "split"]

ALIKE = 0.50
"""Agreement from which answers are alike."""
MAX_OF_A_CHOICE = 2 / 3
"""Share of one answer of a choice from which answers are alike."""
SMALLER_CAMP, MIN_IN_A_CAMP = 0.30, 2
"""Share of the answers, and people, that the smaller of two camps needs."""
BOTH_CAMPS = 0.70
"""Share of the answers that two camps need together."""


def scale_agreement(ranks: Sequence[int], options: int) -> float | None:
    """Agreement on a scale of K options: James's r_wg, not truncated.

    Args:
        ranks: One rank per answer, whole numbers.
        options: K, two at least.

    Returns:
        1 when all are alike, 0 at chance, below 0 when split; none for fewer than two answers.
    """
    n = len(ranks)
    if n < 2:
        return None
    total, squares = sum(ranks), sum(rank * rank for rank in ranks)
    observed = 2 * (n * squares - total * total) / (n * (n - 1))
    return 1 - observed / ((options**2 - 1) / 6)


def choice_agreement(values: Sequence[str], options: int) -> float | None:
    """Agreement on one choice of K: Brennan-Prediger for many raters; as `scale_agreement` otherwise."""
    n = len(values)
    if n < 2:
        return None
    alike = sum(count * (count - 1) for count in Counter(values).values()) / (n * (n - 1))
    return 1 - (1 - alike) / (1 - 1 / options)


def several_agreement(ticks: Sequence[frozenset[str]], options: Sequence[str]) -> float | None:
    """Agreement where several may be chosen: per option, how often a pair ticked it differently, over one half."""
    n = len(ticks)
    if n < 2:
        return None
    counts = [sum(option in tick for tick in ticks) for option in options]
    observed = fsum([2 * count * (n - count) / (n * (n - 1)) for count in counts]) / len(options)
    return 1 - observed / 0.5


def camps_of_a_choice(counts: Sequence[int]) -> tuple[int, int]:
    """The two most chosen options of a choice: how often each was chosen, the larger first."""
    larger, smaller = sorted(counts, reverse=True)[:2]
    return larger, smaller


def camps_of_a_scale(counts: Sequence[int]) -> tuple[int, int]:
    """The answers below and those above the middle of a scale, the larger first; a middle option is in neither."""
    half = len(counts) // 2
    below, above = sum(counts[:half]), sum(counts[len(counts) - half :])
    return max(below, above), min(below, above)


def is_split(camps: tuple[int, int], n: int) -> bool:
    """Whether `n` answers are split into these two camps."""
    smaller = min(camps)
    return smaller >= MIN_IN_A_CAMP and smaller >= SMALLER_CAMP * n - TIE and sum(camps) >= BOTH_CAMPS * n - TIE
