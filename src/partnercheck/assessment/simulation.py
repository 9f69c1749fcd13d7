"""Simulated partnerships: how well a questionnaire tells the stages apart."""

import random
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import exp, fsum
from typing import NamedTuple

from partnercheck.assessment.evidence import Loop, Vector, Weighed, measured, weigh_all
from partnercheck.assessment.verdict import K0, TAU, leaders, neighbours, softmax, steps_apart, supported
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.words import ESCAPES, STAGES, Stage

OWN, BESIDE = 0.6, 0.2
"""Chance that a person sees the partnership's stage, and each of its two neighbours."""
SHARPNESS = 3.0
UNANSWERED = 0.10
NEARNESS = (1.0, 0.5, 0.0)
"""G by distance on the loop: 0, 1, 2 or more steps."""
PEOPLE = 6
LEAST_RECOVERED = 0.60
"""A stage should be recovered in this share of its partnerships."""
MOST_BLIND, LEAST_BLIND = 1.5, 0.6
"""What blind ticking may give a stage, in equal shares: of five stages 30 % at most and 12 % at least."""
FEW, MANY = 500, 1500
"""Partnerships a stage to begin with, and where a share is then too near to its limit."""
DOUBT = 3.0
"""So many standard errors from its limit, a share needs no more partnerships."""
MOST_ANSWERS = 2_000_000
"""Answers simulated at most at a time; people become fewer where there are very many questions."""
FEWEST = 20


class Recovery(NamedTuple):
    """Share of simulated partnerships of a stage in which that stage leads alone, per stage, 0 to 1.

    `taken_for` counts for each stage which stages led alone in its partnerships; in the rest, two tied.
    """

    partnerships: int
    share: dict[Stage, float]
    taken_for: dict[Stage, dict[Stage, int]]


class Simulated(NamedTuple):
    """What simulated partnerships tell about every measured stage; empty where fewer than two are measured.

    `recovered` and `taken_for` are as in `Recovery`, of so many `partnerships` of each stage. `blind` is the share of
    partnerships of blind tickers in which a stage leads. `doubt` is how far these shares may be off because the
    questionnaire is too long for enough people; 0 in any other.
    """

    partnerships: int
    recovered: dict[Stage, float]
    taken_for: dict[Stage, dict[Stage, int]]
    blind: dict[Stage, float]
    doubt: float


