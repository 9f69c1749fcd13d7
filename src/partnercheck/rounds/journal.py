"""The round file for writing: every event is on disk before `append` returns, and nothing is ever rewritten."""

import contextlib
import glob
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from pydantic import ValidationError

from partnercheck.assessment.responses import Round
from partnercheck.core.files import MAX_BYTES, read_bytes, reason, replace_file
from partnercheck.core.findings import Finding, PartnercheckError, clip, did_you_mean, printable
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.loader import Loaded
from partnercheck.rounds.disk import (
    RescuedError,
    create,
    leads_to,
    lock_for_writing,
    open_existing,
    read_whole,
    rescue,
    see_plain_file,
    sync_folder,
    unwritable,
    write_torn,
    write_whole,
)
from partnercheck.rounds.events import EVENTS, FORMAT, Erased, Event, Format, Header, plain_of, written_line
from partnercheck.rounds.ids import random_id
from partnercheck.rounds.reader import Lines, load_lines, refused_in, replay_lines, split_lines, torn_note
from partnercheck.rounds.replay import Replay, refusal

SUFFIX = ".round.jsonl"


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

    Make one with `RoundFile.create` or `RoundFile.open`. Before and after every write it makes sure that its name still
    leads to the file it holds open, as it was last written. Where it does not, nothing more is written to it; the round
    as it stands here, with every event of this session, goes to a new file beside it, and a `RescuedError` says so.
    """

    def __init__(self, path: Path, file: int, content: bytes, replay: Replay, notes: tuple[Finding, ...] = ()) -> None:
        self.path = path
        self.notes = notes
        self._where = path.absolute()
        self._file = file
        self._content = bytearray(content)
        self._written_at = os.fstat(file).st_mtime_ns
        self._pending = b""
        self._wrote = False
        self._rescued: RescuedError | None = None
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
        _refuse_unfit(plain_of(header))
        replay = replay_lines(split_lines(str(path), line))
        try:
            file = create(path)
        except FileExistsError:
            message = f"{printable(str(path))} exists already; a round is never overwritten."
            raise PartnercheckError(message, "Go on with it, or choose another name.") from None
        except (OSError, ValueError) as problem:
            raise unwritable(path, problem) from None
        try:
            lock_for_writing(file, str(path))
            write_whole(file, line)
            os.fsync(file)
            sync_folder(path.absolute().parent)
        except BaseException as problem:
            os.close(file)
            with contextlib.suppress(OSError):
                path.unlink()
            if isinstance(problem, OSError):
                raise unwritable(path, problem) from None
            raise
        return cls(path, file, line, replay)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Go on with a round. A half-written last line is set aside in a file beside it first, and `notes` says so.

        Raises:
            PartnercheckError: it cannot be read or written, has problems, is no plain file, or another partnercheck
                is writing to it.
        """
        path = Path(path)
        see_plain_file(path)
        read_bytes(path, "a round file")  # says what is wrong with the name, before anything is opened for writing
        try:
            file = open_existing(path)
        except OSError as problem:
            raise unwritable(path, problem) from None
        try:
            lock_for_writing(file, str(path))
            content = read_whole(file)
            lines = split_lines(str(path), content)
            replay = replay_lines(lines)
            _see_in_place(path, file)
            content = _mended(path, file, lines, content)
        except BaseException as problem:
            os.close(file)
            if isinstance(problem, OSError):
                raise unwritable(path, problem) from None
            raise
        return cls(path, file, content, replay, (torn_note(lines),) if lines.torn else ())

    @property
    def header(self) -> Header:
        """The round's first line."""
        return self._replay.header

    @property
    def content(self) -> bytes:
        """What stands in the file."""
        return bytes(self._content)

    def round(self) -> Round:
        """The round as it stands now."""
        self._round = self._round or self._replay.round()
        return self._round

    def new_respondent(self) -> str:
        """A name for somebody who stays anonymous: random, and nobody else's."""
        return random_id(self._replay.forms)

    def append(self, event: Event) -> None:
        """Write one event; when this returns, it is on disk, in the file that the path leads to.

        Raises:
            PartnercheckError: the event does not fit, or cannot be written. Then the file is as it was before.
            RescuedError: the file was taken away or changed; the event is kept beside it.
        """
        if self._replay.format < FORMAT:
            self.append_all([event])
            return
        _refuse_misfit(self._replay, event)
        self._write(event.written())
        self._replay.apply(event)
        self._round = None

    def append_all(self, events: Iterable[Event]) -> None:
        """Write several events at once: all of them, or none.

        Raises:
            PartnercheckError: an event does not fit, or they cannot be written. Then the file is as it was before.
            RescuedError: the file was taken away or changed; the events are kept beside it.
        """
        replay = self._replay.copy()
        parts: list[bytes] = []
        for event in events:
            _refuse_misfit(replay, event)
            replay.apply(event)
            parts.append(event.written())
        self._write_all(parts, replay)

    def append_fitting(self, lines: Iterable[dict[str, Plain]]) -> int:
        """Write those lines of another file of this round that fit, all at once.

        Returns:
            How many did not fit.

        Raises:
            PartnercheckError: they cannot be written. Then the file is as it was before.
        """
        replay = self._replay.copy()
        parts: list[bytes] = []
        left = 0
        for line in lines:
            event = EVENTS[str(line.get("event"))].model_validate(line)
            try:
                _refuse_misfit(replay, event)
            except PartnercheckError:
                left += 1
            else:
                replay.apply(event)
                parts.append(event.written())
        self._write_all(parts, replay)
        return left

    def verify(self) -> None:
        """Make sure that everything acknowledged stands in the file that the path leads to.

        Raises:
            RescuedError: it did not; it is kept beside it.
        """
        with contextlib.suppress(OSError):
            self._back_to_last_good()
        if not self._rescued and self._is_lost():
            self._rescue(b"")

    def see_unchanged(self) -> None:
        """Make sure that the path still leads to this file, as it was read or last written.

        Raises:
            PartnercheckError: it does not.
        """
        if self._is_lost():
            raise _replaced(self.path)

    def discard(self) -> None:
        """Close a file that was made here and take it away, where nothing but its header stands in it.

        Raises:
            OSError: it cannot be taken away.
        """
        empty = leads_to(self._where, self._file) and read_whole(self._file).count(b"\n") == 1
        self.close()
        if empty:
            self._where.unlink()
            sync_folder(self._where.parent)

    def _write_all(self, parts: list[bytes], replay: Replay) -> None:
        if parts and replay.format < FORMAT:  # a file of an earlier format is gone on with
            parts.insert(0, Format().written())
            replay.apply(Format())
        if parts:
            self._write(b"".join(parts))
        self._replay, self._round = replay, None

    def _write(self, content: bytes) -> None:
        if self._rescued:
            raise self._rescued
        if len(self._content) + len(content) > MAX_BYTES:
            raise PartnercheckError(
                f"This is not saved: the round file would be larger than {MAX_BYTES / 1e6:.0f} MB.",
                "Start a new round for what does not fit.",
            )
        try:
            self._back_to_last_good()
            if self._is_lost():
                self._rescue(content)
            self._pending = content
            write_whole(self._file, content)
            os.fsync(self._file)
            if self._is_lost(content):
                self._rescue(content)
        except BaseException as problem:
            if isinstance(problem, PartnercheckError):
                raise  # the file is another one now, and not touched again
            with contextlib.suppress(OSError):
                self._back_to_last_good()
            if isinstance(problem, OSError):
                raise PartnercheckError(
                    f"This answer is not saved: {reason(problem)}. Everything before it is.",
                    "Make room, or plug the disk in again, and give the answer once more.",
                ) from None
            raise
        self._content += content
        self._pending = b""
        self._wrote = True

    def _is_lost(self, written: bytes = b"") -> bool:
        """Whether the path leads to another file, or to this one with another content than was written."""
        if not leads_to(self._where, self._file):
            return True
        now = os.fstat(self._file)
        if self._pending and not written:  # what a failed write left behind could not be taken away
            return not read_whole(self._file).startswith(self._content)
        if now.st_size != len(self._content) + len(written):
            return True
        if not written and now.st_mtime_ns != self._written_at and read_whole(self._file) != self._content:
            return True
        self._written_at = now.st_mtime_ns
        return False

    def _rescue(self, content: bytes) -> NoReturn:
        """Write the round with an event that is not in it yet to a new file beside it, and stop."""
        self._pending = b""
        try:
            kept = rescue(self._where, bytes(self._content) + content)
        except OSError as problem:
            raise PartnercheckError(
                f"{printable(str(self.path))} was moved, replaced or changed by another program, and what was answered "
                f"cannot be kept beside it: {reason(problem)}.",
                "Make room, or put the file back, and try again.",
            ) from None
        self._rescued = RescuedError(self.path, kept)
        raise self._rescued

    def _back_to_last_good(self) -> None:
        """Take away what an interrupted or failed write may have left behind the last acknowledged event."""
        if not self._pending:
            return
        found = read_whole(self._file)
        good = len(self._content)
        if found[:good] == self._content and self._pending.startswith(found[good:]):
            os.ftruncate(self._file, good)
            os.fsync(self._file)
        self._pending = b""

    def close(self) -> None:
        """Close the file and let others write."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                self._back_to_last_good()
            file, self._file = self._file, -1
            os.close(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._wrote and self._file >= 0:
                self.verify()
        finally:
            self.close()


def _see_in_place(path: Path, file: int) -> None:
    if not leads_to(path, file):
        raise _replaced(path)


def _replaced(path: Path) -> PartnercheckError:
    return PartnercheckError(
        f"{printable(str(path))} was replaced or changed by another program just now.", "Start again."
    )


def _refuse_misfit(replay: Replay, event: Event) -> None:
    """Say why a writer may not add an event.

    Raises:
        PartnercheckError: it may not.
    """
    _refuse_unfit(plain_of(event))
    misfit = replay.misfit(event)
    if misfit:
        raise PartnercheckError(f"This does not fit the round: {misfit.message}.", misfit.remedy)
    refused = refusal(replay, event)
    if refused:
        raise PartnercheckError(*refused)


def _refuse_unfit(plain: Plain) -> None:
    problem = refused_in(plain)
    if problem:
        raise PartnercheckError(f"This cannot be written: {problem}.", "Use plain text and smaller numbers.")


def _mended(path: Path, file: int, lines: Lines, content: bytes) -> bytes:
    """The content after a half-written last line is set aside, or one that lacks its line end has got it."""
    if lines.torn:
        write_torn(path, lines.torn)
        content = content[: -len(lines.torn)]
        os.ftruncate(file, len(content))
        os.fsync(file)
    elif not lines.ended:
        if len(content) == MAX_BYTES:
            raise PartnercheckError(f"{printable(str(path))} is full, and lacks its last line end.", "Add it.")
        write_whole(file, b"\n")
        os.fsync(file)
        content += b"\n"
    return content


def erase_forms(path: Path, respondents: Sequence[str]) -> list[Path]:
    """Write a round anew without some forms. A line in place of each keeps that a form was erased, under a new name.

    Args:
        path: The round file.
        respondents: Whose forms they are, handed in or not.

    Returns:
        The files beside the round that may hold the forms as well; copies elsewhere are not reached.

    Raises:
        PartnercheckError: there is no such form, or the file cannot be written. It stays as it is then.
        RescuedError: the new file was taken away or changed at once; what was written is kept beside it.
    """
    with RoundFile.open(path) as file:
        content = file.content
        found = [plain for _, plain in split_lines(str(path), content).plain()]
        names = [str(line["respondent"]) for line in found if line["event"] == "joined"]
        for respondent in dict.fromkeys(respondents):
            if respondent not in names:
                raise no_such_form(respondent, names)
            content = b"".join(_without(found, respondent, f"erased-{random_id(())}"))
            found = [plain for _, plain in split_lines(str(path), content).plain()]
        load_lines(str(path), content)  # what is written can be read
        try:
            replace_file(path, content, file.see_unchanged)
            sync_folder(path.resolve().parent)
        except OSError as problem:
            raise unwritable(path, problem) from None
    _see_written(path, content)
    stem = path.name.removesuffix(".jsonl")
    return sorted(each for each in path.absolute().parent.glob(f"{glob.escape(stem)}.*") if each.name != path.name)


def _see_written(path: Path, content: bytes) -> None:
    """Make sure that the round stands where it was written; it goes to a file beside it where it does not.

    Raises:
        RescuedError: it was taken away or changed.
        PartnercheckError: it was, and the file beside it cannot be written.
    """
    with contextlib.suppress(PartnercheckError):
        if read_bytes(path, "a round file") == content:
            return
    try:
        kept = rescue(path.absolute(), content)
    except OSError as problem:
        raise unwritable(path, problem) from None
    raise RescuedError(path, kept)


def no_such_form(respondent: str, known: Iterable[str]) -> PartnercheckError:
    """That no form has this name; a name that differs little is offered."""
    near = did_you_mean(respondent, known)
    return PartnercheckError(
        f"There is no form of {clip(repr(respondent), 60)} in this round.",
        near if near.startswith("did you mean") else "`partnercheck correct ROUND` lists the forms.",
    )


def _without(lines: list[dict[str, Plain]], respondent: str, placeholder: str) -> Iterator[bytes]:
    header, *events = lines
    yield written_line(header)
    if Header.model_validate(header).format < FORMAT and not any(line["event"] == "format" for line in events):
        yield Format().written()
    told = False
    for line in events:
        if line.get("respondent") == respondent:
            if not told:
                yield Erased(respondent=placeholder).written()
            told = True
        elif isinstance(among := line.get("respondents"), list) and respondent in among:
            kept = [name for name in among if name != respondent]
            if line["event"] == "closed":
                yield written_line({**line, "respondents": [*kept, placeholder]})
            else:  # the next export is known again by what stands beside the one that is gone
                yield written_line(
                    {**line, "respondents": [placeholder if name == respondent else name for name in among]}
                )
        else:
            yield written_line(line)
