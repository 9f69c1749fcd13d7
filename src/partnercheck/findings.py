"""Problems as values with a place: what is wrong, where, and what to do about it."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

EXCERPT_WIDTH = 100
MESSAGE_WIDTH = 400
JOINERS = "\u200c\u200d"
"""Characters that join others into one, in emoji and some scripts, and do nothing else."""

CODES: tuple[tuple[str, str], ...] = (
    ("PC101", "the file is not UTF-8 text"),
    ("PC102", "the YAML or JSON cannot be read"),
    ("PC103", "a key stands twice in one mapping"),
    ("PC104", "an anchor, an alias or a tag"),
    ("PC105", "nested too deeply, or too large"),
    ("PC106", "a control character inside a text"),
    ("PC107", "a number too long to be meant"),
    ("PC108", "the file is empty"),
    ("PC201", "an unknown key"),
    ("PC202", "a missing key"),
    ("PC203", "the wrong kind of value"),
    ("PC204", "a name that stands nowhere"),
    ("PC205", "an id or value that stands twice"),
    ("PC206", "keys that do not go together"),
    ("PC207", "a text missing in a language"),
    ("PC801", "an unknown question"),
    ("PC802", "an answer that is not offered"),
    ("PC803", "an answer given twice"),
    ("PC804", "a respondent that stands twice"),
    ("PC805", "an unknown sector"),
    ("PC806", "a table that cannot be read"),
    ("PC807", "a cell that looks like a formula"),
    ("PC808", "answers to another questionnaire"),
    ("PC901", "a line of the round file that cannot be read"),
    ("PC902", "a round file of another format"),
)
"""Every code and what it stands for. Codes are never reused."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file: path as the user gave it, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Finding:
    """One problem at one place; sorts by place.

    `excerpt` is the source line (may be empty), `length` how many characters of it the caret underlines.
    """

    location: Location
    code: str
    message: str
    remedy: str = ""
    excerpt: str = field(default="", compare=False)
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        lines = [f"{self.location}: {self.code} {clip(printable(self.message), MESSAGE_WIDTH)}"]
        lines += _excerpt(self.excerpt, self.location, self.length)
        if self.remedy:
            lines.append(f"  {clip(printable(self.remedy), MESSAGE_WIDTH)}")
        return "\n".join(lines)


def _excerpt(line: str, location: Location, length: int) -> list[str]:
    """The source line with a caret, cut to a window around the column so that a long line stays readable."""
    if not line.strip():
        return []
    start = max(0, location.column - 1 - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
    before = printable(line[start : location.column - 1].replace("\t", " "))
    window = printable(line[start : start + EXCERPT_WIDTH].replace("\t", " "))
    gutter = " " * len(str(location.line))
    carets = "^" * max(1, min(length, len(window) - len(before)))
    return [f"  {location.line} | {window}", f"  {gutter} | {' ' * len(before)}{carets}"]


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
