"""The words of the field, in the reader's language."""

import gettext
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
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

LOCALES = Path(__file__).parent / "locales"


def _(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


_PERCENT = _("{n}%")
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
    "agree": _("agree"),
    "mixed": _("mixed"),
    "split": _("split"),
    "decimal mark": _("decimal mark: ."),
    "low": _("low"),
    "middle": _("middle"),
    "high": _("high"),
}


@dataclass(frozen=True)
class Words:
    """Messages in one language. Calling it translates; unknown messages stay English.

    Messages carry named places: `words("{n} of {of}", n=3, of=4)`.
    """

    lang: str
    catalogue: gettext.NullTranslations

    def __call__(self, message: str, **values: object) -> str:
        """The message in this language, its places filled."""
        return self.catalogue.gettext(message).format(**values)

    def many(self, one: str, more: str, n: int, **values: object) -> str:
        """The singular or plural message for `n`, its places (`{n}` among them) filled."""
        return self.catalogue.ngettext(one, more, n).format(n=n, **values)

    def name(self, word: str) -> str:
        """The name of a stage, sector, escape, band or word of agreement; an unknown word is returned as it is."""
        return self.catalogue.gettext(_NAMES[word]) if word in _NAMES else word

    def number(self, value: float) -> str:
        """A number with two decimals, as this language writes it."""
        return f"{round(Decimal(repr(value)), 2) + 0:.2f}".replace("-", "−").replace(".", self.name("decimal mark")[-1])

    def chance(self, probability: float) -> str:
        """A probability in whole per cent; never 100, for nothing here is that sure."""
        return self.percent(min(probability, 0.99))

    def percent(self, share: float) -> str:
        """A share from 0 to 1 in whole per cent, as this language writes it."""
        return self(_PERCENT, n=round(share * 100))


@cache
def words_for(lang: str) -> Words:
    """The words of a language tag such as `nl` or `nl-BE`; English where partnercheck does not speak it."""
    base = lang.split("-", maxsplit=1)[0]
    return Words(lang, gettext.translation("partnercheck", LOCALES, languages=[base], fallback=True))
