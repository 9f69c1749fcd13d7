"""One writer at a time: a lock on the round file itself, which ends with the process that holds it."""

import errno
import os
import sys

from partnercheck.errors import PartnercheckError
from partnercheck.findings import printable
from partnercheck.questionnaire.source import reason

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
