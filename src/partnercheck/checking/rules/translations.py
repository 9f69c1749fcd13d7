"""Texts beside each other in several languages: what must be the same in all of them, and what must not."""

import re
from collections import Counter
from collections.abc import Iterator

from partnercheck.checking.recovery import Draft
from partnercheck.checking.rules.wording import first_language
from partnercheck.core.findings import Finding, clip, listed, shown
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.model import ANY_LANGUAGE, LANGUAGE
from partnercheck.questionnaire.references import TEXTS, at_pattern

_PLACEHOLDER = re.compile(r"\$?\{\{? ?[A-Za-z_0-9.]* ?\}\}?|%\([A-Za-z_]+\)[sd]|%(?:\d\$)?[sd](?!\w)|</?[a-z]+ ?/?>")
_MARKED = re.compile(r"[{%<\d]")
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_CLOCK = re.compile(r"\d ?[ap]\.?m\b|o['’]clock|\d[:.]\d\d ?(?:uur|h)|\d ?uur", re.IGNORECASE)
_OTHER_UNITS = frozenset((7, 12, 24, 52, 60))
"""Two weeks are fourteen days, and two years twenty-four months."""
_MAX_DIGITS = 12
_SCRIPT = 4
"""The letters of a script's tag; a country's has two, and a part of the world has three digits."""
_COUNTRY = re.compile(r"[A-Za-z]{2}|[0-9]{3}")
_NOWHERE = ("XA", "XB", "ZZ")
_MIN_WORDS = 4
_SHORT = 3
"""Words up to this long stay small inside a name."""
_NAMES = ("sources/*/title",)
_SHOWN = 40
_OWN = frozenset(("en", "nl"))


def translations_keep_places(draft: Draft) -> Iterator[Finding]:
    """PC601: placeholders or numbers that another language of the same text has not."""
    for path, texts, first in _translated(draft):
        marked = any(map(_MARKED.search, texts.values()))
        for lang, text in texts.items() if marked else ():
            if lang == first:
                continue
            there, here = Counter(_PLACEHOLDER.findall(texts[first])), Counter(_PLACEHOLDER.findall(text))
            if there != here:
                missing, extra = (sorted(clip(each, _SHOWN) for each in more) for more in (there - here, here - there))
                parts = ([f"{listed(missing, 4)} is missing here"] if missing else []) + (
                    [f"{listed(extra, 4)} is not there"] if extra else []
                )
                message = f"the placeholders differ from those in {shown(first)}: {', and '.join(parts)}"
                yield draft.at((*path, lang), "PC601", message, "copy the placeholders letter by letter")
            elif differ := _numbers_differ(texts[first], text):
                message = f"{shown(first)} says {differ[0]}, and this says {differ[1]}"
                yield draft.at((*path, lang), "PC601", message, "find out which number is meant")


def _numbers_differ(one: str, other: str) -> tuple[str, str] | None:
    """Two numbers of which each stands in one text only; none where the texts may count differently."""
    there, here = _numbers(one), _numbers(other)
    if there.total() != here.total() or there == here or _CLOCK.search(one) or _CLOCK.search(other):
        return None
    left, right = min((there - here).elements(), key=int), min((here - there).elements(), key=int)
    small, large = sorted((int(left), int(right)))
    units = small > 0 and large % small == 0 and large // small in _OTHER_UNITS
    return None if units else (left, right)


def _numbers(text: str) -> Counter[str]:
    return Counter(re.sub(r"\D", "", each)[:_MAX_DIGITS] for each in _DIGITS.findall(text))


def languages_exist(draft: Draft) -> Iterator[Finding]:
    """PC602: language tags with a language, script or country that there is none of."""
    for path, tag in at_pattern(draft.tree, "languages/*"):
        if isinstance(tag, str) and tag not in _OWN and re.match(LANGUAGE, tag):
            wrong = _wrong_part(tag)
            if wrong:
                yield draft.at(path, "PC602", *wrong)


def _wrong_part(tag: str) -> tuple[str, str] | None:
    """What is wrong with a tag, and a remedy."""
    from babel.core import Locale, get_global

    known, names = Locale("en"), get_global("likely_subtags")
    language, *rest = tag.split("-")
    if language not in known.languages and language not in names and language not in get_global("language_aliases"):
        return f"no language has the tag {shown(language)}", "write a tag such as en, nl or pap"
    for part in rest:
        if len(part) == _SCRIPT and part.isalpha() and part.title() not in known.scripts:
            return f"no script has the tag {shown(part)}", f"write {language}"
        code = part.upper()
        if _COUNTRY.fullmatch(part) and (code not in known.territories or code in _NOWHERE):
            meant = get_global("territory_aliases").get(code, ["ZZ"])[0]
            remedy = f"write {language}" if meant in _NOWHERE else f"write {language}-{meant}"
            return f"no country has the code {shown(part)}", remedy
    return None


def texts_are_translated(draft: Draft) -> Iterator[Finding]:
    """PC603: the same words in two languages, where they are no name."""
    for path, texts, first in _translated(draft, without=_NAMES):
        if len(set(texts.values())) == len(texts):
            continue
        told: dict[str, str] = {}
        for lang in sorted(texts, key=lambda each: each != first):
            other = told.setdefault(texts[lang], lang)
            if _base(other) != _base(lang) and _is_sentence(texts[lang]):
                message = f"this is the same text as in {shown(other)}"
                yield draft.at((*path, lang), "PC603", message, "translate one of the two")


def _is_sentence(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    return len(words) >= _MIN_WORDS and any(len(word) > _SHORT and word[0].islower() for word in words)


def _base(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def _translated(draft: Draft, without: tuple[str, ...] = ()) -> Iterator[tuple[KeyPath, dict[str, str], str]]:
    """Every text that stands in two languages or more, and the language that the others are held to."""
    default = first_language(draft.tree)
    for pattern in TEXTS:
        for path, here in () if pattern in without else at_pattern(draft.tree, pattern):
            if isinstance(here, dict) and len(here) > 1 and not draft.tree.unfinished(path):
                texts = {lang: text for lang, text in here.items() if isinstance(text, str) and lang != ANY_LANGUAGE}
                if len(texts) > 1:
                    yield path, texts, default if default in texts else next(iter(texts))
