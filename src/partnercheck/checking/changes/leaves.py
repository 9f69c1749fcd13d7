"""Where two versions of a questionnaire differ, leaf by leaf; entries of lists are matched by their names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from partnercheck.questionnaire.shape import fits
from partnercheck.questionnaire.tree import Path

Name = TypeVar("Name")
How = Literal["added", "removed", "changed", "renamed", "order"]

_NAMED = {
    "questions": ("id", "text"),
    "questions/*/options": ("value", "label"),
    "scales/*": ("value", "label"),
    "next_steps": ("id", "do"),
    "scores": ("id", "title"),
    "scores/*/bands": ("from", "label"),
    "cases": ("name", "answers"),
}
"""Lists whose entries have a name: the key of the name, and the key that tells a renamed entry."""
_PATTERNS = tuple((pattern.split("/"), names) for pattern, names in _NAMED.items())
_RENAMED_WHOLE = ("sources", "themes", "sectors", "scales")
"""Mappings in which an entry with another name and the same content is the same entry."""


class Leaf(NamedTuple):
    """One difference. `path` leads to it in the new version, for what was removed in the old one.

    `before` and `after` are the values; of entries of lists the whole entries. Of what was renamed they are the names,
    of an order the names in order.
    """

    path: Path
    how: How
    before: Any
    after: Any


def leaves(old: Any, new: Any, path: Path = (), was: Path = ()) -> Iterator[Leaf]:  # noqa: ANN401 - of any kind
    """Every difference between two versions, as plain values of the model.

    Args:
        old: The old version, or a part of it.
        new: The same part of the new one.
        path: Where the part stands in the new version.
        was: Where it stood in the old one.
    """
    named = next((names for pattern, names in _PATTERNS if fits(pattern, path)), None)
    if named and isinstance(old, Sequence) and isinstance(new, Sequence):
        yield from _entries(old, new, path, was, *named)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _keys(old, new, path, was)
    elif old != new:
        yield Leaf(path, "changed", old, new)


def _keys(old: Mapping[str, Any], new: Mapping[str, Any], path: Path, was: Path) -> Iterator[Leaf]:
    matched = {key: key for key in new if key in old}
    if len(path) == 1 and path[0] in _RENAMED_WHOLE:
        matched |= _same_content({k: old[k] for k in old if k not in new}, {k: new[k] for k in new if k not in old})
    for key, each in new.items():
        if key not in matched:
            yield Leaf((*path, key), "added", None, each)
            continue
        if matched[key] != key:
            yield Leaf((*path, key), "renamed", matched[key], key)
        yield from leaves(old[matched[key]], each, (*path, key), (*was, matched[key]))
    for key in old:
        if key not in matched.values():
            yield Leaf((*was, key), "removed", old[key], None)
    kept_before = [key for key in old if key in matched.values()]
    kept_after = [matched[key] for key in new if key in matched]
    if path[:1] == ("themes",) and kept_before != kept_after:
        yield Leaf(path, "order", kept_before, kept_after)


def _same_content(gone: Mapping[Name, Any], come: Mapping[Name, Any]) -> dict[Name, Name]:
    """The new names of entries whose content did not change, each with its old name."""
    left: dict[str, list[Name]] = {}
    for name, content in gone.items():
        left.setdefault(repr(content), []).append(name)
    return {name: names.pop(0) for name, content in come.items() if (names := left.get(repr(content)))}


def _entries(old: Sequence[Any], new: Sequence[Any], path: Path, was: Path, key: str, told_by: str) -> Iterator[Leaf]:
    names_old, names_new = _names(old, key), _names(new, key)
    place_old = {name: place for place, name in enumerate(names_old)}
    place_new = {name: place for place, name in enumerate(names_new)}
    matched = {name: name for name in names_new if name in place_old}
    gone = {name: old[place][told_by] for name, place in place_old.items() if name not in place_new}
    come = {name: new[place][told_by] for name, place in place_new.items() if name not in place_old}
    matched |= _same_content(gone, come)
    for name, place in place_new.items():
        here = (*path, place)
        if name not in matched:
            yield Leaf(here, "added", None, new[place])
            continue
        before = place_old[matched[name]]
        if matched[name] != name:
            yield Leaf(here, "renamed", old[before][key], new[place][key])
        yield from leaves(_without(old[before], key), _without(new[place], key), here, (*was, before))
    kept = set(matched.values())
    for name, place in place_old.items():
        if name not in kept:
            yield Leaf((*was, place), "removed", old[place], None)
    kept_before = [old[place][key] for name, place in place_old.items() if name in kept]
    kept_after = [old[place_old[matched[name]]][key] for name in names_new if name in matched]
    if kept_before != kept_after:
        yield Leaf(path, "order", kept_before, kept_after)


def _without(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: each for name, each in entry.items() if name != key}


def _names(entries: Sequence[Any], key: str) -> list[tuple[Any, int]]:
    """The name of each entry; cases may share one, so it is counted how often it stood before."""
    seen: Counter[Any] = Counter()
    names = []
    for entry in entries:
        names.append((entry[key], seen[entry[key]]))
        seen[entry[key]] += 1
    return names
