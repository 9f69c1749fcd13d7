"""Bad input through the real command: a few lines that say what is wrong, exit code 2, and nothing on stdout."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from partnercheck.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'format: 1\nid: own\nversion: "1"\ntitle: Own\n'
QUESTIONS = "questions:\n  - {id: q, text: How are you?, kind: text}\n"
ANSWERS = "questionnaire: pulse\nresponses:\n" + "".join(
    f"  - {{respondent: {name}, answers: {{good-intentions: 4, roles-now: accepted}}}}\n" for name in "abc"
)
NOBODY = 65534


def assert_refused(code: int, out: str, err: str, most: int = 4_500) -> None:
    """The user is told briefly and in plain words; nothing else happened."""
    assert (code, out) == (2, "")
    assert 10 < len(err.encode()) < most
    assert "Traceback" not in err
    assert all(line.isprintable() for line in err.split("\n"))


def told(arguments: Sequence[str | Path], capsys: pytest.CaptureFixture[str], most: int = 4_500) -> str:
    """What the command says while it refuses to go on."""
    capsys.readouterr()
    start = time.perf_counter()
    code = run([str(each) for each in arguments])
    assert time.perf_counter() - start < 60  # a hang, not a speed
    out, err = capsys.readouterr()
    assert_refused(code, out, err, most)
    return str(err)


def process(arguments: Sequence[str | Path], **options: object) -> "subprocess.CompletedProcess[str]":
    """A real process of the command."""
    command = [sys.executable, "-m", "partnercheck", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "dumb"}
    settings = {"capture_output": True, "text": True, "timeout": 60, "env": environment, "stdin": subprocess.DEVNULL}
    return subprocess.run(command, check=False, **{**settings, **options})  # type: ignore[call-overload, no-any-return]  # any setting


@pytest.fixture
def good_answers(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(ANSWERS)
    return path


def used_as(path: str | Path) -> list[list[str | Path]]:
    """Every way to hand a file to the command."""
    return [["show", path], ["assess", path, "--answers", path], ["assess", "pulse", "--answers", path]]


# --- files that are none ----------------------------------------------------------------------------------------------


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in used_as(tmp_path / "nowhere.yaml"):
        assert "there is no such file" in told(arguments, capsys)


def test_a_misspelt_questionnaire(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean 'pulse'?" in told(["show", "puls"], capsys)


def test_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in used_as(tmp_path):
        assert "is a folder" in told(arguments, capsys)


@pytest.mark.parametrize("name", ["", "x" * 5000, "a\0b", "good.yaml/inside", "\x1b[31m.yaml", "\udcff.yaml"])
def test_names_that_name_no_file(
    name: str, good_answers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(good_answers.parent)
    for arguments in used_as(name):
        told(arguments, capsys)


@contextmanager
def nobody() -> Iterator[None]:
    """Without root's power to read everything; somebody who is not root has none to begin with."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_without_permission(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "pulse"]) == 0  # everything is imported before the power is given up
    assert run(["assess", "--answers", "nowhere.yaml"]) == 2
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        closed = Path(folder) / "closed.yaml"
        closed.write_text(ANSWERS)
        closed.chmod(0)
        with nobody():
            for arguments in used_as(closed):
                assert "you have no permission" in told(arguments, capsys)


def test_a_pipe_that_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for arguments in used_as(tmp_path / "pipe.yaml"):
        found = process(arguments, timeout=20)
        assert_refused(found.returncode, found.stdout, found.stderr)
        assert "empty" in found.stderr


def test_a_pipe_that_somebody_writes_to() -> None:
    found = process(["show", "/dev/stdin", "--json"], stdin=None, input=HEAD + QUESTIONS)
    assert (found.returncode, found.stderr) == (0, "")
    assert '"id": "own"' in found.stdout


@pytest.mark.parametrize("endless", ["/dev/zero", "/dev/urandom"])
def test_a_file_without_end(endless: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in used_as(endless):
        assert "does not end" in told(arguments, capsys)


def test_a_file_of_200_megabytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "huge.yaml").open("wb") as stream:
        stream.truncate(200_000_000)
    for arguments in used_as(tmp_path / "huge.yaml"):
        assert "is 200 MB" in told(arguments, capsys)


# --- content ----------------------------------------------------------------------------------------------------------

CONTENTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "PC108"),
    "blank": (b" \n\n", "PC108"),
    "Latin-1": ("about: café\n".encode("latin-1"), "PC101"),
    "UTF-16": ("about: café\n".encode("utf-16"), "PC101"),
    "NUL": (b"about: a\0b\n", "PC101"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "PC101"),
    "a spreadsheet": (b"PK\x03\x04\x14\0\x06\0" + b"\0" * 100, "PC101"),
    "an alias bomb": (
        b"a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 9)) for n in range(ord("b"), ord("j"))),
        "PC104",
    ),
    "10,000 levels": (b"[" * 10_000 + b"]" * 10_000, "PC105"),
    "10,000 levels of mappings": (b'{"a":' * 10_000, "PC105"),
    "1,900,000 digits": (b"minutes: " + b"7" * 1_900_000 + b"\n", "PC107"),
    "5,000 digits": (b"minutes: " + b"7" * 5_000 + b"\n", "PC107"),
    "terminal escapes": (b'title: "\\e]0;owned\\a\\e[31m red"\n\x1b[2J: 1\n', "PC106"),
    "HTML": (b"'<script>alert(1)</script>': <img src=x onerror=alert(1)>\n", "PC20"),
    "one long line": (b"a: " + b"b" * 1_900_000, "PC20"),
    "a template": (b"{{ 7*7 }}{% raw %}\n", "PC10"),
}


