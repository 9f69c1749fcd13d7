"""Problems as values with a place, and the one exception that is meant for users.

Anything else that escapes is a bug and keeps its traceback.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Literal, NamedTuple

from partnercheck.core.codes import Level

EXCERPT_WIDTH = 100
MESSAGE_WIDTH = 400
MAX_KNOWN = 1000
"""Known words that a misspelt one is held against."""
COMMANDS = ("::", "##[")
"""How a line starts that a forge takes for a command."""
JOINERS = "\u200c\u200d"
"""Characters that join others into one, in emoji and some scripts, and do nothing else."""

BAD_BYTES = frozenset(map(chr, range(0xDC80, 0xDD00)))
"""What stands for bytes in the name of a file that are no UTF-8."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file: path as the user gave it, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{shown_path(self.path)}:{self.line}:{self.column}"


Detail = Literal["", "no-question", "question-not-declared", "text-missing", "language-unknown", "text-wanted"]


class Problem(NamedTuple):
    """What is wrong, and what to do about it; the place is known to whoever looked."""

    message: str
    remedy: str = ""


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
    empty where that takes a person. `detail` says which of the things it is that a code covers, and `subject` what it
    is about: the name, or the language. What the program does hangs on these, never on the words of a message.
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
    detail: Detail = field(default="", compare=False)
    subject: str = field(default="", compare=False)

    def __str__(self) -> str:
        lines = [f"{self.location}: {self.level} {self.code} {clip(printable(self.message), MESSAGE_WIDTH)}"]
        lines += self.shown_excerpt()
        if self.remedy:
            lines.append(f"  {clip(printable(self.remedy), MESSAGE_WIDTH)}")
        return "\n".join(lines)

    def shown_excerpt(self) -> list[str]:
        """The source line and one with carets under the place; of a long line a part, with … where it is cut."""
        if not self.excerpt.strip():
            return []
        column = self.location.column
        start = max(0, column - 1 - EXCERPT_WIDTH // 2) if len(self.excerpt) > EXCERPT_WIDTH else 0
        line = self.excerpt[start : start + EXCERPT_WIDTH].replace("\t", " ")
        at, end = column - 1 - start, len(line)
        if start:
            line = f"…{line[1:]}"
        if start + EXCERPT_WIDTH < len(self.excerpt):
            line, end = f"{line[:-1]}…", end - 1
        before, window = printable(line[:at]), printable(line)
        gutter = " " * len(str(self.location.line))
        carets = "^" * max(1, len(printable(line[at : min(at + self.length, end)])))
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
        else f"\\x{ord(character) & 0xFF if character in BAD_BYTES else ord(character):02x}"
        for character in text
    )


def printable_line(text: str) -> str:
    """As `printable`, for a line that anybody’s text begins: a backslash stands before what a forge would obey."""
    shown = printable(text)
    bare = shown.lstrip()
    return f"{shown[: -len(bare)]}\\{bare}" if bare.startswith(COMMANDS) else shown


def shown_path(path: str) -> str:
    """The name of a file with everything made visible that is no plain character, newlines too.

    A name that a forge would obey at the start of a line, as GitHub obeys `::error`, gets a harmless `./` before it.
    """
    shown = printable(path.replace("\n", "\\n").replace("\t", "\\t"))
    return f"./{shown}" if shown.lstrip().startswith(COMMANDS) else shown


def clip(text: str, width: int) -> str:
    """The text, cut at `width` characters with an ellipsis."""
    return text if len(text) <= width else text[: width - 1] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy naming the nearest known word, or the known words where none is nearest, or nothing without any.

    Capitals do not count: a word that differs in nothing else is the nearest.
    """
    names = sorted(set(islice(known, MAX_KNOWN)))
    sought = word[:80].casefold()
    same = [name for name in names if name.casefold() == sought]
    close = [] if same else difflib.get_close_matches(sought, {name.casefold() for name in names}, n=9, cutoff=0.6)
    most = max((_likeness(sought, each) for each in close), default=None)
    near = same or [name for name in names if name.casefold() in close and _likeness(sought, name.casefold()) == most]
    if len(near) == 1:
        return f"did you mean {near[0]!r}?"
    return f"known here: {listed(names)}" if names else ""


def _likeness(sought: str, name: str) -> tuple[float, int]:
    """How near a name is; of two that have as much in common, the one that starts alike for longer is nearer."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(name, sought, strict=False))
    return difflib.SequenceMatcher(None, name, sought).ratio(), sum(1 for _ in alike)


def joined(names: Sequence[str], word: str = "and") -> str:
    """Names in a sentence, with a word before the last."""
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names joined for reading; the rest counted when there are more than `most`."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def shown(value: object) -> str:
    """A value as a message names it."""
    return clip(repr(value), 60)


class PartnercheckError(Exception):
    """The work could not be done, and the user can do something about it.

    Args:
        message: What is wrong, one sentence, in plain words.
        hint: What to do about it.
        findings: Every problem that was found, each with its place; may be empty.
    """

    def __init__(self, message: str, hint: str = "", findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.findings = tuple(sorted(findings))

    def __str__(self) -> str:
        parts = [str(finding) for finding in self.findings]
        parts.append(self.message if not self.hint else f"{self.message}\n  {self.hint}")
        return "\n".join(parts)


def problem_count(n: int) -> str:
    """The closing line under a list of findings."""
    return "1 problem found; nothing was done." if n == 1 else f"{n} problems found; nothing was done."
