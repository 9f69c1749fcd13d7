"""Events replayed into a round. The last word wins, until a closing: what has been published does not change."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from partnercheck.assessment.round import NOT_STATED, Action, Answer, Closing, Response, Round
from partnercheck.findings import clip, did_you_mean
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.rounds.events import (
    Agreed,
    Answered,
    Closed,
    Commented,
    Corrected,
    Event,
    Finished,
    Header,
    Joined,
    Noted,
)
from partnercheck.rounds.offered import answer_problem
from partnercheck.words import SECTORS

MOST_NAMED = 200
"""Among more respondents than this no similar name is looked for."""
T = TypeVar("T")


class Misfit(NamedTuple):
    """Why an event does not fit what came before it: what is wrong, what to do, and the word it is about."""

    message: str
    remedy: str = ""
    at: object = None


@dataclass
class Form:
    """One respondent's last word so far; it grows with every event, and a response is made from it when asked for."""

    respondent: str
    partner: str = ""
    sector: str = ""
    joint: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    made: Response | None = None

    def copy(self) -> "Form":
        """A form that can go on without changing this one."""
        return replace(self, answers=dict(self.answers), comments=dict(self.comments))

    def response(self, order: dict[str, int]) -> Response:
        """The form with its answers in the questionnaire's order, so that the order of typing leaves no trace."""
        if self.made is None:
            self.made = Response.model_construct(  # every event was checked as it came
                respondent=self.respondent,
                partner=self.partner,
                sector=self.sector,
                joint=self.joint,
                answers={name: self.answers[name] for name in sorted(self.answers, key=order.__getitem__)},
                comments={name: self.comments[name] for name in sorted(self.comments, key=order.__getitem__)},
            )
        return self.made


