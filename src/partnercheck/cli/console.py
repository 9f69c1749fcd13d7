"""Printing what a command has to say, with colours and links where a terminal can show them, and counting along."""

import contextlib
import os
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TextIO

import typer

from partnercheck.checking.output.paint import PLAIN, Paint, Part

MAX_WIDTH = 120
"""Longer lines of prose are hard to read, however wide the terminal is."""
USUAL_WIDTH = 80
FIRST_VTE = 5001
"""GNOME's terminal and its kin know links since 0.50; 0.50.0 itself crashes on them."""
LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty"})


def painter(environment: Mapping[str, str], stream: TextIO) -> Paint:
    """What a stream can show, as the environment tells it: colours, links, and how wide a line may be."""
    terminal = stream.isatty()
    return Paint(
        style=_coloured if wants_colours(environment, terminal=terminal) else PLAIN.style,
        link=_linked if can_link(environment, terminal=terminal) else PLAIN.link,
        width=line_width(environment, stream),
    )


def line_width(environment: Mapping[str, str], stream: TextIO) -> int | None:
    """How wide a line of prose may be: as wide as the terminal, within reason; none where there is no terminal."""
    return min(_columns(environment, stream), MAX_WIDTH) if stream.isatty() else None


def wants_colours(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether colours are wanted: NO_COLOR says no, FORCE_COLOR says yes, else a terminal that is not dumb does."""
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced not in ("0", "false")
    return terminal and environment.get("TERM") != "dumb"


def can_link(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether a terminal is known to show links: FORCE_HYPERLINK decides, else its name does."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced not in ("0", "false")
    if not terminal or environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in LINKING_PROGRAMS
        or (vte.isdecimal() and int(vte) >= FIRST_VTE)
        or environment.get("TERM") in ("xterm-kitty", "xterm-ghostty")
        or any(environment.get(name) for name in ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM"))
    )


def _columns(environment: Mapping[str, str], stream: TextIO) -> int:
    said = environment.get("COLUMNS", "")
    try:
        columns = int(said) if said.isdecimal() else os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return columns or USUAL_WIDTH


def _coloured(text: str, part: Part) -> str:
    match part:
        case "error":
            return typer.style(text, fg="red", bold=True)
        case "warning":
            return typer.style(text, fg="yellow", bold=True)
        case "note":
            return typer.style(text, fg="cyan", bold=True)
        case "place" | "summary":
            return typer.style(text, bold=True)
        case "gutter":
            return typer.style(text, dim=True)
        case "remedy":
            return typer.style(text, fg="green")


def _linked(text: str, code: str) -> str:
    """The text as a link to the page about a code, by the terminal's OSC 8; plain where there is no page."""
    from partnercheck.core.files import bundled_folder

    page = bundled_folder("docs/rules") / f"{code}.md"
    return f"\x1b]8;;{page.as_uri()}\x1b\\{text}\x1b]8;;\x1b\\" if page.is_file() else text


def show_text(text: str | bytes, *, err: bool = False, color: bool | None = None) -> None:
    """Print a text as it is.

    A reader that went away, as `head` does, is no fault: the command ends as it would have ended.
    """
    with contextlib.suppress(BrokenPipeError):
        typer.echo(text, nl=False, err=err, color=color)


def wrapped(text: str, stream: TextIO, hanging: int = 0) -> str:
    """A text with its lines broken between words where a stream is a terminal.

    What goes on below is set in as its line is, and by `hanging` more.
    """
    width = line_width(os.environ, stream)
    if width is None:
        return text
    return "\n".join(_broken(line, width, hanging) for line in text.split("\n"))


def _broken(line: str, width: int, hanging: int) -> str:
    if len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip(" ")) + hanging)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def sentence(text: str) -> str:
    """A text with the full stop that parts it from what follows."""
    return text if not text or text.endswith(("?", ".")) else f"{text}."


def format_of(output: Path | None, what: str) -> Literal["md", "html"]:
    """The format that a file's name stands for; Markdown without a file. `what` is what it will hold: "report".

    Raises:
        PartnercheckError: it stands for neither.
    """
    from partnercheck.core.findings import PartnercheckError

    ending = output.suffix.lower() if output else ""
    if ending in (".html", ".htm"):
        return "html"
    if ending in ("", ".md", ".markdown", ".txt"):
        return "md"
    raise PartnercheckError(f"A {what} is Markdown or HTML, not {ending}.", "End the name in .md or .html, or add -f.")


FIRST, AGAIN = 1.0, 0.1
"""Seconds until the line shows for the first time, and until it may change."""
CLEARED = "\r\x1b[K"


class Counter:
    """Counts files on a terminal, once that takes longer than a moment; elsewhere it shows nothing.

    Args:
        stream: Where it shows.
        total: How many files there are. One file has nothing to count.
    """

    def __init__(self, stream: TextIO, total: int) -> None:
        self.stream, self.total, self.done = stream, total, 0
        self._next = time.monotonic() + FIRST if total > 1 and stream.isatty() else None
        self._shows = False

    def step(self) -> None:
        """Count one more file."""
        self.done += 1
        now = time.monotonic()
        if self._next is not None and now >= self._next:
            self._next, self._shows = now + AGAIN, True
            self.stream.write(f"\r{self.done} of {self.total} files looked at")
            self.stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._shows:
            self.stream.write(CLEARED)
            self.stream.flush()
