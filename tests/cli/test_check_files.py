"""`partnercheck check` and the files it reads, mends and writes: what it must not touch, and how it ends."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from partnercheck.checking.checker import check_files, check_paths
from partnercheck.checking.discovery import files_in
from partnercheck.checking.settings import Settings
from partnercheck.cli.app import run
from partnercheck.cli.console import Counter
from partnercheck.core.files import bundled_path
from partnercheck.core.findings import PartnercheckError

ROOT = Path(__file__).parents[2]
QUICK = ["--no-simulation", "--no-cache"]
Captured = pytest.CaptureFixture[str]
PULSE = (bundled_path("pulse") or Path()).read_bytes()
MENDABLE = re.sub(rb'version: "([0-9.]+)"', rb"version: \1", PULSE, count=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


def check(*arguments: str | Path) -> int:
    return run(["check", *QUICK, *map(str, arguments)])


# --- writing findings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["a.yaml", "link.yaml", "there/../a.yaml"])
@pytest.mark.parametrize("named", ["a.yaml", "."])
def test_findings_are_not_written_over_a_file_that_is_checked(
    target: str, named: str, folder: Path, capsys: Captured
) -> None:
    (folder / "a.yaml").write_bytes(PULSE)
    (folder / "link.yaml").symlink_to("a.yaml")
    (folder / "there").mkdir()
    assert check("--output", target, named) == 2
    assert "is what is read here" in capsys.readouterr().err
    assert (folder / "a.yaml").read_bytes() == PULSE


def test_findings_that_cannot_be_written_are_told_before_anything_is_mended(folder: Path, capsys: Captured) -> None:
    (folder / "a.yaml").write_bytes(MENDABLE)
    assert check("--fix", "--output", "no/such.txt", "a.yaml") == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert (folder / "a.yaml").read_bytes() == MENDABLE


# --- mending ----------------------------------------------------------------------------------------------------------


def test_mending_goes_on_behind_a_file_that_cannot_be_written_and_ends_with_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_bytes(MENDABLE)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != "a.yaml" and may(path, mode))
    assert check("--fix", "a.yaml", "b.yaml") == 2
    told = capsys.readouterr()
    assert "a.yaml cannot be written: you have no permission." in told.err
    assert "a.yaml:" in told.out
    assert "b.yaml:" not in told.out
    assert (folder / "a.yaml").read_bytes() == MENDABLE
    assert (folder / "b.yaml").read_bytes() == PULSE


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_mending_standard_input_keeps_its_bytes(start: bytes, end: bytes) -> None:
    text = start + MENDABLE.replace(b"\n", end)
    command = [sys.executable, "-m", "partnercheck", "check", *QUICK, "--fix", "-"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    found = subprocess.run(command, input=text, capture_output=True, env=env, check=False)
    assert found.returncode == 0
    assert found.stdout == start + PULSE.replace(b"\n", end)


def test_a_difference_with_a_file_that_cannot_be_read_shows_the_others_and_ends_with_2(
    folder: Path, capsys: Captured
) -> None:
    (folder / "a.yaml").write_bytes(MENDABLE)
    assert check("--diff", "a.yaml", "none.yaml") == 2
    told = capsys.readouterr()
    assert "+++ a.yaml" in told.out
    assert "none.yaml cannot be read: there is no such file." in told.err


@pytest.mark.parametrize("option", [["--format", "json"], ["--output", "x.txt"]], ids=" ".join)
def test_a_difference_has_one_form(option: list[str], folder: Path, capsys: Captured) -> None:
    (folder / "a.yaml").write_bytes(MENDABLE)
    assert check("--diff", *option, "a.yaml") == 2
    assert "--diff shows changes" in capsys.readouterr().err
    assert not (folder / "x.txt").exists()


# --- standard input ---------------------------------------------------------------------------------------------------


def test_standard_input_that_is_closed_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert check("-") == 2
    assert "There is no standard input." in capsys.readouterr().err


def test_standard_input_is_held_to_the_settings_of_the_file_it_stands_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "partnercheck.toml").write_text('ignore = ["PC"]\n', encoding="utf-8")
    for name, code in (("deep/a.yaml", 0), ("deep/../a.yaml", 1)):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"questions: []\n")))
        assert check("-", "--stdin-filename", name) == code
    capsys.readouterr()


# --- where files and settings stand -----------------------------------------------------------------------------------


def test_a_path_with_two_dots_is_the_file_it_leads_to(folder: Path, capsys: Captured) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "partnercheck.toml").write_text('ignore = ["PC"]\n', encoding="utf-8")
    (folder / "partnercheck.toml").write_text('exclude = ["drafts/"]\n', encoding="utf-8")
    (folder / "drafts").mkdir()
    for name in ("a.yaml", "drafts/b.yaml"):
        (folder / name).write_text("questions: []\n", encoding="utf-8")
    assert check("--format", "json", "deep/..") == 1
    assert json.loads(capsys.readouterr().out)["files"] == ["deep/../a.yaml"]
    assert check("--format", "json", "a.yaml", "deep/../a.yaml") == 1
    assert len(json.loads(capsys.readouterr().out)["files"]) == 1


def test_settings_in_another_folder_count_their_patterns_from_there(folder: Path, capsys: Captured) -> None:
    (folder / "set").mkdir()
    (folder / "set" / "own.toml").write_text('exclude = ["*.yaml"]\n[per-file-ignores]\n"*" = ["PC"]\n', "utf-8")
    (folder / "a.yaml").write_text("questions: []\n", encoding="utf-8")
    assert check("--settings", "set/own.toml", ".") == 1
    assert check("--settings", "set/../set/own.toml", "a.yaml") == 1
    (folder / "own.toml").write_text('[per-file-ignores]\n"*" = ["PC"]\n', "utf-8")
    assert check("--settings", "set/../own.toml", "a.yaml") == 0
    assert check("--settings", "none.toml", "a.yaml") == 2
    assert "none.toml cannot be read" in capsys.readouterr().err


def test_a_folder_of_settings_that_may_not_be_looked_into_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from partnercheck.checking.settings import settings_near

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refused)
    assert settings_near(folder) == Settings(folder=folder)


# --- what is not known ------------------------------------------------------------------------------------------------


def test_what_ignore_files_leave_out_is_told_apart_from_nothing(folder: Path, capsys: Captured) -> None:
    (folder / "a.yaml").write_bytes(PULSE)
    (folder / ".ignore").write_text("*.yaml\n", encoding="utf-8")
    assert check(".") == 2
    assert "leaves out all there is" in capsys.readouterr().err


def test_a_questionnaire_in_json_is_found_by_its_id_however_it_is_laid_out(folder: Path) -> None:
    plain = {"title": "Own", "format": 1, "version": "1", "questions": [{"id": "q", "text": "?", "kind": "text"}]}
    (folder / "answers.yaml").write_text("questionnaire: our-own\nresponses:\n- answers: {q: x, r: x}\n", "utf-8")
    for written in (
        json.dumps({**plain, "id": "our-own"}),
        json.dumps({"id": "our-own", **plain}, indent=2),
        json.dumps({**plain, "id": "our-own"}, indent="\t"),
    ):
        (folder / "own.json").write_text(written, encoding="utf-8")
        assert [each.code for each in check_paths([folder / "answers.yaml"], Settings()).findings] == ["PC801"]


def test_a_table_finds_a_faulty_questionnaire_and_waits_for_it(folder: Path) -> None:
    (folder / "own.yaml").write_text(
        "format: 1\nid: our-own\nversion: '1'\ntitle: Own\nminuts: 3\n"
        "questions: [{id: harbour-talk, text: T, kind: text}]\n",
        encoding="utf-8",
    )
    (folder / "a.csv").write_text("respondent,harbour-talk\na,x\n", encoding="utf-8")
    found = check_paths([folder / "a.csv"], Settings()).findings
    assert [(each.code, each.remedy) for each in found] == [("PC809", "mend these first")]
    assert "own.yaml has faults of its own" in found[0].message


def test_reading_settings_tells_every_problem_of_a_family_of_levels(folder: Path) -> None:
    from partnercheck.checking.settings import read_settings

    (folder / "partnercheck.toml").write_text("[levels]\nPC3 = 'note'\nPC301 = 'error'\n", encoding="utf-8")
    found = read_settings(folder / "partnercheck.toml")
    assert found
    assert (found.levels["PC301"], found.levels["PC302"], "PC401" in found.levels) == ("error", "note", False)
    (folder / "partnercheck.toml").write_text("[levels]\nPC3 = 'high'\n", encoding="utf-8")
    with pytest.raises(PartnercheckError) as caught:
        read_settings(folder / "partnercheck.toml")
    assert len(caught.value.findings) == 1


# --- what cannot be read ----------------------------------------------------------------------------------------------


def closed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Take every permission for one path away; who runs the tests may have them all."""
    real = os.open, os.scandir, os.access

    def is_it(path: object) -> bool:
        return isinstance(path, str | Path) and Path(path).name == name

    def opened(path: str, *rest: int, **more: int) -> int:
        if is_it(path):
            raise PermissionError(13, "Permission denied", path)
        return real[0](path, *rest, **more)

    def scanned(path: str) -> object:
        if is_it(path):
            raise PermissionError(13, "Permission denied", path)
        return real[1](path)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "scandir", scanned)
    monkeypatch.setattr(os, "access", lambda path, mode: not is_it(path) and real[2](path, mode))


