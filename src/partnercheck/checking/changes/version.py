"""Whether a version number says what changed: a first, second or third number that is higher."""

import re
from typing import NamedTuple

from partnercheck.checking.changes.meaning import KINDS, Kind

_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){0,2}", re.ASCII)


class Bump(NamedTuple):
    """Whether a new version number is enough for what changed, and the lowest that would be.

    `needed` is empty where the numbers cannot be compared: any other version will do. `back` says that the new number
    is the lower one.
    """

    enough: bool
    needed: str
    back: bool = False


def bump(old: str, new: str, kind: Kind | None) -> Bump:
    """Hold a version number to what changed.

    Args:
        old: The old version.
        new: The new version.
        kind: The gravest change; none for no change at all, which needs no other version.
    """
    before, after = _numbers(old), _numbers(new)
    back = bool(before and after) and after < before
    if kind is None:
        return Bump(enough=True, needed=old, back=back)
    if not before or not after:
        return Bump(new != old, "")
    part = len(KINDS) - 1 - KINDS.index(kind)
    lowest = [*before[:part], before[part] + 1]
    shown = [*lowest, *(0 for _ in range(old.count(".") + 1 - len(lowest)))]
    return Bump(after >= tuple([*lowest, 0, 0][:3]), ".".join(map(str, shown)), back)


def _numbers(version: str) -> tuple[int, ...]:
    """Three numbers, what is not written being 0; none for a version that is not numbers."""
    if not _NUMBERS.fullmatch(version):
        return ()
    return tuple([*map(int, version.split(".")), 0, 0][:3])
