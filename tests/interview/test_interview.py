"""Whole interviews, typed line by line."""

import errno
import io
import os
from pathlib import Path

import pytest
from interview_samples import ALL, TerminalStream, answers, fill_disk, play, start

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.words import words_for
from partnercheck.interview.session import Outcome
from partnercheck.interview.terminal import CLEARED, Keyboard, Screen, screen_for
from partnercheck.reports.render import render
from partnercheck.rounds.disk import RescuedError
from partnercheck.rounds.reader import load_round

FULL: dict[str, Answer] = {"urgent": "2", "missing": ("union",), "partners": 4.0, "ends": "2027-01-31"}


def test_a_form_from_the_opening_to_the_verdict(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        outcome, shown = play(file, *ALL, "", "2", "1")
        assert outcome is Outcome.VERDICT
        form = file.round().responses[0]
        assert (form.sector, form.partner, form.joint) == ("education", "North College", False)
        assert form.answers == FULL
        assert file.round().closing
    assert load_round(file.path) == file.round()
    for words in (
        "Tiny check",
        "For [bold]all[/bold] partners.",
        "5 questions. It takes about 4 minutes.",
        "Groups of fewer than 5 people are never shown.",
        "Comments are printed word for word, without a name.",
        "Question 1 of 4. Shared need\nIs it urgent?\nThink of today.\n1. Step 1\n2. Step 2\n3. Step 3\n",
        "3. Step 3\nd Don't know, n Not applicable, r I'd rather not say\n",
        "b back, s skip, c comment, q leave (everything is kept), ? help\n",
        "Question 2 of 4\nWho is missing?",
        "1. Is it urgent? - Step 2\n2. Who is missing? - A union",
        "Thank you. Hand the laptop to the next person.",
        "1 form is handed in.",
        "1. next person\n2. close the round and show the result\n4. take a form back\nq. stop for now",
        "1 form counts.",
    ):
        assert words in shown
    assert "\033" not in shown
    assert shown.isascii()


def test_the_questionnaire_speaks_the_language_of_the_round(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, "", "r", "r", lang="nl")[1]
    assert "Kleine check" in shown
    assert "Is het dringend?" in shown


def test_wrong_input_is_asked_again_and_nothing_is_lost(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        script = [
            "",
            "9",
            "7x",
            "1",
            "",
            "42",
            "?",
            "x" * 81,
            "R",
            "5",
            "",
            "2",
            "1 3",
            "1",
            "1.234",
            "4",
            "soon",
            "1-2-2027",
        ]
        shown = play(file, *script)[1]
        assert answers(file) == {**FULL, "ends": "2027-02-01"}
        assert file.round().unfinished[0].sector == "employer"
        assert file.round().unfinished[0].partner == ""
    assert shown.count("Type a number from 1 to 6, or r for rather not say.") == 2
    assert shown.count("Type a number from 1 to 3, or one of the letters.") == 2
    assert "That number is not in the list." in shown
    assert "3 excludes the other answers" in shown
    assert "two ways" in shown


def test_going_back_shows_the_answer_and_enter_keeps_it(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, *ALL[:5], "b", "", "b", "b", "1", "2", "4")[1]
        assert answers(file) == {"urgent": "1", "missing": ("school",), "partners": 4.0}
        assert file.path.read_bytes().count(b'"correction"') == 2
        assert file.path.read_bytes().count(b'"answer":"2"') == 1
    assert "Your answer now: A union\nEnter keeps it, s takes it away." in shown
    assert "1* A union" in shown


def test_going_back_to_who_is_answering(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, "", "b", "2", "b", "", "North", "b", "3", "", "2")[1]
        form = file.round().unfinished[0]
        assert (form.sector, form.partner, form.answers) == ("government", "North", {"urgent": "2"})
        assert len(file.round().unfinished) == 1
    assert "Your answer now: Education\nEnter keeps it." in shown
    assert "Your answer now: North\nEnter keeps it." in shown


def test_nothing_before_the_first_question(tmp_path: Path) -> None:
    with start(tmp_path, {"ask_first": []}) as file:
        shown = play(file, "", "b", "2")[1]
        assert answers(file) == {"urgent": "2"}
    assert "This is the first question." in shown


def test_rather_not_say_stays_when_it_is_kept(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        play(file, "", "r", "r", "b", "", "", "1")
        form = file.round().unfinished[0]
        assert (form.sector, form.partner, form.answers) == ("", "", {"urgent": "1"})


def test_skipping_leaves_out_and_takes_away(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, "", "r", "r", "s", "1", "b", "s", "s", "q")[1]
        assert answers(file) == {}
        name = file.round().unfinished[0].respondent
        assert (
            f'"correction","respondent":"{name}","question":"missing","answer":null'.encode() in file.path.read_bytes()
        )
    assert f"Your form is kept as {name}." in shown


def test_escapes_are_answers(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        play(file, "", "r", "r", "d", "n", "r", "d")
        expected = {"urgent": "dont-know", "missing": "not-applicable", "partners": "prefer-not-to-say"}
        assert answers(file) == expected


def test_hidden_questions_are_not_asked(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, "", "r", "r", "3", "The port", "b", "b", "2", "1")[1]
        assert answers(file) == {"urgent": "2", "why": "The port", "missing": ("union",)}
    assert "Question 2 of 5\nWhy is it urgent?" in shown
    assert shown.rindex("Question 2 of 4\nWho is missing?") > shown.rindex("Why is it urgent?")


def test_an_empty_text_is_skipped(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        play(file, "", "r", "r", "3", "", "1")
        assert answers(file) == {"urgent": "3", "missing": ("union",)}


def test_comments_are_kept_changed_and_taken_away(tmp_path: Path) -> None:
    with start(tmp_path) as file:

        def comments() -> dict[str, str]:
            return dict(file.round().unfinished[0].comments)

        shown = play(file, "", "r", "r", "c", "", "c", "q", "c", "Very [b]urgent", "q")[1]
        assert comments() == {"urgent": "Very [b]urgent"}
        assert "There is no comment." in shown
        shown = play(file, "3", "1", "c", "", "c", "x" * 4001, "q", "q")[1]
        assert comments() == {"urgent": "Very [b]urgent"}
        assert "Your comment now: Very [b]urgent\n" in shown
        assert "The comment stays as it was." in shown
        assert "too long" in shown
        play(file, "3", "1", "c", "-", "q", "q")
        assert comments() == {}


@pytest.mark.parametrize("typed", ["dont-know", "not-applicable", "Don't know", "weet ik niet"])
def test_a_text_or_comment_that_reads_like_an_escape_stays_a_text(tmp_path: Path, typed: str) -> None:
    with start(tmp_path) as file:
        shown = play(
            file, "", "r", "r", "3", typed, "1", "b", "c", typed, "b", "", "", "4", "2027-01-31", "", "2", "1"
        )[1]
    form = load_round(file.path).responses[0]
    assert "".join(form.answers["why"]) == typed  # type: ignore[arg-type]  # a text, alone or in a tuple
    assert form.comments == {"missing": typed}
    assert shown.count(f"Your answer now: {typed}\n") == 1, "going back shows what was written"
    assert f"2. Why is it urgent? - {typed}\n" in shown
    assessment = assess(file.round().model_copy(update={"opened": True}), words_for("en"))
    assert assessment.question("why").texts == (typed,)
    assert render(assessment, "md").count(typed) == 2, "the answer and the comment"


def test_a_letter_at_a_text_is_the_escape_still(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, "", "r", "r", "3", "d", "1", "4", "2027-01-31", "", "2", "1")[1]
        assert answers(file)["why"] == "dont-know"
    assert "2. Why is it urgent? - Don't know\n" in shown
    assessment = assess(file.round().model_copy(update={"opened": True}), words_for("en"))
    assert "why" not in [each.id for each in assessment.questions]


def test_help_explains_and_shows_the_question_again(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, "", "r", "r", "?", "2")[1]
    assert "c adds a comment." in shown
    assert shown.count("Is it urgent?") == 2


def test_the_review_changes_answers(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        script = [*ALL[:-2], "s", "s", "x", "0", "9", "2", "2", "1", "b", "f", "2", "1"]
        outcome, shown = play(file, *script)
        assert outcome is Outcome.VERDICT
        assert answers(file) == {"urgent": "2", "missing": ("school",)}
    assert "3. How many partners? - (no answer)" in shown
    assert "2 questions have no answer." in shown
    assert shown.count("Type a number from 1 to 4, or Enter to hand in.") == 3


def test_a_question_that_a_change_brings_up_is_asked_before_the_review(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, *ALL, "1", "3", "The port", "", "2", "1")[1]
        assert answers(file) == {**FULL, "urgent": "3", "why": "The port"}
    assert "2. Why is it urgent? - The port" in shown


def test_the_review_goes_back_and_shows_comments(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, *ALL, "b", "c", "Too soon", "", "w", "6", "South", "q", "q")[1]
        form = file.round().unfinished[0]
        assert (form.sector, form.partner) == ("community", "South")
    assert "4. When does it end? - 2027-01-31 (with a comment)" in shown
    assert "w. You: Education, North College" in shown


def test_one_person_after_another(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        outcome, shown = play(file, *ALL, "", "1", "", "1", "1", "3", "s", "s", "s", "s", "f", "x", "2", "b", "2", "1")
        assert outcome is Outcome.VERDICT
        forms = file.round().responses
        assert [form.partner for form in forms] == ["North College", "North College"]
        assert forms[0].respondent != forms[1].respondent
    assert "1. North College\nType a number, or the name of another partner." in shown
    assert "2 forms are handed in." in shown
    assert "Type one of the numbers, or q." in shown


def test_a_partner_is_spelled_as_it_was_before(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        play(file, "", "r", "North College", "q", "1", "", "r", "north college", "q")
        assert [form.partner for form in file.round().unfinished] == ["North College"] * 2


def test_leaving_and_going_on_at_the_first_unanswered_question(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        assert play(file, *ALL[:5], "q", "q")[0] is Outcome.STOPPED
        outcome, shown = play(file, "3", "9", "b", "3", "1", "4", "2027-01-31", "", "2", "1")
        assert outcome is Outcome.VERDICT
        assert answers(file) == FULL
    assert f"1. {load_round(file.path).responses[0].respondent}, with 2 answers" in shown
    assert "Is it urgent?\n" not in shown, "it goes on where it was"
    assert "To go on" not in shown


def test_unfinished_forms_are_listed_without_their_answers(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        play(file, *ALL[:4], "q", "1", *ALL[:6], "q", "q")
        shown = play(file, "3", "q", "2")[1]
        first, second = (form.respondent for form in file.round().unfinished)
    assert f"1. {second}, with 3 answers\n2. {first}, with 1 answer\n" in shown
    assert "North College" not in shown
    assert "Step 2" not in shown
    assert "2 unfinished forms do not." in play_close(file.path)


def play_close(path: Path) -> str:
    from partnercheck.rounds.journal import RoundFile

    with RoundFile.open(path) as file:
        return play(file, "1", *ALL, "", "2", "b", "q")[1]


def test_leaving_before_anything_is_said_keeps_nothing(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        for script in (["q"], ["", "q"], ["", "1", "q"], []):
            assert play(file, *script)[0] is Outcome.STOPPED
        assert file.round().unfinished == ()


def test_the_end_of_the_input_acts_like_leaving(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        outcome, shown = play(file, "", "r", "r", "2", EOFError, "q")
        assert outcome is Outcome.STOPPED
        assert answers(file) == {"urgent": "2"}
        assert f"Your form is kept as {file.round().unfinished[0].respondent}." in shown
    assert shown.endswith("Everything answered so far is kept. To go on:\npartnercheck assess --round x\n")


@pytest.mark.parametrize("typed", range(1, len(ALL) + 3))
def test_ctrl_c_at_any_moment_keeps_everything_acknowledged(tmp_path: Path, typed: int) -> None:
    script = [*ALL, "", "2"]
    with start(tmp_path) as file:
        outcome, shown = play(file, *script[:typed], KeyboardInterrupt)
        assert outcome is Outcome.INTERRUPTED
    assert shown.endswith("Everything answered so far is kept. To go on:\npartnercheck assess --round x\n")
    round_ = load_round(file.path)
    kept = [form.answers for form in (*round_.responses, *round_.unfinished)]
    expected = dict(list(FULL.items())[: max(0, typed - 3)])
    assert kept == ([expected] if typed >= 3 else [])


def test_nothing_can_be_closed_before_a_form_is_in(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        outcome, shown = play(file, "", "r", "r", "q", "2", "", "q")
        assert outcome is Outcome.STOPPED
        assert file.round().closing is None
    assert "No form is handed in." in shown


def test_late_forms_wait_until_enough_are_new(tmp_path: Path) -> None:
    short = ["", "r", "r", "2", "2", "2", "f"]
    three = [{"id": f"q{n}", "text": "?", "scale": "agreement", "sign_of": "norming"} for n in range(3)]
    with start(tmp_path, {"questions": three}, k=3) as file:
        assert play(file, *short, "2", "1")[0] is Outcome.VERDICT
        outcome, shown = play(file, "2")
        assert outcome is Outcome.VERDICT
        assert "The round is closed with 1 form." in shown
        assert "2. show the result" in shown
        outcome, shown = play(file, "1", *short, "2", "")
        assert outcome is Outcome.VERDICT
        assert "1 form came after the closing." in shown
        assert "Late forms count once 2 more are in." in shown
        assert "The last closing told nothing of anybody. Take it back, and close the round anew." in shown
        closing = file.round().closing
        assert closing
        assert closing.respondents == (file.round().responses[0].respondent,)
        outcome, shown = play(file, "1", *short, "1", *short, "2", "1")
        assert outcome is Outcome.VERDICT
        assert "2. close the round and show the result" in shown
        closing = file.round().closing
        assert closing
        assert closing.respondents == tuple(sorted(form.respondent for form in file.round().responses))
        assert len(closing.respondents) == 4


def test_an_open_round_says_so(tmp_path: Path) -> None:
    with start(tmp_path, opened=True) as file:
        shown = play(file, *ALL, "", "2", "1")[1]
    assert "All have agreed to sign" in shown
    assert "never shown" not in shown
    assert "Forms handed in later" not in shown


def test_a_person_takes_a_form_back_by_the_name_that_was_shown(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        shown = play(file, *ALL, "", "q")[1]
        (form,) = file.round().responses
        assert f"take your form back: {form.respondent}" in shown
        shown = play(file, "4", "somebody", "b", "4", form.respondent.upper(), "q")[1]
        assert "No form has that name." in shown
        assert "The form is taken back, and counts no more." in shown
        assert file.round().responses == ()
        assert "take a form back" not in play(file, "b", "q")[1]
    assert load_round(file.path) == file.round()


def test_taking_a_form_back_is_tried_again_where_the_disk_was_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch, b'"withdrawn"', 2)
    with start(tmp_path) as file:
        play(file, *ALL, "", "q")
        (form,) = file.round().responses
        outcome, shown = play(file, "4", form.respondent, "", "", "q")
        assert outcome is Outcome.STOPPED
        assert shown.count("That could not be saved. Everything before it is kept.") == 2
        assert "The form is taken back, and counts no more." in shown
        assert file.round().responses == ()


def test_a_joint_form_goes_straight_to_the_verdict(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        outcome, shown = play(file, "", "2", "1", "4", "2027-01-31", "", joint=True)
        assert outcome is Outcome.VERDICT
        assert file.round().responses[0].joint
        assert file.round().closing
        assert "one form for the whole room" in shown
        assert "Which kind of partner" not in shown
        assert "w. You" not in shown
        assert play(file)[0] is Outcome.VERDICT, "a joint round stays one"


def test_a_joint_form_can_be_left_and_resumed(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        assert play(file, "q", joint=True)[0] is Outcome.STOPPED
        assert play(file, "", "b", "2", "q", joint=True)[0] is Outcome.STOPPED
        outcome, _ = play(file, "1", "4", "2027-01-31", "")
        assert outcome is Outcome.VERDICT
        assert answers(file) == FULL


def test_separate_forms_and_a_joint_one_do_not_mix(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        play(file, *ALL[:4])
        with pytest.raises(PartnercheckError, match="cannot be answered jointly"):
            play(file, joint=True)


def test_a_full_disk_is_said_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_disk(monkeypatch, b'"answer"', 3)
    with start(tmp_path) as file:
        outcome, shown = play(file, *ALL[:4], "", "q", "3", "1", "2", "", "q", "q")
        assert outcome is Outcome.STOPPED
        assert answers(file) == {"urgent": "2"}
    assert shown.count("That could not be saved. Everything before it is kept.") == 3
    assert "the disk is full" in shown


def test_the_menu_says_of_a_form_taken_back_after_the_closing_what_a_report_says(tmp_path: Path) -> None:
    three = [{"id": f"q{n}", "text": "?", "scale": "agreement", "sign_of": "norming"} for n in range(3)]
    with start(tmp_path, {"questions": three, "ask_first": []}, k=3) as file:
        play(file, *["1", "", "2", "2", "2", "f"][1:], *["1", "", "2", "2", "2", "f"] * 3, "2", "1")
        outcome, shown = play(file, "4", file.round().responses[0].respondent, "q")
    menu = shown[shown.rindex("3 forms are handed in.") :]
    assert "The round is closed" not in menu
    assert "A new result would tell what it said. So it waits until 2 more are taken back." in menu
    assert outcome is Outcome.STOPPED


def test_a_closing_that_cannot_be_written_goes_back_to_the_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def full(file: int, content: bytes) -> int:
        if b'"closed"' in content:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(file, content)

    monkeypatch.setattr(os, "write", full)
    with start(tmp_path) as file:
        outcome, shown = play(file, *ALL, "", "2", "1", "", "q")
        assert outcome is Outcome.STOPPED
    assert "This answer is not saved" in shown


def test_a_terminal_is_cleared_between_two_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "70")
    with start(tmp_path) as file:
        outcome, shown = play(file, *ALL, "b", "", "", "1", "", "q", "q", stream=TerminalStream())
        assert outcome is Outcome.STOPPED
    assert CLEARED.endswith("\033[3J")
    before, after = shown.rsplit("Thank you.", 1)
    assert before.endswith("\033[1m") or CLEARED in before[-200:]
    assert "2027-01-31" not in after
    assert shown.count(CLEARED) > 8
    assert "[bold]all[/bold]" in shown


def test_pages_without_colours_show_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    with start(tmp_path) as file:
        shown = play(file, *ALL[:4], "b", stream=TerminalStream())[1]
    assert "* 2" in shown
    assert "\033[3" not in shown.replace("\033[3J", ""), "no colours"


def test_texts_are_shown_and_never_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = screen_for(TerminalStream(), plain=False)
    for show in (screen.page, screen.heading, screen.paragraph, screen.say, screen.hint):
        show("[red]x[/red] \x1b]0;title\x07 :smile:")
    screen.choices([("1", "[red]\x1b[31m")], ["1"])
    shown = screen.stream.getvalue()  # type: ignore[attr-defined]  # it is the StringIO above
    assert shown.count("[red]x[/red] \\x1b]0;title\\x07 :smile:") == 5
    assert "[red]\\x1b[31m" in shown


@pytest.mark.parametrize(("term", "plain"), [("dumb", True), ("", True), (None, True), ("xterm", False)])
def test_a_bare_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch, term: str | None, plain: bool) -> None:
    monkeypatch.delenv("TERM", raising=False)
    if term is not None:
        monkeypatch.setenv("TERM", term)
    assert screen_for(TerminalStream(), plain=False).plain is plain
    assert screen_for(TerminalStream(), plain=True).plain


def test_characters_that_the_terminal_cannot_show_are_replaced() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    Screen(stream).say("éën")
    stream.seek(0)
    assert stream.read() == "??n\n"


def test_lines_come_from_stdin_where_the_screen_is_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    from partnercheck.interview.terminal import keyboard_for

    monkeypatch.setattr("sys.stdin", io.StringIO("3\nlast"))
    stream = io.StringIO()
    keyboard = keyboard_for(stream)
    assert isinstance(keyboard, Keyboard)
    assert [keyboard.ask("A:"), keyboard.ask("B:")] == ["3", "last"]
    with pytest.raises(EOFError):
        keyboard.ask("C:")
    assert stream.getvalue() == "A:B:C:"


def test_a_round_that_is_taken_away_ends_the_interview_with_a_wiped_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream, real = TerminalStream(), os.fsync

    def taken(file: int) -> None:
        real(file)
        if round_file.path.exists() and b'"closed"' in round_file.path.read_bytes():
            round_file.path.unlink()

    with start(tmp_path) as round_file:
        monkeypatch.setattr(os, "fsync", taken)
        with pytest.raises(RescuedError) as caught:
            play(round_file, *ALL, "", "2", "1", stream=stream)
        monkeypatch.undo()
    assert stream.getvalue().endswith(CLEARED)
    assert load_round(caught.value.kept).closing
