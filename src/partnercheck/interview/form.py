"""One form: who is answering, question after question, and the review before it is handed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, Optional

from partnercheck.assessment.responses import MAX_TEXT, NOT_STATED, Answer, Response, asked_questions, chosen
from partnercheck.core.text import folded
from partnercheck.core.words import SECTORS, Escape, Words
from partnercheck.interview.context import InterviewContext
from partnercheck.interview.terminal import BACK, COMMENT, HELP, LEAVE, SKIP
from partnercheck.questionnaire.model import Option, Question, Questionnaire
from partnercheck.rounds.answer_parser import has_two_readings, number_problem, read_date, read_number, text_answer
from partnercheck.rounds.events import Answered, Commented, Corrected, Finished, Joined

RATHER_NOT = "r"
MAX_PARTNER = 80


class Belonging(NamedTuple):
    """The sector and the partner somebody belongs to; empty for rather not say."""

    sector: str = ""
    partner: str = ""

    def ask(self, desk: InterviewContext, *, again: bool) -> Optional["Belonging"]:
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


def sector_names(desk: InterviewContext) -> dict[str, str]:
    """The sectors that can be chosen, and what they are called."""
    own = desk.questionnaire.sectors
    return {sector: desk.say(name) for sector, name in own.items()} if own else {s: desk.words.name(s) for s in SECTORS}


def partners_named(desk: InterviewContext) -> list[str]:
    """The partners that somebody in this round has named, in alphabetical order."""
    forms = (*desk.round.responses, *desk.round.unfinished)
    return sorted({form.partner for form in forms if form.partner}, key=lambda name: (name.casefold(), name))


def _sector(desk: InterviewContext, current: str, again: bool) -> str:
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


def _partner(desk: InterviewContext, current: str, again: bool) -> str:
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
        elif len(line) > 1 and len(line) <= MAX_PARTNER:
            same = [name for name in named if folded(name) == folded(line)]
            return f"={same[0] if same else line}"
        else:
            desk.screen.say(
                words("Type the name of the partner, {n} characters at most, or r for rather not say.", n=MAX_PARTNER)
            )


def _foot(desk: InterviewContext, current: str, again: bool) -> None:
    words = desk.words
    desk.screen.say(words("r Rather not say"))
    desk.screen.hint(words("b back, q leave"))
    if again:
        said = current or words("rather not say")
        desk.screen.say(words("Your answer now: {answer}", answer=said))
        desk.screen.hint(words("Enter keeps it."))


ESCAPE_LETTERS: dict[str, Escape] = {"d": "dont-know", "n": "not-applicable", "r": "prefer-not-to-say"}
COMMANDS = (BACK, SKIP, COMMENT, LEAVE, HELP)


@dataclass(frozen=True)
class Typed:
    """What a line means: an answer, or a command, or neither, and then `message` says what was expected."""

    answer: Answer | None = None
    command: str = ""
    message: str = ""


def read_typed(line: str, questionnaire: Questionnaire, question: Question, words: Words) -> Typed:
    """What somebody meant by a line typed at a question."""
    letter = line.lower()
    if letter in COMMANDS:
        return Typed(command=letter)
    if letter in ESCAPE_LETTERS:
        escape = ESCAPE_LETTERS[letter]
        if escape in question.escapes:
            return Typed(escape)
        return Typed(message=words("{answer} is not offered here.", answer=words.name(escape)))
    options = questionnaire.options_of(question)
    if options and question.several:
        return _several(line, options, words)
    if options:
        place = place_in(line, len(options))
        return Typed(options[place - 1].value) if place else Typed(message=expected(question, options, words))
    if question.kind == "number":
        return _number(line, question, words)
    if question.kind == "date":
        day = read_date(line)
        return Typed(day) if day else Typed(message=expected(question, (), words))
    if len(line) > MAX_TEXT:
        return Typed(message=words("That is too long: {n} characters at most.", n=MAX_TEXT))
    return Typed(text_answer(line)) if line else Typed(command=SKIP)


def expected(question: Question, options: Sequence[Option], words: Words) -> str:
    """What can be typed at a question, in one line."""
    if options and question.several:
        return words("Type one or more numbers from 1 to {n}, such as 1 3.", n=len(options))
    if options:
        return words("Type a number from 1 to {n}, or one of the letters.", n=len(options))
    if question.kind == "date":
        return words("Type a date as year-month-day, such as 2026-11-21.")
    if question.kind == "number":
        return _bounds(question, words)
    return words("Type your answer on one line. Enter alone skips the question.")


def shown(answer: Answer, questionnaire: Questionnaire, question: Question, lang: str, words: Words) -> str:
    """An answer as its respondent reads it."""
    if isinstance(answer, float):
        return number_shown(answer, words)
    labels = {option.value: questionnaire.say(option.label, lang) for option in questionnaire.options_of(question)}
    if isinstance(answer, tuple):
        return "; ".join(labels.get(value, value) for value in answer)
    if answer in question.escapes:
        return words.name(answer)
    return labels.get(answer, answer)


def number_shown(number: float, words: Words) -> str:
    """A number with the decimal mark of the language."""
    text = f"{number:.15g}"
    return text.replace(".", ",") if words.lang.split("-")[0] == "nl" else text


def place_in(text: str, most: int) -> int:
    """A typed place in a list of so many, from 1; 0 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= most else 0


