"""Why the verdict is what it is, and what would flip it: docs/scoring.md, "What points where"."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from math import fsum
from typing import NamedTuple

from partnercheck.assessment.breakdown import Answered
from partnercheck.assessment.evidence import TIE, Form, Loop, Vector, Weighed, earn, to_rank
from partnercheck.assessment.verdict import K0, Tally, Verdict, judge, lift, tally_lifts
from partnercheck.words import STAGES, Stage

LEAST_PULL = 0.10
"""Pull, by weight, from which a question points to a stage."""
LEADS_BY = 0.30
"""Pull, by weight, by which a question that points elsewhere leads so far that it is talked about first."""
FEW_REASONS, MOST_REASONS = 2, 3
MOST_PRUNED = 8
"""Questions that flip a verdict are looked at once more, one by one, up to so many; more only say how firm it is."""


class Pulled(NamedTuple):
    """A question and what its answers pull on each measured stage, in its evidence's units, the weight included.

    `stage` is the one it points to: its largest pull, where that is at least .10 by weight and alone.
    """

    question: str
    weight: float
    pulls: dict[Stage, float]
    stage: Stage | None
    scale_of: Stage | None

    @property
    def least(self) -> float:
        """The pull from which it says something about a stage."""
        return LEAST_PULL * self.weight - TIE


class Reason(NamedTuple):
    """One answered question as a reason: the stage it points to, or the stage it points away from."""

    question: str
    stage: Stage | None
    away_from: Stage | None = None
    lead: float = 0.0


def pulled(found: Answered, weighed: Weighed, loop: Loop) -> Pulled:
    """What the answers to one question pull on each stage: w (mean of v - par), everybody weighing the same."""
    gains = Counter(earned.gain for answer in found.values if (earned := earn(weighed, answer)))
    n = gains.total()
    pulls = {STAGES[s]: fsum([times * gain[s] for gain, times in gains.items()]) / n for s in loop} if n else {}
    ranked = sorted(pulls, key=lambda stage: -pulls[stage])
    stage = None
    if ranked and pulls[ranked[0]] >= LEAST_PULL * weighed.weight - TIE:
        tied = len(ranked) > 1 and pulls[ranked[0]] - pulls[ranked[1]] <= TIE
        stage = None if tied else ranked[0]
    return Pulled(weighed.id, weighed.weight, pulls, stage, found.question.sign_of)


def points_to(shown: Sequence[Pulled], named: Sequence[Stage]) -> dict[Stage, list[Reason]]:
    """For each named stage the questions that point to it, the strongest first, three at most.

    Where they are fewer than two, those follow that pull on it as well, although another stage's pull is larger.
    """
    lists = {
        stage: [Reason(each.question, stage) for each in _strongest(shown, stage) if each.stage == stage][:MOST_REASONS]
        for stage in named
    }
    taken = {reason.question for reasons in lists.values() for reason in reasons}
    for stage, reasons in lists.items():
        more = [
            Reason(each.question, each.stage)
            for each in _strongest(shown, stage)
            if each.stage and each.question not in taken and each.pulls.get(stage, 0.0) >= each.least
        ][: max(0, FEW_REASONS - len(reasons))]
        reasons.extend(more)
        taken |= {reason.question for reason in more}
    return lists


def points_elsewhere(shown: Sequence[Pulled], named: Sequence[Stage], taken: Iterable[str]) -> list[Reason]:
    """The questions that point to another stage than those named, or away from one of them, three at most.

    The first are those that pull most more on the other stage than on any named one.
    """
    reasons = []
    own, stay = set(taken), set(named)
    for each in shown:
        if each.question in own:
            continue
        if each.stage and each.stage not in stay:
            lead = each.pulls[each.stage] - max((each.pulls.get(stage, 0.0) for stage in named), default=0.0)
            if lead >= each.least:
                reasons.append(Reason(each.question, each.stage, lead=lead))
        elif not each.stage and each.scale_of in stay and -each.pulls.get(each.scale_of, 0.0) >= each.least:
            reasons.append(Reason(each.question, None, each.scale_of, -each.pulls[each.scale_of]))
    reasons.sort(key=lambda reason: (-to_rank(reason.lead), reason.question))
    return reasons[:MOST_REASONS]


def _strongest(shown: Sequence[Pulled], stage: Stage) -> list[Pulled]:
    return sorted(shown, key=lambda each: (-to_rank(each.pulls.get(stage, 0.0)), each.question))


class Person(NamedTuple):
    """One person's sums over the questions that are left in: lift times (k0 + den), den, and lift, per stage."""

    gained: list[float]
    den: list[float]
    lift: list[float]


