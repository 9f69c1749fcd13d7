"""One question on the screen, its help, and a comment to it."""

from collections.abc import Sequence

from partnercheck.assessment.round import MOST_TEXT, Response, chosen
from partnercheck.cli.interview_desk import Desk
from partnercheck.cli.interview_reading import COMMANDS, ESCAPE_LETTERS, expected, shown
from partnercheck.questionnaire.model import Question
from partnercheck.rounds.events import Commented


def show_question(desk: Desk, response: Response, asked: Sequence[Question], question: Question) -> None:
    """The question and everything that can be typed; the present answer too, where there is one."""
    words, screen, questionnaire = desk.words, desk.screen, desk.questionnaire
    progress = words("Question {n} of {of}", n=asked.index(question) + 1, of=len(asked))
    theme = desk.say(questionnaire.themes.get(question.theme or ""))
    screen.hint(f"{progress}. {theme}" if theme else progress)
    screen.heading(desk.say(question.text))
    if question.help:
        screen.paragraph(desk.say(question.help))
    options = questionnaire.options_of(question)
    current = response.answers.get(question.id)
    if options:
        numbered = [(str(number), option) for number, option in enumerate(options, 1)]
        ticked = [number for number, option in numbered if option.value in chosen(current)]
        screen.choices([(number, desk.say(option.label)) for number, option in numbered], ticked)
    if not options or question.several:
        screen.say(expected(question, options, words))
    escapes = [f"{key} {words.name(name)}" for key, name in ESCAPE_LETTERS.items() if name in question.escapes]
    if escapes:
        screen.say((", " if screen.plain else "   ").join(escapes))
    screen.hint(words("b back, s skip, c comment, q leave (everything is kept), ? help"))
    if current is not None:
        answer = shown(current, questionnaire, question, desk.lang, words)
        screen.say(words("Your answer now: {answer}", answer=answer))
        screen.hint(words("Enter keeps it, s takes it away."))


def take_comment(desk: Desk, response: Response, question: Question) -> None:
    """Take a comment; an empty line leaves everything as it is.

    Raises:
        EOFError: the input has ended.
    """
    words, screen = desk.words, desk.screen
    current = response.comments.get(question.id)
    screen.say(words("A comment is printed word for word, without a name. Type it on one line."))
    if current:
        screen.say(words("Your comment now: {comment}", comment=current))
        screen.hint(words("Enter keeps it, - takes it away."))
    line = desk.ask(words("Your comment:"))
    if len(line) > MOST_TEXT:
        screen.say(words("That is too long: {n} characters at most.", n=MOST_TEXT))
    elif not line or line.lower() in COMMANDS:
        screen.say(words("The comment stays as it was.") if current else words("There is no comment."))
    else:
        text = "" if line == "-" else line
        desk.record(Commented(respondent=response.respondent, question=question.id, text=text))
        screen.say(words("The comment is kept.") if text else words("The comment is taken away."))


def show_help(desk: Desk) -> None:
    """What can be typed at a question, and what becomes of it."""
    words = desk.words
    for text in (
        words("Type the number of an answer, or a letter, and press Enter."),
        words("d, n and r are answers too: they are never counted as low or high."),
        words("b goes back to the question before; your answer there is kept."),
        words("s goes on without an answer. You can come back to it before you hand in."),
        words("c adds a comment. It is printed word for word, without a name."),
        words("q leaves the form. Everything is kept, and you can go on with it later."),
    ):
        desk.screen.say(text)
