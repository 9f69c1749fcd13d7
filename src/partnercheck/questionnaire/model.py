"""The questionnaire, as a frozen model. The format page of the documentation is generated from this file."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from typing_extensions import TypeAliasType

from partnercheck.core.words import ESCAPES, Escape, Stage

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
VALUE = r"^([a-z0-9]+(-[a-z0-9]+)*|-?[0-9]+(\.[0-9]+)?)$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
ANY_LANGUAGE = "*"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DECIMALS = re.compile(r"\.[0-9]{7}")
MAX_DIGITS, MAX_SIZE = 12, 1_000_000_000
"""The characters and the size of a number in a questionnaire."""


def _text(value: object) -> object:
    return {ANY_LANGUAGE: value} if isinstance(value, str) else value


def _option_value(value: object) -> object:
    """Option values are words: 4 and "4" are the same, and true is the word."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def _borne(value: str) -> str:
    """An option value that is a number has a size that all sums bear."""
    if NUMBER.fullmatch(value) and (len(value) > MAX_DIGITS or abs(float(value)) > MAX_SIZE or DECIMALS.search(value)):
        raise ValueError(f"a number here has {MAX_DIGITS} characters and 6 decimals at most, and is {MAX_SIZE} at most")
    return value


def _bearable(value: float) -> float:
    """A number that is written with the others."""
    if abs(value) > MAX_SIZE:
        raise ValueError(f"a number here is {MAX_SIZE} at most, and no less than -{MAX_SIZE}")
    return value


def _values(value: object) -> object:
    return [_option_value(each) for each in value] if isinstance(value, list) else [_option_value(value)]


StrictBool = Annotated[bool, Field(strict=True)]
Slug = TypeAliasType("Slug", Annotated[str, Field(pattern=SLUG, max_length=60)])
OptionValue = TypeAliasType(
    "OptionValue",
    Annotated[str, Field(pattern=VALUE, max_length=60), BeforeValidator(_option_value), AfterValidator(_borne)],
)
OptionValues = TypeAliasType(
    "OptionValues", Annotated[tuple[OptionValue, ...], Field(min_length=1), BeforeValidator(_values)]
)
OneText = TypeAliasType("OneText", Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")])
Text = TypeAliasType("Text", Annotated[dict[str, OneText], Field(min_length=1), BeforeValidator(_text)])
"""A text in one or more languages; a plain string in the file stands for every language.

These are named types, so that pydantic builds each of them once and not anew for every field.
"""
Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_bearable)]
Points = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]


