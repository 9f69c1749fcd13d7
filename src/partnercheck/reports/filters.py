"""What templates do to values: write them the reader's way, and make anybody's text harmless."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Context, localcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from partnercheck.assessment.result import Assessment, QuestionResult
from partnercheck.core.text import escape_markdown
from partnercheck.core.words import ENOUGH_DIGITS, MAX_PLACES, rounded, words_for

if TYPE_CHECKING:
    from babel import Locale

_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


THOUSAND = 1000
"""From here on numbers have a mark between their digits."""


def filters_for(assessment: Assessment) -> dict[str, Callable[..., Any]]:
    """The filters every template of a report may use, by name, for one assessment and its language."""
    shown = {question.id: question for question in assessment.questions}
    return {
        **filters_in(assessment.lang),
        "result": shown.get,
        "results": partial(results, shown=shown),
        "on_scale": partial(on_scale, lang=assessment.lang),
    }


def filters_in(lang: str) -> dict[str, Callable[..., Any]]:
    """The filters that need no assessment, by name, for one language."""
    words = words_for(lang)
    return {
        "cell": cell,
        "date": partial(date, lang=lang),
        "md": md,
        "number": partial(number, lang=lang),
        "percent": words.percent,
        "width": width,
    }


def date(day: datetime.date | str, lang: str) -> str:
    """A date, or an ISO date as text, written out, such as *21 november 2026* in Dutch."""
    from babel.dates import format_date

    day = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(day, "long", locale=_locale(lang))


def day_in_words(day: datetime.date, lang: str) -> str:
    """A date with its weekday, such as *zaterdag 21 november 2026* in Dutch."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale=_locale(lang))


def number(value: float, places: int | None = None, *, lang: str) -> str:
    """A number with the decimal mark of the language: at most two decimals, or exactly `places`."""
    if places is None and isinstance(value, int) and 0 <= value < THOUSAND:
        return str(value)  # as every language writes it, and Babel takes its time
    from babel.numbers import format_decimal

    if places is not None and not 0 <= places <= MAX_PLACES:
        raise ValueError(f"a number has 0 to {MAX_PLACES} decimals")
    pattern = "#,##0.##" if places is None else f"#,##0.{'0' * places}".rstrip(".")
    with localcontext(Context(prec=ENOUGH_DIGITS)):
        written = format_decimal(rounded(value, 2 if places is None else places), format=pattern, locale=_locale(lang))
    return written.replace("-", "−")


def width(value: float, of: float = 1) -> str:
    """How long a bar is, as a CSS length in per cent of the longest; one decimal."""
    share = value / of if of else 0.0
    return f"{min(max(share, 0.0), 1.0) * 100:.1f}%"


def results(question_ids: Iterable[str], shown: Mapping[str, QuestionResult]) -> list[QuestionResult]:
    """The results of these questions in this order. What is withheld is absent."""
    return [shown[each] for each in question_ids if each in shown]


def on_scale(mean: float, question: QuestionResult, *, lang: str) -> str:
    """A mean place from 0 to 1 as a mean of answers that are counted from 1, with one decimal."""
    return words_for(lang).number(1 + mean * (len(question.options or {}) - 1), 1)


def plain(value: object) -> object:
    """What HTML templates output: nothing for none, and text without characters that no document may hold.

    Control characters and those that turn the direction of everything after them become a visible replacement sign.
    """
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _UNSHOWABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


def md(value: object) -> Markup:
    """Any value as Markdown that shows exactly its text, on one line, wherever it stands; also inside a table.

    Markup, which is what this returns and what a macro or block returns, is taken to be Markdown already.
    """
    if isinstance(value, Markup):
        return value
    text = " ".join(str(plain(value)).split())
    return Markup(escape_markdown(text))  # noqa: S704 - Markup stands for Markdown here


def cell(value: object) -> Markup:
    """As `md`, for a table cell: a dash where there is nothing to show."""
    return md(value) or Markup("–")


def _locale(lang: str) -> "Locale":
    """The nearest language Babel knows; English where it knows none.

    English without a country is that of the world, which writes 21 November 2026.
    """
    from babel import Locale, UnknownLocaleError

    for tag in (lang, lang.split("-", maxsplit=1)[0]):
        if tag == "en":
            break
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "001")
