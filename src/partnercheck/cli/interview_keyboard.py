"""What people type, one line at a time, cleaned of everything that is no text."""

import re
import sys
from collections.abc import Callable
from typing import TextIO

_ESCAPE_SEQUENCE = re.compile(r"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|[O][ -~]|.)?")
_NO_TEXT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


_READLINE = (
    "tab: self-insert",
    "set enable-bracketed-paste on",  # pasted lines are one line, and do not answer the questions that follow
    "set input-meta on",  # accents arrive whatever the locale
    "set output-meta on",
    "set convert-meta off",
)


class Keyboard:
    """Reads typed lines. `read` shows a prompt and returns a line, as `input` does."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read

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


def keyboard_for(stream: TextIO) -> Keyboard:
    """The real keyboard; prompts go to `stream`, where the screen is."""
    if stream is sys.stdout:
        _forget_lines()
        return Keyboard(input)

    def read(prompt: str) -> str:
        stream.write(prompt)
        stream.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    return Keyboard(read)


def _forget_lines() -> None:
    """Line editing, but without a history: the arrow-up key must not show what the person before has typed."""
    try:
        import readline
    except ImportError:  # Windows, and builds without it
        return
    readline.set_auto_history(False)
    for setting in _READLINE:
        readline.parse_and_bind(setting)
