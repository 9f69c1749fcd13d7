"""The files that a check looks at, and of which kind each is; ignore files leave some out."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from partnercheck.core.files import path_exists, reason

MAX_PATTERNS = 2000
"""Patterns of one file that are looked at; no ignore file that people write comes near this."""
MAX_LENGTH = 1000
"""Characters of a pattern; no path that means anything is longer."""
_ANYWHERE = "**"
_CLASS = re.compile(r"\[([!^]?)((?:\\.|\]|)(?:\\.|[^\]\\])*)\]", re.DOTALL)


class Pattern(NamedTuple):
    """What a line of an ignore file means: the parts of a path, whether it leaves out, and whether folders alone."""

    parts: tuple[str, ...]
    leaves_out: bool
    folder: bool


class Patterns:
    """The patterns of one ignore file, in their order.

    Args:
        lines: The lines of the file; one that is no pattern is passed over, as git does.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns: list[Pattern] = []
        for line in lines:
            pattern = pattern_in(line)
            if pattern and len(self._patterns) < MAX_PATTERNS:
                self._patterns.append(pattern)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def says(self, path: str, *, folder: bool) -> bool | None:
        """Whether a path, or a folder that it is in, is left out: True or False as the last pattern says that fits.

        Args:
            path: The path from the folder of the patterns, with slashes.
            folder: Whether it is a folder.

        Returns:
            None where no pattern says anything. A pattern that fits the path itself outweighs one that takes in again
            a folder that it is in.
        """
        steps = path.split("/")
        said: bool | None = None
        weight = 0
        for each in self._patterns:
            fitting = _fits(each, steps, folder=folder)
            if fitting and (fitting >= weight or (each.leaves_out and fitting == 1)):
                said, weight = each.leaves_out, fitting
        return said


@lru_cache(maxsize=4 * MAX_PATTERNS)
def pattern_in(line: str) -> Pattern | None:
    """What a line of an ignore file means; none where it means nothing."""
    text = _without_blanks(line)
    if not text or text.startswith("#") or len(text) > MAX_LENGTH:
        return None
    leaves_out = not text.startswith("!")
    text = text[0 if leaves_out else 1 :]
    folder = text.endswith("/")
    text = text.removesuffix("/")
    parts = text.removeprefix("/").split("/")
    if "" in parts:
        return None
    if "/" not in text and parts != [_ANYWHERE]:
        parts.insert(0, _ANYWHERE)
    if parts[-1] == _ANYWHERE:
        parts.append("*")  # everything in a folder, and not the folder
    try:
        for part in parts:
            _matcher(part)
    except re.error:
        return None
    return Pattern(tuple(parts), leaves_out, folder)


def _without_blanks(line: str) -> str:
    """A line without the blanks at its end; one behind a backslash stays."""
    bare = line.rstrip("\r\n").rstrip()
    return f"{bare} " if bare.endswith("\\") and len(bare) < len(line) and not bare.endswith("\\\\") else bare


def _fits(pattern: Pattern, steps: Sequence[str], *, folder: bool) -> int:
    """2 where a pattern fits a file, 1 where it fits a folder, this one or one above it; else 0."""
    end, found = len(pattern.parts), 0
    places = _opened(pattern, {0})
    for number, step in enumerate(steps, 1):
        after: set[int] = set()
        for place in places:
            if place < end and pattern.parts[place] == _ANYWHERE:
                after.add(place)
            elif place < end and _matcher(pattern.parts[place]).match(step):
                after.add(place + 1)
        places = _opened(pattern, after)
        last = number == len(steps)
        if end in places and (not last or folder or not pattern.folder):
            found = 1 if not last or folder else 2
    return found


def _opened(pattern: Pattern, places: set[int]) -> set[int]:
    """The places in a pattern that can be reached from these without a further step of the path."""
    found = set(places)
    for place in sorted(places):
        at = place
        while at < len(pattern.parts) and pattern.parts[at] == _ANYWHERE:
            at += 1
            found.add(at)
    return found


@lru_cache(maxsize=4 * MAX_PATTERNS)
def _matcher(part: str) -> re.Pattern[str]:
    """What matches one step of a path.

    What stands between two stars is taken where it comes first, and never looked for again: a later place could not
    fit where this one does not.

    Raises:
        re.error: the part is no pattern.
    """
    first, *others = _between_stars(part)
    middle = "".join(f"(?>.*?{each})" for each in others[:-1])
    return re.compile(f"{first}{middle}.*{others[-1]}\\Z" if others else f"{first}\\Z", re.DOTALL)


