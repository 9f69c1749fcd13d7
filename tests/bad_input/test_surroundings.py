"""Odd surroundings: no home, no terminal, closed streams, and faults of our own. No command ends in a traceback."""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from partnercheck.checking.checker import CheckResult
from partnercheck.checking.output.machine import concise
from partnercheck.checking.output.text import text
from partnercheck.cli.app import told
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding, Location, shown_path
from partnercheck.core.words import words_for
from partnercheck.questionnaire.parser import parse

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = "questionnaire: pulse\nresponses:\n" + "".join(
    f"  - {{respondent: {name}, answers: {{good-intentions: 4, roles-now: accepted}}}}\n" for name in "abc"
)
COMMANDS = (
    ["assess", "pulse", "--answers", "a.yaml"],
    ["check", "a.yaml"],
    ["explain", "PC301"],
    ["show", "pulse"],
    ["list"],
    ["preview", "pulse"],
    ["guide", "pulse"],
    ["diff", "a.yaml", "a.yaml"],
    ["schema"],
    ["new", "-h"],
    ["report", "nowhere.round.jsonl"],
)
SURROUNDINGS: dict[str, dict[str, str | None]] = {
    "no width": {"COLUMNS": "0"},
    "a width of another script": {"COLUMNS": "²"},
    "a width without end": {"COLUMNS": "9" * 30, "LINES": "-1"},
    "no terminal": {"TERM": None},
    "no home": {"HOME": None, "XDG_CACHE_HOME": None, "TMPDIR": "/nowhere"},
    "a home that is no folder": {"HOME": "/dev/null", "XDG_CACHE_HOME": None},
}


def process(arguments: list[str], folder: Path, change: dict[str, str | None]) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **change}
    return subprocess.run(
        [sys.executable, "-m", "partnercheck", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
        env={name: value for name, value in environment.items() if value is not None},
    )  # fmt: skip


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_no_surroundings_end_a_command(surroundings: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ANSWERS)
    for arguments in COMMANDS:
        done = process(arguments, tmp_path, SURROUNDINGS[surroundings])
        assert "Traceback" not in done.stderr, arguments
        assert "a fault of its own" not in done.stderr, arguments
        assert done.returncode == process(arguments, tmp_path, {}).returncode, arguments


@pytest.mark.skipif(sys.platform == "win32", reason="shells close streams in another way there")
@pytest.mark.parametrize("command", ["list", "show pulse --json", "explain PC301", "schema questionnaire", "--version"])
def test_nothing_can_be_delivered_to_a_closed_stdout(command: str, tmp_path: Path) -> None:
    line = f"{shlex.quote(sys.executable)} -m partnercheck {command} >&-"
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr


FAULTY = """
import sys
from partnercheck.cli import app
def run(arguments):
    raise ValueError("line one\\nline two \\x1b[31m" + "x" * 5000)
app.run = run
from partnercheck.__main__ import main
main()
"""


@pytest.mark.parametrize("home", [True, False])
def test_a_fault_of_our_own_is_one_line_and_a_file(home: bool, tmp_path: Path) -> None:
    change = {"XDG_CACHE_HOME": str(tmp_path)} if home else {"XDG_CACHE_HOME": "/dev/null", "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", FAULTY], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **change},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stderr) < 600
    assert done.stderr[:-1].isprintable()
    file = Path(done.stderr.split("what is in ")[1].strip())
    assert tmp_path in file.parents
    assert "ValueError: line one" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0 or home


def test_where_nothing_can_be_written_the_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("partnercheck.core.files.own_folder", refused)
    assert told(MemoryError()) == (
        "partnercheck: a fault of its own stopped it (MemoryError); please report it; its details cannot be written"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="it has other signals")
