"""Ranges of numbers in the labels of options: `1–5`, `more than 5`, `5 of meer`."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

_ENDLESS = float("inf")
_YEARS = range(1900, 2101)
_LONGEST = 60
"""A label longer than this says more than a range."""

_FORMS = {
    "[]": "N|exactly N|precies N|N - N|N to N|N up to N|N through N|from N to N|from N up to N|from N through N"
    "|between N and N|N tot en met N|N t m N|van N tot en met N|van N t m N|tussen N en N|tussen de N en N|van N - N",
    "[~": "N tot N|van N tot N|N to under N|N to less than N|N to below N|from N to under N|N tot onder N",
    "(∞": "more than N|over N|above N|longer than N|> N|meer dan N|boven N|boven de N|langer dan N|ouder dan N",
    "[∞": "at least N|from N|minimum N|≥ N|minstens N|minimaal N|ten minste N|tenminste N|vanaf N|N or more|N or over"
    "|N and over|N and up|N and more|N or longer|N +|N plus|N of meer|N en meer|N of langer|N of ouder|N en ouder",
    "0)": "less than N|fewer than N|under N|below N|shorter than N|< N|minder dan N|onder N|onder de N|korter dan N"
    "|tot N",
    "0]": "up to N|at most N|no more than N|maximum N|≤ N|hoogstens N|maximaal N|ten hoogste N|niet meer dan N"
    "|tot en met N|t m N|within N|binnen N|N or less|N or fewer|N or under|N or shorter|N of minder|N of korter",
}
"""How a label without its other words says a range: whether the limits are in, and where there is none."""

_ENDS = {form: ends for ends, forms in _FORMS.items() for form in forms.split("|")}
_SAYING = frozenset(word for form in _ENDS for word in form.split())
_TOKENS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_IN_BRACKETS = re.compile(r"\(([^()]*\d[^()]*)\)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DASHES = str.maketrans("–—‐‑−", "-----")


class Range(NamedTuple):
    """The numbers from `first` to `last` that a label stands for.

    `up_to` is the last number that a lenient reader takes in (*1 tot 5* may hold 5 or not). `about` are the other words
    of the label; only ranges about the same thing are compared. `place` is where the caller keeps the label.
    """

    first: float
    last: float
    up_to: float
    about: tuple[str, ...]
    label: str
    place: int


def range_in(label: str, place: int = 0) -> Range | None:
    """The range that a label stands for; none where it says something else, or leaves room for doubt."""
    text = label.translate(_DASHES).lower() if len(label) <= 2 * _LONGEST else ""
    inside = _IN_BRACKETS.search(text)
    if inside and not any(map(str.isdigit, text[: inside.start()] + text[inside.end() :])):
        text = inside[1]
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    parts = _TOKENS.findall(text.replace("t/m", "t m").replace(">=", "≥").replace("<=", "≤").rstrip(". "))
    if {":", "/"} & set(parts) or any(unicodedata.category(part[0]) == "No" for part in parts):
        return None  # a time, a fraction such as 1/2 or ½, or a date
    numbers = [_number(part) for part in parts if part[0].isdecimal()]
    saying = ["N" if part[0].isdecimal() else part for part in parts if part[0].isdecimal() or part in _SAYING]
    about = tuple(dict.fromkeys(part.removesuffix("s").removesuffix("en") for part in parts if _says_what(part)))
    return _range(_ENDS.get(" ".join(saying), ""), numbers, about, label, place)


def shared_numbers(ranges: list[Range]) -> Iterator[tuple[Range, Range, float]]:
    """Each range that begins before another ends, the other, and the first number they share."""
    for alike in _alike(ranges):
        widest = alike[0]
        for each in alike[1:]:
            if each.first <= widest.last:
                yield each, widest, each.first
            widest = max(widest, each, key=lambda one: one.last)


def missing_numbers(ranges: list[Range]) -> Iterator[tuple[Range, Range, float]]:
    """Each range of whole numbers that begins too late, the one before it, and the first number between them."""
    for alike in _alike(ranges):
        widest = alike[0]
        for each in alike[1:]:
            whole = all(limit % 1 == 0 for limit in (each.first, widest.up_to) if limit != _ENDLESS)
            spans = each.first < each.last and widest.first < widest.last
            if whole and spans and each.first > widest.up_to + 1:
                yield each, widest, widest.up_to + 1
            widest = max(widest, each, key=lambda one: one.up_to)


def _alike(ranges: list[Range]) -> Iterator[list[Range]]:
    groups: defaultdict[tuple[str, ...], list[Range]] = defaultdict(list)
    for each in ranges:
        groups[each.about].append(each)
    for group in groups.values():
        yield sorted(group, key=lambda one: (one.first, one.last, one.place))


def _says_what(part: str) -> bool:
    return part not in _SAYING and (part.isalpha() or part in ("%", "€", "$", "£"))


def _number(digits: str) -> float:
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", "").replace(".", ""))
    parts = re.split("[.,]", digits)
    return float(".".join(parts)) if len(parts) <= 2 else -1


def _range(ends: str, numbers: list[float], about: tuple[str, ...], label: str, place: int) -> Range | None:
    if not ends or min(numbers) < 0:
        return None
    step = 1 if all(number % 1 == 0 for number in numbers) else 1e-9
    low, high = (0.0 if ends[0] == "0" else numbers[0]), (_ENDLESS if ends[1] == "∞" else numbers[-1])
    school_year = len(numbers) > 1 and low in _YEARS and high == low + 1
    first = low + step if ends[0] == "(" else low
    last = high - step if ends[1] in ")~" else high
    if first > last or school_year:
        return None
    return Range(first, last, high if ends[1] == "~" else last, about, label, place)
