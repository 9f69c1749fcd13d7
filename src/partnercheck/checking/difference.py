"""The difference between two texts of a file, as `diff -u` writes it and `patch` reads it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from partnercheck.findings import printable

AROUND = 3
"""How many lines are shown around a change."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STEPS = sorted(
    ((gone, new) for gone in range(9) for new in range(9)), key=lambda step: (sum(step), abs(step[0] - step[1]))
)


class _Change(NamedTuple):
    """Lines `start` to `end` of the text before, which became lines `new_start` to `new_end`; counted from 0."""

    start: int
    end: int
    new_start: int
    new_end: int


def difference(path: str, before: str, after: str) -> str:
    """The unified difference between two texts of a file; empty where there is none.

    Mending changes single lines. Where the texts agree again is looked for nearby only, so that a file of any length
    takes no longer than reading it.
    """
    old, new = _LINE.findall(before), _LINE.findall(after)
    parts = [f"--- {printable(path)}\n+++ {printable(path)}\n"] if before != after else []
    for group in _groups(list(_changes(old, new))):
        parts += _hunk(group, old, new)
    return "".join(part if part.endswith("\n") else f"{part}\n\\ No newline at end of file\n" for part in parts)


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    here, there = 0, 0
    while here < len(old) or there < len(new):
        steps = (step for step in _STEPS if _agree(old, new, here + step[0], there + step[1]))
        gone, added = next(steps, (min(1, len(old) - here), min(1, len(new) - there)))
        if gone or added:
            yield _Change(here, here + gone, there, there + added)
        agreed = int(_agree(old, new, here + gone, there + added))
        here, there = here + gone + agreed, there + added + agreed


def _agree(old: Sequence[str], new: Sequence[str], here: int, there: int) -> bool:
    """Whether both texts have the same line at these places, or end there."""
    return here <= len(old) and there <= len(new) and old[here : here + 1] == new[there : there + 1]


def _groups(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """The changes, those together that stand so near that what is shown around them would meet."""
    group = [*changes[:1]]
    for last, each in pairwise(changes):
        if each.start - last.end > 2 * AROUND:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _hunk(group: Sequence[_Change], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    first, last = group[0], group[-1]
    before = min(AROUND, first.start)
    behind = min(AROUND, len(old) - last.end)
    shown = _range(first.start - before, last.end + behind)
    new_shown = _range(first.new_start - before, last.new_end + behind)
    yield f"@@ -{shown} +{new_shown} @@\n"
    at = first.start - before
    for each in group:
        yield from (f" {line}" for line in old[at : each.start])
        yield from (f"-{line}" for line in old[each.start : each.end])
        yield from (f"+{line}" for line in new[each.new_start : each.new_end])
        at = each.end
    yield from (f" {line}" for line in old[at : at + behind])


def _range(start: int, end: int) -> str:
    """Lines as a difference counts them: the first one from 1, and how many; of none, the line before."""
    return f"{start + (end > start)},{end - start}"
