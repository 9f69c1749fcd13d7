"""Names for respondents who stay anonymous: short, easy to read out, and the same in no two rounds."""

import hashlib
import secrets
from collections.abc import Container, Iterable, Iterator

_LETTERS = "cdfghjkmnprtvwx"
_SIGNS = _LETTERS + "3467"
"""No vowels, so that no words come about, and nothing that is easily taken for something else."""
_LENGTH = 8


def random_id(taken: Container[str]) -> str:
    """A random name that nobody has yet, such as `hfk7-m3xd`; rounds of two laptops never share one by accident."""
    while True:
        signs = [secrets.choice(_LETTERS), *(secrets.choice(_SIGNS) for _ in range(_LENGTH - 1))]
        name = _written(signs)
        if name not in taken:
            return name


def ids_for(content: Iterable[str], taken: Container[str]) -> Iterator[str]:
    """Names for the forms of one import: the same for the same forms, others for others, and none that is taken.

    Args:
        content: The forms as texts.
        taken: Names that are in use; the caller adds those that come from here.
    """
    seed = hashlib.sha256()
    for each in content:
        seed.update(hashlib.sha256(each.encode()).digest())
    number = 0
    while True:
        number += 1
        drawn = hashlib.sha256(seed.digest() + str(number).encode()).digest()
        signs = [_LETTERS[drawn[0] % len(_LETTERS)], *(_SIGNS[each % len(_SIGNS)] for each in drawn[1:_LENGTH])]
        name = _written(signs)
        if name not in taken:
            yield name


def is_made(name: str) -> bool:
    """Whether a name is like those that are given here, and not one that somebody gave."""
    first, line, second = name.partition("-")
    made = line and len(first) == len(second) == _LENGTH // 2 and first[0] in _LETTERS
    return bool(made) and set(first + second) <= set(_SIGNS)


def _written(signs: list[str]) -> str:
    half = len(signs) // 2
    return f"{''.join(signs[:half])}-{''.join(signs[half:])}"
