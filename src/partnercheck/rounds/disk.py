"""What a round file asks of the disk: one writer at a time, whole writes, and the files beside it."""

import contextlib
import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from partnercheck.core.files import reason
from partnercheck.core.findings import PartnercheckError, clip, printable

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    _FAR_BEYOND_THE_END = 0x7FFF0000

    def _lock(file: int) -> None:
        os.lseek(file, _FAR_BEYOND_THE_END, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: int) -> None:
        try:
            import fcntl
        except ImportError:  # no locks here; a second writer is found out by the length of the file
            return
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_for_writing(file: int, path: str) -> None:
    """Take the writer's lock of an open file without waiting; closing the file gives it back.

    Raises:
        PartnercheckError: another partnercheck is writing to it, or this disk knows no locks.
    """
    try:
        _lock(file)
    except OSError as problem:
        if problem.errno in _TAKEN:
            raise PartnercheckError(
                f"Another partnercheck is writing to {printable(path)}.",
                "Close it there first; reading is always possible.",
            ) from None
        raise PartnercheckError(
            f"{printable(path)} cannot be locked for writing: {reason(problem)}.",
            "Keep the file on a disk of this computer.",
        ) from None


_END = ".jsonl"


class RescuedError(PartnercheckError):
    """A round file was moved, replaced or changed while it was open; the round as it was is kept in a file beside it.

    Args:
        path: The round file.
        kept: The file that holds the round, and every event of the session that it ended.
    """

    def __init__(self, path: Path, kept: Path) -> None:
        near = kept.parent == path.absolute().parent
        name = printable(kept.name if near else str(kept))
        again = "Start again with the same --round: it offers to take in what is kept."
        super().__init__(
            f"{printable(str(path))} was moved, replaced or changed by another program, so nothing more is written "
            f"to it; everything answered, the last answer too, is kept in {name}.",
            again if near else f"Move {printable(kept.name)} to the folder of the round. {again}",
        )
        self.path, self.kept = path, kept


def rescue(path: Path, content: bytes) -> Path:
    """Write a round to a new file beside its own; where that folder is gone, where one is or at home.

    Raises:
        OSError: it can be written nowhere.
    """
    folders = [path.parent, *_elsewhere()]
    for folder in folders[:-1]:
        try:
            return _rescue_in(folder, path, content)
        except OSError:
            continue
    return _rescue_in(folders[-1], path, content)


def _elsewhere() -> Iterator[Path]:
    for folder in (Path.cwd, Path.home):
        try:
            yield folder()
        except (OSError, RuntimeError, ImportError):  # it is gone, or nobody knows where it is
            continue


def _rescue_in(folder: Path, path: Path, content: bytes) -> Path:
    for number in count(1):
        kept = folder / f"{_stem(path)}.rescued-{number}{_END}"
        if kept.with_suffix(f".taken{_END}").exists():
            continue
        try:
            write_new(kept, content)
        except FileExistsError:
            continue
        return kept
    raise AssertionError  # pragma: no cover - counting does not end


def rescued_beside(path: Path) -> list[Path]:
    """The rescued files beside a round file that were not taken in yet, oldest first."""
    pattern = re.compile(re.escape(f"{_stem(path)}.rescued-") + r"([0-9]{1,9})" + re.escape(_END))
    try:
        found = [
            (int(name[1]), each) for each in path.absolute().parent.iterdir() if (name := pattern.fullmatch(each.name))
        ]
    except (OSError, ValueError):
        return []
    return [each for _, each in sorted(found)]


def mark_taken(kept: Path) -> Path:
    """Give a rescued file the name of one that was taken in; that name.

    Raises:
        OSError: it cannot be renamed.
    """
    return _renamed(kept, ".taken")


def set_aside(path: Path) -> Path:
    """Give another name to what stands in the place of a round; that name.

    Raises:
        OSError: it cannot be renamed.
    """
    return _renamed(path, ".damaged")


def _renamed(path: Path, mark: str) -> Path:
    for number in count(1):
        name = path.with_name(f"{_stem(path)}{mark}{f'-{number}' if number > 1 else ''}{_END}")
        if not name.exists() and not name.is_symlink():
            path.rename(name)
            sync_folder(name.absolute().parent)
            return name
    raise AssertionError  # pragma: no cover - counting does not end


def write_torn(path: Path, torn: bytes) -> None:
    """Keep a half-written line in a new file beside its round.

    Raises:
        OSError: it cannot be written.
    """
    for number in count(1):
        try:
            write_new(Path(f"{path}{f'.{number}' if number > 1 else ''}.torn"), torn + b"\n")
        except FileExistsError:
            continue
        return


def _stem(path: Path) -> str:
    return path.name.removesuffix(_END)


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
