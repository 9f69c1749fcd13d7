"""Whatever shows an assessment publishes no number that its JSON does not hold."""

import html
import io
import json
import re
from collections.abc import Iterator

import pytest
from audit_rounds import ENGLISH, case
from rich.console import Console

from partnercheck.api import render
from partnercheck.assessment.result import Assessment
from partnercheck.reports.card import print_card

NUMBER = re.compile(r"\d+(?:\.\d+)?")
SEEDS = range(0, 60, 3)


def shown(found: Assessment) -> dict[str, str]:
    """The text of every output: pages without their styles and pictures, whose numbers are lengths and colours."""
    console = Console(width=90, file=io.StringIO(), force_terminal=False)
    print_card(found, ENGLISH, console, plain=False)
    assert isinstance(console.file, io.StringIO)
    page = re.sub(r"(?s)<(style|svg|script).*?</\1>", " ", render(found, "html"))
    return {
        "html": html.unescape(re.sub(r"<[^>]*>", " ", page)),
        "md": render(found, "md"),
        "terminal": console.file.getvalue(),
    }


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def held(found: Assessment) -> Iterator[str]:
    """Every number of the JSON as it may be written: plain, in per cent, and a mean place as a place on its scale."""
    dumped = json.loads(found.model_dump_json(by_alias=True, exclude_none=True))

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for name, each in value.items():
                yield from (*NUMBER.findall(str(name)), *walk(each))
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)
        elif isinstance(value, str):
            yield from NUMBER.findall(value)
        elif isinstance(value, int | float):
            yield from (f"{abs(value):g}", f"{abs(value):.1f}", f"{abs(value):.2f}", f"{round(abs(value) * 100)}")

    yield from walk(dumped)
    for question in found.questions:
        steps = len(question.options or {}) - 1
        yield from (str(steps + 1), *(f"{1 + row.mean * steps:.1f}" for row in question.rows if row.mean is not None))


def always(found: Assessment) -> set[str]:
    """The numbers of the method, of numbered lists and of dates: those that stand in the report of nobody's answers."""
    small = {str(n) for n in range(6)}  # talk about first, next steps
    return small | {str(found.date.day), "70", "80", "2", "14", "13", "21", str(found.people.k)}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_output_holds_a_number_that_the_json_does_not(seed: int) -> None:
    for found in case(seed).reports():
        allowed = {*held(found), *always(found)}
        texts = shown(found)
        assert all(found.verdict.headline in text for text in texts.values())
        assert {name: numbers(text) - allowed for name, text in texts.items()} == {name: set() for name in texts}
