"""The interview in a real terminal, with a real keyboard."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from driver import CTRL_C, CTRL_D, Terminal
from interview_samples import start

from partnercheck.interview.terminal import Keyboard, _waiting_keys
from partnercheck.rounds.reader import load_round, load_with_notes

INTERVIEW = """
import sys
sys.modules.update({name[1:]: None for name in sys.argv if name[0] == "!"})
from partnercheck.interview.session import Outcome, interview
from partnercheck.rounds.journal import RoundFile
from partnercheck.core.words import words_for
with RoundFile.open(sys.argv[1]) as file:
    more = {"stream": sys.stderr if "-e" in sys.argv else sys.stdout, "again": "again", "plain": "-p" in sys.argv}
    outcome = interview(file, words=words_for("en"), lang="en", **more)
print("outcome", outcome.value, flush=True)
sys.exit(130 if outcome is Outcome.INTERRUPTED else 0)
"""


def interview(path: Path, *more: str, term: str = "xterm") -> Terminal:
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": term}
    return Terminal([sys.executable, "-c", INTERVIEW, str(path), *more], env)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with start(tmp_path) as file:
        return file.path


def begin(terminal: Terminal) -> None:
    terminal.answer("Press Enter to begin.", "")
    terminal.answer("Which kind of partner", "2")
    terminal.answer("Which partner", "North")


@pytest.mark.parametrize("more", [[], ["-p"]])
def test_a_form_is_answered_and_the_round_closed(path: Path, more: list[str]) -> None:
    with interview(path, *more) as terminal:
        begin(terminal)
        terminal.answer("Is it urgent?", "2")
        terminal.answer("Who is missing?", "1 2")
        terminal.answer("How many partners?", "2,5")
        terminal.answer("When does it end?", "31-1-2027")
        terminal.answer("Hand in?", "")
        terminal.answer("Your choice:", "2")
        terminal.answer("Close the round?", "1")
        terminal.read_until("outcome verdict")
        assert terminal.wait() == 0
        assert ("\033[3J" in terminal.raw) is not bool(more)
    answers = load_round(path).responses[0].answers
    assert answers == {"urgent": "2", "missing": ("union", "school"), "partners": 2.5, "ends": "2027-01-31"}


def test_a_dumb_terminal_gets_no_codes(path: Path) -> None:
    with interview(path, term="dumb") as terminal:
        begin(terminal)
        terminal.answer("Is it urgent?", "q")
        terminal.answer("Your choice:", "q")
        assert terminal.wait() == 0
        assert "\033[" not in terminal.raw.replace("\033[?2004h", "").replace("\033[?2004l", "")


def test_line_editing_works_and_arrow_up_shows_nothing_of_before(path: Path) -> None:
    with interview(path) as terminal:
        begin(terminal)
        terminal.read_until("Your answer:")
        terminal.press("1\x7f3\n")
        terminal.answer("Why is it urgent?", "A secret")
        terminal.read_until("Who is missing?")
        terminal.read_until("Your answer:")
        terminal.press("\033[Axyz")
        assert "secret" not in terminal.read_until("xyz")
        terminal.press("\n")
        terminal.read_until("Type one or more numbers")
        terminal.send("1")
        terminal.answer("How many partners?", "q")
        terminal.answer("Your choice:", "q")
        assert terminal.wait() == 0
    assert load_round(path).unfinished[0].answers == {"urgent": "3", "why": "A secret", "missing": ("union",)}


def test_ctrl_c_while_typing_keeps_everything_and_exits_130(path: Path) -> None:
    with interview(path) as terminal:
        begin(terminal)
        terminal.answer("Is it urgent?", "2")
        terminal.read_until("Who is missing?")
        terminal.read_until("Your answer:")
        terminal.press("1 2" + CTRL_C)
        terminal.read_until("Everything answered so far is kept. To go on:")
        assert terminal.wait() == 130
        assert "Traceback" not in terminal.text
    assert load_round(path).unfinished[0].answers == {"urgent": "2"}


def test_ctrl_d_leaves_the_form_and_then_stops(path: Path) -> None:
    with interview(path) as terminal:
        begin(terminal)
        terminal.answer("Is it urgent?", "2")
        terminal.read_until("Who is missing?")
        terminal.read_until("Your answer:")
        terminal.press(CTRL_D)
        terminal.read_until("Your form is kept as ")
        terminal.read_until("Your choice:")
        terminal.press(CTRL_D)
        terminal.read_until("outcome stopped")
        assert terminal.wait() == 0


def test_a_killed_interview_goes_on_where_it_was(path: Path) -> None:
    with interview(path) as terminal:
        begin(terminal)
        terminal.answer("Is it urgent?", "2")
        terminal.answer("Who is missing?", "2")
        terminal.read_until("How many partners?")
        terminal.kill()
    assert not load_with_notes(path).notes
    assert load_round(path).unfinished[0].answers == {"urgent": "2", "missing": ("school",)}
    with interview(path) as terminal:
        terminal.answer("go on with an unfinished form", "3")
        terminal.answer(", with 2 answers", "1")
        terminal.answer("How many partners?", "4")
        terminal.answer("When does it end?", "q")
        terminal.answer("Your choice:", "q")
        assert terminal.wait() == 0


BARE = pytest.mark.parametrize("more", [["!readline"], ["!readline", "-p"], ["!readline", "-e"], ["-e"]], ids=" ".join)
"""Terminals where pasted lines arrive one by one: without readline, and where the screen is stderr."""
LINES = "\nand the second\n1\n2\n3\n\nlast\n"


@BARE
def test_pasted_lines_are_no_answers_where_they_arrive_one_by_one(path: Path, more: list[str]) -> None:
    with interview(path, *more) as terminal:
        terminal.answer("Press Enter to begin. ", "")
        terminal.answer("Your answer: ", "2")
        terminal.answer("Your answer: ", "North")
        terminal.answer("Your answer: ", "c")
        terminal.read_until("Your comment: ")
        terminal.press(f"The first line{LINES}")
        terminal.read_until("The comment is kept.")
        said = "“and the second 1 2 3 last” was typed before this question was shown, so it is not taken as the answer."
        assert said in " ".join(terminal.read_until("Your answer: ").split())
        terminal.send("3")
        terminal.read_until("Why is it urgent?")
        shown = terminal.read_until("Your answer: ")
        assert "was typed before" not in shown, "it is told once"
        terminal.press(f"My reasons{LINES}")
        terminal.read_until("Who is missing?")
        assert "it is not taken as the answer." in " ".join(terminal.read_until("Your answer: ").split())
        terminal.press("\n" * 4)
        terminal.read_until("Type one or more numbers")
        assert "was typed before" not in terminal.read_until("Your answer: "), "of empty lines nothing is told"
        terminal.send("q")
        terminal.read_until("Your choice: ")
        terminal.send("q")
        assert terminal.wait() == 0
    kept = load_round(path).unfinished[0]
    assert kept.comments == {"urgent": "The first line"}
    assert kept.answers == {"urgent": "3", "why": "My reasons"}


@BARE
def test_whoever_types_at_once_when_a_question_shows_is_not_disturbed(path: Path, more: list[str]) -> None:
    with interview(path, *more) as terminal:
        terminal.answer("Press Enter to begin. ", "")
        for line in ("2", "North", "3", "The port"):
            terminal.answer("Your answer: ", line)
        terminal.read_until("Your answer: ")
        for key in "1 2\n":
            terminal.press(key)
        for line in ("4", "2027-01-31"):
            terminal.answer("Your answer: ", line)
        terminal.answer("Hand in? ", "q")
        terminal.answer("Your choice: ", "q")
        assert terminal.wait() == 0
        assert "was typed before" not in terminal.text
    answers = load_round(path).unfinished[0].answers
    assert list(answers.values()) == ["3", "The port", ("union", "school"), 4.0, "2027-01-31"]


def test_half_a_line_that_was_typed_too_early_can_be_ended(path: Path) -> None:
    with interview(path, "!readline") as terminal:
        terminal.answer("Press Enter to begin. ", "")
        terminal.answer("Your answer: ", "2")
        terminal.read_until("Your answer: ")
        terminal.press("North\n1\n2")
        terminal.read_until("“1” was typed before")
        terminal.read_until("Your answer: ")
        terminal.press("\n")
        terminal.read_until("Who is missing?")
        terminal.read_until("Your answer: ")
        terminal.press(CTRL_D)
        terminal.answer("Your choice: ", "q")
        assert terminal.wait() == 0
    assert load_round(path).unfinished[0].answers == {"urgent": "2"}


@pytest.mark.parametrize("more", [[], ["!readline"], ["-e"], ["!readline", "!termios"]], ids=" ".join)
def test_lines_from_a_pipe_are_all_answers(path: Path, more: list[str]) -> None:
    lines = ["", "2", "North", "3", "The port", "1 2", "4", "2027-01-31", "", "q"]
    done = subprocess.run(
        [sys.executable, "-c", INTERVIEW, str(path), *more], input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"},
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "outcome stopped")
    assert "was typed before" not in done.stdout + done.stderr
    answers = load_round(path).responses[0].answers
    assert list(answers.values()) == ["3", "The port", ("union", "school"), 4.0, "2027-01-31"]


def test_lines_that_were_typed_ahead_are_answers_where_pasted_ones_come_as_one(path: Path) -> None:
    with interview(path) as terminal:
        terminal.read_until("Press Enter to begin. ")
        terminal.send("", "2", "North", "2")
        terminal.read_until("Who is missing?")
        terminal.answer("Your answer: ", "q")
        terminal.answer("Your choice: ", "q")
        assert terminal.wait() == 0
        assert "was typed before" not in terminal.text


def test_keys_that_wait_at_a_windows_console_are_taken_away() -> None:
    class Console:
        keys: ClassVar = list("one\rtwo\r")

        def kbhit(self) -> bool:
            return bool(self.keys)

        def getwch(self) -> str:
            return str(self.keys.pop(0))

    console = Console()
    assert Keyboard(input, partial(_waiting_keys, console)).typed_ahead() == "one two"
    assert not console.kbhit()
