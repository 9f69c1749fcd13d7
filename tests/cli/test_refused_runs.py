"""A run that is refused leaves every round file as it was, and none where there was none."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from partnercheck.cli.app import run
from partnercheck.core.files import replace_file
from partnercheck.core.findings import PartnercheckError
from partnercheck.rounds import journal
from partnercheck.rounds.disk import RescuedError
from partnercheck.rounds.events import Noted
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import load_round

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-technicians.yaml"
HARBOUR = ["assess", "--answers", str(EXAMPLE), "--round", "harbour.round.jsonl"]
NEW = "respondent,roles-now\nnew,accepted\n"
NEEDS_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a round is to stand, with answers for it beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.csv").write_text(NEW)
    (tmp_path / "bad.csv").write_text("respondent,nothing\nnew,accepted\n")
    return tmp_path / "harbour.round.jsonl"


@pytest.fixture
def standing(path: Path, capsys: Captured) -> Path:
    """A round that stands."""
    assert run(HARBOUR) == 0
    capsys.readouterr()
    return path


def test_a_new_round_that_would_be_too_large_leaves_no_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("partnercheck.rounds.journal.MAX_BYTES", 200_000)
    assert run(HARBOUR) == 2
    assert "This is not saved: the round file would be larger than" in capsys.readouterr().err
    assert not path.exists()
    monkeypatch.undo()
    assert run([*HARBOUR[:-1], str(path)]) == 0
    assert len(load_round(path).responses) == 11


@pytest.mark.parametrize("fault", [PartnercheckError("No."), KeyboardInterrupt()])
def test_a_new_round_in_which_nothing_could_be_recorded_leaves_no_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr("partnercheck.rounds.record.record_comparison", refuse)
    assert run(HARBOUR) in (2, 130)
    assert not path.exists()


def test_a_file_that_others_put_there_meanwhile_is_not_taken_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(*_: object) -> None:
        path.rename(path.with_name("moved"))
        path.write_text("from elsewhere")
        raise PartnercheckError("No.")

    monkeypatch.setattr("partnercheck.rounds.record.record_comparison", replace)
    assert run(HARBOUR) == 2
    assert path.read_text() == "from elsewhere"


def test_a_round_that_would_become_too_large_stays_as_it_was(standing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = standing.read_bytes()
    monkeypatch.setattr("partnercheck.rounds.journal.MAX_BYTES", len(before) + 50)
    assert run(["assess", "--answers", "new.csv", "--round", str(standing)]) == 2
    assert standing.read_bytes() == before


@pytest.mark.parametrize(
    "options",
    [
        ["assess", "--invited", "9", "--round", "ROUND", "--answers", "bad.csv"],
        ["assess", "--invited", "9", "--round", "ROUND", "--joint"],
        ["assess", "--invited", "1" + "0" * 60, "--round", "ROUND"],
        ["assess", "--invited", "9", "--round", "ROUND", "--partnership", "Another"],
        ["correct", "ROUND", "--invited", "1" + "0" * 60],
        ["correct", "ROUND", "--invited", "9", "--erase-form", "nobody"],
        ["correct", "ROUND", "--invited", "9", "--take-back-form", "nobody"],
        ["correct", "ROUND", "--invited", "9", "--take-back-action", "1"],
        ["correct", "ROUND", "--take-back-form", ""],
        ["correct", "ROUND", "--take-back-form", " "],
        ["correct", "ROUND", "--take-back-form", "\udcff"],
        ["correct", "ROUND", "--take-back-form", "a" * 200],
        ["correct", "ROUND", "--erase-form", ""],
        ["correct", "ROUND", "--erase-form", "\udcff"],
    ],
    ids=lambda options: ascii(" ".join(options))[:60],
)
def test_a_round_stays_as_it_was(standing: Path, options: list[str], capsys: Captured) -> None:
    before = standing.read_bytes()
    assert run([each.replace("ROUND", str(standing)) for each in options]) == 2
    assert standing.read_bytes() == before
    said = capsys.readouterr().err
    assert "fault of its own" not in said
    assert "corrected." not in said
    assert [each.name for each in standing.parent.glob("harbour*")] == [standing.name]


def test_how_many_were_invited_is_kept_with_what_is_recorded(standing: Path) -> None:
    assert run(["assess", "--invited", "15", "--answers", "new.csv", "--round", str(standing)]) == 0
    assert (load_round(standing).invited, len(load_round(standing).responses)) == (15, 12)


@pytest.mark.parametrize("options", [[], ["--invited", "9"], ["--erase-form", "a"]])
def test_a_correction_says_what_it_set_aside_and_what_was_rescued(
    standing: Path, options: list[str], capsys: Captured
) -> None:
    rescued = standing.with_name("harbour.round.rescued-1.jsonl")
    shutil.copy(standing, rescued)
    with RoundFile.open(rescued) as file:
        file.append(Noted(text="late"))
    with standing.open("ab") as stream:
        stream.write(b'{"event":"no')
    assert run(["correct", str(standing), *options]) == 0
    said = capsys.readouterr().err
    assert "PC903 the last line was only half written" in said
    assert f"{rescued.name} holds 1 answer or other entry that" in said


def without_format(path: Path) -> None:
    """Take a key out of the first line that need not stand there."""
    path.write_bytes(path.read_bytes().replace(b'"format":2,', b"", 1))


def test_a_form_is_erased_where_the_first_line_names_no_format(standing: Path) -> None:
    without_format(standing)
    assert run(["correct", str(standing), "--erase-form", "a"]) == 0
    assert "a" not in {form.respondent for form in load_round(standing).responses}


def test_what_another_program_wrote_while_a_form_was_erased_is_not_overwritten(
    standing: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def load_meanwhile(*_: object) -> None:
        with standing.open("ab") as stream:
            stream.write(Noted(text="from elsewhere").written())

    monkeypatch.setattr(journal, "load_lines", load_meanwhile)
    assert run(["correct", str(standing), "--erase-form", "a"]) == 2
    assert "was replaced or changed by another program just now" in capsys.readouterr().err
    assert load_round(standing).notes == ("from elsewhere",)
    assert "a" in {form.respondent for form in load_round(standing).responses}
    assert [each.name for each in standing.parent.glob("*harbour*")] == [standing.name]


@pytest.mark.parametrize("pipe", [False, pytest.param(True, marks=NEEDS_PIPES)])
def test_a_round_that_is_taken_away_while_a_form_is_erased_is_kept_beside_it(
    standing: Path, monkeypatch: pytest.MonkeyPatch, pipe: bool
) -> None:
    def replace_and_lose(path: Path, content: bytes, look: Callable[[], None]) -> None:
        replace_file(path, content, look)
        path.unlink()
        if pipe:
            os.mkfifo(path)  # which is not waited for

    monkeypatch.setattr(journal, "replace_file", replace_and_lose)
    with pytest.raises(RescuedError) as found:
        journal.erase_forms(standing, ["a"])
    assert len(load_round(found.value.kept).responses) == 10
