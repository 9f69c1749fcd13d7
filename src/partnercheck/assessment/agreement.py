"""How far people see the same thing: SCORING section 3, A = 1 - D_observed / D_chance over all pairs of answers."""

from collections import Counter
from collections.abc import Sequence
from math import fsum, sqrt
from typing import Literal

AGREE = 0.50
"""Agreement from which the word is `agree`; from 0 it is `mixed`, below 0 `split`."""

_BLIND = {3: 0.83, 5: 0.75, 6: 0.67, 10: 0.51, 20: 0.32}
"""Agreement that blind ticking alone exceeds once in twenty times, by number of answers (five options).

Between these numbers a straight line is drawn; above the last it falls with the square root of the number.
"""


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


def agreement_word(agreement: float) -> Literal["agree", "mixed", "split"]:
    """Agreement in a word."""
    return "agree" if agreement >= AGREE else "mixed" if agreement >= 0 else "split"


def beyond_chance(agreement: float, n: int) -> bool:
    """Whether blind ticking by `n` people would agree this much less than once in twenty times."""
    return agreement > blind_agreement(n)


def blind_agreement(n: int) -> float:
    """The 95th percentile of agreement under blind ticking, five options, `n` answers; 1 below three answers."""
    if n < min(_BLIND):
        return 1.0
    if n > max(_BLIND):
        return _BLIND[20] * sqrt(20 / n)
    lower = max(known for known in _BLIND if known <= n)
    upper = min(known for known in _BLIND if known >= n)
    if lower == upper:
        return _BLIND[n]
    return _BLIND[lower] + (n - lower) / (upper - lower) * (_BLIND[upper] - _BLIND[lower])