def findings(capsys: Captured) -> dict[str, tuple[str, str]]:
    told = json.loads(capsys.readouterr().out)["findings"]
    return {each["path"]: (each["code"], each["message"]) for each in told}


def test_a_file_that_may_not_be_read_is_a_finding_and_the_others_are_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (folder / "Secret.yaml").write_bytes(PULSE)
    (folder / "b.yaml").write_text("questions: [\n", encoding="utf-8")
    closed(monkeypatch, "Secret.yaml")
    for named in (["Secret.yaml", "b.yaml"], ["."]):
        assert check("--format", "json", *named) == 2
        found = findings(capsys)
        assert found["Secret.yaml"] == ("PC111", "the file cannot be read: you have no permission")
        assert found["b.yaml"][0] == "PC102"


def test_a_folder_that_may_not_be_looked_into_is_a_finding_and_the_others_are_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    for name in ("locked", "open"):
        (folder / name).mkdir()
        (folder / name / "a.yaml").write_bytes(MENDABLE)
    closed(monkeypatch, "locked")
    assert check("--format", "json", "--select", "PC1,PC2", ".") == 2
    found = findings(capsys)
    assert found["locked"] == ("PC111", "the folder cannot be looked into: you have no permission")
    assert found["open/a.yaml"][0] == "PC203"
    assert check("locked") == 2
    assert "locked:1:1: error PC111" in capsys.readouterr().out
    assert check("--diff", ".") == 2
    told = capsys.readouterr()
    assert "+++ open/a.yaml" in told.out
    assert told.err == "partnercheck: locked cannot be looked into: you have no permission.\n"
    assert check("--fix", ".") == 2
    told = capsys.readouterr()
    assert told.err == "1 mended in open/a.yaml\n"
    assert told.out.count("locked") == 1


