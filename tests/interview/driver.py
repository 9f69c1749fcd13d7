"""A real program in a real terminal: start it, wait for what it shows, type, and see how it ends."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

CTRL_C, CTRL_D = "\x03", "\x04"
WAIT = 30.0
_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>()][A-Z0-9]?|\r")
_TAKE_THE_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever started the tests may ignore it
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Terminal:
    """A program on a pseudo-terminal of its own, so that Ctrl-C reaches it as it does at a desk.

    Args:
        command: The program and its arguments.
        env: Its environment variables, beside those of the tests; `TERM` is xterm unless said otherwise.
        folder: Where it runs.
        rows: Lines on the screen.
        columns: Characters on a line.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
        rows: int = 40,
        columns: int = 100,
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.raw = ""
        self._read_up_to = 0
        own = {name: said for name, said in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_THE_TERMINAL, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={**own, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **(env or {})},
            start_new_session=True,
        )
        os.close(theirs)

    @property
    def text(self) -> str:
        """Everything shown so far, without the codes that move the cursor or set colours."""
        return _CODES.sub("", self.raw)

    def read_until(self, wanted: str, wait: float = WAIT) -> str:
        """Wait until a text shows, behind what was waited for before; what was shown up to it.

        Raises:
            AssertionError: it does not show, or the program has ended.
        """
        end = time.monotonic() + wait
        while True:
            found = self.text.find(wanted, self._read_up_to)
            if found >= 0:
                shown = self.text[self._read_up_to : found + len(wanted)]
                self._read_up_to = found + len(wanted)
                return shown
            if not self._more(end - time.monotonic()):
                raise AssertionError(f"{wanted!r} does not show. Shown:\n{self.text[-3000:]}")

    def send(self, *lines: str) -> None:
        """Type lines, each with Enter behind it."""
        for line in lines:
            self.press(f"{line}\n")

    def press(self, keys: str) -> None:
        """Press keys; a finger is slower than a prompt, which Python's readline counts on for Ctrl-C."""
        if CTRL_C in keys:
            time.sleep(0.3)
        os.write(self._ours, keys.encode())

    def answer(self, prompt: str, line: str) -> str:
        """Wait for a prompt and type a line; what was shown up to the prompt."""
        shown = self.read_until(prompt)
        self.send(line)
        return shown

    def kill(self) -> None:
        """Pull the plug."""
        self._process.kill()
        self._process.wait()

    def wait(self, wait: float = WAIT) -> int:
        """Wait for the end; the exit code, negative where a signal ended it."""
        end = time.monotonic() + wait
        while self._more(end - time.monotonic()):
            pass
        return self._process.wait(max(0.1, end - time.monotonic()))

    def _more(self, wait: float) -> bool:
        """Read what is shown next; whether there was anything."""
        if wait <= 0 or not select.select([self._ours], [], [], wait)[0]:
            return False
        try:
            part = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self.raw += part.decode("utf-8", "replace")
        return bool(part)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self.kill()
        os.close(self._ours)
