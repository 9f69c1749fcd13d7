"""The day that somebody means by what they type: a date, or words such as *next week*, in English or Dutch.

The grammar is closed: what is not in it is refused and never guessed at. Numbers stand in the order day, month, year.
"""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto

_MONTHS = (
    "january januari jan", "february februari feb", "march maart mar mrt", "april apr", "may mei", "june juni jun",
    "july juli jul", "august augustus aug", "september sept sep", "october oktober oct okt", "november nov",
    "december dec",
)  # fmt: skip
_WEEKDAYS = (
    "monday maandag mon ma", "tuesday dinsdag tues tue di", "wednesday woensdag wed wo",
    "thursday donderdag thurs thu do", "friday vrijdag fri vr", "saturday zaterdag sat za", "sunday zondag sun zo",
)  # fmt: skip
_COUNTS = (
    "a an one een één", "two twee", "three drie", "four vier", "five vijf", "six zes", "seven zeven", "eight acht",
    "nine negen", "ten tien", "eleven elf", "twelve twaalf",
)  # fmt: skip
_UNITS = ("day days dag dagen", "week weeks weken", "month months maand maanden", "year years jaar jaren")
_NEAR = ("today vandaag", "tomorrow morgen", "overmorgen")


def _numbered(names: Sequence[str], first: int) -> dict[str, int]:
    return {name: number for number, each in enumerate(names, first) for name in each.split()}


MONTH, WEEKDAY, COUNT = _numbered(_MONTHS, 1), _numbered(_WEEKDAYS, 0), _numbered(_COUNTS, 1)
UNIT, NEAR = _numbered(_UNITS, 0), _numbered(_NEAR, 0)
DAYS, WEEKS, MONTHS, YEARS = range(4)


def _one_of(names: dict[str, int]) -> str:
    return f"({'|'.join(names)})"


_YEAR = "(?: ([0-9]{4}))?"
_ANY_YEAR = r"(?: '?([0-9]{4}|[0-9]{2}))?"
_IN_NUMBERS = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})(?:[-./]([0-9]{4}|[0-9]{2}))?")
_IN_WORDS = re.compile(
    rf"(?:{_one_of(WEEKDAY)} )?([0-9]{{1,2}})(?:st|nd|rd|th|e|ste|de)?(?: of)? {_one_of(MONTH)}{_ANY_YEAR}"
)
_MONTH_FIRST = re.compile(rf"(?:{_one_of(WEEKDAY)} )?{_one_of(MONTH)} ([0-9]{{1,2}})(?:st|nd|rd|th)?{_YEAR}")
_MONTH_ALONE = re.compile(f"{_one_of(MONTH)}{_YEAR}")
_ON_WEEKDAY = re.compile(rf"(?:(next|volgende)|this|coming|deze|komende|aanstaande)? ?{_one_of(WEEKDAY)}")
_LATER = re.compile(rf"(?:in|within|over|binnen)? ?(?:([0-9]{{1,3}})|{_one_of(COUNT)}) {_one_of(UNIT)}")
_NEXT = re.compile(rf"(?:next|volgende?|komende?|coming) {_one_of(UNIT)}")
_END = re.compile(
    rf"(?:the )?(?:end of|einde? van|einde?) (?:{_one_of(MONTH)}{_YEAR}"
    rf"|(?:the |this |de |het |deze |dit )?(next |volgende? )?{_one_of(UNIT)})"
)
_BEFORE = re.compile(r"(?:by|on|op|uiterlijk) ")


class NoDay(Enum):
    """Why what was typed names no day."""

    UNKNOWN = auto()
    """It cannot be read."""
    NOT_IN_CALENDAR = auto()
    """There is no such day, as 31 February."""
    MONTH_ALONE = auto()
    """It names a month, and no day of it."""