class Part(BaseModel):
    """What every part of a questionnaire has in common: it cannot change, and it refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Part):
    """Where a question or a next step comes from."""

    title: Text = Field(description="The title of the document.")
    by: str = Field(default="", description="Who wrote or published it.")
    year: int | None = Field(default=None, description="The year it came out.")


class Option(Part):
    """One answer that can be chosen."""

    value: OptionValue = Field(
        description="The short name of this answer, as it stands in answer files: a slug or a number."
    )
    label: Text = Field(description="What the respondent reads.")
    evidence: dict[Stage, Points] = Field(
        default={}, description="For a choice: how strongly this answer speaks for each stage; a stage left out gets 0."
    )
    points: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="For a scale: where this answer stands between 0 and 1, if the steps are not even."
    )
    alone: StrictBool = Field(
        default=False, description="Where several may be chosen: choosing this one excludes the others (none of these)."
    )


class Question(Part):
    """One question. It has a `scale`, or its own `options`, or a `kind` (text, number, date)."""

    id: Slug = Field(description="The question's short name; it stays the same when the wording is polished.")
    theme: str | None = Field(
        default=None, description="The theme it belongs to. A question without evidence may have none."
    )
    text: Text = Field(description="The question, or the statement to agree or disagree with.")
    help: Text | None = Field(default=None, description="One short line under the question.")
    scale: str | None = Field(default=None, description="The scale it is answered on.")
    options: tuple[Option, ...] = Field(default=(), description="Its own answers, where it has no scale; two at least.")
    several: StrictBool = Field(default=False, description="Whether several options may be chosen.")
    kind: Literal["text", "number", "date"] | None = Field(
        default=None,
        description="For a question without options: whether a `text`, a `number` or a `date` is asked for. "
        "Such a question carries no evidence.",
    )
    least: Number | None = Field(default=None, description="The smallest number that is accepted.")
    most: Number | None = Field(default=None, description="The largest number that is accepted.")
    sign_of: Stage | None = Field(default=None, description="For a scale: the stage that agreeing is a sign of.")
    reverse: StrictBool = Field(default=False, description="For a scale: disagreeing is the sign, not agreeing.")
    weight: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = Field(
        default=1, description="How much the question counts beside the others."
    )
    ask_if: dict[str, OptionValues] = Field(
        default={}, description="Ask only if each of these earlier questions has one of these answers."
    )
    escapes: tuple[Escape, ...] = Field(
        default=ESCAPES,
        description="The answers offered beside the options, which are never scored. An empty list switches them off.",
    )
    sources: tuple[str, ...] = Field(default=(), description="The sources it rests on.")
    reason: Text | None = Field(default=None, description="Why the answer says something about the stage.")


class Purpose(Part):
    """The stage and the theme a next step is for; either may be left out."""

    stage: Stage | None = Field(default=None, description="The stage it helps with.")
    theme: str | None = Field(default=None, description="The theme it helps with.")


VerdictKind = Literal["none", "too-few", "joint", "clear", "between", "differ"]


def _wanted(value: object) -> object:
    return value if isinstance(value, dict) else {"any_of": value}


class Wanted(Part):
    """The answers a next step waits for. In the file: a list of option values, or bounds on a number or a date."""

    any_of: OptionValues = Field(default=(), validate_default=False, description="One of these options was chosen.")
    at_least: Number | None = Field(default=None, description="The number is this or more.")
    at_most: Number | None = Field(default=None, description="The number is this or less.")
    within_days: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="The date lies at most this many days after the round, or before it."
    )


class Bounds(Part):
    """The values of a score that a next step waits for."""

    at_least: Number | None = Field(default=None, description="The score is this or more.")
    at_most: Number | None = Field(default=None, description="The score is this or less.")


class When(Part):
    """When a next step may be chosen; everything that is stated must hold."""

    verdict: tuple[VerdictKind, ...] = Field(default=(), description="The verdict is of one of these kinds.")
    two_camps: StrictBool = Field(
        default=False,
        description="Two stages that are not neighbours each hold at least 30 % of the votes, and of different people.",
    )
    sectors_differ: StrictBool = Field(
        default=False,
        description="Two groups of the breakdown lead with different stages, each by 20 points of its votes or more.",
    )
    lagging: str | None = Field(
        default=None, description="The answers on this theme point to an earlier stage than those of the partnership."
    )
    split_on: tuple[str, ...] = Field(default=(), description="The answers to one of these questions are split.")
    answers: dict[str, Annotated[Wanted, BeforeValidator(_wanted)]] = Field(
        default={}, description="Enough respondents gave one of these answers."
    )
    share: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.5, description="What enough means: the least share of those who answered the question."
    )
    scores: dict[str, Bounds] = Field(default={}, description="The score lies within these bounds.")

    @property
    def triggers(self) -> bool:
        """Whether it waits for something in what people answered, and not for a kind of verdict alone."""
        return bool(
            self.two_camps or self.sectors_differ or self.lagging or self.split_on or self.answers or self.scores
        )


class NextStep(Part):
    """Something the partnership can do within two weeks."""

    id: Slug = Field(description="The step's short name.")
    purpose: Purpose = Field(default_factory=Purpose, alias="for", description="The stage and theme it is for.")
    when: When = Field(default_factory=When, description="When it may be chosen.")
    title: Text | None = Field(
        default=None,
        description="An instruction of at most eight words, for the first page; the first words of `do` by default.",
    )
    do: Text = Field(description="What to do.")
    why: Text = Field(description="Why it helps.")
    who: Text = Field(description="Who leads.")
    time: Text = Field(description="How long it takes.")
    minutes: Annotated[int, Field(ge=1, le=480)] | None = Field(
        default=None, description="The minutes that people sit together for it, where that can be said."
    )
    urgent: StrictBool = Field(
        default=False, description="For a step that waits for answers: it cannot wait, so it comes first."
    )
    alone: StrictBool = Field(
        default=False, description="It leaves no room for another step: it is shown only where it comes first, alone."
    )
    material: Text | None = Field(default=None, description="What must be at hand.")
    watch: Text | None = Field(default=None, description="What to watch for while it is done.")
    sources: tuple[str, ...] = Field(default=(), description="The sources it rests on.")


class Band(Part):
    """A named part of a score's range: from this limit up to the next band's, which it does not reach."""

    start: Number = Field(alias="from", description="The lowest value in this band.")
    label: Text = Field(description="What the band is called.")
    says: Text | None = Field(
        default=None,
        description="The band as a clause that can follow *because*: people say that employers keep what they know.",
    )


class Score(Part):
    """A number beside the verdict, as other instruments count it. It never decides the verdict."""

    id: Slug = Field(description="The score's short name.")
    title: Text = Field(description="What the score is called.")
    questions: tuple[str, ...] = Field(min_length=1, description="The questions whose option values are counted.")
    take: Literal["sum", "mean"] = Field(
        default="sum", description="One person's values count together as their `sum` or their `mean`."
    )
    reverse: tuple[str, ...] = Field(default=(), description="Questions counted from the other end of their scale.")
    least_answered: Annotated[float, Field(gt=0, le=1)] = Field(
        default=1,
        description="The least share of the questions a person must have answered to have a score. It is not shown "
        "where it would part a few people without one from the others; a share below 1 avoids that.",
    )
    across: Literal["people", "partners", "partners-then-people"] = Field(
        default="people",
        description="What the mean is taken over: `people`; `partners`, each the mean of its people; or "
        "`partners-then-people`, where people who name no partner count as one each.",
    )
    bands: tuple[Band, ...] = Field(default=(), description="Named parts of the range, lowest first.")


def _answered(forms: tuple[dict[str, object], ...]) -> tuple[dict[str, object], ...]:
    """No answer to any question is a mapping."""
    for name in (name for form in forms for name, answer in form.items() if isinstance(answer, dict)):
        raise ValueError(f"the answer to {name[:60]!r} is a mapping, which no answer is")
    return forms


class Case(Part):
    """A test of the questionnaire itself: these answers must give this verdict."""

    name: str = Field(min_length=1, description="The situation, as a short story.")
    times: Annotated[int, Field(ge=1, le=100)] = Field(
        default=1, description="How many people hand in each of the forms."
    )
    answers: Annotated[tuple[dict[str, object], ...], AfterValidator(_answered)] = Field(
        min_length=1,
        description="One mapping a form: question ids to answers; `sector` and `partner` may stand beside them.",
    )
    expect: Stage | Literal["differ", "too-few"] | tuple[Stage, Stage] = Field(
        description="A stage, two neighbouring stages, `differ` or `too-few`."
    )


class Use(Part):
    """Pieces of the library that this questionnaire takes over, by their ids. They count as if they stood here."""

    sources: tuple[str, ...] = Field(default=(), description="The documents of the library it rests on.")
    themes: tuple[str, ...] = Field(default=(), description="Themes of the library.")
    scales: tuple[str, ...] = Field(default=(), description="Scales of the library.")
    sectors: tuple[str, ...] = Field(default=(), description="Sectors of the library.")
    next_steps: tuple[str, ...] = Field(default=(), description="Next steps of the library.")


class Questionnaire(Part):
    """The file that asks."""

    format: Literal[1] = Field(description="The version of this file format.")
    id: Slug = Field(description="The questionnaire's short name.")
    version: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z.+-]+$")] = Field(
        description='Its version, in quotes: "1.0".'
    )
    languages: tuple[Annotated[str, Field(pattern=LANGUAGE)], ...] = Field(
        default=("en",), min_length=1, description="The languages it speaks; the first is the default."
    )
    title: Text = Field(description="What it is called.")
    about: Text | None = Field(default=None, description="What it is for, in a few sentences.")
    minutes: Annotated[int, Field(ge=1, le=240)] | None = Field(default=None, description="How long answering takes.")
    licence: str = Field(default="", description="The licence under which others may use it.")
    use: Use | None = Field(default=None, description="What it takes from the library that comes with partnercheck.")
    ask_first: tuple[Literal["sector", "partner"], ...] = Field(
        default=("sector",),
        description="What each respondent is asked before the questions: their `sector`, their `partner` or both.",
    )
    sectors: dict[Slug, Text] = Field(
        default={}, description="Its own kinds of partner, where the usual six do not fit."
    )
    sources: dict[Slug, Source] = Field(default={}, description="The documents it rests on.")
    themes: dict[Slug, Text] = Field(default={}, description="What the questions are about.")
    scales: dict[Slug, Annotated[tuple[Option, ...], Field(min_length=2)]] = Field(
        default={}, description="Sets of options that several questions use."
    )
    questions: tuple[Question, ...] = Field(min_length=1, description="The questions, in the order they are asked.")
    next_steps: tuple[NextStep, ...] = Field(default=(), description="What a partnership can do next.")
    scores: tuple[Score, ...] = Field(default=(), description="Numbers beside the verdict.")
    norms: dict[Stage, Points] = Field(
        default={}, description="What earlier partnerships lifted each stage by on average; it is taken off every lift."
    )
    cases: tuple[Case, ...] = Field(default=(), description="The questionnaire's own tests.")

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            KeyError: there is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def options_of(self, question: Question) -> tuple[Option, ...]:
        """The options of a question, its own or its scale's; none for text, number and date."""
        return self.scales[question.scale] if question.scale else question.options

    def say(self, text: dict[str, str] | None, lang: str) -> str:
        """A text in a language, else in the default language, else in any that there is; empty for none."""
        if not text:
            return ""
        for tag in (lang, ANY_LANGUAGE, lang.split("-", maxsplit=1)[0], self.languages[0]):
            if tag in text:
                return text[tag]
        return next(iter(text.values()))


