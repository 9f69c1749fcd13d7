"""The patterns of ignore files, matched in time that grows with their length and no faster, whoever wrote them."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

MOST_PATTERNS = 2000
"""Patterns of one file that are looked at; no ignore file that people write comes near this."""
MOST_LENGTH = 1000
"""Characters of a pattern; no path that means anything is longer."""
_ANYWHERE = "**"
_CLASS = re.compile(r"\[([!^]?)((?:\\.|\]|)(?:\\.|[^\]\\])*)\]", re.DOTALL)


class Pattern(NamedTuple):
    """What a line of an ignore file means: the parts of a path, whether it leaves out, and whether folders alone."""

    parts: tuple[str, ...]
    leaves_out: bool
    folder: bool


class Patterns:
    """The patterns of one ignore file, in their order.

    Args:
        lines: The lines of the file; one that is no pattern is passed over, as git does.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns: list[Pattern] = []
        for line in lines:
            pattern = pattern_in(line)
            if pattern and len(self._patterns) < MOST_PATTERNS:
                self._patterns.append(pattern)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def says(self, path: str, *, folder: bool) -> bool | None:
        """Whether a path, or a folder that it is in, is left out: True or False as the last pattern says that fits.

        Args:
            path: The path from the folder of the patterns, with slashes.
            folder: Whether it is a folder.

        Returns:
            None where no pattern says anything. A pattern that fits the path itself outweighs one that takes in again
            a folder that it is in.
        """
        steps = path.split("/")
        said: bool | None = None
        weight = 0
        for each in self._patterns:
            fitting = _fits(each, steps, folder=folder)
            if fitting and (fitting >= weight or (each.leaves_out and fitting == 1)):
                said, weight = each.leaves_out, fitting
        return said


@lru_cache(maxsize=4 * MOST_PATTERNS)
def pattern_in(line: str) -> Pattern | None:
    """What a line of an ignore file means; none where it means nothing."""
    text = _without_blanks(line)
    if not text or text.startswith("#") or len(text) > MOST_LENGTH:
        return None
    leaves_out = not text.startswith("!")
    text = text[0 if leaves_out else 1 :]
    folder = text.endswith("/")
    text = text.removesuffix("/")
    parts = text.removeprefix("/").split("/")
    if "" in parts:
        return None
    if "/" not in text and parts != [_ANYWHERE]:
        parts.insert(0, _ANYWHERE)
    if parts[-1] == _ANYWHERE:
        parts.append("*")  # everything in a folder, and not the folder
    try:
        for part in parts:
            _matcher(part)
    except re.error:
        return None
    return Pattern(tuple(parts), leaves_out, folder)


def _without_blanks(line: str) -> str:
    """A line without the blanks at its end; one behind a backslash stays."""
    bare = line.rstrip("\r\n").rstrip()
    return f"{bare} " if bare.endswith("\\") and len(bare) < len(line) and not bare.endswith("\\\\") else bare


def _fits(pattern: Pattern, steps: Sequence[str], *, folder: bool) -> int:
    """2 where a pattern fits a file, 1 where it fits a folder, this one or one above it; else 0."""
    end, found = len(pattern.parts), 0
    places = _opened(pattern, {0})
    for number, step in enumerate(steps, 1):
        after: set[int] = set()
        for place in places:
            if place < end and pattern.parts[place] == _ANYWHERE:
                after.add(place)
            elif place < end and _matcher(pattern.parts[place]).match(step):
                after.add(place + 1)
        places = _opened(pattern, after)
        last = number == len(steps)
        if end in places and (not last or folder or not pattern.folder):
            found = 1 if not last or folder else 2
    return found


def _opened(pattern: Pattern, places: set[int]) -> set[int]:
    """The places in a pattern that can be reached from these without a further step of the path."""
    found = set(places)
    for place in sorted(places):
        at = place
        while at < len(pattern.parts) and pattern.parts[at] == _ANYWHERE:
            at += 1
            found.add(at)
    return found


@lru_cache(maxsize=4 * MOST_PATTERNS)
def _matcher(part: str) -> re.Pattern[str]:
    """What matches one step of a path.

    What stands between two stars is taken where it comes first, and never looked for again: a later place could not
    fit where this one does not.

    Raises:
        re.error: the part is no pattern.
    """
    first, *others = _between_stars(part)
    middle = "".join(f"(?>.*?{each})" for each in others[:-1])
    return re.compile(f"{first}{middle}.*{others[-1]}\\Z" if others else f"{first}\\Z", re.DOTALL)


def _between_stars(part: str) -> list[str]:
    """The parts of a pattern between its stars, as regular expressions without repetition."""
    found, at = [""], 0
    while at < len(part):
        sign = part[at]
        if sign == "*":
            at = len(part) - len(part[at:].lstrip("*"))
            found.append("")
            continue
        if sign == "[":
            named = _CLASS.match(part, at)
            if not named:
                raise re.error("this bracket is not closed")
            inside = named[2].replace("[", "\\[").replace("&&", "&\\&").replace("||", "|\\|").replace("~~", "~\\~")
            inside = f"\\{inside}" if inside.startswith(("]", "^")) else inside
            found[-1] += f"[{'^' if named[1] else ''}{inside}]"
            at = named.end()
            continue
        if sign == "\\":
            at += 1
            if at == len(part):
                raise re.error("nothing stands behind the backslash")
        found[-1] += "." if sign == "?" else re.escape(part[at])
        at += 1
    return found
