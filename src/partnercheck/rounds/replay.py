"""Events replayed into a round. The last word wins, until a closing: what has been published does not change."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple, TypeVar

from partnercheck.assessment.privacy import Standing, may_be_taken_back, standing
from partnercheck.assessment.responses import NOT_STATED, Action, Answer, Closing, Response, Round
from partnercheck.core.findings import Problem, clip, did_you_mean
from partnercheck.core.words import SECTORS
from partnercheck.questionnaire.model import Question, Questionnaire
from partnercheck.rounds.answer_parser import answer_problem
from partnercheck.rounds.events import (
    ActionWithdrawn,
    Agreed,
    Answered,
    Closed,
    Commented,
    CommentWithheld,
    Corrected,
    Erased,
    Event,
    Finished,
    Format,
    Header,
    Imported,
    Invited,
    Joined,
    Noted,
    Reopened,
    Withdrawn,
)

MAX_NAMED = 200
"""Among more respondents than this no similar name is looked for."""
MAX_FORMS = 100_000
"""Forms of one round; a partnership of so many people answers in another way."""
MAX_CLOSINGS = 50
"""Closings of one round, those that were taken back too: each of them is held against all before it."""
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
    withheld: set[str] = field(default_factory=set)
    made: Response | None = None

    def copy(self) -> "Form":
        """A form that can go on without changing this one."""
        return replace(self, answers=dict(self.answers), comments=dict(self.comments), withheld=set(self.withheld))

    def response(self, order: dict[str, int]) -> Response:
        """The form with its answers in the questionnaire's order, so that the order of typing leaves no trace."""
        if self.made is None:
            self.made = Response.model_construct(  # every event was checked as it came
                respondent=self.respondent,
                partner=self.partner,
                sector=self.sector,
                joint=self.joint,
                answers={name: self.answers[name] for name in sorted(self.answers, key=order.__getitem__)},
                comments={
                    name: self.comments[name]
                    for name in sorted(self.comments.keys() - self.withheld, key=order.__getitem__)
                },
            )
        return self.made


