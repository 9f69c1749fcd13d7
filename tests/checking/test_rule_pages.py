"""Every code has a page; what the page says first is what the program says; its examples are wrong and right."""

import re
from functools import cache
from pathlib import Path

import fences
import pytest
from rule_pages import FOLDER, PAGES, SHOWN_AS_COMMANDS, Example, examples, laid_over

from partnercheck.checking.checker import check_text
from partnercheck.checking.settings import Settings
from partnercheck.core.codes import CODES, FAMILIES
from partnercheck.core.findings import Finding
from partnercheck.questionnaire.document import Plain

HEADINGS = ["## Wrong", "## Right", "## What to do"]
FIXED = "`partnercheck check --fix` does it."
EXAMPLES = [each for page in PAGES for each in examples(page)]
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@cache
def findings(example: Example) -> tuple[Finding, ...]:
    """What a check finds in an example; partnerships are simulated only where the rule needs them."""
    rolls = example.fence.page.stem in ("PC405", "PC407", "PC409")
    return tuple(check_text(example.path, example.content(), Settings(simulate=rolls)) or ())


def test_every_code_has_a_page_and_every_page_its_code() -> None:
    assert [page.stem for page in PAGES] == [each.code for each in CODES]
    assert {page.name for page in FOLDER.iterdir()} == {*(page.name for page in PAGES), "README.md"}


@EVERY_PAGE
def test_a_page_starts_with_what_the_program_says_about_its_code(page: Path) -> None:
    said = next(each for each in CODES if each.code == page.stem)
    title, level, *_ = fences.prose(page).split("\n\n")
    assert title == f"# {said.code}: {said.title}"
    assert level == f"*{said.level}* · {FAMILIES[said.code[:3]]}"


@EVERY_PAGE
def test_a_page_says_why_then_shows_wrong_and_right_then_says_what_to_do(page: Path) -> None:
    parts = re.split("^(## .+)$", fences.prose(page).partition(" · ")[2], flags=re.MULTILINE)
    assert parts[1::2] == HEADINGS
    assert all(re.search(r"^[A-Z`].*[.:]$", part, re.MULTILINE) for part in (parts[0], parts[-1]))
    for part, word in ((parts[2], "wrong"), (parts[4], "right")):
        infos = re.findall("^```(.+)$", part, re.MULTILINE)
        assert infos
        assert all(info.startswith("console") if page.stem in SHOWN_AS_COMMANDS else word in info for info in infos)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_rule_finds_the_wrong_example_and_not_the_right_one(example: Example) -> None:
    found = [each.code for each in findings(example)]
    assert (example.fence.page.stem in found) != example.right, found


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.right], ids=str)
def test_a_right_example_has_no_errors_of_other_rules(example: Example) -> None:
    short = "whole" in example.fence.words  # a file of one question measures no stage
    found = [each for each in findings(example) if not (short and each.code.startswith("PC4"))]
    assert [str(each) for each in found if each.level == "error"] == []


@EVERY_PAGE
def test_a_page_says_of_every_fix_and_of_no_other(page: Path) -> None:
    wrong = [found for example in examples(page) for found in findings(example) if found.code == page.stem]
    assert any(each.fix for each in wrong) == (FIXED in fences.prose(page))


@pytest.mark.parametrize(
    ("over", "wanted"),
    [
        (
            {"id": "b"},
            {"id": "b", "themes": {"trust": "Trust"}, "languages": ["en"], "questions": [{"id": "q", "n": 1}]},
        ),
        (
            {"themes": {"data": "Data"}, "languages": ["nl"], "questions": []},
            {
                "id": "a",
                "themes": {"trust": "Trust", "data": "Data"},
                "languages": ["nl"],
                "questions": [],
            },
        ),
        (
            {"themes": None, "languages": None, "questions": [{"id": "q", "n": None}]},
            {
                "id": "a",
                "questions": [{"id": "q"}],
            },
        ),
        (
            {"themes": None, "languages": None, "questions": [{"id": "r"}, {"id": "q", "m": 2}, {"id": "r"}]},
            {
                "id": "a",
                "questions": [{"id": "q", "n": 1, "m": 2}, {"id": "r"}, {"id": "r"}],
            },
        ),
    ],
)
def test_a_fragment_is_laid_over_what_is_there(over: Plain, wanted: Plain) -> None:
    under: Plain = {"id": "a", "themes": {"trust": "Trust"}, "languages": ["en"], "questions": [{"id": "q", "n": 1}]}
    assert laid_over(under, over) == wanted
