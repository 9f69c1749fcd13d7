"""Characters and texts: what may be printed, when two writings of a name are one, and anybody's text as Markdown."""

import re
import unicodedata
from collections.abc import Iterator

from partnercheck.core.files import TextFile
from partnercheck.core.findings import JOINERS, Finding, printable

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


REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, direction changes and halves of characters: they have no place in a text people read."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_UNREADABLE = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What a YAML parser stops at, or takes for the end of a line where an editor does not. Compiled when it is needed."""
_JSON_TEXT = r'"(?:[^"\\]++|\\.)*+"'
_JSON_ESCAPE = r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)"


def folded(text: str) -> str:
    """A text as it is compared.

    Capitals, the width and number of spaces, what has no width, the shape of apostrophes, a final full stop, and
    whether an accent is a character of its own, as in names of files on a Mac, make no difference.
    """
    if not text.isascii():
        text = _without_width(unicodedata.normalize("NFD", text.replace("’", "'")))
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text.casefold()))
    words = " ".join(text.casefold().split())
    return words.rstrip(" .") or words


def tidied(text: str) -> str:
    """A name as it is shown: with single plain spaces, and without what has no width."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _without_width(text, JOINERS))
    return " ".join(text.split())


def _without_width(text: str, kept: str = "") -> str:
    return "".join(each for each in text if each in kept or unicodedata.category(each) != "Cf")


def readable(text: str) -> str:
    """The text with a replacement sign for every character that a YAML parser stops at."""
    return text if text.replace("\n", "").isprintable() else re.sub(_UNREADABLE, "\ufffd", text)


def unreadable_findings(source: TextFile) -> Iterator[Finding]:
    """The first control character of each line that has any."""
    for number, line in enumerate(source.lines if readable(source.text) != source.text else [], 1):
        found = re.search(_UNREADABLE, line)
        if found:
            message = f"this line holds a control character ({printable(found[0])})"
            yield source.finding(number, found.start() + 1, "PC106", message, "take it out; use plain text")


def json_as_yaml(text: str) -> str:
    """JSON is YAML but for two things: tabs between its parts, and surrogate pairs in its strings.

    Every part stays in its place.
    """

    def joined(escape: re.Match[str]) -> str:
        if not escape[1]:
            return escape[0]
        high, low = int(escape[1], 16), int(escape[2], 16)
        return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    def padded(words: re.Match[str]) -> str:
        return re.sub(_JSON_ESCAPE, joined, words[0], flags=re.DOTALL).ljust(len(words[0]))

    text = text.replace("\t", " ")
    return re.sub(_JSON_TEXT, padded, text, flags=re.DOTALL) if "\\u" in text else text


LONGEST_ID = 60


def slug_of(text: str) -> str:
    """The short name nearest to a text; empty where nothing of it can stand in one."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-")


def is_number(value: str) -> bool:
    """Whether an option value is a number, and so can be counted."""
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) is not None