@dataclass
class Replay:
    """Where a round stands after the events so far.

    `forms` holds everybody's last word, `kept` the forms of a closing as they were when it was made, `joint` who
    answers for a whole room. `closings` are those that stand, the last one last. `imports` are the forms that came
    together. `actions` are numbered, and `places` has the numbers of those with the same words. `closed` counts the
    closings, those that were taken back too. `own` names the forms that a copy has made its own; in what is no copy,
    all are.
    """

    header: Header
    questionnaire: Questionnaire
    forms: dict[str, Form] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    kept: dict[str, Response] = field(default_factory=dict)
    joint: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    erased: dict[str, None] = field(default_factory=dict)
    imports: list[tuple[str, ...]] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    closed: int = 0
    actions: dict[int, Action] = field(default_factory=dict)
    places: dict[Action, list[int]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)
    notes: list[str] = field(default_factory=list)
    format: int = 0
    invited: int | None = None
    questions: dict[str, Question] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    own: set[str] | None = None

    def __post_init__(self) -> None:
        """Look the questions up once, not at every event."""
        self.format, self.invited = self.format or self.header.format, self.invited or self.header.invited
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
            withdrawn=set(self.withdrawn),
            erased=dict(self.erased),
            imports=list(self.imports),
            closings=list(self.closings),
            actions=dict(self.actions),
            places={action: [*places] for action, places in self.places.items()},
            notes=list(self.notes),
            own=set(),
        )

    @property
    def closing(self) -> Closing | None:
        """The last closing that stands."""
        return self.closings[-1] if self.closings else None

    def round(self) -> Round:
        """The round as it stands now."""
        header, closing, gone = self.header, self.closing, {*self.withdrawn, *self.erased}
        back = self.withdrawn & self.finished
        standing = {name: form for name, form in self.forms.items() if name not in self.withdrawn}
        forms = [self._said(name) for name in standing]
        return Round.model_construct(  # every event was checked as it came
            questionnaire=self.questionnaire,
            digest=header.digest,
            partnership=header.partnership,
            date=header.date,
            lang=header.lang,
            responses=tuple(form for form in forms if form.respondent in self.finished),
            unfinished=tuple(form for form in forms if form.respondent not in self.finished),
            withdrawn=tuple(self._said(name) for name in self.forms if name in back),
            erased=tuple(self.erased),
            imports=tuple(self.imports),
            withheld=sum(len(form.withheld & form.comments.keys()) for form in standing.values()),
            still_open=not closing or (not header.opened and not gone.isdisjoint(closing.respondents)),
            opened=header.opened,
            invited=self.invited,
            by=header.by or "none",
            k=header.k,
            closing=closing,
            actions=tuple(self.actions.values()),
            notes=tuple(self.notes),
        )

    def _said(self, respondent: str) -> Response:
        """What somebody said, as far as it counts: as it was at the closing, or the last word."""
        kept, form = self.kept.get(respondent), self.forms[respondent]
        if kept and form.withheld & kept.comments.keys():
            comments = {name: text for name, text in kept.comments.items() if name not in form.withheld}
            return kept.model_copy(update={"comments": comments})
        return kept or form.response(self.order)

    def misfit(self, event: Event) -> Misfit | None:
        """Why an event cannot come next; none where it can."""
        match event:
            case Joined():
                return self._joined_misfit(event)
            case Answered() | Corrected():
                return self._stranger(event.respondent) or self._answer_misfit(event.question, _answer(event))
            case Commented():
                return self._stranger(event.respondent) or self._answer_misfit(event.question, None)
            case Finished() | Withdrawn() | CommentWithheld():
                return self._stranger(event.respondent)
            case Imported():
                known = (self._stranger(name) for name in event.respondents if name not in self.erased)
                return next(filter(None, known), None)
            case Closed():
                return self._closed_misfit(event)
            case Reopened():
                return None if self.closings else Misfit("no closing stands that could be taken back")
            case ActionWithdrawn():
                return None if self.places.get(_action(event)) else Misfit("there is no such action", at=event.what)
            case Format() | Erased() | Invited() | Noted() | Agreed():
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
                self._form(event.respondent).withheld.discard(event.question)
            case Finished():
                self.finished.add(event.respondent)
            case Withdrawn():
                self.withdrawn.add(event.respondent)
                self.joint.discard(event.respondent)
            case CommentWithheld():
                self._form(event.respondent).withheld.add(event.question)
            case _:
                self._apply_to_round(event)

    def _apply_to_round(self, event: Event) -> None:
        """Let an event come next that is about no single form."""
        match event:
            case Closed():
                self._close(event)
            case Reopened():
                self._reopen()
            case Agreed():
                number = next(self.numbers)
                self.actions[number] = _action(event)
                self.places.setdefault(_action(event), []).append(number)
            case ActionWithdrawn():
                del self.actions[self.places[_action(event)].pop()]
            case Format():
                self.format = event.format
            case Erased():
                self.erased[event.respondent] = None
            case Imported():
                self.imports.append(event.respondents)
            case Invited():
                self.invited = event.invited
            case Noted():
                self.notes.append(event.text)

    def meet(self, event: Event) -> None:
        """Know the respondent of an event that does not fit, so that one wrong line is not many findings."""
        if isinstance(event, Joined):
            self.forms.setdefault(event.respondent, Form(event.respondent))

    def _join(self, event: Joined) -> None:
        if event.respondent in self.withdrawn:  # somebody begins anew
            self.withdrawn.remove(event.respondent)
            self.finished.discard(event.respondent)
            self.kept.pop(event.respondent, None)
            self.forms[event.respondent] = Form(event.respondent)
            if self.own is not None:
                self.own.add(event.respondent)
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
        options = self.questionnaire.options_of(self.questions[question])
        if not isinstance(answer, tuple) or not options:
            return answer
        return tuple(option.value for option in options if option.value in answer)

    def _close(self, event: Closed) -> None:
        before = self.closing
        self.closed += 1
        self.closings.append(
            Closing(
                respondents=tuple(sorted(event.respondents)),
                by=event.by or "",
                k=event.k,
                earlier=before.all if before else (),
                rules=min(event.rules, before.rules) if before else event.rules,
            )
        )
        for respondent in self.forms.keys() & {*event.respondents}:
            if self.header.opened or respondent not in self.kept:
                self.kept[respondent] = self.forms[respondent].response(self.order)

    def _reopen(self) -> None:
        self.closings.pop()
        counted = {*self.closing.respondents} if self.closing else set()
        self.kept = {name: form for name, form in self.kept.items() if name in counted}

    def _stranger(self, respondent: str) -> Misfit | None:
        if respondent in self.withdrawn:
            return Misfit(f"the form of {clip(repr(respondent), 60)} was taken back before this", at=respondent)
        if respondent in self.forms:
            return None
        return Misfit(
            f"{clip(repr(respondent), 60)} has not joined before this",
            did_you_mean(respondent, self.forms if len(self.forms) <= MAX_NAMED else ()),
            at=respondent,
        )

    def _joined_misfit(self, event: Joined) -> Misfit | None:
        sectors = [*(self.questionnaire.sectors or SECTORS), NOT_STATED, ""]
        if event.sector.strip() not in sectors:
            message = f"{clip(repr(event.sector), 60)} is no sector here"
            return Misfit(message, did_you_mean(event.sector, filter(None, sectors)), at=event.sector)
        if event.respondent not in self.forms and len(self.forms) >= MAX_FORMS:
            return Misfit(f"a round holds {MAX_FORMS} forms at most", "start a new round")
        again = event.respondent in self.withdrawn
        if again and not self.header.opened and any(event.respondent in each.respondents for each in self.closings):
            message = f"the form of {clip(repr(event.respondent), 60)} was taken back after a closing had counted it"
            return Misfit(message, "answer anew in the next round", at=event.respondent)
        others = len(self.forms) - len(self.withdrawn) - (event.respondent in self.forms and not again)
        if others and (event.joint or self.joint - {event.respondent}):
            return Misfit("a joint form is the only form of its round", "make a round of its own for it")
        return None

    def _answer_misfit(self, name: str, answer: Answer | None) -> Misfit | None:
        question = self.questions.get(name)
        if question is None:
            return Misfit(f"{clip(repr(name), 60)} is no question", did_you_mean(name, self.questions), at=name)
        if answer is None:
            return None
        problem = answer_problem(self.questionnaire, question, answer)
        return Misfit(*problem, at=answer) if problem else None

    def _closed_misfit(self, event: Closed) -> Misfit | None:
        for respondent in event.respondents:
            in_hand = respondent in self.finished and respondent not in self.withdrawn
            if not in_hand and respondent not in self.erased:
                message = f"the form of {clip(repr(respondent), 60)} is counted here, but was not handed in before this"
                return Misfit(message, at=respondent)
        if self.closed >= MAX_CLOSINGS:
            return Misfit(f"a round is closed {MAX_CLOSINGS} times at most", "start a new round")
        if self.closing is None:
            return None
        left_out = sorted({*self.closing.respondents} - {*event.respondents} - self.withdrawn - self.erased.keys())
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


