"""What one theme's questions say on their own, without a verdict (docs/scoring.md, "Themes")."""

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.assessment.evidence import TIE, Form, Loop, Vector, Weighed, attainable
from partnercheck.assessment.verdict import tally
from partnercheck.words import STAGES, Stage

LEAST_REACH = 1.0
"""Attainable range a stage needs within a theme to be one the theme can lead with: one whole question."""

JOURNEY = STAGES[:4]
"""The way from forming to performing, on which a theme can lag."""


class ThemeVotes(NamedTuple):
    """A theme's votes over the stages it measures, by the people who answered any of its questions."""

    n: int
    votes: dict[Stage, float]


def theme_votes(
    forms: Sequence[Form], weighed: Sequence[Weighed], loop: Loop, norms: Vector | None, least: int
) -> ThemeVotes | None:
    """The votes of one theme, or none where it measures fewer than two stages or too few people answered.

    Everybody weighs the same here, so that nothing shown beside the counts weighs a small sector differently.

    Args:
        forms: The counted forms.
        weighed: The evidence of the theme's questions.
        loop: The measured stages of the whole questionnaire.
        norms: What is taken off every lift, where the questionnaire says so.
        least: The number of people it needs.
    """
    reach = attainable(weighed)
    own = tuple(s for s in loop if reach[s] >= LEAST_REACH - TIE)
    ids = {each.id for each in weighed}
    parts = [
        form._replace(sector="", earned=tuple(each for each in form.earned if each.question in ids)) for form in forms
    ]
    parts = [part for part in parts if part.earned]
    if len(own) < 2 or len(parts) < least:
        return None
    return ThemeVotes(len(parts), tally(parts, own, norms).shares)


def lags(leads: Sequence[Stage], verdict: Sequence[Stage]) -> bool:
    """Whether a theme leads with an earlier stage than any the verdict names, on the way from forming to performing."""
    if len(leads) != 1 or not verdict or leads[0] not in JOURNEY or not set(verdict) <= set(JOURNEY):
        return False
    return JOURNEY.index(leads[0]) < min(JOURNEY.index(stage) for stage in verdict)
