"""What other programs do to a round file while it is open."""

import os
from collections.abc import Callable
from pathlib import Path

Harm = Callable[[Path], None]


def renamed(path: Path) -> None:
    """A hand gives it another name."""
    path.rename(path.with_name("elsewhere.jsonl"))


def removed(path: Path) -> None:
    """A hand throws it away."""
    path.unlink()


def emptied(path: Path) -> None:
    """A shell redirects into it."""
    os.truncate(path, 0)


def cut(path: Path) -> None:
    """Its end is cut off in the middle of a line."""
    os.truncate(path, path.stat().st_size - 5)


def copied_over(path: Path) -> None:
    """An older copy is written into it: its header alone."""
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


def replaced(path: Path) -> None:
    """A sync client puts an older copy in its place."""
    older = path.with_name("older")
    older.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    older.replace(path)


def replaced_by_the_same(path: Path) -> None:
    """An editor saves it under a new inode, unchanged."""
    saved = path.with_name("saved")
    saved.write_bytes(path.read_bytes())
    saved.replace(path)


def added_to(path: Path) -> None:
    """Another program adds a line."""
    with path.open("ab") as stream:
        stream.write(b'{"event":"note","text":"from elsewhere"}\n')


def changed_within(path: Path) -> None:
    """An editor changes it without changing its length."""
    content = path.read_bytes()
    with path.open("r+b") as stream:
        stream.write(content.replace(b'"partnership":"H', b'"partnership":"B'))
    os.utime(path, ns=(1, 1))


def damaged(path: Path) -> None:
    """What stands there is no round any more."""
    path.write_bytes(b"{\n" + path.read_bytes())


HARMS: tuple[Harm, ...] = (
    renamed,
    removed,
    emptied,
    cut,
    copied_over,
    replaced,
    replaced_by_the_same,
    added_to,
    changed_within,
    damaged,
)