def _action(event: Agreed | ActionWithdrawn) -> Action:
    return Action(what=event.what, who=event.who, when=event.when)


def refusal(replay: Replay, event: Event) -> Problem | None:
    """Why a writer may not add an event although it could be replayed."""
    closing = replay.closing
    if replay.header.opened or closing is None:
        return None
    match event:
        case Joined() | Answered() | Corrected() | Commented() | Finished() if event.respondent in replay.kept:
            return Problem(
                f"The form of {event.respondent} counts in a closed round and does not change any more.",
                "What was published would not be true otherwise. Answer anew in the next round.",
            )
        case Closed():
            return _too_few_new(replay, event)
        case Reopened():
            return _seen(replay, closing)
    return None


def _too_few_new(replay: Replay, event: Closed) -> Problem | None:
    round_ = replay.round()
    names = {*event.respondents}
    counted = tuple(form for form in round_.responses if form.respondent in names)
    now = standing(round_.model_copy(update={"responses": counted}))
    take_back = ""
    if may_be_taken_back(round_):
        take_back = "The last closing told nothing of anybody: `partnercheck correct ROUND --take-back-closing` first."
    if now.missing:
        more = "1 more filled-in form is" if now.missing == 1 else f"{now.missing} more filled-in forms are"
        return Problem(
            f"The round cannot be closed again yet: {more} needed.",
            take_back or f"With fewer than {event.k} new forms, comparing two reports would show who said what.",
        )
    if now.waiting:
        return Problem(
            "The round cannot be closed again: a few forms that it counted were taken back.",
            take_back or f"Two reports would tell what they said. {_until(now)}",
        )
    return None


def _until(now: Standing) -> str:
    if now.for_good:
        return "The earlier report stands. Start a new round for the forms that came since."
    more = "1 more is" if now.waiting == 1 else f"{now.waiting} more are"
    return f"It can be closed when {more} taken back."


def _seen(replay: Replay, closing: Closing) -> Problem | None:
    """A closing whose result may have been seen is not taken back: the next could be compared with it."""
    if may_be_taken_back(replay.round()):
        return None
    return Problem(
        f"This closing counts {len(closing.respondents)} forms, and its result may have been seen.",
        f"Forms still come in. They count once {closing.k} are new: before, two results would tell who said what.",
    )
