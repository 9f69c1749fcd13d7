"""Names for respondents who stay anonymous: short, easy to read out, and the same in no two rounds.

A name has two halves. Those who type are given random ones. The forms of one answers file share their first half, and
their second halves count them: so a round knows which forms came together, and in what order.
"""

import hashlib
import secrets
from collections.abc import Collection, Container, Iterable, Iterator, Sequence

_LETTERS = "cdfghjkmnprtvwx"
_SIGNS = _LETTERS + "3467"
"""No vowels, so that no words come about, and nothing that is easily taken for something else."""
_HALF = 4
_HALVES: int = len(_SIGNS) ** _HALF
"""How many second halves there are: more than the forms that a round file has room for."""


def random_id(taken: Container[str]) -> str:
    """A random name that nobody has yet, such as `hfk7-m3xd`; rounds of two laptops never share one by accident."""
    while True:
        signs = [secrets.choice(_LETTERS), *(secrets.choice(_SIGNS) for _ in range(2 * _HALF - 1))]
        name = f"{''.join(signs[:_HALF])}-{''.join(signs[_HALF:])}"
        if name not in taken:
            return name


def ids_for(content: Iterable[str], taken: Collection[str], goes_on: str = "") -> Iterator[str]:
    """Names for the forms of one file: the same for the same forms, others for others, and none that is taken.

    Args:
        content: The forms as texts.
        taken: Names that are in use; the caller adds those that come from here.
        goes_on: The first half of the names of an earlier file that these forms belong to, as `batches_in` returns it.
    """
    first = goes_on or _first_half(content, {name[:_HALF] for name in taken if is_made(name)})
    last = max((_number(name) for name in taken if is_made(name) and name[:_HALF] == goes_on), default=0)
    for number in range(last + 1, _HALVES):
        name = f"{first}-{_second_half(first, number)}"
        if name not in taken:
            yield name


def is_made(name: str) -> bool:
    """Whether a name is one of those that are given here, and not one that somebody gave."""
    halves = (name[:_HALF], name[_HALF + 1 :])
    return len(name) == 2 * _HALF + 1 and name[_HALF] == "-" and name[0] in _LETTERS and set("".join(halves)) <= _ALL


_ALL = set(_SIGNS)


def batches_in(names: Sequence[str]) -> dict[str, list[int]]:
    """The files that the forms of a round came from: the first half of their names, and their places among `names`.

    A random name belongs to no file, and neither does one that an earlier version gave.
    """
    batches: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if is_made(name):
            batches.setdefault(name[:_HALF], []).append(place)
    return {
        first: places
        for first, places in batches.items()
        if [_number(names[place]) for place in places] == [*range(1, len(places) + 1)]
    }


def _first_half(content: Iterable[str], used: set[str]) -> str:
    seed = hashlib.sha256()
    for each in content:
        seed.update(hashlib.sha256(each.encode()).digest())
    while True:
        seed.update(b"\n")
        first = _signs(int.from_bytes(seed.digest()) % (len(_LETTERS) * len(_SIGNS) ** (_HALF - 1)))
        if first not in used:
            return first


def _second_half(first: str, number: int) -> str:
    start, step = _steps(first)
    return _signs((start + number * step) % _HALVES)


def _number(name: str) -> int:
    """Which form of its file a name stands for."""
    start, step = _steps(name[:_HALF])
    value = 0
    for sign in name[_HALF + 1 :]:
        value = value * len(_SIGNS) + _SIGNS.index(sign)
    return (value - start) * pow(step, -1, _HALVES) % _HALVES


def _steps(first: str) -> tuple[int, int]:
    """Where the second halves start that belong to a first half, and how far it is from each to the next.

    The steps have no divisor in common with the number of halves, so that each comes once before any comes again.
    """
    drawn = hashlib.sha256(first.encode()).digest()
    step = int.from_bytes(drawn[:8]) % _HALVES
    return int.from_bytes(drawn[8:16]) % _HALVES, step + (step % len(_SIGNS) == 0)


def _signs(value: int) -> str:
    signs = ""
    for _ in range(_HALF):
        value, place = divmod(value, len(_SIGNS))
        signs = _SIGNS[place] + signs
    return signs
