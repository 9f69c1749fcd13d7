"""What people get who tick the same answer everywhere."""

from collections.abc import Callable, Iterator, Sequence

from partnercheck.assessment.evidence import TIE, Form, Weighed, measured, score_form, thick_enough
from partnercheck.assessment.round import Answer, Response
from partnercheck.assessment.simulation import PEOPLE
from partnercheck.assessment.verdict import judge, leaders, lift, tally_lifts
from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.scoring import LEAST_STAGES, QUESTIONS, judged
from partnercheck.findings import Finding
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.words import STAGES, Stage, whole_percent

MOST_LINED = 50
"""Per cent that ticking the same everywhere should give no stage."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

Pick = Callable[[Sequence[str]], str | None]
"""Which of a question's answers is ticked; none where it has no such answer."""


def straight_lines(draft: Draft) -> Iterator[Finding]:
    """PC408: six people who tick the first answer everywhere, or the second, up to the last, and the stage they get.

    Answers that lift every stage alike are left out: a stage that leads then does so for want of the stages beside it,
    and no order of answers mends that.
    """
    weighed = judged(draft)
    loop = measured(weighed)
    if not draft.questionnaire or len(loop) < LEAST_STAGES:
        return
    told: list[Form] = []
    for line, pick in _lines(draft.questionnaire):
        form = _form(draft.questionnaire, draft.weighed, pick)
        if not thick_enough(form, len(weighed)) or form in told:
            continue
        told.append(form)
        lifts, reach = lift(form, loop)
        if max(lifts) - min(lifts) <= TIE:
            continue
        found = tally_lifts([lifts] * PEOPLE, [reach] * PEOPLE, [""] * PEOPLE, loop)
        most = max(found.probability)
        names = leaders(found.probability, [STAGES[s] for s in loop])
        if judge(found).kind != "too-few" and len(names) == 1 and whole_percent(most) >= MOST_LINED:
            where = "everywhere" if len(form.earned) == len(draft.weighed) else "wherever there is one"
            message = (
                f"{PEOPLE} people who tick the {line} answer {where} get {names[0]}, "
                f"with {whole_percent(most)} %{_why(form, names[0], line)}"
            )
            remedy = (
                "say some statements the other way round, and add reverse: true to those; "
                "ask some with options of their own, and mix their order"
            )
            yield draft.at(QUESTIONS, "PC408", message, remedy, key=True)


def _lines(questionnaire: Questionnaire) -> Iterator[tuple[str, Pick]]:
    """Every place that an answer can have, with its name; then the middle, where lists differ in length."""
    most = max((len(_values(questionnaire, question)) for question in questionnaire.questions), default=0)
    for place in range(most - 1):
        yield (ORDINALS[place] if place < len(ORDINALS) else f"no. {place + 1}"), _at(place)
    yield "last", lambda values: values[-1] if values else None
    yield "middle", lambda values: values[len(values) // 2] if len(values) % 2 else None


def _at(place: int) -> Pick:
    return lambda values: values[place] if place < len(values) else None


def _values(questionnaire: Questionnaire, question: Question) -> list[str]:
    return [option.value for option in questionnaire.options_of(question) if not option.alone]


def _form(questionnaire: Questionnaire, weighed: dict[str, Weighed], pick: Pick) -> Form:
    answers: dict[str, Answer] = {}
    for question in questionnaire.questions:
        value = pick(_values(questionnaire, question))
        if value is not None:
            answers[question.id] = (value,) if question.several else value
    return score_form(questionnaire, weighed, Response(respondent="", answers=answers))


def _why(form: Form, stage: Stage, line: str) -> str:
    place = STAGES.index(stage)
    gains = [earned.gain[place] for earned in form.earned if earned.reach[place]]
    up = sum(gain > 0 for gain in gains)
    if up <= len(gains) / 2:
        return ""
    where = f"{up} of its {len(gains)} questions" if len(gains) > 1 else "its only question"
    return f"; the {line} answer speaks for {stage} in {where}"