def test_a_file_in_a_folder_that_may_not_be_entered_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refused)
    assert check("--format", "json", "a.yaml") == 2
    assert findings(capsys) == {"a.yaml": ("PC111", "the file cannot be read: you have no permission")}


def test_a_name_is_said_once_and_a_link_to_nothing_is_called_one(folder: Path, capsys: Captured) -> None:
    (folder / "link.yaml").symlink_to("gone/away.yaml")
    (folder / "folder.yaml").mkdir()
    assert check("--format", "concise", "link.yaml", "None.yaml") == 2
    missing, link, *_ = capsys.readouterr().out.splitlines()
    assert missing.startswith("None.yaml:1:1: error PC111 the file cannot be read: there is no such file (")
    assert link.startswith("link.yaml:1:1: error PC111 this is a link to gone/away.yaml, and there is nothing (")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_questionnaire_in_utf_16_is_not_passed_over_in_silence(encoding: str, folder: Path, capsys: Captured) -> None:
    (folder / "a.yaml").write_bytes(("\ufeff" + PULSE.decode()).encode(encoding))
    (folder / "b.yaml").write_bytes("\ufeffon: push\n".encode(encoding))
    assert check("--format", "json", ".") == 1
    assert {path: code for path, (code, _) in findings(capsys).items()} == {"a.yaml": "PC101"}
    assert check("--diff", ".") == 2
    assert "a.yaml:1:1: error PC101" in capsys.readouterr().err


