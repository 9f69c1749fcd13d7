"""What simulated partnerships show about a questionnaire."""

from collections.abc import Iterator, Sequence
from math import ceil, floor

from partnercheck.assessment.evidence import TIE, Loop, Weighed, attainable, measured
from partnercheck.assessment.simulation import LEAST_BLIND, LEAST_RECOVERED, MOST_BLIND, Simulated, simulated
from partnercheck.checking.draft import Draft
from partnercheck.checking.rules.scoring import QUESTIONS, judged
from partnercheck.checking.rules.scoring_overlap import overlap, spoken
from partnercheck.findings import Finding
from partnercheck.words import STAGES, Stage

THIN = 0.75
"""A stage whose range is less than this part of the others' mean is asked about little."""


def simulated_stages(draft: Draft) -> Iterator[Finding]:
    """PC405, PC407, PC409: stages that simulated partnerships never or seldom get, and that blind ticking favours."""
    weighed = judged(draft)
    loop = measured(weighed)
    if not draft.questionnaire or len(loop) < 2:
        return
    found = simulated(draft.questionnaire)
    beside = _BESIDE if len(loop) < len(STAGES) else ""
    for s in loop:
        stage = STAGES[s]
        if not found.recovered[stage]:
            message = f"{stage} is never the verdict in {found.partnerships:,} simulated partnerships that stand at it"
            yield _finding(draft, "PC405", message, _instead(found, stage), _cause(weighed, loop, s, found))
            continue
        if found.recovered[stage] < LEAST_RECOVERED - found.doubt - TIE:
            message = f"{stage} is recovered in {_below(found.recovered[stage])} of simulated partnerships"
            yield _finding(draft, "PC409", message, _instead(found, stage), _cause(weighed, loop, s, found))
        least, most, share = LEAST_BLIND / len(loop), MOST_BLIND / len(loop), found.blind[stage]
        given = f"blind ticking gives {stage}"
        if share < least - found.doubt - TIE:
            message = f"{given} {_below(share)} of the verdicts; at least {_below(least)} is fair"
            yield _finding(draft, "PC407", message, _size(weighed, loop, s) or beside)
        elif share > most + found.doubt + TIE:
            message = f"{given} {_above(share)} of the verdicts; at most {_below(most)} is fair"
            yield _finding(draft, "PC407", message, _size(weighed, loop, s) or beside)


_BESIDE = "a stage between two measured ones gathers more than one beside a stage that is not measured"


def _finding(draft: Draft, code: str, *parts: str) -> Finding:
    return draft.at(QUESTIONS, code, "; ".join(part for part in parts if part), _REMEDIES[code], key=True)


_REMEDIES = {
    "PC405": "ask about something that shows in this stage alone",
    "PC407": "ask about every stage in as many questions, with evidence of the same size",
    "PC409": "ask more about what shows in this stage alone",
}


def _instead(found: Simulated, stage: Stage) -> str:
    """The stage that is found most often instead, in the partnerships of this one."""
    others = [(count, other) for other, count in found.taken_for[stage].items() if other != stage]
    if not others:
        return ""
    count, other = max(others)
    return f"{other} is found instead in {round(100 * count / found.partnerships)} %"


def _cause(weighed: Sequence[Weighed], loop: Loop, s: int, found: Simulated) -> str:
    """Whose questions it shares, else how little is asked about it; nothing where neither is so."""
    taken = found.taken_for[STAGES[s]]
    own = len(spoken(weighed, s))
    shares = {other: len(overlap(weighed, s, other).shared) for other in loop if other != s}
    most = max(shares, key=lambda other: (shares[other], taken.get(STAGES[other], 0)))
    if shares[most] == own:
        return f"it shares every question with {STAGES[most]}"
    if shares[most] >= own / 2:
        return f"it shares {shares[most]} of its {own} questions with {STAGES[most]}"
    return _size(weighed, loop, s)


def _size(weighed: Sequence[Weighed], loop: Loop, s: int) -> str:
    """How much is asked about a stage, where that is little or much beside the others."""
    reach = attainable(weighed)
    others = sum(reach[other] for other in loop if other != s) / (len(loop) - 1)
    if THIN <= reach[s] / others <= 1 / THIN:
        return ""
    number = len(spoken(weighed, s))
    asked = f"its {number} questions reach" if number > 1 else "its only question reaches"
    return f"{asked} a range of {reach[s]:.3g}, and the other stages {others:.3g} on average"


def _below(share: float) -> str:
    """A share in whole per cent, rounded down, so that it never looks as large as the limit it is under."""
    return f"{floor(100 * share + TIE)} %"


def _above(share: float) -> str:
    """A share in whole per cent, rounded up."""
    return f"{ceil(100 * share - TIE)} %"
