"""The words of the field, in the reader's language."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import cache, lru_cache
from math import floor
from pathlib import Path
from string import Formatter
from typing import Literal, get_args

Stage = Literal["forming", "storming", "norming", "performing", "adjourning"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The five stages in loop order; after the last comes the first."""

Escape = Literal["dont-know", "not-applicable", "prefer-not-to-say"]
ESCAPES: tuple[Escape, ...] = get_args(Escape)
"""Answers that are offered on every question unless switched off, and never scored."""

SECTORS = ("employer", "education", "government", "union", "nonprofit", "community")
"""The kinds of partner, unless a questionnaire defines its own."""

LANGUAGES = ("en", "nl")
"""The languages partnercheck itself speaks; a questionnaire may speak others."""

MAX_PLACES = 20
"""Decimals of a number that can be asked for."""
ENOUGH_DIGITS = 400
"""The digits of the largest number that a computer counts with, and its decimals."""

LOCALES = Path(__file__).parents[1] / "locales"


def _(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


_PERCENT = _("{n}%")
_GLOSSES = {
    "forming": _("your word for forming"),
    "storming": _("your word for storming"),
    "norming": _("your word for norming"),
    "performing": _("your word for performing"),
    "adjourning": _("your word for adjourning"),
}
_MEANINGS = {
    "forming": (_("In this stage partners get to know each other."), _("Goals and roles are still open.")),
    "storming": (
        _("In this stage partners see goals, roles or the problem differently, and it shows."),
        _("It is the time to talk that through."),
    ),
    "norming": (
        _("In this stage partners have found ways of working together."),
        _("Roles are accepted, and feedback is taken."),
    ),
    "performing": (
        _("In this stage the shared work shows results."),
        _("Partners act without being asked and settle differences themselves."),
    ),
    "adjourning": (
        _("In this stage the work, its funding or its mandate is ending."),
        _("It is time to decide what stops, what goes on and who takes over."),
    ),
}
_NAMES = {
    "forming": _("forming"),
    "storming": _("storming"),
    "norming": _("norming"),
    "performing": _("performing"),
    "adjourning": _("adjourning"),
    "dont-know": _("Don't know"),
    "not-applicable": _("Not applicable"),
    "prefer-not-to-say": _("I'd rather not say"),
    "employer": _("Employers"),
    "education": _("Education"),
    "government": _("Government"),
    "union": _("Unions"),
    "nonprofit": _("Nonprofits"),
    "community": _("Community"),
    "not-stated": _("Not stated"),
    "other": _("Other partners"),
    "alike": _("alike"),
    "spread": _("spread"),
    "split": _("split"),
    "decimal mark": _("decimal mark: ."),
}


def whole_percent(share: float) -> int:
    """A share in whole per cent, a half rounded up: the one way in which shares are shown and compared."""
    return floor(share * 100 + 0.5 + 1e-9)


def capitalised(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def rounded(value: float, places: int) -> Decimal:
    """A number with so many decimals, whatever its size; minus nothing is nothing.

    Raises:
        ValueError: these are more decimals than anybody reads.
    """
    if not 0 <= places <= MAX_PLACES:
        raise ValueError(f"a number has 0 to {MAX_PLACES} decimals")
    with localcontext(Context(prec=ENOUGH_DIGITS)):
        return round(Decimal(repr(value)), places) + 0


def filled(message: str, values: Mapping[str, object]) -> str:
    """A message with its places filled, which are plain names and nothing else: a template may bring its own messages.

    Raises:
        ValueError: a place is no plain name.
        KeyError: there is no value for a place.
    """
    _check_places(message)
    return message.format(**values)


@lru_cache(maxsize=2000)
def _check_places(message: str) -> None:
    """See that the places of a message are plain names.

    Raises:
        ValueError: one asks for a part of a value, or for it written in another way.
    """
    for _, name, spec, conversion in Formatter().parse(message):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise ValueError(f"a place in a message is a plain name such as {{n}}, and not {{{name}}}")


@dataclass(frozen=True)
class Words:
    """Messages in one language. Calling it translates; unknown messages stay English.

    Messages carry named places: `words("{n} of {of}", n=3, of=4)`.
    """

    lang: str
    catalogue: gettext.NullTranslations

    def __call__(self, message: str, **values: object) -> str:
        """The message in this language, its places filled."""
        return filled(self.catalogue.gettext(message), values)

    def many(self, one: str, more: str, n: int, **values: object) -> str:
        """The singular or plural message for `n`, its places (`{n}` among them) filled."""
        return filled(self.catalogue.ngettext(one, more, n), {"n": n, **values})

    def name(self, word: str) -> str:
        """The name of a stage, sector, escape or word of agreement; an unknown word is returned as it is."""
        return self.catalogue.gettext(_NAMES[word]) if word in _NAMES else word

    def gloss(self, stage: str) -> str:
        """This language's own word for a stage; empty where its name is a word of the language."""
        said = self.catalogue.gettext(_GLOSSES[stage])
        return "" if said == _GLOSSES[stage] else said

    def stage(self, stage: str) -> str:
        """The name of a stage with this language's own word behind it."""
        gloss = self.gloss(stage)
        return f"{self.name(stage)} ({gloss})" if gloss else self.name(stage)

    def meaning(self, stage: str, *, brief: bool = False) -> str:
        """What a stage means, in two sentences; in the first of them where it is to be brief."""
        sentences = [self.catalogue.gettext(sentence) for sentence in _MEANINGS[stage]]
        return sentences[0] if brief else " ".join(sentences)

    def number(self, value: float, places: int = 2) -> str:
        """A number with so many decimals, as this language writes it."""
        shown = f"{rounded(value, places):.{places}f}"
        return shown.replace("-", "−").replace(".", self.name("decimal mark")[-1])

    def percent(self, share: float) -> str:
        """A share from 0 to 1 in whole per cent, as this language writes it."""
        return self(_PERCENT, n=whole_percent(share))


@cache
def words_for(lang: str) -> Words:
    """The words of a language tag such as `nl` or `nl-BE`; English where partnercheck does not speak it."""
    base = lang.split("-", maxsplit=1)[0]
    return Words(lang, gettext.translation("partnercheck", LOCALES, languages=[base], fallback=True))
