"""The formats for programs and forges: concise, JSON, GitHub, GitLab, SARIF, JUnit and Markdown."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from partnercheck import __version__
from partnercheck.checking.checker import CheckResult
from partnercheck.checking.output.text import (
    TITLES,
    advice,
    counted,
    end_column,
    files_of,
    fingerprints,
    message,
    one_line,
    place,
    remedy,
    shown_first,
    slashed,
    summary,
    text,
)
from partnercheck.core.codes import CODES, FAMILIES, LEVELS, Code, Level
from partnercheck.core.files import bundled_folder
from partnercheck.core.findings import MESSAGE_WIDTH, Finding, clip, printable, shown_path
from partnercheck.core.text import escape_markdown


def concise(report: CheckResult) -> str:
    """A line for each finding, then how many there are."""
    lines: list[str] = []
    for findings, more in shown_first(report):
        lines += [f"{each.location}: {each.level} {each.code} {one_line(each)}" for each in findings]
        lines += [more] if more else []
    return "\n".join([*lines, *map(printable, report.notes), summary(report)]) + "\n"


COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def github(report: CheckResult) -> str:
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


SEVERITIES: dict[Level, str] = {"error": "major", "warning": "minor", "note": "info"}


def gitlab(report: CheckResult) -> str:
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


def json_object(report: CheckResult) -> str:
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
    return "".join(f"{line if line.isprintable() else _escaped_json(line)}\n" for line in written.split("\n"))


def _escaped_json(line: str) -> str:
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


TITLE_WIDTH = 100
SAME_FOR_ALL = {"package": "partnercheck", "timestamp": "1970-01-01T00:00:00", "hostname": "localhost", "time": "0"}
"""What the form asks for and a check does not tell, so that the same files give the same bytes."""


def junit(report: CheckResult) -> str:
    """A suite for each file; errors and warnings are failed tests, notes and files without findings passed ones."""
    top = ET.Element("testsuites")
    for number, (path, findings) in enumerate(files_of(report).items()):
        _add_suite(top, number, shown_path(path), findings, report.notes if number == 0 else ())
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, encoding="unicode")}\n'


def _add_suite(top: ET.Element, number: int, path: str, findings: list[Finding], notes: Iterable[str]) -> None:
    failed = sum(finding.level != "note" for finding in findings)
    counts = {"tests": max(1, len(findings)), "failures": failed, "errors": 0}
    suite = ET.SubElement(top, "testsuite", {"name": path, "id": str(number), **SAME_FOR_ALL})
    suite.attrib |= {name: str(n) for name, n in counts.items()}
    ET.SubElement(suite, "properties")
    for finding in findings:
        title = f"{finding.code} {clip(message(finding), TITLE_WIDTH)} ({place(finding)})"
        case = _add_case(suite, path, title)
        if finding.level != "note":
            failure = ET.SubElement(case, "failure", {"type": finding.level, "message": message(finding)})
            failure.text = str(finding)
    if not findings:
        _add_case(suite, path, f"no findings in {path}")
    told = [str(finding) for finding in findings if finding.level == "note"]
    ET.SubElement(suite, "system-out").text = "\n\n".join([*told, *map(printable, notes)])
    ET.SubElement(suite, "system-err")


def _add_case(suite: ET.Element, path: str, title: str) -> ET.Element:
    """A test; the ending of the path is left out of its class, where a dot would part packages."""
    classname = path.removesuffix(PurePath(path).suffix)
    return ET.SubElement(suite, "testcase", {"name": title, "classname": classname, "time": "0"})


MAX_ROWS = 100
"""Findings shown; forges cut off long comments."""


def markdown(report: CheckResult) -> str:
    """A headline, and for each file with findings a table and the lines they stand in."""
    parts = [f"### partnercheck: {summary(report)}", *map(_text, report.notes)]
    left = MAX_ROWS
    for path, findings in files_of(report).items():
        shown = findings[:left]
        left -= len(shown)
        if shown:
            parts += [f"#### {_code(path)}", "\n".join(_table(shown)), *_details(shown)]
    hidden = sum(map(report.count, LEVELS)) - (MAX_ROWS - left)
    if hidden > 0:
        parts.append(f"… and {counted(hidden, 'finding')} more.")
    parts += ["\n".join(f"- {line}" for line in advice(report))] if report.findings else []
    return "\n\n".join(parts) + "\n"


def _table(findings: list[Finding]) -> Iterator[str]:
    yield "| place | level | code | message |"
    yield "| ---: | --- | --- | --- |"
    for finding in findings:
        told = "<br>".join(_text(line) for line in (message(finding), remedy(finding)) if line)
        yield f"| {place(finding)} | {finding.level} | {finding.code} | {told} |"


def _details(findings: list[Finding]) -> Iterator[str]:
    """The source lines with carets, folded away."""
    lines = [line for finding in findings for line in finding.shown_excerpt()]
    if lines:
        content = "\n".join(lines)
        fence = "`" * max(3, 1 + _longest_run(content))
        yield f"<details>\n<summary>Where it stands</summary>\n\n{fence}text\n{content}\n{fence}\n\n</details>"


def _text(text: str) -> str:
    """A text in which nothing is taken for Markdown or HTML."""
    return escape_markdown(printable(text))


def _code(text: str) -> str:
    """The name of a file as code, whatever backticks it holds."""
    plain = shown_path(text)
    ticks = "`" * (1 + _longest_run(plain))
    room = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{room}{plain}{room}{ticks}"


def _longest_run(text: str) -> int:
    """How many backticks stand side by side, at most."""
    return max(map(len, re.findall("`+", text)), default=0)


SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: CheckResult) -> str:
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


FORMATS: dict[str, Callable[[CheckResult], str]] = {
    "text": text,
    "concise": concise,
    "json": json_object,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
    "markdown": markdown,
}
"""What makes a text of a report, by what `--format` calls it."""
