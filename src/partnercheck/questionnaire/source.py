"""A user's file as text: bytes in, lines and located findings out."""

import errno
import os
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from partnercheck.codes import level_of
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding, Location, clip, printable

MOST_BYTES = 16_000_000
"""No answers file or round comes near this; a file above it is a mistake."""
SMALLER = {"a questionnaire": 2_000_000, "a file of settings": 2_000_000}
"""What people write by hand is smaller still, and looked at more closely."""
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Source:
    """One file's text and the path the user knows it by."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines, as an editor counts them."""
        return LINE_END.split(self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character of the text, both counted from 1."""
        before = LINE_END.split(self.text[:offset])
        return len(before), len(before[-1]) + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in LINE_END.finditer(self.text))]

    def offset(self, line: int, column: int) -> int:
        """The place in the text of a line and a column, both counted from 1; the other way round than `place`."""
        return self._starts[line - 1] + column - 1

    def finding(self, line: int, column: int, code: str, message: str, remedy: str = "", length: int = 1) -> Finding:
        """A finding at a place of this file; `line` and `column` count from 1."""
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Finding(Location(self.path, line, column), code, message, remedy, excerpt, length, level_of(code))


def read_source(path: Path, what: str) -> Source:
    """Load a file as text.

    Args:
        path: The file.
        what: What the user thinks it is, for messages: "a questionnaire".

    Raises:
        PartnercheckError: it cannot be opened, is too large, or is not UTF-8 text.
    """
    return decode(str(path), read_bytes(path, what), what)


def most_bytes(what: str) -> int:
    """The most bytes that are read of something: "a questionnaire"."""
    return SMALLER.get(what, MOST_BYTES)


def read_stream(stream: BinaryIO, name: str, what: str) -> bytes:
    """Everything that comes out of a stream, such as standard input.

    Raises:
        PartnercheckError: it is more than a file may hold.
    """
    content = stream.read(most_bytes(what) + 1)
    if len(content) > most_bytes(what):
        raise PartnercheckError(f"{name} is more than {most_bytes(what) / 1e6:.0f} MB.", "Is this the right file?")
    return content


def read_bytes(path: Path, what: str) -> bytes:
    """The bytes of a file, after a look at what it is and how large.

    Raises:
        PartnercheckError: it cannot be opened or is too large.
    """
    shown = clip(printable(str(path)), 300)
    try:
        if path.is_dir():
            raise PartnercheckError(f"{shown} is a folder, not {what}.", "Name the file inside it.")
        with open(path, "rb", opener=_without_waiting) as stream:
            size = os.fstat(stream.fileno()).st_size
            most = most_bytes(what)
            if size > most:
                raise PartnercheckError(
                    f"{shown} is {size / 1e6:.0f} MB; {what} of more than {most / 1e6:.0f} MB is not read.",
                    "Is this the right file?",
                )
            content = stream.read(most + 1)
    except OSError as problem:
        raise PartnercheckError(f"{shown} cannot be read: {reason(problem)}.", _hint(problem, what)) from None
    except ValueError:
        raise PartnercheckError(f"{shown} is not the name of a file.") from None
    if len(content) > most:
        raise PartnercheckError(f"{shown} does not end; it is not {what}.")
    return content


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a named pipe that nobody writes to is empty and not waited for."""
    if sys.platform == "win32":  # it has no such pipes
        return os.open(path, flags)
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor


def reason(problem: OSError) -> str:
    """What the operating system said, in plain words."""
    known = {
        errno.ENOENT: "there is no such file",
        errno.EACCES: "you have no permission",
        errno.EPERM: "you have no permission",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk is full",
        errno.EROFS: "the disk is read-only",
        errno.ENAMETOOLONG: "the name is too long",
        errno.ENOTDIR: "there is no such folder",
        errno.EISDIR: "it is a folder",
    }
    return known.get(problem.errno or 0, (problem.strerror or str(problem)).lower())


def _hint(problem: OSError, what: str) -> str:
    if problem.errno == errno.ENOENT and what != "a questionnaire":
        return "Check the name, or the folder you are in."
    if problem.errno == errno.ENOENT:
        return "Check the name, or the folder you are in. `partnercheck list` shows the bundled questionnaires."
    return ""


def decode(path: str, content: bytes, what: str) -> Source:
    """The text of a file's bytes, a byte order mark left out.

    Raises:
        PartnercheckError: the bytes are not UTF-8, hold a NUL, are too many, or there are none.
    """
    if len(content) > most_bytes(what):
        message = (
            f"the file is {len(content) / 1e6:.1f} MB; {what} of more than {most_bytes(what) / 1e6:.0f} MB is not read"
        )
        raise _unreadable(Source(path, "").finding(1, 1, "PC111", message, "is this the right file?"), what)
    if content.startswith(b"PK\x03\x04"):
        message = "this is a spreadsheet or another packed file, not text"
        remedy = "in the spreadsheet, save it as 'CSV UTF-8' and name that file"
        raise _unreadable(Source(path, "").finding(1, 1, "PC101", message, remedy), what)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(Source(path, "").finding(1, 1, "PC101", "this is UTF-16", "save it as UTF-8"), what)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        whole = problem.object  # without the byte order mark
        good = whole[: problem.start].decode()
        found = Source(path, whole.decode(errors="replace"))
        message = f"byte 0x{whole[problem.start]:02x} is not UTF-8 text"
        table = path.lower().endswith((".csv", ".tsv"))
        remedy = "save the file as UTF-8" + ("; a spreadsheet calls it 'CSV UTF-8'" if table else "")
        line, column = found.place(len(good))
        raise _unreadable(found.finding(line, column, "PC101", message, remedy), what) from None
    if not text.strip():
        raise _unreadable(Source(path, text).finding(1, 1, "PC108", "the file is empty"), what)
    if "\0" in text:
        line, column = Source(path, text).place(text.index("\0"))
        message = "the file holds a NUL character; it is no text file, or it is damaged"
        raise _unreadable(Source(path, text).finding(line, column, "PC101", message), what)
    return Source(path, text)


def _unreadable(finding: Finding, what: str) -> PartnercheckError:
    return PartnercheckError(f"This is not {what} that can be read.", findings=[finding])
