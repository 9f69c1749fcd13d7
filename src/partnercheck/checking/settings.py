"""What a check looks for: options of the command, and a file of settings beside the questionnaires."""

import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from partnercheck.checking.discovery import absolute, pattern_in
from partnercheck.core.codes import CODES, LEVELS, Level
from partnercheck.core.files import TextFile, decode, read_bytes
from partnercheck.core.findings import Finding, PartnercheckError, Problem, clip, did_you_mean

MAX_FOUND = 50
"""Findings in a file of settings; what comes behind them is not told."""
OWN_FILE, SHARED_FILE = "partnercheck.toml", "pyproject.toml"

_NO_HEADING = f"leave the heading out: in {OWN_FILE} settings stand at the top"


@dataclass(frozen=True)
class Settings:
    """Which codes are looked for, where, and how much they matter.

    `select` and `ignore` name codes or how codes start; an empty `select` means all. `level` is the least level that is
    told. `levels` gives codes another level than their own. `per_file` ignores codes in the files that a pattern fits;
    patterns, like those of `exclude`, are those of ignore files and count from `folder`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    level: Level = "note"
    max_warnings: int | None = None
    simulate: bool = True
    levels: dict[str, Level] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    per_file: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folder: Path = field(default_factory=Path)

    def wants(self, code: str) -> bool:
        """Whether this code is looked for, in some file at least."""
        return (not self.select or code.startswith(self.select)) and not (self.ignore and code.startswith(self.ignore))


def settings_near(folder: Path) -> Settings:
    """The settings that hold in a folder: of the nearest file of settings in it or above it; else the usual ones.

    Raises:
        PartnercheckError: the file cannot be read or has problems; all of them are in `findings`.
    """
    start = absolute(folder)
    for each in (start, *start.parents):
        for name in (OWN_FILE, SHARED_FILE):
            found = read_settings(each / name) if _stands(each / name) else None
            if found is not None:
                return found
    return Settings(folder=folder)


def _stands(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False


def read_settings(path: Path) -> Settings | None:
    """The settings in a file; none where it is a `pyproject.toml` that says nothing about partnercheck.

    Raises:
        PartnercheckError: the file cannot be read or has problems; all of them are in `findings`.
    """
    content = read_bytes(path, "a file of settings")
    blank = not content.removeprefix(BOM_UTF8).strip()
    source = TextFile(str(path), "") if blank else decode(str(path), content, "a file of settings")
    shared = path.name == SHARED_FILE
    if shared and "partnercheck" not in source.text:
        return None
    try:
        whole = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as problem:
        raise _unusable(source, [_syntax(source, problem)]) from None
    except RecursionError:
        raise _unusable(
            source, [source.finding(1, 1, "PC105", "lists or tables stand inside each other too deep")]
        ) from None
    except ValueError:
        digits = max(re.finditer(r"[0-9_]+", source.text), key=lambda found: len(found[0]))
        place = source.place(digits.start())
        message = f"a number of {len(digits[0])} characters"
        raise _unusable(source, [source.finding(*place, "PC107", message, "write a smaller one")]) from None
    table: object = whole
    if shared:
        tool = whole.get("tool")
        table = tool.get("partnercheck") if isinstance(tool, dict) else None
        if table is None:
            return None
    reading = _Reading(source, table)
    settings = reading.settings()
    if reading.findings:
        raise _unusable(source, reading.findings)
    return settings


def code_problem(word: str) -> Problem | None:
    """What is wrong with a word that should be a code or the start of codes; none when nothing is."""
    known = [each.code for each in CODES]
    if re.fullmatch(r"PC[0-9]{0,3}", word) and any(code.startswith(word) for code in known):
        return None
    upper = word.upper() if word.upper().startswith("PC") else f"PC{word}"
    near = did_you_mean(upper, known) if len(word) > 2 else "a code is like PC301"
    return Problem(f"there is no code {clip(word, 40)!r}", near)


def _unusable(source: TextFile, findings: Sequence[Finding]) -> PartnercheckError:
    return PartnercheckError(f"The settings in {source.path} cannot be used.", findings=findings)


def _syntax(source: TextFile, problem: tomllib.TOMLDecodeError) -> Finding:
    said = str(problem)
    place = re.search(r"at line (\d+), column (\d+)", said)
    line, column = (int(place[1]), int(place[2])) if place else (len(source.lines), len(source.lines[-1]) + 1)
    message = re.sub(r" \(at [^)]*\)$", "", said)
    return source.finding(
        line, column, "PC102", message[:1].lower() + message[1:], "look at this line of the TOML file"
    )


class _Reading:
    """Reads a table of settings, collecting what is wrong."""

    def __init__(self, source: TextFile, content: object) -> None:
        self.source = source
        self.content = content
        self.findings: list[Finding] = []

    def settings(self) -> Settings:
        table = self.content if isinstance(self.content, dict) else {}
        if table is not self.content:
            self._wrong("partnercheck", "PC203", "a table is expected here")
        known = ("select", "ignore", "level", "max-warnings", "simulation", "levels", "exclude", "per-file-ignores")
        for key in table:
            if key == "tool" and not self.source.path.endswith(SHARED_FILE):
                self._wrong("tool", "PC201", f"the heading [tool.partnercheck] is for {SHARED_FILE}", _NO_HEADING)
            elif key not in known:
                self._wrong(key, "PC201", f"the setting {clip(key, 60)!r} is not known", did_you_mean(key, known))
        warnings = table.get("max-warnings")
        if warnings is not None and (isinstance(warnings, bool) or not isinstance(warnings, int) or warnings < 0):
            self._wrong("max-warnings", "PC203", "a whole number is expected here, 0 or more")
        simulation = table.get("simulation", True)
        if not isinstance(simulation, bool):
            self._wrong("simulation", "PC203", "true or false is expected here")
        return Settings(
            select=tuple(self._codes(table, "select")),
            ignore=tuple(self._codes(table, "ignore")),
            level=self._level("level", table.get("level", "note")),
            max_warnings=warnings if isinstance(warnings, int) else None,
            simulate=simulation is not False,
            levels=dict(self._levels(table)),
            exclude=tuple(each for each in self._words(table, "exclude") if self._is_pattern(each)),
            per_file={
                pattern: tuple(self._codes({pattern: codes}, pattern))
                for pattern, codes in self._table(table, "per-file-ignores")
                if self._is_pattern(pattern)
            },
            folder=absolute(Path(self.source.path)).parent,
        )

    def _levels(self, table: dict[str, object]) -> Iterator[tuple[str, Level]]:
        """The level of each code that a line gives one to; what names a single code outweighs what names a family."""
        for start, level in sorted(self._table(table, "levels"), key=lambda pair: len(pair[0])):
            if self._is(start):
                meant = self._level(start, level)
                yield from ((each.code, meant) for each in CODES if each.code.startswith(start))

    def _words(self, table: dict[str, object], key: str) -> Iterator[str]:
        words = table.get(key, [])
        if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
            self._wrong(key, "PC203", "a list of texts is expected here")
            return
        yield from words

    def _codes(self, table: dict[str, object], key: str) -> Iterator[str]:
        yield from (word for word in self._words(table, key) if self._is(word))

    def _is(self, word: str) -> bool:
        problem = code_problem(word)
        if problem:
            self._wrong(word, "PC204", *problem)
        return not problem

    def _is_pattern(self, pattern: str) -> bool:
        if pattern_in(pattern):
            return True
        self._wrong(pattern, "PC203", f"{clip(repr(pattern), 60)} is no pattern", "write it as in an ignore file")
        return False

    def _level(self, key: str, level: object) -> Level:
        if level in LEVELS:
            return level
        remedy = did_you_mean(str(level), LEVELS)
        self._wrong(key, "PC204", f"{clip(repr(level), 40)} is no level", remedy)
        return "note"

    def _table(self, table: dict[str, object], key: str) -> Iterator[tuple[str, object]]:
        found = table.get(key, {})
        if isinstance(found, dict):
            yield from found.items()
        else:
            self._wrong(key, "PC203", "a table is expected here")

    def _wrong(self, word: str, code: str, message: str, remedy: str = "") -> None:
        """A finding where this word first stands in the file; TOML readers keep no places."""
        if len(self.findings) >= MAX_FOUND:
            return
        start = max(0, self.source.text.find("partnercheck]")) if self.source.path.endswith(SHARED_FILE) else 0
        line, column = self.source.place(max(0, self.source.text.find(word, start)))
        self.findings.append(self.source.finding(line, column, code, message, remedy, len(word)))
