"""How the words and texts of a YAML file are written, where each begins and ends, and the comments between them."""

import contextlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from partnercheck.questionnaire.source import Source
from partnercheck.questionnaire.tree import MOST_DEPTH
from partnercheck.questionnaire.yaml_reader import events

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_LINE = re.compile(r"[^\r\n]*")


class Scalar(NamedTuple):
    """A word or text as it stands in a file, from `start` up to `end`, in characters of the file's text from 0.

    `style` is a quotation mark, the sign of a block (`|` or `>`), `!` where an anchor or a tag stands before it, and
    empty for a word without any of these. `named` is the key that it is the value of. `inside` is the number of the
    mapping or list that it stands in, counted through the file; `flow` says that this one is written in brackets.
    """

    text: str
    style: str
    start: int
    end: int
    line: int
    column: int
    key: bool
    named: str
    inside: int
    flow: bool


class Scalars(NamedTuple):
    """Every scalar that could be read, in order, and up to where in the text the file could be read."""

    found: tuple[Scalar, ...]
    end: int


class _Open:
    """A mapping or list whose end has not come yet; `named` is the key that waits for its value."""

    __slots__ = ("flow", "mapping", "named", "number")

    def __init__(self, number: int, *, mapping: bool, flow: bool) -> None:
        self.number, self.mapping, self.flow = number, mapping, flow
        self.named: str | None = None


@lru_cache(maxsize=1)
def scalars(source: Source) -> Scalars:
    """The scalars of a file as far as it can be read. Never raises for content."""
    found: list[Scalar] = []
    with contextlib.suppress(yaml.YAMLError, ValueError, OverflowError):
        found.extend(_scalars(source))
        return Scalars(tuple(found), len(source.text))
    return Scalars(tuple(found), found[-1].end if found else 0)


def _scalars(source: Source) -> Iterator[Scalar]:
    stack = [_Open(0, mapping=False, flow=False)]
    opened = documents = 0
    for event in events(source):
        top = stack[-1]
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            key = top.mapping and top.named is None
            style = "!" if event.anchor is not None or event.tag is not None else event.style or ""
            yield Scalar(
                event.value, style, start.index, end.index, start.line + 1, start.column + 1,
                key, top.named or "", top.number, top.flow,
            )  # fmt: skip
            top.named = event.value if key else None
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > MOST_DEPTH:
                raise yaml.YAMLError
            opened += 1
            stack.append(_Open(opened, mapping=isinstance(event, yaml.MappingStartEvent), flow=bool(event.flow_style)))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            stack[-1].named = None
        elif isinstance(event, yaml.AliasEvent):
            top.named = "" if top.mapping and top.named is None else None
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise yaml.YAMLError


def gaps(source: Source) -> Iterator[tuple[int, int]]:
    """Where the file's text is neither a word nor a text: from which character up to which. Comments are in gaps."""
    at = 0
    read = scalars(source)
    for each in read.found:
        yield at, each.start
        at = max(at, each.end)
        if each.style in ("|", ">"):
            yield each.start, _line_end(source.text, each.start)  # behind the sign of a block a comment may stand
    yield at, max(at, read.end)


def comments(source: Source) -> Iterator[tuple[int, int]]:
    """Every comment in the part of the file that could be read: from its # up to the end of its line."""
    for start, end in gaps(source):
        at = start
        while found := _COMMENT.search(source.text, at, end):
            at = _line_end(source.text, found.start())
            yield found.start(), at


def place(source: Source, offset: int) -> tuple[int, int]:
    """The line and the column of a character; quicker than `source.place` where many are asked for."""
    lines = range(1, len(source.lines) + 1)
    line = bisect_right(lines, offset, key=lambda line: source.offset(line, 1))
    return line, offset - source.offset(line, 1) + 1


def _line_end(text: str, start: int) -> int:
    found = _LINE.match(text, start)
    return found.end() if found else start
