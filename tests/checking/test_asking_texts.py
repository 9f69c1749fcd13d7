"""PC301 to PC304: how questions are worded."""

import json
import unicodedata
from pathlib import Path

import pytest
from asking_samples import asks, found, messages, options, places
from hypothesis import given
from hypothesis import strategies as st
from question_texts import DOUBLE, NEGATED, PUSHING, SINGLE, SOUND, Texts

from partnercheck.checking.recovery import draft_of
from partnercheck.checking.rules.questions import (
    LIMITS,
    double_questions,
    second_half,
    statements_say_what_is,
    texts_fit_a_phone,
    texts_push_nowhere,
)
from partnercheck.checking.rules.registry import RULES
from partnercheck.checking.rules.wording import language_of, visible_length
from partnercheck.core.files import TextFile, bundled_files, bundled_folder

LANGS = ("en", "nl")
WORDS = ("and", "we", "en", "who", "wie", "or", "a", ",", ".", "?", "the", "works", "werkt", "not")


def texts(*lists: Texts) -> list[tuple[str, str]]:
    return [(lang, text) for each in lists for lang in LANGS for text in each[lang]]


def as_asked(lang: str, text: str) -> dict[str, object]:
    """A questionnaire that asks this in a choice, or has it rated where it is a statement."""
    form = {"options": options("One", "Two")} if text.endswith("?") else {"scale": "five"}
    return asks({"text": {lang: text}, **form}, languages=[lang])


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_the_bundled_questionnaires_ask_well(path: Path) -> None:
    draft = draft_of(TextFile(path.name, path.read_text(encoding="utf-8")))
    rules = [rule for rule in RULES if rule.codes[0].startswith(("PC3", "PC6"))]
    assert len(rules) == 16
    assert [str(each) for rule in rules for each in rule.look(draft)] == []


@pytest.mark.parametrize(("lang", "text"), texts(SINGLE, NEGATED, SOUND))
def test_one_question_is_not_taken_for_two(lang: str, text: str) -> None:
    assert messages(double_questions, as_asked(lang, text)) == []


@pytest.mark.parametrize(("lang", "text"), texts(DOUBLE))
def test_two_questions_in_one_are_told(lang: str, text: str) -> None:
    assert places(double_questions, as_asked(lang, text)) == [("questions", 0, "text", lang)]


@pytest.mark.parametrize(("lang", "text"), texts(NEGATED))
def test_a_negation_in_a_rated_statement_is_told(lang: str, text: str) -> None:
    assert places(statements_say_what_is, as_asked(lang, text)) == [("questions", 0, "text", lang)]
    choice = asks({"text": {lang: text}, "options": options(text, "Yes")}, languages=[lang])
    assert messages(statements_say_what_is, choice) == []


@pytest.mark.parametrize(("lang", "text"), texts(PUSHING))
def test_a_leading_word_is_told_and_not_as_a_negation_too(lang: str, text: str) -> None:
    rated = asks({"text": {lang: text}, "scale": "five"}, languages=[lang])
    assert places(texts_push_nowhere, rated) == [("questions", 0, "text", lang)]
    assert messages(statements_say_what_is, rated) == []


@pytest.mark.parametrize(("lang", "text"), texts(SOUND, DOUBLE, SINGLE))
def test_a_text_without_a_push_is_left_alone(lang: str, text: str) -> None:
    assert messages(texts_push_nowhere, as_asked(lang, text)) == []


@pytest.mark.parametrize(("lang", "text"), texts(SOUND))
def test_a_statement_without_a_negation_is_left_alone(lang: str, text: str) -> None:
    assert messages(statements_say_what_is, as_asked(lang, text)) == []


@given(st.sampled_from(texts(SINGLE)), st.sampled_from(texts(SINGLE)))
def test_two_question_marks_are_two_questions_in_any_language(one: tuple[str, str], other: tuple[str, str]) -> None:
    text = f"{one[1].rstrip('.?')}? {other[1].rstrip('.?')}?"
    assert len(found(double_questions, asks({"text": text, "kind": "text"}, languages=["fr"]))) == 1


@given(st.sampled_from(texts(SINGLE)), st.sampled_from(("?", "??", "?!?", "!?")))
def test_question_marks_in_a_row_are_one(one: tuple[str, str], marks: str) -> None:
    text = f"{one[1].rstrip('.?')}{marks}"
    assert messages(double_questions, asks({"text": text, "kind": "text"}, languages=["fr"])) == []


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_can_be_looked_at(text: str) -> None:
    for lang in LANGS:
        chosen, rated = (second_half(text, language_of(lang), rated=each) for each in (False, True))
        assert rated or not chosen


def test_a_language_that_nothing_is_known_about_is_left_alone() -> None:
    plain = asks({"text": "Nous ne parlons pas and we do not talk", "scale": "five"}, languages=["fr"])
    for rule in (double_questions, statements_say_what_is, texts_push_nowhere):
        assert messages(rule, plain) == []


def test_a_text_without_a_language_is_read_in_the_first() -> None:
    text = "We delen gegevens niet en we praten uiteraard te weinig."
    for languages, many in ((["nl"], 3), (["nl-BE", "en"], 3), (["en", "nl"], 0)):
        plain = asks({"text": text, "scale": "five"}, languages=languages)
        rules = (double_questions, statements_say_what_is, texts_push_nowhere)
        assert [each for rule in rules for each in places(rule, plain)] == [("questions", 0, "text")] * many