def _several(line: str, options: Sequence[Option], words: Words) -> Typed:
    parts = [part for part in re.split(r"[\s,;]+", line) if part]
    places = {place_in(part, len(options)) for part in parts}
    if not parts or 0 in places:
        return Typed(message=words("Type one or more numbers from 1 to {n}, such as 1 3.", n=len(options)))
    alone = [place for place in sorted(places) if options[place - 1].alone]
    if alone and len(places) > 1:
        return Typed(message=words("{n} excludes the other answers: type it alone, or leave it out.", n=alone[0]))
    return Typed(tuple(options[place - 1].value for place in sorted(places)))


def _number(line: str, question: Question, words: Words) -> Typed:
    if has_two_readings(line):
        return Typed(
            message=words("{typed} can be read in two ways. Type it without a thousands separator.", typed=line)
        )
    number = read_number(line)
    if number is None or number_problem(question, number):
        return Typed(message=_bounds(question, words))
    return Typed(number)


def _bounds(question: Question, words: Words) -> str:
    least = None if question.least is None else number_shown(question.least, words)
    most = None if question.most is None else number_shown(question.most, words)
    if least is not None and most is not None:
        return words("Type a number from {least} to {most}.", least=least, most=most)
    if least is not None:
        return words("Type a number, {least} or more.", least=least)
    if most is not None:
        return words("Type a number, {most} or less.", most=most)
    return words("Type a number.")


def show_question(desk: InterviewContext, response: Response, asked: Sequence[Question], question: Question) -> None:
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


def take_comment(desk: InterviewContext, response: Response, question: Question) -> None:
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
    if len(line) > MAX_TEXT:
        screen.say(words("That is too long: {n} characters at most.", n=MAX_TEXT))
    elif not line or line.lower() in COMMANDS:
        screen.say(words("The comment stays as it was.") if current else words("There is no comment."))
    else:
        text = "" if line == "-" else line
        desk.record(Commented(respondent=response.respondent, question=question.id, text=text))
        screen.say(words("The comment is kept.") if text else words("The comment is taken away."))


def show_help(desk: InterviewContext) -> None:
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


FINISH = "f"
WHO = "w"


def review(desk: InterviewContext, response: Response, asked: Sequence[Question]) -> str:
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


def _who(desk: InterviewContext, response: Response) -> str:
    sector = sector_names(desk).get(response.sector, "")
    known = [part for part in (sector, response.partner) if part]
    return desk.words("You: {who}", who=", ".join(known) or desk.words("rather not say"))


def _line(desk: InterviewContext, response: Response, question: Question) -> str:
    """A question, its answer, and whether there is a comment to it."""
    words = desk.words
    answer = response.answers.get(question.id)
    text = words("(no answer)") if answer is None else shown(answer, desk.questionnaire, question, desk.lang, words)
    comment = " " + words("(with a comment)") if question.id in response.comments else ""
    return f"{desk.say(question.text)} {'—' if not desk.screen.plain else '-'} {text}{comment}"


PEOPLE, REVIEW = "", "."
"""Two places in a form that are no question: before the first, and after the last."""


class Left(Enum):
    """How somebody left their form."""

    HANDED_IN = auto()
    UNFINISHED = auto()


