"""Anybody's text as Markdown that shows exactly this text, wherever it is pasted."""

import re

JOINER = "\u200c"
"""An invisible character that parts what a forge would link, and changes no letter beside it."""

_MARKS = re.compile(r"([\\`*_\[\]<>&|~$])")
_LINE_START = re.compile(r"^([-+#=:]|\d{1,9}(?=[.)](?:\s|$)))")
_LINKED = re.compile(
    r"(?<=@)(?=[\w.])"  # people, teams and addresses: @everyone, a@b.example
    r"|(?<=[#!$&%^~])(?=\d)"  # issues, requests, snippets, epics and milestones by number: #1, org/repo#1, !1
    r"|(?<=[%~])(?=[\w\"])"  # milestones and labels by name
    r"|(?<=\bgh-)(?=\d)"  # issues: GH-1
    r"|(?<=:)(?=//)|(?<=\bwww)(?=\.)",  # addresses of pages
    re.IGNORECASE,
)


def escape_markdown(text: str) -> str:
    """A text of one line as Markdown: no part of it is a mark, HTML, a link, a mention or a reference.

    Forges look for mentions, references and addresses in what Markdown has become, where a backslash is gone; so an
    invisible character stands inside them.
    """
    text = _MARKS.sub(r"\\\1", _LINKED.sub(JOINER, text))
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    start = found[1]
    return f"{start}\\" if start.isdigit() else f"\\{start}"
