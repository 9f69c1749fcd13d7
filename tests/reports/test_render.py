import datetime
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import KINDS, LONG, NASTY, nasty, sample

from partnercheck.assessment.result import Assessment
from partnercheck.core.text import JOINER
from partnercheck.reports.render import Format, render
from sampling import examples

FORMATS: tuple[Format, ...] = ("html", "md")
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "circle", "polygon"}


class Page(HTMLParser):
    """A page as a reader meets it: its elements, checked for nesting, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def count(self, tag: str) -> int:
        return sum(each == tag for each, _ in self.elements)


def shape(html: str) -> list[str]:
    return [tag for tag, _ in Page(html).elements]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_is_the_same_bytes_every_time_and_clean(kind: str, format_: Format) -> None:
    text = render(sample(kind), format_)
    assert text == render(sample(kind), format_)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert "None" not in text


def test_a_report_is_the_same_in_another_process() -> None:
    program = (
        "import sys; from report_samples import sample; from partnercheck.reports.render import render; "
        "sys.stdout.buffer.write(render(sample('clear'), sys.argv[1]).encode())"
    )
    for format_ in FORMATS:
        path = [str(Path(__file__).parent), *sys.path]
        found = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}; {program}", format_],
            capture_output=True,
            check=True,
        )
        assert found.stdout.decode() == render(sample("clear"), format_)


@pytest.mark.parametrize("kind", KINDS)
def test_html_is_one_self_contained_page(kind: str) -> None:
    html = render(sample(kind))
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    html = html.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//|url\(|@import|src=|<script|<link|<iframe|javascript:", html)
    assert page.count("h1") == 1
    assert page.count("main") == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.count("table") == page.count("caption")
    assert all("scope" in attrs for tag, attrs in page.elements if tag == "th")
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [str(attrs["aria-labelledby"]).split() for _, attrs in page.elements if "aria-labelledby" in attrs]
    assert {each for names in named for each in names} <= set(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_verdict_says_what_it_is(kind: str) -> None:
    assessment = sample(kind)
    verdict = assessment.verdict
    page, markdown = Page(render(assessment)), render(assessment, "md")
    assert f"**{verdict.headline}**" in markdown
    for text in (verdict.headline, verdict.words, verdict.sure or "", *(each.words for each in verdict.meanings)):
        assert text in page.text
        assert text in markdown
    assert ('class="loop-marker"' in render(assessment)) == (assessment.marker is not None)


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_is_the_assessments_in_both_formats(kind: str) -> None:
    assessment = sample(kind)
    html, markdown = render(assessment), render(assessment, "md")
    for each in assessment.profile if kind in ("clear", "between", "differ") else ():
        assert each.votes is not None
        votes = f"{round(each.votes * 100)}%"
        cells = [votes] if each.probability is None else [votes, f"{round(each.probability * 100)}%"]
        assert f"| {each.name} | {' | '.join(cells)} |" in markdown
        row = re.search(rf'<th scope="row">{each.name}</th>(.*?)</tr>', html, re.DOTALL)
        assert row
        assert re.findall(r'<td class="n">(.*?)</td>', row[1]) == cells
        assert f"width:{each.votes * 100:.1f}%" in row[1]
    if kind not in ("clear", "between"):
        assert "How likely" not in html + markdown
    for question in assessment.questions:
        for value, n in (question.counts or {}).items():
            label = (question.options or {})[value]
            assert not n or f"{n} × {label}" in markdown or kind == "joint"
    shown = [n for question in assessment.questions if question.counts for n in map(str, question.counts.values())]
    bars = html[html.find('id="questions"') :]
    counted = re.findall(r'aria-hidden="true">.*?</td><td class="n">(\d+)</td>', bars)
    assert counted == ([] if kind == "joint" else shown)


def test_everything_an_assessment_holds_is_shown() -> None:
    assessment = sample("clear")
    page, markdown = Page(render(assessment)).text, render(assessment, "md")
    shown = [assessment.questionnaire.title, assessment.people.words, "126.5", "in the making"]
    for step in assessment.next_steps:
        shown += [step.title, step.do, step.because, step.why, step.who, step.time, *step.sources]
    shown += [each.text for each in assessment.questions] + [each.name for each in assessment.themes]
    shown += ["0.17", "11 answers, alike; 1 did not know", "split", "4 December 2026", "North College"]
    shown += ["points to storming, and to norming as well", "points away from norming", "The room was cold."]
    shown += [*assessment.together, *assessment.notes, "What points elsewhere", "Without “Education”"]
    shown += ["on average 3.3 of 5", "on average 2.0 of 5", "Not when the funder is in the room."]
    for text in shown:
        assert text in page, text
        assert text in markdown, text
    assert markdown.count("- [ ] ") == page.count("☐") == len(assessment.actions)
    assert all(page.count(source) == markdown.count(source) == 1 for source in assessment.next_steps[0].sources)


FIRST_PAGE = [
    "What your answers describe", "Where you agree and differ", "Talk about this first", "Next steps", "Who answered",
]  # fmt: skip
THE_REST = [
    "On the loop of stages", "Sector by sector", "To talk about", "What points where", "The steps in full",
    "What we agreed to do", "Notes by the facilitator", "Theme by theme", "Scores", "Every question", "Comments",
    "Sources of the steps", "How this was worked out",
]  # fmt: skip


def test_the_first_page_comes_first_and_may_stand_alone() -> None:
    for format_, headings in (("html", r"<h2[^>]*>(.*?)</h2"), ("md", r"^## (.*)$")):
        whole = render(sample("clear"), format_)  # type: ignore[arg-type]  # a parameter
        short = render(sample("clear"), format_, short=True)  # type: ignore[arg-type]  # a parameter
        assert re.findall(headings, whole, re.MULTILINE) == FIRST_PAGE + THE_REST
        assert re.findall(headings, short, re.MULTILINE) == FIRST_PAGE


def test_what_is_absent_leaves_no_trace() -> None:
    empty = sample("too-few", questions=[], notes=[])
    for format_, headings in (("html", r"<h[23][^>]*>(.*?)</h"), ("md", r"^##+ (.*)$")):
        found = re.findall(headings, render(empty, format_), re.MULTILINE)  # type: ignore[arg-type]  # a parameter
        assert found == [
            "What your answers say", "Who answered", "On the loop of stages", "How this was worked out", "Its limits",
        ]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
def test_a_joint_report_drops_what_makes_no_sense_for_one_form(format_: Format) -> None:
    text = render(sample("joint"), format_)
    assert "One form, filled in by the room together." in text
    for absent in ("People", "invited", "11 answers", "alike", "sectors", "1 ×", "fewer than"):
        assert absent not in text, absent


def test_html_escapes_every_text() -> None:
    html = render(nasty())
    assert shape(html) == shape(render(nasty("harmless")))
    assert "<script" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "{{ 7*7 }}" in html


def test_markdown_shows_every_text_as_it_is() -> None:
    tokens = markdown_tokens(render(nasty(), "md"))
    assert tokens == markdown_tokens(render(nasty("harmless"), "md"))


def markdown_tokens(text: str) -> list[str]:
    """The structure of a Markdown text, with what is written in it left out."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inline = [
        child.type
        for token in tokens
        for child in token.children or ()
        if child.type not in ("text", "text_special", "softbreak")
    ]
    return [token.type for token in tokens] + sorted(inline)


