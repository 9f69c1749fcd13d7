"""Who is answering: the sector and the partner, where the questionnaire asks for them first."""

from typing import NamedTuple, Optional

from partnercheck.assessment.round import NOT_STATED
from partnercheck.cli.interview_desk import Desk
from partnercheck.cli.interview_reading import BACK, LEAVE, place_in
from partnercheck.questionnaire.characters import folded
from partnercheck.words import SECTORS

RATHER_NOT = "r"
MOST_PARTNER = 80


class People(NamedTuple):
    """The sector and the partner somebody belongs to; empty for rather not say."""

    sector: str = ""
    partner: str = ""

    def ask(self, desk: Desk, *, again: bool) -> Optional["People"]:
        """Ask for what the questionnaire wants; none when they leave.

        Args:
            desk: Where to ask.
            again: They have said it before; Enter keeps it.

        Raises:
            EOFError: the input has ended.
        """
        wanted = desk.questionnaire.ask_first
        found, place, answered = self, 0, set(wanted if again else ())
        while place < len(wanted):
            here = found.sector if wanted[place] == "sector" else found.partner
            question = _sector if wanted[place] == "sector" else _partner
            said = question(desk, here, wanted[place] in answered)
            if said == LEAVE:
                return None
            if said == BACK:
                place = max(0, place - 1)
                continue
            found = found._replace(**{wanted[place]: "" if said == RATHER_NOT else said[1:]})
            answered.add(wanted[place])
            place += 1
        return found


def sector_names(desk: Desk) -> dict[str, str]:
    """The sectors that can be chosen, and what they are called."""
    own = desk.questionnaire.sectors
    return {sector: desk.say(name) for sector, name in own.items()} if own else {s: desk.words.name(s) for s in SECTORS}


def partners_named(desk: Desk) -> list[str]:
    """The partners that somebody in this round has named, in alphabetical order."""
    forms = (*desk.round.responses, *desk.round.unfinished)
    return sorted({form.partner for form in forms if form.partner}, key=lambda name: (name.casefold(), name))


def _sector(desk: Desk, current: str, again: bool) -> str:
    """A command, or `=` and the sector."""
    names = sector_names(desk)
    words = desk.words
    desk.page()
    desk.screen.heading(words("Which kind of partner do you belong to?"))
    desk.screen.choices([(str(n), name) for n, name in enumerate(names.values(), 1)])
    _foot(desk, names.get(current, ""), again)
    while True:
        line = desk.ask(words("Your answer:"))
        if not line and again:
            return f"={current}" if current not in ("", NOT_STATED) else RATHER_NOT
        if line.lower() in (RATHER_NOT, BACK, LEAVE):
            return line.lower()
        place = place_in(line, len(names))
        if place:
            return f"={list(names)[place - 1]}"
        desk.screen.say(words("Type a number from 1 to {n}, or r for rather not say.", n=len(names)))


def _partner(desk: Desk, current: str, again: bool) -> str:
    """A command, or `=` and the partner."""
    named = partners_named(desk)
    words = desk.words
    desk.page()
    desk.screen.heading(words("Which partner do you belong to?"))
    if named:
        desk.screen.choices([(str(n), name) for n, name in enumerate(named, 1)])
        desk.screen.say(words("Type a number, or the name of another partner."))
    else:
        desk.screen.say(words("Type its name."))
    _foot(desk, current, again)
    while True:
        line = desk.ask(words("Your answer:"))
        if not line and again:
            return f"={current}" if current else RATHER_NOT
        if line.lower() in (RATHER_NOT, BACK, LEAVE):
            return line.lower()
        place = place_in(line, len(named))
        if place:
            return f"={named[place - 1]}"
        if line.isascii() and line.isdigit():
            desk.screen.say(words("That number is not in the list."))
        elif len(line) > 1 and len(line) <= MOST_PARTNER:
            same = [name for name in named if folded(name) == folded(line)]
            return f"={same[0] if same else line}"
        else:
            desk.screen.say(
                words("Type the name of the partner, {n} characters at most, or r for rather not say.", n=MOST_PARTNER)
            )


def _foot(desk: Desk, current: str, again: bool) -> None:
    words = desk.words
    desk.screen.say(words("r Rather not say"))
    desk.screen.hint(words("b back, q leave"))
    if again:
        said = current or words("rather not say")
        desk.screen.say(words("Your answer now: {answer}", answer=said))
        desk.screen.hint(words("Enter keeps it."))
