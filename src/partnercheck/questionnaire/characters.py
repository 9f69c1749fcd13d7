"""The characters a file may hold, and JSON's in the words of YAML."""

import re
from collections.abc import Iterator

from partnercheck.findings import Finding, printable
from partnercheck.questionnaire.source import Source

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_UNREADABLE = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What a YAML parser stops at, or takes for the end of a line where an editor does not. Compiled when it is needed."""
_JSON_TEXT = r'"(?:[^"\\]++|\\.)*+"'
_JSON_ESCAPE = r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)"


def readable(text: str) -> str:
    """The text with a replacement sign for every character that a YAML parser stops at."""
    return text if text.replace("\n", "").isprintable() else re.sub(_UNREADABLE, "\ufffd", text)


def unreadable_findings(source: Source) -> Iterator[Finding]:
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
