"""The round file for writing: every event is on disk before `append` returns, and nothing is ever rewritten."""

import contextlib
import errno
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from partnercheck.assessment.round import Round
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding, clip, printable
from partnercheck.questionnaire.load import Loaded
from partnercheck.questionnaire.source import MOST_BYTES, read_bytes, reason
from partnercheck.questionnaire.tree import Plain
from partnercheck.rounds.events import Event, Header, plain_of
from partnercheck.rounds.late import refusal
from partnercheck.rounds.lines import Lines, refused_in, split_lines, torn_note
from partnercheck.rounds.load import replay_lines
from partnercheck.rounds.lock import lock_for_writing
from partnercheck.rounds.replay import Replay

SUFFIX = ".round.jsonl"
_BINARY: int = getattr(os, "O_BINARY", 0)  # stands only on Windows, which would turn \n into \r\n without it


def round_path_for(partnership: str, day: date) -> Path:
    """The usual file name of a round, such as `harbour-technicians-2026-11-21.round.jsonl`."""
    plain = unicodedata.normalize("NFKD", partnership).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return Path(f"{slug or 'round'}-{day.isoformat()}{SUFFIX}")


def header_for(loaded: Loaded, partnership: str, day: date, **more: object) -> Header:
    """The header of a new round.

    Args:
        loaded: The questionnaire, with its plain content.
        partnership: The partnership's name.
        day: The day of the round.
        more: `lang`, `opened`, `k`, `by`, `invited`, where they differ from the defaults.

    Raises:
        PartnercheckError: one of them cannot stand in a header.
    """
    plain = {"questionnaire": loaded.plain, "digest": loaded.digest}
    try:
        return Header.model_validate({"partnership": partnership.strip(), "date": day, **plain, **more})
    except ValidationError as problem:
        said = "; ".join(f"{error['loc'][0]}: {error['msg'].lower()}" for error in problem.errors(include_url=False))
        raise PartnercheckError(f"A round cannot start like this: {clip(said, 300)}.") from None


