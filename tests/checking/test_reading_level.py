"""PC313, PC314 and the arithmetic below them: how hard texts are to read."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asking_samples import FIVE, asks, found, messages, options, places
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.checking.preview import preview_of
from partnercheck.checking.recovery import draft_of
from partnercheck.checking.rules.readability import KINDS, texts_read_easily
from partnercheck.core.files import TextFile, bundled_files
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.readability import (
    FORMULAS,
    MIN_WORDS,
    Counted,
    Formula,
    count,
    formula_for,
    reading_from,
    reading_of,
    sentences,
    words_in,
)

ENGLISH, DUTCH = FORMULAS["en"], FORMULAS["nl"]
LANGS = st.sampled_from(sorted(FORMULAS))
SOME = (
    "we",
    "partner",
    "agree",
    "idea",
    "organisation",
    "samenwerking",
    "beïnvloeden",
    "well-kept",
    "foto's",
    "a",
    "12",
)
WORDS = st.lists(st.sampled_from(SOME), min_size=1, max_size=40)
HARD = "Organisational accountability arrangements necessitate interdisciplinary collaboration."
SHORT = "We meet each week."
STEP = {"id": "a", "for": {"stage": "forming"}, "do": SHORT, "why": SHORT, "who": "All", "time": "One hour"}


def ease(texts: list[str], lang: str) -> float:
    formula = FORMULAS[lang]
    return formula.ease(count(texts, formula))


def of_words(many: int) -> str:
    """A sentence of this many words."""
    return " ".join(["We", *["meet"] * (many - 1)]) + "."


def with_steps(*steps: dict[str, Any], **keys: object) -> dict[str, Any]:
    named = [{**STEP, "id": f"s{number}", **step} for number, step in enumerate(steps)]
    return asks({"kind": "text"}, next_steps=named, **keys)


@pytest.mark.parametrize(
    ("lang", "text", "counted", "wanted"),
    [
        # we can dis-cuss a sore point calm-ly: 206.835 - 1.015 × 7 - 84.6 × 9/7
        ("en", "We can discuss a sore point calmly.", (1, 7, 9), 90.9586),
        # one part-ner car-ries most of the work. it is tired: 206.835 - 1.015 × 10/2 - 84.6 × 12/10
        ("en", "One partner carries most of the work. It is tired.", (2, 10, 12), 100.24),
        # we kun-nen een ge-voe-lig punt rus-tig be-spre-ken: 206.84 - 0.93 × 7 - 77 × 13/7
        ("nl", "We kunnen een gevoelig punt rustig bespreken.", (1, 7, 13), 57.33),
        # wie be-slist? ie-der-een: 206.84 - 0.93 × 3/2 - 77 × 6/3
        ("nl", "Wie beslist? Iedereen.", (2, 3, 6), 51.445),
    ],
)
def test_the_ease_is_what_one_works_out_by_hand(
    lang: str, text: str, counted: tuple[int, int, int], wanted: float
) -> None:
    assert count([text], FORMULAS[lang]) == counted
    assert ease([text], lang) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "1 whole don't asked moved used the roles e"),
        ("en", "2 over people able tables agreed wanted open changes other's well-kept being"),
        ("en", "3 decisions offices another created partnership well-kept-ness"),
        ("nl", "1 ijs zo'n één zijn zaak"),
        ("nl", "2 over idee mooie onze open vrije koeien foto's"),
        ("nl", "3 ideeën iedereen eigenlijk bijeenkomst werkgevers reünie"),
        ("nl", "4 samenwerking beïnvloeden"),
    ],
)
def test_syllables_are_those_that_are_spoken(lang: str, words: str) -> None:
    wanted, *each = words.split()
    assert {word: count([word], FORMULAS[lang]).syllables for word in each} == dict.fromkeys(each, int(wanted))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One. Two! Three? Four… Five", 5),
        ("Write what you bring, e.g. rooms, and what you want.", 1),
        ("Ask each partner: What do you want? “Nothing” is an answer; so is “All.” Write it down.", 5),
        ("A line that\ngoes on.\n- a point\n\nAnother", 3),
        ("It takes 2.5 hours at 10:30.", 1),
        ("… 12. !", 0),
        ("", 0),
    ],
)
def test_sentences_end_where_a_thought_does(text: str, wanted: int) -> None:
    assert len(sentences(text)) == wanted


@given(WORDS, WORDS, LANGS)
def test_splitting_a_sentence_never_makes_it_harder(one: list[str], other: list[str], lang: str) -> None:
    one, other = ["We", *one], ["Partners", *other]
    whole = ease([" ".join(one + other) + "."], lang)
    assert ease([" ".join(one) + ". " + " ".join(other) + "."], lang) > whole
    assert ease([" ".join(one), " ".join(other)], lang) > whole


@given(st.lists(WORDS, min_size=1, max_size=5), LANGS)
def test_order_and_repetition_make_no_difference(texts: list[list[str]], lang: str) -> None:
    said = [" ".join(["We", *words]) for words in texts]
    assert ease(said[::-1], lang) == ease(said, lang)
    assert ease(said * 3, lang) == pytest.approx(ease(said, lang))


@given(WORDS, LANGS)
def test_a_longer_word_never_makes_it_easier(words: list[str], lang: str) -> None:
    assert ease([" ".join([*words, "samenwerking"])], lang) < ease([" ".join([*words, "we"])], lang)


@given(st.text(max_size=200), LANGS)
def test_any_text_can_be_measured(text: str, lang: str) -> None:
    counted = count([text], FORMULAS[lang])
    assert counted.syllables >= counted.words >= counted.sentences == len(sentences(text))
    assert sum(map(words_in, sentences(text))) == counted.words


@given(st.integers(1, 300), LANGS)
def test_only_what_is_long_enough_is_measured(many: int, lang: str) -> None:
    assert (reading_of(["we"] * many, lang) is None) == (many < MIN_WORDS)


def test_a_language_without_a_formula_is_not_measured() -> None:
    assert formula_for("nl-BE") is DUTCH
    assert formula_for("fr") is None
    assert reading_of(["nous"] * 500, "fr") is None


@pytest.mark.parametrize("formula", [ENGLISH, DUTCH], ids=["en", "nl"])
def test_a_level_begins_at_its_limit(formula: Formula) -> None:
    assert list(formula.limits) == sorted(formula.limits, reverse=True)
    read = [reading_from(Counted(100, 1000, 1000 + 5 * many), formula) for many in range(300)]
    eases = [each.ease for each in read if each]
    assert eases == sorted(eases, reverse=True)
    for each in read:
        assert each
        assert each.cefr == ("A1", "A2", "B1", "B2", "C1", "C2")[sum(each.ease < limit for limit in formula.limits)]
    assert len({each.cefr for each in read if each}) == 6


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_the_bundled_questionnaires_read_easily(path: Path) -> None:
    draft = draft_of(TextFile(path.name, path.read_text(encoding="utf-8")))
    assert [str(each) for each in texts_read_easily(draft)] == []
    for row in preview_of(load_questionnaire(path.stem), simulate=False).reading:
        assert row.questions
        assert row.next_steps
        assert {row.questions.cefr, row.next_steps.cefr}.isdisjoint({"C1", "C2"})


def test_hard_questions_are_told_with_their_numbers_and_the_hardest_sentences() -> None:
    plain = asks(*[{"text": HARD, "kind": "text"}] * 20, {"text": SHORT, "kind": "text"}, scales={})
    (told,) = found(texts_read_easily, plain)
    assert (told.code, told.where, told.location.line) == ("PC313", ("questions",), 7)
    # or-gan-i-sa-tion-al ac-count-a-bil-i-ty ar-range-ments ne-ces-si-tate in-ter-dis-ci-pli-nar-y col-lab-o-ra-tion:
    # 21 sentences, 20 × 6 + 4 words, 20 × 31 + 4 syllables: 206.835 - 1.015 × 124/21 - 84.6 × 624/124
    assert told.message == (
        "the questions in 'en' have a reading ease of -224.9, and below 50 is harder than B2: "
        "5.9 words a sentence, 5.03 syllables a word"
    )
    start = "'Organisational accountability arrangements necessitate in…' on line "
    assert told.remedy == f"start with {start}10; {start}15; {start}20"


def test_each_language_and_kind_is_measured_by_itself() -> None:
    easy, hard = "Wij praten elke week met alle partners.", HARD
    steps = [{"do": {"en": hard, "nl": easy}, "why": {"en": hard, "nl": easy}} for _ in range(20)]
    assert places(texts_read_easily, with_steps(*steps, languages=["en", "nl"])) == [("next_steps",)]
    asked = [{"text": {"en": SHORT, "nl": "Verantwoordingsmechanismen institutionaliseren."}, "kind": "text"}] * 60
    (told,) = messages(texts_read_easily, asks(*asked, languages=["en", "nl"]))
    assert told.startswith("the questions in 'nl' have a reading ease of -")
    assert "below 45" in told


def test_names_and_times_of_steps_are_not_measured() -> None:
    long = of_words(60)
    assert messages(texts_read_easily, with_steps(*[{"who": HARD, "time": HARD, "material": long}] * 30)) == []
    assert places(texts_read_easily, with_steps({"watch": long})) == [("next_steps", 0, "watch")]


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
@pytest.mark.parametrize("over", [0, 1])
def test_a_sentence_may_be_as_long_as_its_limit_and_no_longer(over: int, lang: str) -> None:
    asked, advised = (kind.most_words + over for kind in KINDS)
    label = [{"value": "a", "label": {lang: of_words(asked)}}, *FIVE]
    plain = {
        **asks(
            {"text": {lang: of_words(asked)}, "help": of_words(asked), "scale": "five"},
            {"options": options({lang: of_words(asked)}, "b")},
            languages=[lang],
        ),
        "scales": {"five": label},
        "next_steps": [{**STEP, "do": {lang: of_words(advised)}, "why": {lang: of_words(advised)}}],
    }
    assert sorted(map(str, places(texts_read_easily, plain))) == sorted(
        str(path)
        for path in (
            ("questions", 0, "text", lang),
            ("questions", 0, "help"),
            ("questions", 1, "options", 0, "label", lang),
            ("scales", "five", 0, "label", lang),
            ("next_steps", 0, "do", lang),
            ("next_steps", 0, "why", lang),
        )
        if over
    )


def test_every_long_sentence_of_a_text_is_told() -> None:
    (one, other) = found(texts_read_easily, with_steps({"do": f"{of_words(31)} {SHORT} {of_words(32)}"}))
    assert (one.code, other.code) == ("PC314", "PC314")
    assert one.message.startswith("this sentence has 31 words, and more than 30 are hard to take in: 'We meet meet")
    assert other.message.startswith("this sentence has 32 words")


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_a_preview_and_the_rule_measure_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        f"{reading.words_a_sentence:.1f} words a sentence, {reading.syllables_a_word:.2f} syllables a word"
        for row in preview_of(load_questionnaire(path.stem), simulate=False).reading
        for reading in (row.questions, row.next_steps)
        if reading
    }
    monkeypatch.setattr("partnercheck.questionnaire.readability.Formula.least", 1000)
    draft = draft_of(TextFile(path.name, path.read_text(encoding="utf-8")))
    assert {each.message.partition("B2: ")[2] for each in texts_read_easily(draft)} == told


def test_what_is_no_text_is_left_to_other_rules() -> None:
    plain = asks({"text": 4, "help": ["x"], "options": options(None, 5)}, next_steps=[None, {"do": 3}, "x"])
    assert messages(texts_read_easily, plain) == []


def test_a_text_for_every_language_is_read_in_the_first() -> None:
    plain = asks(*[{"text": HARD, "kind": "text"}] * 20, languages=["en", "nl"])
    (told,) = messages(texts_read_easily, plain)
    assert "in 'en'" in told
    rows = preview_of(Questionnaire.model_validate(plain), simulate=False).reading
    assert [row.questions is None for row in rows] == [False, True]


def test_the_patterns_are_loaded_only_where_something_is_measured() -> None:
    program = (
        "import sys, partnercheck.checking.rules.registry, partnercheck.checking.preview, partnercheck.api; "
        "from partnercheck.cli.app import run; "
        "run(['assess', '--answers', 'examples/harbour-technicians.yaml', '--k', '3', '--json']); "
        "print('pyphen' in sys.modules, file=sys.stderr)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stderr.split()[-1] == "False"
