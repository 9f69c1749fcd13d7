"""The documentation as data: its pages, their fences, headings and links."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)

Golden = Callable[[str, Path], None]
"""The fixture that holds a text to a file."""

DOTS = "…"
"""Stands for what a page leaves out."""

_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Fence:
    """A block of code on a page. Its info string is a language, then words for the tests.

    A word with a dot is the name of the file that the block is; `questionnaire` and `event` say what must be able to
    read it; `output` is what the block before it prints; `exit=2` is how its last command ends. `wrong` and `right`
    are the examples of a rule, which the tests of the pages about rules check.
    """

    page: Path
    line: int
    lang: str
    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str:
        """The name of the file that the block is; empty where it is none."""
        return next((word for word in self.words if "." in word), "")

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def fences(page: Path) -> Iterator[Fence]:
    """The code blocks of a page, in order."""
    for token in _tokens(page):
        if token.type == "fence" and token.map:
            lang, *words = token.info.split() or [""]
            yield Fence(page, token.map[0] + 1, lang, tuple(words), token.content)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    seen: Counter[str] = Counter()
    found = set()
    tokens = _tokens(page)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            said = "".join(child.content for child in inline.children or ())
            slug = re.sub(r"[^\w\- ]", "", said.lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return found


def links(page: Path) -> Iterator[str]:
    """Where a page links to."""
    for token in _tokens(page):
        for child in token.children or ():
            target = child.attrGet("href") or child.attrGet("src")
            if target:
                yield str(target)


def prose(page: Path) -> str:
    """The whole text of a page."""
    return page.read_text(encoding="utf-8")


def table_rows(page: Path, first_cell: str) -> list[list[str]]:
    """The body of the table whose first heading cell is this, as plain cells."""
    rows: list[list[str]] = []
    inside = False
    for line in prose(page).splitlines():
        cells = [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0] == first_cell:
            inside = True
        elif inside and not line.startswith("|"):
            return rows
        elif inside and not set(line) <= set("|-: "):
            rows.append(cells)
    return rows


def _tokens(page: Path) -> list[Token]:
    return _MARKDOWN.parse(prose(page))
