"""`partnercheck correct`: what was entered by mistake can be mended, and everything is added to the file."""

import json
import os
import sys
from pathlib import Path

import pytest
from driver import Terminal

from partnercheck.cli.app import run
from partnercheck.rounds.events import Agreed, Commented, Invited
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import load_round

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-technicians.yaml"
Captured = pytest.CaptureFixture[str]
SEVERAL = ("shared-problem", "roles-now", "when-we-differ", "how-we-decide", "use-of-facts", "what-partners-bring")
HANDFUL = [
    ",".join(("respondent", *SEVERAL)),
    *(f"{name},agreed,accepted,talked-through,agreed-rules,one-set,agreed-share" for name in "abcde"),
]


@pytest.fixture
def path(tmp_path: Path, capsys: Captured) -> Path:
    """A round of the example that was not closed."""
    path = tmp_path / "harbour.round.jsonl"
    assert run(["assess", "--answers", str(EXAMPLE), "--round", str(path), "--k", "3"]) == 0
    capsys.readouterr()
    return path


def corrected(path: Path, *options: str) -> bytes:
    """What the file holds after a correction; it has been added to, and nothing else."""
    before = path.read_bytes()
    assert run(["correct", str(path), *options]) == 0
    after = path.read_bytes()
    assert after.startswith(before)
    return after[len(before) :]


