"""What can be answered: options that leave each other alone, a middle, a way out, and no ladder to climb."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from partnercheck.checking.recovery import Draft
from partnercheck.checking.rules.wording import Wording, first_language, in_languages
from partnercheck.core.findings import Finding, shown
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.document import KeyPath, Plain, Tree
from partnercheck.questionnaire.model import Option, Question
from partnercheck.questionnaire.references import at_pattern

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


_WAY_OUT = re.compile(
    r"(?:none|neither|nobody|nothing|not (?:sure|applicable)|other|something else|someone else|(?:i )?don['’]?t know"
    r"|no idea|no opinion|unsure|unknown|too early|does not apply|geen van|geen (?:idee|mening|van)|niet van toepassing"
    r"|n\.?v\.?t|anders|iets anders|iemand anders|niemand|niets|(?:dat )?weet (?:ik )?niet|onbekend|overig|n ?/? ?a)\b",
    re.IGNORECASE,
)
_MAX_WORDS = 6
"""What starts with *other* and has more words says something of its own."""
_MIN_STEPS = 3
"""Two stages in a row are no ladder."""
_ORDERLY = "let each range begin right after the one before it"


def options_keep_apart(draft: Draft) -> Iterator[Finding]:
    """PC305: options with the same label, with numbers in common, or with a number between them that none holds."""
    first = first_language(draft.tree)
    for path, options, one in _lists_of_options(draft.tree):
        labels: defaultdict[str, list[Wording]] = defaultdict(list)
        for index, option in enumerate(options if isinstance(options, list) else ()):
            label = option.get("label") if isinstance(option, dict) else None
            for wording in in_languages((*path, index, "label"), label, first):
                labels[wording.lang].append(wording)
        for wordings in labels.values():
            yield from _same_labels(draft, wordings)
            if one:
                yield from _ranges_apart(draft, wordings)


def _lists_of_options(tree: Tree) -> Iterator[tuple[KeyPath, Plain, bool]]:
    """Every list of options, and whether only one of them can be chosen."""
    for path, options in at_pattern(tree, "scales/*"):
        yield path, options, True
    for path, question in at_pattern(tree, "questions/*"):
        if isinstance(question, dict) and "options" in question:
            yield (*path, "options"), question["options"], question.get("several") is not True


def _same_labels(draft: Draft, wordings: list[Wording]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for number, wording in enumerate(wordings, 1):
        plain = " ".join(wording.text.casefold().split()).rstrip(".!")
        if plain and plain in seen:
            message = f"{shown(wording.text)} is what option {seen[plain]} says too"
            yield draft.at(wording.path, "PC305", message, "take one of the two out, or say how they differ")
        seen.setdefault(plain, number)


def _ranges_apart(draft: Draft, wordings: list[Wording]) -> Iterator[Finding]:
    ranges = [found for place, each in enumerate(wordings) if (found := range_in(each.text, place))]
    for later, earlier, number in shared_numbers(ranges):
        if later.label != earlier.label:
            message = f"the answer {number:g} fits both {shown(earlier.label)} and {shown(later.label)}"
            yield draft.at(wordings[later.place].path, "PC305", message, _ORDERLY)
    for later, earlier, number in missing_numbers(ranges):
        message = f"the answer {number:g} fits neither {shown(earlier.label)} nor {shown(later.label)}"
        yield draft.at(wordings[later.place].path, "PC305", message, _ORDERLY)


def scales_have_a_middle(draft: Draft) -> Iterator[Finding]:
    """PC306: scales with an even number of points that questions about stages are rated on."""
    rated = {question.scale for _, question in draft.questions() if question.sign_of}
    for name, options in draft.questionnaire.scales.items() if draft.questionnaire else ():
        if name in rated and len(options) % 2 == 0 and not any(option.points == 0.5 for option in options):
            message = f"this scale has {len(options)} points and no middle, so everybody has to take sides"
            yield draft.at(("scales", name), "PC306", message, "add a point in the middle, or take one away", key=True)


def people_can_get_out(draft: Draft) -> Iterator[Finding]:
    """PC307: questions with the escapes switched off and no option that takes their place."""
    for path, question in draft.questions():
        if question.escapes or question.kind:
            continue
        options = [option for _, option in draft.options(path, question)]
        if options and not any(map(_is_way_out, options)):
            message = f"none of the {len(options)} options is for people who do not know, or whom this does not concern"
            remedy = "take escapes away, or add an option such as 'None of these'"
            yield draft.at((*path, "escapes"), "PC307", message, remedy, key=True)


def _is_way_out(option: Option) -> bool:
    texts = (option.value.replace("-", " "), *option.label.values())
    return any(_WAY_OUT.match(text) and len(text.split()) <= _MAX_WORDS for text in texts)


def options_make_no_ladder(draft: Draft) -> Iterator[Finding]:
    """PC312: choices that have one option a stage, in the order of the stages."""
    for path, question in draft.questions():
        stages = _stages_in_order(question)
        climbs = stages == sorted(stages)
        if len(stages) >= _MIN_STEPS and (climbs or _goes_round(stages)):
            way = " → ".join(STAGES[stage] for stage in stages)
            message = f"the options follow the stages: {way}; a ladder invites people to choose the top"
            yield draft.at((*path, "options"), "PC312", message, "mix their order", key=True)


def _goes_round(stages: list[int]) -> bool:
    """Whether stages in this order are the loop from its end, or all of it, from anywhere and either way round."""
    if stages == sorted(stages, reverse=True):
        return True
    steps = {(b - a) % len(STAGES) for a, b in pairwise(stages)}
    return len(stages) == len(STAGES) and steps in ({1}, {len(STAGES) - 1})


def _stages_in_order(question: Question) -> list[int]:
    """The stage that each option speaks for most, as places on the loop; nothing where two options share one."""
    stages: list[int] = []
    for option in () if question.several else question.options:
        most = max(option.evidence.values(), default=0)
        leading = [STAGES.index(stage) for stage, points in option.evidence.items() if points == most > 0]
        if len(leading) > 1:
            return []
        stages += leading
    return stages if len(set(stages)) == len(stages) else []
