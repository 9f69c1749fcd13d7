"""The files that a check looks at: those that are named, and those in folders that no ignore file leaves out."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from partnercheck.checking.kinds import ROUNDS, TABLES, TREES
from partnercheck.checking.patterns import Patterns
from partnercheck.questionnaire.source import reason

IGNORE_FILES = (".gitignore", ".ignore")
MOST_IGNORED = 1_000_000
"""The bytes of an ignore file that are read."""
MOST_FOLDERS = 200
"""Folders that lie in one another; what is deeper is not looked into."""
SUFFIXES = (*TREES, *TABLES, *ROUNDS)


class Found(NamedTuple):
    """A file to look at, and whether the user named it; or a folder, and why it cannot be looked into."""

    path: Path
    named: bool
    closed: str = ""


class _Ignored(NamedTuple):
    """The patterns of one ignore file, or of `exclude`, and the folder that they count from."""

    folder: Path
    patterns: Patterns

    def says(self, path: Path, *, folder: bool) -> bool | None:
        """True for left out, False for taken in again, none for nothing said."""
        return self.patterns.says(path.relative_to(self.folder).as_posix(), folder=folder)


def files_in(paths: Iterable[Path], exclude: Iterable[str] = (), folder: Path = Path()) -> list[Found]:
    """Every file that these paths mean, each once, sorted; and every folder that cannot be looked into.

    Args:
        paths: Files, which are taken as they are, and folders, which are searched.
        exclude: Patterns of what is left out of folders, as in ignore files.
        folder: The folder that these patterns count from.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        if is_folder(path):
            excluded = list(_patterns(absolute(folder), exclude, absolute(path)))
            for each in _walk(path, list(_above(absolute(path))), excluded):
                found.setdefault(absolute(each.path), each)
        else:
            found[absolute(path)] = Found(path, named=True)
    return sorted(found.values(), key=lambda each: str(each.path))


def files_left_out(paths: Iterable[Path]) -> bool:
    """Whether these folders hold files of ours that something leaves out."""
    return any(
        name.lower().endswith(SUFFIXES)
        for path in paths
        if is_folder(path)
        for _, _, names in os.walk(path)
        for name in names
    )


def fits_any(path: Path, patterns: Iterable[str], folder: Path) -> bool:
    """Whether a path fits one of these patterns, which are those of ignore files and count from `folder`."""
    whole = absolute(path)
    return _left_out(whole, list(_patterns(absolute(folder), patterns, whole)), folder=is_folder(path))


def _walk(top: Path, ignored: list[_Ignored], excluded: list[_Ignored]) -> Iterator[Found]:
    """The files in a folder and in those below it. Folders wait on a list of their own, however deep they lie."""
    waiting = [(top, ignored, 0)]
    while waiting:
        folder, above, depth = waiting.pop()
        here = absolute(folder)
        ignored = [*above, *_of(here)]
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as problem:
            yield Found(folder, named=False, closed=reason(problem))
            continue
        for entry in entries:
            is_below = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or not (is_below or entry.name.lower().endswith(SUFFIXES)):
                continue
            path, whole = folder / entry.name, here / entry.name
            if _left_out(whole, ignored, folder=is_below) or _left_out(whole, excluded, folder=is_below):
                continue
            if is_below and depth < MOST_FOLDERS:
                waiting.append((path, ignored, depth + 1))
            elif is_below:
                yield Found(path, named=False, closed=f"it lies more than {MOST_FOLDERS} folders deep")
            elif _is_file(entry):
                yield Found(path, named=False)


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:  # reading it will say why
        return True


def is_folder(path: Path) -> bool:
    """Whether there is a folder; what nobody lets us see is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _left_out(path: Path, ignored: list[_Ignored], *, folder: bool) -> bool:
    """Whether a path is left out; what is said nearest to it counts."""
    for each in reversed(ignored):
        said = each.says(path, folder=folder)
        if said is not None:
            return said
    return False


def _above(folder: Path) -> Iterator[_Ignored]:
    """The ignore files of the folders above, as far as the repository reaches."""
    parents = list(folder.parents) if not _stands(folder / ".git") else []
    root = next((place for place, parent in enumerate(parents) if _stands(parent / ".git")), None)
    for parent in reversed(parents[: root + 1] if root is not None else []):
        yield from _of(parent)


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder that may not be looked into
        return False


def _of(folder: Path) -> Iterator[_Ignored]:
    for path in [folder / ".git" / "info" / "exclude", *(folder / name for name in IGNORE_FILES)]:
        try:
            if not path.is_file():
                continue
            with path.open("rb") as stream:
                text = stream.read(MOST_IGNORED).decode(errors="replace")
        except OSError:  # what may not be read leaves nothing out
            continue
        yield from _patterns(folder, text.splitlines(), folder)


def _patterns(folder: Path, lines: Iterable[str], below: Path) -> Iterator[_Ignored]:
    if below.is_relative_to(folder) and (found := Patterns(lines)):  # what counts from elsewhere says nothing here
        yield _Ignored(folder, found)


def absolute(path: Path) -> Path:
    """The path from the root of the disk, without `..`; links are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links
