"""The assessment: everything worked out about one round, frozen, and all that a report may see.

What is withheld to protect small groups is absent, and absent looks the same as never there.
"""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partnercheck.assessment.agreement import Alike
from partnercheck.assessment.scoring import How
from partnercheck.core.words import Stage
from partnercheck.questionnaire.model import VerdictKind

Place = Literal["urgent", "disagreement", "lagging", "stage", "answers"]
"""What a next step was chosen for."""


Over = Literal["people", "partners", "partners-then-people"]
"""What the mean of a score is taken over."""


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
    signed: bool = Field(default=False, description="All agreed to sign; nothing is withheld.")
    k: int = Field(description="Groups smaller than this are not shown.")
    groups: tuple[Group, ...] = Field(default=(), description="Counted people per group of the breakdown.")
    words: str = Field(description="How many answered, in a sentence or two.")


class Meaning(Fact):
    """What a stage means."""

    stage: Stage = Field(description="The stage.")
    name: str = Field(description="Its name, with the language's own word where it has one.")
    words: str = Field(description="What it means, in one or two sentences.")


class Verdict(Fact):
    """The verdict, and the words for it."""

    kind: VerdictKind | Literal["open"] = Field(
        description="Which of the outcomes it is; `open` where the round is still open and nothing is shown."
    )
    how: How | None = Field(default=None, description="In which way views differ, where the kind is `differ`.")
    stage: Stage | None = Field(default=None, description="The stage, where there is one.")
    stages: tuple[Stage, ...] = Field(default=(), description="The stages it names, the leading one first.")
    certainty: float | None = Field(
        default=None, description="Probability of the stage, or of the two together; whole per cent, 0.99 at most."
    )
    two_camps: tuple[Stage, ...] = Field(
        default=(), description="Stages that are no neighbours and each hold 30 % of the votes, of different people."
    )
    headline: str = Field(description="The verdict in a few words.")
    words: str = Field(description="The verdict in one or two sentences.")
    sure: str | None = Field(default=None, description="How sure it is, and what that was worked out from.")
    meanings: tuple[Meaning, ...] = Field(default=(), description="What each stage it names means.")


class StageShare(Fact):
    """One stage of the profile."""

    stage: Stage = Field(description="The stage.")
    name: str = Field(description="Its name in the assessment's language.")
    gloss: str = Field(default="", description="The language's own word for it; empty where its name is one.")
    measured: bool = Field(description="Whether the questionnaire measures it.")
    votes: float | None = Field(default=None, description="Share of the votes, 0 to 1.")
    support: float | None = Field(
        default=None, description="Votes and 70 % of both neighbours' votes; only where all agreed to sign."
    )
    probability: float | None = Field(
        default=None, description="Probability that this is the stage, 0 to 0.99; only where one or two are named."
    )


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
    """How one group answered one question; no group is shown where all of one answered alike."""

    id: str = Field(description="The group's id.")
    name: str = Field(description="Its name in the assessment's language.")
    n: int = Field(description="People of the group who answered.")
    mean: float | None = Field(default=None, description="On a scale: the mean place, 0 to 1.")
    counts: dict[str, int] | None = Field(default=None, description="On a choice: answers per option value.")


class QuestionResult(Fact):
    """How one question was answered; only questions with enough answers appear."""

    id: str = Field(description="The question's id.")
    theme: str | None = Field(default=None, description="Its theme.")
    text: str = Field(description="The question in the assessment's language.")
    kind: Literal["scale", "choice", "several", "number", "date", "text"] = Field(description="How it is answered.")
    n: int = Field(description="Counted people who answered it.")
    dont_know: int = Field(default=0, description="Counted people who said that they do not know.")
    options: dict[str, str] | None = Field(default=None, description="Label per option value, in the order asked.")
    counts: dict[str, int] | None = Field(default=None, description="Answers per option value.")
    median: float | str | None = Field(default=None, description="The median of a number or a date.")
    texts: tuple[str, ...] = Field(default=(), description="Free texts, shuffled and without names.")
    agreement: float | None = Field(default=None, description="1 where all answers are alike, 0 for chance.")
    alike: Alike | None = Field(default=None, description="Whether the answers are alike, spread or split.")
    pulls: dict[Stage, float] | None = Field(
        default=None, description="What the answers pull on each stage: their evidence above that of blind ticking."
    )
    rows: tuple[GroupAnswers, ...] = Field(default=(), description="The answers per group.")


class Comments(Fact):
    """What people wrote beside the questions of one theme, shuffled and without names."""

    theme: str | None = Field(default=None, description="The theme's id; none for questions without a theme.")
    name: str = Field(default="", description="Its name in the assessment's language.")
    texts: tuple[str, ...] = Field(description="The comments, in an order that depends on their text alone.")


class Row(Group):
    """One group of the breakdown."""

    votes: dict[Stage, float] = Field(description="Share of the group's votes per stage, 0 to 1.")
    leads: tuple[Stage, ...] = Field(description="The leading stage, or those that tie.")


