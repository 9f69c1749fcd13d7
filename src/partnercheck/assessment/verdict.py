"""From forms to votes, probabilities and a verdict: SCORING section 1."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, fsum
from operator import mul
from typing import Literal, NamedTuple

from partnercheck.assessment.evidence import Form, Vector, Weighed, attainable
from partnercheck.words import STAGES, Stage

K0 = 2.0
"""Weight of the blank form everyone starts from; it shrinks the lift of people who answered little."""
TAU = 0.10
"""Temperature of a ballot: how sharply one person's lifts become one vote."""
ETA = 0.70
"""Share of its neighbours' votes that a stage also counts."""
KAPPA = 3.0
"""People a sector needs to count for half of what an endless one would."""
A = 0.04
"""Temperature of the certainty that even endless people leave."""
B = 0.27
"""Temperature of the certainty that one person adds."""
MEASURED = 3.0
"""Attainable weighted range a stage needs to take part."""
LEAST_PEOPLE = 3
"""Counted people a verdict needs."""
LEAST_REACH = 1.0
"""Attainable range that the answers must reach at every measured stage, over people by weight."""
CLEAR = 0.70
"""Probability of a clear verdict."""
PAIR = 0.80
"""Probability two neighbours need together."""
CAMP = 0.30
"""Share of the votes that makes a camp."""
TIE = 1e-9
"""Probabilities, and sums that stand at a limit, are equal when they are closer than this."""

Loop = tuple[int, ...]
"""The measured stages, as places in STAGES, in loop order."""


class Tally(NamedTuple):
    """Everything between forms and verdict; vectors run over the loop, rows over the people."""

    loop: Loop
    ballots: tuple[Vector, ...]
    weights: Vector
    votes: Vector
    support: Vector
    people: float
    probability: Vector
    reach: Vector


class Verdict(NamedTuple):
    """The rule that applied: kind, leading stages (one, or two that tie or cannot be separated), certainty."""

    kind: Literal["clear", "between", "differ", "too-few"]
    stages: tuple[Stage, ...]
    certainty: float | None


def measured(weighed: Iterable[Weighed]) -> Loop:
    """The stages with an attainable weighted range of at least 3, in loop order."""
    reach = attainable(list(weighed))
    return tuple(s for s in range(len(STAGES)) if reach[s] >= MEASURED - TIE)


def softmax(values: Sequence[float], temperature: float) -> Vector:
    """Shares that sum to 1, larger values getting more."""
    top = max(values)
    parts = [exp((value - top) / temperature) for value in values]
    total = fsum(parts)
    return tuple([part / total for part in parts])


def lift(form: Form, loop: Loop, norms: Vector | None = None) -> tuple[Vector, Vector]:
    """A person's lift per stage, and the attainable range of what they answered (den)."""
    if not form.earned:
        return (0.0,) * len(loop), (0.0,) * len(loop)
    gains = list(zip(*[each.gain for each in form.earned], strict=True))
    reaches = list(zip(*[each.reach for each in form.earned], strict=True))
    den = tuple([fsum(reaches[s]) for s in loop])
    lifts = tuple([fsum(gains[s]) / (K0 + d) for s, d in zip(loop, den, strict=True)])
    if norms:
        lifts = tuple(value - norms[s] * d / (d + K0) for value, s, d in zip(lifts, loop, den, strict=True))
    return lifts, den


def sector_weights(sectors: Sequence[str]) -> Vector:
    """Each person's weight, 1 / (n + kappa) in a sector of n, normalised to sum 1; no sector is one sector."""
    counts = Counter(sectors)
    raw = [1 / (counts[sector] + KAPPA) for sector in sectors]
    total = fsum(raw)
    return tuple(value / total for value in raw)


def tally(forms: Sequence[Form], loop: Loop, norms: Vector | None = None) -> Tally:
    """Votes, support and probabilities of one or more counted forms."""
    lifted = [lift(form, loop, norms) for form in forms]
    return tally_lifts([lifts for lifts, _ in lifted], [den for _, den in lifted], [f.sector for f in forms], loop)


def tally_lifts(
    lifts: Sequence[Sequence[float]], dens: Sequence[Sequence[float]], sectors: Sequence[str], loop: Loop
) -> Tally:
    """As `tally`, from lifts that are known already. Exact sums keep the order of people out of the result."""
    ballots = tuple([softmax(each, TAU) for each in lifts])
    weights = sector_weights(sectors)
    size = len(loop)
    votes = tuple([fsum(map(mul, weights, column)) for column in zip(*ballots, strict=True)])
    support = tuple([votes[s] + ETA * fsum([votes[n] for n in neighbours(s, size)]) for s in range(size)])
    people = 1 / fsum([w * w for w in weights])
    reach = tuple([fsum(map(mul, weights, column)) for column in zip(*dens, strict=True)])
    return Tally(loop, ballots, weights, votes, support, people, softmax(support, A + B / people), reach)


