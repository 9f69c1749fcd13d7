"""The files that a check looks at: those that are named, and those in folders that no ignore file leaves out."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.checking.kinds import ROUNDS, TABLES, TREES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore")
SUFFIXES = (*TREES, *TABLES, *ROUNDS)


class Found(NamedTuple):
    """A file to look at, and whether the user named it."""

    path: Path
    named: bool


class _Ignored(NamedTuple):
    """The patterns of one ignore file, or of `exclude`, and the folder that they count from."""

    folder: Path
    spec: "GitIgnoreSpec"

    def says(self, path: Path) -> bool | None:
        """True for left out, False for taken in again, none for nothing said."""
        relative = path.relative_to(self.folder).as_posix()
        return self.spec.check_file(f"{relative}/" if path.is_dir() else relative).include


def files_in(paths: Iterable[Path], exclude: Iterable[str] = (), folder: Path = Path()) -> list[Found]:
    """Every file that these paths mean, each once, sorted.

    Args:
        paths: Files, which are taken as they are, and folders, which are searched.
        exclude: Patterns of what is left out of folders, as in ignore files.
        folder: The folder that these patterns count from.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        if path.is_dir():
            excluded = list(_patterns(absolute(folder), exclude, absolute(path)))
            for each in _walk(path, list(_above(absolute(path))), excluded):
                found.setdefault(absolute(each), Found(each, named=False))
        else:
            found[absolute(path)] = Found(path, named=True)
    return sorted(found.values(), key=lambda each: str(each.path))


def files_left_out(paths: Iterable[Path]) -> bool:
    """Whether these folders hold files of ours that something leaves out."""
    return any(each.suffix.lower() in SUFFIXES for path in paths if path.is_dir() for each in path.rglob("*"))


def fits_any(path: Path, patterns: Iterable[str], folder: Path) -> bool:
    """Whether a path fits one of these patterns, which are those of ignore files and count from `folder`."""
    return _left_out(absolute(path), list(_patterns(absolute(folder), patterns, absolute(path))))


def _walk(folder: Path, ignored: list[_Ignored], excluded: list[_Ignored]) -> Iterator[Path]:
    ignored = [*ignored, *_of(absolute(folder))]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # a folder that may not be looked into holds nothing for us
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or _left_out(absolute(path), ignored) or _left_out(absolute(path), excluded):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, ignored, excluded)
        elif entry.name.lower().endswith(SUFFIXES) and entry.is_file():
            yield path


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

    good = []
    for line in lines:
        with contextlib.suppress(ValueError):
            good += GitIgnoreSpec.from_lines([line]).patterns
    return [GitIgnoreSpec(good)] if any(each.include is not None for each in good) else []


def absolute(path: Path) -> Path:
    """The path from the root of the disk, without `..`; links are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links
