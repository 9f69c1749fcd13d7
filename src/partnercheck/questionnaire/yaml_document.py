"""YAML text to plain values that know their place, and how its words and comments are written."""

import contextlib
import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import yaml

from partnercheck.core.files import TextFile
from partnercheck.core.findings import clip, printable
from partnercheck.core.text import UNPRINTABLE, json_as_yaml, readable, unreadable_findings
from partnercheck.questionnaire.document import (
    HALF,
    MAX_DEPTH,
    MAX_NODES,
    MAX_NUMBER,
    STOPPED,
    KeyPath,
    Places,
    Plain,
    Tree,
    read_last,
)
from partnercheck.questionnaire.yaml_hints import broken

MAX_FOUND = 1000
"""Findings about one file; one that has more is something else."""
MAX_ALIKE = 3
"""Anchors, aliases and tags told one by one; one more finding tells of the others, which come by the thousand."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NO_CHARACTER = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
_LOADER = getattr(yaml, "CLoader", yaml.Loader)  # the parser alone is used: no tag is ever constructed


def build_tree(source: TextFile, most: int) -> Tree:
    """As `read_tree`, by the parser that knows places."""
    tree = Tree(source, findings=[*islice(unreadable_findings(source), MAX_FOUND)], find_places=find_places)
    try:
        _Builder(tree, most).build(events(source))
    except yaml.MarkedYAMLError as problem:
        tree.findings.append(broken(source, problem, events))
    except (ValueError, OverflowError):  # only the parser without C, which meets such an escape unprepared
        line, column = source.place(found.start()) if (found := _NO_CHARACTER.search(source.text)) else (1, 1)
        tree.findings.append(source.finding(line, column, "PC102", "this escape stands for no character"))
    if any(found.code in STOPPED for found in tree.findings):
        tree.stopped = read_last(tree.plain)
    return tree


def find_places(source: TextFile) -> tuple[Places, Places]:
    """Where each key and each value of a file stands, as far as it can be read."""
    builder = _Builder(Tree(source), MAX_NODES, places=True)
    with contextlib.suppress(yaml.YAMLError, ValueError, OverflowError):
        builder.build(events(source))
    return builder.keys, builder.values


def events(source: TextFile) -> Iterator[yaml.Event]:
    """What a YAML parser meets in a file, one after another. What cannot be parsed raises while this is read."""
    text = readable(source.text)
    return yaml.parse(json_as_yaml(text) if source.path.lower().endswith(".json") else text, Loader=_LOADER)


_Rarer = yaml.CollectionStartEvent | yaml.AliasEvent | yaml.DocumentStartEvent
_RARER = (yaml.CollectionStartEvent, yaml.AliasEvent, yaml.DocumentStartEvent)


class _Open:
    """A mapping or sequence whose end has not come yet; `key` waits for its value.

    `path` leads to it. `lost` says that it stands behind a key that stood before, so that nothing in it has a place.
    """

    __slots__ = ("into", "key", "lost", "mapping", "path", "skipping")

    def __init__(self, into: dict[str, Plain] | list[Plain], path: KeyPath, *, lost: bool) -> None:
        self.into: Any = into
        self.path = path
        self.lost = lost
        self.mapping = isinstance(into, dict)
        self.key: str | None = None
        self.skipping = False


class _Builder:
    """Turns the parser's events into plain values, without recursion, so that depth costs nothing."""

    def __init__(self, tree: Tree, most: int, *, places: bool = False) -> None:
        self.tree = tree
        self.most = most
        self.places = places
        self.keys: Places = {}
        self.values: Places = {}
        self.stack: list[_Open] = []
        self.documents = 0
        self.refused = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Read all events, or as many as make sense."""
        for number, event in enumerate(events):
            if number > self.most:
                message = f"the file holds more than {self.most} values, and the rest is not read"
                self._find(event, "PC102", message, "is this the right file?")
                return
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)  # type: ignore[arg-type]  # the line above says which event it is
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                if self.stack:
                    self.stack[-1].key = None
            elif isinstance(event, _RARER) and not self._other(event):
                return

    def _other(self, event: _Rarer) -> bool:
        """Take a rarer event; whether to read on."""
        waiting = bool(self.stack) and self.stack[-1].mapping and self.stack[-1].key is None
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._find(event, "PC102", "a second document starts here", "one file, one thing")
            return self.documents == 1
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "aliases are not read here", "write the text out where it is needed")
            if waiting:
                self._key(event, "alias")
            else:
                self._put(event, None)
            return True
        self._check_node(event)
        if waiting:
            self._find(event, "PC102", "a key must be a word, not a list or a mapping")
            return False
        if len(self.stack) >= MAX_DEPTH:
            self._find(event, "PC105", f"nested more than {MAX_DEPTH} levels deep")
            return False
        into: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(event, into, opens=True)
        lost = bool(self.stack) and (self.stack[-1].lost or self.stack[-1].skipping)
        self.stack.append(_Open(into, self._path(), lost=lost))
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._check_node(event)
        if not text.isprintable():
            if HALF.search(text):
                said, mark = "this escape is half of a character", event.start_mark
                raise yaml.MarkedYAMLError(None, None, said, mark)  # type: ignore[arg-type]  # the C parser's are meant too
            if found := UNPRINTABLE.search(text):
                message = f"this text holds a control character ({printable(found[0])})"
                self._find(event, "PC106", message, "take it out; use plain text")
        if self.stack and self.stack[-1].mapping and self.stack[-1].key is None:
            self._key(event, text)
        else:
            self._put(event, self._value(event, text) if event.implicit[0] else text)

    def _key(self, event: yaml.Event, text: str) -> None:
        top = self.stack[-1]
        top.key = text
        top.skipping = text in top.into
        if top.skipping:
            first = (self.keys if self.places else self.tree.keys).get(self._path(), (0, 0, 0))[0]
            said = f"the key {clip(text, 60)!r} stands twice; it stood first on line {first}"
            self._find(event, "PC103", said, "keep one of the two")
        elif self.places:
            self.keys[self._path()] = _span(event)

    def _put(self, event: yaml.Event, value: Plain, *, opens: bool = False) -> None:
        """Hang a value where the innermost open container wants it."""
        if not self.stack:
            self.tree.plain = value
            if self.places:
                self.values[()] = _span(event)
            return
        top = self.stack[-1]
        if not top.mapping:
            top.into.append(value)
        elif not top.skipping:
            top.into[top.key] = value
        if self.places and not top.lost and not top.skipping:
            self.values[self._path()] = _span(event)
        if not opens:
            top.key = None

    def _path(self) -> KeyPath:
        """The path of what was read last."""
        top = self.stack[-1] if self.stack else None
        return (*top.path, str(top.key) if top.mapping else len(top.into) - 1) if top else ()

    def _value(self, event: yaml.ScalarEvent, text: str) -> Plain:
        """A plain scalar's value by the YAML 1.2 core schema."""
        if text in _NULL:
            return None
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        if text[0] in "0123456789.-+":
            if len(text) > MAX_NUMBER and _FLOAT.match(text):
                message = f"a number of {len(text)} characters"
                self._find(event, "PC107", message, "put quotes around it if it is a text")
                return None
            if _INTEGER.match(text):
                return int(text)
            if _FLOAT.match(text):
                if math.isfinite(float(text)):
                    return float(text)
                self._find(event, "PC107", "a number too large to be meant", "put quotes around it if it is a text")
                return None
        return text

    def _check_node(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchors are not read here", "take the '&…' away")
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, "tags are not read here", "take the '!…' away")

    def _refuse(self, event: yaml.NodeEvent, message: str, remedy: str) -> None:
        self.refused += 1
        if self.refused <= MAX_ALIKE:
            self._find(event, "PC104", message, remedy)
        elif self.refused == MAX_ALIKE + 1:
            message = "anchors, aliases and tags are not read here, and more of them may stand below"
            self._find(event, "PC104", message, "take every '&…' and '!…' away; write texts out where they are needed")

    def _find(self, event: yaml.Event, code: str, message: str, remedy: str = "") -> None:
        if len(self.tree.findings) >= MAX_FOUND and code not in STOPPED:
            return
        line, column, length = _span(event)
        self.tree.findings.append(self.tree.source.finding(line, column, code, message, remedy, length))


