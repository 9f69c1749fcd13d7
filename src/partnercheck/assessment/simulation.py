"""Simulated partnerships: how well a questionnaire tells the stages apart, and how far two versions agree."""

import random
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from math import exp, fsum
from typing import NamedTuple

from partnercheck.assessment.explanation import differs
from partnercheck.assessment.responses import Answer, Response, asked_questions
from partnercheck.assessment.scoring import (
    BALLOT_TEMPERATURE,
    PRIOR_WEIGHT,
    Loop,
    ScoredForm,
    Tally,
    Vector,
    Weighed,
    attainable,
    judge,
    leaders,
    measured,
    neighbours,
    softmax,
    steps_apart,
    supported,
    tally,
    weigh_all,
)
from partnercheck.core.words import ESCAPES, STAGES, Stage
from partnercheck.questionnaire.model import Question, Questionnaire

OWN, BESIDE = 0.6, 0.2
"""Chance that a person sees the partnership's stage, and each of its two neighbours."""
SHARPNESS = 3.0
UNANSWERED = 0.10
NEARNESS = (1.0, 0.5, 0.0)
"""G by distance on the loop: 0, 1, 2 or more steps."""
PEOPLE = 6
MIN_RECOVERED = 0.60
"""A stage should be recovered in this share of its partnerships."""
MAX_BLIND, MIN_BLIND = 1.5, 0.6
"""What blind ticking may give a stage, in equal shares: of five stages 30 % at most and 12 % at least."""
FEW, MANY = 500, 1500
"""Partnerships a stage to begin with, and where a share is then too near to its limit."""
DOUBT = 3.0
"""So many standard errors from its limit, a share needs no more partnerships."""
MAX_ANSWERS = 2_000_000
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
    affordable = max(FEWEST, MAX_ANSWERS // (len(world.ids) * (size + PEOPLE)))
    many = min(MANY, affordable)
    few = min(FEW, many)
    found = world.recovered(few, PEOPLE, random.Random(seed))  # noqa: S311 - a simulation, no secret
    never = 0.0 in found.share.values()
    if few < many and (never or _near(found.share, few, MIN_RECOVERED)):
        found = world.recovered(many, PEOPLE, random.Random(seed))  # noqa: S311 - as above
    blind = world.blind(few, random.Random(seed))  # noqa: S311 - as above
    if few < many and _near(blind, few, MAX_BLIND / size, MIN_BLIND / size):
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
            lifts = [gain / (PRIOR_WEIGHT + reach) for gain, reach in zip(sums[:size], sums[size:], strict=True)]
            yield softmax(lifts, BALLOT_TEMPERATURE)

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


Roll = Callable[[], float]
"""A die: each call gives a number from 0 up to 1."""


class Paired(NamedTuple):
    """How many partnerships were simulated in all, and the share of them that the new version gives another verdict.

    `recovered` says for each stage of the old version in which share of its partnerships it leads, by the old version
    and by the new one.
    """

    partnerships: int
    people: int
    changed: float
    recovered: dict[Stage, tuple[float, float]]


class _Side:
    """One version, ready to be answered many times."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.weighed = weigh_all(questionnaire)
        self.loop = measured(self.weighed.values())
        norms = questionnaire.norms
        self.norms: Vector | None = tuple(norms.get(stage, 0.0) for stage in STAGES) if norms else None
        self.asks_all = not any(question.ask_if for question in questionnaire.questions)
        self._brings = {name: each.brings for name, each in self.weighed.items()}
        waited_for = {name for question in questionnaire.questions for name in question.ask_if}
        self.values = {
            question.id: [option.value for option in questionnaire.options_of(question)]
            for question in questionnaire.questions
            if question.id in self.weighed or (question.id in waited_for and not question.kind)
        }
        """What can be answered to every question that matters for a verdict."""

    def tally(self, answered: Sequence[dict[str, str]]) -> Tally:
        """The votes of people who gave these answers."""
        return tally([self._form(answers) for answers in answered], self.loop, self.norms)

    def _form(self, answers: dict[str, str]) -> ScoredForm:
        asked: Iterable[str] = answers
        if not self.asks_all:
            given: dict[str, Answer] = {**answers}
            asked = [each.id for each in asked_questions(self.questionnaire, Response(respondent="", answers=given))]
        earned = [self._brings[name][answers[name]] for name in asked if name in answers and name in self._brings]
        return ScoredForm("", "", len(self.weighed), tuple(earned))


class _Ask(NamedTuple):
    """One question to one who sees a certain stage: the values of each version with their shares, summed up.

    `newcomers` are the values of a shared question that only the new version offers, `room` is their share of all.
    """

    name: str
    old: tuple[list[str], list[float]]
    new: tuple[list[str], list[float]]
    newcomers: tuple[list[str], list[float]]
    room: float


def simulate_pair(
    old: Questionnaire, new: Questionnaire, roll: Roll, partnerships: int, people: int = PEOPLE
) -> Paired | None:
    """Let the same partnerships answer two versions of a questionnaire.

    Args:
        old: The version that says how people answer.
        new: The version that is held to it.
        roll: The die; the same numbers give the same result.
        partnerships: How many for each stage.
        people: How many people answer in each.

    Returns:
        None where either version measures fewer than two stages, or no question with evidence is in both.
    """
    one, other = _Side(old), _Side(new)
    if min(len(one.loop), len(other.loop)) < 2 or not one.weighed.keys() & other.weighed.keys():
        return None
    asks = [_asks(one, other, seen) for seen in range(len(STAGES))]
    led: Counter[tuple[int, Stage]] = Counter()
    changed = 0
    for truth in one.loop:
        for _ in range(partnerships):
            answered = [_answers(asks[_seen(truth, roll())], roll) for _ in range(people)]
            before, after = one.tally([a for a, _ in answered]), other.tally([b for _, b in answered])
            changed += differs(judge(before), judge(after))
            for side, found in enumerate((before, after)):
                first = leaders(found.probability, [STAGES[s] for s in found.loop])
                if first == (STAGES[truth],):
                    led[side, first[0]] += 1
    names = [STAGES[s] for s in one.loop]
    shares = {name: (led[0, name] / partnerships, led[1, name] / partnerships) for name in names}
    simulated = partnerships * len(one.loop)
    return Paired(simulated, people, changed / simulated, shares)


def _seen(truth: int, number: float) -> int:
    return truth if number < OWN else (truth + (1 if number < OWN + BESIDE else -1)) % len(STAGES)


def _asks(one: _Side, other: _Side, seen: int) -> list[_Ask]:
    """Every question, the old ones first, with how likely each option is for a person who sees this stage."""
    loop = one.loop
    near = [NEARNESS[steps_apart(seen, s)] for s in loop]
    centred = [value - fsum(near) / len(near) for value in near]
    asks = []
    for name in [*one.values, *(name for name in other.values if name not in one.values)]:
        before, after = one.values.get(name, []), other.values.get(name, [])
        newcomers = [value for value in after if value not in before] if before else []
        old = pulls(one.weighed.get(name), before, centred, loop)
        new = pulls(other.weighed.get(name), after, centred, loop)
        added = [pull for value, pull in zip(after, new, strict=True) if value in newcomers]
        kept = fsum(pull for value, pull in zip(before, old, strict=True) if value in after)
        room = fsum(added) / (fsum(added) + kept) if added else 0.0
        asks.append(_Ask(name, _summed(before, old), _summed(after, new), _summed(newcomers, added), room))
    return asks


def _summed(values: list[str], pulls: list[float]) -> tuple[list[str], list[float]]:
    return values, list(accumulate(pulls))


def _pick(options: tuple[list[str], list[float]], number: float) -> str:
    values, sums = options
    return values[min(bisect(sums, number * sums[-1]), len(values) - 1)]


def _answers(asks: list[_Ask], roll: Roll) -> tuple[dict[str, str], dict[str, str]]:
    """One person's answers to the old version and to the new one."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name, old, new, newcomers, room in asks:
        if roll() < UNANSWERED:
            continue
        choice = roll()
        if old[0]:
            before[name] = _pick(old, choice)
        if new[0]:
            turn = roll() if room else 1.0
            said = before.get(name)
            if turn < room:
                after[name] = _pick(newcomers, turn / room)
            else:
                after[name] = said if said is not None and said in new[0] else _pick(new, choice)
    return before, after


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
