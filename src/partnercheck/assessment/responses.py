"""What an assessment is made from: who answered what on one occasion."""

import datetime
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partnercheck.core.findings import Problem, printable
from partnercheck.core.text import REFUSED, tidied
from partnercheck.questionnaire.model import Question, Questionnaire, Wanted

Answer = str | tuple[str, ...] | float
"""An option value or an escape; the ticked option values; a number; a text or an ISO date.

A text that reads like an escape, such as *dont-know*, stands alone in a tuple: it is what somebody wrote.
"""

NOT_STATED = "not-stated"

RULES = 2
"""The version of the rules by which an assessment is worked out; a reading may differ from that of an earlier one."""

MAX_TEXT = 4000
"""Characters a written answer or a comment may have."""
MAX_NAME = 120
"""Characters the name of a respondent, a partner or a partnership may have."""


def name_problem(name: str) -> Problem | None:
    """What makes a name unfit; none where nothing does.

    It holds for partnerships, respondents and partners, wherever they are named.
    """
    if not tidied(name):
        return Problem("a name is expected here", "write at least one letter")
    if len(name) > MAX_NAME:
        return Problem(f"this name has {len(name)} characters", f"{MAX_NAME} are enough")
    if "\t" in name or len(name.splitlines()) > 1:
        return Problem("this name has a tab or a line end in it", "write it on one line")
    found = REFUSED.search(name)
    return Problem(f"this name holds a control character ({printable(found[0])})", "use plain text") if found else None


def text_problem(text: str, what: str = "text") -> Problem | None:
    """What makes a written answer or a comment unfit; none where nothing does."""
    return Problem(f"a {what} of {len(text)} characters", f"{MAX_TEXT} are enough") if len(text) > MAX_TEXT else None


class Response(BaseModel):
    """One respondent's answers; a joint response is the room's one form."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    respondent: str
    partner: str = ""
    sector: str = ""
    joint: bool = False
    answers: dict[str, Answer] = Field(default={})
    comments: dict[str, str] = Field(default={})


class Closing(BaseModel):
    """The closing of a round: whose forms count, and the one breakdown its reports use.

    `earlier` holds the respondents of each closing before it: what a report shows now must not part a few people from
    what a report showed then. `rules` is the version of the rules by which it, or one before it, was reported first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    respondents: tuple[str, ...]
    by: str
    k: int
    earlier: tuple[tuple[str, ...], ...] = ()
    rules: int = 1

    @property
    def all(self) -> tuple[tuple[str, ...], ...]:
        """The respondents of each closing, this one last."""
        return (*self.earlier, self.respondents)


class Action(BaseModel):
    """Something the partnership agreed to do."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    what: str
    who: str = ""
    when: datetime.date | None = None


class Round(BaseModel):
    """One occasion: partnership, date, questionnaire and responses.

    `opened` means that all agreed to sign, so that nothing needs to be withheld. `invited` is how many were asked, if
    that is known. `by` ("sector", "partner" or "none") and `k` are what it was started with; a closing fixes them.
    `still_open` means that forms may come in before a result is shown; a round that is kept in no file never is.
    `withdrawn` holds forms that were taken back and `erased` the names that stand for erased ones: they count nowhere,
    but what was shown with them was. `withheld` is how many comments the facilitator withholds. `imports` names the
    forms that came together from files.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    questionnaire: Questionnaire
    digest: str
    partnership: str
    date: datetime.date
    lang: str = "en"
    responses: tuple[Response, ...] = ()
    unfinished: tuple[Response, ...] = ()
    withdrawn: tuple[Response, ...] = ()
    erased: tuple[str, ...] = ()
    withheld: int = 0
    imports: tuple[tuple[str, ...], ...] = ()
    still_open: bool = False
    opened: bool = False
    invited: int | None = None
    by: Literal["sector", "partner", "none"] = "sector"
    k: int = 5
    closing: Closing | None = None
    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = ()


def asked_questions(questionnaire: Questionnaire, response: Response) -> list[Question]:
    """The questions that were asked of this respondent: all but those their `ask_if` hides."""
    if not any(question.ask_if for question in questionnaire.questions):
        return list(questionnaire.questions)
    asked: dict[str, Question] = {}
    for question in questionnaire.questions:
        if all(
            other in asked and chosen(response.answers.get(other)) & set(wanted)
            for other, wanted in question.ask_if.items()
        ):
            asked[question.id] = question
    return list(asked.values())


def chosen(answer: Answer | None) -> set[str]:
    """The option values an answer names."""
    if answer is None or isinstance(answer, float):
        return set()
    return {answer} if isinstance(answer, str) else set(answer)


def fits(wanted: Wanted, date: datetime.date) -> Callable[[object], bool]:
    """Whether an answer is one that a step waits for, on the date of the round."""

    def suits(answer: object) -> bool:
        if isinstance(answer, float | int):
            low = wanted.at_least is None or answer >= wanted.at_least
            high = wanted.at_most is None or answer <= wanted.at_most
            return low and high
        if wanted.within_days is not None:
            return (datetime.date.fromisoformat(str(answer)) - date).days <= wanted.within_days
        return bool({*answer} & {*wanted.any_of}) if isinstance(answer, tuple) else answer in wanted.any_of

    return suits
