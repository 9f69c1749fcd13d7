"""The interview in a real terminal, with a real keyboard."""

import os
import sys
from pathlib import Path

import pytest
from driver import CTRL_C, CTRL_D, Terminal
from interview_samples import start

from partnercheck.rounds.load import load_round, load_with_notes

INTERVIEW = """
import sys
from partnercheck.cli.interview import Outcome, interview
from partnercheck.rounds.file import RoundFile
from partnercheck.words import words_for
with RoundFile.open(sys.argv[1]) as file:
    more = {"stream": sys.stdout, "again": "again", "plain": "-p" in sys.argv}
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
        terminal.press("\033[A\n")
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
