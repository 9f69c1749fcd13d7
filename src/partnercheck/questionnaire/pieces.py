"""Pieces of the library that several questionnaires share: sources, themes, scales, sectors and next steps.

A questionnaire names the pieces it takes under `use`. They are put in where it is read, so that everything behind this
point, a round file too, sees a questionnaire that is whole.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from partnercheck.findings import Finding, did_you_mean
from partnercheck.questionnaire.bundled import bundled_folder
from partnercheck.questionnaire.paths import shown
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.source import read_source
from partnercheck.questionnaire.tree import Path, Plain, Tree

PARTS = ("sources", "themes", "scales", "sectors", "next_steps")
"""The parts of a questionnaire of which the library has pieces."""
_LISTED = "next_steps"


@cache
def library(part: str) -> dict[str, Plain]:
    """The library's pieces of a part, by id."""
    tree = read_tree(read_source(bundled_folder("questionnaires") / "shared" / f"{part}.yaml", "a part of the library"))
    return tree.plain if isinstance(tree.plain, dict) else {}


def take_pieces(tree: Tree) -> None:
    """Put the pieces that a questionnaire names under `use` into its tree, and take `use` out.

    What is wrong with the names becomes findings of the tree.
    """
    plain = tree.plain
    if not isinstance(plain, dict) or "use" not in plain:
        return
    use = plain.pop("use")
    if not isinstance(use, dict):
        tree.findings.append(tree.at(("use",), "PC203", "a mapping (key: value) is expected here"))
        return
    languages = plain.get("languages")
    spoken = [str(each) for each in languages] if isinstance(languages, list) else ["en"]
    for part, names in sorted(use.items(), key=lambda pair: pair[0] == _LISTED):  # steps last: they bring sources along
        if part not in PARTS:
            message = f"the library has no {shown(part)}"
            tree.findings.append(tree.at(("use", part), "PC201", message, did_you_mean(part, PARTS), key=True))
        elif not isinstance(names, list):
            tree.findings.append(tree.at(("use", part), "PC203", "a list of names is expected here"))
        else:
            tree.findings += _take(tree, plain, part, names, spoken)


def _take(tree: Tree, plain: dict[str, Plain], part: str, names: list[Plain], spoken: list[str]) -> Iterator[Finding]:
    into: Any = plain.setdefault(part, [] if part == _LISTED else {})
    for place, name in enumerate(names):
        at: Path = ("use", part, place)
        if not isinstance(name, str) or name not in library(part):
            message = f"{shown(name)} stands nowhere under {part} of the library"
            yield tree.at(at, "PC204", message, did_you_mean(str(name), library(part)))
        elif part == _LISTED and isinstance(into, list):
            step: Any = library(part)[name]
            into.append({"id": name, **_in_languages(step, spoken)})
            tree.borrowed[part, len(into) - 1] = at
            _take_sources(tree, plain, step.get("sources", ()), spoken, at)
        elif part != _LISTED and isinstance(into, dict):
            if name in into:
                yield tree.at(at, "PC205", f"{shown(name)} stands under {part} too", "take one of the two out")
                continue
            into[name] = _in_languages(library(part)[name], spoken)
            tree.borrowed[part, name] = at


def _take_sources(tree: Tree, plain: dict[str, Plain], names: Iterable[str], spoken: list[str], at: Path) -> None:
    """Put the sources that a step of the library rests on beside it, where they do not stand yet."""
    into: Any = plain.setdefault("sources", {})
    for name in names if isinstance(into, dict) else ():
        if name not in into:
            into[name] = _in_languages(library("sources")[name], spoken)
            tree.borrowed["sources", name] = at


def _in_languages(piece: Any, spoken: list[str]) -> Any:  # noqa: ANN401 - plain content of any kind
    """A copy of a piece with its texts in these languages only."""
    if isinstance(piece, list):
        return [_in_languages(each, spoken) for each in piece]
    if not isinstance(piece, dict):
        return piece
    if piece and all(key in ("en", "nl") for key in piece):
        return {key: text for key, text in piece.items() if key in spoken}
    return {key: _in_languages(each, spoken) for key, each in piece.items()}
