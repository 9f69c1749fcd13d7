"""Nothing acknowledged is lost when a round file is moved, replaced, changed or removed while it is open."""

import errno
import json
import os
import socket
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from harm import HARMS, Harm, added_to, changed_within, copied_over, damaged, emptied, removed, renamed, replaced
from hypothesis import given
from hypothesis import strategies as st
from round_samples import form, hand_in, header, loaded, start

from partnercheck.core.findings import PartnercheckError
from partnercheck.rounds.closing import close_round
from partnercheck.rounds.disk import RescuedError
from partnercheck.rounds.events import Answered, Corrected, Joined, Noted
from partnercheck.rounds.journal import RoundFile, header_for
from partnercheck.rounds.reader import load_round
from partnercheck.rounds.rescue import lost_round, put_back, rescues, take_in
from sampling import examples


def harmed(folder: Path, harm: Harm) -> tuple[Path, RescuedError]:
    """A round with three notes that was harmed while it was open, and a fourth note written after that."""
    with start(folder) as file:
        for n in range(3):
            file.append(Noted(text=f"{n}"))
        harm(file.path)
        with pytest.raises(RescuedError) as caught:
            file.append(Noted(text="3"))
    return file.path, caught.value


def all_notes(path: Path) -> list[str]:
    """The notes in a round after everything that was rescued was taken in."""
    found = lost_round(path)
    if found:
        put_back(path, found[0])
    with RoundFile.open(path) as file:
        for rescue in rescues(path, lambda: file.content):
            assert take_in(file, rescue).left == 0
        assert not list(rescues(path, lambda: file.content))
        return list(file.round().notes)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_file_that_was_harmed_is_not_written_and_nothing_is_lost(tmp_path: Path, harm: Harm) -> None:
    path, said = harmed(tmp_path, harm)
    assert said.kept == tmp_path / "tiny.round.rescued-1.jsonl"
    assert stat.S_IMODE(said.kept.stat().st_mode) == 0o600
    assert said.message.count(str(path)) == 1
    assert "is kept in tiny.round.rescued-1.jsonl" in said.message
    assert "\n" not in said.message
    assert load_round(said.kept).notes == ("0", "1", "2", "3"), "a round by itself"
    assert not path.exists() or b'"text":"3"' not in path.read_bytes()
    if harm is changed_within:
        assert not list(rescues(path, path.read_bytes)), "it is of another occasion now"
    else:
        assert {"0", "1", "2", "3"} <= set(all_notes(path))
        assert (tmp_path / "tiny.round.rescued-1.taken.jsonl").exists()


@pytest.mark.parametrize("harm", [renamed, replaced, emptied, added_to])
def test_harm_between_the_sync_and_the_acknowledgement_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Harm
) -> None:
    real = os.fsync
    done: list[Harm] = []

    def sync(descriptor: int) -> None:
        real(descriptor)
        if not done:
            done.append(harm)
            harm(file.path)

    with start(tmp_path) as file:
        file.append(Noted(text="0"))
        monkeypatch.setattr(os, "fsync", sync)
        with pytest.raises(RescuedError) as caught:
            file.append(Noted(text="1"))
    assert load_round(caught.value.kept).notes == ("0", "1")
    assert {"0", "1"} <= set(all_notes(file.path))


@pytest.mark.parametrize("harm", [renamed, copied_over])
def test_harm_after_the_last_answer_is_noticed_at_the_end(tmp_path: Path, harm: Harm) -> None:
    file = start(tmp_path)
    with pytest.raises(RescuedError), file:  # noqa: PT012 - the end of the block is what raises
        file.append(Noted(text="0"))
        harm(file.path)
    assert all_notes(file.path) == ["0"]


