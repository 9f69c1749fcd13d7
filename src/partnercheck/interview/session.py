"""The interview: people answer one after another on one laptop, or together on one form, until the round is closed."""

from enum import Enum
from typing import TextIO

from partnercheck.assessment.assess import why_open
from partnercheck.assessment.privacy import Standing, may_be_taken_back, standing
from partnercheck.assessment.scoring import MIN_PEOPLE
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.words import Words
from partnercheck.interview.context import InterviewContext
from partnercheck.interview.form import FormDialog, Left, place_in
from partnercheck.interview.terminal import BACK, LEAVE, Keyboard, keyboard_for, screen_for
from partnercheck.rounds.closing import close_round
from partnercheck.rounds.disk import RescuedError
from partnercheck.rounds.events import Withdrawn
from partnercheck.rounds.journal import RoundFile


def closed(desk: InterviewContext) -> bool:
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


def _too_early(desk: InterviewContext, now: Standing) -> bool:
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


def _asked_once_more(desk: InterviewContext) -> bool:
    words, screen, round_ = desk.words, desk.screen, desk.round
    screen.heading(words("Close the round?"))
    screen.say(words.many("{n} form counts.", "{n} forms count.", len(round_.responses)))
    if round_.unfinished:
        screen.say(words.many("{n} unfinished form does not.", "{n} unfinished forms do not.", len(round_.unfinished)))
    if len(round_.responses) < MIN_PEOPLE and not desk.joint:
        screen.say(words("With fewer than {n} forms no stage is named. Wait for more if you can.", n=MIN_PEOPLE))
    if not round_.opened:
        k = round_.closing.k if round_.closing else desk.file.header.k
        screen.say(words("Forms handed in later count only when at least {n} are new.", n=k))
    screen.choices([("1", words("close it and show the result")), ("b", words("back"))])
    return desk.ask(words("Your choice:")) == "1"


def _done(desk: InterviewContext) -> bool:
    try:
        close_round(desk.file)
    except RescuedError:
        raise
    except PartnercheckError as problem:
        desk.screen.say(f"{problem.message} {problem.hint}")
        desk.ask(desk.words("Press Enter."))
        return False
    return True


NEXT, CLOSE, GO_ON, TAKE_BACK = "1", "2", "3", "4"


class Outcome(Enum):
    """How an interview ended."""

    VERDICT = "verdict"
    """The round is closed; show the verdict."""
    STOPPED = "stopped"
    """Stopped for now; everything is kept."""
    INTERRUPTED = "interrupted"
    """Ctrl-C; everything is kept. The exit code is 130."""


def interview(
    file: RoundFile,
    *,
    words: Words,
    lang: str,
    stream: TextIO,
    again: str,
    plain: bool = False,
    joint: bool = False,
    keyboard: Keyboard | None = None,
) -> Outcome:
    """Let people answer until the round is closed or they stop.

    Args:
        file: The round, open for writing.
        words: The words of the interview.
        lang: The language of the questionnaire's texts.
        stream: Where the screen is: stdout, or stderr where stdout is for something else.
        again: The command that goes on with this round, shown when they stop.
        plain: Plain lines, without clearing or colours.
        joint: One form for the whole room.
        keyboard: Where lines are typed; the real keyboard if none is given.

    Raises:
        PartnercheckError: a joint form is asked for in a round that holds separate forms.
        RescuedError: the file was taken away or changed; everything answered is kept beside it.
    """
    desk = InterviewContext(file, words, lang, screen_for(stream, plain=plain), keyboard or keyboard_for(stream), joint)
    forms = (*desk.round.responses, *desk.round.unfinished)
    if joint and any(not form.joint for form in forms):
        message = "This round holds separate forms, so it cannot be answered jointly."
        raise PartnercheckError(message, "Start a new round for the joint form.")
    desk.joint = joint or any(form.joint for form in forms)
    outcome = Outcome.INTERRUPTED
    try:
        outcome = _joint(desk) if desk.joint else _one_after_another(desk)
    except EOFError:
        outcome = Outcome.STOPPED
    except KeyboardInterrupt:
        pass
    finally:
        desk.screen.wipe()
    file.verify()
    if outcome is not Outcome.VERDICT:
        desk.screen.say(words("Everything answered so far is kept. To go on:"))
        desk.screen.say(again)
    return outcome


def _joint(desk: InterviewContext) -> Outcome:
    """One form for the room, then the verdict."""
    if not desk.round.responses:
        unfinished = desk.round.unfinished
        respondent = unfinished[0].respondent if unfinished else desk.file.new_respondent()
        if not unfinished and not _opening(desk):
            return Outcome.STOPPED
        if FormDialog(desk, respondent).run() is Left.UNFINISHED:
            return Outcome.STOPPED
    if desk.round.still_open:
        close_round(desk.file)
    return Outcome.VERDICT


