"""The github format: workflow commands that GitHub Actions turns into annotations."""

from partnercheck.checking.formats.told import TITLES, end_column, message, remedy, slashed, summary
from partnercheck.checking.runner import Report
from partnercheck.codes import Level
from partnercheck.findings import Finding, printable

COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def github(report: Report) -> str:
    """A workflow command for each finding, then how many there are."""
    notes = [f"::notice::{_escaped(printable(note))}" for note in report.notes]
    return "\n".join([*map(_command, report.findings), *notes, summary(report)]) + "\n"


def _command(finding: Finding) -> str:
    properties = {
        "file": slashed(finding.location.path),
        "line": finding.location.line,
        "col": finding.location.column,
        "endColumn": end_column(finding),
        "title": f"{finding.code} {TITLES[finding.code]}",
    }
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    told = "\n".join(filter(None, (message(finding), remedy(finding))))
    return f"::{COMMANDS[finding.level]} {written}::{_escaped(told)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return printable(_escaped(text).replace(":", "%3A").replace(",", "%2C"))
