"""What a round file asks of the disk: whole writes, new files that overwrite nothing, and folders that know of them."""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import clip, printable
from partnercheck.questionnaire.source import reason

BINARY: int = getattr(os, "O_BINARY", 0)  # stands only on Windows, which would turn \n into \r\n without it
_NEW = os.O_CREAT | os.O_EXCL | BINARY | getattr(os, "O_NOFOLLOW", 0)
_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)


def create(path: Path) -> int:
    """Open a new file that only its owner may read; what stands there, even a link, is never written to.

    Raises:
        OSError: it cannot be made, or something has that name already.
    """
    return os.open(path, os.O_RDWR | os.O_APPEND | _NEW, 0o600)


def open_existing(path: Path) -> int:
    """Open a plain file for adding to it; a pipe, a device or a folder is not opened at all.

    Raises:
        OSError: it cannot be opened.
        PartnercheckError: it is no plain file.
    """
    see_plain_file(path)
    file = os.open(path, os.O_RDWR | os.O_APPEND | BINARY | _AT_ONCE)
    if not stat.S_ISREG(os.fstat(file).st_mode):  # it has just been put there
        os.close(file)
        raise _no_plain_file(path)
    return file


def see_plain_file(path: Path) -> None:
    """See that a path leads to a plain file, or to nothing.

    Raises:
        PartnercheckError: it leads to something else, such as a pipe or a device.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return  # reading it says what is wrong
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise _no_plain_file(path)


def _no_plain_file(path: Path) -> PartnercheckError:
    shown = clip(printable(str(path)), 300)
    return PartnercheckError(f"{shown} is no plain file, so no round can be kept in it.", "Name another file.")


def write_new(path: Path, content: bytes) -> None:
    """Put a content on disk as a new file, or leave nothing there.

    Raises:
        OSError: it cannot be written, or something has that name already.
    """
    file = create(path)
    try:
        write_whole(file, content)
        os.fsync(file)
    except BaseException:
        os.close(file)
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    os.close(file)
    sync_folder(path.absolute().parent)


def write_whole(file: int, content: bytes) -> None:
    """One write. A disk that takes only a part of it is full.

    Raises:
        OSError: it was not written, or only a part of it.
    """
    if os.write(file, content) < len(content):
        raise OSError(errno.ENOSPC, "the disk is full")


def read_whole(file: int) -> bytes:
    """Everything that stands in an open file.

    Raises:
        OSError: it cannot be read.
    """
    os.lseek(file, 0, os.SEEK_SET)
    parts = []
    while part := os.read(file, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def leads_to(path: Path, file: int) -> bool:
    """Whether a path still leads to an open file."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except (OSError, ValueError):
        return False


def sync_folder(folder: Path) -> None:
    """Put a new file's name on disk too. Windows does not open folders, and does this by itself.

    Raises:
        OSError: it could not be done.
    """
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as problem:
        if problem.errno != errno.EINVAL:  # some network disks keep no folders to sync
            raise
    finally:
        os.close(opened)


def unwritable(path: Path, problem: OSError | ValueError) -> PartnercheckError:
    """What is said where a file cannot be written."""
    said = reason(problem) if isinstance(problem, OSError) else "this is not the name of a file"
    return PartnercheckError(f"{printable(str(path))} cannot be written: {said}.", "Choose another folder or name.")
