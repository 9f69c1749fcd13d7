"""What people see and type: a calm page or plain lines, and one typed line at a time."""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

from partnercheck.core.findings import clip, printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from partnercheck.core.words import Words

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


class PageScreen(Screen):
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

    return PageScreen(stream, Console(file=stream, highlight=False, markup=False, emoji=False))


_ESCAPE_SEQUENCE = re.compile(r"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|[O][ -~]|.)?")
_NO_TEXT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MAX_SHOWN = 200
"""Characters that are shown of what was typed too early."""

_READLINE = (
    "tab: self-insert",
    "set enable-bracketed-paste on",  # pasted lines are one line, and do not answer the questions that follow
    "set input-meta on",  # accents arrive whatever the locale
    "set output-meta on",
    "set convert-meta off",
)


class Keyboard:
    """Reads typed lines.

    Args:
        read: Shows a prompt and returns a line, as `input` does.
        waiting: Takes away the lines that stand typed and have not been read, and gives them.
    """

    def __init__(self, read: Callable[[str], str], waiting: Callable[[], str] = str) -> None:
        self._read = read
        self._waiting = waiting

    def typed_ahead(self) -> str:
        """The lines that were typed before anybody asked, as one text; they are gone then."""
        return cleaned(self._waiting())

    def ask(self, prompt: str) -> str:
        """One typed line, without arrow keys, control characters and outer spaces.

        Raises:
            EOFError: the input has ended.
            KeyboardInterrupt: Ctrl-C.
        """
        while True:
            try:
                return cleaned(self._read(prompt))
            except UnicodeDecodeError:
                continue  # a key that the terminal sends in another encoding; ask once more


def cleaned(typed: str) -> str:
    """The text in a typed line; pasted lines become one."""
    return _NO_TEXT.sub("", re.sub(r"[\t\r\n]+", " ", _ESCAPE_SEQUENCE.sub("", typed))).strip()


def ask(keyboard: Keyboard, screen: "Screen", words: "Words", prompt: str) -> str:
    """One line typed at a prompt. A line that was there before the prompt was shown is no answer, and is told instead.

    Raises:
        EOFError: the input has ended.
        KeyboardInterrupt: Ctrl-C.
    """
    early = keyboard.typed_ahead()
    if early:
        shown = clip(early, _MAX_SHOWN)
        screen.say(
            words("“{typed}” was typed before this question was shown, so it is not taken as the answer.", typed=shown)
        )
    return keyboard.ask(f"{screen.clean(prompt)} ")


def ask_on_stderr(prompt: str) -> str:
    """One line typed at a prompt of a command that is no interview, as `ask` takes it; in English.

    Raises:
        EOFError: the input has ended.
        KeyboardInterrupt: Ctrl-C.
    """
    from partnercheck.core.words import words_for

    return ask(keyboard_for(sys.stderr), screen_for(sys.stderr, plain=False), words_for("en"), prompt)


def keyboard_for(stream: TextIO) -> Keyboard:
    """The real keyboard; prompts go to `stream`, where the screen is."""
    if stream is sys.stdout:
        return Keyboard(input) if _edits_lines() else Keyboard(input, _waiting_lines)

    def read(prompt: str) -> str:
        stream.write(prompt)
        stream.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    return Keyboard(read, _waiting_lines)


def _edits_lines() -> bool:
    """Line editing, but without a history: the arrow-up key must not show what the person before has typed.

    Returns:
        Whether pasted lines arrive as one.
    """
    try:
        import readline
    except ImportError:  # Windows, and builds without it
        return False
    readline.set_auto_history(False)
    for setting in _READLINE:
        readline.parse_and_bind(setting)
    return "libedit" not in (readline.__doc__ or "")  # what macOS has in its place knows no pasting


class _Console(Protocol):
    """What Windows offers to look at keys that were pressed."""

    def kbhit(self) -> bool: ...
    def getwch(self) -> str: ...


def _waiting_lines() -> str:
    """What was typed at a terminal and not read yet, in whole lines; nothing where this cannot be known."""
    if not sys.stdin.isatty():
        return ""
    if sys.platform == "win32":
        import msvcrt

        return _waiting_keys(msvcrt)
    return _waiting_bytes(sys.stdin.fileno()).decode("utf-8", "replace")


def _waiting_keys(console: _Console) -> str:
    keys = []
    while console.kbhit():
        keys.append(console.getwch())
    return "".join(keys)


def _waiting_bytes(terminal: int) -> bytes:
    """A terminal gives whole lines only; half a line stays where it is until it is ended."""
    try:
        import select
        import termios  # noqa: F401 - where this is, a terminal can be asked as below
    except ImportError:
        return b""
    found = b""
    with contextlib.suppress(OSError):  # the terminal is gone, which is told where it is read
        while select.select([terminal], [], [], 0)[0] and (line := os.read(terminal, 65536)):
            found += line
    return found


BACK, SKIP, COMMENT, LEAVE, HELP = "b", "s", "c", "q", "?"
