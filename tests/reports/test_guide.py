"""Workshop guides: their minutes add up, and every length, language and questionnaire renders whole."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import LONG, NASTY
from test_render import Page, markdown_tokens

from conftest import Golden
from partnercheck.core.files import bundled_files
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.reports.guide import LENGTHS, MAX_FORMS, Guide, Length, guide_for, parts_of
from partnercheck.reports.render import Format, render_guide

FORMATS: tuple[Format, ...] = ("html", "md")
SAMPLES = Path(__file__).parents[2] / "reports" / "workshop"
GOOD = Path(__file__).parents[1] / "questionnaire" / "files" / "good"
SHELF = [(path.stem, lang) for path in bundled_files() for lang in load_questionnaire(path.stem).languages]

lengths = st.sampled_from(LENGTHS)


def guide(questionnaire_id: str = "pulse", length: Length = 90, lang: str = "en", **changes: object) -> Guide:
    found = loaded(questionnaire_id).model_copy(update=changes)
    return guide_for(found, length, lang, questionnaire_id)


@cache
def loaded(questionnaire_id: str) -> Questionnaire:
    return load_questionnaire(questionnaire_id)


def minutes_of(clock: str) -> tuple[int, int]:
    start, end = (int(hours) * 60 + int(rest) for hours, rest in re.findall(r"(\d+):(\d\d)", clock))
    return start, end


@given(lengths, st.integers(1, 240))
def test_the_minutes_add_up_and_the_clock_leaves_no_gap(length: Length, answering: int) -> None:
    parts = parts_of(length, answering)
    assert sum(part.minutes for part in parts) == length
    clocks = [minutes_of(part.clock) for part in parts]
    assert clocks[0][0] == 0
    assert clocks[-1][1] == length
    assert all(before[1] == after[0] for before, after in pairwise(clocks))
    assert all(end - start == part.minutes > 0 for part, (start, end) in zip(parts, clocks, strict=True))


@given(lengths, st.integers(1, 240))
def test_the_last_forms_have_time_enough_or_none(length: Length, answering: int) -> None:
    spent = {part.kind: part.minutes for part in parts_of(length, answering)}
    assert ("forms" in spent) == (answering <= MAX_FORMS[length])
    assert spent.get("forms", answering) >= answering


@given(lengths, st.integers(1, 240))
def test_what_a_part_is_made_of_fits_into_it(length: Length, answering: int) -> None:
    found = guide(length=length, minutes=answering)
    spent = {part.kind: part.minutes for part in found.parts}
    assert 10 <= 2 * found.talk_each <= max(spent.get(kind, 0) for kind in ("question", "questions", "tables"))
    assert found.late * answering <= spent.get("forms", 0)
    if length == 180:
        assert 20 <= 2 * found.table_turn < spent["tables"]
        assert 10 <= 2 * found.walk_each < spent["walk"]
    assert found.joint > answering
    assert not found.joint_fits or found.joint < length


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(("questionnaire", "lang"), SHELF)
def test_every_guide_is_whole(questionnaire: str, lang: str, length: Length) -> None:
    found = guide(questionnaire, length, lang)
    html, markdown = (render_guide(found, format_) for format_ in FORMATS)
    whole_html(html)
    whole_markdown(markdown, length)
    assert f'<html lang="{lang}">' in html


def whole_html(html: str) -> None:
    page = Page(html)
    assert not re.search(r"https?:|url\(|@import|src=|<script", html)
    assert not re.search(r"[{}]|None|Undefined", page.text)
    assert not re.search(r"<(h[1-4]|li|dt|dd|p|td|th)\b[^>]*>\s*</\1>", html)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.count("table") == page.count("caption")


def whole_markdown(markdown: str, length: Length) -> None:
    assert not re.search(r"[{}]|None|Undefined", markdown)
    assert "\n\n\n" not in markdown
    lines = [line for line in markdown.splitlines() if line]
    for line, after in pairwise(lines):
        assert not re.fullmatch(r"(#+|-|>|- \[ \])\s*", line)
        if line.startswith("#") and after.startswith("#"):
            assert len(after.partition(" ")[0]) > len(line.partition(" ")[0]), f"nothing stands under {line}"
    rows = re.findall(r"^\| (\d+:\d\d)–(\d+:\d\d) \| (\d+) \| \S.* \| \S.* \|$", markdown, re.MULTILINE)
    assert sum(int(row[2]) for row in rows) == length
    assert len(re.findall(r"^### \d+:\d\d–", markdown, re.MULTILINE)) == len(rows)


@pytest.mark.parametrize("length", LENGTHS)
def test_both_formats_say_the_same(length: Length) -> None:
    found = guide("two-way-street", length, "nl")
    page, markdown = Page(render_guide(found)).text, render_guide(found, "md")
    for line in re.findall(r"^(?:- (?:\[ \] )?|> )([^*\n]+)$", markdown, re.MULTILINE):
        assert line.replace("\\", "") in page


def test_the_lengths_differ_in_what_is_done() -> None:
    kinds = {length: {part.kind for part in guide(length=length).parts} for length in LENGTHS}
    assert {"question", "step"} <= kinds[60]
    assert {"expect", "questions", "steps"} <= kinds[90]
    assert {"walk", "break", "tables", "work-out"} <= kinds[180]
    texts = {length: set(render_guide(guide(length=length), "md").splitlines()) for length in LENGTHS}
    assert "- Choose one." in texts[60]
    assert "- Choose one or two, never more." in texts[90] & texts[180]
    assert "- 10 minutes out: one tells, the other only asks. 10 minutes back: the other way round." in texts[180]


def test_what_is_known_of_the_questionnaire_is_said() -> None:
    markdown = render_guide(guide("two-way-street", 180), "md")
    asked = load_questionnaire("two-way-street")
    for text in (*asked.themes.values(), *asked.sectors.values(), *(score.title for score in asked.scores)):
        assert asked.say(text, "en") in markdown
    assert asked.say(asked.question("since-last-time").text, "en") in markdown
    assert f"They come from a list of {len(asked.next_steps)}." in markdown
    assert "The plan has room for 1 last form." in markdown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["sector", "partner"], "It asks for your sector and your organisation."),
        (["sector"], "It asks for your sector."),
        (["partner"], "It asks for your organisation."),
        ([], ""),
    ],
)
def test_what_is_said_about_anonymity_follows_what_is_asked(asked: list[str], said: str) -> None:
    markdown = render_guide(guide(ask_first=tuple(asked)), "md")
    assert ("It asks for" in markdown) == bool(asked)
    assert said in markdown


def test_a_long_questionnaire_is_answered_before_people_meet() -> None:
    markdown = render_guide(guide(minutes=45), "md")
    assert "The last forms" not in markdown
    assert "The plan has no room for last forms" in markdown
    assert "270 minutes for six people" in markdown
    assert "It does not fit into 90 minutes." in markdown


def test_the_smallest_questionnaire_has_a_guide_of_every_length() -> None:
    smallest = load_questionnaire(GOOD / "smallest.yaml")
    for length in LENGTHS:
        found = guide_for(smallest, length, smallest.languages[0], "smallest.yaml")
        whole_html(render_guide(found))
        whole_markdown(render_guide(found, "md"), length)
        assert "This questionnaire proposes none." in render_guide(found, "md")
        assert "A step for this" not in render_guide(found, "md")


def test_a_step_for_a_situation_is_the_questionnaires_own() -> None:
    found = load_questionnaire("pulse")
    differ = next(step for step in found.next_steps if step.when.verdict == ("differ",))
    assert found.say(differ.do, "nl") in render_guide(guide(lang="nl"), "md")
    assert found.say(differ.do, "en") not in render_guide(guide(length=60), "md")


@pytest.mark.parametrize("text", [NASTY, LONG])
def test_no_text_breaks_a_guide(text: str) -> None:
    plain, strange = (named(each) for each in ("harmless", text))
    assert [tag for tag, _ in Page(render_guide(strange)).elements] == [
        tag for tag, _ in Page(render_guide(plain)).elements
    ]
    assert markdown_tokens(render_guide(strange, "md")) == markdown_tokens(render_guide(plain, "md"))


def named(text: str) -> Guide:
    """A guide with this text wherever an author writes, and in the file's name."""
    found = load_questionnaire("two-way-street")
    said = {"en": text}
    changed = found.model_copy(
        update={
            "title": said,
            "themes": dict.fromkeys(found.themes, said),
            "sectors": dict.fromkeys(found.sectors, said),
            "scores": tuple(score.model_copy(update={"title": said}) for score in found.scores),
            "questions": tuple(question.model_copy(update={"text": said}) for question in found.questions),
            "next_steps": tuple(step.model_copy(update={"do": said}) for step in found.next_steps),
        }
    )
    return guide_for(changed, 180, "en", f"{text}.yaml")


def test_the_same_guide_is_the_same_bytes() -> None:
    for format_ in FORMATS:
        assert render_guide(guide(), format_) == render_guide(guide(), format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_sample_guide(format_: Format, golden: Golden) -> None:
    golden(render_guide(guide(), format_), SAMPLES / f"sample.{format_}")
