"""Files beside a round file: what was half written, and what was rescued when the round file was taken away."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import printable
from partnercheck.rounds.disk import sync_folder, write_new

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