SECONDS_FIRST = 10
"""For each of sector and partner, where they are asked before the questions."""
SECONDS_SCALE = 8
"""Rating a statement on a scale that is known by then."""
SECONDS_CHOICE = 20
"""Reading about five sentences and choosing one."""
SECONDS_SEVERAL = 25
"""Weighing each of a list."""
SECONDS_NUMBER = 12
"""Recalling a number or a date and typing it."""
SECONDS_TEXT = 45
"""Writing a sentence or two on a phone."""
SHARE_CONDITIONAL = 0.5
"""How much of a question with `ask_if` is counted: not everybody is asked."""


def minutes_needed(questionnaire: Questionnaire) -> float:
    """The minutes that answering takes, by the number and form of the questions; not rounded."""
    asked = sum(
        seconds_needed(question) * (SHARE_CONDITIONAL if question.ask_if else 1) for question in questionnaire.questions
    )
    return (asked + SECONDS_FIRST * len(questionnaire.ask_first)) / 60


def seconds_needed(question: Question) -> int:
    """The seconds that one question takes who is asked it."""
    if question.scale:
        return SECONDS_SCALE
    if question.kind:
        return SECONDS_TEXT if question.kind == "text" else SECONDS_NUMBER
    return SECONDS_SEVERAL if question.several else SECONDS_CHOICE
