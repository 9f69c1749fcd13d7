"""What an author wants to know of a questionnaire: how it reads, what it reaches, how long it takes, how it does."""

from collections.abc import Iterator
from dataclasses import dataclass

from partnercheck.assessment.scoring import Vector, attainable, measured, weigh_all
from partnercheck.assessment.simulation import Planned, Reached, Simulated, reach_by_theme, simulated, steps_by_theme
from partnercheck.core.words import STAGES, Stage
from partnercheck.questionnaire.model import ANY_LANGUAGE, Questionnaire, Text, minutes_needed
from partnercheck.questionnaire.readability import Reading, formula_for, reading_of


@dataclass(frozen=True)
class Readable:
    """How hard the texts of one language are to read.

    None where they have fewer words than can be measured. `least` is the least ease that is like B2, none where the
    language has no formula.
    """

    lang: str
    least: float | None
    questions: Reading | None
    next_steps: Reading | None


@dataclass(frozen=True)
class Preview:
    """The figures of a preview.

    `reading` has a row for each language, `evidence` and `next_steps` have one for each theme. `attainable` is each
    stage's range over all questions. `simulated` is none where nothing was: not asked for, or fewer than two stages
    measured.
    """

    minutes_needed: float
    reading: tuple[Readable, ...]
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
        reading=tuple(_readable(questionnaire, lang) for lang in questionnaire.languages),
        evidence=tuple(reach_by_theme(questionnaire)),
        attainable=attainable(weighed),
        unmeasured=tuple(stage for place, stage in enumerate(STAGES) if place not in loop),
        next_steps=tuple(steps_by_theme(questionnaire)),
        simulated=simulated(questionnaire) if simulate and len(loop) > 1 else None,
    )


def _readable(found: Questionnaire, lang: str) -> Readable:
    formula = formula_for(lang)
    spoken = (lang, ANY_LANGUAGE) if lang == found.languages[0] else (lang,)
    asked, advised = (
        [text[tag] for text in texts if text for tag in spoken if tag in text]
        for texts in (_texts_asked(found), _texts_advised(found))
    )
    return Readable(lang, formula.least if formula else None, reading_of(asked, lang), reading_of(advised, lang))


def _texts_asked(found: Questionnaire) -> Iterator[Text | None]:
    for question in found.questions:
        yield from (question.text, question.help, *(option.label for option in question.options))
    for scale in found.scales.values():
        yield from (option.label for option in scale)


def _texts_advised(found: Questionnaire) -> Iterator[Text | None]:
    for step in found.next_steps:
        yield from (step.do, step.why, step.watch)