def words_in(text: str) -> str:
    from markdown_it import MarkdownIt

    page = Page(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))
    return page.text


ANY_TEXT = st.text(min_size=1, max_size=60) | st.text(
    "<>/&\"'`*_[](){}%#|\\!~-+=.:$ \n\r\t1aw@", min_size=1, max_size=30
)


@examples(60)
@given(ANY_TEXT.filter(str.strip))
def test_no_text_breaks_the_page(text: str) -> None:
    html = render(nasty(text))
    assert shape(html) == shape(render(nasty("harmless")))
    html.encode()


@examples(60)
@given(ANY_TEXT.filter(lambda text: text.strip().isprintable() and text.strip()))
def test_no_text_breaks_the_markdown(text: str) -> None:
    markdown = render(nasty(text), "md")
    assert markdown_tokens(markdown) == markdown_tokens(render(nasty("harmless"), "md"))
    assert " ".join(text.split()) in words_in(markdown).replace(JOINER, "")


def test_dutch_dates_and_numbers() -> None:
    dutch = sample("clear", lang="nl")
    for format_ in FORMATS:
        text = render(dutch, format_)
        assert "21 november 2026" in text
        assert "126,5" in text
        assert "44%" in text
    assert '<html lang="nl">' in render(dutch)


def test_a_language_nobody_speaks_here_reads_as_english() -> None:
    assert "21 November 2026" in render(sample("clear", lang="zz-Qqqq-x1"), "md")


def test_an_unmeasured_stage_says_so() -> None:
    profile = [each.model_dump() for each in sample("clear").profile]
    profile[4] |= {"measured": False, "votes": None, "probability": None}
    assessment = sample("clear", profile=profile)
    assert Page(render(assessment)).text.count("not measured") == 3
    assert "| adjourning | not measured | – |" in render(assessment, "md")
    assert "stroke-dasharray" in render(assessment)


def test_withheld_questions_are_passed_over() -> None:
    assessment = sample("clear", talk_about=["withheld"], points_elsewhere=[], talk_words="")
    assert "withheld" not in render(assessment)
    assert "Talk about this first" not in render(assessment)
    assert "What points elsewhere" not in render(assessment)


def test_a_long_report_stays_quick() -> None:
    import time

    question = sample("clear").questions[0]
    many = sample("clear", questions=[question.model_copy(update={"id": f"q{n}"}) for n in range(200)])
    render(many)
    start = time.perf_counter()
    render(many)
    assert time.perf_counter() - start < 60  # a hang, not a speed


def test_the_samples_are_assessments_as_they_are_stored() -> None:
    for kind in KINDS:
        written = sample(kind).model_dump_json(by_alias=True)
        assert Assessment.model_validate_json(written) == sample(kind)
        assert json.loads(written)["date"] == datetime.date(2026, 11, 21).isoformat()
    assert NASTY in nasty().partnership
    assert LONG in nasty(LONG).partnership


def test_the_loop_in_a_page_is_well_formed() -> None:
    for kind in (kind for kind in KINDS if kind != "none"):
        found = re.search(r"<svg.*?</svg>", render(nasty(kind=kind)), re.DOTALL)
        assert found
        assert ET.fromstring(found[0]).get("role") == "img"  # noqa: S314 - our own output


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_stand_out_enough_in_light_dark_and_print() -> None:
    schemes = re.findall(r":root \{(.*?)\}", render(sample("clear")), re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
        paper = luminance(colours["paper"])
        for name, least in (("ink", 7.0), ("soft", 4.5), ("accent", 4.5), ("quiet", 3.0)):
            low, high = sorted((paper, luminance(colours[name])))
            assert (high + 0.05) / (low + 0.05) >= least, name
