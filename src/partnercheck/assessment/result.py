"""The assessment: everything worked out about one round, frozen, and all that a report may see.

What is withheld to protect small groups is absent, and absent looks the same as never there.
"""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partnercheck.questionnaire.model import VerdictKind
from partnercheck.words import Stage


class Fact(BaseModel):
    """What every part of an assessment has in common: it cannot change."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)


class Asked(Fact):
    """The questionnaire that was answered."""

    id: str = Field(description="Its id.")
    version: str = Field(description="Its version.")
    digest: str = Field(description="SHA-256 of its content, in hexadecimal.")
    title: str = Field(description="Its title in the assessment's language.")
    minutes: int | None = Field(default=None, description="How long answering takes.")


class Group(Fact):
    """A group of respondents that is large enough to be named."""

    id: str = Field(description="A sector or partner, `not-stated`, or `other` for groups put together.")
    name: str = Field(description="Its name in the assessment's language.")
    n: int = Field(description="Counted people in it.")


class People(Fact):
    """Who answered."""

    answered: int = Field(description="Forms handed in.")
    invited: int | None = Field(default=None, description="People invited, where that is known.")
    counted: int = Field(description="Forms that answered enough to count.")
    too_thin: int = Field(description="Forms that did not.")
    joint: bool = Field(default=False, description="One form, filled in by the room together.")
    opened: bool = Field(default=False, description="All agreed to sign; nothing is withheld.")
    k: int = Field(description="Groups smaller than this are not shown.")
    groups: tuple[Group, ...] = Field(default=(), description="Counted people per group of the breakdown.")


class Verdict(Fact):
    """The verdict, and the words for it."""

    kind: VerdictKind = Field(description="Which of the outcomes it is.")
    stage: Stage | None = Field(default=None, description="The stage, where there is one.")
    stages: tuple[Stage, ...] = Field(default=(), description="The stages the words name, the leading one first.")
    certainty: float | None = Field(
        default=None, description="Probability, 0 to 1: of the stage, or of the two together."
    )
    two_camps: tuple[Stage, ...] = Field(default=(), description="Stages apart that each hold 30 % of the votes.")
    words: str = Field(description="The verdict in one or two sentences.")
    cautions: tuple[str, ...] = Field(default=(), description="What to keep in mind beside it.")


class StageShare(Fact):
    """One stage of the profile."""

    stage: Stage = Field(description="The stage.")
    name: str = Field(description="Its name in the assessment's language.")
    measured: bool = Field(description="Whether the questionnaire measures it.")
    votes: float | None = Field(default=None, description="Share of the votes, 0 to 1.")
    support: float | None = Field(default=None, description="Votes and 70 % of both neighbours' votes.")
    probability: float | None = Field(default=None, description="Probability that this is the stage, 0 to 1.")


class Marker(Fact):
    """Where the marker stands on the loop."""

    start: Stage = Field(alias="from", description="The leading stage.")
    towards: Stage | None = Field(default=None, description="The neighbour it is moved towards.")
    share: float = Field(description="How far, as a share of a step: 0 to 0.5.")


class Theme(Fact):
    """What one theme's questions say on their own; no verdict."""

    id: str = Field(description="The theme's id.")
    name: str = Field(description="Its name in the assessment's language.")
    n: int = Field(description="Counted people who answered any of its questions.")
    votes: dict[Stage, float] = Field(description="Share of the votes per stage the theme measures, 0 to 1.")
    leads: tuple[Stage, ...] = Field(description="The leading stage, or those that tie.")
    lags: bool = Field(description="Whether it leads with an earlier stage than the verdict.")
    words: str = Field(description="The same in a sentence.")


class GroupAnswers(Fact):
    """How one group answered one question; where any group was of one mind, all groups show a band only."""

    id: str = Field(description="The group's id.")
    name: str = Field(description="Its name in the assessment's language.")
    n: int = Field(description="People of the group who answered.")
    mean: float | None = Field(default=None, description="Mean place on the scale, 0 to 1.")
    band: Literal["low", "middle", "high"] | None = Field(
        default=None, description="Roughly where on the scale, instead of the mean."
    )
    counts: dict[str, int] | None = Field(default=None, description="Answers per option, where options have no order.")


class QuestionResult(Fact):
    """How one question was answered; only questions with enough answers appear."""

    id: str = Field(description="The question's id.")
    theme: str | None = Field(default=None, description="Its theme.")
    text: str = Field(description="The question in the assessment's language.")
    n: int = Field(description="Counted people who answered it.")
    options: dict[str, str] | None = Field(default=None, description="Label per option value, in the order asked.")
    counts: dict[str, int] | None = Field(default=None, description="Answers per option value.")
    median: float | str | None = Field(default=None, description="The median of a number or a date.")
    texts: tuple[str, ...] = Field(default=(), description="Free texts, sorted by wording and without names.")
    comments: tuple[str, ...] = Field(default=(), description="Comments, sorted by wording and without names.")
    agreement: float | None = Field(
        default=None, description="1 for everyone alike, 0 for chance, below 0 for a split."
    )
    agreement_word: Literal["agree", "mixed", "split"] | None = Field(default=None, description="The same in a word.")
    beyond_chance: bool | None = Field(default=None, description="Whether blind ticking would rarely agree as much.")
    effect: float | None = Field(
        default=None, description="What it adds to the lead of the leading stage over the next likeliest."
    )
    rows: tuple[GroupAnswers, ...] = Field(default=(), description="The answers per group.")


