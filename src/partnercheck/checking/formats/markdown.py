"""The markdown format: for a comment on a pull request, or the summary of a job."""

import re
from collections.abc import Iterator

from partnercheck.checking.formats.told import advice, counted, files_of, message, place, remedy, summary
from partnercheck.checking.runner import Report
from partnercheck.codes import LEVELS
from partnercheck.findings import Finding, printable, shown_path
from partnercheck.markdown import escape_markdown

MOST = 100
"""Findings shown; forges cut off long comments."""


def markdown(report: Report) -> str:
    """A headline, and for each file with findings a table and the lines they stand in."""
    parts = [f"### partnercheck: {summary(report)}", *map(_text, report.notes)]
    left = MOST
    for path, findings in files_of(report).items():
        shown = findings[:left]
        left -= len(shown)
        if shown:
            parts += [f"#### {_code(path)}", "\n".join(_table(shown)), *_details(shown)]
    hidden = sum(map(report.count, LEVELS)) - (MOST - left)
    if hidden > 0:
        parts.append(f"… and {counted(hidden, 'finding')} more.")
    parts += ["\n".join(f"- {line}" for line in advice(report))] if report.findings else []
    return "\n\n".join(parts) + "\n"


def _table(findings: list[Finding]) -> Iterator[str]:
    yield "| place | level | code | message |"
    yield "| ---: | --- | --- | --- |"
    for finding in findings:
        told = "<br>".join(_text(line) for line in (message(finding), remedy(finding)) if line)
        yield f"| {place(finding)} | {finding.level} | {finding.code} | {told} |"


def _details(findings: list[Finding]) -> Iterator[str]:
    """The source lines with carets, folded away."""
    lines = [line for finding in findings for line in finding.shown_excerpt()]
    if lines:
        content = "\n".join(lines)
        fence = "`" * max(3, 1 + _longest_run(content))
        yield f"<details>\n<summary>Where it stands</summary>\n\n{fence}text\n{content}\n{fence}\n\n</details>"


def _text(text: str) -> str:
    """A text in which nothing is taken for Markdown or HTML."""
    return escape_markdown(printable(text))


def _code(text: str) -> str:
    """The name of a file as code, whatever backticks it holds."""
    plain = shown_path(text)
    ticks = "`" * (1 + _longest_run(plain))
    room = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{room}{plain}{room}{ticks}"


def _longest_run(text: str) -> int:
    """How many backticks stand side by side, at most."""
    return max(map(len, re.findall("`+", text)), default=0)
