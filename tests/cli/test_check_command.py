"""`partnercheck check` as its users meet it: what it prints, writes and ends with."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from partnercheck.cli.app import run
from partnercheck.core.files import bundled_path

ROOT = Path(__file__).parents[2]
FAULTY = ROOT / "tests" / "questionnaire" / "files" / "many-faults.yaml"
VERSION = rb'version: "([0-9.]+)"'
QUICK = ["--no-simulation", "--no-cache"]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


@pytest.fixture
def fine(tmp_path: Path) -> Path:
    path = tmp_path / "pulse.yaml"
    source = bundled_path("pulse")
    assert source
    path.write_bytes(source.read_bytes())
    return path


def given(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text)))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int) -> str:
    assert run(["check", *QUICK, *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_a_file_without_faults_ends_with_0(fine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no findings in 1 file" in printed(capsys, fine, code=0)


def test_errors_end_with_1_and_everything_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, FAULTY, code=1)
    for code in ("PC103", "PC106", "PC203", "PC204", "PC207", "PC004"):
        assert f" {code} " in out


def test_warnings_end_with_1_only_where_they_are_too_many(fine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = fine.read_text(encoding="utf-8").replace(
        "questions:\n", "scales:\n  unused: [{value: 1, label: A}, {value: 2, label: B}]\nquestions:\n", 1
    )
    fine.write_text(text, encoding="utf-8")
    assert "PC208" in printed(capsys, fine, code=0)
    assert "PC208" in printed(capsys, "--max-warnings", "1", fine, code=0)
    assert "PC208" in printed(capsys, "--max-warnings", "0", fine, code=1)
    assert "PC208" not in printed(capsys, "--max-warnings", "0", "--level", "error", fine, code=0)


def test_a_file_that_is_not_there_ends_with_2_and_the_others_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(capsys, tmp_path / "none.yaml", FAULTY, code=2)
    assert "PC111" in out
    assert "PC207" in out


def test_a_folder_without_any_file_of_ours_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == 2
    assert "There is no questionnaire" in capsys.readouterr().err


def test_named_files_of_other_kinds_may_be_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "ci.yaml"
    other.write_text("on: push\n", encoding="utf-8")
    printed(capsys, other, code=1)
    printed(capsys, "--skip-others", other, code=0)
    assert "PC207" in printed(capsys, "--skip-others", other, FAULTY, code=1)


def test_standard_input_is_read_under_the_name_it_is_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(FAULTY.read_bytes(), monkeypatch)
    assert "ours.yaml:6:1: error PC207" in printed(capsys, "-", "--stdin-filename", "ours.yaml", code=1)
    given(b"respondent,good-intentions\na,9\n", monkeypatch)
    assert "a.csv:2:3: error PC802" in printed(capsys, "-", "--stdin-filename", "a.csv", code=1)
    given(FAULTY.read_bytes(), monkeypatch)
    assert "stdin.yaml:6:1: error PC207" in printed(capsys, "-", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "a.yaml"],
        ["a.yaml", "--stdin-filename", "b.yaml"],
        ["--select", "PC999", "a.yaml"],
        ["--ignore", "zorro", "a.yaml"],
        ["--select", "", "a.yaml"],
        ["--select", " , ", "a.yaml"],
        ["--questionnaire", "nope", str(FAULTY)],
        ["--questionnaire", "nope.yaml", str(FAULTY)],
        ["--max-warnings", "-1", "a.yaml"],
        ["--level", "bad", "a.yaml"],
        ["--format", "pdf", "a.yaml"],
        [],
    ],
)
def test_what_makes_no_sense_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *arguments]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("written", ["pc207,pc1", "207,1", "Pc207, 1"])
def test_codes_may_be_written_as_explain_takes_them(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    usual = printed(capsys, "--select", "PC207,PC1", "--ignore", "PC106", FAULTY, code=1)
    assert printed(capsys, "--select", written, "--ignore", "106", FAULTY, code=1) == usual


def test_a_questionnaire_that_is_nowhere_is_told_and_the_nearest_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *QUICK, "--questionnaire", "puls", str(FAULTY)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "partnercheck: There is no questionnaire 'puls', which --questionnaire names.\n  Did you mean 'pulse'?\n"
    )
    printed(capsys, "--questionnaire", "pulse", FAULTY, code=1)


def test_codes_are_chosen_by_code_or_family(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--select", "PC207,PC1", "--ignore", "PC106", "--format", "concise", FAULTY, code=1)
    told = {line.removeprefix(str(FAULTY)).split()[2] for line in out.splitlines() if line.startswith(str(FAULTY))}
    assert {"PC103", "PC104", "PC107", "PC207"} <= told
    assert all(code.startswith(("PC207", "PC1")) and code != "PC106" for code in told)


def test_settings_beside_the_files_hold_and_the_command_line_goes_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "a" / "faults.yaml"
    copy.parent.mkdir()
    copy.write_bytes(FAULTY.read_bytes())
    (tmp_path / "partnercheck.toml").write_text(
        'select = ["PC207"]\n[per-file-ignores]\n"a/*" = ["PC2"]\n', encoding="utf-8"
    )
    assert "PC" not in printed(capsys, copy, code=0)
    assert "PC103" in printed(capsys, "--select", "PC103", copy, code=1)
    other = tmp_path / "other.toml"
    other.write_text('select = ["PC106"]\n', encoding="utf-8")
    out = printed(capsys, "--settings", other, copy, code=1)
    assert "PC106" in out
    assert "PC207" not in out


def test_settings_that_make_no_sense_end_with_2(fine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "partnercheck.toml").write_text("selct = []\n", encoding="utf-8")
    assert run(["check", str(fine)]) == 2
    err = capsys.readouterr().err
    assert "did you mean 'select'?" in err
    assert "partnercheck.toml:1:1" in err


def test_findings_go_to_a_file_where_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "findings.json"
    assert printed(capsys, "--format", "json", "--output", target, FAULTY, code=1) == ""
    assert json.loads(target.read_text(encoding="utf-8"))["findings"]


def test_json_is_all_that_stands_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, "--format", "json", FAULTY, code=1))["format"] == 1


def test_github_is_chosen_by_itself_where_it_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert printed(capsys, FAULTY, code=1).startswith("::")
    assert not printed(capsys, "--format", "text", FAULTY, code=1).startswith("::")


def test_differences_are_shown_and_nothing_is_written(fine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = re.sub(VERSION, rb"version: 1.0  # ours", fine.read_bytes(), count=1)
    fine.write_bytes(before)
    out = printed(capsys, "--fix", "--diff", fine, code=1)
    assert "-version: 1.0  # ours" in out
    assert '+version: "1.0"  # ours' in out
    assert fine.read_bytes() == before
    assert printed(capsys, "--diff", fine, code=1) == out


def test_fixing_mends_the_file_and_tells_what_remains(fine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = fine.read_bytes()
    faulty = re.sub(VERSION, rb"version: \1", right, count=1).replace(b"\n", b"\r\n")
    fine.write_bytes(b"\xef\xbb\xbf" + faulty)
    assert run(["check", *QUICK, "--fix", "--format", "json", str(fine)]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["findings"] == []
    assert told.err == f"1 mended in {fine}\n"
    for options in (["--fix", "--diff"], ["--diff"]):
        assert run(["check", *QUICK, *options, str(fine)]) == 0
        assert capsys.readouterr() == ("", "nothing to mend\n")
    assert fine.read_bytes() == b"\xef\xbb\xbf" + right.replace(b"\n", b"\r\n")


def test_fixing_standard_input_prints_the_mended_text(
    fine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = fine.read_bytes()
    given(re.sub(VERSION, rb"version: \1", right, count=1), monkeypatch)
    assert run(["check", *QUICK, "--fix", "-"]) == 0
    out, err = capsys.readouterr()
    assert out.encode() == right
    assert err.startswith("1 mended in stdin.yaml\n")
    assert "no findings" in err


def test_an_unchanged_file_is_not_looked_at_again(
    fine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(fine)]) == 0
    first = capsys.readouterr().out
    monkeypatch.setattr("partnercheck.checking.checker._look", lambda *_: pytest.fail("it looked again"))
    assert run(["check", str(fine)]) == 0
    assert capsys.readouterr().out == first


def test_the_same_bytes_come_out_every_time_whatever_the_hash_seed() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-m", "partnercheck", "check", "--no-cache", str(FAULTY), str(ROOT / "questionnaires")],
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=False,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
