"""Problems as values with a place: what is wrong, where, and what to do about it."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from partnercheck.codes import Level

EXCERPT_WIDTH = 100
MESSAGE_WIDTH = 400
JOINERS = "\u200c\u200d"
"""Characters that join others into one, in emoji and some scripts, and do nothing else."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file: path as the user gave it, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}"


class Edit(NamedTuple):
    """A change to a file's text: what stands from `start` up to `end`, in characters from 0, becomes `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, order=True)
class Finding:
    """One problem at one place; sorts by place.

    `excerpt` is the source line (may be empty), `length` how many characters of it the caret underlines. `where` is the
    path in the file's tree that the problem is about, as far as there is one. `fix` mends it without any judgement;
    empty where that takes a person.
    """

    location: Location
    code: str
    message: str
    remedy: str = ""
    excerpt: str = field(default="", compare=False)
    length: int = field(default=1, compare=False)
    level: Level = field(default="error", compare=False)
    where: tuple[str | int, ...] = field(default=(), compare=False)
    fix: tuple[Edit, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        lines = [f"{self.location}: {self.level} {self.code} {clip(printable(self.message), MESSAGE_WIDTH)}"]
        lines += self.shown_excerpt()
        if self.remedy:
            lines.append(f"  {clip(printable(self.remedy), MESSAGE_WIDTH)}")
        return "\n".join(lines)

    def shown_excerpt(self) -> list[str]:
        """The source line and one with carets under the place, cut to a window so that a long line stays readable."""
        if not self.excerpt.strip():
            return []
        column = self.location.column
        start = max(0, column - 1 - EXCERPT_WIDTH // 2) if len(self.excerpt) > EXCERPT_WIDTH else 0
        before = printable(self.excerpt[start : column - 1].replace("\t", " "))
        window = printable(self.excerpt[start : start + EXCERPT_WIDTH].replace("\t", " "))
        gutter = " " * len(str(self.location.line))
        carets = "^" * max(1, min(self.length, len(window) - len(before)))
        return [f"  {self.location.line} | {window}", f"  {gutter} | {' ' * len(before)}{carets}"]


def printable(text: str) -> str:
    """The text with every control and direction-changing character made visible; newlines become spaces."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character in JOINERS
        else " "
        if character in "\n\t" or unicodedata.category(character) == "Zs"
        else f"\\x{ord(character):02x}"
        for character in text
    )


def clip(text: str, width: int) -> str:
    """The text, cut at `width` characters with an ellipsis."""
    return text if len(text) <= width else text[: width - 1] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy naming the nearest known word, or the known words, or nothing when there are none."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known here: {listed(names)}" if names else ""


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names joined for reading; the rest counted when there are more than `most`."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
