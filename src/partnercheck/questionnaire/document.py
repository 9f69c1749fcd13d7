"""A file's plain values that know their place, and JSON as it is meant: each key once, numbers that are numbers."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from partnercheck.core.files import TextFile
from partnercheck.core.findings import Detail, Finding
from partnercheck.core.text import UNPRINTABLE, readable

KeyPath = tuple[str | int, ...]
Places = dict[KeyPath, tuple[int, int, int]]
Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None
MAX_DEPTH = 24
"""Lists and mappings inside each other."""
MAX_NODES = 600_000
"""Values and keys that are read of a file."""
MAX_NUMBER = 40
"""Characters of a number."""
STOPPED = ("PC102", "PC105")
"""After a finding with one of these codes the rest of a file was not read."""


def _nowhere(_source: TextFile) -> tuple[Places, Places]:
    return {}, {}


@dataclass
class Tree:
    """Plain values, and where each key and each value stands.

    `keys` and `values` map a path, such as `("questions", 3, "theme")`, to line, column and length. `find_places` works
    them out when they are first asked for: a file without problems never needs them. `borrowed` says of parts that do
    not stand in the file where it names them. `stopped` is the path of what was read last where reading stopped; none
    where everything was read.
    """

    source: TextFile
    plain: Plain = None
    findings: list[Finding] = field(default_factory=list)
    find_places: Callable[[TextFile], tuple[Places, Places]] = _nowhere
    borrowed: dict[KeyPath, KeyPath] = field(default_factory=dict)
    stopped: KeyPath | None = None

    def unfinished(self, path: KeyPath) -> bool:
        """Whether reading stopped inside the part at a path, or inside the entry that the part belongs to."""
        return self.stopped is not None and path[:2] == self.stopped[: min(2, len(path))]

    def in_full(self, *parts: str) -> bool:
        """Whether everything in these parts of the file was read, so that what is not there is missing."""
        here = self.plain if isinstance(self.plain, dict) else {}
        return self.stopped is None or all(part in here and self.stopped[:1] != (part,) for part in parts)

    @cached_property
    def _places(self) -> tuple[Places, Places]:
        return self.find_places(self.source)

    @property
    def keys(self) -> Places:
        """Where each key stands."""
        return self._places[0]

    @property
    def values(self) -> Places:
        """Where each value stands."""
        return self._places[1]

    def at(
        self,
        path: KeyPath,
        code: str,
        message: str,
        remedy: str = "",
        *,
        key: bool = False,
        detail: Detail = "",
        subject: str = "",
    ) -> Finding:
        """A finding at the value of a path (or its key), or at the nearest thing around it that stands in the file."""
        where = path
        path = self.borrowed.get(path[:2], path) if self.borrowed else path
        places = (self.keys, self.values) if key else (self.values, self.keys)
        line, column, length = 1, 1, 1
        while True:
            found = places[0].get(path) or places[1].get(path)
            if found:
                line, column, length = found
                break
            if not path:
                break
            path, places = path[:-1], (self.keys, self.values)
        finding = self.source.finding(line, column, code, message, remedy, length)
        return replace(finding, where=where, detail=detail, subject=subject)


def read_last(plain: Plain) -> KeyPath:
    """The path of the last part of plain values."""
    path: KeyPath = ()
    while isinstance(plain, dict | list) and plain:
        last = next(reversed(plain)) if isinstance(plain, dict) else len(plain) - 1
        path, plain = (*path, last), plain[last]  # type: ignore[index]  # it is a key of the one or a place in the other
    return path


def placeless(source: TextFile, plain: Plain) -> Tree:
    """A tree of values that do not stand in a file of their own: all are at the start of the source."""
    places = _everywhere(plain)
    return Tree(source, plain, find_places=lambda _: ({}, places))


def _everywhere(plain: Plain) -> Places:
    places: Places = {}
    rest: list[tuple[KeyPath, Plain]] = [((), plain)]
    while rest:
        path, here = rest.pop()
        places[path] = (1, 1, 1)
        if isinstance(here, dict):
            rest.extend(((*path, key), value) for key, value in here.items())
        elif isinstance(here, list):
            rest.extend(((*path, index), value) for index, value in enumerate(here))
    return places


HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters, which an escape can make."""
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
    if len(digits) > MAX_NUMBER:
        raise NotMeantError(f"a number of {len(digits)} characters", digits)
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if len(digits) > MAX_NUMBER or not math.isfinite(number):
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
        if left < 0 or (depth == MAX_DEPTH and any(isinstance(each, dict | list) for each in level)):
            raise ValueError
        if escaped and any(UNPRINTABLE.search(each) or HALF.search(each) for each in level if isinstance(each, str)):
            raise ValueError
        inside: list[Plain] = []
        for here in level:
            if isinstance(here, dict):
                inside += [*here, *here.values()]
            elif isinstance(here, list):
                inside += here
        depth, level = depth + 1, inside
    return plain