def neighbours(s: int, size: int) -> tuple[int, ...]:
    """The stages one step away on a loop of this size, s-1 and s+1; on a loop of two these are one stage, counted once.

    (Counted twice it would outweigh the stage's own votes, and the stage with fewer votes would always lead.)
    """
    before, after = (s - 1) % size, (s + 1) % size
    return (before, after) if before != after else (before,) if before != s else ()


def steps_apart(a: int, b: int, size: int) -> int:
    """Steps between two places on the loop, the shorter way."""
    return min((a - b) % size, (b - a) % size)


def judge(found: Tally) -> Verdict:
    """The first rule that applies. Order never breaks a tie."""
    names = [STAGES[s] for s in found.loop]
    if len(found.ballots) < LEAST_PEOPLE or min(found.reach) < LEAST_REACH - TIE:
        return Verdict("too-few", leaders(found.votes, names), None)
    ranked = sorted(range(len(names)), key=lambda s: -found.probability[s])
    top, second = ranked[0], ranked[1]
    first_probability, second_probability = found.probability[top], found.probability[second]
    best = leaders(found.probability, names)
    if first_probability >= CLEAR:
        return Verdict("clear", best, first_probability)
    second_is_alone = len(ranked) == 2 or second_probability - found.probability[ranked[2]] > TIE
    near = steps_apart(top, second, len(names)) == 1 and second_is_alone
    tied = first_probability - second_probability <= TIE
    if near and (tied or first_probability + second_probability >= PAIR):
        pair = (names[min(top, second)], names[max(top, second)]) if tied else (names[top], names[second])
        return Verdict("between", pair, first_probability + second_probability)
    return Verdict("differ", best, first_probability)


def leaders(shares: Vector, names: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stage with the largest share, or all that share the lead."""
    most = max(shares)
    return tuple(name for name, share in zip(names, shares, strict=True) if most - share <= TIE)


def most_voted(found: Tally) -> dict[Stage, float]:
    """The two stages with most votes, in loop order, each with its share; more where several tie for second place."""
    second = sorted(found.votes, reverse=True)[1]
    return {STAGES[s]: share for s, share in zip(found.loop, found.votes, strict=True) if share >= second}


def two_camps(found: Tally) -> tuple[Stage, ...]:
    """Stages that each hold 30 % of the votes and have another such stage that is no neighbour; empty for none.

    Mostly these are two; three when three stages share nearly all votes.
    """
    size = len(found.loop)
    camps = [s for s in range(size) if found.votes[s] >= CAMP - TIE]
    apart = [s for s in camps if any(steps_apart(s, other, size) > 1 for other in camps)]
    return tuple(STAGES[found.loop[s]] for s in apart)


def between_camps(stage: Stage, camps: Sequence[Stage], loop: Loop) -> bool:
    """Whether a stage lies between two camps: one step from each of them."""
    places = [STAGES[s] for s in loop]
    near = [camp for camp in camps if steps_apart(places.index(stage), places.index(camp), len(places)) == 1]
    return stage not in camps and len(near) > 1


def shared_view(ballots: Sequence[Vector]) -> float | None:
    """Overall agreement: 1 - the mean distance of two people's ballots over the mean distance of chance (section 3).

    One person: none. 1 means that all ballots are on one stage, 0 is chance.
    """
    n, size = len(ballots), len(ballots[0]) if ballots else 0
    if n < 2 or size < 2:
        return None
    sums = [fsum([ballot[s] for ballot in ballots]) for s in range(size)]
    pairs = [(s, t, steps_apart(s, t, size)) for s in range(size) for t in range(size) if s != t]
    everyone = fsum([sums[s] * sums[t] * d for s, t, d in pairs])
    alone = fsum([ballot[s] * ballot[t] * d for ballot in ballots for s, t, d in pairs])
    chance = fsum([d for _, _, d in pairs]) / size**2
    return 1 - (everyone - alone) / (n * (n - 1)) / chance


def marker(found: Tally) -> tuple[Stage, Stage | None, float]:
    """Where the marker stands: at the leading stage, moved towards its likelier neighbour, at most half-way.

    Returns the stage it stands at, the neighbour it is moved towards (none when it stands still) and the share of a
    step, 0 to 0.5.
    """
    size = len(found.loop)
    top = max(range(size), key=lambda s: found.probability[s])
    beside = sorted(set(neighbours(top, size)) - {top}, key=lambda s: -found.probability[s])
    stage = STAGES[found.loop[top]]
    tied = len(beside) > 1 and found.probability[beside[0]] - found.probability[beside[1]] <= TIE
    if not beside or tied:
        return stage, None, 0.0
    p_top, p_near = found.probability[top], found.probability[beside[0]]
    return stage, STAGES[found.loop[beside[0]]], min(0.5, p_near / (p_top + p_near))
