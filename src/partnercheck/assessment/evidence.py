"""What each answer is worth: p, par and range (docs/scoring.md, "Answers earn points")."""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from partnercheck.assessment.round import Answer, Response, asked_questions
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.words import ESCAPES, STAGES

Vector = tuple[float, ...]
"""One number for each stage of the loop."""
Loop = tuple[int, ...]
"""The measured stages, as places in STAGES, in loop order."""

MEASURED = 3.0
"""Attainable weighted range a stage needs to take part."""
SHORT = 12
"""A questionnaire with fewer evidence questions than this is short."""
TIE = 1e-9
"""Numbers are equal, and reach a limit, when they are closer than this."""
TIE_PLACES = 9


class Earned(NamedTuple):
    """What one answered question brings one respondent: weighted gain over par, and weighted range, per stage."""

    question: str
    gain: Vector
    reach: Vector


class Weighed(NamedTuple):
    """A question's evidence: `points` per option value, `par` and `span` (the range) per stage, all unweighted.

    `brings` is what each option earns when it is the only one chosen.
    """

    id: str
    weight: float
    points: dict[str, Vector]
    par: Vector
    span: Vector
    brings: dict[str, Earned]


def weigh(questionnaire: Questionnaire, question: Question) -> Weighed | None:
    """The evidence of a question, or none for a question that carries no evidence."""
    options = questionnaire.options_of(question)
    if question.sign_of:
        steps = len(options) - 1
        stands = [rank / steps if option.points is None else option.points for rank, option in enumerate(options)]
        places = [1 - place if question.reverse else place for place in stands]
        rows = [tuple(place if stage == question.sign_of else 0.0 for stage in STAGES) for place in places]
    else:
        rows = [tuple(float(option.evidence.get(stage, 0.0)) for stage in STAGES) for option in options]
    if not any(any(row) for row in rows):
        return None
    columns = list(zip(*rows, strict=True))
    points = {option.value: row for option, row in zip(options, rows, strict=True)}
    par = tuple(fsum(column) / len(column) for column in columns)
    span = tuple(max(column) - min(column) for column in columns)
    reach = tuple(question.weight * each for each in span)
    brings = {value: Earned(question.id, _gain(question.weight, row, par), reach) for value, row in points.items()}
    return Weighed(question.id, question.weight, points, par, span, brings)


def _gain(weight: float, points: Vector, par: Vector) -> Vector:
    return tuple(weight * (value - mean) for value, mean in zip(points, par, strict=True))


def weigh_all(questionnaire: Questionnaire) -> dict[str, Weighed]:
    """The evidence of every question that carries any, by question id."""
    weighed = (weigh(questionnaire, question) for question in questionnaire.questions)
    return {each.id: each for each in weighed if each}


def attainable(weighed: Sequence[Weighed]) -> Vector:
    """The attainable weighted range of each stage over these questions."""
    return tuple(fsum(each.weight * each.span[s] for each in weighed) for s in range(len(STAGES)))


def earn(weighed: Weighed, answer: Answer | None) -> Earned | None:
    """What an answer earns; none for unanswered, an escape, or nothing ticked.

    Several ticks share one vote: their points are averaged.
    """
    if isinstance(answer, str):
        return weighed.brings.get(answer)
    if answer is None or isinstance(answer, float):
        return None
    ticked = [weighed.points[each] for each in sorted(set(answer)) if each in weighed.points]
    if not ticked:
        return None
    mean = tuple(fsum(column) / len(ticked) for column in zip(*ticked, strict=True))
    reach = tuple(weighed.weight * span for span in weighed.span)
    return Earned(weighed.id, _gain(weighed.weight, mean, weighed.par), reach)


class Form(NamedTuple):
    """One respondent's scored form: what was asked, and what each answer earned."""

    sector: str
    partner: str
    asked: int
    earned: tuple[Earned, ...]


def score_form(questionnaire: Questionnaire, weighed: dict[str, Weighed], response: Response) -> Form:
    """A response as evidence; answers to questions that were not asked do not count."""
    asked = [weighed[question.id] for question in asked_questions(questionnaire, response) if question.id in weighed]
    earned = (earn(each, response.answers.get(each.id)) for each in asked)
    return Form(response.sector, response.partner, len(asked), tuple(each for each in earned if each))


def thick_enough(form: Form, evidence_questions: int) -> bool:
    """Whether a form counts: at least max(6, a third) of the questions asked; in a short questionnaire max(3, half)."""
    least = max(3.0, form.asked / 2) if evidence_questions < SHORT else max(6.0, form.asked / 3)
    return len(form.earned) >= least


def measured(weighed: Iterable[Weighed]) -> Loop:
    """The stages with an attainable weighted range of at least 3, in loop order."""
    reach = attainable(list(weighed))
    return tuple(s for s in range(len(STAGES)) if reach[s] >= MEASURED - TIE)


def to_rank(number: float) -> float:
    """A number to put things in order by: those that are equal but for the rounding of sums rank alike."""
    return round(number, TIE_PLACES)


def score_forms(
    questionnaire: Questionnaire, weighed: dict[str, Weighed], responses: Sequence[Response]
) -> list[tuple[Response, Form]]:
    """The responses that answered enough to count, each with its form.

    Where a questionnaire names no stage, a response counts that answers half of the questions asked, three at least.
    """
    scored = [(response, score_form(questionnaire, weighed, response)) for response in responses]
    if names_a_stage(measured(weighed.values())):
        return [(response, form) for response, form in scored if thick_enough(form, len(weighed))]
    return [(response, form) for response, form in scored if _half_answered(questionnaire, response)]


def names_a_stage(loop: Loop) -> bool:
    """Whether a questionnaire that measures these stages can name one: it takes two to tell one from another."""
    return len(loop) > 1


def _is_answer(question: Question, answer: Answer | None) -> bool:
    if isinstance(answer, tuple):
        return question.kind == "text" or any(each not in ESCAPES for each in answer)
    return answer not in (None, "") and answer not in ESCAPES


def _half_answered(questionnaire: Questionnaire, response: Response) -> bool:
    asked = asked_questions(questionnaire, response)
    answered = sum(_is_answer(question, response.answers.get(question.id)) for question in asked)
    return answered >= max(3.0, len(asked) / 2)