def test_an_untouched_file_that_only_got_another_date_is_written(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        file.append(Noted(text="0"))
        os.utime(file.path, ns=(1, 1))
        file.append(Noted(text="1"))
    assert load_round(file.path).notes == ("0", "1")
    assert len(list(tmp_path.iterdir())) == 1


def test_after_a_rescue_nothing_more_is_written(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        file.append(Noted(text="0"))
        removed(file.path)
        for _ in range(2):
            with pytest.raises(RescuedError):
                file.append(Noted(text="1"))
        file.verify()
    assert [each.name for each in tmp_path.iterdir()] == ["tiny.round.rescued-1.jsonl"]
    assert load_round(tmp_path / "tiny.round.rescued-1.jsonl").notes == ("0", "1")


def test_a_rescued_file_overwrites_nothing(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "tiny.round.rescued-1.jsonl").symlink_to(victim)
    (tmp_path / "tiny.round.rescued-2.jsonl").write_text("mine too")
    (tmp_path / "tiny.round.rescued-3.taken.jsonl").write_text("taken")
    _, said = harmed(tmp_path, removed)
    assert said.kept.name == "tiny.round.rescued-4.jsonl"
    assert victim.read_text() == "mine"
    assert (tmp_path / "tiny.round.rescued-2.jsonl").read_text() == "mine too"


def test_a_name_of_what_was_taken_in_is_not_used_again(tmp_path: Path) -> None:
    path, _ = harmed(tmp_path, copied_over)
    (tmp_path / "tiny.round.rescued-1.taken.jsonl").write_text("older")
    assert all_notes(path) == ["0", "1", "2", "3"]
    assert (tmp_path / "tiny.round.rescued-1.taken.jsonl").read_text() == "older"
    assert (tmp_path / "tiny.round.rescued-1.taken-2.jsonl").exists()


def test_where_the_folder_is_gone_the_round_is_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(Path, "cwd", lambda: here / "gone")
    here.mkdir()
    with start(here) as file:
        file.append(Noted(text="0"))
        here.rename(tmp_path / "there")
        with pytest.raises(RescuedError) as caught:
            file.append(Noted(text="1"))
    assert caught.value.kept == home / "tiny.round.rescued-1.jsonl"
    assert str(caught.value.kept) in caught.value.message
    assert "to the folder of the round" in caught.value.hint
    assert load_round(caught.value.kept).notes == ("0", "1")


def test_where_nothing_can_be_kept_the_answer_is_not_acknowledged_and_can_be_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with start(tmp_path) as file:
        file.append(Noted(text="0"))
        renamed(file.path)
        with monkeypatch.context() as patched:
            patched.setattr("partnercheck.rounds.disk.write_new", full)
            with pytest.raises(PartnercheckError, match="cannot be kept beside it: the disk is full") as caught:
                file.append(Noted(text="1"))
            assert not isinstance(caught.value, RescuedError)
        with pytest.raises(RescuedError):
            file.append(Noted(text="1"))
    assert all_notes(file.path) == ["0", "1"]


def test_what_a_round_holds_already_is_not_taken_in_again(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "a")
        file.append(Corrected(respondent="a", question="urgent", answer="3"))
        older = file.path.read_bytes()
        file.append(Corrected(respondent="a", question="urgent", answer="1"))
        file.append(Corrected(respondent="a", question="urgent", answer="3"))
        file.path.write_bytes(older)
        with pytest.raises(RescuedError):
            hand_in(file, "b")
    with RoundFile.open(file.path) as again:
        (rescue,) = rescues(again.path, lambda: again.content)
        assert [(line["event"], line.get("answer")) for line in rescue.lines] == [
            ("correction", "1"),
            ("correction", "3"),
            ("joined", None),
            ("answer", "2"),
            ("finished", None),
        ]
        take_in(again, rescue)
        assert again.round().responses[0].answers == {"urgent": "3"}


def test_two_rescued_files_of_one_round_are_taken_in_without_anything_twice(tmp_path: Path) -> None:
    path, _ = harmed(tmp_path, copied_over)
    with RoundFile.open(path) as file:
        replaced(path)
        with pytest.raises(RescuedError):
            file.append(Noted(text="4"))
    second = tmp_path / "tiny.round.rescued-2.jsonl"
    first = tmp_path / "tiny.round.rescued-1.jsonl"
    second.write_bytes(first.read_bytes() + second.read_bytes().partition(b"\n")[2])
    assert all_notes(path) == ["0", "1", "2", "3", "4"]


def test_what_does_not_fit_any_more_is_left_out_and_told(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "a")
        older = file.path.read_bytes()
        file.append(Answered(respondent="a", question="partners", answer=2.0))
        file.path.write_bytes(older)
        with pytest.raises(RescuedError):
            file.append(Joined(respondent="b"))
    with RoundFile.open(file.path) as again:
        close_round(again)
        (rescue,) = rescues(again.path, lambda: again.content)
        taken = take_in(again, rescue)
        assert taken.left == 1, "the answer of a form that counts in a closing"
        assert [each.respondent for each in again.round().unfinished] == ["b"]
    assert taken.kept.exists()


def test_rescued_files_of_another_round_or_damaged_ones_are_passed_over(tmp_path: Path) -> None:
    path, said = harmed(tmp_path, copied_over)
    content = said.kept.read_bytes()
    for number, other in ((2, b"{"), (3, b""), (4, header_for(loaded(), "Others", header().date).written() + b"\n")):
        (tmp_path / f"tiny.round.rescued-{number}.jsonl").write_bytes(other)
    (tmp_path / "tiny.round.rescued-x.jsonl").write_bytes(content)
    (tmp_path / "other.round.rescued-1.jsonl").write_bytes(content)
    assert [each.kept for each in rescues(path, path.read_bytes)] == [said.kept]


@pytest.mark.parametrize("harm", [removed, emptied, damaged])
def test_a_round_that_is_gone_or_damaged_is_put_back(tmp_path: Path, harm: Harm) -> None:
    path, said = harmed(tmp_path, harm)
    before = path.read_bytes() if path.exists() else None
    (tmp_path / "tiny.round.rescued-0.jsonl").write_text("{")
    found = lost_round(path)
    assert found
    assert found[0] == said.kept
    put_back(path, said.kept)
    assert load_round(path).notes == ("0", "1", "2", "3")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    aside = tmp_path / "tiny.round.damaged.jsonl"
    assert (aside.read_bytes() if aside.exists() else None) == before
    assert lost_round(path) is None
    assert not said.kept.exists()


def folder_in_its_place(path: Path) -> None:
    path.rename(path.with_name("elsewhere.jsonl"))
    path.mkdir()


def pipe_in_its_place(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link_to_nothing_in_its_place(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


@pytest.mark.parametrize("harm", [folder_in_its_place, pipe_in_its_place, link_to_nothing_in_its_place])
def test_what_has_taken_the_name_of_a_round_is_set_aside_and_the_round_put_back(tmp_path: Path, harm: Harm) -> None:
    path, said = harmed(tmp_path, harm)
    found = lost_round(path)
    assert found
    put_back(path, found[0])
    assert load_round(path).notes == ("0", "1", "2", "3")
    assert not said.kept.exists()
    aside = tmp_path / "tiny.round.damaged.jsonl"
    assert aside.is_symlink() or aside.exists()
    assert lost_round(path) is None


def test_a_round_that_a_later_version_writes_is_not_damaged(tmp_path: Path) -> None:
    path, _ = harmed(tmp_path, removed)
    path.write_bytes(json.dumps({**json.loads(header().written()), "format": 3}).encode() + b"\n")
    assert lost_round(path) is None


def test_a_torn_line_is_never_written_through_a_link(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        pass
    victim = tmp_path / "victim"
    victim.write_text("mine")
    Path(f"{file.path}.torn").symlink_to(victim)
    Path(f"{file.path}.2.torn").hardlink_to(victim)
    with file.path.open("ab") as stream:
        stream.write(b'{"half')
    with RoundFile.open(file.path):
        pass
    assert victim.read_text() == "mine"
    assert Path(f"{file.path}.3.torn").read_bytes() == b'{"half\n'


@pytest.mark.parametrize("what", ["pipe", "link to a pipe", "device", "socket"])
def test_what_is_no_plain_file_is_never_opened_for_writing(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.round.jsonl"
    if what == "device":
        path = Path("/dev/null")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    else:
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    real, opened = os.open, []

    def look(path: str, flags: int, *more: int) -> int:
        opened.append(flags)
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", look)
    with pytest.raises(PartnercheckError, match="is no plain file"):
        RoundFile.open(path)
    with pytest.raises(PartnercheckError, match="exists already"):
        RoundFile.create(path, header())
    assert all(flags & os.O_EXCL or not flags & (os.O_RDWR | os.O_WRONLY) for flags in opened)


def test_a_pipe_that_was_just_put_there_is_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with start(tmp_path) as file:
        pass

    def put_there(path: Path) -> None:
        path.unlink()
        os.mkfifo(path)

    monkeypatch.setattr("partnercheck.rounds.disk.see_plain_file", put_there)
    with pytest.raises(PartnercheckError, match="is no plain file"):
        RoundFile.open(file.path)


def test_a_file_that_is_replaced_while_it_is_opened_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(tmp_path) as file:
        pass
    monkeypatch.setattr("partnercheck.rounds.journal.lock_for_writing", lambda *_: replaced(file.path))
    with pytest.raises(PartnercheckError, match="was replaced or changed by another program just now"):
        RoundFile.open(file.path)


def test_the_folder_is_synced_whenever_a_file_is_made_or_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, said = harmed(tmp_path, emptied)
    synced: list[int] = []
    real = os.fsync

    def sync(file: int) -> None:
        synced.append(stat.S_IFMT(os.fstat(file).st_mode))
        real(file)

    monkeypatch.setattr(os, "fsync", sync)
    put_back(path, said.kept)
    assert synced == [stat.S_IFDIR, stat.S_IFREG, stat.S_IFDIR, stat.S_IFDIR], "set aside, written, named, renamed"


BARE = """
import sys
sys.modules["fcntl"] = sys.modules["pwd"] = None
import os
del os.O_NOFOLLOW
from pathlib import Path
from partnercheck.rounds import disk, journal
from partnercheck.rounds.events import Noted
path, torn = Path(sys.argv[1]), b'{"half'
with journal.RoundFile.open(path) as first:
    first.append(Noted(text="0"))
path.write_bytes(path.read_bytes() + torn)
with journal.RoundFile.open(path) as second:
    second.append(Noted(text="1"))
    path.rename(f"{path}.moved")
    try:
        second.append(Noted(text="2"))
    except disk.RescuedError as problem:
        print(problem.kept)
"""


def test_nothing_needs_what_only_unix_has(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        pass
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", BARE, str(file.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.stderr == ""
    assert load_round(done.stdout.strip()).notes == ("0", "1", "2")


STEPS = st.lists(
    st.sampled_from(["note", "note", "note", "form", "open again", *(harm.__name__ for harm in HARMS)]), max_size=14
)


@examples(200)
@given(STEPS)
def test_whatever_happens_every_acknowledged_event_is_in_the_round_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    harms = {harm.__name__: harm for harm in HARMS if harm is not changed_within}
    file = start(tmp_path_factory.mktemp("round"))
    path, acknowledged = file.path, 0

    def kept() -> set[str]:
        return set(all_notes(path))

    for step in steps:
        if step in harms:
            with suppress(FileNotFoundError, OSError):
                harms[step](path)
            continue
        try:
            if step == "note":
                file.append(Noted(text=f"{acknowledged}"))
                acknowledged += 1
            elif step == "form":
                file.append_all(form(file.new_respondent()))
            else:
                file.verify()
                file.close()
                file = RoundFile.open(path)
        except RescuedError:
            acknowledged += step == "note"
            file.close()
            assert {f"{n}" for n in range(acknowledged)} <= kept()
            file = RoundFile.open(path)
    with suppress(RescuedError):
        file.verify()
    file.close()
    assert {f"{n}" for n in range(acknowledged)} <= kept()
