"""How a file is written: words that other programs take for something else, tabs, and parts that are never named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from partnercheck.checking.recovery import Draft
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Edit, Finding, shown
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.references import REFERENCES, at_pattern, declared
from partnercheck.questionnaire.yaml_document import Scalar, gaps, kind_elsewhere, place, scalars

_LATER_NUMBER = re.compile(r"0o[0-7]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
"""Numbers of YAML 1.2; the older rules do not have all of them."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SAME = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""Numbers that are the same everywhere, and by far the most common ones."""
_FIRST = frozenset("yYnNoOtTfF~=<-+.0123456789")
"""How every word begins that two programs may take for different things."""
_BEFORE = ("", "\r", "\n", "[", "{", ",", ":", "-", "?")
_PERHAPS = re.compile(
    r"""(?<![^\s\[{,:]) (?:
      (?P<word> [yYnNoOtTfF~=<][A-Za-z<]{0,4} | [-+.0-9][^\s,\[\]{}"'\#]* )
      (?= [ \t]* (?P<behind> [,\]}:\r\n] | \# | \Z ) )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt \t] )""",
    re.VERBOSE,
)


def plain_words(source: TextFile) -> Iterator[Finding]:
    """PC109: words without quotes in a YAML file that other programs do not read as they are read here.

    A `date` that is a plain day is left out: answers files have one, and nobody takes it for anything but a day.
    """
    if source.path.lower().endswith(".json") or not perhaps_any(source.text):
        return
    for each in scalars(source).found:
        if not each.style and each.text[:1] in _FIRST:
            taken = taken_for(each.text, key=each.key)
            if taken and not (each.named == "date" and _DAY.fullmatch(each.text)):
                yield _found(source, each, taken)


def perhaps_any(text: str) -> bool:
    """Whether a text may hold such a word: a quick look, which takes some words in texts and comments for one."""
    for found in _PERHAPS.finditer(text):
        at = found.start()
        while text[at - 1 : at] in (" ", "\t"):
            at -= 1
        if text[at - 1 : at] not in _BEFORE:
            continue  # a word further on in a text
        if found["word"] is None:
            return True
        word = found["word"].rstrip(":")
        key = found["behind"] == ":" or word != found["word"]
        day = _DAY.fullmatch(word) and text.endswith("date: ", 0, found.start())
        if (taken_for(word) and not day) or (key and taken_for(word, key=True)):
            return True
    return False


def taken_for(word: str, *, key: bool = False) -> str:
    """What other programs take a word without quotes for; empty where they read it as it is read here."""
    return "" if _SAME.fullmatch(word) and not key else _taken_for(word, key)


@lru_cache(maxsize=1000)
def _taken_for(word: str, key: bool) -> str:
    taken, later = kind_elsewhere(word), _LATER_NUMBER.fullmatch(word)
    here = "a text" if not word or (taken == "a text" and not later) else _kind_here(word, key=key)
    if here not in ("", taken):
        return taken
    return "a number" if later and here == "a text" else ""


def _kind_here(word: str, *, key: bool) -> str:
    """What a word is read as here; empty for a number that is too long, of which reading tells."""
    if key:
        return "a text"
    tree = read_tree(TextFile("", word))
    if tree.findings:
        return ""
    if tree.plain is None or isinstance(tree.plain, bool):
        return str(tree.plain).lower().replace("none", "nothing")
    return "a text" if isinstance(tree.plain, str) else "a number"


def _as_all_read(number: str) -> str:
    """A number as every program reads it: with a point, and a sign behind an e."""
    written = repr(float(number))
    return written if "." in written else written.replace("e", ".0e")


def _found(source: TextFile, each: Scalar, taken: str) -> Finding:
    """The finding; a number that others take for a text has no fix, for it may be meant as either."""
    number = not each.key and _kind_here(each.text, key=False) == "a number"
    message = (
        f"{'the key ' if each.key else ''}{shown(each.text)} is {'a number' if number else 'a text'} here, "
        f"and many other programs take it for {taken}"
    )
    remedy = "put quotes around it"
    if number:
        remedy = f"write {_as_all_read(each.text)}, or put quotes around it if it is a text"
    one_line = "\n" not in source.text[each.start : each.end]
    found = source.finding(each.line, each.column, "PC109", message, remedy, each.end - each.start if one_line else 1)
    quotes = (Edit(each.start, each.start, '"'), Edit(each.end, each.end, '"'))
    return found if number else replace(found, fix=quotes)


_INDENT = "    "
_TABS = re.compile(r"\t+")
_NO_MORE = re.compile(r"[ \t]*(?:[\r\n]|\Z)")


def tabs(source: TextFile) -> Iterator[Finding]:
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
                    yield _found_tab(source, found.start(), found.end())


def _found_tab(source: TextFile, start: int, end: int) -> Finding:
    line, column = place(source, start)
    message = "a tab stands between the parts of the file, and many other programs do not read that"
    found = source.finding(line, column, "PC110", message, "use spaces", end - start)
    leading = not source.lines[line - 1][: column - 1].strip()
    return replace(found, fix=(Edit(start, end, _INDENT * (end - start) if leading else " "),))


_DECLARED = {"scales": "scale", "themes": "theme", "sources": "source"}


def unused_parts(draft: Draft) -> Iterator[Finding]:
    """PC208: a scale or a theme without a question, a source that neither a question nor a step names."""
    for part, word in _DECLARED.items() if draft.tree.stopped is None else ():
        named = {
            str(name) for pattern, target in REFERENCES if target == part for _, name in at_pattern(draft.tree, pattern)
        }
        for name in declared(draft.tree, part):
            if name not in named:
                message = f"no question or next step names the {word} {shown(name)}"
                yield draft.at((part, name), "PC208", message, "use it, or take it out", key=True)