def _span(event: yaml.Event) -> tuple[int, int, int]:
    """Line and column, counted from 1, and how many characters the caret underlines."""
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return 1, 1, 1
    if isinstance(event, yaml.ScalarEvent) and start.line == end.line:
        return start.line + 1, start.column + 1, max(1, end.column - start.column)
    return start.line + 1, start.column + 1, 1


_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_LINE = re.compile(r"[^\r\n]*")


_OLDER = yaml.resolver.Resolver()
"""PyYAML's resolver, which reads YAML 1.1 as most programs do."""
_KINDS = {"int": "a number", "float": "a number", "null": "nothing", "timestamp": "a date"}
_SIGNS = ("merge", "value")


def kind_elsewhere(word: str) -> str:
    """What a word without quotes is by the rules of YAML 1.1: "a number", "true", "nothing", "a date" or "a text"."""
    tag = _OLDER.resolve(yaml.ScalarNode, word, (True, False)).rpartition(":")[2]  # type: ignore[no-untyped-call]  # it has no types
    if tag == "bool" or word in ("y", "Y", "n", "N"):  # the standard has these four, and other readers do
        return "true" if word.lower() in ("y", "yes", "true", "on") else "false"
    return "a sign of YAML" if tag in _SIGNS else _KINDS.get(tag, "a text")


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


