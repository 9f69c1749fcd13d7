"""One form, from who is answering to the review before it is handed in."""

from enum import Enum, auto

from partnercheck.assessment.round import Answer, Response, asked_questions
from partnercheck.cli.interview_desk import Desk
from partnercheck.cli.interview_people import People
from partnercheck.cli.interview_question import show_help, show_question, take_comment
from partnercheck.cli.interview_reading import BACK, COMMENT, HELP, LEAVE, SKIP, read_typed
from partnercheck.cli.interview_review import FINISH, review
from partnercheck.questionnaire.model import Question
from partnercheck.rounds.events import Answered, Corrected, Finished, Joined

PEOPLE, REVIEW = "", "."
"""Two places in a form that are no question: before the first, and after the last."""


class Left(Enum):
    """How somebody left their form."""

    HANDED_IN = auto()
    UNFINISHED = auto()


class Form:
    """One respondent's way through the questions. Every answer is on disk before the next question shows."""

    def __init__(self, desk: Desk, respondent: str) -> None:
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
        known = People(self.response.sector, self.response.partner)
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