class Breakdown(Fact):
    """The one breakdown of this round."""

    by: Literal["sector", "partner"] = Field(description="What people are grouped by.")
    rows: tuple[Row, ...] = Field(default=(), description="Its groups; none when fewer than two are large enough.")
    differs: bool = Field(
        default=False, description="Two groups lead with different stages, each by 20 points of its votes or more."
    )


class ScoreResult(Fact):
    """A score the questionnaire defines; it does not decide the verdict."""

    id: str = Field(description="The score's id.")
    title: str = Field(description="Its title in the assessment's language.")
    n: int = Field(description="People who have a score.")
    value: float = Field(description="The mean.")
    least: float = Field(description="The smallest value it can have.")
    most: float = Field(description="The largest value it can have.")
    over: Over = Field(
        description="What the mean is taken over; people, where partners would say too much about one of them."
    )
    band: str | None = Field(default=None, description="The band it falls in.")


class Reason(Fact):
    """A question whose answers point somewhere."""

    id: str = Field(description="The question's id.")
    stage: Stage | None = Field(default=None, description="The stage its answers point to most.")
    away_from: Stage | None = Field(default=None, description="The stage its answers point away from.")
    words: str = Field(description="The same in a few words.")


class Pointing(Fact):
    """What points to one of the stages that are named."""

    stage: Stage = Field(description="The stage.")
    reasons: tuple[Reason, ...] = Field(description="The questions whose answers point to it, the strongest first.")


class FlipGroup(Fact):
    """A group without which the verdict would be another."""

    id: str = Field(description="The group's id.")
    name: str = Field(description="Its name in the assessment's language.")
    words: str = Field(description="What the verdict would be.")


class Flips(Fact):
    """What would change the verdict."""

    questions: tuple[str, ...] = Field(default=(), description="Question ids; leaving these out changes the verdict.")
    groups: tuple[FlipGroup, ...] = Field(default=(), description="Groups; leaving out any one of them changes it.")
    words: str = Field(description="Questions and groups in one sentence.")


class Step(Fact):
    """A next step, with the reason it was chosen."""

    id: str = Field(description="The step's id.")
    place: Place = Field(description="What it was chosen for.")
    stage: Stage | None = Field(default=None, description="The stage, where it was chosen for one.")
    theme: str | None = Field(default=None, description="The theme it is for.")
    title: str = Field(description="What to do, in a few words.")
    do: str = Field(description="What to do.")
    because: str = Field(description="Why it was chosen for this partnership.")
    why: str = Field(description="Why it helps.")
    who: str = Field(description="Who leads.")
    time: str = Field(description="How long it takes.")
    minutes: int | None = Field(default=None, description="Minutes that people sit together for it, where it says so.")
    marked: bool = Field(default=False, description="One of the first two that fit into two hours together.")
    alone: bool = Field(default=False, description="It leaves no room for another step.")
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

    format: Literal[2] = Field(default=2, description="The version of this format.")
    rules: Literal[2] = Field(default=2, description="The version of the rules it was worked out by.")
    draft: bool = Field(default=False, description="The round is still open, and forms may still come in.")
    partnership: str = Field(description="The partnership's name.")
    date: datetime.date = Field(description="The date of the round.")
    lang: str = Field(description="The language of every text in it.")
    questionnaire: Asked
    people: People
    verdict: Verdict
    together: tuple[str, ...] = Field(default=(), description="Where people agree and where they differ, in sentences.")
    profile: tuple[StageShare, ...] = Field(description="The five stages in loop order.")
    effective_people: float | None = Field(
        default=None, description="How many equally weighing people the votes amount to."
    )
    shared_view: float | None = Field(
        default=None, description="How far people see the same stages: 1 all alike, 0 as different as chance."
    )
    marker: Marker | None = Field(default=None, description="The place on the loop, where one or two stages are named.")
    themes: tuple[Theme, ...] = ()
    questions: tuple[QuestionResult, ...] = ()
    breakdown: Breakdown | None = None
    scores: tuple[ScoreResult, ...] = ()
    points_to: tuple[Pointing, ...] = Field(default=(), description="What points to each stage that is named.")
    points_elsewhere: tuple[Reason, ...] = Field(
        default=(), description="What points to another stage, or away from one that is named; the strongest first."
    )
    reasons_words: str | None = Field(default=None, description="Why no question is named as a reason.")
    flips: Flips | None = Field(default=None, description="What would change it, where one or two stages are named.")
    talk_about: tuple[str, ...] = Field(default=(), description="Question ids to talk about first.")
    talk_words: str = Field(default="", description="What these questions have in common, or why there are none.")
    next_steps: tuple[Step, ...] = ()
    plan_words: str = Field(
        default="", description="How many of the next steps to choose; in a draft, what is still to be done."
    )
    comments: tuple[Comments, ...] = Field(default=(), description="Comments to questions, by theme.")
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