def test_what_can_be_corrected_is_listed(path: Path, capsys: Captured) -> None:
    with RoundFile.open(path) as file:
        file.append(Agreed(what="Ring the union", who="Ann"))
    before = path.read_bytes()
    assert run(["correct", str(path)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:3] == ["Invited: not said", "Closings: 0", "Forms: 11 handed in, 0 unfinished"]
    assert "  a: answers 29" in shown or any(line.startswith("  a: answers ") for line in shown)
    assert "  1. Ring the union · Ann" in shown
    assert shown[shown.index("Imports:") + 1] == "  1. forms 11"
    assert path.read_bytes() == before


def test_the_number_invited_is_said_later(path: Path) -> None:
    corrected(path, "--invited", "14")
    assert load_round(path).invited == 14


def test_a_form_is_taken_back(path: Path, capsys: Captured) -> None:
    corrected(path, "--take-back-form", "a", "--take-back-form", "b")
    assert len(load_round(path).responses) == 9
    assert run(["correct", str(path), "--take-back-form", "a"]) == 2
    assert "The form of 'a' was taken back before, and counts no more." in capsys.readouterr().err
    for name, remedy in (
        ("C", "did you mean 'c'?"),
        ("nobody", "lists the forms."),
        ("", "lists"),
        (" " * 200, "lists"),
    ):
        assert run(["correct", str(path), "--take-back-form", name]) == 2
        said = capsys.readouterr().err
        assert "There is no form of " in said
        assert remedy in said


def test_after_a_closing_it_is_said_that_the_next_result_waits(path: Path, capsys: Captured) -> None:
    assert run(["report", str(path), "--close"]) == 0
    capsys.readouterr()
    corrected(path, "--take-back-form", "a")
    assert "waits until 2 more are taken back. The earlier report stands." in capsys.readouterr().err
    assert run(["report", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "The earlier report stands." in shown
    assert "norming" not in shown
    assert run(["report", str(path), "--close"]) == 2
    assert "a few forms that it counted were taken back" in capsys.readouterr().err


def test_an_import_is_taken_back_as_a_whole(path: Path, capsys: Captured) -> None:
    corrected(path, "--take-back-form", "b")
    corrected(path, "--take-back-import", "1")
    assert load_round(path).responses == ()
    assert "10 forms are taken back." in capsys.readouterr().err
    assert run(["correct", str(path), "--take-back-import", "2"]) == 2
    assert "There is no import 2" in capsys.readouterr().err
    assert run(["correct", str(path)]) == 0
    assert "  1. forms 11, taken back 11" in capsys.readouterr().out.splitlines()
    before = path.read_bytes()
    assert run(["correct", str(path), "--take-back-import", "1"]) == 2
    assert "No form of import 1 counts any more." in capsys.readouterr().err
    assert path.read_bytes() == before


def test_an_action_is_taken_back(path: Path, capsys: Captured) -> None:
    with RoundFile.open(path) as file:
        for what in ("1", "Ring the union"):
            file.append(Agreed(what=what))
    corrected(path, "--take-back-action", "1")
    assert "Taken back: 1." in capsys.readouterr().err
    assert [action.what for action in load_round(path).actions] == ["Ring the union"]


def test_a_comment_is_withheld(path: Path, capsys: Captured) -> None:
    assert run(["correct", str(path)]) == 0
    shown = capsys.readouterr().out.splitlines()
    first = shown[shown.index("Comments:") + 1].removeprefix("  1. ")
    assert run(["report", str(path), "--close"]) == 0
    assert first in capsys.readouterr().out
    corrected(path, "--withhold-comment", "1")
    assert f"Withheld: “{first[:50]}" in capsys.readouterr().err
    assert run(["report", str(path)]) == 0
    shown_now = capsys.readouterr().out
    assert first not in shown_now
    assert "1 comment is not shown, as the facilitator chose." in shown_now


def test_a_closing_is_taken_back_only_where_nobody_can_have_seen_a_result(path: Path, capsys: Captured) -> None:
    assert run(["correct", str(path), "--take-back-closing"]) == 2
    assert "no closing stands" in capsys.readouterr().err
    assert run(["report", str(path), "--close"]) == 0
    assert run(["correct", str(path), "--take-back-closing"]) == 2
    assert "its result may have been seen" in capsys.readouterr().err


def test_all_of_several_corrections_are_made_or_none(path: Path) -> None:
    before = path.read_bytes()
    assert run(["correct", str(path), "--invited", "14", "--take-back-form", "nobody"]) == 2
    assert path.read_bytes() == before


def test_numbers_are_those_of_the_list_and_none_that_is_named_is_passed_over(path: Path, capsys: Captured) -> None:
    with RoundFile.open(path) as file:
        for what in ("One", "Two", "Three"):
            file.append(Agreed(what=what))
        for number, form in enumerate(file.round().responses):
            file.append(Commented(respondent=form.respondent, question="shared-problem", text=f"Comment {number}"))
    assert run(["correct", str(path)]) == 0
    shown = capsys.readouterr().out.splitlines()
    listed = [line.split(". ", 1)[1] for line in shown[shown.index("Comments:") + 1 :]]
    numbers = [option for n in ("2", "1", "2") for option in ("--take-back-action", n, "--withhold-comment", n)]
    corrected(path, *numbers)
    round_ = load_round(path)
    assert [action.what for action in round_.actions] == ["Three"]
    kept = [text for form in round_.responses for text in form.comments.values()]
    assert sorted(kept) == sorted(listed[2:])
    corrected(path, "--take-back-form", "b", "--take-back-import", "1", "--withhold-comment", "1")
    assert load_round(path).responses == ()


def test_fewer_invited_than_have_answered_is_told(path: Path, capsys: Captured) -> None:
    corrected(path, "--invited", "4")
    assert "11 have answered, so reports do not say that 4 were invited." in capsys.readouterr().err
    corrected(path, "--invited", "11")
    assert "have answered" not in capsys.readouterr().err


def test_where_a_result_still_shows_nothing_is_said_of_one_that_waits(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "signed.round.jsonl"
    assert run(["assess", "--answers", str(EXAMPLE), "--round", str(path), "--signed", "--close"]) == 0
    capsys.readouterr()
    corrected(path, "--take-back-closing", "--take-back-form", "a")
    said = capsys.readouterr().err
    assert said.strip().endswith("corrected. The last closing is taken back. 1 form is taken back.")


def test_an_open_round_that_cannot_be_closed_is_not_said_to_be_closed_so(path: Path, capsys: Captured) -> None:
    assert run(["report", str(path), "--close"]) == 0
    corrected(path, "--take-back-form", "a")
    for command in (["report", str(path)], ["assess", "--round", str(path)]):
        capsys.readouterr()
        assert run(command) == 0
        assert "--close" not in capsys.readouterr().err


def test_late_forms_are_told_with_what_makes_them_count(tmp_path: Path, capsys: Captured) -> None:
    early = tmp_path / "early.round.jsonl"
    header, *rows = HANDFUL
    for n, name in ((2, "two"), (3, "three"), (5, "five")):
        (tmp_path / f"{name}.csv").write_text("\n".join([header, *rows[:n]]), encoding="utf-8")
    assert run(["assess", "pulse", "--answers", str(tmp_path / "two.csv"), "--round", str(early), "--close"]) == 0
    capsys.readouterr()
    assert run(["assess", "--answers", str(tmp_path / "three.csv"), "--round", str(early)]) == 0
    assert f"partnercheck correct {early} --take-back-closing" in capsys.readouterr().err
    corrected(early, "--take-back-closing")
    assert run(["report", str(early), "--close"]) == 0
    capsys.readouterr()
    assert run(["assess", "--answers", str(tmp_path / "five.csv"), "--round", str(early)]) == 0
    assert "2 late, not counted: closing again needs 3 more" in capsys.readouterr().err


@pytest.mark.parametrize("closed", [False, True])
def test_a_form_is_erased(path: Path, closed: bool, capsys: Captured) -> None:
    if closed:
        assert run(["report", str(path), "--close"]) == 0
    (path.parent / "harbour.round.rescued-1.jsonl").write_bytes(path.read_bytes())
    (path.parent / "other.round.jsonl").write_bytes(b"")
    before = load_round(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert run(["correct", str(path), "--erase-form", "a"]) == 0
    said = capsys.readouterr().err
    assert "the form is erased. Copies elsewhere are not reached." in said
    assert (
        "harbour.round.rescued-1.jsonl, beside it, may hold the form as well. Delete it if you need it no more." in said
    )
    assert "other.round.jsonl" not in said
    after = load_round(path)
    assert after.responses == tuple(form for form in before.responses if form.respondent != "a")
    (name,) = after.erased
    assert name.startswith("erased-")
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert not any("a" in (each.get("respondent"), *each.get("respondents", ())) for each in events)
    assert after.still_open
    if closed:
        assert after.closing
        assert name in after.closing.respondents
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if line in lines]
    assert len(kept) == len(events) - (3 if closed else 2), "the erased, the imported and the closed line alone are new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.glob(".*")] == []
    assert run(["correct", str(path), "--erase-form", "a"]) == 2
    assert "There is no form of 'a'" in capsys.readouterr().err


def test_a_form_of_an_older_file_is_erased(path: Path) -> None:
    content = path.read_bytes().replace(b'"format":2', b'"format":1', 1)
    path.write_bytes(content)
    assert run(["correct", str(path), "--erase-form", "a"]) == 0
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines[:3]] == ["round", "format", "erased"]
    assert lines[0]["format"] == 1
    assert len(load_round(path).responses) == 10


def test_several_forms_are_erased_or_none(path: Path, capsys: Captured) -> None:
    before = path.read_bytes()
    for options in (["--erase-form", "a", "--erase-form", "A"], ["--erase-form", "a", "--take-back-form", "b"]):
        assert run(["correct", str(path), *options]) == 2
        assert path.read_bytes() == before
    capsys.readouterr()
    assert run(["correct", str(path), "--erase-form", "a", "--erase-form", "b", "--erase-form", "a"]) == 0
    assert "2 forms are erased." in capsys.readouterr().err
    after = load_round(path)
    assert (len(after.responses), len(after.erased)) == (9, 2)


def test_what_erasing_does_to_the_next_result_is_said(path: Path, capsys: Captured) -> None:
    assert run(["report", str(path), "--close"]) == 0
    capsys.readouterr()
    assert run(["correct", str(path), "--erase-form", "a"]) == 0
    assert "waits until 2 more are taken back. The earlier report stands." in capsys.readouterr().err


def test_what_was_erased_does_not_come_back_unseen(path: Path, capsys: Captured) -> None:
    rescued = path.parent / "harbour.round.rescued-1.jsonl"
    rescued.write_bytes(path.read_bytes() + Invited(invited=14).written())
    warning = "What was erased from the round may be among them, and would come back."
    for command in (["report", str(path)], ["assess", "--round", str(path)]):
        assert run(command) == 0
        assert warning not in capsys.readouterr().err
    assert run(["correct", str(path), "--erase-form", "a"]) == 0
    for command in (["report", str(path)], ["assess", "--round", str(path)], ["report", str(path), "--close"]):
        capsys.readouterr()
        assert run(command) == 0
        assert warning in capsys.readouterr().err
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with Terminal([sys.executable, "-m", "partnercheck", "assess", "--round", str(path)], env) as terminal:
        shown = terminal.answer("Your choice:", "2")
        assert "They may be among these and would come back." in " ".join(shown.split())
        terminal.answer("Your choice:", "q")
        assert terminal.wait() == 0
    assert len(load_round(path).responses) == 10
