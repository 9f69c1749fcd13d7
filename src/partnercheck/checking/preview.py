"""What an author wants to know of a questionnaire beside its words: what it reaches, how long it takes, how it does."""

from dataclasses import dataclass

from partnercheck.assessment.coverage import Planned, Reached, reach_by_theme, steps_by_theme
from partnercheck.assessment.evidence import Vector, attainable, weigh_all
from partnercheck.assessment.simulation import Simulated, simulated
from partnercheck.assessment.verdict import measured
from partnercheck.questionnaire.minutes import minutes_needed
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.words import STAGES, Stage


@dataclass(frozen=True)
class Preview:
    """The figures of a preview.

    `evidence` and `next_steps` have a row for each theme. `attainable` is each stage's range over all questions.
    `simulated` is none where nothing was: not asked for, or fewer than two stages measured.
    """

    minutes_needed: float
    evidence: tuple[Reached, ...]
    attainable: Vector
    unmeasured: tuple[Stage, ...]
    next_steps: tuple[Planned, ...]
    simulated: Simulated | None


def preview_of(questionnaire: Questionnaire, *, simulate: bool = True) -> Preview:
    """Work out the figures of a preview.

    Args:
        questionnaire: What to look at.
        simulate: Whether partnerships are simulated, which takes a second or two.
    """
    weighed = list(weigh_all(questionnaire).values())
    loop = measured(weighed)
    return Preview(
        minutes_needed=minutes_needed(questionnaire),
        evidence=tuple(reach_by_theme(questionnaire)),
        attainable=attainable(weighed),
        unmeasured=tuple(stage for place, stage in enumerate(STAGES) if place not in loop),
        next_steps=tuple(steps_by_theme(questionnaire)),
        simulated=simulated(questionnaire) if simulate and len(loop) > 1 else None,
    )
