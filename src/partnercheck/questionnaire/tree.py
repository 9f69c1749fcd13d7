"""Plain values that know their place in a file."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from partnercheck.findings import Finding
from partnercheck.questionnaire.source import Source

Path = tuple[str | int, ...]
Places = dict[Path, tuple[int, int, int]]
Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None
MOST_DEPTH = 24
"""Lists and mappings inside each other."""
MOST_NODES = 600_000
"""Values and keys that are read of a file."""
MOST_NUMBER = 40
"""Characters of a number."""
STOPPED = ("PC102", "PC105")
"""After a finding with one of these codes the rest of a file was not read."""


def _nowhere(_source: Source) -> tuple[Places, Places]:
    return {}, {}


@dataclass
class Tree:
    """Plain values, and where each key and each value stands.

    `keys` and `values` map a path, such as `("questions", 3, "theme")`, to line, column and length. `find_places` works
    them out when they are first asked for: a file without problems never needs them. `borrowed` says of parts that do
    not stand in the file where it names them. `stopped` is the path of what was read last where reading stopped; none
    where everything was read.
    """

    source: Source
    plain: Plain = None
    findings: list[Finding] = field(default_factory=list)
    find_places: Callable[[Source], tuple[Places, Places]] = _nowhere
    borrowed: dict[Path, Path] = field(default_factory=dict)
    stopped: Path | None = None

    def unfinished(self, path: Path) -> bool:
        """Whether reading stopped inside the part at a path, or inside the entry that the part belongs to."""
        return self.stopped is not None and path[:2] == self.stopped[: min(2, len(path))]

    def in_full(self, *parts: str) -> bool:
        """Whether everything in these parts of the file was read, so that what is not there is missing."""
        here = self.plain if isinstance(self.plain, dict) else {}
        return self.stopped is None or all(part in here and self.stopped[:1] != (part,) for part in parts)

    @cached_property
    def _places(self) -> tuple[Places, Places]:
        return self.find_places(self.source)

    @property
    def keys(self) -> Places:
        """Where each key stands."""
        return self._places[0]

    @property
    def values(self) -> Places:
        """Where each value stands."""
        return self._places[1]

    def at(self, path: Path, code: str, message: str, remedy: str = "", *, key: bool = False) -> Finding:
        """A finding at the value of a path (or its key), or at the nearest thing around it that stands in the file."""
        where = path
        path = self.borrowed.get(path[:2], path) if self.borrowed else path
        places = (self.keys, self.values) if key else (self.values, self.keys)
        line, column, length = 1, 1, 1
        while True:
            found = places[0].get(path) or places[1].get(path)
            if found:
                line, column, length = found
                break
            if not path:
                break
            path, places = path[:-1], (self.keys, self.values)
        return replace(self.source.finding(line, column, code, message, remedy, length), where=where)


def read_last(plain: Plain) -> Path:
    """The path of the last part of plain values."""
    path: Path = ()
    while isinstance(plain, dict | list) and plain:
        last = next(reversed(plain)) if isinstance(plain, dict) else len(plain) - 1
        path, plain = (*path, last), plain[last]  # type: ignore[index]  # it is a key of the one or a place in the other
    return path


def placeless(source: Source, plain: Plain) -> Tree:
    """A tree of values that do not stand in a file of their own: all are at the start of the source."""
    places = _everywhere(plain)
    return Tree(source, plain, find_places=lambda _: ({}, places))


def _everywhere(plain: Plain) -> Places:
    places: Places = {}
    rest: list[tuple[Path, Plain]] = [((), plain)]
    while rest:
        path, here = rest.pop()
        places[path] = (1, 1, 1)
        if isinstance(here, dict):
            rest.extend(((*path, key), value) for key, value in here.items())
        elif isinstance(here, list):
            rest.extend(((*path, index), value) for index, value in enumerate(here))
    return places
