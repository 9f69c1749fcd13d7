"""What people type, one line at a time, cleaned of everything that is no text."""

import contextlib
import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TextIO

from partnercheck.findings import clip

if TYPE_CHECKING:
    from partnercheck.cli.screen import Screen
    from partnercheck.words import Words

_ESCAPE_SEQUENCE = re.compile(r"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|[O][ -~]|.)?")
_NO_TEXT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST_SHOWN = 200
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
        shown = clip(early, _MOST_SHOWN)
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
    from partnercheck.cli.screen import screen_for
    from partnercheck.words import words_for

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