class FormDialog:
    """One respondent's way through the questions. Every answer is on disk before the next question shows."""

    def __init__(self, desk: InterviewContext, respondent: str) -> None:
        self.desk = desk
        self.respondent = respondent
        self._changing = False
        self._seen: set[str] = set()

    @property
    def response(self) -> Response:
        """The form as it stands now."""
        return self.desk.form(self.respondent)

    def asked(self) -> list[Question]:
        """The questions that are asked, given the answers so far."""
        return asked_questions(self.desk.questionnaire, self.response)

    def run(self) -> Left:
        """Ask until the form is handed in or left; the end of the input leaves it.

        Raises:
            KeyboardInterrupt: Ctrl-C; everything answered is kept.
        """
        place = PEOPLE if self._new() else self._where_one_was()
        try:
            while place not in (FINISH, LEAVE):
                if place == PEOPLE:
                    place = self._people()
                elif place == REVIEW:
                    place = self._review()
                else:
                    place = self._question(self.desk.questionnaire.question(place))
        except EOFError:
            place = LEAVE
        return Left.HANDED_IN if place == FINISH else Left.UNFINISHED

    def _new(self) -> bool:
        return all(form.respondent != self.respondent for form in self.desk.round.unfinished)

    def _where_one_was(self) -> str:
        """The question after the last one answered; what was skipped before it shows in the review."""
        answers = self.response.answers
        ids = [question.id for question in self.asked()]
        after = max((place for place, name in enumerate(ids) if name in answers), default=-1) + 1
        return ids[after] if after < len(ids) else REVIEW

    def _people(self) -> str:
        """Sector and partner, as far as the questionnaire wants them; then the first question."""
        desk, new = self.desk, self._new()
        known = Belonging(self.response.sector, self.response.partner)
        found = known if desk.joint else known.ask(desk, again=not new)
        if found is None:
            return LEAVE
        if new or found != known:
            sector, partner = found
            desk.record(Joined(respondent=self.respondent, partner=partner, sector=sector, joint=desk.joint))
        return REVIEW if self._changing else self.asked()[0].id

    def _review(self) -> str:
        """The review: hand in, change an answer, or leave."""
        place = review(self.desk, self.response, self.asked())
        if place == FINISH:
            self.desk.record(Finished(respondent=self.respondent))
        self._changing = place != BACK
        self._seen = {question.id for question in self.asked()}
        return self.asked()[-1].id if place == BACK else place

    def _question(self, question: Question) -> str:
        """Ask one question until there is an answer or a command to go elsewhere; then where to go next."""
        desk = self.desk
        desk.page()
        show_question(desk, self.response, self.asked(), question)
        while True:
            line = desk.ask(desk.words("Your answer:"))
            if not line and question.id in self.response.answers:
                return self._next(question)
            typed = read_typed(line, desk.questionnaire, question, desk.words)
            if typed.message:
                desk.screen.say(typed.message)
            elif typed.answer is not None or typed.command == SKIP:
                self._record(question, typed.answer)
                return self._next(question)
            else:
                place = self._obey(question, typed.command)
                if place is not None:
                    return place

    def _obey(self, question: Question, command: str) -> str | None:
        """Do what a command says; where to go, or none to stay at the question."""
        desk = self.desk
        if command == LEAVE:
            return LEAVE
        if command == BACK:
            place = self._previous(question)
            if place is None:
                desk.screen.say(desk.words("This is the first question."))
            return place
        if command == COMMENT:
            take_comment(desk, self.response, question)
        elif command == HELP:
            show_help(desk)
            show_question(desk, self.response, self.asked(), question)
        return None

    def _record(self, question: Question, answer: Answer | None) -> None:
        """Put an answer on disk, unless it says nothing new."""
        current = self.response.answers.get(question.id)
        if answer != current:
            kind = Answered if current is None else Corrected
            self.desk.record(kind(respondent=self.respondent, question=question.id, answer=answer))

    def _next(self, question: Question) -> str:
        """The next question; from the review, those that a changed answer has brought up, then the review again."""
        asked = [each.id for each in self.asked()]
        if self._changing:
            new = [each for each in asked if each not in self._seen]
            self._seen.update(new[:1])
            return new[0] if new else REVIEW
        after = asked[asked.index(question.id) + 1 :]
        return after[0] if after else REVIEW

    def _previous(self, question: Question) -> str | None:
        """The question before this one; none at the start."""
        if self._changing:
            return REVIEW
        asked = [each.id for each in self.asked()]
        place = asked.index(question.id)
        if place > 0:
            return asked[place - 1]
        return PEOPLE if self.desk.questionnaire.ask_first and not self.desk.joint else None
