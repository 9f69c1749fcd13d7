"""The main commands on a Python without what only Unix has: no module and no name of it is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from driver import Terminal

from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.rounds.reader import load_round

SOURCE = Path(__file__).parents[2] / "src"
BARE = """
import os, signal, sys
for name in ("fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
for name in ("O_DIRECTORY", "O_NOFOLLOW", "chown", "fchmod", "fork", "geteuid", "killpg", "mkfifo"):
    delattr(os, name)
for name in ("SIGHUP", "SIGQUIT", "SIGPIPE", "SIGUSR1", "SIGALRM", "SIGTSTP"):
    delattr(signal, name)
from partnercheck.__main__ import main
main()
"""
"""A program that hides them, and then is `partnercheck`."""
ANSWERS = "respondent,sector,good-intentions\n" + "".join(f"p{n},employer,4\n" for n in range(5))


def env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE)}


def bare(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BARE, *arguments], cwd=folder, capture_output=True, text=True, check=False, env=env()
    )


def test_the_program_hides_what_it_says() -> None:
    script = BARE.partition("from partnercheck")[0] + "import fcntl"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError: import of fcntl halted" in done.stderr


def test_from_a_new_questionnaire_to_a_report_of_its_answers(tmp_path: Path) -> None:
    commands = (
        ("new", "own.yaml", "--title", "Own", "--id", "own", "--no-input"),
        ("check", "own.yaml", "--no-simulation"),
        ("show", "own.yaml"),
        ("list",),
        ("assess", "pulse", "--answers", "answers.csv", "--partnership", "F", "--round", "r.round.jsonl"),
        ("check", "."),
        ("report", "r.round.jsonl", "-o", "r.html"),
        ("report", "r.round.jsonl", "-o", "r.md"),
        ("guide", "pulse", "-o", "guide.md"),
        ("explain", "PC802"),
        ("schema", "round"),
        ("diff", "own.yaml", "own.yaml"),
    )
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    for arguments in commands:
        done = bare(tmp_path, *arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "F" in (tmp_path / "r.md").read_text(encoding="utf-8")
    assert len(load_round(tmp_path / "r.round.jsonl").responses) == 5


@pytest.mark.parametrize("more", [[], ["--plain"]])
def test_people_answer_one_after_another_and_agree(more: list[str], tmp_path: Path) -> None:
    asked = load_questionnaire("pulse")
    command = [sys.executable, "-c", BARE, "assess", "pulse", "--round", "r.round.jsonl", *more]
    with Terminal(command, {"PYTHONPATH": str(SOURCE)}, tmp_path) as terminal:
        terminal.answer("What is the partnership called? ", "Fictional Works")
        for person in range(3):
            if person:
                terminal.answer("Your choice: ", "1")
            terminal.answer("Press Enter to begin. ", "")
            for _ in asked.ask_first:
                terminal.answer("Your answer: ", "r")
            for number in range(1, len(asked.questions) + 1):
                terminal.read_until(f"Question {number} of ")
                terminal.answer("Your answer: ", "1")
            terminal.answer("Hand in? ", "")
        terminal.answer("Your choice: ", "2")
        terminal.read_until("Close the round?")
        terminal.answer("Your choice: ", "1")
        terminal.answer("What will you do? (Enter: nothing more; ?: help) ", "Invite the union")
        terminal.answer("Who sees to it? ", "")
        terminal.answer("By when? (Enter: no date; ?: help) ", "in two weeks")
        terminal.answer("Write it down? (Enter: yes; b: back; s: leave it out) ", "")
        terminal.answer("What will you do? (Enter: nothing more; ?: help) ", "")
        terminal.read_until("r.round.jsonl holds 1 action.")
        assert terminal.wait() == 0
        assert "Traceback" not in terminal.text
    round_ = load_round(tmp_path / "r.round.jsonl")
    assert (len(round_.responses), [action.what for action in round_.actions]) == (3, ["Invite the union"])


def test_lines_from_a_pipe_are_no_people(tmp_path: Path) -> None:
    """Where nobody sits at a terminal, nobody is asked, whatever arrives."""
    done = subprocess.run(
        [sys.executable, "-c", BARE, "assess", "pulse"], cwd=tmp_path, input="\n" * 99, capture_output=True, text=True,
        check=False, env=env(),
    )  # fmt: skip
    assert done.returncode == 2
    assert "There is nobody to ask" in done.stderr
