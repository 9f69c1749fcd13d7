"""What several formats say alike: messages that can be printed anywhere, counts, and the files of a report."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from partnercheck.checking.runner import Report
from partnercheck.codes import CODES, LEVELS
from partnercheck.findings import MESSAGE_WIDTH, Finding, clip, printable, shown_path

TITLES = {each.code: each.title for each in CODES}
"""What is wrong, by code."""
MOST_SHOWN = 50
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


def shown_first(report: Report, most: int = MOST_SHOWN) -> Iterator[tuple[list[Finding], str]]:
    """The first findings of each file that has any, and a sentence about how many more it has; empty without more."""
    for path, found in groupby(report.findings, lambda each: each.location.path):
        findings = list(found)
        more = len(findings) - most + sum(report.unlisted.get(path, {}).values())
        yield findings[:most], f"… and {more:,} more in {shown_path(path)}." if more > 0 else ""


def files_of(report: Report) -> dict[str, list[Finding]]:
    """The findings of each file that was looked at, in the order of looking; files without findings too."""
    files: dict[str, list[Finding]] = {path: [] for path in report.checked}
    for finding in report.findings:
        files.setdefault(finding.location.path, []).append(finding)
    return files


def summary(report: Report) -> str:
    """How many findings of each level in how many files, in words."""
    files = files_of(report)
    if not files:
        return "nothing was checked"
    found = [counted(n, level) for level in LEVELS if (n := report.count(level))]
    faulty = sum(map(bool, files.values()))
    share = f"{faulty} of " if faulty not in (0, len(files)) else ""
    return f"{_joined(found) or 'no findings'} in {share}{counted(len(files), 'file')}"


def advice(report: Report) -> list[str]:
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
