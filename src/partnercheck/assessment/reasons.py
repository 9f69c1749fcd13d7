"""Why the verdict is what it is, and what would flip it: SCORING section 2."""

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

from partnercheck.assessment.evidence import Form, Vector
from partnercheck.assessment.verdict import K0, TIE, Loop, Tally, Verdict, judge, lift, tally_lifts


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


def lead(probability: Vector, top: int) -> float:
    """P1 - P2 for the stage at place `top`: its lead over the best of the others; below 0 when another leads."""
    return probability[top] - max(p for s, p in enumerate(probability) if s != top)


def effects(found: Tally, without: Without, questions: Sequence[str]) -> dict[str, float]:
    """Each question's effect: the leading stage's lead, minus the same with that question left out.

    Empty when two stages share the lead, for then there is no lead to explain.
    """
    top = max(range(len(found.loop)), key=lambda s: found.probability[s])
    now = lead(found.probability, top)
    if now <= TIE:
        return {}
    return {question: now - lead(without.leaving(question).tally().probability, top) for question in questions}


def flipping_questions(verdict: Verdict, without: Without, ranked: Sequence[str]) -> tuple[str, ...]:
    """The fewest questions whose removal changes the verdict, taken away strongest first.

    Args:
        verdict: The verdict to be flipped.
        without: The lifts with no question left out.
        ranked: Question ids, strongest for the leading stage first. A verdict that is not clear may also flip by what
            speaks against it, so then they are tried from both ends.

    Returns:
        Their ids; empty when leaving out half of them does not change the verdict.
    """
    orders = [ranked] if verdict.kind == "clear" else [ranked, ranked[::-1]]
    tries = [found for order in orders if (found := _first_flip(verdict, without, order[: len(ranked) // 2]))]
    return min(tries, key=len, default=())


def _first_flip(verdict: Verdict, without: Without, order: Sequence[str]) -> tuple[str, ...]:
    for count, question in enumerate(order, 1):
        without = without.leaving(question)
        changed = judge(without.tally())
        if changed.kind == "too-few":
            return ()
        if differs(changed, verdict):
            return tuple(order[:count])
    return ()


def differs(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts say something else: another kind, or other stages in any order.

    That views differ is one thing, whichever stage happens to lead.
    """
    if one.kind != other.kind:
        return True
    return one.kind != "differ" and set(one.stages) != set(other.stages)
