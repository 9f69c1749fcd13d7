"""Parse a questionnaire file: text to tree to model, with every problem of the file in one go."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from partnercheck.core.files import TextFile, bundled_folder, read_source
from partnercheck.core.findings import Finding, did_you_mean, shown
from partnercheck.questionnaire.document import KeyPath, Plain, Tree
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.references import MAX_FINDINGS, every_reference, texts_of
from partnercheck.questionnaire.schema_errors import shape_findings

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
        at: KeyPath = ("use", part, place)
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


def _take_sources(tree: Tree, plain: dict[str, Plain], names: Iterable[str], spoken: list[str], at: KeyPath) -> None:
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


MAX_TEXTS = 10
"""A language that more texts lack than this, and more than half of all, is told of once, at `languages`."""
_IN_TEXTS = "PC207 "
_ANSWERING = ("cases", "next_steps", "scores")
"""Parts that name questions many times over."""


def merge_repeated(tree: Tree, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about references, with those that say the same about one name or one language put together."""
    every = [(found, _same(tree, found)) for found in findings]
    told: dict[str, Finding] = {}
    for found, same in every:
        told.setdefault(same, found)
    count = Counter(same for _, same in every)
    wide = any(same.startswith(_IN_TEXTS) and count[same] > MAX_TEXTS for same in told)
    texts = sum(path[:2] not in tree.borrowed for path, _ in texts_of(tree)) if wide else 0
    for found, same in every:
        in_texts = same.startswith(_IN_TEXTS)
        if not same and found.code == "PC207" and count[_about(found)] > max(MAX_TEXTS, texts / 2):
            continue  # a piece of the library has not what the questionnaire itself has not
        if not same or (in_texts and (count[same] <= MAX_TEXTS or count[same] * 2 <= texts)):
            yield found
        elif told[same] is found:
            yield _of_all_texts(tree, found, count[same], texts) if in_texts else _of_places(found, count[same])


def _same(tree: Tree, found: Finding) -> str:
    """What findings have in common that are told once; empty for one that stands by itself."""
    if found.code == "PC207":
        return _about(found) if found.where[:2] not in tree.borrowed else ""
    question = found.detail in ("no-question", "question-not-declared")
    return f"{found.detail} {found.subject}" if question and found.where[0] in _ANSWERING else ""


def _about(found: Finding) -> str:
    """What a finding about a text's language says beside the place."""
    return f"{_IN_TEXTS}{found.detail} {found.subject}"


def _of_places(found: Finding, count: int) -> Finding:
    if count == 1:
        return found
    more = "1 more place" if count == 2 else f"{count - 1} more places"
    return replace(found, message=f"{found.message}, here and in {more}")


def _of_all_texts(tree: Tree, found: Finding, count: int, texts: int) -> Finding:
    """One finding at `languages` for all texts. It is about no single part, so it blames none."""
    language = found.subject
    if found.detail == "text-missing":
        languages = tree.plain["languages"] if isinstance(tree.plain, dict) and "languages" in tree.plain else ["en"]
        place = languages.index(language) if isinstance(languages, list) else 0
        message = f"{count} of {texts} texts are missing in {shown(language)}"
        remedy = f"add {language}: … to each of them, or take {language} out of languages"
        if not (isinstance(tree.plain, dict) and "languages" in tree.plain):
            remedy = "say under languages which languages the texts have"
        return replace(tree.at(("languages", place), "PC207", message, remedy), where=())
    message = f"{shown(language)} stands in {count} of {texts} texts, and not among the languages"
    return replace(tree.at(("languages",), "PC207", message, f"add {language} to languages"), where=())


MAX_PARTS = 200_000
"""Values and keys of a questionnaire; the largest that anybody can answer has some thousands."""


class ParseResult(NamedTuple):
    """A file as it was read: its tree, the questionnaire where nothing is wrong, and everything that is."""

    tree: Tree
    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]


def parse(source: TextFile) -> ParseResult:
    """Read a questionnaire file as far as it can be read. Never raises for content."""
    tree = read_tree(source, MAX_PARTS)
    take_pieces(tree)
    findings = list(tree.findings)
    questionnaire: Questionnaire | None = None
    try:
        questionnaire = Questionnaire.model_validate(tree.plain)
    except ValidationError as problem:
        findings.extend(islice(_without_noise(tree, problem), MAX_FINDINGS))
    findings.extend(islice(merge_repeated(tree, every_reference(tree)), MAX_FINDINGS))
    return ParseResult(tree, None if findings else questionnaire, tuple(findings))


def _without_noise(tree: Tree, problem: ValidationError) -> Iterator[Finding]:
    """The shape's findings, but for what follows from findings that stand already."""
    told = {finding.location for finding in tree.findings}
    for finding in shape_findings(tree, problem):
        if finding.location in told and finding.code == "PC203":
            continue  # an alias, say, is no text either, but that is not what is wrong with it
        if tree.stopped is None or tree.plain is not None:
            yield finding
