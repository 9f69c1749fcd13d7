"""What a typed line means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interview_samples import loaded

from partnercheck.core.findings import Problem
from partnercheck.core.words import words_for
from partnercheck.interview.form import Typed, read_typed, shown
from partnercheck.interview.terminal import Keyboard, cleaned
from partnercheck.rounds.answer_parser import Offered, answer_problem
from sampling import examples

TINY = loaded().questionnaire
WORDS = words_for("en")


def read(question: str, line: str) -> Typed:
    return read_typed(line, TINY, TINY.question(question), WORDS)


@pytest.mark.parametrize(
    ("question", "line", "answer"),
    [
        ("urgent", "3", "3"),
        ("urgent", "d", "dont-know"),
        ("urgent", "N", "not-applicable"),
        ("urgent", "r", "prefer-not-to-say"),
        ("missing", "1", ("union",)),
        ("missing", "2 1", ("union", "school")),
        ("missing", "1,2", ("union", "school")),
        ("missing", "1, 1 ;2", ("union", "school")),
        ("missing", "3", ("nobody",)),
        ("missing", "d", "dont-know"),
        ("partners", "12", 12.0),
        ("partners", "2.5", 2.5),
        ("partners", "2,5", 2.5),
        ("partners", "+12", 12.0),
        ("partners", "1234", 1234.0),
        ("partners", "1234,567", 1234.567),
        ("partners", "r", "prefer-not-to-say"),
        ("ends", "2027-01-31", "2027-01-31"),
        ("ends", "31-1-2027", "2027-01-31"),
        ("ends", "31.1.2027", "2027-01-31"),
        ("partners", "0001,5000000", 1.5),
        ("why", "Because of the port", "Because of the port"),
        ("why", "dont-know", ("dont-know",)),
        ("why", "not-applicable", ("not-applicable",)),
        ("why", "Don't know", "Don't know"),
        ("why", "weet ik niet", "weet ik niet"),
        ("why", "d", "dont-know"),
    ],
)
def test_answers(question: str, line: str, answer: object) -> None:
    assert read(question, line) == Typed(answer)  # type: ignore[arg-type]  # the table holds every kind of answer


@pytest.mark.parametrize(
    ("question", "line", "said"),
    [
        ("urgent", "", "a number from 1 to 3"),
        ("urgent", "0", "a number from 1 to 3"),
        ("urgent", "4", "a number from 1 to 3"),
        ("urgent", "1 2", "a number from 1 to 3"),
        ("urgent", "٣", "a number from 1 to 3"),
        ("urgent", "9" * 5000, "a number from 1 to 3"),
        ("missing", "", "one or more numbers"),
        ("missing", "1 4", "one or more numbers"),
        ("missing", "1 d", "one or more numbers"),
        ("missing", "1 3", "3 excludes the other answers"),
        ("partners", "", "from 1 to 5000"),
        ("partners", "0", "from 1 to 5000"),
        ("partners", "5001", "from 1 to 5000"),
        ("partners", "1.234", "two ways"),
        ("partners", "1,234", "two ways"),
        ("partners", "1.234.567", "two ways"),
        ("partners", "1e3", "from 1 to 5000"),
        ("partners", "nan", "from 1 to 5000"),
        ("ends", "", "year-month-day"),
        ("ends", "2027-02-30", "year-month-day"),
        ("ends", "1/2/2027", "year-month-day"),
        ("ends", "soon", "year-month-day"),
        ("ends", "d", "Don't know is not offered here"),
        ("why", "x" * 4001, "4000"),
    ],
)
def test_what_was_expected_is_said_in_one_line(question: str, line: str, said: str) -> None:
    typed = read(question, line)
    assert said in typed.message
    assert "\n" not in typed.message
    assert (typed.answer, typed.command) == (None, "")


@pytest.mark.parametrize("question", [question.id for question in TINY.questions])
def test_commands_are_the_same_everywhere(question: str) -> None:
    for letter in ("b", "s", "c", "q", "?"):
        assert read(question, letter) == Typed(command=letter)
        assert read(question, letter.upper()) == Typed(command=letter)


@given(st.sampled_from([question.id for question in TINY.questions]), st.text(max_size=20))
def test_any_line_is_an_offered_answer_a_command_or_a_message(question: str, line: str) -> None:
    typed = read(question, cleaned(line))
    assert [typed.answer is not None, bool(typed.command), bool(typed.message)].count(True) == 1
    if typed.answer is not None:
        assert answer_problem(TINY, TINY.question(question), typed.answer) is None


NUMERIC = st.text("0123456789.,-+/\u2212 ", max_size=12) | st.dates().map(lambda day: f"{day:%-d.%-m.%Y}")


@pytest.mark.parametrize("question", ["partners", "ends"])
@given(line=NUMERIC.map(str.strip).filter(bool))
@examples(100)
def test_a_number_or_date_means_the_same_at_the_keyboard_and_in_a_file(question: str, line: str) -> None:
    in_a_file = Offered(TINY, TINY.question(question)).read(line)
    assert read(question, line).answer == (None if isinstance(in_a_file, Problem) else in_a_file)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  3 \n", "3"),
        ("\x1b[A\x1b[1;5C3", "3"),
        ("\x1bOA3\x1b", "3"),
        ("a\tb\x00\x7f\x9b", "a b"),
        ("a\u202eb\ud800c", "abc"),
        ("één café", "één café"),
    ],
)
def test_keys_that_are_no_text_are_left_out(typed: str, text: str) -> None:
    assert cleaned(typed) == text


def test_a_key_in_another_encoding_is_asked_for_again() -> None:
    said: list[str | UnicodeDecodeError] = [UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), "3"]

    def read_one(_prompt: str) -> str:
        line = said.pop(0)
        if isinstance(line, str):
            return line
        raise line

    assert Keyboard(read_one).ask("?") == "3"


def test_an_answer_is_shown_in_the_words_of_the_respondent() -> None:
    def say(question: str, answer: str | float | tuple[str, ...], lang: str = "en") -> str:
        return shown(answer, TINY, TINY.question(question), lang, words_for(lang))

    assert say("urgent", "2") == "Step 2"
    assert say("urgent", "dont-know") == "Don't know"
    assert say("missing", ("union", "school")) == "A union; A school"
    assert say("partners", 12.0) == "12"
    assert say("partners", 2.5) == "2.5"
    assert say("partners", 2.5, "nl") == "2,5"


def test_bounds_that_are_half_open_are_named() -> None:
    for least, most, said in ((1, None, "1 or more"), (None, 9, "9 or less"), (None, None, "Type a number.")):
        question = TINY.question("partners").model_copy(update={"least": least, "most": most})
        assert said in read_typed("x", TINY, question, WORDS).message
