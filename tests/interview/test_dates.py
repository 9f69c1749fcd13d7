"""The day that is meant by what is typed at *By when?*."""

import datetime
from collections.abc import Callable

import pytest
from babel.dates import format_date, get_day_names, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.interview.actions import NoDay, read_day
from partnercheck.reports.filters import day_in_words
from partnercheck.rounds.answer_parser import read_date
from sampling import examples

TODAY = datetime.date(2026, 11, 21)
"""A Saturday."""
LANGUAGES = ("en", "en_GB", "nl", "nl_BE")

law = examples(300)
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2120, 12, 31))
todays = st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 12, 31))


def ordinal(day: datetime.date) -> str:
    return f"{day.day}{'th' if day.day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"


NUMERIC = ("%Y-%m-%d", "%Y-%-m-%-d", "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%-d-%-m-%Y", "%-d/%-m/%Y")
ENGLISH: tuple[Callable[[datetime.date], str], ...] = (
    lambda day: f"{ordinal(day)} of {day:%B %Y}",
    lambda day: f"{ordinal(day)} {day:%b %Y}",
    lambda day: f"{day:%B} {ordinal(day)}, {day.year}",
    lambda day: f"{day:%b %-d %Y}",
    lambda day: f"by {day:%A, %-d %B %Y}",
    lambda day: f"{day:%-d-%b-%Y}".upper(),
)
WRITTEN = ("d MMMM y", "d MMM y", "dd MMMM y", "d-MMM-y", "EEEE d MMMM y", "EEE d MMM y", "d MMMM, y")


@law
@given(days, todays, st.sampled_from(NUMERIC))
def test_every_date_in_numbers_is_read_as_the_same_date(day: datetime.date, today: datetime.date, form: str) -> None:
    assert read_day(day.strftime(form), today) == day


@law
@given(days, todays, st.sampled_from(WRITTEN), st.sampled_from(LANGUAGES))
def test_every_date_as_english_and_dutch_write_it_is_read_as_the_same_date(
    day: datetime.date, today: datetime.date, form: str, lang: str
) -> None:
    assert read_day(format_date(day, form, locale=lang), today) == day


@law
@given(days, todays, st.sampled_from(ENGLISH))
def test_every_date_as_people_write_it_in_english_is_read_as_the_same_date(
    day: datetime.date, today: datetime.date, form: Callable[[datetime.date], str]
) -> None:
    assert read_day(form(day), today) == day


@law
@given(days, todays, st.sampled_from(["en", "nl", "nl-BE"]))
def test_what_is_shown_is_read_back(day: datetime.date, today: datetime.date, lang: str) -> None:
    assert read_day(day_in_words(day, lang), today) == day


@law
@given(todays, st.integers(0, 364), st.sampled_from(["d MMMM", "d MMM", "EEEE d MMMM"]), st.sampled_from(LANGUAGES))
def test_without_a_year_it_is_the_first_such_day_from_today_on(
    today: datetime.date, ahead: int, form: str, lang: str
) -> None:
    day = today + datetime.timedelta(days=ahead)
    assert read_day(format_date(day, form, locale=lang), today) == day
    assert read_day(f"{day.day}/{day.month}", today) == day


@law
@given(todays, st.integers(1, 7), st.sampled_from(LANGUAGES))
def test_a_weekday_is_the_next_one(today: datetime.date, ahead: int, lang: str) -> None:
    day = today + datetime.timedelta(days=ahead)
    for names in (get_day_names("wide", locale=lang), get_day_names("abbreviated", locale=lang)):
        assert read_day(names[day.weekday()], today) == day


@law
@given(todays, st.integers(1, 12), st.sampled_from(LANGUAGES), st.booleans())
def test_the_end_of_a_month_is_its_last_day(today: datetime.date, month: int, lang: str, of_a_year: bool) -> None:
    name = get_month_names("wide", locale=lang)[month]
    typed = f"{'eind' if lang[:2] == 'nl' else 'end of'} {name}{f' {today.year}' if of_a_year else ''}"
    found = read_day(typed, today)
    assert isinstance(found, datetime.date)
    assert (found + datetime.timedelta(days=1)).day == 1
    assert found.month == month
    assert found.year == today.year if of_a_year else today <= found <= today + datetime.timedelta(days=366)


