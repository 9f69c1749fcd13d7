"""Mending what needs no judgement, and nothing else: every comment, blank line and line end stays as it was."""

import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from partnercheck.core.files import TextFile, read_bytes, reason, replace_file
from partnercheck.core.findings import Edit, Finding, PartnercheckError, printable
from partnercheck.questionnaire.yaml_document import Scalar, scalars

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


_BARE = re.compile(r"[-+.\w]+")
_LINE_END = re.compile(r"(?:\r\n|\r|\n)?")
_REFUSED = ("PC203", "PC204", "PC802")
"""Codes that say which value is wanted at a place."""


def with_fixes(source: TextFile, findings: Iterable[Finding]) -> list[Finding]:
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


def _with_fix(source: TextFile, finding: Finding, *, alone: bool) -> Finding:
    if finding.code == "PC109" and not alone:
        return replace(finding, fix=())
    if finding.code == "PC103" and not finding.fix:
        return replace(finding, fix=_without_second(source, finding))
    if finding.detail == "text-wanted" and not finding.fix:
        return replace(finding, fix=_quoted(source, finding))
    return finding


@lru_cache(maxsize=1)
def _by_place(source: TextFile) -> dict[tuple[int, int, bool], int]:
    """Which scalar of the file stands at which line and column; at one place a key and its empty value may stand."""
    return {(each.line, each.column, each.key): number for number, each in enumerate(scalars(source).found)}


@lru_cache(maxsize=1)
def _first_keys(source: TextFile) -> dict[tuple[int, str], int]:
    """Where each key of each mapping stands first."""
    first: dict[tuple[int, str], int] = {}
    for number, each in enumerate(scalars(source).found):
        if each.key:
            first.setdefault((each.inside, each.text), number)
    return first


def _quoted(source: TextFile, finding: Finding) -> tuple[Edit, ...]:
    """Quotes around the word that a finding is about."""
    number = _by_place(source).get((finding.location.line, finding.location.column, False))
    if number is None:
        return ()
    word = scalars(source).found[number]
    if word.style or not _BARE.fullmatch(source.text, word.start, word.end):
        return ()
    return Edit(word.start, word.start, '"'), Edit(word.end, word.end, '"')


def _without_second(source: TextFile, finding: Finding) -> tuple[Edit, ...]:
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


def _entry(source: TextFile, number: int) -> tuple[Scalar, Scalar] | None:
    """A key and its value; none where that is a list or a mapping."""
    key, *behind = scalars(source).found[number : number + 2]
    return (key, behind[0]) if behind and not behind[0].key and behind[0].inside == key.inside else None


def _said(value: Scalar) -> tuple[str, bool] | Scalar:
    """What a value says: its words, and whether they are certainly a text."""
    return value if value.style == "!" else (value.text, bool(value.style))


MAX_TURNS = 20
"""Mending one thing may bring up the next; after this many turns it ends."""
BOM = b"\xef\xbb\xbf"


def apply(text: str, findings: Iterable[Finding]) -> tuple[str, int]:
    """A text with the fixes of findings made in it, and how many were made.

    Of fixes that overlap the first is made; the others wait for the next turn.
    """
    taken: list[Edit] = []
    made = 0
    for finding in sorted((each for each in findings if each.fix), key=lambda each: (each.fix, each.code)):
        if all(_is_free(edit, taken) for edit in finding.fix):
            for edit in finding.fix:
                taken.insert(bisect_left(taken, edit), edit)
            made += 1
    parts, at = [], 0
    for edit in taken:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]]), made


def fixed(source: TextFile, look: Callable[[TextFile], Iterable[Finding]]) -> tuple[str, int]:
    """A file's text with everything mended that can be, and how many fixes that took.

    Args:
        source: The file.
        look: What finds the findings of a file.
    """
    total = 0
    for _ in range(MAX_TURNS):
        text, made = apply(source.text, look(source))
        if not made or text == source.text:
            break
        source, total = TextFile(source.path, text), total + made
    return source.text, total


def rewrite(path: Path, before: bytes, after: str) -> None:
    """Write a mended text over a file in one go, or leave the file as it was.

    Args:
        path: The file; where it is a link, the file it leads to is written.
        before: The bytes that were read from it. A byte order mark they start with stays.
        after: The text to write, without a byte order mark.

    Raises:
        PartnercheckError: it cannot be written, or it is not as it was when it was read.
    """
    shown = printable(str(path))
    if read_bytes(path, "a file to mend") != before:
        raise PartnercheckError(f"{shown} was changed by somebody else meanwhile.", "Run the command again.")
    try:
        if not os.access(path, os.W_OK):
            raise PartnercheckError(f"{shown} cannot be written: you have no permission.", "It is as it was.")
        replace_file(path, (BOM if before.startswith(BOM) else b"") + after.encode())
    except OSError as problem:
        raise PartnercheckError(f"{shown} cannot be written: {reason(problem)}.", "It is as it was.") from None


def _is_free(edit: Edit, taken: Sequence[Edit]) -> bool:
    """Whether an edit touches none of those that are taken already, which are sorted."""
    at = bisect_left(taken, edit)
    free = at == 0 or (taken[at - 1].end <= edit.start and taken[at - 1].start < edit.start)
    return free and (at == len(taken) or (edit.end <= taken[at].start and edit.start < taken[at].start))
