"""What a room agrees to do: each action with who and when, mended as long as it is not written down."""

import datetime
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from partnercheck.assessment.round import MOST_NAME, Action
from partnercheck.cli.interview_dates import NoDay, read_day
from partnercheck.cli.interview_desk import Desk
from partnercheck.cli.interview_reading import BACK, HELP, LEAVE, SKIP, place_in
from partnercheck.rounds.events import Agreed
from partnercheck.rounds.file import SUFFIX

MOST_WHAT = 2000
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
class Draft:
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

    def __init__(self, desk: Desk, steps: Sequence[str], today: datetime.date) -> None:
        self.desk, self.steps, self.today = desk, steps, today
        self.draft = Draft()

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
        self.draft, place = Draft(), 0
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
        self.draft = Draft()
        self.desk.screen.say(self.desk.words("Written down."))
        return True

    def _what(self, draft: Draft) -> Draft | Turn:
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
            elif len(line) > MOST_WHAT:
                screen.say(words("That is too long: {n} characters at most.", n=MOST_WHAT))
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

    def _who(self, draft: Draft) -> Draft | Turn:
        words, screen = self.desk.words, self.desk.screen
        self._now(draft.who, removable=True)
        while True:
            line = self._ask(words("Who sees to it?"))
            if turn := _turn(line):
                return turn
            if line == HELP:
                screen.say(words("Type a name, or several."))
                self._explain(words("Enter alone leaves it open."))
            elif len(line) > MOST_NAME:
                screen.say(words("That is too long: {n} characters at most.", n=MOST_NAME))
            else:
                return replace(draft, who="" if line == NOTHING else line or draft.who)

    def _when(self, draft: Draft) -> Draft | Turn:
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

    def _sure(self, draft: Draft) -> Draft | Turn:
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

    def _line(self, action: Draft | Action) -> str:
        return " · ".join(filter(None, (action.what, action.who, self._day(action.when))))

    def _day(self, day: datetime.date | None) -> str:
        from partnercheck.reports.filters import day_in_words

        return day_in_words(day, self.desk.words.lang) if day else ""


def _turn(line: str) -> Turn | None:
    return {BACK: Turn.BACK, LEAVE: Turn.END}.get(line.lower())


def _report_of(path: Path) -> Path:
    """The name a report of a round has, in the same folder."""
    return path.with_name(f"{path.name.removesuffix(SUFFIX)}.html")
