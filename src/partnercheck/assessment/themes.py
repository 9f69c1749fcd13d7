"""What one theme's questions say on their own, without a verdict (docs/scoring.md, "Themes")."""

from collections.abc import Mapping, Sequence
from math import fsum

from partnercheck.assessment.evidence import TIE, Loop, Vector, Weighed, attainable
from partnercheck.assessment.reasons import Pulled
from partnercheck.assessment.verdict import K0, TAU, softmax
from partnercheck.words import STAGES, Stage

LEAST_REACH = 1.0
"""Attainable range a stage needs within a theme to be one the theme can lead with: one whole question."""

JOURNEY = STAGES[:4]
"""The way from forming to performing, on which a theme can lag."""


def theme_votes(
    weighed: Sequence[Weighed], pulls: Mapping[str, Pulled], loop: Loop, norms: Vector | None
) -> dict[Stage, float] | None:
    """The votes of one theme over the stages it measures, or none where these are fewer than two.

    They are the ballot of a form that gives everybody's mean answer to each question. So they follow from what each
    question pulls, and not from who answered which questions together, or which of them not at all.

    Args:
        weighed: The evidence of the theme's questions.
        pulls: What each of these questions pulls on each stage.
        loop: The measured stages of the whole questionnaire.
        norms: What is taken off every lift, where the questionnaire says so.
    """
    reach = attainable(weighed)
    own = [s for s in loop if reach[s] >= LEAST_REACH - TIE]
    if len(own) < 2:
        return None
    lifts = [
        (fsum([pulls[each.id].pulls[STAGES[s]] for each in weighed]) - (norms[s] * reach[s] if norms else 0.0))
        / (K0 + reach[s])
        for s in own
    ]
    return dict(zip([STAGES[s] for s in own], softmax(lifts, TAU), strict=True))


def lags(leads: Sequence[Stage], verdict: Sequence[Stage]) -> bool:
    """Whether a theme leads with an earlier stage than any the verdict names, on the way from forming to performing."""
    if len(leads) != 1 or not verdict or leads[0] not in JOURNEY or not set(verdict) <= set(JOURNEY):
        return False
    return JOURNEY.index(leads[0]) < min(JOURNEY.index(stage) for stage in verdict)
