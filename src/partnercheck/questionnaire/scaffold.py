"""What a new questionnaire starts with: texts of ours, or the file of another questionnaire."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from partnercheck.core.files import TextFile
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.text import slug_of
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.loader import read_questionnaire
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.parser import parse

TEMPLATE = Path(__file__).with_name("starter.yaml")
EDITOR_LINE = "# yaml-language-server: $schema="
"""Tells an editor which schema the file below follows."""
_LONGEST_THEME = 40
_TAKEN = ("shared-aim", "working-together")
"""The themes that every start has."""
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that mean something else where they stand without quotes."""

ORDERS = (
    "FASNP APFSN NSPAF",
    "ASPFN NPFSA PFNAS FPANS",
    "PNFSA NASFP FSAPN PANSF FNPAS",
    "PFNAS SAPNF NSFPA APFSN FANSP FNAPS",
    "PASFN ANFPS APSNF NPFAS ASPFN NFPAS SFANP",
    "ASNFP NAPSF FPASN FNSAP SPAFN PFSNA AFPNS PNSAF",
)
"""In which order the options of each question stand, by first letters of the stages: without own themes, with one, two…

They are chosen so that people who tick one place everywhere, the first, the second or any other, get no stage for it.
"""
MAX_THEMES = len(ORDERS) - 1


class Start(NamedTuple):
    """What the author has said. Without a title the start's own stands."""

    id: str
    languages: tuple[str, ...]
    title: str = ""
    themes: tuple[str, ...] = ()


def theme_ids(themes: Sequence[str]) -> dict[str, str]:
    """The id of each theme that an author named, with its name; those that every start has are left out."""
    found: dict[str, str] = {}
    for name in themes:
        slug = slug_of(name)[:_LONGEST_THEME].strip("-")
        if not re.match("[a-z]", slug) or slug in _WORDS:
            slug = f"theme-{slug}" if slug else f"theme-{len(found) + 1}"
        if slug not in _TAKEN:
            found.setdefault(slug, name)
    return found


def started(start: Start, schema: str) -> str:
    """The text of a new questionnaire.

    Args:
        start: What the author has said; at most `MAX_THEMES` themes, and languages that the template has.
        schema: Where its JSON Schema is, for the editor line; without one there is no such line.
    """
    themes = theme_ids(start.themes)
    text = "".join(_lines_in(start.languages, TEMPLATE.read_text(encoding="utf-8")))
    text = re.sub(
        r"( *# theme:start\n)(.*?)( *# theme:end\n)", lambda found: _for_each(themes, found[2]), text, flags=re.DOTALL
    )
    orders = iter(ORDERS[len(themes)].split())
    text = re.sub(r"(?<=    options:\n)(?: {6}.*\n)+", lambda found: _ordered(found[0], next(orders)), text)
    if start.title:
        text = re.sub(r"^title:\n(?:  .*\n)+", lambda _: f"title: {quoted(start.title)}\n", text, flags=re.MULTILINE)
    text = re.sub(r"^id: starter\b", lambda _: f"id: {word(start.id)}", text, flags=re.MULTILINE)
    text = re.sub(r"^languages: \[.*?\]", f"languages: [{', '.join(start.languages)}]", text, flags=re.MULTILINE)
    return (f"{EDITOR_LINE}{schema}\n" if schema else "") + text


def word(name: str) -> str:
    """A short name as it stands in YAML, in quotes where it would be read as something else."""
    return name if re.match("[a-z]", name) and name not in _WORDS else quoted(name)


def quoted(text: str) -> str:
    """A text in quotes, as YAML and JSON read it."""
    return json.dumps(text, ensure_ascii=False)


def _for_each(themes: dict[str, str], part: str) -> str:
    """A part of the template, once for each theme."""
    made = ""
    for slug, name in themes.items():
        for line in part.replace("your-theme", slug).splitlines(keepends=True):
            key, _, said = line.rstrip("\n").partition(": ")
            made += f"{key}: {quoted(said.replace('Your theme', name))}\n" if "Your theme" in said else line
    return made


def _ordered(options: str, order: str) -> str:
    """Options in the order of the first letters of their stages."""
    entries = re.split(r"(?m)^(?= {6}- )", options)[1:]
    letters = {stage: stage[0].upper() for stage in STAGES}
    of = {letters[re.search(r"evidence: \{(\w+)", entry)[1]]: entry for entry in entries}  # type: ignore[index]  # each has one
    return "".join(of[letter] for letter in order)


def _lines_in(languages: Sequence[str], text: str) -> Iterator[str]:
    """The lines that are in one of these languages or in none."""
    for line in text.splitlines(keepends=True):
        tag = re.match(r" +([a-z]{2}): ", line)
        if not tag or tag[1] in languages:
            yield line


FIRST_VERSION = "0.1"
_VALUE = r"[^\r\n]*(?:\r?\n(?: [^\r\n]*|(?=\r?\n )))*"
"""What stands behind a key at the start of a line: the rest of the line, and the lines that are indented below it."""
_NOTE = re.compile(r" +#.*\Z")
"""The comment behind an id or a version, which cannot hold such a sign themselves."""


def copied(source: TextFile, new_id: str, title: str, schema: str) -> str:
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
    if parse(TextFile(source.path, new)).tree.plain != before.plain | wanted:
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
