"""From forms to votes, probabilities and a verdict: docs/scoring.md, "Step by step"."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from math import exp, fsum
from operator import mul
from typing import Literal, NamedTuple

from partnercheck.assessment.evidence import TIE, Form, Loop, Vector, names_a_stage, to_rank
from partnercheck.words import STAGES, Stage, whole_percent

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
LEAST_PEOPLE = 3
"""Counted people a verdict needs."""
LEAST_REACH = 1.0
"""Attainable range that the answers must reach at every measured stage, over people by weight."""
CLEAR = 70
"""Per cent of a clear verdict."""
PAIR = 80
"""Per cent two neighbours need together."""
MOST_SURE = 99
"""Per cent that are stated at most: nothing here is surer."""
OWN_VOTES = 1 / 4
"""Share of the largest share of the votes that each of a pair needs."""
NAMED = 1 / 2
"""Share of the largest share of the votes that a stage needs to be named where views differ."""
MOST_NAMED = 3
"""Stages that are named at most where views differ; where more would be, the votes are evenly spread."""
EVENLY = 0.10
"""The votes are evenly spread where all shares lie this close together."""
CAMP = 0.30
"""Share of the votes that makes a camp."""
ONE_STAGE = 0.50
"""Mean of the people's largest ballot shares below which each of them sees several stages."""

How = Literal["two-camps", "no-single-stage", "views-differ"]


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

    @property
    def shares(self) -> dict[Stage, float]:
        """The votes of each measured stage."""
        return {STAGES[s]: share for s, share in zip(self.loop, self.votes, strict=True)}


class Verdict(NamedTuple):
    """The rule that applied.

    `stages` are those that may be named: one, two that cannot be separated, or those with most votes where views
    differ. `certainty` is in whole per cent, 0.99 at most; `how` says in which way views differ.
    """

    kind: Literal["none", "too-few", "clear", "between", "differ"]
    stages: tuple[Stage, ...] = ()
    certainty: float | None = None
    how: How | None = None


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
    votes = tuple([fsum(map(mul, weights, column)) for column in zip(*ballots, strict=True)])
    support = supported(votes, loop)
    people = 1 / fsum([w * w for w in weights])
    reach = tuple([fsum(map(mul, weights, column)) for column in zip(*dens, strict=True)])
    return Tally(loop, ballots, weights, votes, support, people, softmax(support, A + B / people), reach)


def supported(votes: Sequence[float], loop: Loop) -> Vector:
    """Each stage's votes and 70 % of its two neighbours'.

    Neighbours are those of the five-stage loop. For one that is not measured, the stage counts 35 % of its own votes
    again; closing the ring without it would make stages neighbours that are none.
    """
    return tuple([fsum([votes[place] * share for place, share in row]) for row in _counted_beside(loop)])


@cache
def _counted_beside(loop: Loop) -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each stage of the loop: the places whose votes it counts, and the share of them."""
    rows = []
    for place, s in enumerate(loop):
        beside = [loop.index(n) for n in neighbours(s) if n in loop]
        own = 1 + ETA / 2 * (2 - len(beside))
        rows.append(((place, own), *((n, ETA) for n in beside)))
    return tuple(rows)


def neighbours(s: int) -> tuple[int, int]:
    """The stages before and after a stage on the five-stage loop."""
    return (s - 1) % len(STAGES), (s + 1) % len(STAGES)


def steps_apart(a: int, b: int) -> int:
    """Steps between two stages on the five-stage loop, the shorter way."""
    return min((a - b) % len(STAGES), (b - a) % len(STAGES))


def judge(found: Tally) -> Verdict:
    """The first rule that applies, by the whole per cents that are shown. Order never breaks a tie."""
    loop, votes = found.loop, found.votes
    if not names_a_stage(loop):
        return Verdict("none")
    if len(found.ballots) < LEAST_PEOPLE or min(found.reach) < LEAST_REACH - TIE:
        return Verdict("too-few")
    shown = [whole_percent(p) for p in found.probability]
    ranked = sorted(range(len(loop)), key=lambda place: -to_rank(found.probability[place]))
    top, second = ranked[:2]
    most = max(votes)
    if shown[top] >= CLEAR and votes[top] >= most - TIE:
        return Verdict("clear", (STAGES[loop[top]],), _stated(shown[top]))
    second_is_alone = len(loop) == 2 or shown[ranked[2]] < shown[second]
    near = steps_apart(loop[top], loop[second]) == 1 and second_is_alone
    own = min(votes[top], votes[second]) >= OWN_VOTES * most - TIE and max(votes[top], votes[second]) >= most - TIE
    if near and own and shown[top] + shown[second] >= PAIR:
        tied = found.probability[top] - found.probability[second] <= TIE
        pair = sorted((top, second)) if tied else (top, second)
        return Verdict("between", tuple(STAGES[loop[s]] for s in pair), _stated(shown[top] + shown[second]))
    return Verdict("differ", most_voted(found), how=_how(found))


def _stated(per_cent: int) -> float:
    return min(per_cent, MOST_SURE) / 100


def _how(found: Tally) -> How:
    if two_camps(found):
        return "two-camps"
    return "no-single-stage" if sharpness(found.ballots) < ONE_STAGE - TIE else "views-differ"


def sharpness(ballots: Sequence[Vector]) -> float:
    """The mean of the people's largest ballot shares: 1 where each sees one stage."""
    return fsum([max(ballot) for ballot in ballots]) / len(ballots)


