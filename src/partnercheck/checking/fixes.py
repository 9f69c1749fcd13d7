"""Mending what needs no judgement, and nothing else: every comment, blank line and line end stays as it was."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import Edit, Finding, printable
from partnercheck.questionnaire.source import Source, read_bytes, reason
from partnercheck.questionnaire.write import replace_file

MOST_TURNS = 20
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


def fixed(source: Source, look: Callable[[Source], Iterable[Finding]]) -> tuple[str, int]:
    """A file's text with everything mended that can be, and how many fixes that took.

    Args:
        source: The file.
        look: What finds the findings of a file.
    """
    total = 0
    for _ in range(MOST_TURNS):
        text, made = apply(source.text, look(source))
        if not made or text == source.text:
            break
        source, total = Source(source.path, text), total + made
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