@pytest.mark.parametrize("after", [0.15, 0.3, 0.6])
def test_ctrl_c_ends_in_silence_while_everything_is_being_imported(after: float, tmp_path: Path) -> None:
    script = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"  # the tests' may be ignored
    script += "from partnercheck.__main__ import main\nprint(flush=True)\nmain()"
    with subprocess.Popen(
        [sys.executable, "-c", script, "check", "-"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as started:  # fmt: skip
        assert started.stdout
        started.stdout.readline()
        time.sleep(after / 10)
        started.send_signal(2)
        _, err = started.communicate(timeout=60)
    assert "Traceback" not in err
    assert started.returncode == 130


def test_the_name_of_a_file_commands_nothing() -> None:
    for name in ("::error file=x::pwned.yaml", " ::stop-commands::x", "##[group]x"):
        report = CheckResult((Finding(Location(name), "PC201", "…"),), (name,))
        for shown in (text(report), concise(report), shown_path(name), str(report.findings[0])):
            assert not any(line.lstrip().startswith(("::", "##[")) for line in shown.splitlines())
            assert name.strip() in shown
    assert shown_path("a::b.yaml") == "a::b.yaml"


COMMANDING = "::error file=x::pwned"
ASKS = f"""format: 1
id: own
version: '1'
title: '{COMMANDING}'
about: ' ##[group]{COMMANDING}'
themes: {{t: {{en: '{COMMANDING}'}}}}
questions:
  - {{id: q, theme: t, text: '{COMMANDING}', help: '{COMMANDING}', kind: text}}
  - id: r
    text: yes
    options:
      - {{value: a, label: '{COMMANDING}', evidence: {{forming: 1}}}}
      - {{value: b, label: B}}
cases: [{{name: '{COMMANDING}', answers: [{{r: a}}], expect: too-few}}]
"""
"""A questionnaire whose every text, and a file name, looks like what a forge obeys; `yes` is what can be mended."""


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "FILE", "--format", "text"],
        ["check", "FILE", "--format", "concise"],
        ["check", "FILE", "--fix", "--format", "text"],
        ["show", "FILE"],
        ["preview", "FILE"],
        ["diff", "FILE", "pulse"],
        ["guide", "FILE", "-o", "OUTPUT.md"],
        ["new", "OUTPUT.yaml", "--title", "Own", "--id", "own", "-l", "en"],
        ["schema", "check", "-o", "OUTPUT.json"],
        ["assess", "FILE", "--answers", "answers.csv", "--partnership", COMMANDING],
    ],
    ids=" ".join,
)
def test_no_line_that_is_printed_commands_a_forge(arguments: list[str], tmp_path: Path) -> None:
    name = f"{COMMANDING}.yaml"
    (tmp_path / name).write_text(ASKS, encoding="utf-8")
    (tmp_path / "answers.csv").write_text("respondent,r\na,a\nb,a\nc,b\n", encoding="utf-8")
    words = [each.replace("FILE", name).replace("OUTPUT", COMMANDING) for each in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "partnercheck", *words], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert COMMANDING in said
    assert not [line for line in said.splitlines() if line.lstrip().startswith(("::", "##["))]


VALUES = [
    ("1000000000", True),
    ("1000000001", False),
    ("-1000000000", True),
    ("0.123456", True),
    ("0.1234567", False),
    ("1" * 13, False),
    ("-0.5", True),
    ("a" * 60, True),
]


@pytest.mark.parametrize(("value", "fits"), VALUES)
def test_numbers_have_a_size_that_sums_bear(value: str, fits: bool) -> None:
    options = f"[{{value: {value}, label: A, evidence: {{forming: 1}}}}, {{value: b, label: B}}]"
    head = "format: 1\nid: own\nversion: '1'\ntitle: Own\nquestions:\n"
    found = parse(TextFile("a.yaml", f"{head}  - {{id: q, text: Q, options: {options}}}\n")).findings
    assert (not found) == fits
    if not fits:
        assert [each.code for each in found] == ["PC203"]
        assert "1000000000 at most" in found[0].message
    bound = parse(TextFile("a.yaml", f"{head}  - {{id: q, text: Q, kind: number, most: {value}}}\n")).findings
    too_large = value.lstrip("-").isdigit() and abs(int(value)) > 1_000_000_000
    assert any("1000000000 at most" in each.message for each in bound) == too_large


@pytest.mark.parametrize("value", [1e300, -1e28, 123456789012345678.0, 5e-324, -0.0])
def test_any_number_is_written_in_full(value: float) -> None:
    from partnercheck.reports.filters import number

    assert words_for("en").number(value, 2)
    assert number(value, 2, lang="nl")
    assert number(value, lang="en")


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "--round", "ROUND"],
        ["assess", "--round", "ROUND", "--close"],
        ["report", "ROUND"],
        ["report", "ROUND", "-o", f"{COMMANDING}.md", "--close"],
        ["correct", "ROUND"],
        ["correct", "ROUND", "--invited", "1", "--take-back-form", COMMANDING],
        ["correct", "ROUND", "--erase-form", COMMANDING],
    ],
    ids=" ".join,
)
def test_no_line_about_a_round_commands_a_forge(arguments: list[str], tmp_path: Path) -> None:
    name = f"{COMMANDING}.round.jsonl"
    (tmp_path / f"{COMMANDING}.round.rescued-1.jsonl").write_text("{}", encoding="utf-8")
    (tmp_path / "answers.csv").write_text(
        f"respondent,partner,r\n{COMMANDING},{COMMANDING},a\nb,a,a\n", encoding="utf-8"
    )
    (tmp_path / "own.yaml").write_text(ASKS, encoding="utf-8")
    first = ["assess", "own.yaml", "--answers", "answers.csv", "--partnership", COMMANDING, "--round", name]
    for words in (first, [each.replace("ROUND", name) for each in arguments]):
        done = subprocess.run(
            [sys.executable, "-m", "partnercheck", *words], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == 0
        assert COMMANDING in said
        assert not [line for line in said.splitlines() if line.lstrip().startswith(("::", "##["))]
