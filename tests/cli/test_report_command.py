"""`partnercheck report`, `list` and `show`."""

import json
import re
from pathlib import Path

import pytest

from conftest import Golden
from partnercheck.cli.app import run
from partnercheck.core.files import bundled_files
from partnercheck.rounds.reader import load_round

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "harbour-technicians.yaml"
GOLDEN = Path(__file__).parent / "golden"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def closed(tmp_path: Path, capsys: Captured) -> Path:
    """A closed round of the example."""
    path = tmp_path / "harbour.round.jsonl"
    assert (
        run(["assess", "--answers", str(EXAMPLE), "--round", str(path), "--k", "3", "--invited", "14", "--close"]) == 0
    )
    capsys.readouterr()
    return path


@pytest.mark.parametrize("kind", ["md", "html"])
def test_the_sample_report(kind: str, closed: Path, tmp_path: Path, golden: Golden) -> None:
    out = tmp_path / f"report.{kind}"
    assert run(["report", str(closed), "-o", str(out)]) == 0
    golden(out.read_text(encoding="utf-8"), ROOT / "reports" / "stage" / f"sample.{kind}")


def test_the_dutch_report(closed: Path, capsys: Captured, golden: Golden) -> None:
    assert run(["report", str(closed), "--lang", "nl"]) == 0
    golden(capsys.readouterr().out, GOLDEN / "report-nl.md")