class Row(Group):
    """One group of the breakdown."""

    votes: dict[Stage, float] = Field(description="Share of the group's votes per stage, 0 to 1.")
    leads: tuple[Stage, ...] = Field(description="The leading stage, or those that tie.")


class Breakdown(Fact):
    """The one breakdown of this round."""

    by: Literal["sector", "partner"] = Field(description="What people are grouped by.")
    rows: tuple[Row, ...] = Field(default=(), description="Its groups; none when fewer than two are large enough.")


class ScoreResult(Fact):
    """A score the questionnaire defines; it does not decide the verdict."""

    id: str = Field(description="The score's id.")
    title: str = Field(description="Its title in the assessment's language.")
    n: int = Field(description="People who have a score.")
    value: float = Field(description="The mean.")
    band: str | None = Field(default=None, description="The band it falls in.")


class FlipGroup(Fact):
    """A group without which the verdict would be another."""

    id: str = Field(description="The group's id.")
    name: str = Field(description="Its name in the assessment's language.")
    words: str = Field(description="What the verdict would be.")


class Flips(Fact):
    """What would change the verdict."""

    questions: tuple[str, ...] = Field(default=(), description="Question ids; leaving these out changes the verdict.")
    groups: tuple[FlipGroup, ...] = Field(default=(), description="Groups; leaving out any one of them changes it.")
    words: str = Field(description="The questions in a sentence.")


class Step(Fact):
    """A next step, with the reason it was chosen."""

    id: str = Field(description="The step's id.")
    stage: Stage | None = Field(default=None, description="The stage it is for.")
    theme: str | None = Field(default=None, description="The theme it is for.")
    do: str = Field(description="What to do.")
    because: str = Field(description="Why it was chosen for this partnership.")
    why: str = Field(description="Why it helps.")
    who: str = Field(description="Who leads.")
    time: str = Field(description="How long it takes.")
    material: str = Field(default="", description="What must be at hand; empty where that is not said.")
    watch: str = Field(default="", description="What to watch for; empty where that is not said.")
    sources: tuple[str, ...] = Field(default=(), description="The documents it rests on.")


class AgreedAction(Fact):
    """Something the partnership agreed to do."""

    what: str = Field(description="What.")
    who: str = Field(default="", description="Who.")
    when: datetime.date | None = Field(default=None, description="By when.")


class Assessment(Fact):
    """Everything worked out about one round."""

    format: Literal[1] = Field(default=1, description="The version of this format.")
    partnership: str = Field(description="The partnership's name.")
    date: datetime.date = Field(description="The date of the round.")
    lang: str = Field(description="The language of every text in it.")
    questionnaire: Asked
    people: People
    verdict: Verdict
    profile: tuple[StageShare, ...] = Field(description="The five stages in loop order.")
    effective_people: float | None = Field(
        default=None, description="How many equally weighing people the votes amount to."
    )
    shared_view: float | None = Field(default=None, description="Overall agreement: 1 all alike, 0 chance.")
    shared_view_words: str | None = Field(default=None, description="The same in a sentence.")
    marker: Marker | None = Field(default=None, description="The place on the loop; absent without a leading stage.")
    themes: tuple[Theme, ...] = ()
    questions: tuple[QuestionResult, ...] = ()
    breakdown: Breakdown | None = None
    scores: tuple[ScoreResult, ...] = ()
    leading: Stage | None = Field(
        default=None, description="The likeliest stage: the one that effects, speaks_for and speaks_against are about."
    )
    speaks_for: tuple[str, ...] = Field(default=(), description="Question ids, strongest for the leading stage first.")
    speaks_against: tuple[str, ...] = Field(default=(), description="Question ids, strongest against it first.")
    flips: Flips | None = None
    talk_about: tuple[str, ...] = Field(default=(), description="Question ids to talk about first.")
    next_steps: tuple[Step, ...] = ()
    actions: tuple[AgreedAction, ...] = Field(default=(), description="Actions agreed in the round.")
    facilitator_notes: tuple[str, ...] = Field(default=(), description="Notes by the facilitator, in order.")
    notes: tuple[str, ...] = Field(default=(), description="What a reader should know about these numbers.")

    def question(self, question_id: str) -> QuestionResult:
        """The result of one question.

        Raises:
            KeyError: it has none, or too few answers to show.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)
