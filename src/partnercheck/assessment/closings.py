"""Which forms a closing may count, so that no two results of a round part a few people from the others."""

from typing import NamedTuple

from partnercheck.assessment.evidence import score_forms, weigh_all
from partnercheck.assessment.round import Round
from partnercheck.assessment.verdict import LEAST_PEOPLE


class Standing(NamedTuple):
    """How far a round is from its next closing.

    Attributes:
        new: Forms handed in that the last closing does not count.
        missing: How many more filled-in forms a closing needs; 0 where it needs none.
        taken_back: Forms that a closing counted and that were taken back since.
        waiting: How many more forms would have to be taken back before a closing may be made without them; 0 where it
            may be made.
        for_good: So few people stood in a closing that this can never be.
    """

    new: int
    missing: int
    taken_back: int
    waiting: int
    for_good: bool = False

    @property
    def may_close(self) -> bool:
        """Whether a closing may be made now."""
        return not self.missing and not self.waiting


def standing(round_: Round) -> Standing:
    """Where a round stands between its last closing and the next.

    The people of a closing and those of each earlier one may differ by none, or by k at least, in either direction:
    docs/scoring.md, "Small groups". Only forms that answered enough to count are cover for others.
    """
    closing, now = round_.closing, {form.respondent for form in round_.responses}
    if closing is None:
        return Standing(len(now), int(not now), 0, 0)
    last = {*closing.respondents}
    new = len(now - last)
    gone = {form.respondent for form in round_.withdrawn} | {*round_.erased}
    taken_back = len(last & gone)
    if round_.opened:
        return Standing(new, int(not now), taken_back, 0)
    k = closing.k
    forms = [*round_.responses, *round_.withdrawn]
    filled = {form.respondent for form, _ in score_forms(round_.questionnaire, weigh_all(round_.questionnaire), forms)}
    came = [len((now & filled) - {*then}) for then in closing.all]
    went = [len(gone & (filled | {*round_.erased}) & {*then}) for then in closing.all]
    missing = max([k - n for n in came if 0 < n < k], default=0)
    if not came[-1] and not taken_back:
        missing = k
    waiting = max([k - n for n in went if 0 < n < k], default=0)
    for_good = any(0 < n < k and len(then) < k for n, then in zip(went, closing.all, strict=True))
    return Standing(new, missing, taken_back, waiting, for_good)


def may_be_taken_back(round_: Round) -> bool:
    """Whether the last closing may be taken back, because all signed or its result told nothing of anybody.

    An erased form counts as filled in: nobody can know any more that it was not.
    """
    closing = round_.closing
    if closing is None or round_.opened:
        return closing is not None
    counted = {*closing.respondents}
    forms = [form for form in (*round_.responses, *round_.withdrawn) if form.respondent in counted]
    filled = score_forms(round_.questionnaire, weigh_all(round_.questionnaire), forms)
    return any(form.joint for form in forms) or len(filled) + len(counted & {*round_.erased}) < LEAST_PEOPLE
