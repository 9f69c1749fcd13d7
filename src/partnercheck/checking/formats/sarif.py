"""The sarif format: SARIF 2.1.0, which code scanning reads."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from partnercheck import __version__
from partnercheck.checking.formats.json_object import dumped
from partnercheck.checking.formats.told import end_column, files_of, fingerprints, message, remedy, slashed
from partnercheck.checking.runner import Report
from partnercheck.codes import CODES, FAMILIES, Code
from partnercheck.findings import Finding
from partnercheck.questionnaire.bundled import bundled_folder

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: Report) -> str:
    """One run, with the rules that something was found by."""
    found = {finding.code for finding in report.findings}
    rules = [each for each in CODES if each.code in found]
    number = {rule.code: at for at, rule in enumerate(rules)}
    notes = [{"level": "note", "message": {"text": note}} for note in report.notes]
    driver = {"name": "partnercheck", "semanticVersion": __version__, "rules": [_rule(each) for each in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "artifacts": [{"location": _artifact(path), "roles": ["analysisTarget"]} for path in files_of(report)],
        "results": [
            _result(finding, number[finding.code], fingerprint)
            for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
        ],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: Code) -> dict[str, Any]:
    file = bundled_folder("docs/rules") / f"{code.code}.md"
    page = file.read_text(encoding="utf-8") if file.is_file() else code.title
    about = (page.split("\n\n") + [code.title] * 3)[2]
    return {
        "id": code.code,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": " ".join(about.split())},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": code.level},
        "properties": {"tags": [FAMILIES[code.code[:3]]]},
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    artifact = _artifact(finding.location.path)
    line, column = finding.location.line, finding.location.column
    region = {"startLine": line, "startColumn": column, "endColumn": end_column(finding)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": "\n".join(filter(None, (message(finding), remedy(finding))))},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"partnercheck/v1": fingerprint},
    }
    if finding.fix:
        replacements = [
            {
                "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                "insertedContent": {"text": edit.text},
            }
            for edit in finding.fix
        ]
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}]}]
    return result


def _artifact(path: str) -> dict[str, str]:
    """Where a file is: from the root of the sources, or, for a whole path, on this machine."""
    here = PurePath(path)
    if here.is_absolute():
        return {"uri": here.as_uri()}
    return {"uri": quote(slashed(path), safe="/", errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
