"""The round file is taken away or changed in the middle of an interview, in a real terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from driver import CTRL_C, Terminal
from harm import Harm, copied_over, cut, damaged, emptied, removed, renamed, replaced, replaced_by_the_same
from interview_samples import start

from partnercheck.rounds.events import Finished, Joined, Noted
from partnercheck.rounds.reader import load_round

PROMPT = "Your answer:"
NAME = "harbour.round.jsonl"
RESCUED = "harbour.round.rescued-1.jsonl"


def room(folder: Path, *arguments: str) -> Terminal:
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "partnercheck", "assess", *arguments, "--round", NAME]
    return Terminal(command, env, folder, columns=200)


def begin(terminal: Terminal) -> None:
    terminal.answer("Press Enter to begin.", "")
    terminal.answer(PROMPT, "1")
    terminal.answer(PROMPT, "North College")


def fill(terminal: Terminal, *numbers: int) -> None:
    for number in numbers:
        terminal.read_until(f"Question {number} of 13")
        terminal.answer(PROMPT, "1")


def gone(terminal: Terminal) -> None:
    """The interview ends, and says what is kept where."""
    assert terminal.wait() == 2
    said = " ".join(terminal.text.split())
    assert f"{NAME} was moved, replaced or changed by another program" in said
    assert f"kept in {RESCUED}" in said
    assert "Everything answered so far is kept. To go on:" not in said
    assert "Traceback" not in terminal.text


def answer_while(harm: Harm, folder: Path) -> None:
    """Answer four questions; before the fourth answer the file comes to harm."""
    with room(folder, "pulse", "--partnership", "F") as terminal:
        begin(terminal)
        fill(terminal, 1, 2, 3)
        terminal.read_until("Question 4 of 13")
        harm(folder / NAME)
        terminal.answer(PROMPT, "1")
        gone(terminal)


@pytest.mark.parametrize("harm", [renamed, removed, emptied, cut, damaged])
def test_every_acknowledged_answer_is_kept_and_in_the_round_after_the_next_start(tmp_path: Path, harm: Harm) -> None:
    answer_while(harm, tmp_path)
    assert len(load_round(tmp_path / RESCUED).unfinished[0].answers) == 4
    with room(tmp_path) as terminal:
        if harm is not cut:
            terminal.read_until(f"{NAME} is gone or damaged. {RESCUED} holds the round as it was.")
            terminal.answer("Your choice:", "x")
            terminal.answer("Your choice:", "1")
        else:
            terminal.read_until(f"{RESCUED} holds 2 answers and other entries that {NAME} does not.")
            terminal.answer("Your choice:", "1")
            terminal.read_until("They are in the round now. Their file is called harbour.round.rescued-1.taken.jsonl")
            terminal.answer("Press Enter.", "")
        go_on(terminal)
    assert len(load_round(tmp_path / NAME).unfinished[0].answers) == 6


def go_on(terminal: Terminal) -> None:
    terminal.answer("go on with an unfinished form", "3")
    terminal.answer("Which form is yours?", "1")
    fill(terminal, 5, 6)
    terminal.read_until("Question 7 of 13")
    terminal.press(CTRL_C)
    assert terminal.wait() == 130


@pytest.mark.parametrize("harm", [copied_over, replaced, replaced_by_the_same])
def test_what_a_copy_lacks_is_offered_once_and_taken_in(tmp_path: Path, harm: Harm) -> None:
    answer_while(harm, tmp_path)
    with room(tmp_path) as terminal:
        terminal.read_until(f"{RESCUED} holds ")
        terminal.answer("Your choice:", "2")
        terminal.read_until("0 forms are handed in." if harm is replaced_by_the_same else "Press Enter to begin.")
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert (tmp_path / RESCUED).exists()
    with room(tmp_path) as terminal:
        terminal.read_until(f"{RESCUED} holds ")
        terminal.answer("Your choice:", "1")
        terminal.answer("Press Enter.", "")
        go_on(terminal)
    with room(tmp_path) as terminal:
        terminal.read_until("0 forms are handed in.")
        assert RESCUED not in terminal.text
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert len(load_round(tmp_path / NAME).unfinished[0].answers) == 6


@pytest.mark.parametrize("harm", [removed, emptied])
def test_ctrl_c_after_the_harm_says_where_everything_is(tmp_path: Path, harm: Harm) -> None:
    with room(tmp_path, "pulse", "--partnership", "F") as terminal:
        begin(terminal)
        fill(terminal, 1, 2)
        terminal.read_until("Question 3 of 13")
        terminal.read_until(PROMPT)
        harm(tmp_path / NAME)
        terminal.press(CTRL_C)
        gone(terminal)
    assert len(load_round(tmp_path / RESCUED).unfinished[0].answers) == 2


def test_closing_and_agreeing_notice_it_too(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--joint") as terminal:
        terminal.answer("Press Enter to begin.", "")
        fill(terminal, *range(1, 14))
        terminal.answer("Hand in?", "")
        terminal.answer("What will you do?", "Meet")
        terminal.answer("Who sees to it?", "All")
        terminal.answer("By when?", "")
        terminal.read_until("Write it down?")
        renamed(tmp_path / NAME)
        terminal.send("")
        gone(terminal)
    assert load_round(tmp_path / RESCUED).actions[0].what == "Meet"


def test_a_pipe_is_no_round_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with room(tmp_path) as terminal:
        assert terminal.wait() == 2
        assert f"{NAME} is no plain file, so no round can be kept in it." in terminal.text
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for command in (["assess", "--round", NAME], ["report", NAME], ["assess", "pulse", "--round", "/dev/null"]):
        done = subprocess.run(
            [sys.executable, "-m", "partnercheck", *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            env=env,
            timeout=60,
            check=False,
        )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


def test_without_a_terminal_a_line_on_stderr_tells_of_what_was_rescued(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with start(tmp_path) as file:
        file.append_all((Joined(respondent="a"), Finished(respondent="a")))
    file.path.rename(path)
    (tmp_path / RESCUED).write_bytes(path.read_bytes() + Noted(text="late").written())
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for command in (["assess", "--round", NAME], ["assess", "--round", NAME], ["report", NAME]):
        done = subprocess.run(
            [sys.executable, "-m", "partnercheck", *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=env,
            check=True,
        )
        assert f"{RESCUED} holds 1 answer or other entry that {NAME} does not;" in done.stderr
    assert (tmp_path / RESCUED).exists()