def _one_after_another(desk: InterviewContext) -> Outcome:
    """People take turns, and between two of them nothing of the first is left on the screen."""
    words = desk.words
    message = ""
    if not desk.round.responses and not desk.round.unfinished:
        message = _new_form(desk)
    while True:
        _menu(desk, message)
        message = ""
        line = desk.ask(words("Your choice:")).lower()
        if line == NEXT:
            message = _new_form(desk)
        elif line == CLOSE:
            if closed(desk):
                return Outcome.VERDICT
        elif line == GO_ON and desk.round.unfinished:
            message = _unfinished_form(desk)
        elif line == TAKE_BACK and (desk.round.responses or desk.round.unfinished):
            message = _taken_back(desk)
        elif line == LEAVE:
            return Outcome.STOPPED
        else:
            message = words("Type one of the numbers, or q.")


def _menu(desk: InterviewContext, message: str) -> None:
    """What can be done between two people."""
    words, screen, round_ = desk.words, desk.screen, desk.round
    desk.page()
    if message:
        screen.heading(message)
    screen.say(words.many("{n} form is handed in.", "{n} forms are handed in.", len(round_.responses)))
    verdict = words("close the round and show the result")
    if round_.closing and round_.still_open:
        screen.say(why_open(round_, words))
    elif round_.closing:
        counted = len(round_.closing.respondents)
        screen.say(words.many("The round is closed with {n} form.", "The round is closed with {n} forms.", counted))
        now = standing(round_)
        if not (now.new and now.may_close):
            verdict = words("show the result")
    choices = [(NEXT, words("next person")), (CLOSE, verdict)]
    if round_.unfinished:
        choices.append((GO_ON, words("go on with an unfinished form")))
    if round_.responses or round_.unfinished:
        choices.append((TAKE_BACK, words("take a form back")))
    screen.choices([*choices, (LEAVE, words("stop for now (everything is kept)"))])


def _opening(desk: InterviewContext) -> bool:
    """What this is and what becomes of the answers; whether they want to begin."""
    words, screen, round_ = desk.words, desk.screen, desk.round
    questionnaire = round_.questionnaire
    desk.page()
    screen.heading(desk.say(questionnaire.title))
    if questionnaire.about:
        screen.paragraph(desk.say(questionnaire.about))
    count = words.many("{n} question.", "{n} questions.", len(questionnaire.questions))
    if questionnaire.minutes:
        count += " " + words.many("It takes about {n} minute.", "It takes about {n} minutes.", questionnaire.minutes)
    screen.paragraph(count)
    screen.say(words("Answers are kept in {path}, on this computer only.", path=desk.file.path))
    if desk.joint:
        screen.say(words("This is one form for the whole room. Talk about each question, then give one answer."))
    elif round_.opened:
        screen.say(words("All have agreed to sign: answers of small groups are shown too."))
    else:
        k = round_.closing.k if round_.closing else desk.file.header.k
        screen.say(words("No names of people are kept. Groups of fewer than {n} people are never shown.", n=k))
    screen.paragraph(words("Comments are printed word for word, without a name."))
    screen.paragraph(words("Type a number or a letter and press Enter. At every question, ? shows what can be typed."))
    screen.hint(words("b back, s skip, c comment, q leave (everything is kept), ? help"))
    return desk.ask(words("Press Enter to begin.")).lower() != LEAVE


def _new_form(desk: InterviewContext) -> str:
    """A new person answers; what to say afterwards."""
    try:
        if not _opening(desk):
            return ""
    except EOFError:
        return ""
    return _answered(desk, desk.file.new_respondent())


def _answered(desk: InterviewContext, respondent: str) -> str:
    words = desk.words
    left = FormDialog(desk, respondent).run()
    desk.screen.wipe()
    if left is Left.HANDED_IN:
        thanks = words("Thank you. Hand the laptop to the next person.")
        return " ".join((thanks, words("Clear the screen first."))) if desk.screen.plain else thanks
    if any(form.respondent == respondent for form in desk.round.unfinished):
        return words("Your form is kept as {name}. You can go on with it later.", name=respondent)
    return ""


def _taken_back(desk: InterviewContext) -> str:
    """Somebody takes a form back by its name; what to say afterwards."""
    words, screen, before = desk.words, desk.screen, desk.round
    desk.page()
    screen.heading(words("What is your form called?"))
    screen.hint(words("b back"))
    while True:
        line = desk.ask(words("Its name:")).lower()
        if line in (BACK, LEAVE, ""):
            return ""
        names = {form.respondent.lower(): form.respondent for form in (*before.responses, *before.unfinished)}
        if line in names:
            desk.record(Withdrawn(respondent=names[line]))
            return words("The form is taken back, and counts no more.")
        screen.say(words("No form has that name."))


def _unfinished_form(desk: InterviewContext) -> str:
    """Somebody goes on with a form; the list tells how far each has come, and nothing of what was answered."""
    words, screen = desk.words, desk.screen
    forms = sorted(desk.round.unfinished, key=lambda form: -len(form.answers))
    desk.page()
    screen.heading(words("Which form is yours?"))
    names = [
        words.many("{name}, with {n} answer", "{name}, with {n} answers", len(form.answers), name=form.respondent)
        for form in forms
    ]
    screen.choices([(str(number), name) for number, name in enumerate(names, 1)])
    screen.hint(words("b back"))
    while True:
        line = desk.ask(words("Your choice:")).lower()
        if line in (BACK, LEAVE):
            return ""
        place = place_in(line, len(forms))
        if place:
            return _answered(desk, forms[place - 1].respondent)
        screen.say(words("Type a number from 1 to {n}, or b.", n=len(forms)))
