"""Finding one's way in a questionnaire tree: paths by pattern, and the names that stand there."""

import re
from collections.abc import Collection, Iterable, Iterator

from partnercheck.findings import clip, did_you_mean
from partnercheck.questionnaire.model import SLUG
from partnercheck.questionnaire.starter import slug_of
from partnercheck.questionnaire.tree import Path, Plain, Tree

RESERVED = ("respondent", "partner", "sector")
"""Columns of an answers table, so no question can have these ids."""
MOST_KNOWN = 300
"""Looking for the nearest of more names than this takes longer than it helps."""


def shown(value: object) -> str:
    """A value as a message names it."""
    return clip(repr(value), 60)


def near(name: object, known: Collection[str]) -> str:
    """A remedy naming the nearest known name; nothing where looking would take too long."""
    return did_you_mean(str(name), known) if len(known) <= MOST_KNOWN else ""


def meant_names(names: Iterable[str]) -> frozenset[str]:
    """Names, and the slug nearest to each that is none: what is wrong with such a name is told where it is declared."""
    written = frozenset(names)
    return written | {slug_of(name) for name in written if not re.fullmatch(SLUG, name)}


def is_number(value: str) -> bool:
    """Whether an option value is a number, and so can be counted."""
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) is not None


def at_pattern(tree: Tree, pattern: str) -> Iterator[tuple[Path, Plain]]:
    """Every path of the tree that fits a pattern, with what stands there."""
    found: list[tuple[Path, Plain]] = [((), tree.plain)]
    for step in pattern.split("/"):
        found = [pair for path, here in found for pair in _children(path, here, step)]
    yield from found


def _children(path: Path, here: Plain, step: str) -> Iterator[tuple[Path, Plain]]:
    if step == "~":
        if isinstance(here, dict):
            yield from (((*path, key), key) for key in here)
    elif step == "*":
        if isinstance(here, dict):
            yield from (((*path, key), value) for key, value in here.items())
        elif isinstance(here, list):
            yield from (((*path, index), value) for index, value in enumerate(here))
    elif isinstance(here, dict) and step in here:
        yield (*path, step), here[step]


def declared(tree: Tree, part: str) -> list[str]:
    """The names that a part of the file declares."""
    if part in ("questions", "scores"):
        return [str(value) for _, value in at_pattern(tree, f"{part}/*/id") if isinstance(value, str | int)]
    return [str(value) for _, value in at_pattern(tree, f"{part}/~")]