def read_day(typed: str, today: datetime.date) -> datetime.date | NoDay:
    """The day that was meant. Without a year, it is the first such day from today on.

    Args:
        typed: What was typed.
        today: The day from which *tomorrow* and its like are counted.
    """
    text = " ".join(unicodedata.normalize("NFC", typed).casefold().replace(",", " ").split()).removesuffix(".")
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    try:
        return _in_numbers(text, today) or _in_words(_parted(text), today)
    except (OverflowError, ValueError):  # the calendar has no such day, or ends before it
        return NoDay.NOT_IN_CALENDAR


def _parted(text: str) -> str:
    """Words without the marks that may stand between them, as in 1-mrt-2027 or 1 jan. 2027."""
    return " ".join(re.split(r"[-./ ]+", text))


def _in_numbers(text: str, today: datetime.date) -> datetime.date | None:
    if found := _IN_NUMBERS.fullmatch(text):
        return datetime.date(*map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(text):
        return _dated(int(found[1]), int(found[2]), found[3], today)
    return None


def _in_words(text: str, today: datetime.date) -> datetime.date | NoDay:
    if text in NEAR:
        return today + datetime.timedelta(days=NEAR[text])
    if found := _IN_WORDS.fullmatch(text):
        return _on(found[1], _dated(int(found[2]), MONTH[found[3]], found[4], today))
    if found := _MONTH_FIRST.fullmatch(text):
        return _on(found[1], _dated(int(found[3]), MONTH[found[2]], found[4], today))
    if found := _ON_WEEKDAY.fullmatch(text):
        return _weekday(WEEKDAY[found[2]], today, following=bool(found[1]))
    if found := _LATER.fullmatch(text):
        return _later(today, int(found[1]) if found[1] else COUNT[found[2]], UNIT[found[3]])
    if found := _NEXT.fullmatch(text):
        return _later(today, 1, UNIT[found[1]])
    if found := _END.fullmatch(text):
        return _end(found, today)
    return NoDay.MONTH_ALONE if _MONTH_ALONE.fullmatch(text) else NoDay.UNKNOWN


def _dated(day: int, month: int, year: str | None, today: datetime.date) -> datetime.date:
    """A day of a month; without a year the first from today on.

    Raises:
        ValueError: there is no such day.
    """
    if year:
        return datetime.date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if day > _length(2024, month):  # a leap year, so that 29 February is found
        raise ValueError
    years = (each for each in range(today.year, today.year + 9) if day <= _length(each, month))
    return next(found for each in years if (found := datetime.date(each, month, day)) >= today)


def _on(weekday: str | None, day: datetime.date) -> datetime.date | NoDay:
    return NoDay.NOT_IN_CALENDAR if weekday and day.weekday() != WEEKDAY[weekday] else day


def _weekday(weekday: int, today: datetime.date, *, following: bool) -> datetime.date:
    """The next such day behind today, or that of the week that begins on the next Monday."""
    ahead = 7 - today.weekday() + weekday if following else (weekday - today.weekday() - 1) % 7 + 1
    return today + datetime.timedelta(days=ahead)


def _later(today: datetime.date, n: int, unit: int) -> datetime.date:
    """So many days, weeks, months or years later; in a month that is shorter, its last day."""
    if unit in (DAYS, WEEKS):
        return today + datetime.timedelta(days=n * (7 if unit == WEEKS else 1))
    months = today.year * 12 + today.month - 1 + n * (12 if unit == YEARS else 1)
    year, month = months // 12, months % 12 + 1
    return datetime.date(year, month, min(today.day, _length(year, month)))


def _end(found: re.Match[str], today: datetime.date) -> datetime.date | NoDay:
    name, year, following, unit = found.groups()
    if name:
        in_year = int(year) if year else today.year + (MONTH[name] < today.month)
        return datetime.date(in_year, MONTH[name], _length(in_year, MONTH[name]))
    if UNIT[unit] == YEARS:
        return datetime.date(today.year + bool(following), 12, 31)
    if UNIT[unit] != MONTHS:
        return NoDay.UNKNOWN
    month = _later(today, 1, MONTHS) if following else today
    return month.replace(day=_length(month.year, month.month))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
