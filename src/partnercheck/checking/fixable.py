"""Fixes for findings that reading a file tells, where mending them needs no judgement."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from partnercheck.findings import Edit, Finding
from partnercheck.questionnaire.scalars import Scalar, scalars
from partnercheck.questionnaire.source import Source

_BARE = re.compile(r"[-+.\w]+")
_LINE_END = re.compile(r"(?:\r\n|\r|\n)?")
_REFUSED = ("PC203", "PC204", "PC802")
"""Codes that say which value is wanted at a place."""
_WANTS_QUOTES = "put quotes around it"


def with_fixes(source: Source, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with a fix for those that can be mended but that nobody gave one where they were made.

    These are a key that says twice the same (PC103), and a number where a text is expected (PC203). A word without
    quotes (PC109) loses its fix where there is an error at the same place, and is not told at all where that error says
    what is wanted: a `yes` where true is expected.
    """
    every = list(findings)
    refused = {each.location for each in every if each.code in _REFUSED}
    told = [each for each in every if each.code != "PC109" or each.location not in refused]
    crowded = Counter(each.location for each in told if each.code == "PC109" or each.level == "error")
    return [_with_fix(source, each, alone=crowded[each.location] < 2) for each in told]


def _with_fix(source: Source, finding: Finding, *, alone: bool) -> Finding:
    if finding.code == "PC109" and not alone:
        return replace(finding, fix=())
    if finding.code == "PC103" and not finding.fix:
        return replace(finding, fix=_without_second(source, finding))
    if finding.code == "PC203" and not finding.fix and finding.remedy == _WANTS_QUOTES:
        return replace(finding, fix=_quoted(source, finding))
    return finding


@lru_cache(maxsize=1)
def _by_place(source: Source) -> dict[tuple[int, int, bool], int]:
    """Which scalar of the file stands at which line and column; at one place a key and its empty value may stand."""
    return {(each.line, each.column, each.key): number for number, each in enumerate(scalars(source).found)}


@lru_cache(maxsize=1)
def _first_keys(source: Source) -> dict[tuple[int, str], int]:
    """Where each key of each mapping stands first."""
    first: dict[tuple[int, str], int] = {}
    for number, each in enumerate(scalars(source).found):
        if each.key:
            first.setdefault((each.inside, each.text), number)
    return first


def _quoted(source: Source, finding: Finding) -> tuple[Edit, ...]:
    """Quotes around the word that a finding is about."""
    number = _by_place(source).get((finding.location.line, finding.location.column, False))
    if number is None:
        return ()
    word = scalars(source).found[number]
    if word.style or not _BARE.fullmatch(source.text, word.start, word.end):
        return ()
    return Edit(word.start, word.start, '"'), Edit(word.end, word.end, '"')


def _without_second(source: Source, finding: Finding) -> tuple[Edit, ...]:
    """The line taken out where a key stands again, if it says the same again and stands on a line by itself."""
    number = _by_place(source).get((finding.location.line, finding.location.column, True))
    if number is None:
        return ()
    second = _entry(source, number)
    first = second and _entry(source, _first_keys(source)[second[0].inside, second[0].text])
    if not first or not second or first[0] == second[0] or _said(first[1]) != _said(second[1]):
        return ()
    line = source.lines[second[0].line - 1]
    start = source.offset(second[0].line, 1)
    alone = not line[: second[0].start - start].strip() and not line[second[1].end - start :].strip()
    if second[0].flow or not alone or second[1].end > start + len(line):
        return ()
    behind = start + len(line)
    return (Edit(start, behind + len(_LINE_END.match(source.text, behind)[0]), ""),)  # type: ignore[index]  # it matches nothing too


def _entry(source: Source, number: int) -> tuple[Scalar, Scalar] | None:
    """A key and its value; none where that is a list or a mapping."""
    key, *behind = scalars(source).found[number : number + 2]
    return (key, behind[0]) if behind and not behind[0].key and behind[0].inside == key.inside else None


def _said(value: Scalar) -> tuple[str, bool] | Scalar:
    """What a value says: its words, and whether they are certainly a text."""
    return value if value.style == "!" else (value.text, bool(value.style))
