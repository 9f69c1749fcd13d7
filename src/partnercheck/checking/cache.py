"""Findings of files that have not changed since they were last checked, kept by the files' content."""

import contextlib
import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from partnercheck import __version__
from partnercheck.checking.settings import Settings
from partnercheck.core.codes import CODES, LEVELS
from partnercheck.core.findings import Detail, Edit, Finding, Location

MAX_KEPT = 2000
"""Files whose findings are kept; the older half goes when there are more."""
KNOWN = frozenset(each.code for each in CODES)
DETAILS = get_args(Detail)
_PACKAGE = Path(__file__).parents[1]


class Cache:
    """A folder of findings. What cannot be read or written is as if it were not there.

    Args:
        folder: Where they are kept; made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, path: str, content: bytes, settings: Settings) -> str:
        """What findings are kept under: they depend on the program, the content and what was looked for."""
        asked = [self._program, Path(path).suffix.lower(), settings.select, settings.ignore, settings.simulate]
        return hashlib.sha256(json.dumps(asked).encode() + b"\n" + content).hexdigest()

    def get(self, key: str, path: str) -> list[Finding] | None:
        """The findings kept under a key, in a file that is now called `path`; none where there are none."""
        try:
            kept = json.loads(self._file(key).read_bytes())
            return [_finding(path, each) for each in kept]
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, findings: Iterable[Finding]) -> None:
        """Keep findings under a key."""
        kept = [[f.location.line, f.location.column, *_rest(f)] for f in findings]
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._make_room()
            self._file(key).write_text(json.dumps(kept), encoding="ascii")

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _make_room(self) -> None:
        kept = list(self.folder.iterdir())
        if len(kept) > MAX_KEPT:
            for path in sorted(kept, key=lambda path: path.stat().st_mtime_ns)[: MAX_KEPT // 2]:
                path.unlink(missing_ok=True)

    @cached_property
    def _program(self) -> str:
        """The version, and a digest that differs when any file of the program has changed."""
        files = [(str(path), path.stat()) for path in sorted(_PACKAGE.rglob("*.py"))]
        stamps = json.dumps([(name, stat.st_size, stat.st_mtime_ns) for name, stat in files])
        return f"{__version__} {hashlib.sha256(stamps.encode()).hexdigest()}"


def _rest(found: Finding) -> tuple[object, ...]:
    said = (found.code, found.message, found.remedy, found.excerpt, found.length, found.level, found.where, found.fix)
    return *said, found.detail, found.subject


def _finding(path: str, kept: list[Any]) -> Finding:
    """A finding as `put` wrote it.

    Raises:
        ValueError: it is not so.
    """
    line, column, code, message, remedy, excerpt, length, level, where, fix, detail, subject = kept
    numbers, texts = (line, column, length), (code, message, remedy, excerpt, subject)
    sound = all(type(each) is int for each in numbers) and all(isinstance(each, str) for each in texts)
    if not sound or level not in LEVELS or code not in KNOWN or detail not in DETAILS:
        raise ValueError("this is no finding")
    edits = tuple(Edit(int(start), int(end), str(text)) for start, end, text in fix)
    place, where = Location(path, line, column), tuple(where)
    return Finding(place, code, message, remedy, excerpt, length, level, where, edits, detail, subject)
