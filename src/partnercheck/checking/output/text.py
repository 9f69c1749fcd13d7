"""The text format: for people at a terminal, and for editors that follow `path:line:column`."""

import hashlib
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from partnercheck.checking.checker import CheckResult
from partnercheck.checking.output.paint import PLAIN, Paint, Part
from partnercheck.core.codes import CODES, LEVELS
from partnercheck.core.findings import MESSAGE_WIDTH, Finding, Location, clip, printable, shown_path

TITLES = {each.code: each.title for each in CODES}
"""What is wrong, by code."""
MAX_SHOWN = 50
"""Findings of a file that people are shown: one with more of them has one cause."""
_LINE_NUMBER = re.compile(r"\bline \d+")


def message(finding: Finding) -> str:
    """What is wrong, on one line that any terminal can show."""
    return clip(printable(finding.message).strip(), MESSAGE_WIDTH)


def remedy(finding: Finding) -> str:
    """What to do about it, on one line that any terminal can show; may be empty."""
    return clip(printable(finding.remedy).strip(), MESSAGE_WIDTH)


def one_line(finding: Finding) -> str:
    """What is wrong, and what to do about it in brackets."""
    what_to_do = remedy(finding)
    return f"{message(finding)} ({what_to_do})" if what_to_do else message(finding)


def place(finding: Finding) -> str:
    """Line and column."""
    return f"{finding.location.line}:{finding.location.column}"


def end_column(finding: Finding) -> int:
    """The column behind the last character that the finding is about."""
    column = finding.location.column
    end = column + max(1, finding.length)
    return max(column + 1, min(end, len(finding.excerpt) + 1)) if finding.excerpt else end


def slashed(path: str) -> str:
    """A path as forges write it: with slashes, without a leading `./`."""
    return PurePath(path).as_posix()


def shown_first(report: CheckResult, most: int = MAX_SHOWN) -> Iterator[tuple[list[Finding], str]]:
    """The first findings of each file that has any, and a sentence about how many more it has; empty without more."""
    for path, found in groupby(report.findings, lambda each: each.location.path):
        findings = list(found)
        more = len(findings) - most + sum(report.unlisted.get(path, {}).values())
        yield findings[:most], f"… and {more:,} more in {shown_path(path)}." if more > 0 else ""


def files_of(report: CheckResult) -> dict[str, list[Finding]]:
    """The findings of each file that was looked at, in the order of looking; files without findings too."""
    files: dict[str, list[Finding]] = {path: [] for path in report.checked}
    for finding in report.findings:
        files.setdefault(finding.location.path, []).append(finding)
    return files


def summary(report: CheckResult) -> str:
    """How many findings of each level in how many files, in words."""
    files = files_of(report)
    if not files:
        return "nothing was checked"
    found = [counted(n, level) for level in LEVELS if (n := report.count(level))]
    faulty = sum(map(bool, files.values()))
    share = f"{faulty} of " if faulty not in (0, len(files)) else ""
    return f"{_joined(found) or 'no findings'} in {share}{counted(len(files), 'file')}"


def advice(report: CheckResult) -> list[str]:
    """What to do next, a line each; nothing where nothing was found."""
    if not report.findings:
        return []
    fixable = sum(bool(finding.fix) for finding in report.findings)
    mended = [f"{fixable} can be mended with `--fix`"] if fixable else []
    first = min(report.findings, key=_order_of_reading)
    return [*mended, f"`partnercheck explain {first.code}` tells more"]


def _order_of_reading(finding: Finding) -> tuple[bool, int]:
    """What keeps a file from being read comes first, for it hides the rest; then the levels, each by place."""
    unread = finding.level == "error" and finding.code.startswith("PC1")
    return not unread, LEVELS.index(finding.level)


def counted(n: int, word: str) -> str:
    """A number and a word that takes an s in the plural."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """A name for each finding that it keeps when lines above it come or go; no two are the same."""
    seen: Counter[tuple[str, str, str]] = Counter()
    names = []
    for finding in findings:
        told = (slashed(finding.location.path), finding.code, _LINE_NUMBER.sub("line", finding.message))
        seen[told] += 1
        text = "\0".join((*told, str(seen[told])))
        names.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return names


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


MIN_WIDTH = 40
"""A terminal narrower than this gets lines for one of this width."""


def text(report: CheckResult, paint: Paint = PLAIN) -> str:
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
    return max(width - max(0, _cells(line) - len(line)), MIN_WIDTH)


def _cells(text: str) -> int:
    """How wide a text is in a terminal, where some characters take two places and some none."""
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else unicodedata.category(each) not in ("Mn", "Me", "Cf")
        for each in text
    )
