"""Markdown that is pasted to a forge: nobody is called, nothing is linked, and every text reads as it was written."""

import json
import re
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from report_samples import KINDS, nasty
from test_guide import named

from partnercheck.checking.checker import CheckResult
from partnercheck.checking.output.machine import markdown
from partnercheck.checking.versions.compare import Version, changes_between
from partnercheck.checking.versions.render import as_markdown
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding, Location
from partnercheck.core.text import JOINER, escape_markdown
from partnercheck.questionnaire.parser import parse
from partnercheck.reports.filters import md
from partnercheck.reports.limits import FILTERS, Budget
from partnercheck.reports.render import render, render_guide

CALLS = (
    "@everyone see #1, GH-1 and gh-22, org/repo#1, !7, &3, %2, ~bug, $5 and org/team@abc; write to a.b@evil.example, "
    "mailto:c@evil.example, or see https://evil.example/x?a=1#2, http://evil.example, ftp://evil.example and "
    "www.evil.example (WWW.evil.example, <https://evil.example>, [x](https://evil.example), ![x](//evil.example/x.png))"
)
LIVE = re.compile(r"(?i)@[\w.]|[#!&%~^$]\d|[~%]\w|\bgh-\d|://|\bwww\.")
"""What forges look for in a text once Markdown has become one: more than any of them takes for a link."""
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLACES = ("{}", "- {}", "> {}", "## {}", "1. {}", "| {} |\n| --- |\n| x |", "**{}** · {}", "x {}, y")
LINKS = {"link_open", "image", "html_inline", "code_inline"}


def pieces(text: str) -> list[Token]:
    return [child for token in PARSER.parse(text) for child in token.children or ()]


def read(text: str) -> str:
    """What somebody reads who sees a page of Markdown rendered; code stays as it is, on a forge too."""
    return "".join(
        " " if each.type in ("softbreak", "code_inline") else each.content
        for token in PARSER.parse(text)
        for each in [*(token.children or ()), Token("text", "", 0, content="\n")]
    )


PARTS = '@ # 1 GH- :// https http: // www . x.example a ! ~ % & $ ^ / - _ * ` \\ < > [ ] ( ) | : é 2) " + ='
texts = st.lists(
    st.sampled_from([*PARTS.split(), " "]),
    min_size=1,
    max_size=12,
).map("".join)


@pytest.mark.parametrize("place", PLACES)
@given(text=texts.filter(str.strip))
@example(text=CALLS)
@settings(derandomize=True, deadline=None, database=None)
def test_no_text_calls_anybody_wherever_it_stands_and_it_reads_the_same(place: str, text: str) -> None:
    page = place.replace("{}", str(md(text)))
    assert not {each.type for each in pieces(page)} & LINKS
    assert not LIVE.search(read(page))
    assert read(page).replace(JOINER, "") == read(place.replace("{}", "WORD")).replace("WORD", " ".join(text.split()))


@given(texts)
@example("~_" * 6)
@example("~1")
@settings(derandomize=True, deadline=None, database=None)
def test_only_invisible_characters_and_marks_are_added(text: str) -> None:
    shown = escape_markdown(text)
    assert sys.getsizeof(shown) - sys.getsizeof("\u200c") <= FILTERS["md"](Budget(), text, (), {})
    assert re.sub(r"\\(.)", r"\1", shown.replace(JOINER, "")) == text


@pytest.mark.parametrize("text", ["R&D, 50% and 5 € (#no), a - b", "well-known: yes!", "1.5 ~ 2", "Crane Works & Co"])
def test_what_no_forge_links_gets_nothing_invisible(text: str) -> None:
    assert JOINER not in escape_markdown(text)


def calls_nobody(page: str, text: str = CALLS) -> None:
    """Hold a page to it: the text stands in it, and nothing of it is live."""
    assert text in read(page).replace(JOINER, "")
    assert not {each.type for each in pieces(page)} & {"link_open", "image"}
    assert not LIVE.search(read(page))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("short", [False, True])
def test_a_report_calls_nobody(kind: str, short: bool) -> None:
    calls_nobody(render(nasty(CALLS, kind), "md", short=short))


def test_a_guide_calls_nobody() -> None:
    calls_nobody(render_guide(named(CALLS), "md"))


def test_findings_call_nobody() -> None:
    found = Finding(Location("a.yaml", 1, 1), "PC201", CALLS, CALLS, CALLS)
    page = markdown(CheckResult((found,), ("a.yaml",), notes=(CALLS,)))
    calls_nobody(page)
    assert read(page).replace(JOINER, "").count(CALLS) == 3, "the message, what to do, and the note"


@pytest.mark.parametrize("text", re.split("[,;] ", CALLS))
def test_changes_call_nobody(text: str) -> None:
    old = "format: 1\nid: own\nversion: '1'\ntitle: Own\nquestions:\n  - {id: q, text: TEXT, kind: text}\n"
    versions: list[Version] = []
    for said in ("before", text):
        looked = parse(TextFile("a.yaml", old.replace("TEXT", json.dumps(said))))
        assert looked.questionnaire
        versions.append(Version(looked.tree, looked.questionnaire))
    calls_nobody(as_markdown(changes_between(versions[0], versions[1])), text)
