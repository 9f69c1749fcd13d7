"""A questionnaire's file as the start of another one, its comments and its layout kept."""

import re

from partnercheck.errors import PartnercheckError
from partnercheck.questionnaire.load import read_questionnaire
from partnercheck.questionnaire.look import look
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.source import Source
from partnercheck.questionnaire.starter import EDITOR_LINE, quoted, word

FIRST_VERSION = "0.1"
_VALUE = r"[^\r\n]*(?:\r?\n(?: [^\r\n]*|(?=\r?\n )))*"
"""What stands behind a key at the start of a line: the rest of the line, and the lines that are indented below it."""
_NOTE = re.compile(r" +#.*\Z")
"""The comment behind an id or a version, which cannot hold such a sign themselves."""


def copied(source: Source, new_id: str, title: str, schema: str) -> str:
    """The text of a questionnaire's file with another id, the first version and, where one is given, another title.

    Args:
        source: The file that is copied.
        new_id: The copy's id.
        title: The copy's title; the old one stays where this is empty.
        schema: Where the JSON Schema is, for the editor line; without one there is no such line.

    Raises:
        PartnercheckError: the file has problems, or is laid out so that it cannot be changed line by line.
    """
    before = read_questionnaire(source)
    wanted = {"id": new_id, "version": FIRST_VERSION} | ({"title": title} if title else {})
    text = _put(source.text, "id", word(new_id))
    text = _put(text, "version", quoted(FIRST_VERSION))
    if title:
        text = _put(text, "title", quoted(title))
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith(EDITOR_LINE):
        del lines[0]
    end = "\r\n" if "\r\n" in text else "\n"
    head = [f"{EDITOR_LINE}{schema}{end}"] if schema else []
    new = "".join([*head, f"{_origin(before.questionnaire)}{end}", *lines])
    if look(Source(source.path, new)).tree.plain != before.plain | wanted:
        raise PartnercheckError(
            f"{before.questionnaire.id} is laid out in a way that cannot be copied.",
            "Write id, version and title each on a line of its own.",
        )
    return new


def _put(text: str, key: str, value: str) -> str:
    """The text with another value behind a key at the start of a line."""

    def line(found: re.Match[str]) -> str:
        note = _NOTE.search(found[0]) if key != "title" else None
        return f"{key}: {value}{note[0] if note else ''}"

    return re.sub(rf"(?m)^{key} *:{_VALUE}", line, text, count=1)


def _origin(old: Questionnaire) -> str:
    under = f", licence {' '.join(old.licence.split())}" if old.licence else ""
    return f"# Made from {old.id} {old.version}{under}. Say here what you have changed."
