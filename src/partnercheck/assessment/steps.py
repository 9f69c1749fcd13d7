"""Which next steps are chosen, in which order, and why.

The order is: what the kind of verdict asks for (when views differ, make the disagreement discussable first); what
particular answers ask for; themes that lag; questions that split the room; then what the stage asks for, beginning
with the themes on which people agree least. At most two steps come from each of the first four, three from those
together while the stage has steps of its own, two from one theme, and five in all.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from partnercheck.assessment.breakdown import Answered
from partnercheck.assessment.result import ScoreResult, Theme
from partnercheck.assessment.sentences import joined
from partnercheck.questionnaire.model import NextStep, Questionnaire, VerdictKind, Wanted
from partnercheck.words import Stage, Words

MOST = 5
MOST_OF_ONE_KIND = 2
MOST_OF_ONE_THEME = 2
MOST_BEFORE_THE_STAGE = 3


@dataclass(frozen=True)
class Situation:
    """What next steps are chosen from. Answers, agreement and scores hold only what enough people answered to show."""

    questionnaire: Questionnaire
    date: datetime.date
    kind: VerdictKind
    stages: tuple[Stage, ...]
    camps: tuple[Stage, ...]
    themes: tuple[Theme, ...]
    answers: Mapping[str, Answered]
    agreement: Mapping[str, float]
    scores: Mapping[str, ScoreResult]
    words: Words

    def say(self, text: dict[str, str] | None) -> str:
        """A text of the questionnaire in the assessment's language."""
        return self.questionnaire.say(text, self.words.lang)

    def lagging(self, theme: str | None) -> Theme | None:
        """The theme, if it lags."""
        return next((each for each in self.themes if each.id == theme and each.lags), None)


@dataclass(frozen=True, order=True)
class Reason:
    """Why a step may be chosen: the rank of its kind (0 first), its place within that kind, and the words."""

    rank: int
    place: float
    words: str


def next_steps(situation: Situation) -> list[dict[str, object]]:
    """The content of a `Step` for each chosen step, in order; never empty."""
    steps: list[dict[str, object]] = []
    for step, because in choose(situation):
        if step is None:
            steps.append(_talk_it_over(situation.words) | {"because": because})
            continue
        sources = [situation.questionnaire.sources[name] for name in step.sources]
        steps.append(
            {
                "id": step.id,
                "stage": step.purpose.stage,
                "theme": step.purpose.theme,
                "do": situation.say(step.do),
                "because": because,
                "why": situation.say(step.why),
                "who": situation.say(step.who),
                "time": situation.say(step.time),
                "material": situation.say(step.material),
                "watch": situation.say(step.watch),
                "sources": [", ".join(filter(None, (situation.say(s.title), s.by))) for s in sources],
            }
        )
    return steps


def _talk_it_over(words: Words) -> dict[str, object]:
    """The step for a questionnaire that has none for the situation."""
    return {
        "id": "talk-it-over",
        "do": words("Read this result aloud together. Ask everyone which part they recognise and which they do not."),
        "why": words("A result that people have talked over is one they can act on."),
        "who": words("Whoever leads the meeting"),
        "time": words("30 minutes"),
    }


def choose(situation: Situation) -> list[tuple[NextStep | None, str]]:
    """The chosen steps in order, each with its reason; None for the built-in step when no other fits."""
    found = [
        (min(reasons), step) for step in situation.questionnaire.next_steps if (reasons := _reasons(step, situation))
    ]
    found.sort(key=lambda pair: (pair[0].rank, pair[0].place, pair[1].id))
    kinds: Counter[int] = Counter()
    themes: Counter[str | None] = Counter()
    chosen: list[tuple[Reason, NextStep]] = []
    for reason, step in found:
        theme = step.purpose.theme
        full = reason.rank < _STAGE and kinds[reason.rank] >= MOST_OF_ONE_KIND
        if not full and (theme is None or themes[theme] < MOST_OF_ONE_THEME):
            kinds[reason.rank] += 1
            themes[theme] += 1
            chosen.append((reason, step))
    first = [pair for pair in chosen if pair[0].rank < _STAGE]
    rest = [pair for pair in chosen if pair[0].rank == _STAGE]
    kept = max(MOST_BEFORE_THE_STAGE, MOST - len(rest))
    steps: list[tuple[NextStep | None, str]] = [(step, reason.words) for reason, step in [*first[:kept], *rest][:MOST]]
    return steps or [(None, situation.words("Because the questionnaire has no next step for this situation."))]


_VERDICT, _ANSWERS, _LAGGING, _SPLIT, _STAGE = range(5)


def _reasons(step: NextStep, situation: Situation) -> list[Reason]:
    """Every reason for a step; none when a condition it states does not hold, or it is for another stage."""
    when, reasons = step.when, []
    for stated, rule in (
        (when.verdict, _because_verdict),
        (when.two_camps, _because_camps),
        (when.answers, _because_answers),
        (when.scores, _because_scores),
        (when.lagging, _because_lagging),
        (when.split_on, _because_split),
    ):
        if stated:
            found = list(rule(step, situation))
            if not found:
                return []
            reasons += found
    own_trigger = when.two_camps or when.answers or when.scores or when.lagging or when.split_on
    stage = step.purpose.stage
    if own_trigger or (reasons and stage is None):
        return reasons
    if stage is not None and stage in situation.stages:
        return reasons or [_because_stage(step, situation)]
    if stage is not None and not reasons:
        theme = situation.lagging(step.purpose.theme)
        return list(_lag_reasons(theme, situation)) if theme and stage in theme.leads else []
    return []


