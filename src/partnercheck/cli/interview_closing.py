"""Closing the round from the menu between two people."""

from partnercheck.assessment.closings import Standing, may_be_taken_back, standing
from partnercheck.assessment.draft import why_open
from partnercheck.assessment.verdict import LEAST_PEOPLE
from partnercheck.cli.interview_desk import Desk
from partnercheck.errors import PartnercheckError
from partnercheck.rounds.beside import RescuedError
from partnercheck.rounds.closing import close_round


def closed(desk: Desk) -> bool:
    """Close the round after asking once more; whether there is a closing to show the verdict of.

    Raises:
        EOFError: the input has ended.
        RescuedError: the file was taken away or changed; the round is kept beside it.
    """
    now = standing(desk.round)
    if not desk.round.still_open and not now.new:
        return True
    desk.page()
    if not now.may_close:
        return _too_early(desk, now)
    return _asked_once_more(desk) and _done(desk)


def _too_early(desk: Desk, now: Standing) -> bool:
    words, screen = desk.words, desk.screen
    if desk.round.still_open:
        screen.say(why_open(desk.round, words))
        desk.ask(words("Press Enter."))
        return False
    screen.say(words.many("{n} form came after the closing.", "{n} forms came after the closing.", now.new))
    needed = now.missing
    screen.say(words.many("Late forms count once {n} more is in.", "Late forms count once {n} more are in.", needed))
    early = may_be_taken_back(desk.round)
    fewer = words("With fewer, comparing two reports would show who said what.")
    screen.say(why_open(desk.round, words) if early else fewer)
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
