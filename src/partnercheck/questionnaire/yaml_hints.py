"""Slips of the pen in plain words: what a parser stops at, and what it reads as something else."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import yaml

from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding, Problem, clip, printable
from partnercheck.questionnaire.document import KeyPath, Plain, Tree, json_words

LOOK = "look at this line and the one above: indentation, quotes and brackets"
MAX_READ_AGAIN = 1_000_000
"""A file of more characters is not read a second time to find where a quote was opened."""
_KEY = re.compile(r"\s*(?:-[ \t]+)*[\w.-]+:(?:[ \t]|$)")
_CLOSE = {"[": "]", "{": "}"}
_SIGN_WORDS = (
    (
        "escape",
        "this backslash starts no sign that YAML knows between double quotes",
        "write two backslashes for one, or put single quotes around the text",
    ),
    ("block scalar", "behind | or > nothing else can stand", "start the text on the next line"),
    ("document start", "something stands behind '...', which ends the file", "take the '...' out"),
)


class SyntaxHint(NamedTuple):
    """Where a slip is, counted from 1, what it is, and what to do."""

    line: int
    column: int
    message: str
    remedy: str


def broken(
    source: TextFile, problem: yaml.MarkedYAMLError, events: Callable[[TextFile], Iterator[yaml.Event]]
) -> Finding:
    """The finding about what a parser stopped at.

    Args:
        source: The file.
        problem: What the parser said.
        events: Reads the file's events once more, up to there.
    """
    mark = problem.problem_mark or problem.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = f"{problem.context or ''} {problem.problem or ''}".strip()
    json_file = source.path.lower().endswith(".json")
    slip = _json_hint(source) if json_file else None
    if slip is None and json_file and "escape" in said:
        slip = SyntaxHint(*place, "this escape stands for no character", "write the character itself")
    if slip is None:
        opened = problem.context_mark or mark
        start = (opened.line + 1, opened.column + 1) if opened else place
        slip = _quote_hint(source, place, events) or _hint(source, place, start, said)
    return source.finding(slip.line, slip.column, "PC102", slip.message, slip.remedy)


def _json_hint(source: TextFile) -> SyntaxHint | None:
    try:
        json.loads(source.text)
    except json.JSONDecodeError as problem:
        if source.text[problem.pos : problem.pos + 1] in ("\n", "\r") and problem.msg.startswith("Invalid control"):
            message = "the text at the end of this line is not closed"
            return SyntaxHint(*source.place(problem.pos), message, 'close it with "')
        return SyntaxHint(*source.place(problem.pos), *json_words(problem.msg))
    except (ValueError, RecursionError):
        return None
    return None


def _hint(source: TextFile, place: tuple[int, int], start: tuple[int, int], said: str) -> SyntaxHint:
    """The slip that the parser's words and the lines point to."""
    line = _line(source, place[0])
    sign = line[place[1] - 1 : place[1]]
    if "\t" in line[: len(line) - len(line.lstrip())] or sign == "\t":
        return SyntaxHint(*place, "a tab stands where spaces belong", "indent with spaces; YAML does not take tabs")
    if "end of stream" in said:
        message = "the quote that opens here is never closed"
        return SyntaxHint(*start, message, "close it; then check quotes inside the text")
    if "':'" in said:
        return _without_colon(source, start[0], place[0])
    if "mapping values" in said:
        return _two_colons(source, place)
    if "'-'" in said or "block end" in said or "expected key" in said:
        return _out_of_line(place, start, line, said)
    if "flow sequence" in said or "flow mapping" in said:
        return _open_bracket(source, place, start)
    known = _sign_hint(source, place, start, said)
    return known or SyntaxHint(*place, "the parts of this line do not fit together", LOOK)


def _sign_hint(source: TextFile, place: tuple[int, int], start: tuple[int, int], said: str) -> SyntaxHint | None:
    """A sign that cannot stand where it does."""
    sign = _line(source, place[0])[place[1] - 1 : place[1]]
    if "node content" in said and sign:
        return SyntaxHint(
            *place, f"a value is expected before this {sign!r}", "a text with such a sign needs quotes around it"
        )
    if "cannot start any token" in said or "an alias" in said or "an anchor" in said:
        at = start if "an a" in said else place
        first = _line(source, at[0])[at[1] - 1 : at[1]]
        remedy = "a text that starts with this character needs quotes around it"
        return SyntaxHint(*at, f"a text cannot start with {printable(first)!r}", remedy)
    known = ((message, remedy) for word, message, remedy in _SIGN_WORDS if word in said)
    return SyntaxHint(*place, *found) if (found := next(known, None)) else None


