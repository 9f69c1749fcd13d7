import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from format_samples import EMPTY, ODD, RICH
from markdown_it import MarkdownIt

from conftest import Golden
from partnercheck.checking.checker import CheckResult
from partnercheck.checking.output.machine import FORMATS, MAX_ROWS, github, gitlab, json_object, markdown, sarif
from partnercheck.checking.output.paint import Paint
from partnercheck.checking.output.text import summary, text
from partnercheck.core.codes import Level
from partnercheck.core.findings import Finding, Location

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"json": "json", "gitlab": "json", "sarif": "json", "junit": "xml", "markdown": "md"}
PAGE = "# PC301: a text too long for a phone\n\n*warning* · asking\n\nPeople read\non a *phone*.\n\n## Wrong\n"


@pytest.fixture(autouse=True)
def _one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "PC301.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr("partnercheck.checking.output.machine.bundled_folder", lambda _: tmp_path)
    monkeypatch.setattr("partnercheck.checking.output.machine.__version__", "1.2.3")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_looks_the_same_as_ever(name: str, golden: Golden) -> None:
    golden(FORMATS[name](RICH), GOLDEN / f"{name}.{ENDINGS.get(name, 'txt')}")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_findings_looks_the_same_as_ever(name: str, golden: Golden) -> None:
    golden(FORMATS[name](EMPTY), GOLDEN / f"{name}-empty.{ENDINGS.get(name, 'txt')}")


def test_a_narrow_terminal_gets_marked_and_wrapped_lines(golden: Golden) -> None:
    tagged = Paint(lambda said, part: f"<{part}>{said}</{part}>", lambda said, code: f"<{code}>{said}</{code}>", 60)
    golden(text(RICH, tagged), GOLDEN / "text-painted.txt")


