"""A questionnaire's own cases: run each, and explain where the verdict is another than the case expects."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import fsum
from typing import Any, NamedTuple

from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.scoring import (
    MAX_SURE,
    MIN_PEOPLE,
    Earned,
    Judgement,
    ScoredForm,
    Tally,
    Vector,
    Weighed,
    earn,
    judge,
    lift,
    measured,
    names_a_stage,
    score_form,
    steps_apart,
    tally_lifts,
    thick_enough,
)
from partnercheck.checking.recovery import Draft
from partnercheck.core.findings import Finding, Problem, joined
from partnercheck.core.words import STAGES, Stage, whole_percent
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.model import Case, Question, Questionnaire
from partnercheck.questionnaire.references import RESERVED, at_pattern
from partnercheck.rounds.answer_parser import Offered

MAX_PULLS = 3
SMALLEST_PULL = 1e-9


class PullingAnswer(NamedTuple):
    """One answer of one form: the weight of the people who handed it in, and what it gained for each stage."""

    weight: float
    question: str
    answer: Answer
    gain: Vector


class CaseOutcome(NamedTuple):
    """A case that was run. `people` counted, of `of` who handed in a form; `found` is none where none did."""

    verdict: Judgement
    found: Tally | None
    people: int
    of: int
    pulled: tuple[PullingAnswer, ...]


Expected = Stage | str | tuple[Stage, Stage]


def told(expect: Expected, outcome: CaseOutcome) -> tuple[str, str]:
    """The message and the remedy for a case whose verdict is not the expected one."""
    stages = expect if isinstance(expect, tuple) else (expect,) if expect in STAGES else ()
    wanted = {"differ": "that views differ", "too-few": "too few answers"}.get(str(expect), _between(stages))
    message = f"expected {wanted}; the verdict is {_verdict(outcome)}"
    if len(stages) == 2 and steps_apart(*map(STAGES.index, stages)) != 1:
        return f"{message}: only neighbours are named together", "expect two neighbouring stages, or differ"
    if outcome.verdict.kind == "none":
        return f"{message}: fewer than two stages are measured", "ask about more stages, or take the case out"
    if outcome.verdict.kind == "too-few":
        return f"{message}: {_too_few(outcome)}", "let more people answer more questions, or expect too-few"
    if expect == "too-few":
        count = f"{outcome.people} of {outcome.of} forms have enough answers to count"
        return f"{message}: {count}", "take forms or answers away, or expect this verdict"
    rival, others = _rival(stages, outcome)
    pulls = _pulls(rival, others, outcome.pulled)
    why = f"; the answers that pull most towards {rival}: {', '.join(pulls)}" if pulls else ""
    return message + why, "change the answers, what is expected, or what these answers are evidence for"


def _between(stages: Sequence[str]) -> str:
    return f"between {stages[0]} and {stages[1]}" if len(stages) == 2 else "".join(stages)


def _verdict(outcome: CaseOutcome) -> str:
    kind, stages = outcome.verdict.kind, outcome.verdict.stages
    share = _shares(outcome)
    if kind in ("too-few", "none"):
        return "too few answers" if kind == "too-few" else "that no stage is named"
    if kind == "clear":
        return f"{stages[0]} ({_percent(share[stages[0]])})"
    if kind == "between":
        return f"{_between(stages)} ({' and '.join(_percent(share[stage]) for stage in stages)})"
    first = sorted(share, key=lambda stage: -share[stage])[:2]
    return f"that views differ ({', '.join(f'{stage} {_percent(share[stage])}' for stage in first)})"


def _shares(outcome: CaseOutcome) -> dict[Stage, float]:
    found = outcome.found
    return {STAGES[s]: p for s, p in zip(found.loop, found.probability, strict=True)} if found else {}


def _percent(share: float) -> str:
    return f"{min(whole_percent(share), MAX_SURE)} %"


def _too_few(outcome: CaseOutcome) -> str:
    found = outcome.found
    if not found or outcome.people < MIN_PEOPLE:
        return f"{outcome.people} of {outcome.of} forms have enough answers to count, and a verdict needs {MIN_PEOPLE}"
    stage = STAGES[min(zip(found.reach, found.loop, strict=True))[1]]
    return f"too few questions about {stage} are answered"


def _rival(expected: Sequence[str], outcome: CaseOutcome) -> tuple[Stage, tuple[Stage, ...]]:
    """The stage that stands in the way, and the stages it stands in the way of."""
    share = _shares(outcome)
    ranked = sorted(share, key=lambda stage: -share[stage])
    if outcome.verdict.kind == "clear" and outcome.verdict.stages[0] in expected:
        rival = outcome.verdict.stages[0]
    else:
        rival = next((stage for stage in ranked if stage not in expected), ranked[0])
    others = tuple(stage for stage in STAGES if stage != rival and stage in (expected or share))
    return rival, others


def _pulls(rival: Stage, others: Sequence[Stage], pulled: Sequence[PullingAnswer]) -> list[str]:
    """The questions whose answers speak most for the rival, each with the answer that pulled most."""
    place, against = STAGES.index(rival), [STAGES.index(stage) for stage in others]
    by_answer: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for weight, question, answer, gain in pulled:
        shown = " + ".join(answer) if isinstance(answer, tuple) else str(answer)
        mean = fsum(gain[s] for s in against) / len(against) if against else 0.0
        by_answer[question][shown].append(weight * (gain[place] - mean))
    sums = {question: {shown: fsum(parts) for shown, parts in each.items()} for question, each in by_answer.items()}
    pull = {question: fsum(each.values()) for question, each in sums.items()}
    ranked = sorted((name for name in pull if pull[name] > SMALLEST_PULL), key=lambda name: (-pull[name], name))
    return [f"{name} = {min(sums[name], key=lambda shown: (-sums[name][shown], shown))}" for name in ranked[:MAX_PULLS]]


class Written(NamedTuple):
    """The forms of a case, each once, and the answers that no respondent could have given, with their place in it."""

    responses: tuple[Response, ...]
    refused: tuple[tuple[KeyPath, Problem], ...]


class CaseReader:
    """Reads what the cases of one questionnaire answer, as an answers file is read."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._questions: Mapping[str, Question] = {each.id: each for each in questionnaire.questions}
        self._offered: dict[str, Offered] = {}

    def read(self, case: Case) -> Written:
        """The forms of a case."""
        responses: list[Response] = []
        refused: list[tuple[KeyPath, Problem]] = []
        for number, written in enumerate(case.answers):
            answers: dict[str, Answer] = {}
            for name, value in written.items():
                if name in RESERVED:
                    continue
                answer = self._one(name, value)
                if isinstance(answer, Problem):
                    refused.append((("answers", number, name), answer))
                elif answer is not None:
                    answers[name] = answer
            sector, partner = str(written.get("sector") or ""), str(written.get("partner") or "")
            responses.append(Response(respondent=f"{number}", sector=sector, partner=partner, answers=answers))
        return Written(tuple(responses), tuple(refused))

    def _one(self, name: str, value: Any) -> Answer | Problem | None:  # noqa: ANN401 - plain content of any kind
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


class CaseRunner:
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

    def run(self, responses: tuple[Response, ...], times: int) -> CaseOutcome:
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
        nothing = Judgement("too-few" if names_a_stage(self.loop) else "none")
        verdict = judge(found) if found else nothing
        weights = found.weights[::times] if found else ()
        pulled = [
            PullingAnswer(weight * times, each.question, response.answers[each.question], each.gain)
            for (response, form), weight in zip(thick, weights, strict=False)
            for each in form.earned
        ]
        return CaseOutcome(verdict, found, len(thick) * times, len(scored) * times, tuple(pulled))

    def _form(self, response: Response) -> ScoredForm:
        """As `score_form`; where every question is asked of everyone, only what was answered is looked at."""
        if not self._asks_all:
            return score_form(self.questionnaire, self.weighed, response)
        earned: Iterator[Earned | None] = (
            earn(self.weighed[name], answer) for name, answer in response.answers.items() if name in self.weighed
        )
        return ScoredForm(response.sector, response.partner, len(self.weighed), tuple(each for each in earned if each))


def holds(case: Case, verdict: Judgement) -> bool:
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
    reader, bench = CaseReader(draft.questionnaire), CaseRunner(draft.questionnaire, draft.weighed)
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
