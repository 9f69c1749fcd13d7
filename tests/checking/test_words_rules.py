"""PC207 and PC601 to PC603: texts beside each other in several languages."""

import json
from random import Random

import pytest
from asking_samples import asks, found, messages, places
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.checking.recovery import draft_of
from partnercheck.checking.rules.translations import languages_exist, texts_are_translated, translations_keep_places
from partnercheck.core.files import TextFile

LATIN = st.text(st.characters(codec="ascii", categories=("Lu", "Ll", "Zs")), min_size=1, max_size=30)
PLACES = st.sampled_from(("{name}", "{0}", "{{n}}", "%s", "%d", "%(name)s", "<b>", "</b>", "${partner}"))


def said(**texts: str) -> dict[str, object]:
    return asks({"text": texts, "kind": "text"}, languages=list(texts))


@given(st.lists(PLACES, max_size=4), st.randoms(), LATIN)
def test_placeholders_may_stand_in_any_order(marks: list[str], dice: Random, words: str) -> None:
    turned = list(marks)
    dice.shuffle(turned)
    assert messages(translations_keep_places, said(en=" x ".join([words, *marks]), nl=" y ".join(turned) + " z")) == []


@given(st.lists(PLACES, max_size=3), PLACES)
def test_a_placeholder_in_one_language_only_is_told_at_the_other(marks: list[str], more: str) -> None:
    one, other = " en ".join([*marks, "hier"]), " en ".join([*marks, more, "hier"])
    for texts, says in (((other, one), "is missing here"), ((one, other), "is not there")):
        (told,) = found(translations_keep_places, said(en=texts[0], nl=texts[1]))
        assert told.where == ("questions", 0, "text", "nl")
        assert told.message == f"the placeholders differ from those in 'en': {more} {says}"


def test_a_translated_placeholder_is_told_both_ways() -> None:
    assert messages(translations_keep_places, said(en="Hello {name}", nl="Dag {naam}")) == [
        "the placeholders differ from those in 'en': {name} is missing here, and {naam} is not there"
    ]


@pytest.mark.parametrize(
    ("en", "nl", "message"),
    [
        ("Meet within 2 weeks.", "Kom binnen 3 weken samen.", "'en' says 2, and this says 3"),
        ("Of 1,000 people 20 answered.", "Van de 1.000 mensen antwoordden er 30.", "'en' says 20, and this says 30"),
        ("50% of partners", "60 % van de partners", "'en' says 50, and this says 60"),
        ("From 1 to 5", "Van 1 tot 10", "'en' says 5, and this says 10"),
    ],
)
def test_another_number_is_told(en: str, nl: str, message: str) -> None:
    assert messages(translations_keep_places, said(en=en, nl=nl)) == [message]


@pytest.mark.parametrize(
    ("en", "nl"),
    [
        ("Meet within 2 weeks.", "Kom binnen twee weken samen."),
        ("Meet within 14 days.", "Kom binnen 2 weken samen."),
        ("24 months", "2 jaar"),
        ("At 2 pm", "Om 14 uur"),
        ("On 21 November 2026", "Op 21-11-2026"),
        ("1,000 people", "1.000 mensen"),
        ("2.5 hours", "2,5 uur"),
        ("Choose 2 of 5.", "Van de 5 kies je er 2."),
        ("100% sure", "100 % zeker"),
        ("99999999999999999999999", "99999999999999999999999"),
        ("No numbers", "Geen getallen"),
        ("Less is < more", "Minder is < meer"),
    ],
)
def test_the_same_number_in_other_words_is_left_alone(en: str, nl: str) -> None:
    assert messages(translations_keep_places, said(en=en, nl=nl)) == []


def test_every_language_is_held_to_the_first() -> None:
    texts = {"nl": "Binnen 2 weken", "en": "Within 3 weeks", "de": "In 2 Wochen", "fr": "Dans {n} semaines"}
    plain = asks({"text": texts, "kind": "text"}, languages=["de", "nl", "en", "fr"])
    assert places(translations_keep_places, plain) == [("questions", 0, "text", "en"), ("questions", 0, "text", "fr")]


def test_texts_outside_questions_are_compared_too() -> None:
    plain = asks({"kind": "text"}, title={"en": "Check {n}", "nl": "Toets"}, languages=["en", "nl"])
    assert places(translations_keep_places, plain) == [("title", "nl")]