def simulated(questionnaire: Questionnaire, seed: int = 1) -> Simulated:
    """Simulate partnerships of six at every measured stage, and of blind tickers.

    More partnerships are simulated where a share is near to its limit. The same seed gives the same result, in
    whichever order the questions stand.
    """
    world = _World(questionnaire)
    size = len(world.names)
    if size < 2:
        return Simulated(0, {}, {}, {}, 0.0)
    affordable = max(FEWEST, MOST_ANSWERS // (len(world.ids) * (size + PEOPLE)))
    many = min(MANY, affordable)
    few = min(FEW, many)
    found = world.recovered(few, PEOPLE, random.Random(seed))  # noqa: S311 - a simulation, no secret
    never = 0.0 in found.share.values()
    if few < many and (never or _near(found.share, few, LEAST_RECOVERED)):
        found = world.recovered(many, PEOPLE, random.Random(seed))  # noqa: S311 - as above
    blind = world.blind(few, random.Random(seed))  # noqa: S311 - as above
    if few < many and _near(blind, few, MOST_BLIND / size, LEAST_BLIND / size):
        blind = world.blind(many, random.Random(seed))  # noqa: S311 - as above
    return Simulated(found.partnerships, found.share, found.taken_for, blind, many**-0.5 if many < MANY else 0.0)


def recovery(questionnaire: Questionnaire, partnerships: int = 300, people: int = PEOPLE, seed: int = 1) -> Recovery:
    """Simulate partnerships at every measured stage and see how often that stage leads.

    Args:
        questionnaire: What they answer.
        partnerships: How many a stage; 1,500 at most are worth it.
        people: How many people answer in each.
        seed: The same seed gives the same result.
    """
    return _World(questionnaire).recovered(partnerships, people, random.Random(seed))  # noqa: S311 - as above


def blind_shares(questionnaire: Questionnaire, partnerships: int = 1500, seed: int = 1) -> dict[Stage, float]:
    """The share of partnerships of six blind tickers in which each measured stage leads."""
    return _World(questionnaire).blind(partnerships, random.Random(seed))  # noqa: S311 - as above


def _near(shares: dict[Stage, float], partnerships: int, *limits: float) -> bool:
    """Whether any share is too near to a limit to say on which side of it the share truly lies."""
    return any(
        abs(share - limit) < DOUBT * (limit * (1 - limit) / partnerships) ** 0.5
        for share in shares.values()
        for limit in limits
        if 0 < limit < 1
    )


class _Dice(NamedTuple):
    """One question for people who see one stage: limits for a number from 0 to 1, and what each part of it brings.

    A row holds the gains, then the reaches, per stage of the loop; the last row is that of no answer.
    """

    limits: tuple[float, ...]
    rows: tuple[Vector, ...]


class _World:
    """A questionnaire, and the people who may answer it. Its norms are left out: they correct what real people do.

    Questions are taken in the order of their ids and options in that of their values, so that the order in the file
    changes nothing.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        weighed = weigh_all(questionnaire)
        self.loop: Loop = measured(weighed.values())
        self.names = [STAGES[s] for s in self.loop]
        looked_at = {other for question in questionnaire.questions for other in question.ask_if}
        asked = [each for each in questionnaire.questions if each.id in weighed or each.id in looked_at]
        self.values = {each.id: sorted(option.value for option in questionnaire.options_of(each)) for each in asked}
        self.ids = sorted(self.values)
        alike: dict[tuple[float, tuple[Vector, ...]], int] = {}
        self.kinds: list[tuple[Weighed | None, list[str]]] = []
        """Questions of which each stands for all that bring the same."""
        self.kind_of: list[int] = []
        for name in self.ids:
            each, values = weighed.get(name), self.values[name]
            key = (each.weight, tuple(each.points[value] for value in values)) if each else (0.0, ((),) * len(values))
            if alike.setdefault(key, len(alike)) == len(self.kinds):
                self.kinds.append((each, values))
            self.kind_of.append(alike[key])
        self.gates = list(self._gates(asked))

    def recovered(self, partnerships: int, people: int, dice: random.Random) -> Recovery:
        """Partnerships of each stage, whose people are drawn from as many people who see a stage."""
        seen_by_some = {s for truth in self.loop for s in (truth, *neighbours(truth))}
        crowds = {s: list(self._ballots(self._table(s), partnerships, dice)) for s in sorted(seen_by_some)}
        taken_for: dict[Stage, dict[Stage, int]] = {}
        for truth, name in zip(self.loop, self.names, strict=True):
            sights = [crowds[s] for s in (truth, *neighbours(truth))]
            led: Counter[Stage] = Counter()
            for _ in range(partnerships):
                seen = dice.choices(sights, (OWN, BESIDE, BESIDE), k=people)
                ahead = self._lead([crowd[int(dice.random() * partnerships)] for crowd in seen])
                if len(ahead) == 1:
                    led[ahead[0]] += 1
            taken_for[name] = {stage: led[stage] for stage in self.names if led[stage]}
        share = {name: taken_for[name].get(name, 0) / partnerships for name in self.names}
        return Recovery(partnerships, share, taken_for)

    def blind(self, partnerships: int, dice: random.Random) -> dict[Stage, float]:
        """The share of the verdicts that each stage gets from people who tick blindly; stages that tie share one."""
        led = dict.fromkeys(self.names, 0.0)
        crowd = self._ballots(self._table(None), partnerships * PEOPLE, dice)
        for six in zip(*[crowd] * PEOPLE, strict=True):
            ahead = self._lead(list(six))
            for name in ahead:
                led[name] += 1 / len(ahead)
        return {name: each / partnerships for name, each in led.items()}

    def _lead(self, ballots: list[Vector]) -> tuple[Stage, ...]:
        """The stages that lead among people of one weight."""
        votes = [fsum(column) for column in zip(*ballots, strict=True)]
        return leaders(supported(votes, self.loop), self.names)

    def _ballots(self, table: list[_Dice], people: int, dice: random.Random) -> Iterator[Vector]:
        size = len(self.names)
        for _ in range(people if size else 0):
            if self.gates:
                picks = self._asked([bisect(limits, dice.random()) for limits, _ in table])
                rows = [each.rows[pick] for pick, each in zip(picks, table, strict=True)]
            else:
                rows = [brings[bisect(limits, dice.random())] for limits, brings in table]
            sums = [fsum(column) for column in zip(*rows, strict=True)]
            lifts = [gain / (K0 + reach) for gain, reach in zip(sums[:size], sums[size:], strict=True)]
            yield softmax(lifts, TAU)

    def _asked(self, picks: list[int]) -> list[int]:
        """The picks, without those of questions that `ask_if` hides."""
        for place, conditions in self.gates:
            if not all(other is not None and picks[other] in wanted for other, wanted in conditions):
                picks[place] = -1
        return picks

    def _gates(self, asked: list[Question]) -> Iterator[tuple[int, list[tuple[int | None, set[int]]]]]:
        """For each question with conditions its place, and the places and picks they look at, in the file's order."""
        places = {name: place for place, name in enumerate(self.ids)}
        before: dict[str, int] = {}
        for question in asked:
            conditions = []
            for other, wanted in question.ask_if.items():
                values = self.values.get(other, [])
                picks = {values.index(value) for value in wanted if value in values}
                unanswered = {len(values)} if set(wanted) & set(ESCAPES) else set()
                conditions.append((before.get(other), picks | unanswered))
            if conditions:
                yield places[question.id], conditions
            before[question.id] = places[question.id]

    def _table(self, seen: int | None) -> list[_Dice]:
        """Every question, for people who see this stage, measured or not; for blind tickers where it is none."""
        size = len(self.names)
        near = [0.0 if seen is None else NEARNESS[steps_apart(seen, s)] for s in self.loop]
        pull = [value - fsum(near) / size for value in near]
        blank = (0.0,) * (2 * size)
        dice = [self._dice(each, values, pull, blank) for each, values in self.kinds]
        return [dice[kind] for kind in self.kind_of]

    def _dice(self, each: Weighed | None, values: list[str], pull: list[float], blank: Vector) -> _Dice:
        likely = pulls(each, values, pull, self.loop)
        rows = [blank] * len(values)
        if each:
            earned = [each.brings[value] for value in values]
            rows = [(*(e.gain[s] for s in self.loop), *(e.reach[s] for s in self.loop)) for e in earned]
        total = fsum(likely) / (1 - UNANSWERED)
        return _Dice(tuple(accumulate(part / total for part in likely)), (*rows, blank))


def pulls(weighed: Weighed | None, values: Sequence[str], centred: Sequence[float], loop: Loop) -> list[float]:
    """How likely each of these answers is beside the others, as numbers above 0.

    Args:
        weighed: The question's evidence; none makes all answers equally likely.
        values: The answers.
        centred: G of each stage of the loop for what a person sees, centred.
        loop: The measured stages.
    """
    if not weighed:
        return [1.0] * len(values)
    spans = [(s, weighed.par[s], weighed.span[s], g) for s, g in zip(loop, centred, strict=True) if weighed.span[s]]
    points = [weighed.points[value] for value in values]
    return [exp(SHARPNESS * fsum([(row[s] - par) / span * g for s, par, span, g in spans])) for row in points]
