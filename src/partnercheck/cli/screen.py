"""What the people in the room see: a calm page on a terminal, or plain lines that a screen reader can follow."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from partnercheck.findings import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

CLEARED = "\033[H\033[2J\033[3J"
"""Cursor home, screen cleared, and the lines that have scrolled away cleared too."""


class Screen:
    """Plain lines: nothing is cleared, drawn or coloured, so that every word is read once and in order."""

    plain = True

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def page(self, title: str) -> None:
        """Start a page."""
        self._line("")
        self._line(self.clean(title))

    def heading(self, text: str) -> None:
        """The thing to look at first."""
        self._line(self.clean(text))

    def paragraph(self, text: str) -> None:
        """A text to read at leisure."""
        self._line(self.clean(text))

    def say(self, text: str) -> None:
        """A line."""
        self._line(self.clean(text))

    def hint(self, text: str) -> None:
        """Something that may be passed over."""
        self._line(self.clean(text))

    def choices(self, choices: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> None:
        """What can be typed and what it stands for, a line each; those in `chosen` are marked with a star."""
        for key, label in choices:
            self._line(f"{key}{'*' if key in chosen else '.'} {self.clean(label)}")

    def wipe(self) -> None:
        """Take away what one person typed before the next one looks; plain lines stay."""
        self._line("")

    def clean(self, text: str) -> str:
        """The text without anything that this terminal would obey or cannot show."""
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        return printable(text).encode(encoding, "replace").decode(encoding)

    def _line(self, text: str) -> None:
        self.stream.write(f"{text}\n")
        self.stream.flush()


class Page(Screen):
    """A terminal: one thing at a time on a cleared page."""

    plain = False

    def __init__(self, stream: TextIO, console: "Console") -> None:
        super().__init__(stream)
        self._console = console

    def page(self, title: str) -> None:
        """Clear the page and put its title above."""
        self.wipe()
        self._console.print(self._text(title, "dim"))
        self._console.print()

    def heading(self, text: str) -> None:
        """The thing to look at first, in bold."""
        self._console.print(self._text(text, "bold"))
        self._console.print()

    def paragraph(self, text: str) -> None:
        """A text to read at leisure, with room below it."""
        self._console.print(self._text(text))
        self._console.print()

    def say(self, text: str) -> None:
        """A line."""
        self._console.print(self._text(text))

    def hint(self, text: str) -> None:
        """Something that may be passed over, dimmed."""
        self._console.print(self._text(text, "dim"))

    def choices(self, choices: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> None:
        """What can be typed and what it stands for; those in `chosen` carry a star."""
        from rich.table import Table

        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(overflow="fold")
        for key, label in choices:
            star = key in chosen
            grid.add_row(
                self._text(f"{'* ' if star else '  '}{key}", "bold"), self._text(label, "bold" if star else "")
            )
        self._console.print(grid)
        self._console.print()

    def wipe(self) -> None:
        """Clear the screen and everything that has scrolled away."""
        self.stream.write(CLEARED)
        self.stream.flush()

    def _text(self, text: str, style: str = "") -> "Text":
        from rich.text import Text

        return Text(self.clean(text), style=style)


def screen_for(stream: TextIO, *, plain: bool) -> Screen:
    """The screen for a stream: plain lines where they are asked for or nothing else can be shown there."""
    bare = sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb")
    if plain or bare or not stream.isatty():
        return Screen(stream)
    from rich.console import Console

    return Page(stream, Console(file=stream, highlight=False, markup=False, emoji=False))