def leaders(shares: Vector, names: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stage with the largest share, or all that share the lead."""
    most = max(shares)
    return tuple(name for name, share in zip(names, shares, strict=True) if most - share <= TIE)


def most_voted(found: Tally) -> tuple[Stage, ...]:
    """The stages with at least half of the largest share of the votes, the largest first.

    None where these are more than three, or where all shares lie within 10 points and form no camps: the votes are
    evenly spread then.
    """
    most = max(found.votes)
    own = [place for place, share in enumerate(found.votes) if share >= NAMED * most - TIE]
    if len(own) > MOST_NAMED or (is_even(found.votes) and not two_camps(found)):
        return ()
    return _largest_first(own, found)


def is_even(shares: Vector) -> bool:
    """Whether all shares lie within 10 points."""
    return max(shares) - min(shares) <= EVENLY + TIE


def two_camps(found: Tally) -> tuple[Stage, ...]:
    """The stages that stand side by side as camps, in loop order; empty for none.

    Two stages that are no neighbours are camps where each holds 30 % of the votes, and each leads somebody's ballot
    that the other does not lead: what people see alike, in two places, is no two camps. Mostly these are two; three
    when three stages share nearly all votes.
    """
    led = _led(found)
    camps = {
        stage
        for one, other in combinations(large(found), 2)
        if steps_apart(STAGES.index(one), STAGES.index(other)) > 1
        if any(one in own and other not in own for own in led) and any(other in own and one not in own for own in led)
        for stage in (one, other)
    }
    return tuple(stage for stage in STAGES if stage in camps)


def pictures(found: Tally) -> tuple[Stage, ...]:
    """The camps, and any other stage that holds as much and leads a ballot that no camp leads; the largest first."""
    camps = {*two_camps(found)}
    more = {stage for own in _led(found) if not own & camps for stage in own} if camps else set()
    return tuple(stage for stage in large(found) if stage in camps | more)


def large(found: Tally) -> tuple[Stage, ...]:
    """The stages that hold as much as a camp needs, the largest first."""
    return _largest_first([place for place, share in enumerate(found.votes) if share >= CAMP - TIE], found)


def _led(found: Tally) -> list[set[Stage]]:
    """For each person the stages that lead the ballot."""
    names = [STAGES[s] for s in found.loop]
    return [{*leaders(ballot, names)} for ballot in found.ballots]


def _largest_first(places: Sequence[int], found: Tally) -> tuple[Stage, ...]:
    return tuple(STAGES[found.loop[p]] for p in sorted(places, key=lambda place: -to_rank(found.votes[place])))


def shared_view(ballots: Sequence[Vector], loop: Loop) -> float | None:
    """How far people see the same stages: 1 - (between - within) / (chance - within); see docs/scoring.md.

    `between` is the mean distance of the ballots of two people, `within` that of a ballot to itself, `chance` the mean
    of the distances of all pairs of stages.

    Returns:
        1 where all ballots are equal, 0 where they differ as much as chance lets ballots of this sharpness differ.
        None for one person, and where people's ballots are so flat that they say nothing and yet not equal.
    """
    n, size = len(ballots), len(loop)
    if n < 2 or size < 2:
        return None
    sums = [fsum([ballot[s] for ballot in ballots]) for s in range(size)]
    pairs = [(s, t, steps_apart(loop[s], loop[t])) for s in range(size) for t in range(size) if s != t]
    everyone = fsum([sums[s] * sums[t] * d for s, t, d in pairs])
    alone = fsum([ballot[s] * ballot[t] * d for ballot in ballots for s, t, d in pairs])
    within = alone / n
    apart = (everyone - alone) / (n * (n - 1)) - within
    if apart < TIE:
        return 1.0
    room = fsum([d for _, _, d in pairs]) / size**2 - within
    if sharpness(ballots) < ONE_STAGE - TIE or room < TIE:
        return None
    return 1 - apart / room


def marker(found: Tally) -> tuple[Stage, Stage | None, float]:
    """Where the marker stands: at the leading stage, moved towards its likelier neighbour, at most half-way.

    It is moved only towards a neighbour that could be named beside the leading stage, by votes of its own.

    Returns:
        The stage it stands at, the neighbour it is moved towards (none when it stands still) and the share of a step, 0
        to 0.5.
    """
    loop, probability = found.loop, found.probability
    top = max(range(len(loop)), key=lambda place: to_rank(probability[place]))
    enough = OWN_VOTES * max(found.votes) - TIE
    beside = [loop.index(s) for s in neighbours(loop[top]) if s in loop and found.votes[loop.index(s)] >= enough]
    beside.sort(key=lambda place: -to_rank(probability[place]))
    stage = STAGES[loop[top]]
    if not beside or (len(beside) > 1 and probability[beside[0]] - probability[beside[1]] <= TIE):
        return stage, None, 0.0
    share = probability[beside[0]] / (probability[top] + probability[beside[0]])
    return stage, STAGES[loop[beside[0]]], min(0.5, share)
