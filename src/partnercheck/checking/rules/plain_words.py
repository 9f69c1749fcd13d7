"""Words without quotes that other programs take for something else.

YAML has had two sets of rules for words without quotes, and most programs still follow the older one, YAML 1.1. There
`no` is false, `12:30` is 750 and `2026-11-21` is a date. What they take a word for is held here against what it is read
as here; where the two differ, quotes make all of them agree.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from partnercheck.findings import Edit, Finding
from partnercheck.questionnaire.paths import shown
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.scalars import Scalar, scalars
from partnercheck.questionnaire.source import Source

_TRUE = frozenset(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"])
_FALSE = frozenset(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"])
_NULL = frozenset(("~", "null", "Null", "NULL"))
_SIGNS = frozenset(("=", "<<"))
_NUMBER = re.compile(
    r"""[-+]?(?:
      0b[0-1_]+ | 0[0-7_]+ | 0x[0-9a-fA-F_]+ | 0 | [1-9][0-9_]*
    | [1-9][0-9_]*(?::[0-5]?[0-9])+
    | [0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?
    | [0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
    | \.(?:inf|Inf|INF)
    ) | \.[0-9][0-9_]*(?:[eE][-+][0-9]+)? | \.(?:nan|NaN|NAN)""",
    re.VERBOSE,
)
"""The numbers of YAML 1.1, as its most used readers have them."""
_LATER_NUMBER = re.compile(r"0o[0-7]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
"""Numbers of YAML 1.2; the older rules do not have all of them."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"""[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?:[Tt]|[ \t]+) [0-9]{1,2}:[0-9]{2}:[0-9]{2} (?:\.[0-9]*)?
    (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?""",
    re.VERBOSE,
)
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


def plain_words(source: Source) -> Iterator[Finding]:
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
    taken, later = _old_kind(word), _LATER_NUMBER.fullmatch(word)
    here = "a text" if not word or (taken == "a text" and not later) else _kind_here(word, key=key)
    if here not in ("", taken):
        return taken
    return "a number" if later and here == "a text" else ""


def _old_kind(word: str) -> str:
    """What a word is by the rules of YAML 1.1."""
    if word in _TRUE or word in _FALSE:
        return "true" if word in _TRUE else "false"
    if word in _SIGNS:
        return "a sign of YAML"
    if _NUMBER.fullmatch(word):
        return "a number"
    if _DAY.fullmatch(word) or _TIME.fullmatch(word):
        return "a date"
    return "nothing" if word in _NULL else "a text"


def _kind_here(word: str, *, key: bool) -> str:
    """What a word is read as here; empty for a number that is too long, of which reading tells."""
    if key:
        return "a text"
    tree = read_tree(Source("", word))
    if tree.findings:
        return ""
    if tree.plain is None or isinstance(tree.plain, bool):
        return str(tree.plain).lower().replace("none", "nothing")
    return "a text" if isinstance(tree.plain, str) else "a number"


def _as_all_read(number: str) -> str:
    """A number as every program reads it: with a point, and a sign behind an e."""
    written = repr(float(number))
    return written if "." in written else written.replace("e", ".0e")


def _found(source: Source, each: Scalar, taken: str) -> Finding:
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
