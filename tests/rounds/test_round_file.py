"""The round file when it is written: nothing acknowledged is lost, whatever happens."""

import datetime
import errno
import fcntl
import os
import random
import re
import resource
import secrets
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from round_samples import DAY, form, hand_in, header, loaded, start

from partnercheck.assessment.responses import Response
from partnercheck.core.findings import PartnercheckError
from partnercheck.rounds.events import Answered, Finished, Joined, Noted
from partnercheck.rounds.journal import RoundFile, header_for, round_path_for
from partnercheck.rounds.reader import load_round, load_with_notes
from partnercheck.rounds.record import record_responses

HERE = Path(__file__).parent


def child(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-u", "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, env={**os.environ, **_path()})


def _path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join([str(HERE), *filter(None, sys.path)])}


@pytest.mark.parametrize(
    ("partnership", "name"),
    [
        ("Harbour Technicians", "harbour-technicians-2026-11-21.round.jsonl"),
        ("Café  é la/Carte!", "cafe-e-la-carte-2026-11-21.round.jsonl"),
        ("../..", "round-2026-11-21.round.jsonl"),
        ("Партнёрство", "round-2026-11-21.round.jsonl"),
        ("x" * 200, "x" * 60 + "-2026-11-21.round.jsonl"),
    ],
)
def test_the_file_is_named_after_the_partnership(partnership: str, name: str) -> None:
    assert round_path_for(partnership, DAY) == Path(name)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    with start(tmp_path, lang="nl", opened=True, invited=9) as file:
        hand_in(file, "r1")
        file.append(Answered(respondent="r1", question="missing", answer=("school", "union")))
        file.append(Answered(respondent="r1", question="partners", answer=2.5))
        before = file.round()
    assert load_round(file.path) == before
    assert before.opened
    assert before.invited == 9
    assert before.responses[0].answers == {"urgent": "2", "missing": ("union", "school"), "partners": 2.5}


def test_same_events_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with start(tmp_path / name) as file:
            hand_in(file, "r1", "r2")
        contents.append(file.path.read_bytes())
    assert contents[0] == contents[1]


