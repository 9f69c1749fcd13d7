"""The files that a check looks at: those that are named, and those in folders that no ignore file leaves out."""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.checking.kinds import ROUNDS, TABLES, TREES
from partnercheck.questionnaire.source import reason

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore")
SUFFIXES = (*TREES, *TABLES, *ROUNDS)


class Found(NamedTuple):
    """A file to look at, and whether the user named it; or a folder, and why it cannot be looked into."""

    path: Path
    named: bool
    closed: str = ""


class _Ignored(NamedTuple):
    """The patterns of one ignore file, or of `exclude`, and the folder that they count from."""

    folder: Path
    spec: "GitIgnoreSpec"

    def says(self, path: Path) -> bool | None:
        """True for left out, False for taken in again, none for nothing said."""
        relative = path.relative_to(self.folder).as_posix()
        return self.spec.check_file(f"{relative}/" if is_folder(path) else relative).include


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
    return any(each.suffix.lower() in SUFFIXES for path in paths if is_folder(path) for each in path.rglob("*"))


def fits_any(path: Path, patterns: Iterable[str], folder: Path) -> bool:
    """Whether a path fits one of these patterns, which are those of ignore files and count from `folder`."""
    return _left_out(absolute(path), list(_patterns(absolute(folder), patterns, absolute(path))))


def _walk(folder: Path, ignored: list[_Ignored], excluded: list[_Ignored]) -> Iterator[Found]:
    ignored = [*ignored, *_of(absolute(folder))]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as problem:
        yield Found(folder, named=False, closed=reason(problem))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or _left_out(absolute(path), ignored) or _left_out(absolute(path), excluded):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, ignored, excluded)
        elif entry.name.lower().endswith(SUFFIXES) and _is_file(entry):
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


def _left_out(path: Path, ignored: list[_Ignored]) -> bool:
    """Whether a path is left out; what is said nearest to it counts."""
    for each in reversed(ignored):
        said = each.says(path)
        if said is not None:
            return said
    return False


def _above(folder: Path) -> Iterator[_Ignored]:
    """The ignore files of the folders above, as far as the repository reaches."""
    parents = list(folder.parents) if not (folder / ".git").exists() else []
    root = next((place for place, parent in enumerate(parents) if (parent / ".git").exists()), None)
    for parent in reversed(parents[: root + 1] if root is not None else []):
        yield from _of(parent)


def _of(folder: Path) -> Iterator[_Ignored]:
    names = [folder / name for name in IGNORE_FILES]
    for path in [folder / ".git" / "info" / "exclude", *names]:
        with contextlib.suppress(OSError):  # what may not be read leaves nothing out
            if path.is_file():
                yield from _patterns(folder, path.read_text(encoding="utf-8", errors="replace").splitlines(), folder)


def _patterns(folder: Path, lines: Iterable[str], below: Path) -> Iterator[_Ignored]:
    if below.is_relative_to(folder):  # what counts from elsewhere says nothing about these files
        yield from (_Ignored(folder, spec) for spec in patterns(lines))


def patterns(lines: Iterable[str]) -> "list[GitIgnoreSpec]":
    """What the lines of an ignore file mean, as one specification; none where they mean nothing.

    A line that is no pattern is passed over, as git does.
    """
    from pathspec import GitIgnoreSpec

    good: list[str] = []
    for line in lines:
        with contextlib.suppress(ValueError, re.error):
            GitIgnoreSpec.from_lines([line])
            good.append(line)
    spec = GitIgnoreSpec.from_lines(good)
    return [spec] if any(each.include is not None for each in spec.patterns) else []


def absolute(path: Path) -> Path:
    """The path from the root of the disk, without `..`; links are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links