@pytest.mark.parametrize(
    ("tag", "message", "remedy"),
    [
        ("xx", "no language has the tag 'xx'", "write a tag such as en, nl or pap"),
        ("qqq", "no language has the tag 'qqq'", "write a tag such as en, nl or pap"),
        ("nl-XX", "no country has the code 'XX'", "write nl"),
        ("en-UK", "no country has the code 'UK'", "write en-GB"),
        ("zh-Latx", "no script has the tag 'Latx'", "write zh"),
        ("es-999", "no country has the code '999'", "write es"),
    ],
)
def test_a_tag_that_does_not_exist_is_told(tag: str, message: str, remedy: str) -> None:
    told = found(languages_exist, asks({"kind": "text"}, languages=["en", tag]))
    assert [(each.where, each.message, each.remedy) for each in told] == [(("languages", 1), message, remedy)]


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "nl",
        "nl-BE",
        "nl-be",
        "pap",
        "srn",
        "hns",
        "fy",
        "gos",
        "es-419",
        "zh-Hant-TW",
        "sr-Latn",
        "de-CH-1996",
        "iw",
    ],
)
def test_a_tag_that_exists_is_left_alone(tag: str) -> None:
    assert messages(languages_exist, asks({"kind": "text"}, languages=[tag])) == []


def test_what_cannot_be_a_tag_is_told_by_another_rule() -> None:
    assert messages(languages_exist, asks({"kind": "text"}, languages=["english", 4, None, "", "n"])) == []


SENTENCE = "We can discuss a sore point calmly."


def test_a_sentence_that_stands_in_two_languages_is_told_at_the_second() -> None:
    (told,) = found(texts_are_translated, said(en=SENTENCE, nl=SENTENCE, de="Wir reden ruhig."))
    assert (told.where, told.message) == (("questions", 0, "text", "nl"), "this is the same text as in 'en'")
    assert told.remedy == "translate one of the two"


def test_the_first_language_is_the_one_that_was_meant() -> None:
    plain = asks({"text": {"en": SENTENCE, "nl": SENTENCE}, "kind": "text"}, languages=["nl", "en"])
    assert places(texts_are_translated, plain) == [("questions", 0, "text", "en")]


@pytest.mark.parametrize(
    "text",
    ["Data", "Centre for Post-14 Education and Work", "3 – 4 – 5 – 6", "Port of Rotterdam Authority"],
)
def test_names_and_short_texts_may_be_the_same(text: str) -> None:
    assert found(texts_are_translated, said(en=text, nl=text)) == []


def test_titles_of_sources_keep_their_language() -> None:
    title = {"en": SENTENCE, "nl": SENTENCE}
    plain = asks({"kind": "text"}, sources={"study": {"title": title}}, about=title, languages=["en", "nl"])
    assert places(texts_are_translated, plain) == [("about", "nl")]


@given(LATIN)
def test_two_forms_of_one_language_may_have_the_same_text(text: str) -> None:
    plain = asks({"text": {"en": text, "en-GB": text}, "kind": "text"}, languages=["en", "en-GB"])
    assert messages(texts_are_translated, plain) == []
    assert messages(translations_keep_places, plain) == []


# --- PC207 ------------------------------------------------------------------------------------------------------------


def test_titles_of_steps_and_clauses_of_bands_are_held_to_every_language() -> None:
    both = {"en": "One", "nl": "Een"}
    step = {"id": "step", "title": {"en": "Meet"}, "do": both, "why": both, "who": both, "time": both}
    band = {"from": 0, "label": both, "says": {"nl": "het weinig is"}}
    score = {"id": "score", "title": both, "questions": ["q0"], "bands": [band]}
    plain = asks({"text": both, "kind": "number"}, languages=["en", "nl"], next_steps=[step], scores=[score])
    told = {each.where: each.message for each in draft_of(TextFile("asks.json", json.dumps(plain))).found}
    assert told[("next_steps", 0, "title")] == "this text is missing in 'nl'"
    assert told[("scores", 0, "bands", 0, "says")] == "this text is missing in 'en'"
    assert [where for where in told if where[0] != "scores"] == [("next_steps", 0, "title")]
