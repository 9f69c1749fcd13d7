"""The JSON format, which `schemas/check.schema.json` describes."""

import json

from partnercheck.checking.formats.told import TITLES, end_column, files_of
from partnercheck.checking.runner import Report
from partnercheck.findings import MESSAGE_WIDTH, Finding, clip


def json_object(report: Report) -> str:
    """An object with every finding, the files that were looked at, and counts."""
    return dumped(
        {
            "format": 1,
            "files": list(files_of(report)),
            "findings": [_finding(each) for each in report.findings],
            "summary": {
                "errors": report.count("error"),
                "warnings": report.count("warning"),
                "notes": report.count("note"),
                "files": len(files_of(report)),
            },
            "notes": list(report.notes),
        }
    )


def dumped(plain: object) -> str:
    """Plain content as JSON text, in which every character that cannot be printed is escaped."""
    written = json.dumps(plain, ensure_ascii=False, indent=2)
    return "".join(f"{line if line.isprintable() else _escaped(line)}\n" for line in written.split("\n"))


def _escaped(line: str) -> str:
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in line)


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "path": finding.location.path,
        "line": finding.location.line,
        "column": finding.location.column,
        "end_column": end_column(finding),
        "level": finding.level,
        "code": finding.code,
        "title": TITLES[finding.code],
        "message": clip(finding.message, MESSAGE_WIDTH),
        "remedy": clip(finding.remedy, MESSAGE_WIDTH),
        "excerpt": clip(finding.excerpt, MESSAGE_WIDTH),
        "pointer": _pointer(finding) if finding.where else None,
        "fixable": bool(finding.fix),
    }


def _pointer(finding: Finding) -> str:
    """The place in the file's tree as a JSON pointer, RFC 6901."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in finding.where)
