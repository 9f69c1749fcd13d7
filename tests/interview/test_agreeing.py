"""What a room agrees to do: understood, shown and mended before it is written down."""

import datetime
import io
from pathlib import Path

import pytest
from interview_samples import ALL, Typist, fill_disk, play, start

from partnercheck.assessment.responses import Action
from partnercheck.core.words import words_for
from partnercheck.interview.actions import Agreeing
from partnercheck.interview.context import InterviewContext
from partnercheck.interview.terminal import Screen
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import load_round

TODAY = datetime.date(2026, 11, 21)
STEPS = ("Meet for one hour", "Write down who does what")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with start(tmp_path) as file:
        play(file, *ALL, "", "2", "1")
        return file.path


def agree(
    path: Path, *script: str | type[BaseException], lang: str = "en", steps: tuple[str, ...] = STEPS
) -> tuple[list[tuple[str, str, str]], str]:
    """The actions of the round behind a script, and what the screen showed."""
    stream, words = io.StringIO(), words_for(lang)
    with RoundFile.open(path) as file:
        desk = InterviewContext(file, words, lang, Screen(stream), Typist(stream, list(script)))
        Agreeing(desk, steps, TODAY).run()
    actions = [(action.what, action.who, str(action.when or "")) for action in load_round(path).actions]
    return actions, stream.getvalue()


def test_an_action_is_shown_in_one_line_before_it_is_written_down(path: Path) -> None:
    actions, shown = agree(path, "Invite the union", "Ann", "1 March", "", "")
    assert actions == [("Invite the union", "Ann", "2027-03-01")]
    assert "That is Monday 1 March 2027.\nInvite the union · Ann · Monday 1 March 2027\nWrite it down?" in shown
    assert f"{path} holds 1 action.\n" in shown
    assert shown.endswith(f"partnercheck report {path} -o {path.parent / 'tiny.html'}\n")


def test_a_number_is_the_step_that_has_it(path: Path) -> None:
    actions, shown = agree(path, "2", "", "", "", "1.", "", "", "", "")
    assert [what for what, _, _ in actions] == [STEPS[1], STEPS[0]]
    assert "Step 2: Write down who does what\nWho sees to it?" in shown


@pytest.mark.parametrize(("steps", "said"), [(STEPS, "from 1 to 2 for one of the steps"), ((), "There are no steps")])
def test_a_number_without_a_step_is_no_action(path: Path, steps: tuple[str, ...], said: str) -> None:
    actions, shown = agree(path, "3", "0", "3 meetings", "", "", "", "", steps=steps)
    assert [what for what, _, _ in actions] == ["3 meetings"]
    assert shown.count(said) == 2


def test_b_goes_back_to_mend_each_of_the_three(path: Path) -> None:
    script = ["Invite the onion", "b", "Invite the union", "Ann", "b", "Bea", "tomorrow", "b", "next week", "", ""]
    actions, shown = agree(path, *script)
    assert actions == [("Invite the union", "Bea", "2026-11-28")]
    for now in ("Invite the onion", "Ann", "Sunday 22 November 2026"):
        assert f"Your answer now: {now}\nEnter keeps it" in shown


def test_enter_keeps_what_was_typed_before_and_a_dash_takes_it_away(path: Path) -> None:
    script = ["Invite the union", "Ann", "tomorrow", "b", "b", "b", "", "", "", "", ""]
    assert agree(path, *script)[0] == [("Invite the union", "Ann", "2026-11-22")]
    script = ["Ask the board", "Ann", "tomorrow", "b", "b", "-", "-", "", ""]
    assert agree(path, *script)[0][1:] == [("Ask the board", "", "")]


def test_an_action_can_be_left_out_before_it_is_written_down(path: Path) -> None:
    actions, shown = agree(path, "Invite the onion", "", "", "s", "Invite the union", "", "", "", "")
    assert [what for what, _, _ in actions] == ["Invite the union"]
    assert "It is left out.\nWhat will you do?" in shown


