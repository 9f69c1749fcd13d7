"""`partnercheck assess` in a real terminal, as a room would use it."""

import random
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from driver import CTRL_C, CTRL_D, Terminal

from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.rounds.reader import load_round

PROMPT = "Your answer:"
PULSE = load_questionnaire("pulse")


def room(folder: Path, *arguments: str, **env: str) -> Terminal:
    command = [sys.executable, "-m", "partnercheck", "assess", *arguments]
    return Terminal(command, {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), **env}, folder)


def begin(terminal: Terminal, sector: str = "1", partner: str = "North College") -> None:
    terminal.answer("Press Enter to begin.", "")
    if "sector" in PULSE.ask_first:
        terminal.answer(PROMPT, sector)
    if "partner" in PULSE.ask_first:
        terminal.answer(PROMPT, partner)


def fill(terminal: Terminal, answers: Sequence[str]) -> None:
    for number, answer in enumerate(answers, 1):
        terminal.read_until(f"Question {number} of 13")
        terminal.answer(PROMPT, answer)


def test_three_people_one_after_another(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--k", "3") as terminal:
        terminal.answer("What is the partnership called?", "Fictional Works")
        for person in range(3):
            if person:
                terminal.answer("Your choice:", "1")
            begin(terminal, str(person + 1), f"Partner {person}")
            fill(terminal, ["1", "2", "d", "s", "2", "1", "1", "2", "4", "2", "1", "2", "1"])
            terminal.answer("Hand in?", "")
            assert "Thank you" in terminal.read_until("next person.")
        terminal.answer("Your choice:", "2")
        terminal.answer("Close the round?", "1")
        card = terminal.read_until("What will you do?")
        assert "Who answered" in card
        assert "Next steps" in card
        terminal.send("Invite the union")
        terminal.answer("Who sees to it?", "North College")
        terminal.answer("By when?", "soon")
        terminal.read_until("That cannot be read as a date.")
        terminal.answer("By when?", "2120-01-15")
        terminal.read_until("That is Monday 15 January 2120.")
        terminal.read_until("Invite the union · North College · Monday 15 January 2120")
        terminal.answer("Write it down?", "")
        first = re.search(r"(?m)^ *1\. (?:▸ )?(.*?)(?: \(\d+ min\))?$", card.rpartition("The steps in full")[2])
        assert first
        terminal.answer("What will you do?", "1")
        assert f"Step 1: {first[1]}" in terminal.read_until("Who sees to it?")
        terminal.send("")
        terminal.answer("By when?", "")
        terminal.answer("Write it down?", "")
        terminal.answer("What will you do?", "")
        name = terminal.read_until(" holds 2 actions.").split()[-4]
        terminal.read_until(f"partnercheck report {name} -o {name.removesuffix('.round.jsonl')}.html")
        assert terminal.wait() == 0
    paths = list(tmp_path.glob("fictional-works-*.round.jsonl"))
    assert len(paths) == 1
    round_ = load_round(paths[0])
    assert [response.partner for response in round_.responses] == ["Partner 0", "Partner 1", "Partner 2"]
    assert round_.actions[0].what == "Invite the union"
    assert str(round_.actions[0].when) == "2120-01-15"
    assert (round_.actions[1].what, round_.actions[1].when) == (first[1], None)


def test_ctrl_c_before_there_is_a_round_leaves_a_clean_line(tmp_path: Path) -> None:
    with room(tmp_path, "pulse") as terminal:
        terminal.read_until("What is the partnership called?")
        terminal.press("Har" + CTRL_C)
        assert terminal.wait() == 130
        assert terminal.text.endswith("\n")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_at_an_action_keeps_those_before_and_leaves_a_clean_line(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--joint", "--round", "r.round.jsonl") as terminal:
        terminal.answer("Press Enter to begin.", "")
        fill(terminal, ["1"] * 13)
        terminal.answer("Hand in?", "")
        for line in ("Invite the union", "", "", ""):
            terminal.read_until("?")
            terminal.send(line)
        terminal.read_until("Written down.")
        terminal.answer("What will you do?", "Ask the board")
        terminal.read_until("Who sees to it?")
        terminal.press("the ch" + CTRL_C)
        terminal.read_until("\nThis is not written down: Ask the board\n")
        terminal.read_until("Everything that is written down is kept. To go on:\n")
        terminal.read_until("partnercheck assess --round r.round.jsonl\n")
        assert terminal.wait() == 130
        assert terminal.text.endswith("\n")
    assert [action.what for action in load_round(tmp_path / "r.round.jsonl").actions] == ["Invite the union"]
    with room(tmp_path, "--round", "r.round.jsonl") as terminal:
        terminal.read_until("Agreed so far:\n- Invite the union\n")
        terminal.read_until("What will you do?")
        terminal.press(CTRL_D)
        terminal.read_until("r.round.jsonl holds 1 action.")
        assert terminal.wait() == 0


def test_nothing_of_one_person_is_left_on_the_screen_of_the_next(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--round", "r.round.jsonl") as terminal:
        begin(terminal, "1", "A very secret name")
        fill(terminal, ["1"] * 13)
        terminal.answer("Hand in?", "")
        terminal.answer("Your choice:", "1")
        terminal.read_until("Press Enter to begin.")
        visible = terminal.raw.rsplit("\033[3J", 1)[1]
        assert "secret" not in visible


def test_leaving_and_going_on_where_one_was(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--round", "r.round.jsonl") as terminal:
        begin(terminal)
        fill(terminal, ["1", "2", "3"])
        terminal.read_until("Question 4 of 13")
        terminal.answer(PROMPT, "q")
        terminal.answer("Your choice:", "q")
        terminal.read_until("To go on:")
        terminal.read_until("partnercheck assess --round r.round.jsonl")
        assert terminal.wait() == 0
    with room(tmp_path, "--round", "r.round.jsonl") as terminal:
        terminal.answer("Your choice:", "3")
        terminal.answer("Which form is yours?", "1")
        terminal.read_until("Question 4 of 13")
        terminal.read_until(PROMPT)
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    assert len(load_round(tmp_path / "r.round.jsonl").unfinished[0].answers) == 3


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_gets_plain_lines(term: str, tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--joint", TERM=term) as terminal:
        terminal.answer("Press Enter to begin.", "")
        fill(terminal, ["1"] * 13)
        terminal.answer("Hand in?", "")
        terminal.answer("What will you do?", "")
        assert terminal.wait() == 0
        assert "\033[" not in terminal.raw.replace("\033[?2004h", "").replace("\033[?2004l", "")
        assert "█" not in terminal.raw
        assert "The room’s own reading" in terminal.text


def test_no_color_is_respected(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--joint", NO_COLOR="1") as terminal:
        terminal.answer("Press Enter to begin.", "")
        fill(terminal, ["1"] * 13)
        terminal.answer("Hand in?", "")
        terminal.read_until("What will you do?")
        terminal.press(CTRL_D)
        assert terminal.wait() == 0
        assert not re.search(r"\033\[[0-9;]*3[0-9]m", terminal.raw)


def test_json_of_a_joint_form_is_alone_on_stdout(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--joint", "--round", "r.round.jsonl") as terminal:
        terminal.answer("Press Enter to begin.", "")
        terminal.read_until(PROMPT)
        terminal.press(CTRL_C)
        assert terminal.wait() == 130
    program = f"{shlex.quote(sys.executable)} -m partnercheck assess --round r.round.jsonl --joint --json > out.json"
    env = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    with Terminal(["sh", "-c", program], env, tmp_path) as terminal:
        fill(terminal, ["1"] * 13)
        terminal.answer("Hand in?", "")
        terminal.answer("What will you do?", "")
        assert terminal.wait() == 0
    assert (tmp_path / "out.json").read_text(encoding="utf-8").startswith("{\n")


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--round", "r.round.jsonl") as first:
        first.read_until("Press Enter to begin.")
        with room(tmp_path, "--round", "r.round.jsonl") as second:
            assert second.wait() == 2
            assert "another partnercheck is writing" in second.text.lower()


@pytest.mark.parametrize("seed", range(12))
def test_pulling_the_plug_loses_no_acknowledged_answer(seed: int, tmp_path: Path) -> None:
    """An answer is acknowledged when the next question shows; the kill comes anywhere after one."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    path = tmp_path / "r.round.jsonl"
    last = dice.randrange(1, 13)
    with room(tmp_path, "pulse", "--partnership", "F", "--round", str(path)) as terminal:
        begin(terminal)
        fill(terminal, ["1"] * (last - 1))
        terminal.read_until(f"Question {last} of 13")
        if dice.random() < 0.5:
            terminal.send("2")  # on its way when the plug is pulled: it may be kept or not
        terminal.kill()
    kept = load_round(path).unfinished[0].answers
    asked = [question.id for question in PULSE.questions]
    assert list(kept)[: last - 1] == asked[: last - 1]
    assert len(kept) in (last - 1, last)
    with room(tmp_path, "--round", str(path)) as terminal:
        terminal.answer("Your choice:", "3")
        terminal.answer("Which form is yours?", "1")
        terminal.read_until(f"Question {len(kept) + 1} of 13" if len(kept) < 13 else "Hand in?")


def test_pasted_lines_are_one_comment_and_no_answers(tmp_path: Path) -> None:
    with room(tmp_path, "pulse", "--partnership", "F", "--joint", "--round", "r.round.jsonl") as terminal:
        terminal.answer("Press Enter to begin.", "")
        terminal.answer(PROMPT, "c")
        terminal.read_until("Your comment:")
        terminal.press("\033[200~first line\n1\n2\033[201~\n")
        terminal.read_until("The comment is kept.")
        terminal.answer(PROMPT, "q")
        terminal.wait()
    kept = load_round(tmp_path / "r.round.jsonl").unfinished[0]
    assert kept.comments == {PULSE.questions[0].id: "first line 1 2"}
    assert kept.answers == {}