def _between_stars(part: str) -> list[str]:
    """The parts of a pattern between its stars, as regular expressions without repetition."""
    found, at = [""], 0
    while at < len(part):
        sign = part[at]
        if sign == "*":
            at = len(part) - len(part[at:].lstrip("*"))
            found.append("")
            continue
        if sign == "[":
            named = _CLASS.match(part, at)
            if not named:
                raise re.error("this bracket is not closed")
            inside = named[2].replace("[", "\\[").replace("&&", "&\\&").replace("||", "|\\|").replace("~~", "~\\~")
            inside = f"\\{inside}" if inside.startswith(("]", "^")) else inside
            found[-1] += f"[{'^' if named[1] else ''}{inside}]"
            at = named.end()
            continue
        if sign == "\\":
            at += 1
            if at == len(part):
                raise re.error("nothing stands behind the backslash")
        found[-1] += "." if sign == "?" else re.escape(part[at])
        at += 1
    return found


Kind = Literal["questionnaire", "answers", "table", "round"]

TREES = (".yaml", ".yml", ".json")
TABLES = (".csv", ".tsv")
ROUNDS = (".jsonl",)

_PARTS = "(questions|next_steps|ask_first|scales)"
_ASKS = re.compile(
    rf"""^["']?{_PARTS}["']?[ \t]*:|^[ \t]*"{_PARTS}"[ \t]*:|\A\s*\{{.*?"questions"\s*:""", re.MULTILINE | re.DOTALL
)
_ANSWERS = re.compile(
    r"""^["']?responses["']?[ \t]*:|^[ \t]*"responses"[ \t]*:|\A\s*\{.*?"responses"\s*:""", re.MULTILINE | re.DOTALL
)
"""At the start of a line in YAML; between quotes, and anywhere, in JSON."""
_CELL = re.compile(r"[^,;\t]+")


UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file starts that some programs call Unicode; it cannot be read, and is known all the same."""


def kind_in(path: str, content: bytes, *, named: bool) -> Kind | None:
    """The kind of a file by its path and its bytes, whatever they are; the rest is as in `kind_of`."""
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    return kind_of(path, content.decode(encoding, "replace"), named=named)


def kind_of(path: str, text: str, *, named: bool) -> Kind | None:
    """The kind of a file.

    Args:
        path: Its path.
        text: What is in it.
        named: Whether the user named it, and not only the folder it is in. What nobody named and looks like none of
            ours is none.
    """
    low = path.lower()
    if not named and '"$schema"' in text[:400]:
        return None  # a schema names the keys of a questionnaire and is none
    if low.endswith(ROUNDS):
        return "round" if named or '"event"' in text[:200] else None
    if low.endswith(TABLES):
        cells = {cell.strip(" \ufeff\"'").lower() for cell in _CELL.findall(text.split("\n", 1)[0].rstrip())}
        return "table" if named or "respondent" in cells or {"partner", "sector"} <= cells else None
    if '"event"' in text[:200] and '"round"' in text[:200]:
        return "round"
    if _ASKS.search(text):
        return "questionnaire"
    if _ANSWERS.search(text):
        return "answers"
    return "questionnaire" if named else None


IGNORE_FILES = (".gitignore", ".ignore")
MAX_IGNORED = 1_000_000
"""The bytes of an ignore file that are read."""
MAX_FOLDERS = 200
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
            if is_below and depth < MAX_FOLDERS:
                waiting.append((path, ignored, depth + 1))
            elif is_below:
                yield Found(path, named=False, closed=f"it lies more than {MAX_FOLDERS} folders deep")
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
    parents = list(folder.parents) if not path_exists(folder / ".git") else []
    root = next((place for place, parent in enumerate(parents) if path_exists(parent / ".git")), None)
    for parent in reversed(parents[: root + 1] if root is not None else []):
        yield from _of(parent)


def _of(folder: Path) -> Iterator[_Ignored]:
    for path in [folder / ".git" / "info" / "exclude", *(folder / name for name in IGNORE_FILES)]:
        try:
            if not path.is_file():
                continue
            with path.open("rb") as stream:
                text = stream.read(MAX_IGNORED).decode(errors="replace")
        except OSError:  # what may not be read leaves nothing out
            continue
        yield from _patterns(folder, text.splitlines(), folder)


def _patterns(folder: Path, lines: Iterable[str], below: Path) -> Iterator[_Ignored]:
    if below.is_relative_to(folder) and (found := Patterns(lines)):  # what counts from elsewhere says nothing here
        yield _Ignored(folder, found)


def absolute(path: Path) -> Path:
    """The path from the root of the disk, without `..`; links are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links