@dataclass
class Replay:
    """Where a round stands after the events so far.

    `forms` holds everybody's last word, `kept` the forms of a closing as they were when it was made, `joint` who
    answers for a whole room. `own` names the forms that a copy has made its own; in what is no copy, all are.
    """

    header: Header
    questionnaire: Questionnaire
    forms: dict[str, Form] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    kept: dict[str, Response] = field(default_factory=dict)
    joint: set[str] = field(default_factory=set)
    closing: Closing | None = None
    actions: list[Action] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: int = 0
    questions: dict[str, Question] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    own: set[str] | None = None

    def __post_init__(self) -> None:
        """Look the questions up once, not at every event."""
        if not self.questions:
            self.questions = {question.id: question for question in self.questionnaire.questions}
            self.order = {name: place for place, name in enumerate(self.questions)}

    def copy(self) -> "Replay":
        """A replay that can go on without changing this one."""
        return replace(
            self,
            forms=dict(self.forms),
            finished=set(self.finished),
            kept=dict(self.kept),
            joint=set(self.joint),
            actions=list(self.actions),
            notes=list(self.notes),
            own=set(),
        )

    def round(self) -> Round:
        """The round as it stands now."""
        header = self.header
        forms = [self.kept.get(name) or form.response(self.order) for name, form in self.forms.items()]
        return Round.model_construct(  # every event was checked as it came
            questionnaire=self.questionnaire,
            digest=header.digest,
            partnership=header.partnership,
            date=header.date,
            lang=header.lang,
            responses=tuple(form for form in forms if form.respondent in self.finished),
            unfinished=tuple(form for form in forms if form.respondent not in self.finished),
            opened=header.opened,
            invited=header.invited,
            by=header.by or "none",
            k=header.k,
            closing=self.closing,
            actions=tuple(self.actions),
            notes=tuple(self.notes),
        )

    def response(self, respondent: str) -> Response:
        """Somebody's last word."""
        return self.forms[respondent].response(self.order)

    def misfit(self, event: Event) -> Misfit | None:
        """Why an event cannot come next; none where it can."""
        match event:
            case Joined():
                return self._joined_misfit(event)
            case Answered() | Corrected():
                return self._stranger(event.respondent) or self._answer_misfit(event.question, _answer(event))
            case Commented():
                return self._stranger(event.respondent) or self._answer_misfit(event.question, None)
            case Finished():
                return self._stranger(event.respondent)
            case Closed():
                return self._closed_misfit(event)
            case Noted() | Agreed():
                return None

    def apply(self, event: Event) -> None:
        """Let an event that fits come next."""
        match event:
            case Joined():
                self._join(event)
            case Answered() | Corrected():
                answer = self._in_order(event.question, _answer(event))
                _put(self._form(event.respondent).answers, event.question, answer if answer != () else None)
            case Commented():
                _put(self._form(event.respondent).comments, event.question, event.text.strip() or None)
            case Finished():
                self.finished.add(event.respondent)
            case Closed():
                self._close(event)
            case Noted():
                self.notes.append(event.text)
            case Agreed():
                self.actions.append(Action(what=event.what, who=event.who, when=event.when))

    def meet(self, event: Event) -> None:
        """Know the respondent of an event that does not fit, so that one wrong line is not many findings."""
        if isinstance(event, Joined):
            self.forms.setdefault(event.respondent, Form(event.respondent))

    def _join(self, event: Joined) -> None:
        self.forms.setdefault(event.respondent, Form(event.respondent))
        form = self._form(event.respondent)
        form.partner, form.sector, form.joint = event.partner.strip(), event.sector.strip(), event.joint
        change = self.joint.add if event.joint else self.joint.discard
        change(event.respondent)

    def _form(self, respondent: str) -> Form:
        """Somebody's form, to be changed."""
        if self.own is not None and respondent not in self.own:
            self.forms[respondent] = self.forms[respondent].copy()
            self.own.add(respondent)
        form = self.forms[respondent]
        form.made = None
        return form

    def _in_order(self, question: str, answer: Answer | None) -> Answer | None:
        """Ticks in the order of the options: the order of ticking says nothing."""
        if not isinstance(answer, tuple):
            return answer
        options = self.questionnaire.options_of(self.questions[question])
        return tuple(option.value for option in options if option.value in answer)

    def _close(self, event: Closed) -> None:
        before = self.closing
        self.closing = Closing(
            respondents=tuple(sorted(event.respondents)),
            by=event.by or "",
            k=event.k,
            earlier=(*before.earlier, before.respondents) if before else (),
            rules=min(event.rules, before.rules) if before else event.rules,
        )
        for respondent in event.respondents:
            if self.header.opened or respondent not in self.kept:
                self.kept[respondent] = self.response(respondent)

    def _stranger(self, respondent: str) -> Misfit | None:
        if respondent in self.forms:
            return None
        return Misfit(
            f"{clip(repr(respondent), 60)} has not joined before this",
            did_you_mean(respondent, self.forms if len(self.forms) <= MOST_NAMED else ()),
            at=respondent,
        )

    def _joined_misfit(self, event: Joined) -> Misfit | None:
        sectors = [*(self.questionnaire.sectors or SECTORS), NOT_STATED, ""]
        if event.sector.strip() not in sectors:
            message = f"{clip(repr(event.sector), 60)} is no sector here"
            return Misfit(message, did_you_mean(event.sector, filter(None, sectors)), at=event.sector)
        others = len(self.forms) - (event.respondent in self.forms)
        if others and (event.joint or self.joint - {event.respondent}):
            return Misfit("a joint form is the only form of its round", "make a round of its own for it")
        return None

    def _answer_misfit(self, name: str, answer: Answer | None) -> Misfit | None:
        question = self.questions.get(name)
        if question is None:
            return Misfit(f"{clip(repr(name), 60)} is no question", did_you_mean(name, self.questions), at=name)
        if answer is None:
            return None
        message, remedy = answer_problem(self.questionnaire, question, answer)
        return Misfit(message, remedy, at=answer) if message else None

    def _closed_misfit(self, event: Closed) -> Misfit | None:
        for respondent in event.respondents:
            if respondent not in self.finished:
                message = f"the form of {clip(repr(respondent), 60)} is counted here, but was not handed in before this"
                return Misfit(message, at=respondent)
        if self.closing is None:
            return None
        left_out = sorted(set(self.closing.respondents) - set(event.respondents))
        if left_out:
            return Misfit(
                f"a form of the earlier closing is left out: {clip(repr(left_out[0]), 60)}", "put it in again"
            )
        if (event.by or "", event.k) != (self.closing.by, self.closing.k):
            return Misfit("a round keeps the breakdown and the k of its first closing", at="by")
        return None


def _put(entries: dict[str, T], question: str, value: T | None) -> None:
    """Put an answer or a comment behind the others; nothing takes it away."""
    entries.pop(question, None)
    if value is not None:
        entries[question] = value


def _answer(event: Answered | Corrected) -> Answer | None:
    return event.answer
