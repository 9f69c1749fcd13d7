"""Files of shapes that nobody writes: a check of them ends soon, in little memory, with a list that can be read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counting import calls
from partnercheck.checking.catalog import MAX_READ, QuestionnaireCatalog
from partnercheck.checking.checker import MAX_OF_A_FILE, report_of
from partnercheck.checking.discovery import kind_of, pattern_in
from partnercheck.checking.output.machine import concise
from partnercheck.checking.output.text import text
from partnercheck.checking.settings import Settings, read_settings
from partnercheck.core.files import SMALLER, TextFile, decode, read_bytes, read_stream
from partnercheck.core.findings import MAX_KNOWN, Finding, Location, PartnercheckError, did_you_mean
from partnercheck.questionnaire.parser import MAX_PARTS, parse

ROOT = Path(__file__).parents[2]
HEAD = "format: 1\nid: own\nversion: '1'\ntitle: Own\n"
SHAPES = {
    "unknown keys in a list.yaml": "questions:\n" + "- a: b\n" * 280_000,
    "unknown keys.yaml": "questions: []\n" + "".join(f"key{n}: 1\n" for n in range(100_000)),
    "unknown keys.json": '{"questions": 1,' + ",".join(f'"k{n}": 1' for n in range(100_000)) + "}",
    "aliases.yaml": "questions:\n" + "- *a\n" * 100_000,
    "the same key.yaml": "questions: []\n" + "a: 1\n" * 300_000,
    "words without quotes.yaml": "questions:\n" + "- yes\n" * 300_000,
    "blank lines.yaml": "a: 1\n" + "\n" * 1_900_000,
    "dashes.yaml": "questions: []\n# partnercheck: ignore PC301 " + "-" * 1_800_000 + "\n",
    "options.yaml": HEAD
    + "questions:\n  - id: q\n    text: Q?\n    options:\n"
    + "".join(f"      - {{value: v{n}, label: L{n}, evidence: {{formng: 1}}}}\n" for n in range(30_000)),
    "answers.yaml": "questionnaire: pulse\nresponses:\n"
    + "- {respondent: a, answers: {good-intentions: 4}}\n" * 300_000,
}
LIMITED = """
import re, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from partnercheck.cli.app import run
code = run(sys.argv[1:])
most = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())  # getrusage counts the parent's memory too
print(code, int(most[1]) // 1000, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited in another way elsewhere")
@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_takes_long_or_much(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(SHAPES[name])
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "check", "--no-cache", name],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "dumb"},
    )  # fmt: skip
    code, megabytes = done.stderr.split()[-2:]
    assert code in ("0", "1")
    assert int(megabytes) < 600
    assert len(done.stdout) < 60_000


def found(n: int) -> list[Finding]:
    return [Finding(Location("a.yaml", line), "PC201", f"fault {line}") for line in range(1, n + 1)]


@pytest.mark.parametrize("n", [49, 50, 51, MAX_OF_A_FILE, MAX_OF_A_FILE + 1, 3000])
def test_people_are_shown_fifty_and_told_how_many_more(n: int) -> None:
    report = report_of(found(n), ["a.yaml"], Settings())
    assert report.count("error") == n
    assert len(report.findings) == min(n, MAX_OF_A_FILE)
    for shown in (text(report), concise(report)):
        assert shown.count("fault") == min(n, 50)
        assert (f"… and {n - 50:,} more in a.yaml." in shown) == (n > 50)
        assert f"{n} errors" in shown
    assert any("not listed" in note for note in report.notes) == (n > MAX_OF_A_FILE)


def test_the_kind_of_a_file_is_told_in_time_that_grows_with_it() -> None:
    for filling in ("\n", " ", " \n", '"\n', '"questions"\n', "questions\n", '{"questions" '):
        kind_of("a.yaml", "a: 1\n" + filling * 150_000, named=False)  # a pattern that looks twice would take minutes


def test_a_word_is_held_against_so_many_others_and_no_more() -> None:
    few = calls(lambda: did_you_mean("nothing", [f"word{n}" for n in range(MAX_KNOWN)]))
    many = calls(lambda: did_you_mean("nothing", [f"word{n}" for n in range(50 * MAX_KNOWN)]))
    assert many < few * 1.5


def test_a_questionnaire_is_small_and_other_files_may_be_larger(tmp_path: Path) -> None:
    most = SMALLER["a questionnaire"]
    path = tmp_path / "a.yaml"
    for size, fits in ((most, True), (most + 1, False)):
        path.write_bytes(b"a" * size)
        for what, may in (("a questionnaire", fits), ("an answers file", True)):
            for read in (
                lambda what=what: read_bytes(path, what),
                lambda what=what: decode("a", path.read_bytes(), what),
            ):
                if may:
                    assert read()
                else:
                    with pytest.raises(PartnercheckError, match=r"2 MB|can be read"):
                        read()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is nothing endless here")
def test_a_stream_without_end() -> None:
    with open("/dev/zero", "rb") as stream, pytest.raises(PartnercheckError, match="more than 16 MB"):  # noqa: PTH123
        read_stream(stream, "Standard input", "a file to check")


def test_more_parts_than_anybody_writes_are_not_read() -> None:
    findings = parse(TextFile("a.yaml", HEAD + "questions: [" + "a," * MAX_PARTS + "]\n")).findings
    assert any(each.code == "PC102" and "more than" in each.message for each in findings)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a = " + "[" * 5000, "PC1"),
        ("a = " + "{a=" * 5000, "PC1"),
        ("max-warnings = " + "1" * 5000, "a number of 5000 characters"),
        ("a.b" + ".c" * 5000 + " = 1", "PC201"),
        ("\n".join(f"k{n} = 1" for n in range(100_000)), "PC201"),
        ("exclude = ['[']", "is no pattern"),
    ],
    ids=["lists", "tables", "digits", "dots", "keys", "pattern"],
)
def test_settings_of_shapes_that_nobody_writes(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "partnercheck.toml"
    path.write_text(content)
    with pytest.raises(PartnercheckError) as caught:
        read_settings(path)
    assert 1 <= len(caught.value.findings) <= 50
    assert said in str(caught.value.findings[0])


def test_a_large_file_beside_answers_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "big.json").write_text('{"questions": [' + "1," * (MAX_READ // 2) + "1]}")
    shelf = QuestionnaireCatalog()
    few = calls(lambda: shelf.asking(["q"], tmp_path / "nowhere"))
    assert calls(lambda: QuestionnaireCatalog().asking(["q"], tmp_path)) < few + 2000


def test_a_pattern_is_read_once() -> None:
    assert pattern_in("*.yaml") is pattern_in("*.yaml")


def test_a_list_for_programs_is_bounded_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from partnercheck.cli.app import run

    (tmp_path / "a.yaml").write_text("questions: []\n" + "".join(f"key{n}: 1\n" for n in range(5000)))
    assert run(["check", "--no-cache", "-f", "json", str(tmp_path / "a.yaml")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["findings"]) <= MAX_OF_A_FILE
    assert told["summary"]["errors"] >= len(told["findings"])