class RoundFile:
    """A round file that is open for writing, by this process alone. Use it in a `with` statement, from one thread.

    Make one with `RoundFile.create` or `RoundFile.open`.
    """

    def __init__(self, path: Path, file: int, length: int, replay: Replay, notes: tuple[Finding, ...] = ()) -> None:
        self.path = path
        self.notes = notes
        self._file = file
        self._length = length
        self._unsure = False
        self._replay = replay
        self._round: Round | None = None

    @classmethod
    def create(cls, path: str | Path, header: Header) -> Self:
        """Start a round in a new file; when this returns, its header is on disk.

        Raises:
            PartnercheckError: there is such a file already, it cannot be written, or the header cannot be read back.
        """
        path = Path(path)
        line = header.written()
        _refuse_control_characters(plain_of(header))
        replay = replay_lines(split_lines(str(path), line))
        try:
            file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except FileExistsError:
            message = f"{printable(str(path))} exists already; a round is never overwritten."
            raise PartnercheckError(message, "Go on with it, or choose another name.") from None
        except (OSError, ValueError) as problem:
            raise _unwritable(path, problem) from None
        try:
            lock_for_writing(file, str(path))
            _write_whole(file, line)
            os.fsync(file)
            _sync_folder(path.absolute().parent)
        except BaseException as problem:
            os.close(file)
            with contextlib.suppress(OSError):
                path.unlink()
            if isinstance(problem, OSError):
                raise _unwritable(path, problem) from None
            raise
        return cls(path, file, len(line), replay)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Go on with a round. A half-written last line is set aside in a file beside it first, and `notes` says so.

        Raises:
            PartnercheckError: it cannot be read or written, has problems, or another partnercheck is writing to it.
        """
        path = Path(path)
        read_bytes(path, "a round file")  # says what is wrong with the name, before anything is opened for writing
        try:
            file = os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)
        except OSError as problem:
            raise _unwritable(path, problem) from None
        try:
            lock_for_writing(file, str(path))
            content = read_bytes(path, "a round file")
            lines = split_lines(str(path), content)
            replay = replay_lines(lines)
            _set_torn_aside(path, file, lines, len(content))
        except BaseException as problem:
            os.close(file)
            if isinstance(problem, OSError):
                raise _unwritable(path, problem) from None
            raise
        notes = (torn_note(lines),) if lines.torn else ()
        return cls(path, file, len(content) - len(lines.torn), replay, notes)

    @property
    def header(self) -> Header:
        """The round's first line."""
        return self._replay.header

    @property
    def unknown(self) -> int:
        """How many lines are of kinds that this version does not know."""
        return self._replay.unknown

    def round(self) -> Round:
        """The round as it stands now."""
        self._round = self._round or self._replay.round()
        return self._round

    def new_respondent(self) -> str:
        """The next free name for somebody who stays anonymous: r1, r2 and so on."""
        numbers = [int(name[1:]) for name in self._replay.forms if re.fullmatch(r"r[0-9]{1,9}", name)]
        return f"r{max(numbers, default=0) + 1}"

    def append(self, event: Event) -> None:
        """Write one event; when this returns, it is on disk.

        Raises:
            PartnercheckError: the event does not fit, or cannot be written. Then the file is as it was before.
        """
        self.append_all((event,))

    def append_all(self, events: Iterable[Event]) -> None:
        """Write several events at once: all of them, or none.

        Raises:
            PartnercheckError: an event does not fit, or they cannot be written. Then the file is as it was before.
        """
        replay = self._replay.copy()
        parts: list[bytes] = []
        for event in events:
            _refuse_control_characters(plain_of(event))
            misfit = replay.misfit(event)
            if misfit:
                raise PartnercheckError(f"This does not fit the round: {misfit.message}.", misfit.remedy)
            refused = refusal(replay, event)
            if refused:
                raise PartnercheckError(*refused)
            replay.apply(event)
            parts.append(event.written())
        content = b"".join(parts)
        if content:
            self._write(content)
        self._replay, self._round = replay, None

    def _write(self, content: bytes) -> None:
        if self._length + len(content) > MOST_BYTES:
            raise PartnercheckError("This answer is not saved: the round file is full.", "Start a new round.")
        try:
            self._back_to_last_good()
            self._unsure = True
            _write_whole(self._file, content)
            os.fsync(self._file)
        except BaseException as problem:
            with contextlib.suppress(OSError):
                self._back_to_last_good()
            if isinstance(problem, OSError):
                raise PartnercheckError(
                    f"This answer is not saved: {reason(problem)}. Everything before it is.",
                    "Make room, or plug the disk in again, and give the answer once more.",
                ) from None
            raise
        self._length += len(content)
        self._unsure = False

    def _back_to_last_good(self) -> None:
        """Take away what an interrupted or failed write may have left behind the last acknowledged event."""
        if self._unsure:
            os.ftruncate(self._file, self._length)
            os.fsync(self._file)
            self._unsure = False

    def close(self) -> None:
        """Close the file and let others write."""
        if self._file >= 0:
            file, self._file = self._file, -1
            with contextlib.suppress(OSError):
                if self._unsure:
                    os.ftruncate(file, self._length)
            os.close(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _write_whole(file: int, content: bytes) -> None:
    """One write. A disk that takes only a part of it is full."""
    if os.write(file, content) < len(content):
        raise OSError(errno.ENOSPC, "the disk is full")


def _refuse_control_characters(plain: Plain) -> None:
    problem = refused_in(plain)
    if problem:
        raise PartnercheckError(f"This cannot be written: {problem}.", "Use plain text.")


def _unwritable(path: Path, problem: OSError | ValueError) -> PartnercheckError:
    said = reason(problem) if isinstance(problem, OSError) else "this is not the name of a file"
    return PartnercheckError(f"{printable(str(path))} cannot be written: {said}.", "Choose another folder or name.")


def _set_torn_aside(path: Path, file: int, lines: Lines, length: int) -> None:
    """Copy a half-written last line to a file beside the round, then take it off the round."""
    if not lines.torn:
        return
    beside = os.open(f"{path}.torn", os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o600)
    try:
        _write_whole(beside, lines.torn + b"\n")
        os.fsync(beside)
    finally:
        os.close(beside)
    _sync_folder(path.absolute().parent)
    os.ftruncate(file, length - len(lines.torn))
    os.fsync(file)


def _sync_folder(folder: Path) -> None:
    """Put a new file's name on disk too. Windows does not open folders, and does this by itself."""
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
