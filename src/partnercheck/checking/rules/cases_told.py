"""Why a case came out otherwise, in words: the verdict with its numbers, and the answers that pulled there."""

from collections import defaultdict
from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from partnercheck.assessment.evidence import Vector
from partnercheck.assessment.round import Answer
from partnercheck.assessment.verdict import LEAST_PEOPLE, MOST_SURE, Tally, Verdict, steps_apart
from partnercheck.words import STAGES, Stage, whole_percent

MOST_PULLS = 3
SMALLEST_PULL = 1e-9


class Pulled(NamedTuple):
    """One answer of one form: the weight of the people who handed it in, and what it gained for each stage."""

    weight: float
    question: str
    answer: Answer
    gain: Vector


class Outcome(NamedTuple):
    """A case that was run. `people` counted, of `of` who handed in a form; `found` is none where none did."""

    verdict: Verdict
    found: Tally | None
    people: int
    of: int
    pulled: tuple[Pulled, ...]


Expected = Stage | str | tuple[Stage, Stage]


def told(expect: Expected, outcome: Outcome) -> tuple[str, str]:
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


def _verdict(outcome: Outcome) -> str:
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


def _shares(outcome: Outcome) -> dict[Stage, float]:
    found = outcome.found
    return {STAGES[s]: p for s, p in zip(found.loop, found.probability, strict=True)} if found else {}


def _percent(share: float) -> str:
    return f"{min(whole_percent(share), MOST_SURE)} %"


def _too_few(outcome: Outcome) -> str:
    found = outcome.found
    if not found or outcome.people < LEAST_PEOPLE:
        return (
            f"{outcome.people} of {outcome.of} forms have enough answers to count, and a verdict needs {LEAST_PEOPLE}"
        )
    stage = STAGES[min(zip(found.reach, found.loop, strict=True))[1]]
    return f"too few questions about {stage} are answered"


def _rival(expected: Sequence[str], outcome: Outcome) -> tuple[Stage, tuple[Stage, ...]]:
    """The stage that stands in the way, and the stages it stands in the way of."""
    share = _shares(outcome)
    ranked = sorted(share, key=lambda stage: -share[stage])
    if outcome.verdict.kind == "clear" and outcome.verdict.stages[0] in expected:
        rival = outcome.verdict.stages[0]
    else:
        rival = next((stage for stage in ranked if stage not in expected), ranked[0])
    others = tuple(stage for stage in STAGES if stage != rival and stage in (expected or share))
    return rival, others


def _pulls(rival: Stage, others: Sequence[Stage], pulled: Sequence[Pulled]) -> list[str]:
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
    return [
        f"{name} = {min(sums[name], key=lambda shown: (-sums[name][shown], shown))}" for name in ranked[:MOST_PULLS]
    ]