def of_levels(*levels: Level, checked: int) -> CheckResult:
    found = [Finding(Location("0.yaml", line), "PC201", "…", level=level) for line, level in enumerate(levels, 1)]
    return CheckResult(tuple(found), tuple(f"{number}.yaml" for number in range(checked)))


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (of_levels(checked=0), "nothing was checked"),
        (of_levels(checked=1), "no findings in 1 file"),
        (of_levels(checked=4), "no findings in 4 files"),
        (of_levels("error", checked=1), "1 error in 1 file"),
        (of_levels("warning", "note", checked=2), "1 warning and 1 note in 1 of 2 files"),
        (of_levels("error", "error", "warning", "note", checked=1), "2 errors, 1 warning and 1 note in 1 file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_summary_counts_in_words(report: CheckResult, words: str) -> None:
    assert summary(report) == words
    assert text(report).split("\n\n")[-1].startswith(words)


def test_a_file_that_only_a_finding_names_is_counted() -> None:
    report = CheckResult((Finding(Location("gone.yaml"), "PC111", "it cannot be opened"),), ())
    assert summary(report) == "1 error in 1 file"
    assert json.loads(json_object(report))["files"] == ["gone.yaml"]


def test_the_code_to_read_about_is_the_first_of_the_worst() -> None:
    found = [Finding(Location("a.yaml", 1), "PC306", "…", level="note")]
    assert text(CheckResult(tuple(found), ("a.yaml",))).endswith("  `partnercheck explain PC306` tells more\n")
    found += [Finding(Location("a.yaml", line), code, "…") for line, code in ((2, "PC204"), (3, "PC201"))]
    assert text(CheckResult(tuple(found), ("a.yaml",))).endswith("  `partnercheck explain PC204` tells more\n")


def test_the_code_to_read_about_is_first_of_all_what_keeps_the_file_from_being_read() -> None:
    found = [
        Finding(Location("a.yaml", 1), "PC109", "…", level="warning"),
        Finding(Location("a.yaml", 2), "PC201", "…"),
        Finding(Location("a.yaml", 9), "PC102", "…"),
    ]
    assert text(CheckResult(tuple(found), ("a.yaml",))).endswith("  `partnercheck explain PC102` tells more\n")
    assert text(CheckResult(tuple(found[:2]), ("a.yaml",))).endswith("  `partnercheck explain PC201` tells more\n")


def test_words_that_several_findings_are_about_are_shown_once() -> None:
    line = "text: We trust and respect each other, and we plan."
    found = [Finding(Location("a.yaml", 3, 7), code, "…", "mend it", line, 8) for code in ("PC301", "PC302", "PC303")]
    other = Finding(Location("a.yaml", 3, 10), "PC304", "…", "", line, 5)
    told = text(CheckResult((*found, other), ("a.yaml",)))
    assert told.count(line) == 2
    assert [part.count("a.yaml:3:") for part in told.split("\n\n")] == [3, 1, 0]
    assert told.count("mend it") == 3


def test_a_name_of_a_file_is_shown_with_what_is_odd_in_it() -> None:
    odd = CheckResult((Finding(Location("a\nb\udcff.yaml"), "PC111", "…"),), ("a\nb\udcff.yaml",))
    for name in ("text", "concise", "markdown", "junit"):
        assert "a\\nb\\xff.yaml" in FORMATS[name](odd)


def test_a_workflow_command_can_be_taken_apart_again() -> None:
    command = next(line for line in github(RICH).splitlines() if "Ons" in line)
    name, _, rest = command.removeprefix("::").partition(" ")
    properties, _, told = rest.partition("::")
    pairs = dict(pair.split("=", 1) for pair in properties.split(","))
    assert name == "warning"
    assert unquote(pairs["file"]) == ODD
    assert list(pairs) == ["file", "line", "col", "endColumn", "title"]
    assert "\\x1b[31m" in told
    assert "%0A" in told
    assert "100%25 " in told


def test_paths_lead_from_where_the_check_ran() -> None:
    report = CheckResult((Finding(Location("./a b/c.yaml"), "PC201", "…"),), ("./a b/c.yaml",))
    assert "file=a b/c.yaml," in github(report)
    assert json.loads(gitlab(report))[0]["location"]["path"] == "a b/c.yaml"
    assert json.loads(sarif(report))["runs"][0]["artifacts"][0]["location"]["uri"] == "a%20b/c.yaml"


def test_a_whole_path_becomes_a_file_uri(tmp_path: Path) -> None:
    path = tmp_path / "a b.yaml"
    found = json.loads(sarif(CheckResult((), (str(path),))))["runs"][0]["artifacts"][0]["location"]
    assert found == {"uri": path.as_uri()}


def test_a_rule_tells_its_page() -> None:
    rules = {each["id"]: each for each in json.loads(sarif(RICH))["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["PC301"]["help"]["markdown"] == PAGE
    assert rules["PC301"]["fullDescription"]["text"] == "People read on a *phone*."
    assert rules["PC201"]["fullDescription"]["text"] == "an unknown key"


def test_a_long_list_in_markdown_is_cut_and_says_so() -> None:
    many = CheckResult(
        tuple(Finding(Location("a.yaml", line), "PC201", "…") for line in range(1, MAX_ROWS + 3)), ("a.yaml",)
    )
    assert markdown(many).count("| error |") == MAX_ROWS
    assert "… and 2 findings more." in markdown(many)


def test_a_page_of_markdown_shows_what_was_found_and_nothing_else() -> None:
    html = MarkdownIt("commonmark").enable("table").render(markdown(RICH))
    assert html.count("<table>") == html.count("<details>") == html.count("</details>") == html.count("<h4>") == 2
    assert html.count("<tr>") == len(RICH.findings) + 2
    assert "<code>Ons werk/naïve: 50% #1, `a|b` &lt;i&gt;.yaml</code>" in html
    assert "100% `sure` [a](b) 🙂" in html
    assert "<a " not in html
    assert "<b>" not in html
    assert "<em>" not in html