@pytest.mark.parametrize("script", [["q"], ["Ann", "q"], ["Ann", "tomorrow", "q"], [], ["Ann"], ["Ann", "tomorrow"]])
def test_what_is_not_written_down_is_named_when_they_stop(path: Path, script: list[str]) -> None:
    """By q, or by the end of the input."""
    actions, shown = agree(path, "Invite the union", *script)
    assert actions == []
    assert "\nThis is not written down: Invite the union" in shown
    assert f"{path} holds 0 actions.\n" in shown


def test_ctrl_c_says_what_is_kept_and_how_to_go_on(path: Path) -> None:
    stream, words = io.StringIO(), words_for("en")
    typist = Typist(stream, ["Ask the board", "", "", "", "Invite the union", KeyboardInterrupt])
    with RoundFile.open(path) as file, pytest.raises(KeyboardInterrupt):
        Agreeing(InterviewContext(file, words, "en", Screen(stream), typist), STEPS, TODAY).run()
    assert load_round(path).actions == (Action(what="Ask the board"),)
    assert stream.getvalue().endswith(
        "Who sees to it? \nThis is not written down: Invite the union\n"
        f"Everything that is written down is kept. To go on:\npartnercheck assess --round {path}\n"
    )


def test_what_was_agreed_before_is_shown(path: Path) -> None:
    agree(path, "Invite the union", "Ann", "tomorrow", "", "")
    shown = agree(path, "")[1]
    assert shown.startswith("Agreed so far:\n- Invite the union · Ann · Sunday 22 November 2026\nWhat will you do?")


def test_a_day_that_is_past_is_asked_about(path: Path) -> None:
    script = ["Invite the union", "", "2020-03-01", "x", "2", "1-3-2020", "b", "20 November 2026", "1", "", ""]
    actions, shown = agree(path, *script)
    assert actions == [("Invite the union", "", "2026-11-20")]
    assert shown.count("That day is past.\n1. take it anyway\n2. type another date\n") == 3
    assert "That is Sunday 1 March 2020." in shown
    assert agree(path, "Today", "", "today", "", "")[0][1][2] == "2026-11-21", "today is not past"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "That cannot be read as a date."),
        ("31 February", "There is no such day in the calendar."),
        ("January", "That is a month. Say which day of it."),
    ],
)
def test_what_is_no_date_says_why_and_gives_examples(path: Path, typed: str, said: str) -> None:
    actions, shown = agree(path, "Invite the union", "", typed, "", "", "")
    assert actions == [("Invite the union", "", "")]
    assert f"{said}\nType it like 2026-11-21, 21 November, Friday, next week" in shown


def test_a_question_mark_says_what_can_be_typed_at_every_prompt(path: Path) -> None:
    actions, shown = agree(path, "?", "Invite the union", "?", "Ann", "?", "", "?", "", "B", "Q")
    assert actions == [("Invite the union", "Ann", "")]
    for said in (
        "A number stands for the step above that has it.",
        "Type a name, or several.",
        "In 3-4-2027 the day comes first: it is 3 April.",
        "Enter writes it down, b goes one prompt back",
        "There is nothing to go back to. What is written down stays.",
    ):
        assert said in shown
    assert shown.count("b goes one prompt back") == 4


def test_what_is_too_long_is_said_and_never_cut(path: Path) -> None:
    script = ["x" * 2001, "x" * 2000, "y" * 121, "y" * 120, "", "", ""]
    actions, shown = agree(path, *script)
    assert actions == [("x" * 2000, "y" * 120, "")]
    assert "That is too long: 2000 characters at most." in shown
    assert "That is too long: 120 characters at most." in shown


def test_it_all_speaks_dutch(path: Path) -> None:
    actions, shown = agree(path, "1", "Jan", "eind januari", "", "?", "", lang="nl")
    assert actions == [(STEPS[0], "Jan", "2027-01-31")]
    assert "Stap 1: Meet for one hour" in shown
    assert "Dat is zondag 31 januari 2027." in shown
    for english in ("That", "Type a", "Enter alone", "Write"):
        assert english not in shown


def test_a_full_disk_loses_no_action(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_disk(monkeypatch, b'"action"', 1)
    actions, shown = agree(path, "Invite the union", "", "", "", "", "")
    assert actions == [("Invite the union", "", "")]
    assert "the disk is full" in shown
