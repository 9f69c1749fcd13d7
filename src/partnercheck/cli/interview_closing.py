"""Closing the round from the menu between two people."""

from typing import NamedTuple

from partnercheck.assessment.verdict import LEAST_PEOPLE
from partnercheck.cli.interview_desk import Desk
from partnercheck.errors import PartnercheckError
from partnercheck.rounds.beside import RescuedError
from partnercheck.rounds.closing import close_round
from partnercheck.rounds.late import forms_needed


class Standing(NamedTuple):
    """How far a round is from a closing: forms that no closing counts yet, and how many more a closing needs."""

    new: int
    needed: int

    @classmethod
    def of(cls, desk: Desk) -> "Standing":
        """Where the round stands now."""
        round_ = desk.round
        finished = len(round_.responses)
        counted = len(round_.closing.respondents) if round_.closing else 0
        return cls(
            finished - counted,
            forms_needed(round_.questionnaire, round_.closing, round_.responses, opened=round_.opened),
        )


def closed(desk: Desk) -> bool:
    """Close the round after asking once more; whether there is a closing to show the verdict of.

    Raises:
        EOFError: the input has ended.
        RescuedError: the file was taken away or changed; the round is kept beside it.
    """
    standing = Standing.of(desk)
    if desk.round.closing and not standing.new:
        return True
    desk.page()
    if standing.needed:
        return _too_early(desk, standing)
    return _asked_once_more(desk) and _done(desk)


def _too_early(desk: Desk, standing: Standing) -> bool:
    words, screen = desk.words, desk.screen
    if not desk.round.closing:
        screen.say(words("No form has been handed in yet."))
        desk.ask(words("Press Enter."))
        return False
    screen.say(words.many("{n} form came after the closing.", "{n} forms came after the closing.", standing.new))
    needed = standing.needed
    screen.say(words.many("Late forms count once {n} more is in.", "Late forms count once {n} more are in.", needed))
    screen.say(words("With fewer, comparing two reports would show who said what."))
    desk.ask(words("Press Enter to see the result without them."))
    return True


def _asked_once_more(desk: Desk) -> bool:
    words, screen, round_ = desk.words, desk.screen, desk.round
    screen.heading(words("Close the round?"))
    screen.say(words.many("{n} form counts.", "{n} forms count.", len(round_.responses)))
    if round_.unfinished:
        screen.say(words.many("{n} unfinished form does not.", "{n} unfinished forms do not.", len(round_.unfinished)))
    if len(round_.responses) < LEAST_PEOPLE and not desk.joint:
        screen.say(words("With fewer than {n} forms no stage is named. Wait for more if you can.", n=LEAST_PEOPLE))
    if not round_.opened:
        k = round_.closing.k if round_.closing else desk.file.header.k
        screen.say(words("Forms handed in later count only when at least {n} are new.", n=k))
    screen.choices([("1", words("close it and show the result")), ("b", words("back"))])
    return desk.ask(words("Your choice:")) == "1"


def _done(desk: Desk) -> bool:
    try:
        close_round(desk.file)
    except RescuedError:
        raise
    except PartnercheckError as problem:
        desk.screen.say(f"{problem.message} {problem.hint}")
        desk.ask(desk.words("Press Enter."))
        return False
    return True
