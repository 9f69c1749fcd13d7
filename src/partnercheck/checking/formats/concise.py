"""The concise format: a line for each finding, for editors and for searching."""

from partnercheck.checking.formats.told import one_line, shown_first, summary
from partnercheck.checking.runner import Report
from partnercheck.findings import printable


def concise(report: Report) -> str:
    """A line for each finding, then how many there are."""
    lines: list[str] = []
    for findings, more in shown_first(report):
        lines += [f"{each.location}: {each.level} {each.code} {one_line(each)}" for each in findings]
        lines += [more] if more else []
    return "\n".join([*lines, *map(printable, report.notes), summary(report)]) + "\n"
