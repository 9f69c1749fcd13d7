"""A user's file as text: bytes in, lines and located findings out."""

import errno
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding, Location, printable

MOST_BYTES = 16_000_000
"""No questionnaire, answers file or round comes near this; a file above it is a mistake."""


@dataclass(frozen=True)
class Source:
    """One file's text and the path the user knows it by."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines, as an editor counts them."""
        return self.text.splitlines()

    def finding(self, line: int, column: int, code: str, message: str, remedy: str = "", length: int = 1) -> Finding:
        """A finding at a place of this file; `line` and `column` count from 1."""
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Finding(Location(self.path, line, column), code, message, remedy, excerpt, length)


def read_source(path: Path, what: str) -> Source:
    """Load a file as text.

    Args:
        path: The file.
        what: What the user thinks it is, for messages: "a questionnaire".

    Raises:
        PartnercheckError: it cannot be opened, is too large, or is not UTF-8 text.
    """
    return decode(str(path), read_bytes(path, what), what)


def read_bytes(path: Path, what: str) -> bytes:
    """The bytes of a file, after a look at what it is and how large.

    Raises:
        PartnercheckError: it cannot be opened or is too large.
    """
    shown = printable(str(path))
    try:
        if path.is_dir():
            raise PartnercheckError(f"{shown} is a folder, not {what}.", "Name the file inside it.")
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MOST_BYTES:
                raise PartnercheckError(
                    f"{shown} is {size / 1e6:.0f} MB; {what} of more than {MOST_BYTES / 1e6:.0f} MB is not read.",
                    "Is this the right file?",
                )
            content = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        raise PartnercheckError(f"{shown} cannot be read: {reason(problem)}.", _hint(problem)) from None
    except ValueError:
        raise PartnercheckError(f"{shown} is not the name of a file.") from None
    if len(content) > MOST_BYTES:
        raise PartnercheckError(f"{shown} does not end; it is not {what}.")
    return content


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


def _hint(problem: OSError) -> str:
    if problem.errno == errno.ENOENT:
        return "Check the name, or the folder you are in. `partnercheck list` shows the bundled questionnaires."
    return ""


def decode(path: str, content: bytes, what: str) -> Source:
    """The text of a file's bytes, a byte order mark left out.

    Raises:
        PartnercheckError: the bytes are not UTF-8, hold a NUL, or there are none.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        good = content[: problem.start].decode("utf-8-sig", errors="ignore")
        line, column = good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1
        raise _unreadable(
            Source(path, content.decode("utf-8-sig", errors="replace")).finding(
                line,
                column,
                "PC101",
                f"byte 0x{content[problem.start]:02x} is not UTF-8 text",
                "save the file as UTF-8; a spreadsheet calls it 'CSV UTF-8'",
            ),
            what,
        ) from None
    if not text.strip():
        raise _unreadable(Source(path, text).finding(1, 1, "PC108", "the file is empty"), what)
    if "\0" in text:
        before = text[: text.index("\0")]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        message = "the file holds a NUL character; it is no text file, or it is damaged"
        raise _unreadable(Source(path, text).finding(line, column, "PC101", message), what)
    return Source(path, text)


def _unreadable(finding: Finding, what: str) -> PartnercheckError:
    return PartnercheckError(f"This is not {what} that can be read.", findings=[finding])