def test_a_round_is_never_overwritten(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        before = file.path.read_bytes()
    with pytest.raises(PartnercheckError, match="never overwritten"):
        start(tmp_path)
    assert file.path.read_bytes() == before


@pytest.mark.parametrize("partnership", ["", "  ", "x" * 200])
def test_a_header_that_cannot_be_is_refused(partnership: str) -> None:
    with pytest.raises(PartnercheckError, match="partnership"):
        header_for(loaded(), partnership, DAY)


def test_a_name_with_control_characters_starts_no_round(tmp_path: Path) -> None:
    with pytest.raises(PartnercheckError, match="control character"):
        RoundFile.create(tmp_path / "x.round.jsonl", header_for(loaded(), "a\x1b[2J", DAY))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(PartnercheckError, match="there is no such file"):
        RoundFile.create(tmp_path / "nowhere" / "x.round.jsonl", header())
    with pytest.raises(PartnercheckError, match="there is no such file"):
        RoundFile.open(tmp_path / "x.round.jsonl")
    with pytest.raises(PartnercheckError, match="is a folder"):
        RoundFile.open(tmp_path)


def test_an_event_that_does_not_fit_is_not_written(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        before = file.path.read_bytes()
        for event in (Finished(respondent="r1"), Noted(text="a\x00")):
            with pytest.raises(PartnercheckError):
                file.append(event)
        with pytest.raises(PartnercheckError):
            file.append_all([*form("r1"), Finished(respondent="r2")])
        assert file.path.read_bytes() == before
        assert file.round().responses == ()


def test_respondents_without_a_name_get_one_that_is_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(tmp_path) as file:
        names = {file.new_respondent() for _ in range(2000)}
        assert len(names) == 2000
        assert all(
            re.fullmatch("[cdfghjkmnprtvwx][cdfghjkmnprtvwx3467]{3}-[cdfghjkmnprtvwx3467]{4}", name) for name in names
        )
        drawn = iter("cccccccc" * 2 + "cccccccd")
        monkeypatch.setattr(secrets, "choice", lambda _signs: next(drawn))
        hand_in(file, "cccc-cccc", "r1")
        assert file.new_respondent() == "cccc-cccd"


HOLD = """
import sys
from partnercheck.rounds.journal import RoundFile
with RoundFile.open(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_one_writer_at_a_time_and_readers_never_wait(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        path = file.path
        with pytest.raises(PartnercheckError, match="Another partnercheck is writing"):
            RoundFile.open(path)
    with child(HOLD, path) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(PartnercheckError, match="Another partnercheck is writing"):
            RoundFile.open(path)
        assert len(load_round(path).responses) == 1
        other.kill()
    with RoundFile.open(path) as file:
        hand_in(file, "r2")


def test_a_half_written_line_is_set_aside(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
    path = file.path
    whole = path.read_bytes()
    halves = [b'{"event":"fin', b"\xe2\x82", b"\0\0\0"]
    for torn in halves:
        with path.open("ab") as stream:
            stream.write(torn)
        with RoundFile.open(path) as file:
            assert "half written" in str(file.notes[0])
        assert path.read_bytes() == whole
    beside = [tmp_path / f"tiny.round.jsonl{more}.torn" for more in ("", ".2", ".3")]
    assert [each.read_bytes() for each in beside] == [half + b"\n" for half in halves]
    assert {stat.S_IMODE(each.stat().st_mode) for each in beside} == {0o600}
    with RoundFile.open(path) as file:
        assert file.notes == ()


def test_a_header_that_was_never_finished_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.round.jsonl"
    path.write_bytes(header().written()[:-2])
    for read in (load_round, RoundFile.open):
        with pytest.raises(PartnercheckError, match="no complete first line"):
            read(path)


@pytest.mark.parametrize("written", [0, 1, 20, -1])
@pytest.mark.parametrize("rollback", [True, False])
def test_a_full_disk_loses_only_the_answer_it_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int, rollback: bool
) -> None:
    real_write, real_truncate = os.write, os.ftruncate

    def full(file: int, content: bytes) -> int:
        if written < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(file, content[:written])

    def stuck(_file: int, _length: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with start(tmp_path) as file:
        hand_in(file, "r1")
        before = file.path.read_bytes()
        monkeypatch.setattr(os, "write", full)
        if not rollback:
            monkeypatch.setattr(os, "ftruncate", stuck)
        with pytest.raises(PartnercheckError, match=r"not saved: the disk is full\. Everything before it is"):
            hand_in(file, "r2")
        monkeypatch.setattr(os, "write", real_write)
        monkeypatch.setattr(os, "ftruncate", real_truncate)
        if rollback:
            assert file.path.read_bytes() == before
        assert len(load_round(file.path).responses) == 1
        hand_in(file, "r2")
    assert len(load_round(file.path).responses) == 2
    assert not load_with_notes(file.path).notes


def test_an_interrupt_while_writing_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_file: int) -> None:
        raise KeyboardInterrupt

    with start(tmp_path) as file:
        before = file.path.read_bytes()
        monkeypatch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            hand_in(file, "r1")
        monkeypatch.undo()
        hand_in(file, "r1")
    assert file.path.read_bytes() == before + b"".join(event.written() for event in form("r1"))


FILL = """
import resource, sys
from partnercheck.core.findings import PartnercheckError
from partnercheck.rounds.events import Noted
from partnercheck.rounds.journal import RoundFile
kept = 0
with RoundFile.open(sys.argv[1]) as file:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        while True:
            file.append(Noted(text=f"note {kept} " + "x" * 50))
            kept += 1
    except PartnercheckError as problem:
        print(problem.message, flush=True)
        print(kept)
"""


@pytest.mark.parametrize("room", [100, 333, 1000])
def test_a_disk_that_really_ends_keeps_what_was_acknowledged(tmp_path: Path, room: int) -> None:
    with start(tmp_path) as file:
        pass
    limit = file.path.stat().st_size + room
    assert limit < resource.getrlimit(resource.RLIMIT_FSIZE)[1] or resource.getrlimit(resource.RLIMIT_FSIZE)[1] < 0
    with child(FILL, file.path, limit) as filling:
        assert filling.stdout
        said = filling.stdout.read().decode().splitlines()
    assert said[0].startswith("This answer is not saved")
    found = load_with_notes(file.path)
    assert len(found.round.notes) == int(said[1])
    assert not found.notes


WRITE = """
import sys
from partnercheck.rounds.events import Answered, Joined, Noted
from partnercheck.rounds.journal import RoundFile
with RoundFile.open(sys.argv[1]) as file:
    print("ready", flush=True)
    n = len(file.round().notes)
    while True:
        n += 1
        file.append(Noted(text=f"note {n} " + "é" * (n % 500)))
        print(n, flush=True)
"""


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        path = file.path
    chance = random.Random(20261121)  # noqa: S311 - moments to stop at, no secrets
    for _ in range(60):
        with child(WRITE, path) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.03))
            writer.send_signal(signal.SIGKILL)
            said = writer.stdout.read().split(b"\n")
        acknowledged = [int(line) for line in said[:-1]]
        notes = load_round(path).notes
        assert [int(note.split()[1]) for note in notes] == list(range(1, len(notes) + 1))
        if acknowledged:
            assert len(notes) >= acknowledged[-1]
        with RoundFile.open(path) as file:
            assert len(file.round().notes) == len(notes)
    assert len(load_round(path).notes) > 60


def test_every_event_is_on_disk_before_append_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real_write, real_sync = os.write, os.fsync

    def write(file: int, content: bytes) -> int:
        calls.append("write")
        return real_write(file, content)

    def sync(file: int) -> None:
        calls.append("sync")
        real_sync(file)

    monkeypatch.setattr(os, "write", write)
    monkeypatch.setattr(os, "fsync", sync)
    with start(tmp_path) as file:
        assert calls == ["write", "sync", "sync"], "the header, and the folder that names the file"
        calls.clear()
        file.append(Joined(respondent="r1"))
        assert calls == ["write", "sync"]


def test_responses_from_elsewhere_are_recorded(tmp_path: Path) -> None:
    forms = [
        Response(
            respondent="ana", sector="education", answers={"partners": 3.0, "urgent": "1"}, comments={"why": "So"}
        ),
        Response(respondent="", partner="North", answers={"missing": ("union",)}),
    ]
    with start(tmp_path) as file:
        hand_in(file, "r1")
        record_responses(file, forms)
        recorded = file.round().responses
    assert [each.respondent for each in recorded[:2]] == ["r1", "ana"]
    assert recorded[1].model_dump() == forms[0].model_dump()
    assert recorded[2].partner == "North"
    assert load_round(file.path).responses == recorded


def test_a_response_that_is_in_the_round_already_is_refused(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        before = file.path.read_bytes()
        with pytest.raises(PartnercheckError, match="'r1': in this round already"):
            record_responses(file, [Response(respondent="ana"), Response(respondent="r1")])
        with pytest.raises(PartnercheckError, match="does not fit"):
            record_responses(file, [Response(respondent="ana"), Response(respondent="bo", answers={"urgent": "9"})])
        with pytest.raises(PartnercheckError, match="cannot be recorded: answer"):
            record_responses(file, [Response(respondent="bo", answers={"why": "x" * 5000})])
        assert file.path.read_bytes() == before


def test_a_round_that_is_too_large_to_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(tmp_path) as file:
        monkeypatch.setattr("partnercheck.rounds.journal.MAX_BYTES", file.path.stat().st_size + 40)
        with pytest.raises(PartnercheckError, match="the round file would be larger than"):
            hand_in(file, "r1")
    assert load_round(file.path).responses == ()


def test_the_day_is_given_and_never_looked_up() -> None:
    assert header().date == datetime.date(2026, 11, 21)


def failing(number: int) -> Callable[..., None]:
    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_round_that_cannot_be_started_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(os, call, failing(errno.ENOSPC))
    with pytest.raises(PartnercheckError, match="cannot be written: the disk is full"):
        start(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(PartnercheckError, match="not the name of a file"):
        RoundFile.create("a\0b", header())


def test_a_disk_without_locks_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    with pytest.raises(PartnercheckError, match="cannot be locked for writing"):
        start(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_may_only_be_read_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with start(tmp_path) as file:
        pass
    fail, opened = failing(errno.EACCES), os.open
    monkeypatch.setattr(
        os, "open", lambda path, flags, *more: fail() if flags & os.O_RDWR else opened(path, flags, *more)
    )
    with pytest.raises(PartnercheckError, match="cannot be written: you have no permission"):
        RoundFile.open(file.path)


def test_a_torn_line_that_cannot_be_set_aside_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with start(tmp_path) as file:
        pass
    with file.path.open("ab") as stream:
        stream.write(b"torn")
    before = file.path.read_bytes()
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC))
    with pytest.raises(PartnercheckError, match="the disk is full"):
        RoundFile.open(file.path)
    assert file.path.read_bytes() == before
    monkeypatch.undo()
    with RoundFile.open(file.path) as again:
        assert again.notes


@pytest.mark.parametrize(("number", "matters"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_folders_that_cannot_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, matters: bool
) -> None:
    real = os.fsync

    def sync(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(number, os.strerror(number))
        real(file)

    monkeypatch.setattr(os, "fsync", sync)
    if matters:
        with pytest.raises(PartnercheckError, match="cannot be written"):
            start(tmp_path)
    else:
        start(tmp_path).close()
        assert list(tmp_path.iterdir())


def test_what_a_failed_write_left_is_taken_away_when_the_file_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    with start(tmp_path) as file:
        before = file.path.read_bytes()
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", lambda file, content: real(file, content[:9]))
            patched.setattr(os, "ftruncate", failing(errno.EIO))
            with pytest.raises(PartnercheckError, match="not saved"):
                hand_in(file, "r1")
    assert file.path.read_bytes() == before
