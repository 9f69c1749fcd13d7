"""How far a long check is: a line on a terminal that counts, and goes away when all is done."""

import time
from types import TracebackType
from typing import Self, TextIO

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
