"""Tabs between the parts of a file, where YAML lets them stand and many programs do not."""

import re
from collections.abc import Iterator
from dataclasses import replace

from partnercheck.findings import Edit, Finding
from partnercheck.questionnaire.scalars import gaps, place
from partnercheck.questionnaire.source import Source

_INDENT = "    "
_TABS = re.compile(r"\t+")
_NO_MORE = re.compile(r"[ \t]*(?:[\r\n]|\Z)")


def tabs(source: Source) -> Iterator[Finding]:
    """PC110: tabs between the words of a YAML file; those in texts and comments belong to these.

    A tab at the end of a line does nothing and is left out.
    """
    if "\t" not in source.text or source.path.lower().endswith(".json"):
        return
    for start, end in gaps(source):
        for line in re.finditer(r"[^\r\n]+", source.text[start:end]):
            first = start + line.start()
            before = re.split(r"(?<!\S)#", line[0], maxsplit=1)[0]
            for found in _TABS.finditer(source.text, first, first + len(before)):
                if not _NO_MORE.match(source.text, found.end()):
                    yield _found(source, found.start(), found.end())


def _found(source: Source, start: int, end: int) -> Finding:
    line, column = place(source, start)
    message = "a tab stands between the parts of the file, and many other programs do not read that"
    found = source.finding(line, column, "PC110", message, "use spaces", end - start)
    leading = not source.lines[line - 1][: column - 1].strip()
    return replace(found, fix=(Edit(start, end, _INDENT * (end - start) if leading else " "),))