class _OpenNode:
    """A mapping or list whose end has not come yet; `named` is the key that waits for its value."""

    __slots__ = ("flow", "mapping", "named", "number")

    def __init__(self, number: int, *, mapping: bool, flow: bool) -> None:
        self.number, self.mapping, self.flow = number, mapping, flow
        self.named: str | None = None


@lru_cache(maxsize=1)
def scalars(source: TextFile) -> Scalars:
    """The scalars of a file as far as it can be read. Never raises for content."""
    found: list[Scalar] = []
    with contextlib.suppress(yaml.YAMLError, ValueError, OverflowError):
        found.extend(_scalars(source))
        return Scalars(tuple(found), len(source.text))
    return Scalars(tuple(found), found[-1].end if found else 0)


def _scalars(source: TextFile) -> Iterator[Scalar]:
    stack = [_OpenNode(0, mapping=False, flow=False)]
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
            if len(stack) > MAX_DEPTH:
                raise yaml.YAMLError
            opened += 1
            mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_OpenNode(opened, mapping=mapping, flow=bool(event.flow_style)))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            stack[-1].named = None
        elif isinstance(event, yaml.AliasEvent):
            top.named = "" if top.mapping and top.named is None else None
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise yaml.YAMLError


def gaps(source: TextFile) -> Iterator[tuple[int, int]]:
    """Where the file's text is neither a word nor a text: from which character up to which. Comments are in gaps."""
    at = 0
    read = scalars(source)
    for each in read.found:
        yield at, each.start
        at = max(at, each.end)
        if each.style in ("|", ">"):
            yield each.start, _line_end(source.text, each.start)  # behind the sign of a block a comment may stand
    yield at, max(at, read.end)


def comments(source: TextFile) -> Iterator[tuple[int, int]]:
    """Every comment in the part of the file that could be read: from its # up to the end of its line."""
    for start, end in gaps(source):
        at = start
        while found := _COMMENT.search(source.text, at, end):
            at = _line_end(source.text, found.start())
            yield found.start(), at


def place(source: TextFile, offset: int) -> tuple[int, int]:
    """The line and the column of a character; quicker than `source.place` where many are asked for."""
    lines = range(1, len(source.lines) + 1)
    line = bisect_right(lines, offset, key=lambda line: source.offset(line, 1))
    return line, offset - source.offset(line, 1) + 1


def _line_end(text: str, start: int) -> int:
    found = _LINE.match(text, start)
    return found.end() if found else start