@law
@given(todays, st.integers(1, 500), st.sampled_from(["in {} days", "over {} dagen", "within {} days", "{} dagen"]))
def test_so_many_days_are_counted_from_today(today: datetime.date, n: int, form: str) -> None:
    assert read_day(form.format(n), today) == today + datetime.timedelta(days=n)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-21", "2026-11-21"),
        ("21-11-2026", "2026-11-21"),
        ("21/11/2026", "2026-11-21"),
        ("2027-3-1", "2027-03-01"),
        ("03-04-2027", "2027-04-03"),
        ("1/3/27", "2027-03-01"),
        ("21-11", "2026-11-21"),
        ("20-11", "2027-11-20"),
        ("1 March", "2027-03-01"),
        ("1 March 2027", "2027-03-01"),
        ("1 mrt", "2027-03-01"),
        ("1 mrt.", "2027-03-01"),
        ("1 maart", "2027-03-01"),
        ("1e maart '28", "2028-03-01"),
        ("uiterlijk 1 maart", "2027-03-01"),
        ("March 1", "2027-03-01"),
        ("21 november", "2026-11-21"),
        ("29 February", "2028-02-29"),
        ("today", "2026-11-21"),
        ("tomorrow", "2026-11-22"),
        ("morgen", "2026-11-22"),
        ("overmorgen", "2026-11-23"),
        ("Friday", "2026-11-27"),
        ("vrijdag", "2026-11-27"),
        ("vr", "2026-11-27"),
        ("op vrijdag", "2026-11-27"),
        ("Saturday", "2026-11-28"),
        ("this Monday", "2026-11-23"),
        ("next Monday", "2026-11-23"),
        ("next Saturday", "2026-11-28"),
        ("volgende zondag", "2026-11-29"),
        ("next week", "2026-11-28"),
        ("Volgende week", "2026-11-28"),
        ("next month", "2026-12-21"),
        ("volgend jaar", "2027-11-21"),
        ("in two weeks", "2026-12-05"),
        ("over twee weken", "2026-12-05"),
        ("in a week", "2026-11-28"),
        ("over één week", "2026-11-28"),
        ("over e\u0301e\u0301n week", "2026-11-28"),
        ("in 3 months", "2027-02-21"),
        ("over 3 maanden", "2027-02-21"),
        ("in a year", "2027-11-21"),
        ("end of January", "2027-01-31"),
        ("the end of January 2028", "2028-01-31"),
        ("eind januari", "2027-01-31"),
        ("einde van november", "2026-11-30"),
        ("end of February 2028", "2028-02-29"),
        ("end of the month", "2026-11-30"),
        ("eind van de maand", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("eind volgende maand", "2026-12-31"),
        ("eind dit jaar", "2026-12-31"),
        ("end of next year", "2027-12-31"),
        ("saturday 21 november 2026", "2026-11-21"),
    ],
)
def test_what_people_write(typed: str, day: str) -> None:
    assert read_day(typed, TODAY) == datetime.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soon", NoDay.UNKNOWN),
        ("", NoDay.UNKNOWN),
        ("5", NoDay.UNKNOWN),
        ("2027", NoDay.UNKNOWN),
        ("12 pm", NoDay.UNKNOWN),
        ("invite the union", NoDay.UNKNOWN),
        ("end of the week", NoDay.UNKNOWN),
        ("the", NoDay.UNKNOWN),
        ("in zero weeks", NoDay.UNKNOWN),
        ("1-2-3-4", NoDay.UNKNOWN),
        ("١-٢-٢٠٢٧", NoDay.UNKNOWN),
        ("11/21/2026", NoDay.NOT_IN_CALENDAR),
        ("31 February", NoDay.NOT_IN_CALENDAR),
        ("30-2-2027", NoDay.NOT_IN_CALENDAR),
        ("0 March", NoDay.NOT_IN_CALENDAR),
        ("29 februari 2027", NoDay.NOT_IN_CALENDAR),
        ("Monday 21 November 2026", NoDay.NOT_IN_CALENDAR),
        ("0000-01-01", NoDay.NOT_IN_CALENDAR),
        ("January", NoDay.MONTH_ALONE),
        ("maart 2027", NoDay.MONTH_ALONE),
    ],
)
def test_what_names_no_day_says_why(typed: str, why: NoDay) -> None:
    assert read_day(typed, TODAY) is why


def test_a_month_that_is_shorter_ends_earlier() -> None:
    assert read_day("in 1 month", datetime.date(2027, 1, 31)) == datetime.date(2027, 2, 28)
    assert read_day("next year", datetime.date(2028, 2, 29)) == datetime.date(2029, 2, 28)


@law
@given(st.text(max_size=20) | st.from_regex(r"[0-9]{1,5}([-./ ][0-9]{1,5}){0,3}"), todays)
def test_anything_is_a_day_or_a_reason_and_files_read_the_same_dates(typed: str, today: datetime.date) -> None:
    found = read_day(typed, today)
    assert isinstance(found, datetime.date | NoDay)
    in_a_file = read_date(typed.strip())
    assert in_a_file is None or found == datetime.date.fromisoformat(in_a_file)


@pytest.mark.parametrize("today", [datetime.date(9999, 12, 31), datetime.date(9999, 3, 1)])
def test_the_end_of_the_calendar_is_no_fault(today: datetime.date) -> None:
    for typed in ("in 999 years", "next year", "29 February", "in 999 weeks", "1 January"):
        assert read_day(typed, today) is NoDay.NOT_IN_CALENDAR
