"""What stands in a round file: a header, then events. Each is one line of JSON, and its `event` says which it is."""

import datetime
import json
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from partnercheck.assessment.privacy import DEFAULT_K, MIN_K
from partnercheck.assessment.responses import MAX_NAME, MAX_TEXT
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.model import LANGUAGE

FORMAT = 2
"""The version of the round file format that is written, and the newest that is read."""


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME, pattern=r"\S")]
OptionalName = Annotated[str, Field(max_length=MAX_NAME)]
LineText = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, pattern=r"\S")]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
GivenAnswer = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, pattern=r"\S")] | tuple[str, ...] | Number | None
Breakdown = Literal["sector", "partner"]


def written_line(plain: Plain) -> bytes:
    """Plain values as one line of a round file, its line end included."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


class Line(BaseModel):
    """What every line of a round file has in common: it cannot change, and it refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def written(self) -> bytes:
        """The line as it stands in the file, its line end included."""
        return written_line(self.model_dump(mode="json", by_alias=True))


class Header(Line):
    """The first line: the occasion, and the whole questionnaire, so that the file can be read in ten years."""

    event: Literal["round"] = "round"
    format: Literal[1, 2] = 2
    partnership: Name
    date: datetime.date
    lang: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    questionnaire: dict[str, object] = Field(description="The plain content of the questionnaire's file.")
    digest: str = Field(description="The digest of that content.")
    opened: bool = Field(
        default=False, alias="open", strict=True, description="All agreed to sign; nothing is withheld."
    )
    k: Annotated[int, Field(strict=True, ge=MIN_K)] = Field(
        default=DEFAULT_K, description="Groups smaller than this are not shown."
    )
    by: Breakdown | None = Field(default="sector", description="The one breakdown of the round's reports.")
    invited: Annotated[int, Field(strict=True, ge=1)] | None = Field(
        default=None, description="How many people were asked."
    )


class Format(Line):
    """From here on the file is written in this format; it stands where a file of an earlier one is gone on with."""

    event: Literal["format"] = "format"
    format: Literal[2] = 2


class Joined(Line):
    """Somebody starts a form, or says anew which partner and sector they belong to."""

    event: Literal["joined"] = "joined"
    respondent: Name
    partner: OptionalName = ""
    sector: OptionalName = ""
    joint: bool = Field(default=False, strict=True)


class Answered(Line):
    """An answer; `None` takes it away."""

    event: Literal["answer"] = "answer"
    respondent: Name
    question: str
    answer: GivenAnswer


class Corrected(Line):
    """An answer that takes the place of an earlier one; `None` takes it away."""

    event: Literal["correction"] = "correction"
    respondent: Name
    question: str
    answer: GivenAnswer


class Commented(Line):
    """A comment to a question; an empty text takes it away."""

    event: Literal["comment"] = "comment"
    respondent: Name
    question: str
    text: Annotated[str, Field(max_length=MAX_TEXT)]


class Finished(Line):
    """A form is handed in."""

    event: Literal["finished"] = "finished"
    respondent: Name


class Withdrawn(Line):
    """A form is taken back; it counts no more."""

    event: Literal["withdrawn"] = "withdrawn"
    respondent: Name


class Erased(Line):
    """In the place of a form that was erased: a name that says nothing, by which closings still count it."""

    event: Literal["erased"] = "erased"
    respondent: Name


class Imported(Line):
    """These forms came together, from files."""

    event: Literal["imported"] = "imported"
    respondents: tuple[Name, ...] = Field(min_length=1)


class CommentWithheld(Line):
    """A comment that the facilitator withholds; no report shows it."""

    event: Literal["comment-withheld"] = "comment-withheld"
    respondent: Name
    question: str


class Invited(Line):
    """How many people were invited, where the first line does not say it or says it wrongly."""

    event: Literal["invited"] = "invited"
    invited: Annotated[int, Field(strict=True, ge=1)] = Field(description="How many people were asked.")


class Noted(Line):
    """A note by the facilitator."""

    event: Literal["note"] = "note"
    text: LineText


class Agreed(Line):
    """An action the partnership agreed to."""

    event: Literal["action"] = "action"
    what: LineText
    who: OptionalName = ""
    when: datetime.date | None = None


class ActionWithdrawn(Line):
    """An action that was written down by mistake; the last one with these words."""

    event: Literal["action-withdrawn"] = "action-withdrawn"
    what: LineText
    who: OptionalName = ""
    when: datetime.date | None = None


class Closed(Line):
    """The round is closed: these forms count, and reports break them down like this."""

    event: Literal["closed"] = "closed"
    respondents: tuple[Name, ...] = Field(min_length=1)
    by: Breakdown | None = None
    k: Annotated[int, Field(strict=True, ge=MIN_K)] = DEFAULT_K
    rules: Annotated[int, Field(strict=True, ge=1)] = Field(
        default=1, description="The version of the rules by which its reports are worked out; 1 where it is not said."
    )


class Reopened(Line):
    """The last closing is taken back, as if it had never been."""

    event: Literal["reopened"] = "reopened"


Event = (
    Format
    | Joined
    | Answered
    | Corrected
    | Commented
    | Finished
    | Withdrawn
    | Erased
    | Imported
    | CommentWithheld
    | Invited
    | Noted
    | Agreed
    | ActionWithdrawn
    | Closed
    | Reopened
)

EVENTS: dict[str, type[Event]] = {model.model_fields["event"].default: model for model in get_args(Event)}
"""Every event this version understands. Others come from a later version, and nothing can be said without them."""


def plain_of(event: Event | Header) -> Plain:
    """An event as plain values."""
    plain: Plain = event.model_dump(mode="json", by_alias=True)
    return plain