class Without:
    """Everybody's lifts with some questions left out, worked out from sums that are kept, not from the start.

    Args:
        forms: The counted forms.
        loop: The measured stages.
        norms: What is taken off every lift, where the questionnaire says so.
    """

    def __init__(self, forms: Sequence[Form], loop: Loop, norms: Vector | None) -> None:
        self._loop = loop
        self._norms = [norms[s] for s in loop] if norms else [0.0] * len(loop)
        self._sectors = [form.sector for form in forms]
        self._people: list[Person] = []
        for form in forms:
            lifts, dens = lift(form, loop)
            gained = [value * (K0 + den) for value, den in zip(lifts, dens, strict=True)]
            self._people.append(Person(gained, list(dens), list(lift(form, loop, norms)[0])))
        self._parts = [
            {
                each.question: [(n, each.gain[s], each.reach[s]) for n, s in enumerate(loop) if each.reach[s]]
                for each in form.earned
            }
            for form in forms
        ]
        """For each person and question: the stages it speaks to, with gain and reach."""

    def leaving(self, question: str) -> "Without":
        """The same with one more question left out; the people stay the same."""
        less = copy(self)
        less._people = [  # noqa: SLF001 - its own copy
            self._less(person, parts[question]) if question in parts else person
            for person, parts in zip(self._people, self._parts, strict=True)
        ]
        return less

    def _less(self, person: Person, part: Sequence[tuple[int, float, float]]) -> Person:
        gained, den, lifts = person.gained.copy(), person.den.copy(), person.lift.copy()
        for n, gain, reach in part:
            gained[n] -= gain
            den[n] -= reach
            lifts[n] = (gained[n] - self._norms[n] * den[n]) / (K0 + den[n])
        return Person(gained, den, lifts)

    def tally(self) -> Tally:
        """Votes and probabilities."""
        lifts = [person.lift for person in self._people]
        return tally_lifts(lifts, [person.den for person in self._people], self._sectors, self._loop)


def flipping_questions(verdict: Verdict, without: Without, shown: Mapping[str, Pulled]) -> tuple[str, ...]:
    """A smallest number of questions whose removal changes the verdict, taken away one after another.

    They are tried in the order of how much more they pull on a named stage than on any other; where two stages are
    named, also in the opposite order.

    Returns:
        Their ids; empty when leaving out half of them does not change the verdict.
    """
    orders = []
    for stage in verdict.stages:
        ranked = sorted(shown, key=lambda name: (-to_rank(_lead(shown[name], stage)), name))
        orders += [ranked] if verdict.kind == "clear" else [ranked, ranked[::-1]]
    tries = [found for order in orders if (found := _first_flip(verdict, without, order[: len(shown) // 2]))]
    fewest = min(tries, key=len, default=())
    return _pruned(verdict, without, fewest) if len(fewest) <= MOST_PRUNED else fewest


def _lead(each: Pulled, stage: Stage) -> float:
    rivals = [pull for other, pull in each.pulls.items() if other != stage]
    return each.pulls.get(stage, 0.0) - max(rivals, default=0.0)


def _first_flip(verdict: Verdict, without: Without, order: Sequence[str]) -> tuple[str, ...]:
    for count, question in enumerate(order, 1):
        without = without.leaving(question)
        changed = judge(without.tally())
        if changed.kind == "too-few":
            return ()
        if differs(changed, verdict):
            return tuple(order[:count])
    return ()


def _pruned(verdict: Verdict, whole: Without, questions: tuple[str, ...]) -> tuple[str, ...]:
    """The same questions without those that need not be left out for the verdict to change."""
    for question in questions:
        fewer = tuple(each for each in questions if each != question)
        without = whole
        for each in fewer:
            without = without.leaving(each)
        changed = judge(without.tally())
        if fewer and changed.kind != "too-few" and differs(changed, verdict):
            questions = fewer
    return questions


def differs(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts say something else: another kind, or other stages in any order.

    That views differ is one thing, whichever stages happen to be named.
    """
    if one.kind != other.kind:
        return True
    return one.kind != "differ" and set(one.stages) != set(other.stages)