def test_the_format_follows_the_name_or_the_option(closed: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run(["report", str(closed), "-f", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert run(["report", str(closed), "-f", "html", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert run(["report", str(closed), "-o", str(tmp_path / "a.txt")]) == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("# ")


def test_a_report_is_written_whole_or_not_at_all(closed: Path, tmp_path: Path, capsys: Captured) -> None:
    before = closed.read_bytes()
    assert run(["report", str(closed), "-o", str(closed)]) == 2
    assert "is what is read here" in capsys.readouterr().err
    assert run(["report", str(closed), "-o", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err
    assert run(["report", str(closed), "-o", str(tmp_path / "no" / "such.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert run(["report", str(closed), "-o", str(tmp_path / "nul\0name")]) == 2
    assert closed.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [closed.name]


def test_a_full_disk_is_said(closed: Path, capsys: Captured) -> None:
    assert run(["report", str(closed), "-o", "/dev/full"]) == 2
    assert "the disk is full" in capsys.readouterr().err


def test_a_report_keeps_the_mode_of_the_one_it_replaces(closed: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o640)
    assert run(["report", str(closed), "-o", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def still_open(tmp_path: Path, capsys: Captured) -> Path:
    """A round of the example that was not closed."""
    path = tmp_path / "open.round.jsonl"
    assert run(["assess", "--answers", str(EXAMPLE), "--round", str(path), "--k", "3", "--invited", "14"]) == 0
    capsys.readouterr()
    return path


@pytest.mark.parametrize(
    "command", [["report"], ["report", "-f", "html"], ["assess", "--round"], ["report", "--short"]]
)
def test_no_command_that_reads_closes_a_round_or_shows_what_it_holds(
    command: list[str], still_open: Path, capsys: Captured
) -> None:
    before = still_open.read_bytes()
    assert run([*command, str(still_open)]) == 0
    captured = capsys.readouterr()
    assert "The round is still open" in captured.out
    assert "11 of 14 invited people answered." in captured.out
    assert "3 invited people have not answered." in captured.out
    assert f"partnercheck report {still_open} --close" in captured.err
    for told in ("norming", "storming", "Education", "%", "alike"):
        assert told not in re.sub(r"<style>.*?</style>", "", captured.out, flags=re.DOTALL)
    assert still_open.read_bytes() == before


def test_the_json_of_an_open_round_holds_no_result(still_open: Path, capsys: Captured) -> None:
    assert run(["assess", "--round", str(still_open), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"]["kind"] == "open"
    assert found["draft"]
    assert found["people"] | {"words": ""} == {
        "answered": 11,
        "invited": 14,
        "counted": 0,
        "too_thin": 0,
        "joint": False,
        "signed": False,
        "k": 3,
        "groups": [],
        "words": "",
    }
    told = {key for key, value in found.items() if value not in ([], "", None)}
    known = {"format", "rules", "draft", "partnership", "date", "lang", "questionnaire", "people", "verdict", "profile"}
    assert told == known | {"plan_words"}
    assert all("votes" not in row for row in found["profile"])


def test_a_round_is_closed_where_that_is_wished(still_open: Path, capsys: Captured) -> None:
    assert run(["report", str(still_open), "--close"]) == 0
    captured = capsys.readouterr()
    assert "closed with 11" in captured.err
    assert "Your answers describe norming." in captured.out
    closing = load_round(still_open).closing
    assert closing
    assert len(closing.respondents) == 11
    before = still_open.read_bytes()
    assert run(["report", str(still_open), "--close"]) == 0
    assert captured.out == capsys.readouterr().out
    assert still_open.read_bytes() == before


def test_a_report_that_cannot_be_made_closes_nothing(still_open: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.md.j2").write_text("{{ assessment.no_such }}", encoding="utf-8")
    before = still_open.read_bytes()
    assert run(["report", str(still_open), "--close", "--template", str(own)]) == 2
    assert still_open.read_bytes() == before


def test_a_signed_round_has_a_full_draft(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "signed.round.jsonl"
    assert run(["assess", "--answers", str(EXAMPLE), "--round", str(path), "--signed"]) == 0
    for command in (["report"], ["report", "-f", "html"], ["assess", "--round"]):
        capsys.readouterr()
        assert run([*command, str(path)]) == 0
        shown = capsys.readouterr().out
        assert "Draft: the round is still open." in shown
        assert "Your answers describe norming." in shown


def test_own_templates(closed: Path, tmp_path: Path, capsys: Captured) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.md.j2").write_text("{{ assessment.verdict.stage }}\n", encoding="utf-8")
    assert run(["report", str(closed), "--template", str(own)]) == 0
    assert capsys.readouterr().out == "norming\n"
    (own / "report.md.j2").write_text("{{ assessment.verdict.stagee }}\n", encoding="utf-8")
    assert run(["report", str(closed), "--template", str(own)]) == 2
    assert "report.md.j2:1" in capsys.readouterr().err


def test_list(capsys: Captured, golden: Golden) -> None:
    assert run(["list"]) == 0
    golden(capsys.readouterr().out, GOLDEN / "list.txt")
    assert run(["list", "--json", "--lang", "nl"]) == 0
    ids = [row["id"] for row in json.loads(capsys.readouterr().out)]
    assert ids[:3] == ["partnership-for-skills", "five-steps", "pulse"]
    assert sorted(ids) == sorted(path.stem for path in bundled_files())


def test_show(capsys: Captured, golden: Golden) -> None:
    assert run(["show", "pulse", "--lang", "nl"]) == 0
    golden(capsys.readouterr().out, GOLDEN / "show-pulse-nl.txt")
    assert run(["show", "pulse", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "pulse"


EVERY_KIND = """
format: 1
id: every-kind
version: "1"
title: Every kind of question
sources:
  one: {title: A document, by: Somebody}
themes: {all: All}
scales:
  yes: [{value: no, label: No}, {value: yes, label: Yes}]
questions:
  - {id: a, theme: all, text: A scale?, scale: yes}
  - {id: b, text: Several?, several: true, options: [{value: x, label: X}, {value: y, label: Y}], ask_if: {a: yes}}
  - {id: c, text: A number?, kind: number}
  - {id: d, text: A date?, kind: date}
  - {id: e, text: Words?, kind: text}
"""


def test_show_every_kind_of_question(capsys: Captured, golden: Golden, tmp_path: Path) -> None:
    path = tmp_path / "every-kind.yaml"
    path.write_text(EVERY_KIND, encoding="utf-8")
    assert run(["show", str(path)]) == 0
    golden(capsys.readouterr().out, GOLDEN / "show-every-kind.txt")
