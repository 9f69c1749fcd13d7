"""What a faulty questionnaire keeps from being looked at."""

from collections.abc import Iterator
from dataclasses import replace

from partnercheck.checking.draft import Draft
from partnercheck.findings import Finding
from partnercheck.questionnaire.tree import STOPPED


def waiting_rules(draft: Draft) -> Iterator[Finding]:
    """PC004: parts that verdicts rest on cannot be read, so that nothing can be said about verdicts yet."""
    if draft.whole:
        return
    lines = draft.source.lines
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    broken = next((found.location.line for found in draft.found if found.code in STOPPED), 0)
    if broken:
        message = f"nothing after line {broken} could be read, so cases, scoring and what may be missing wait"
        remedy = "mend this, then check again"
    else:
        message = "cases and scoring are not looked at yet, for some questions or scales cannot be read in full"
        remedy = "mend the errors in questions and scales, then check again"
    told = draft.source.finding(last, len(lines[last - 1]) + 1, "PC004", message, remedy)
    yield replace(told, excerpt="")  # it is about no line in particular, and stands behind the other findings