def _because_verdict(step: NextStep, situation: Situation) -> Iterator[Reason]:
    words = situation.words
    if situation.kind not in step.when.verdict:
        return
    names = [words.name(stage) for stage in situation.stages]
    if situation.kind == "differ":
        text = words("Because views differ too much for one stage.")
    elif situation.kind == "between":
        text = words("Because the answers cannot separate {a} from {b}.", a=names[0], b=names[1])
    elif situation.kind == "too-few":
        text = words("Because there are too few answers for a verdict.")
    elif situation.kind == "joint":
        text = words("Because the room filled in one form together.")
    else:
        text = words("Because the partnership reads as {stage}.", stage=names[0])
    rank = _STAGE if situation.kind == "clear" else _VERDICT
    yield Reason(rank, 0 if step.purpose.stage else 1, text)


def _because_camps(_: NextStep, situation: Situation) -> Iterator[Reason]:
    if situation.camps:
        names = joined([situation.words.name(stage) for stage in situation.camps], situation.words)
        yield Reason(_VERDICT, 0, situation.words("Because the votes lie in camps: {stages}.", stages=names))


def _because_answers(step: NextStep, situation: Situation) -> Iterator[Reason]:
    """All questions named must have enough of the wanted answers; the first one named gives the words."""
    reasons = []
    for name, wanted in step.when.answers.items():
        found = situation.answers.get(name)
        if not found or not found.given:
            return
        fits = _fits(wanted, situation.date)
        hits = sum(map(fits, found.values))
        share = hits / len(found.values)
        if share < step.when.share:
            return
        labels = [situation.say(option.label) for option in found.options if option.value in wanted.any_of]
        question = situation.say(found.question.text)
        text = (
            situation.words(
                "Because {n} of {of} answered “{answer}” to “{question}”",
                n=hits,
                of=len(found.values),
                answer=" / ".join(labels),
                question=question,
            )
            if labels
            else situation.words(
                "Because of what {n} of {of} answered to “{question}”", n=hits, of=len(found.values), question=question
            )
        )
        reasons.append(Reason(_ANSWERS, -share, text))
    yield from reasons[:1]


def _fits(wanted: Wanted, date: datetime.date) -> Callable[[object], bool]:
    def fits(answer: object) -> bool:
        if isinstance(answer, float | int):
            low = wanted.at_least is None or answer >= wanted.at_least
            high = wanted.at_most is None or answer <= wanted.at_most
            return low and high
        if wanted.within_days is not None:
            return (datetime.date.fromisoformat(str(answer)) - date).days <= wanted.within_days
        return bool({*answer} & {*wanted.any_of}) if isinstance(answer, tuple) else answer in wanted.any_of

    return fits


def _because_scores(step: NextStep, situation: Situation) -> Iterator[Reason]:
    """All scores named must lie within their bounds; the first one named gives the words."""
    reasons = []
    for name, bounds in step.when.scores.items():
        found = situation.scores.get(name)
        low = found and (bounds.at_least is None or found.value >= bounds.at_least)
        if not found or not low or (bounds.at_most is not None and found.value > bounds.at_most):
            return
        value = situation.words.number(found.value)
        text = (
            situation.words("Because “{score}” is {value}: {band}.", score=found.title, value=value, band=found.band)
            if found.band
            else situation.words("Because “{score}” is {value}.", score=found.title, value=value)
        )
        reasons.append(Reason(_ANSWERS, -1, text))  # a score speaks for everybody, so it goes before single answers
    yield from reasons[:1]


def _because_lagging(step: NextStep, situation: Situation) -> Iterator[Reason]:
    theme = situation.lagging(step.when.lagging)
    if theme and (step.purpose.stage is None or step.purpose.stage in theme.leads):
        yield from _lag_reasons(theme, situation)


def _lag_reasons(theme: Theme, situation: Situation) -> Iterator[Reason]:
    yield Reason(
        _LAGGING,
        -theme.votes[theme.leads[0]],
        situation.words("Because one theme stays behind: {words}", words=theme.words),
    )


def _because_split(step: NextStep, situation: Situation) -> Iterator[Reason]:
    split = [(situation.agreement[name], name) for name in step.when.split_on if situation.agreement.get(name, 0) < 0]
    for agreement, name in sorted(split)[:1]:
        question = situation.say(situation.answers[name].question.text)
        text = situation.words("Because the answers are split on “{question}”", question=question)
        yield Reason(_SPLIT, agreement, text)


def _because_stage(step: NextStep, situation: Situation) -> Reason:
    words, stage = situation.words, step.purpose.stage
    name = words.name(stage or "")
    if situation.kind == "joint":
        text = words("Because the room itself reads as {stage}.", stage=name)
    elif situation.kind == "between":
        text = words("Because {stage} is one of the two stages that the answers point to.", stage=name)
    elif situation.kind == "differ":
        text = words("Because {stage} is one of the stages with most votes.", stage=name)
    else:
        text = words("Because the partnership reads as {stage}.", stage=name)
    agreement = _theme_agreement(step.purpose.theme, situation)
    if agreement is None:
        return Reason(_STAGE, 1, text)
    others = [
        found
        for theme in situation.themes
        if theme.id != step.purpose.theme and (found := _theme_agreement(theme.id, situation)) is not None
    ]
    if step.purpose.theme and others and agreement < min(others):
        theme = situation.say(situation.questionnaire.themes[step.purpose.theme])
        text += " " + words("People agree least on this theme: {theme}.", theme=theme)
    return Reason(_STAGE, agreement, text)


def _theme_agreement(theme: str | None, situation: Situation) -> float | None:
    """The mean agreement of a theme's questions that are shown."""
    found: Sequence[float] = [
        situation.agreement[question.id]
        for question in situation.questionnaire.questions
        if theme and question.theme == theme and question.id in situation.agreement
    ]
    return sum(found) / len(found) if found else None
