"""YAML or JSON text to plain values that know their place.

Scalars are read as YAML 1.2 reads them: only true and false are booleans, `no`, `on`, `1_0`, `12:30` and dates stay
the words the author wrote. Duplicate keys, anchors, aliases, tags and depth are findings, and the rest of the file is
still read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from partnercheck.findings import Finding, printable
from partnercheck.questionnaire.source import Source

MOST_DEPTH = 24
MOST_NUMBER = 40

Path = tuple[str | int, ...]
Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_LOADER = getattr(yaml, "CLoader", yaml.Loader)  # the parser alone is used: no tag is ever constructed


@dataclass
class Tree:
    """Plain values, and where each key and each value stands.

    `keys` and `values` map a path, such as `("questions", 3, "theme")`, to line, column and length.
    """

    source: Source
    plain: Plain = None
    keys: dict[Path, tuple[int, int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def at(self, path: Path, code: str, message: str, remedy: str = "", *, key: bool = False) -> Finding:
        """A finding at the value of a path (or its key), or at the nearest thing around it that stands in the file."""
        places = (self.keys, self.values) if key else (self.values, self.keys)
        line, column, length = 1, 1, 1
        while True:
            found = places[0].get(path) or places[1].get(path)
            if found:
                line, column, length = found
                break
            if not path:
                break
            path, places = path[:-1], (self.keys, self.values)
        return self.source.finding(line, column, code, message, remedy, length)


@dataclass
class _Open:
    """A mapping or sequence whose end has not come yet."""

    into: dict[str, Plain] | list[Plain]
    path: Path
    key: str | None = None
    skipping: bool = False

    def place(self) -> Path:
        """The path of the value that comes next."""
        return (*self.path, self.key if isinstance(self.into, dict) and self.key is not None else len(self.into))


def read_tree(source: Source) -> Tree:
    """Read YAML, or JSON where the name ends in .json. Never raises for content: problems are the tree's findings."""
    tree = Tree(source)
    text = _json_as_yaml(source.text) if source.path.lower().endswith(".json") else source.text
    try:
        _build(tree, yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = " ".join(part for part in (problem.context, problem.problem) if part)
        tree.findings.append(source.finding(line, column, "PC102", said, _remedy(source, line, said)))
    except yaml.YAMLError as problem:
        line, column = _unprintable_place(source.text)
        tree.findings.append(source.finding(line, column, "PC106", str(problem).split("\n")[0]))
    return tree


def _json_as_yaml(text: str) -> str:
    """JSON is YAML but for two things: tabs between its parts, and surrogate pairs in its strings."""

    def joined(pair: re.Match[str]) -> str:
        high, low = int(pair[1], 16), int(pair[2], 16)
        return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    return _SURROGATES.sub(joined, text.replace("\t", " "))


def _remedy(source: Source, line: int, said: str) -> str:
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    if "\t" in text:
        return "indent with spaces; YAML does not take tabs"
    if "mapping values are not allowed" in said:
        return "a text that holds ': ' needs quotes around it"
    if "cannot start any token" in said:
        return "a text that starts with this character needs quotes around it"
    return "look at this line and the one above: indentation, quotes and brackets"


def _unprintable_place(text: str) -> tuple[int, int]:
    found = UNPRINTABLE.search(text)
    before = text[: found.start()] if found else ""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _build(tree: Tree, events: Iterator[yaml.Event]) -> None:
    """Turn the parser's events into plain values, without recursion, so that depth costs nothing."""
    stack: list[_Open] = []
    documents = 0
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            _check_scalar(tree, event)
            _put(tree, stack, event, _value(tree, event) if not _awaits_key(stack) else event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            _check_node(tree, event)
            if len(stack) >= MOST_DEPTH:
                tree.findings.append(_found(tree, event, "PC105", f"nested more than {MOST_DEPTH} levels deep"))
                return
            into: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
            if _awaits_key(stack):
                tree.findings.append(_found(tree, event, "PC102", "a key must be a word, not a list or a mapping"))
                return
            opened = _Open(into, stack[-1].place() if stack else ())
            _put(tree, stack, event, into)
            stack.append(opened)
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            tree.findings.append(
                _found(tree, event, "PC104", "aliases are not read here", "write the text out where it is needed")
            )
            _put(tree, stack, event, "alias" if _awaits_key(stack) else None)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                tree.findings.append(
                    _found(tree, event, "PC102", "a second document starts here", "one file, one thing")
                )
                return


def _awaits_key(stack: list[_Open]) -> bool:
    return bool(stack) and isinstance(stack[-1].into, dict) and stack[-1].key is None


def _put(tree: Tree, stack: list[_Open], event: yaml.Event, value: Plain) -> None:
    """Hang a value, or note a key, where the innermost open container wants it."""
    if not stack:
        tree.plain = value
        tree.values[()] = _span(event)
        return
    top = stack[-1]
    if isinstance(top.into, list):
        tree.values[top.place()] = _span(event)
        top.into.append(value)
        return
    if top.key is None:
        top.key = str(value)
        top.skipping = top.key in top.into
        if top.skipping:
            first = tree.keys[(*top.path, top.key)][0]
            message = f"the key {top.key!r} stands twice; it stood first on line {first}"
            tree.findings.append(_found(tree, event, "PC103", message, "keep one of the two"))
        else:
            tree.keys[(*top.path, top.key)] = _span(event)
        return
    if not top.skipping:
        tree.values[top.place()] = _span(event)
        top.into[top.key] = value
    top.key = None


def _span(event: yaml.Event) -> tuple[int, int, int]:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return 1, 1, 1
    if type(event) is yaml.ScalarEvent and start.line == end.line:
        return start.line + 1, start.column + 1, max(1, end.column - start.column)
    return start.line + 1, start.column + 1, 1


def _found(tree: Tree, event: yaml.Event, code: str, message: str, remedy: str = "") -> Finding:
    line, column, length = _span(event)
    return tree.source.finding(line, column, code, message, remedy, length)


def _check_node(tree: Tree, event: yaml.NodeEvent) -> None:
    if event.anchor is not None:
        tree.findings.append(_found(tree, event, "PC104", "anchors are not read here", "take the '&…' away"))
    if getattr(event, "tag", None) not in (None, "!"):
        tree.findings.append(_found(tree, event, "PC104", "tags are not read here", "take the '!…' away"))


def _check_scalar(tree: Tree, event: yaml.ScalarEvent) -> None:
    _check_node(tree, event)
    if not event.value.isprintable():
        found = UNPRINTABLE.search(event.value)
        if found:
            message = f"this text holds a control character ({printable(found[0])})"
            tree.findings.append(_found(tree, event, "PC106", message, "take it out; use plain text"))


def _value(tree: Tree, event: yaml.ScalarEvent) -> Plain:
    """A scalar's value by the YAML 1.2 core schema; everything quoted is text."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if text[0] in "0123456789.-+":
        if len(text) > MOST_NUMBER and _FLOAT.match(text):
            message = f"a number of {len(text)} characters"
            tree.findings.append(_found(tree, event, "PC107", message, "put quotes around it if it is a text"))
            return None
        if _INTEGER.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
    return text
