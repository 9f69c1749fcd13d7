"""The review of a form before it is handed in."""

from collections.abc import Sequence

from partnercheck.assessment.round import Response
from partnercheck.cli.interview_desk import Desk
from partnercheck.cli.interview_people import sector_names
from partnercheck.cli.interview_reading import BACK, LEAVE, place_in, shown
from partnercheck.questionnaire.model import Question

FINISH = "f"
WHO = "w"


def review(desk: Desk, response: Response, asked: Sequence[Question]) -> str:
    """Show the whole form and ask what to do.

    Returns:
        `f` to hand in, `b`, `q`, an empty text to change who is answering, or the id of a question to change.

    Raises:
        EOFError: the input has ended.
    """
    words, screen = desk.words, desk.screen
    who = bool(desk.questionnaire.ask_first) and not desk.joint
    desk.page()
    screen.heading(words("Look it over before you hand it in."))
    if who:
        screen.choices([(WHO, _who(desk, response))])
    screen.choices([(str(n), _line(desk, response, question)) for n, question in enumerate(asked, 1)])
    open_ones = sum(question.id not in response.answers for question in asked)
    if open_ones:
        screen.say(words.many("{n} question has no answer.", "{n} questions have no answer.", open_ones))
    screen.say(words("Enter hands the form in. After that it cannot be changed here."))
    if not desk.joint:
        screen.say(words("Note this name if you may want to take your form back: {name}", name=response.respondent))
    change = words("Type a number to change that answer.")
    screen.hint(" ".join((change, words("b back, q leave (everything is kept)"))))
    while True:
        line = desk.ask(words("Hand in?")).lower()
        if line in ("", FINISH):
            return FINISH
        if line in (BACK, LEAVE):
            return line
        if line == WHO and who:
            return ""
        place = place_in(line, len(asked))
        if place:
            return asked[place - 1].id
        screen.say(words("Type a number from 1 to {n}, or Enter to hand in.", n=len(asked)))


def _who(desk: Desk, response: Response) -> str:
    sector = sector_names(desk).get(response.sector, "")
    known = [part for part in (sector, response.partner) if part]
    return desk.words("You: {who}", who=", ".join(known) or desk.words("rather not say"))


def _line(desk: Desk, response: Response, question: Question) -> str:
    """A question, its answer, and whether there is a comment to it."""
    words = desk.words
    answer = response.answers.get(question.id)
    text = words("(no answer)") if answer is None else shown(answer, desk.questionnaire, question, desk.lang, words)
    comment = " " + words("(with a comment)") if question.id in response.comments else ""
    return f"{desk.say(question.text)} {'—' if not desk.screen.plain else '-'} {text}{comment}"
