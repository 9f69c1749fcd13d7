"""The junit format: test results that Jenkins, GitLab and others show, in the form of Ant's JUnit.xsd."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import PurePath

from partnercheck.checking.formats.told import files_of, message, place
from partnercheck.checking.runner import Report
from partnercheck.findings import Finding, clip, printable, shown_path

TITLE_WIDTH = 100
SAME_FOR_ALL = {"package": "partnercheck", "timestamp": "1970-01-01T00:00:00", "hostname": "localhost", "time": "0"}
"""What the form asks for and a check does not tell, so that the same files give the same bytes."""


def junit(report: Report) -> str:
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