def _line(source: TextFile, number: int) -> str:
    return source.lines[number - 1] if 0 < number <= len(source.lines) else ""


def _above(source: TextFile, number: int) -> int:
    """The nearest line above one that says something; 0 without any."""
    while number > 1:
        number -= 1
        line = _line(source, number).strip()
        if line and not line.startswith("#"):
            return number
    return 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count or 'no'} spaces"


def _missing_space(source: TextFile, number: int) -> SyntaxHint | None:
    """A dash or a colon without a space behind it, at the start of a line."""
    line = _line(source, number)
    at = _indent(line) + 1
    if found := re.match(r"\s*-([A-Za-z_][\w-]*:.*)", line):
        return SyntaxHint(number, at, "a space is missing behind the dash", f"write - {_short(found[1])}")
    if found := re.match(r"\s*(?:- +)?(([A-Za-z_][\w-]*):)((?!//)[^\s:].*)", line):
        return SyntaxHint(
            number, found.end(1) + 1, "a space is missing behind the colon", f"write {found[2]}: {_short(found[3])}"
        )
    return None


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:39]}…"


def _without_colon(source: TextFile, number: int, stopped: int) -> SyntaxHint:
    """A line among keys that is none."""
    line = _line(source, number)
    words = line.strip().removeprefix("- ").split(maxsplit=1)
    remedy = "write key: value, or put quotes around a text that goes on over several lines"
    if len(words) == 2 and re.fullmatch(r"[a-z_]+", words[0]) and _KEY.match(_line(source, stopped)):
        remedy = f"write {words[0]}: {_short(words[1])}"
    plain = SyntaxHint(number, _indent(line) + 1, "a colon is missing on this line", remedy)
    return _missing_space(source, number) or plain


def _two_colons(source: TextFile, place: tuple[int, int]) -> SyntaxHint:
    """A colon where no key can stand: inside a text, or behind a slip on the line above."""
    line = _line(source, place[0])
    if re.search(r":\s", line[: place[1] - 1]):
        return SyntaxHint(
            *place, "this text holds a colon with a space behind it", "a text that holds ': ' needs quotes around it"
        )
    above = _above(source, place[0])
    if above:
        before = _line(source, above)
        if slip := _missing_space(source, above):
            return slip
        if not re.search(r":(\s|$)", before) and above == 1:
            return _without_colon(source, above, place[0])
        if _KEY.match(before) and _indent(line) > _indent(before):
            inside = len(before) - len(before.lstrip(" -"))
            message = (
                f"this line is indented by {_spaces(_indent(line))}, and line {above} has a value of its own already"
            )
            return SyntaxHint(
                place[0], _indent(line) + 1, message, f"indent it by {_spaces(inside)}, like the key on line {above}"
            )
    return SyntaxHint(*place, "a key cannot stand here", LOOK)


def _out_of_line(place: tuple[int, int], start: tuple[int, int], line: str, said: str) -> SyntaxHint:
    """A line that belongs neither to what is above it nor beside it."""
    if re.match(r"\s*-[A-Za-z_][\w-]*:", line):
        word = _short(line.strip()[1:])
        return SyntaxHint(*place, "a space is missing behind the dash", f"write - {word}")
    sign = line[place[1] - 1 : place[1]]
    if sign and sign in "]}":
        return SyntaxHint(*place, f"this {sign!r} closes nothing", "take it out, or put quotes around the text")
    if place[1] - 1 > _indent(line):
        return SyntaxHint(*place, "something stands behind the end of a value", "put quotes around all of the text")
    if sign == "-" and "mapping" in said:
        message = f"an entry of a list cannot stand among the keys that start on line {start[0]}"
        return SyntaxHint(*place, message, "indent it below its key, or write a key before it")
    where = f"this line is indented by {_spaces(_indent(line))}, and fits neither into what stands above nor beside it"
    return SyntaxHint(*place, where, "indent it as far as the lines that it belongs to")