@pytest.mark.parametrize("name", ["bad.yaml", "bad.json", "bad.csv"])
@pytest.mark.parametrize("content", CONTENTS)
def test_bad_content(content: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_bytes(CONTENTS[content][0])
    code = CONTENTS[content][1]
    assert code in told(["show", path], capsys)
    said = told(["assess", "pulse", "--answers", path], capsys)
    assert f"{path}:" in said
    assert "PC" in said if name.endswith(".csv") else code in said or code == "PC107"


def test_the_same_in_a_real_process(tmp_path: Path) -> None:
    (tmp_path / "bomb.yaml").write_bytes(CONTENTS["an alias bomb"][0])
    (tmp_path / "escapes.yaml").write_bytes(CONTENTS["terminal escapes"][0])
    for name in ("bomb.yaml", "escapes.yaml", "nowhere.yaml"):
        found = process(["show", name], cwd=tmp_path)
        assert_refused(found.returncode, found.stdout, found.stderr)


@pytest.mark.parametrize("bad", ['"\\e[31mred"', "<b>bold</b>", "=HYPERLINK(1)", "999", "maybe", '"\\u202egnp"'])
def test_a_bad_answer_anywhere(bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = f"respondent: {bad}, partner: {bad}, sector: {bad}"
    answers = f"answers: {{roles-now: {bad}, {bad}: 4}}, comments: {{{bad}: {bad}}}"
    (tmp_path / "a.yaml").write_text(f"questionnaire: {bad}\nresponses:\n  - {{{people}, {answers}}}\n")
    said = told(["assess", "pulse", "--answers", tmp_path / "a.yaml"], capsys, most=6_000)
    assert said.count("PC80") >= 4


def test_a_bad_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("respondent,roles-now,<b>x\n=cmd|' /C calc'!A0,\x1b[31mred,999\n")
    said = told(["assess", "pulse", "--answers", tmp_path / "a.csv"], capsys)
    assert [code for code in ("PC106", "PC801", "PC802", "PC807") if code in said] == [
        "PC106",
        "PC801",
        "PC802",
        "PC807",
    ]


def test_html_in_a_good_questionnaire_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (HEAD + QUESTIONS).replace("How are you?", "'<b>How</b> [red]are[/red] you?'")
    (tmp_path / "own.yaml").write_text(text)
    assert run(["show", str(tmp_path / "own.yaml")]) == 0
    assert "<b>How</b> [red]are[/red] you?" in capsys.readouterr().out


def test_many_problems_are_counted_and_the_first_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.yaml").write_text(HEAD + QUESTIONS + "".join(f"k{n}: 1\n" for n in range(500)))
    assert run(["show", str(tmp_path / "own.yaml")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "500 problems found" in err
    assert "450 more" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["shw"],
        ["show"],
        ["show", "pulse", "--lang", "xx"],
        ["show", "pulse", "--nothing"],
        ["assess", "pulse", "--answers"],
        ["assess", "pulse", "--date", "tomorrow", "--answers", "x.yaml"],
        ["assess", "pulse", "--k", "2", "--answers", "x.yaml"],
        ["assess", "pulse", "--by", "name", "--answers", "x.yaml"],
        ["show", "pulse", "--lang", "\x1b[31m"],
    ],
    ids=" ".join,
)
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    told(arguments, capsys)


# --- output -----------------------------------------------------------------------------------------------------------


def through_a_shell(line: str) -> "subprocess.CompletedProcess[str]":
    shell = shutil.which("bash") or "sh"
    command = f"{shlex.quote(sys.executable)} -m partnercheck"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "dumb"}
    return subprocess.run(
        [shell, "-o", "pipefail", "-c", line.replace("partnercheck", command, 1)], cwd=ROOT,
        capture_output=True, text=True, timeout=60, env=environment, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("options", ["", "--json"])
def test_a_reader_that_goes_away(options: str) -> None:
    found = through_a_shell(f"partnercheck show partnership-for-skills {options} | head -1")
    assert found.returncode == 0
    assert len(found.stdout.splitlines()) == 1
    assert found.stderr == ""


@pytest.mark.parametrize("command", ["list", "--help", "assess --answers examples/harbour-technicians.yaml"])
def test_a_reader_that_was_never_there(command: str) -> None:
    found = through_a_shell(f"(sleep 0.5; partnercheck {command}) | true")
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


@pytest.mark.needs("/dev/full")
@pytest.mark.parametrize("command", ["list", "show pulse", "show pulse --json", "--help", "--version"])
def test_a_full_disk_behind_stdout(command: str) -> None:
    found = through_a_shell(f"partnercheck {command} > /dev/full")
    assert_refused(found.returncode, found.stdout, found.stderr)
    assert "disk is full" in found.stderr


def test_a_closed_stdout() -> None:
    found = through_a_shell("partnercheck list >&-")
    assert "Traceback" not in found.stderr
    assert found.returncode in (0, 2)


def test_a_round_file_that_cannot_be_written(
    good_answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "nowhere" / "a.jsonl", tmp_path, good_answers / "a.jsonl"):
        told(["assess", "--answers", good_answers, "--round", path], capsys)
