"""A file, written whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import printable
from partnercheck.questionnaire.source import reason


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