def _open_bracket(source: TextFile, place: tuple[int, int], start: tuple[int, int]) -> SyntaxHint:
    """A bracket that is not closed, or a comma that is missing inside it."""
    opening = _line(source, start[0])[start[1] - 1 : start[1]]
    closing = _CLOSE.get(opening, "]")
    line = _line(source, place[0])
    sign = line[place[1] - 1 : place[1]]
    if sign and sign in "]}":
        return SyntaxHint(*place, f"this {sign!r} closes a {opening!r}", f"close it with {closing}")
    ended = not "\n".join([line[place[1] - 1 :], *source.lines[place[0] :]]).strip()
    if place[0] > start[0] and (ended or _indent(line) <= _indent(_line(source, start[0]))):
        return SyntaxHint(
            *start, f"the {opening!r} that opens here is not closed on the lines below", f"close it with {closing}"
        )
    above = _above(source, place[0])
    if (
        above >= start[0]
        and place[0] > start[0]
        and _KEY.match(line)
        and not _line(source, above).rstrip().endswith(",")
    ):
        return SyntaxHint(
            above, len(_line(source, above).rstrip()) + 1, "a comma is missing at the end of this line", "add ,"
        )
    message = f"a comma or the closing {closing!r} is expected here"
    return SyntaxHint(
        *place, message, "entries are separated by commas, and a text that holds a colon needs quotes around it"
    )


def _quote_hint(
    source: TextFile, place: tuple[int, int], events: Callable[[TextFile], Iterator[yaml.Event]]
) -> SyntaxHint | None:
    """A quote that was closed too late or too early, right before the place where reading stopped."""
    if len(source.text) > MAX_READ_AGAIN:
        return None
    last: yaml.Event | None = None
    with contextlib.suppress(yaml.YAMLError):
        for event in events(source):
            last = event
    if (
        not isinstance(last, yaml.ScalarEvent)
        or last.style not in ("'", '"')
        or last.end_mark is None
        or last.start_mark is None
    ):
        return None
    end, start = last.end_mark, last.start_mark
    if end.line + 1 != place[0] or not (behind := _line(source, place[0])[end.column : place[1]].strip()):
        return None
    if behind in ",]}:#":
        return None
    if start.line != end.line:
        message = f"the quote that opens here is closed on line {end.line + 1} only"
        return SyntaxHint(start.line + 1, start.column + 1, message, "close it where its text ends")
    if _line(source, place[0])[end.column : end.column + 1].isalnum():
        write = "''" if last.style == "'" else '\\"'
        message = "this quote closes the text before its end"
        return SyntaxHint(place[0], end.column, message, f"write {write} for a quote inside the text")
    message = "something stands behind the closing quote"
    return SyntaxHint(*place, message, "put the quotes around all of the text")


_GLUED = re.compile(r"([A-Za-z][\w-]*):(?!//)([^\s:].*)", re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,6}")
_MAX_SHOWN = 40


def key_hint(tree: Tree, path: KeyPath) -> Problem | None:
    """The slip that made the key at a path, which has nothing behind it; none where it is meant."""
    parent = _at(tree.plain, path[:-1])
    key = path[-1] if path else None
    if not isinstance(parent, dict) or not isinstance(key, str) or parent.get(key, "") is not None:
        return None
    if found := _GLUED.fullmatch(key):
        written = f"{found[1]}: {found[2]}"
        return Problem("a space is missing behind the colon", f"write {clip(written, _MAX_SHOWN)}")
    keys = list(parent)
    before = keys[keys.index(key) - 1] if keys.index(key) else ""
    whole = parent.get(before)
    if _DIGITS.fullmatch(key) and isinstance(whole, int) and not isinstance(whole, bool):
        return Problem("a comma splits this number in two", f"write {before}: {whole}.{key}")
    return None


def glued(tree: Tree, path: KeyPath, key: str) -> bool:
    """Whether a key stands in the mapping at a path, but without the space behind its colon."""
    here = _at(tree.plain, path)
    return isinstance(here, dict) and any(
        each.startswith(f"{key}:") and here[each] is None for each in here if ":" in each
    )


def _at(here: Plain, path: KeyPath) -> Plain:
    for step in path:
        if isinstance(here, dict) and isinstance(step, str):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here
