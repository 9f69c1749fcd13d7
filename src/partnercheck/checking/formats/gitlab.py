"""The gitlab format: a Code Quality report."""

from partnercheck.checking.formats.json_object import dumped
from partnercheck.checking.formats.told import fingerprints, one_line, slashed
from partnercheck.checking.runner import Report
from partnercheck.codes import Level

SEVERITIES: dict[Level, str] = {"error": "major", "warning": "minor", "note": "info"}


def gitlab(report: Report) -> str:
    """A list with an object for each finding."""
    return dumped(
        [
            {
                "description": one_line(finding),
                "check_name": finding.code,
                "fingerprint": fingerprint,
                "severity": SEVERITIES[finding.level],
                "location": {"path": slashed(finding.location.path), "lines": {"begin": finding.location.line}},
            }
            for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
        ]
    )
