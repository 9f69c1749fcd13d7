"""Why the verdict is what it is, and what would flip it: SCORING section 2."""

from collections.abc import Collection, Sequence

from partnercheck.assessment.evidence import Form, Vector
from partnercheck.assessment.verdict import K0, TIE, Loop, Tally, Verdict, judge, lift, tally_lifts


class Without:
    """The tally with questions left out, worked out from sums that are kept, not from the start."""

    def __init__(self, forms: Sequence[Form], loop: Loop, norms: Vector | None) -> None:
        self.forms, self.loop, self.norms = forms, loop, norms
        self._dens = [lift(form, loop)[1] for form in forms]
        self._nums = [
            tuple(value * (K0 + den) for value, den in zip(lift(form, loop)[0], dens, strict=True))
            for form, dens in zip(forms, self._dens, strict=True)
        ]

    def tally(self, left_out: Collection[str]) -> Tally:
        """Votes and probabilities when these questions are left out of every form; the people stay the same."""
        lifts, dens = [], []
        for form, nums, full in zip(self.forms, self._nums, self._dens, strict=True):
            gone = [each for each in form.earned if each.question in left_out]
            num, den = list(nums), list(full)
            for each in gone:
                for place, s in enumerate(self.loop):
                    num[place] -= each.gain[s]
                    den[place] -= each.reach[s]
            lifts.append(tuple(n / (K0 + d) - self._norm(s, d) for n, d, s in zip(num, den, self.loop, strict=True)))
            dens.append(tuple(den))
        return tally_lifts(lifts, dens, [form.sector for form in self.forms], self.loop)

    def _norm(self, s: int, den: float) -> float:
        return self.norms[s] * den / (den + K0) if self.norms else 0.0


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
    return {question: now - lead(without.tally((question,)).probability, top) for question in questions}


def flipping_questions(verdict: Verdict, without: Without, ranked: Sequence[str]) -> tuple[str, ...]:
    """The fewest questions whose removal changes the verdict, taken away strongest first; empty when none do.

    Args:
        verdict: The verdict to be flipped.
        without: The tally with questions left out.
        ranked: Question ids, strongest for the leading stage first. A verdict that is not clear may also flip by what
            speaks against it, so then they are tried from both ends.
    """
    orders = [ranked] if verdict.kind == "clear" else [ranked, ranked[::-1]]
    tries = [found for order in orders if (found := _first_flip(verdict, without, order))]
    return min(tries, key=len, default=())


def _first_flip(verdict: Verdict, without: Without, order: Sequence[str]) -> tuple[str, ...]:
    for count in range(1, len(order) + 1):
        changed = judge(without.tally(order[:count]))
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
