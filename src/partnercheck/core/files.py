"""Files: a user's file as text with located findings, files written whole or not at all, and the folders of our own."""

import contextlib
import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import BinaryIO

from partnercheck.core.codes import level_of
from partnercheck.core.findings import Finding, Location, PartnercheckError, clip, printable

MAX_BYTES = 16_000_000
"""No answers file or round comes near this; a file above it is a mistake."""
SMALLER = {"a questionnaire": 2_000_000, "a file of settings": 2_000_000}
"""What people write by hand is smaller still, and looked at more closely."""
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class TextFile:
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


def read_source(path: Path, what: str) -> TextFile:
    """Load a file as text.

    Args:
        path: The file.
        what: What the user thinks it is, for messages: "a questionnaire".

    Raises:
        PartnercheckError: it cannot be opened, is too large, or is not UTF-8 text.
    """
    return decode(str(path), read_bytes(path, what), what)


def path_exists(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def most_bytes(what: str) -> int:
    """The most bytes that are read of something: "a questionnaire"."""
    return SMALLER.get(what, MAX_BYTES)


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


def decode(path: str, content: bytes, what: str) -> TextFile:
    """The text of a file's bytes, a byte order mark left out.

    Raises:
        PartnercheckError: the bytes are not UTF-8, hold a NUL, are too many, or there are none.
    """
    if len(content) > most_bytes(what):
        message = (
            f"the file is {len(content) / 1e6:.1f} MB; {what} of more than {most_bytes(what) / 1e6:.0f} MB is not read"
        )
        raise _unreadable(TextFile(path, "").finding(1, 1, "PC111", message, "is this the right file?"), what)
    if content.startswith(b"PK\x03\x04"):
        message = "this is a spreadsheet or another packed file, not text"
        remedy = "in the spreadsheet, save it as 'CSV UTF-8' and name that file"
        raise _unreadable(TextFile(path, "").finding(1, 1, "PC101", message, remedy), what)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(TextFile(path, "").finding(1, 1, "PC101", "this is UTF-16", "save it as UTF-8"), what)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        whole = problem.object  # without the byte order mark
        good = whole[: problem.start].decode()
        found = TextFile(path, whole.decode(errors="replace"))
        message = f"byte 0x{whole[problem.start]:02x} is not UTF-8 text"
        table = path.lower().endswith((".csv", ".tsv"))
        remedy = "save the file as UTF-8" + ("; a spreadsheet calls it 'CSV UTF-8'" if table else "")
        line, column = found.place(len(good))
        raise _unreadable(found.finding(line, column, "PC101", message, remedy), what) from None
    if not text.strip():
        raise _unreadable(TextFile(path, text).finding(1, 1, "PC108", "the file is empty"), what)
    if "\0" in text:
        line, column = TextFile(path, text).place(text.index("\0"))
        message = "the file holds a NUL character; it is no text file, or it is damaged"
        raise _unreadable(TextFile(path, text).finding(line, column, "PC101", message), what)
    return TextFile(path, text)


def _unreadable(finding: Finding, what: str) -> PartnercheckError:
    return PartnercheckError(f"This is not {what} that can be read.", findings=[finding])


def check_target(path: Path, keep: Sequence[Path] = ()) -> None:
    """See whether a text could be written to a file, without writing anything.

    Args:
        path: The file to write.
        keep: Files that must not be overwritten.

    Raises:
        PartnercheckError: it could not, or it is one of `keep`.
    """
    shown = printable(str(path))
    try:
        if any(path.exists() and kept.exists() and path.samefile(kept) for kept in keep):
            raise PartnercheckError(f"{shown} is what is read here.", "Name another file to write.")
        if path.is_dir():
            raise PartnercheckError(f"{shown} is a folder.", "Name a file in it.")
        if not path.exists() and not path.absolute().parent.is_dir():
            raise PartnercheckError(f"{shown} cannot be written: there is no such folder.", "Make the folder first.")
        if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
            raise PartnercheckError(f"{shown} cannot be written: you have no permission.", "Choose another folder.")
    except OSError as problem:
        raise _unwritable(shown, problem) from None
    except ValueError:
        raise PartnercheckError(f"{shown} is not the name of a file.") from None


def write_text(path: Path, text: str) -> None:
    """Write a text to a file; one that stands there is replaced in one go, or kept as it was.

    Args:
        path: The file to write; a device such as /dev/stdout is written to as it is.
        text: What to write, as UTF-8.

    Raises:
        PartnercheckError: it cannot be written.
    """
    check_target(path)
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
        else:
            replace_file(path, text.encode())
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise _unwritable(printable(str(path)), problem) from None


def _unwritable(shown: str, problem: OSError) -> PartnercheckError:
    return PartnercheckError(f"{shown} cannot be written: {reason(problem)}.", "What stood there is as it was.")


def replace_file(path: Path, content: bytes, look: Callable[[], None] = lambda: None) -> None:
    """Put a new content in the place of a file in one go; behind a link, of the file it leads to.

    Args:
        path: The file.
        content: What is to stand in it.
        look: Is called when everything is written and nothing is replaced yet; what it raises leaves all as it was.

    Raises:
        OSError: it cannot be written, and what stood there is as it was.
    """
    target = path.resolve()
    opened, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(opened, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        look()
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


PRIVATE = 0o700


def own_folder(name: str) -> Path | None:
    """The folder of this name in the user's cache, made where it is not there yet.

    Returns:
        The folder; none where there is no home, where it cannot be made, or where it, or the folder it is in, belongs
        to somebody else or may be changed by others. Nothing that stands there is changed.
    """
    try:
        from platformdirs import user_cache_path

        top = user_cache_path("partnercheck")
        if not top.is_absolute():  # a ~ that stands for nobody
            return None
        top.parent.mkdir(parents=True, exist_ok=True)
        for folder in (top, top / name):
            if not folder.is_symlink() and not folder.exists():
                folder.mkdir(PRIVATE, exist_ok=True)
            if not _is_ours(folder, secret=folder != top):
                return None
    except (OSError, RuntimeError, ValueError, KeyError, ImportError):  # no home, no user of this number, a closed disk
        return None
    return top / name


def _is_ours(folder: Path, *, secret: bool) -> bool:
    """Whether a folder is no link, ours, and closed to others: to their writing, and to their reading too."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if not hasattr(os, "geteuid"):  # Windows: the folder is in the user's profile
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (0o077 if secret else 0o022)


_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def bundled_folder(name: str) -> Path:
    """The folder `questionnaires`, `reports`, `examples` or `docs/rules`: in an installed package or in a checkout."""
    installed = _PACKAGE / "bundled" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def bundled_path(questionnaire_id: str) -> Path | None:
    """The file of a bundled questionnaire, or none when no bundled one has this id."""
    return {path.stem: path for path in bundled_files()}.get(questionnaire_id)


def bundled_files() -> list[Path]:
    """The files of the bundled questionnaires, sorted by id; each is named after its id."""
    return sorted(bundled_folder("questionnaires").glob("*.yaml"))
