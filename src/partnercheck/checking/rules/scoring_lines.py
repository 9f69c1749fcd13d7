"""What people get who tick the same answer everywhere."""

from collections.abc import Iterator
from math import floor

from partnercheck.assessment.evidence import Form, Weighed, score_form, thick_enough
from partnercheck.assessment.round import Answer, Response
from partnercheck.assessment.simulation import PEOPLE
from partnercheck.assessment.verdict import TIE, judge, leaders, lift, measured, tally_lifts
from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.scoring import QUESTIONS, judged
from partnercheck.findings import Finding
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.words import STAGES, Stage

LINES = {"first": 0.0, "middle": 0.5, "last": 1.0}
"""The answer that is ticked everywhere, and where it stands among the answers of a question."""
MOST_LINED = 0.50
"""Ticking the same everywhere should give no stage this probability."""
LEAST_STAGES = 3
"""Of two stages one always has half."""


def straight_lines(draft: Draft) -> Iterator[Finding]:
    """PC408: six people who tick the first, the middle or the last answer everywhere, and the stage they get."""
    weighed = judged(draft)
    loop = measured(weighed)
    if not draft.questionnaire or len(loop) < LEAST_STAGES:
        return
    for line, place in LINES.items():
        form = _form(draft.questionnaire, draft.weighed, place)
        lifts, reach = lift(form, loop)
        found = tally_lifts([lifts] * PEOPLE, [reach] * PEOPLE, [""] * PEOPLE, loop)
        most = max(found.probability)
        names = leaders(found.probability, [STAGES[s] for s in loop])
        counts = thick_enough(form, len(weighed)) and judge(found).kind != "too-few"
        if counts and len(names) == 1 and most >= MOST_LINED - TIE:
            where = "everywhere" if len(form.earned) == len(draft.weighed) else "wherever there is one"
            message = (
                f"{PEOPLE} people who tick the {line} answer {where} get {names[0]}, "
                f"with {floor(100 * most + TIE)} %{_why(form, names[0], line)}"
            )
            remedy = (
                "say some statements the other way round, and add reverse: true to those; "
                "ask some with options of their own, and mix their order"
            )
            yield draft.at(QUESTIONS, "PC408", message, remedy, key=True)


def _form(questionnaire: Questionnaire, weighed: dict[str, Weighed], place: float) -> Form:
    answers: dict[str, Answer] = {}
    for question in questionnaire.questions:
        values = [option.value for option in questionnaire.options_of(question) if not option.alone]
        if values and (len(values) - 1) * place % 1 == 0:  # an even number of answers has no middle
            value = values[int(place * (len(values) - 1))]
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
