"""Slips of the pen that YAML reads as something else: a space missing behind a colon, a decimal comma."""

import re
from typing import NamedTuple

from partnercheck.findings import clip
from partnercheck.questionnaire.tree import Path, Plain, Tree

_GLUED = re.compile(r"([A-Za-z][\w-]*):(?!//)([^\s:].*)", re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,6}")
_MOST_SHOWN = 40


class Slip(NamedTuple):
    """What is wrong, and what to write."""

    message: str
    remedy: str


def slip_at(tree: Tree, path: Path) -> Slip | None:
    """The slip that made the key at a path, which has nothing behind it; none where it is meant."""
    parent = _at(tree.plain, path[:-1])
    key = path[-1] if path else None
    if not isinstance(parent, dict) or not isinstance(key, str) or parent.get(key, "") is not None:
        return None
    if found := _GLUED.fullmatch(key):
        written = f"{found[1]}: {found[2]}"
        return Slip("a space is missing behind the colon", f"write {clip(written, _MOST_SHOWN)}")
    keys = list(parent)
    before = keys[keys.index(key) - 1] if keys.index(key) else ""
    whole = parent.get(before)
    if _DIGITS.fullmatch(key) and isinstance(whole, int) and not isinstance(whole, bool):
        return Slip("a comma splits this number in two", f"write {before}: {whole}.{key}")
    return None


def glued(tree: Tree, path: Path, key: str) -> bool:
    """Whether a key stands in the mapping at a path, but without the space behind its colon."""
    here = _at(tree.plain, path)
    return isinstance(here, dict) and any(
        each.startswith(f"{key}:") and here[each] is None for each in here if ":" in each
    )


def _at(here: Plain, path: Path) -> Plain:
    for step in path:
        if isinstance(here, dict) and isinstance(step, str):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here
