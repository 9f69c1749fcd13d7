"""What a room agrees to do: who does what, and by which day, in the words that people type."""

import calendar
import datetime
import re
import shlex
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from partnercheck.assessment.responses import MAX_NAME, Action
from partnercheck.interview.context import InterviewContext
from partnercheck.interview.form import place_in
from partnercheck.interview.terminal import BACK, HELP, LEAVE, SKIP
from partnercheck.rounds.events import Agreed
from partnercheck.rounds.journal import SUFFIX

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


MAX_WHAT = 2000
"""Characters an action may have that is typed here."""
NOTHING = "-"
"""What takes away what was typed before."""
_NUMBER = re.compile(r"([0-9]{1,9})\.?")


class Turn(Enum):
    """Where a prompt leads to, other than the next one."""

    BACK = auto()
    SKIP = auto()
    END = auto()


@dataclass(frozen=True)
class ActionDraft:
    """An action before it is written down."""

    what: str = ""
    who: str = ""
    when: datetime.date | None = None


class Agreeing:
    """The prompts for actions, until nothing more is typed.

    Args:
        desk: Where to ask; its round gets the actions.
        steps: The titles of the next steps, as they are numbered on the screen.
        today: The day from which *next week* and its like are counted.
    """

    def __init__(self, desk: InterviewContext, steps: Sequence[str], today: datetime.date) -> None:
        self.desk, self.steps, self.today = desk, steps, today
        self.draft = ActionDraft()

    def run(self) -> None:
        """Ask for actions and write them down. What is typed and not written down is named at the end.

        Raises:
            KeyboardInterrupt: Ctrl-C; what is written down is kept.
            RescuedError: the file was taken away or changed; everything is kept beside it.
        """
        words, screen = self.desk.words, self.desk.screen
        if agreed := self.desk.round.actions:
            screen.say(words("Agreed so far:"))
            for action in agreed:
                screen.say(f"- {self._line(action)}")
        try:
            while self._action():
                pass
        except EOFError:
            screen.say("")
            self._left()
        except KeyboardInterrupt:
            screen.say("")
            self._left()
            screen.say(words("Everything that is written down is kept. To go on:"))
            screen.say(f"partnercheck assess --round {shlex.quote(str(self.desk.file.path))}")
            raise
        path = self.desk.file.path
        n = len(self.desk.round.actions)
        screen.say(words.many("{path} holds {n} action.", "{path} holds {n} actions.", n, path=path))
        screen.say(words("To make a report of the round:"))
        screen.say(f"partnercheck report {shlex.quote(str(path))} -o {shlex.quote(str(_report_of(path)))}")

    def _left(self) -> None:
        if self.draft.what:
            self.desk.screen.say(self.desk.words("This is not written down: {action}", action=self._line(self.draft)))

    def _action(self) -> bool:
        """One action from the first prompt to the disk; whether to go on with another."""
        self.draft, place = ActionDraft(), 0
        prompts = (self._what, self._who, self._when, self._sure)
        while place < len(prompts):
            found = prompts[place](self.draft)
            if found is Turn.END:
                self._left()
                return False
            if found is Turn.SKIP:
                return True
            if found is Turn.BACK:
                place -= 1
            else:
                self.draft, place = found, place + 1
        what, who, when = self.draft.what, self.draft.who, self.draft.when
        self.desk.record(Agreed(what=what, who=who, when=when))
        self.draft = ActionDraft()
        self.desk.screen.say(self.desk.words("Written down."))
        return True

    def _what(self, draft: ActionDraft) -> ActionDraft | Turn:
        words, screen = self.desk.words, self.desk.screen
        self._now(draft.what)
        while True:
            line = self._ask(words("What will you do? (Enter: nothing more; ?: help)"))
            if not line and draft.what:
                return draft
            if line.lower() in ("", LEAVE):
                return Turn.END
            if line.lower() == BACK:
                screen.say(words("There is nothing to go back to. What is written down stays."))
            elif line == HELP:
                screen.say(words("Type in your own words what you have agreed to do."))
                if self.steps:
                    screen.say(words("A number stands for the step above that has it."))
                self._explain(words("Enter alone ends."))
            elif number := _NUMBER.fullmatch(line):
                if title := self._step(number[1]):
                    return replace(draft, what=title)
            elif len(line) > MAX_WHAT:
                screen.say(words("That is too long: {n} characters at most.", n=MAX_WHAT))
            else:
                return replace(draft, what=line)

    def _step(self, number: str) -> str:
        """The title of the step with this number, shown as it was understood; empty where there is none."""
        words, screen, n = self.desk.words, self.desk.screen, len(self.steps)
        place = place_in(number, n)
        if place:
            screen.say(words("Step {n}: {title}", n=place, title=self.steps[place - 1]))
            return self.steps[place - 1]
        if n:
            screen.say(words("Type a number from 1 to {n} for one of the steps, or what you will do.", n=n))
        else:
            screen.say(words("There are no steps to choose from. Type what you will do."))
        return ""

    def _who(self, draft: ActionDraft) -> ActionDraft | Turn:
        words, screen = self.desk.words, self.desk.screen
        self._now(draft.who, removable=True)
        while True:
            line = self._ask(words("Who sees to it?"))
            if turn := _turn(line):
                return turn
            if line == HELP:
                screen.say(words("Type a name, or several."))
                self._explain(words("Enter alone leaves it open."))
            elif len(line) > MAX_NAME:
                screen.say(words("That is too long: {n} characters at most.", n=MAX_NAME))
            else:
                return replace(draft, who="" if line == NOTHING else line or draft.who)

    def _when(self, draft: ActionDraft) -> ActionDraft | Turn:
        words, screen = self.desk.words, self.desk.screen
        self._now(self._day(draft.when), removable=True)
        while True:
            line = self._ask(words("By when? (Enter: no date; ?: help)"))
            if turn := _turn(line):
                return turn
            if line in ("", NOTHING):
                return replace(draft, when=None if line else draft.when)
            if line == HELP:
                self._examples()
                screen.say(words("In 3-4-2027 the day comes first: it is 3 April."))
                self._explain(words("Enter alone means no date."))
                continue
            day = read_day(line, self.today)
            if isinstance(day, NoDay):
                screen.say(self._why_not(day))
                self._examples()
                continue
            screen.say(words("That is {date}.", date=self._day(day)))
            if day >= self.today or self._taken_though_past():
                return replace(draft, when=day)

    def _sure(self, draft: ActionDraft) -> ActionDraft | Turn:
        words, screen = self.desk.words, self.desk.screen
        screen.say(self._line(draft))
        while True:
            line = self._ask(words("Write it down? (Enter: yes; b: back; s: leave it out)"))
            if not line:
                return draft
            if line.lower() == SKIP:
                screen.say(words("It is left out."))
                return Turn.SKIP
            if turn := _turn(line):
                return turn
            screen.say(words("Enter writes it down, b goes one prompt back, s leaves it out, q stops without it."))

    def _taken_though_past(self) -> bool:
        words, screen = self.desk.words, self.desk.screen
        screen.say(words("That day is past."))
        screen.choices([("1", words("take it anyway")), ("2", words("type another date"))])
        while (line := self._ask(words("Your choice:")).lower()) not in ("1", "2", "", BACK):
            screen.say(words("Type one of the numbers."))
        return line == "1"

    def _ask(self, prompt: str) -> str:
        return self.desk.ask(prompt)

    def _now(self, typed: str, *, removable: bool = False) -> None:
        """Show what was typed before, to somebody who came back to it."""
        words, screen = self.desk.words, self.desk.screen
        if typed:
            screen.say(words("Your answer now: {answer}", answer=typed))
            screen.hint(words("Enter keeps it, - takes it away.") if removable else words("Enter keeps it."))

    def _explain(self, enter: str) -> None:
        back = self.desk.words("b goes one prompt back, q stops. What is written down stays.")
        self.desk.screen.say(f"{enter} {back}")

    def _examples(self) -> None:
        words = self.desk.words
        said = words("Type it like 2026-11-21, 21 November, Friday, next week, in two weeks or end of January.")
        self.desk.screen.say(said)

    def _why_not(self, day: NoDay) -> str:
        words = self.desk.words
        if day is NoDay.NOT_IN_CALENDAR:
            return words("There is no such day in the calendar.")
        if day is NoDay.MONTH_ALONE:
            return words("That is a month. Say which day of it.")
        return words("That cannot be read as a date.")

    def _line(self, action: ActionDraft | Action) -> str:
        return " · ".join(filter(None, (action.what, action.who, self._day(action.when))))

    def _day(self, day: datetime.date | None) -> str:
        from partnercheck.reports.filters import day_in_words

        return day_in_words(day, self.desk.words.lang) if day else ""


def _turn(line: str) -> Turn | None:
    return {BACK: Turn.BACK, LEAVE: Turn.END}.get(line.lower())


def _report_of(path: Path) -> Path:
    """The name a report of a round has, in the same folder."""
    return path.with_name(f"{path.name.removesuffix(SUFFIX)}.html")