def test_a_byte_order_mark_hides_no_kind(folder: Path, capsys: Captured) -> None:
    (folder / "a.yaml").write_bytes(b"\xef\xbb\xbfquestions: []\n")
    (folder / "b.json").write_bytes(b'\xef\xbb\xbf{"questions": []}\n')
    assert check("--format", "json", ".") == 1
    assert json.loads(capsys.readouterr().out)["files"] == ["a.yaml", "b.json"]


# --- when nobody listens ----------------------------------------------------------------------------------------------


def to_nobody(*arguments: str) -> tuple[int, bytes]:
    """How a command ends whose reader has gone away before it says anything, and what it complains of."""
    reading, writing = os.pipe()
    os.close(reading)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "partnercheck", *arguments]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=env, check=False)
    os.close(writing)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list"], 0),
        (["show", "pulse"], 0),
        (["explain"], 0),
        (["explain", "PC3"], 0),
        (["schema", "questionnaire"], 0),
        (["--help"], 0),
        (["preview", "pulse", "--no-simulation"], 0),
        (["check", *QUICK, "a.yaml"], 1),
        (["check", *QUICK, "none.yaml"], 2),
        (["check", *QUICK, "--diff", "b.yaml"], 1),
        (["diff", "a.yaml", "nope.yaml"], 2),
        (["new", "c.yaml", "--no-input"], 0),
    ],
    ids=str,
)
def test_a_reader_that_has_gone_away_changes_no_exit_code(arguments: list[str], code: int, folder: Path) -> None:
    (folder / "a.yaml").write_text("questions: []\n", encoding="utf-8")
    (folder / "b.yaml").write_bytes(MENDABLE)
    ended, complaint = to_nobody(*arguments)
    assert ended == code
    assert bool(complaint) == (arguments[0] == "diff")


def test_a_questionnaire_is_started_whole_though_nobody_listens(folder: Path) -> None:
    assert to_nobody("new", "c.yaml", "--no-input") == (0, b"")
    assert sorted(path.name for path in folder.iterdir()) == ["c.yaml", "questionnaire.schema.json"]


# --- how far it is ----------------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("screen", "total", "seconds", "shown"),
    [
        (Screen(), 3, 0.6, "\r2 of 3 files looked at\r3 of 3 files looked at\r\x1b[K"),
        (Screen(), 3, 0.1, ""),
        (Screen(), 1, 5.0, ""),
        (io.StringIO(), 3, 5.0, ""),
    ],
)
def test_files_are_counted_on_a_terminal_once_it_takes_long(
    screen: io.StringIO, total: int, seconds: float, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("partnercheck.cli.console.time.monotonic", lambda: now[0])
    with Counter(screen, total) as counter:
        for _ in range(total):
            now[0] += seconds
            counter.step()
    assert screen.getvalue() == shown


def test_every_file_is_counted(folder: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text("questions: []\n", encoding="utf-8")
    counted: list[int] = []
    check_files(files_in([folder]), Settings(), on_file=lambda: counted.append(1))
    assert len(counted) == 2


# --- what is typed by mistake -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ok.yaml", "there", "no/such", "A.CSV"])
def test_a_file_in_the_place_of_a_command_is_to_be_checked(name: str, folder: Path, capsys: Captured) -> None:
    (folder / "there").mkdir()
    assert run([name]) == 2
    assert capsys.readouterr().err.endswith(f"  Did you mean: partnercheck check {name}\n")


def test_another_word_in_the_place_of_a_command_is_none(folder: Path, capsys: Captured) -> None:
    (folder / "check").mkdir()
    assert run(["chek"]) == 2
    assert "No such command 'chek'" in capsys.readouterr().err
    assert run(["check", "--help"]) == 0


def test_help_names_no_types_of_python_and_cuts_no_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["--help"]) == 0
    overview = capsys.readouterr().out
    for name in ("check", "new", "diff", "preview", "explain", "show", "list", "schema", "report", "assess"):
        assert not next(line for line in overview.splitlines() if line.startswith(f"  {name} ")).endswith("...")
        assert run([name, "--help"]) == 0
        assert not re.search(r"<(list|str|path|int|%)", capsys.readouterr().out)
