"""JSON as it is meant: each key once, numbers that are numbers, texts that people read."""

import json
import math
import re

from partnercheck.questionnaire.characters import UNPRINTABLE, readable
from partnercheck.questionnaire.tree import MOST_DEPTH, MOST_NUMBER, Plain

_HALF = re.compile("[\ud800-\udfff]")
_JSON_WORDS = (
    ("Unterminated string", "the quote that opens here is never closed", 'close it with "'),
    ("Expecting property name", "a key in double quotes is expected here", "is there a comma too many before this?"),
    ("Illegal trailing comma", "this comma has nothing behind it", "take it out"),
    ("Expecting ':'", "a colon is expected here", 'write "key": value'),
    ("Expecting ','", "a comma or a closing bracket is missing before this", "entries are separated by commas"),
    ("Expecting value", "a value is expected here", "write a text in double quotes, a number, true, false or null"),
    ("Invalid control character", "a line end or another control character stands inside a text", "write it as \\n"),
    ("Invalid \\", "this backslash starts no sign that JSON knows", "write two backslashes for one"),
    ("Extra data", "something stands behind the end", "one file, one thing; is there a bracket too many?"),
)


class NotMeantError(ValueError):
    """JSON that Python would read and that means nothing here; `word` is what to look for on the line."""

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message)
        self.word = word


def json_words(said: str) -> tuple[str, str]:
    """What a JSON parser said, in plain words, and what to do."""
    known = ((message, remedy) for start, message, remedy in _JSON_WORDS if said.startswith(start))
    return next(known, ("the parts of this line do not fit together", "look at its quotes, commas and brackets"))


def _integer(digits: str) -> int:
    if len(digits) > MOST_NUMBER:
        raise NotMeantError(f"a number of {len(digits)} characters", digits)
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if len(digits) > MOST_NUMBER or not math.isfinite(number):
        raise NotMeantError(f"a number too large to be meant, of {len(digits)} characters", digits)
    return number


def _constant(name: str) -> Plain:
    raise NotMeantError(f"{name} is no number that can stand here", name)


def _mapping(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    mapping: dict[str, Plain] = {}
    for key, value in pairs:
        if key in mapping:
            raise NotMeantError(f"the key {key[:60]!r} stands twice", f'"{key}"')
        mapping[key] = value
    return mapping


DECODER = json.JSONDecoder(
    parse_int=_integer, parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_mapping
)


def without_fault(text: str, most: int) -> Plain:
    """The values of a text of JSON in which nothing is to be found fault with.

    Args:
        text: The text.
        most: How many values and keys it may hold.

    Raises:
        ValueError: there is something, or there may be; a reader that knows places says what.
        RecursionError: it is nested too deep for Python.
    """
    if readable(text) != text:
        raise ValueError
    plain: Plain = DECODER.decode(text)
    depth, left, escaped = 0, most, "\\" in text
    level: list[Plain] = [plain]
    while level:
        left -= 2 * len(level)
        if left < 0 or (depth == MOST_DEPTH and any(isinstance(each, dict | list) for each in level)):
            raise ValueError
        if escaped and any(UNPRINTABLE.search(each) or _HALF.search(each) for each in level if isinstance(each, str)):
            raise ValueError
        inside: list[Plain] = []
        for here in level:
            if isinstance(here, dict):
                inside += [*here, *here.values()]
            elif isinstance(here, list):
                inside += here
        depth, level = depth + 1, inside
    return plain
