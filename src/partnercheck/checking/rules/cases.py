"""A questionnaire's own cases: run each, and explain where the verdict is another than the case expects."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from partnercheck.assessment.evidence import (
    Earned,
    Form,
    Vector,
    Weighed,
    earn,
    measured,
    names_a_stage,
    score_form,
    thick_enough,
)
from partnercheck.assessment.round import Answer, Response
from partnercheck.assessment.verdict import Tally, Verdict, judge, lift, tally_lifts
from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.cases_told import Outcome, Pulled, told
from partnercheck.findings import Finding, joined
from partnercheck.questionnaire.model import Case, Question, Questionnaire
from partnercheck.questionnaire.paths import RESERVED, at_pattern
from partnercheck.questionnaire.tree import Path
from partnercheck.rounds.answer import Offered, Refused
from partnercheck.words import STAGES


class Written(NamedTuple):
    """The forms of a case, each once, and the answers that no respondent could have given, with their place in it."""

    responses: tuple[Response, ...]
    refused: tuple[tuple[Path, Refused], ...]


class CaseReader:
    """Reads what the cases of one questionnaire answer, as an answers file is read."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._questions: Mapping[str, Question] = {each.id: each for each in questionnaire.questions}
        self._offered: dict[str, Offered] = {}

    def read(self, case: Case) -> Written:
        """The forms of a case."""
        responses: list[Response] = []
        refused: list[tuple[Path, Refused]] = []
        for number, written in enumerate(case.answers):
            answers: dict[str, Answer] = {}
            for name, value in written.items():
                if name in RESERVED:
                    continue
                answer = self._one(name, value)
                if isinstance(answer, Refused):
                    refused.append((("answers", number, name), answer))
                elif answer is not None:
                    answers[name] = answer
            sector, partner = str(written.get("sector") or ""), str(written.get("partner") or "")
            responses.append(Response(respondent=f"{number}", sector=sector, partner=partner, answers=answers))
        return Written(tuple(responses), tuple(refused))

    def _one(self, name: str, value: Any) -> Answer | Refused | None:  # noqa: ANN401 - plain content of any kind
        offered = self._offered.get(name)
        if offered is None:
            offered = self._offered[name] = Offered(self.questionnaire, self._questions[name])
        return offered.read(value)


def case_responses(questionnaire: Questionnaire, case: Case) -> tuple[Response, ...]:
    """The responses of a case, each handed in by as many people as the case says."""
    written = CaseReader(questionnaire).read(case).responses
    return tuple(
        each.model_copy(update={"respondent": f"{each.respondent}-{n}"}) for each in written for n in range(case.times)
    )


class Bench:
    """What the cases of one questionnaire are run on. The verdict is the one that `assess` gives.

    Args:
        questionnaire: The questionnaire.
        weighed: Its evidence.
    """

    def __init__(self, questionnaire: Questionnaire, weighed: dict[str, Weighed]) -> None:
        self.questionnaire, self.weighed = questionnaire, weighed
        self.loop = measured(weighed.values())
        norms = questionnaire.norms
        self.norms: Vector | None = tuple(norms.get(stage, 0.0) for stage in STAGES) if norms else None

    @cached_property
    def _asks_all(self) -> bool:
        return not any(question.ask_if for question in self.questionnaire.questions)

    def run(self, responses: tuple[Response, ...], times: int) -> Outcome:
        """The verdict of these forms, each handed in by so many people."""
        scored = [(response, self._form(response)) for response in responses]
        thick = [pair for pair in scored if thick_enough(pair[1], len(self.weighed))]
        found: Tally | None = None
        if thick and names_a_stage(self.loop):
            lifted = [lift(form, self.loop, self.norms) for _, form in thick]
            found = tally_lifts(
                [lifts for lifts, _ in lifted for _ in range(times)],
                [den for _, den in lifted for _ in range(times)],
                [form.sector for _, form in thick for _ in range(times)],
                self.loop,
            )
        nothing = Verdict("too-few" if names_a_stage(self.loop) else "none")
        verdict = judge(found) if found else nothing
        weights = found.weights[::times] if found else ()
        pulled = [
            Pulled(weight * times, each.question, response.answers[each.question], each.gain)
            for (response, form), weight in zip(thick, weights, strict=False)
            for each in form.earned
        ]
        return Outcome(verdict, found, len(thick) * times, len(scored) * times, tuple(pulled))

    def _form(self, response: Response) -> Form:
        """As `score_form`; where every question is asked of everyone, only what was answered is looked at."""
        if not self._asks_all:
            return score_form(self.questionnaire, self.weighed, response)
        earned: Iterator[Earned | None] = (
            earn(self.weighed[name], answer) for name, answer in response.answers.items() if name in self.weighed
        )
        return Form(response.sector, response.partner, len(self.weighed), tuple(each for each in earned if each))


def holds(case: Case, verdict: Verdict) -> bool:
    """Whether a verdict is the one that a case expects; of two stages, in either order."""
    if isinstance(case.expect, tuple):
        return verdict.kind == "between" and set(verdict.stages) == set(case.expect)
    if case.expect in STAGES:
        return verdict.kind == "clear" and verdict.stages == (case.expect,)
    return verdict.kind == case.expect


def cases_hold(draft: Draft) -> Iterator[Finding]:
    """PC701: a case whose answers lead to another verdict; PC802: a case with an answer that nobody could give."""
    if not draft.questionnaire or not draft.whole:
        return
    reader, bench = CaseReader(draft.questionnaire), Bench(draft.questionnaire, draft.weighed)
    for path, case in draft.cases():
        written = reader.read(case)
        for place, refusal in written.refused:
            yield draft.at((*path, *place), "PC802", refusal.message, refusal.remedy)
        if written.refused:
            continue
        outcome = bench.run(written.responses, case.times)
        if not holds(case, outcome.verdict):
            message, remedy = told(case.expect, outcome)
            yield draft.at((*path, "expect"), "PC701", message, remedy)


def stages_have_cases(draft: Draft) -> Iterator[Finding]:
    """PC702: measured stages that no case expects, alone or beside another; nothing where no stage is ever named."""
    loop = measured(draft.weighed.values())
    if not draft.questionnaire or not draft.whole or not names_a_stage(loop):
        return
    expected = {
        str(stage)
        for _, expect in at_pattern(draft.tree, "cases/*/expect")
        for stage in (expect if isinstance(expect, list) else [expect])
    }
    missing = [STAGES[s] for s in loop if STAGES[s] not in expected]
    if missing:
        message = f"no case expects {joined(missing, 'or')}"
        yield draft.at(("cases",), "PC702", message, "write down answers that should lead there", key=True)