def test_joining_words_name_what_they_join() -> None:
    assert messages(double_questions, asks({"text": "We meet often and we listen.", "scale": "five"})) == [
        "this asks two things at once: 'and we'"
    ]


def test_or_doubles_what_is_rated_and_not_what_is_chosen() -> None:
    text = "Partners keep their word or they tell us."
    assert len(found(double_questions, asks({"text": text, "scale": "five"}))) == 1
    assert found(double_questions, asks({"text": text, "options": options("Yes", "No")})) == []


def test_in_an_answer_of_their_own_people_can_say_why() -> None:
    text = "Who should join, and why?"
    assert len(found(double_questions, asks({"text": text, "options": options("A", "B")}))) == 1
    assert found(double_questions, asks({"text": text, "kind": "text"})) == []


def test_reverse_beside_a_negation_turns_round_twice() -> None:
    rated = {"text": "We do not talk.", "scale": "five", "sign_of": "storming"}
    once, twice = found(statements_say_what_is, asks(rated, {**rated, "reverse": True}))
    assert (once.message, once.remedy) == (
        "with 'not', people who disagree have to deny a denial",
        "say it without the negation, and add reverse: true",
    )
    assert (twice.message, twice.remedy) == (
        "with 'not', people who disagree have to deny a denial, and reverse turns it round once more",
        "say it without the negation, and take reverse away",
    )
    assert found(statements_say_what_is, asks({"text": "We do not talk.", "scale": "five"}))[0].remedy == (
        "say it without the negation"
    )


def test_help_can_push_too() -> None:
    plain = asks({"help": {"en": "Think of the good, of course."}, "kind": "text"})
    assert places(texts_push_nowhere, plain) == [("questions", 0, "help", "en")]


def test_the_limits_are_those_that_the_page_gives() -> None:
    page = (bundled_folder("docs/rules") / "PC301.md").read_text(encoding="utf-8")
    assert [most for *_, most in LIMITS] == [140, 120, 90, 90]
    assert all(f"{most}" in page for *_, most in LIMITS)


@pytest.mark.parametrize(("pattern", "what", "most"), LIMITS)
@pytest.mark.parametrize("over", [0, 1, 700])
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(pattern: str, what: str, most: int, over: int) -> None:
    text = {"en": "x" * (most + over)}
    question = {"text": "Why?", "scale": "five"}
    scale = options("Low", "High")
    if pattern.endswith("text"):
        question["text"] = text  # type: ignore[assignment]  # a text in one language
    elif pattern.endswith("help"):
        question["help"] = text  # type: ignore[assignment]  # a text in one language
    elif pattern.startswith("scales"):
        scale = options("Low", text)
    else:
        question = {"text": "Why?", "options": options("Low", text)}  # type: ignore[dict-item]  # its own options
    told = messages(texts_fit_a_phone, asks(question, scales={"five": scale}))
    message = f"this text has {most + over} characters; {what} on a phone has room for {most}"
    assert told == ([message] if over else [])


def test_a_long_text_is_told_at_its_language() -> None:
    long = "Wort " * 40
    plain = asks(
        {"text": {"en": "Why?", "nl": long}, "options": options({"en": long, "nl": "b"}, long)}, languages=LANGS
    )
    assert places(texts_fit_a_phone, plain) == [
        ("questions", 0, "text", "nl"),
        ("questions", 0, "options", 0, "label", "en"),
        ("questions", 0, "options", 1, "label"),
    ]


@given(st.text(max_size=60))
def test_accents_and_spaces_in_a_row_take_no_room(text: str) -> None:
    assert visible_length(unicodedata.normalize("NFD", text)) == visible_length(text)
    assert visible_length(text.replace(" ", "  \n ")) == visible_length(text)
    assert visible_length(f"a{text}\u200db") == visible_length(f"a{text}b")
    assert visible_length(f"e\u0301{text}") == visible_length(f"e{text}")


def test_what_is_no_text_is_left_to_other_rules() -> None:
    plain = asks({"text": 4, "help": ["x"], "scale": "five"}, {"text": {"en": None}})
    plain["questions"] += ["no question", None]
    for rule in (texts_fit_a_phone, double_questions, statements_say_what_is, texts_push_nowhere):
        assert found(rule, plain) == []


def test_texts_of_a_hundred_kilobytes_are_no_burden() -> None:
    for text in (
        "toch " * 200_000,
        "?" * 1_000_000,
        "? a" * 300_000,
        "(1" * 500_000,
        "{%<" * 300_000,
        "and we " * 150_000,
    ):
        question = {"text": {"en": text, "nl": text}, "options": options({"en": text, "nl": text}, "B"), "escapes": []}
        draft = draft_of(TextFile("asks.json", json.dumps(asks(question, {"text": text, "scale": "five"}))))
        told = [each for rule in RULES if rule.codes[0].startswith(("PC3", "PC6")) for each in rule.look(draft)]
        assert told
        assert max(len(f"{each.message}{each.remedy}") for each in told) < 2000


def test_the_words_of_two_questions_are_shown_as_they_were_written() -> None:
    rated = {"text": "My boss is fair and I trust my partners.", "scale": "five", "sign_of": "norming"}
    (one,) = found(double_questions, asks(rated))
    assert one.message.endswith(": 'and I'")
