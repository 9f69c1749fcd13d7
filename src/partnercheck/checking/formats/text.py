"""The text format: for people at a terminal, and for editors that follow `path:line:column`."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from partnercheck.checking.formats.paint import PLAIN, Paint, Part
from partnercheck.checking.formats.told import advice, message, remedy, shown_first, summary
from partnercheck.checking.runner import Report
from partnercheck.findings import Finding, Location, printable

LEAST_WIDTH = 40
"""A terminal narrower than this gets lines for one of this width."""


def text(report: Report, paint: Paint = PLAIN) -> str:
    """Each finding with the line it stands in and what to do, then how many there are.

    Args:
        report: What a check found.
        paint: How it is coloured and linked, and how wide lines may be.
    """
    parts: list[str] = []
    for findings, more in shown_first(report):
        parts += ["\n".join(_lines_of(same, paint)) for _, same in groupby(findings, _spot)]
        parts += [more] if more else []
    closing = [printable(note) for note in report.notes]
    closing.append(paint.style(summary(report), "summary"))
    closing += [paint.style(f"  {line}", "remedy") for line in advice(report)]
    return "\n\n".join([*parts, "\n".join(closing)]) + "\n"


def _spot(finding: Finding) -> tuple[Location, int, str]:
    return finding.location, finding.length, finding.excerpt


def _lines_of(findings: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """Findings about the same words of a file, which are shown with the first of them."""
    for number, finding in enumerate(findings):
        yield from _finding_lines(finding, paint, excerpt=number == 0)


def _finding_lines(finding: Finding, paint: Paint, *, excerpt: bool) -> Iterator[str]:
    place, level, code = str(finding.location), finding.level, finding.code
    told = _wrapped(message(finding), paint.width, taken=len(f"{place}: {level} {code} "), indent="    ")
    marked = f"{paint.style(level, level)} {paint.link(paint.style(code, level), code)}"
    yield f"{paint.style(f'{place}:', 'place')} {marked} {told[0]}"
    yield from told[1:]
    for gutter, rest, part in _excerpt(finding, paint.width) if excerpt else ():
        yield paint.style(gutter, "gutter") + (paint.style(rest, part) if part else rest)
    if remedy(finding):
        for line in _wrapped(f"  {remedy(finding)}", paint.width, indent="  "):
            yield paint.style(line, "remedy")


def _wrapped(line: str, width: int | None, *, indent: str, taken: int = 0) -> list[str]:
    """A line broken between words, when `taken` characters stand before it; always at least one line."""
    if width is None:
        return [line]
    wrapper = textwrap.TextWrapper(
        _room(width, line), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    first, *more = wrapper.wrap("x" * taken + line) or [""]
    return [first[taken:], *more]


def _excerpt(finding: Finding, width: int | None) -> Iterator[tuple[str, str, Part | None]]:
    """The source line and its carets, each parted from its gutter, moved so that the carets are within the width."""
    shown = finding.shown_excerpt()
    if not shown:
        return
    head = shown[1].index("|") + 2
    source, carets = (line[head:] for line in shown)
    at = carets.index("^")
    room = _room(width, source) - head if width else len(source)
    start = max(0, min(at - room // 2, len(source) - room))
    end = start + room
    if start:
        source = f"{source[:start]}…{source[start + 1 :]}"
    if end < len(source):
        source, end = f"{source[: end - 1]}…", end - 1
    before, marks = source[start:at], carets[at : max(at + 1, end)]
    yield shown[0][:head], source[start:], None
    yield shown[1][:head], " " * _cells(before) + marks, finding.level


def _room(width: int, line: str) -> int:
    """How many characters of a line fit."""
    return max(width - max(0, _cells(line) - len(line)), LEAST_WIDTH)


def _cells(text: str) -> int:
    """How wide a text is in a terminal, where some characters take two places and some none."""
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else unicodedata.category(each) not in ("Mn", "Me", "Cf")
        for each in text
    )
