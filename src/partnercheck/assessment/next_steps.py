"""Which next steps are chosen, in which order, and why.

Five places are filled one after another: what is urgent; what makes a disagreement discussable; a theme that lags; what
each stage named asks for; what particular answers ask for. Then come, to five in all, more for the stages, for a split
and for answers. No theme comes twice. A step that leaves no room for others is shown only where it comes first.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import Any

from partnercheck.assessment.agreement import Alike
from partnercheck.assessment.privacy import QuestionAnswers
from partnercheck.assessment.questions import band_of
from partnercheck.assessment.responses import fits
from partnercheck.assessment.result import Place, ScoreResult, Theme
from partnercheck.assessment.scoring import How, to_rank
from partnercheck.assessment.wording import joined, joined_by_or
from partnercheck.core.words import Stage, Words
from partnercheck.questionnaire.model import Band, NextStep, Questionnaire, VerdictKind, Wanted

MAX_SHOWN_STEPS = 5
"""Steps that are shown at most."""
TOGETHER = 120
"""Minutes that the two steps may take together that are marked."""
WORDS_OF_A_TITLE = 8


@dataclass(frozen=True)
class Situation:
    """What next steps are chosen from. Answers, agreement and scores hold only what enough people answered to show."""

    questionnaire: Questionnaire
    date: datetime.date
    kind: VerdictKind
    how: How | None
    stages: tuple[Stage, ...]
    camps: tuple[Stage, ...]
    sectors: str
    """Which groups of the breakdown describe which stages, in words; empty where they do not differ."""
    themes: tuple[Theme, ...]
    answers: Mapping[str, QuestionAnswers]
    agreement: Mapping[str, float]
    alike: Mapping[str, Alike]
    talk_about: Sequence[str]
    scores: Mapping[str, ScoreResult]
    words: Words

    def say(self, text: dict[str, str] | None) -> str:
        """A text of the questionnaire in the assessment's language."""
        return self.questionnaire.say(text, self.words.lang)

    def lagging(self, theme: str | None) -> Theme | None:
        """The theme, if it lags."""
        return next((each for each in self.themes if each.id == theme and each.lags), None)


@dataclass(frozen=True, order=True)
class StepReason:
    """Why a step may be chosen: the place it may fill, where it stands among those that may, and the words."""

    place: Place
    rank: tuple[float, ...]
    words: str


Candidate = tuple[StepReason, NextStep]


def next_steps(situation: Situation) -> list[dict[str, object]]:
    """The content of a `Step` for each chosen step, in order; never empty.

    The first two that fit into two hours together are marked.
    """
    steps: list[dict[str, Any]] = []
    for reason, step in choose(situation):
        if step is None:
            steps.append(_talk_it_over(situation.words) | {"because": reason.words, "place": reason.place})
            continue
        sources = [situation.questionnaire.sources[name] for name in step.sources]
        steps.append(
            {
                "id": step.id,
                "place": reason.place,
                "stage": step.purpose.stage if reason.place in ("stage", "lagging") else None,
                "theme": step.purpose.theme,
                "title": title_of(step, situation),
                "do": situation.say(step.do),
                "because": reason.words,
                "why": situation.say(step.why),
                "who": situation.say(step.who),
                "time": situation.say(step.time),
                "minutes": step.minutes,
                "alone": step.alone,
                "material": situation.say(step.material),
                "watch": situation.say(step.watch),
                "sources": [", ".join(filter(None, (situation.say(s.title), s.by))) for s in sources],
            }
        )
    _mark(steps)
    return steps


def title_of(step: NextStep, situation: Situation) -> str:
    """A step's title; the first words of what to do where it has none."""
    if step.title:
        return situation.say(step.title)
    said = situation.say(step.do).split()
    first = " ".join(said[:WORDS_OF_A_TITLE]).rstrip(".,;:")
    return first if len(said) <= WORDS_OF_A_TITLE else f"{first} …"


def _mark(steps: list[dict[str, Any]]) -> None:
    """Mark the first two steps whose minutes together are two hours at most."""
    for one, other in combinations(steps, 2):
        first, second = one.get("minutes"), other.get("minutes")
        if first and second and first + second <= TOGETHER:
            one["marked"] = other["marked"] = True
            return


def _talk_it_over(words: Words) -> dict[str, object]:
    """The step for a questionnaire that has none for the situation."""
    return {
        "id": "talk-it-over",
        "title": words("Read this result aloud together"),
        "do": words("Read this result aloud together. Ask everyone which part they recognise and which they do not."),
        "why": words("A result that people have talked over is one they can act on."),
        "who": words("Whoever leads the meeting"),
        "time": words("30 minutes"),
        "minutes": 30,
    }


def choose(situation: Situation) -> list[tuple[StepReason, NextStep | None]]:
    """The chosen steps in order, each with its reason; None for the built-in step when no other fits."""
    found = [(reason, step) for step in situation.questionnaire.next_steps if (reason := _reason(step, situation))]
    chosen = _placed(found, situation)
    if chosen and chosen[0][1].alone:
        return [*chosen[:1]]
    steps = _placed([pair for pair in found if not pair[1].alone], situation)
    because = situation.words("Because the questionnaire has no next step for this situation.")
    return [*steps] or [(StepReason("answers", (), because), None)]


def _placed(found: Sequence[Candidate], situation: Situation) -> list[Candidate]:
    """Fill the places from the steps that may fill them."""
    by_place: dict[Place, list[Candidate]] = {}
    for reason, step in sorted(found, key=lambda pair: (pair[0].rank, pair[1].id)):
        by_place.setdefault(reason.place, []).append((reason, step))
    plan = _Plan()
    plan.take(by_place.get("urgent", []))
    disagreement = plan.take(by_place.get("disagreement", []))
    lagging = by_place.get("lagging", [])
    if disagreement and lagging and disagreement[1].purpose.theme == _theme_of(lagging[0][1]):
        plan.add_reason(disagreement, lagging[0][0])
    else:
        plan.take(lagging)
    answers = by_place.get("answers", [])
    stages = [
        [pair for pair in by_place.get("stage", []) if pair[1].purpose.stage in (stage, None)]
        for stage in situation.stages
    ]
    for candidates in (*stages, answers):
        plan.take(candidates)
    splits = [pair for pair in by_place.get("disagreement", []) if pair[1].when.split_on]
    before = -1
    while before < len(plan.steps) < MAX_SHOWN_STEPS:
        before = len(plan.steps)
        for candidates in (*stages, splits, answers):
            plan.take(candidates)
    return plan.steps[:MAX_SHOWN_STEPS]


def _theme_of(step: NextStep) -> str | None:
    return step.when.lagging or step.purpose.theme


class _Plan:
    """The steps chosen so far; none stands twice in it, and no theme."""

    def __init__(self) -> None:
        self.steps: list[Candidate] = []

    def take(self, candidates: Iterable[Candidate]) -> Candidate | None:
        """Take the first whose theme is not there yet; none where there is no such step."""
        themes = {_theme_of(step) for _, step in self.steps} - {None}
        ids = {step.id for _, step in self.steps}
        for reason, step in candidates:
            if step.id not in ids and _theme_of(step) not in themes:
                self.steps.append((reason, step))
                return reason, step
        return None

    def add_reason(self, taken: Candidate, more: StepReason) -> None:
        """Let a step that was taken carry another reason as well."""
        reason, step = taken
        both = StepReason(reason.place, reason.rank, f"{reason.words} {more.words}")
        self.steps[self.steps.index(taken)] = (both, step)


_CAMPS, _SECTORS, _VERDICT, _SPLIT = range(4)
"""The order in which a disagreement is made discussable."""


def _reason(step: NextStep, situation: Situation) -> StepReason | None:
    """The reason for a step; none where a condition that it states does not hold, or it is for another stage."""
    when, stage = step.when, step.purpose.stage
    reasons: list[StepReason] = []
    for stated, rule in (
        (when.two_camps, _because_camps),
        (when.sectors_differ, _because_sectors),
        (when.verdict, _because_verdict),
        (when.split_on, _because_split),
        (when.lagging, _because_lagging),
        (when.answers, _because_answers),
        (when.scores, _because_scores),
    ):
        if stated:
            reason = rule(step, situation)
            if not reason:
                return None
            reasons.append(reason)
    if when.triggers:
        urgent = [reason for reason in reasons if reason.place == "urgent"]
        own = [reason for reason in reasons if reason.place != "stage"]
        return (urgent or own)[0]
    if reasons:
        return reasons[0] if stage is None or stage in situation.stages else None
    if stage in situation.stages:
        return _because_stage(step, situation)
    theme = situation.lagging(step.purpose.theme)
    return _lag_reason(theme, situation) if theme and stage in theme.leads else None


def _because_camps(_: NextStep, situation: Situation) -> StepReason | None:
    if not situation.camps:
        return None
    names = joined([situation.words.name(stage) for stage in situation.camps], situation.words)
    text = situation.words("Because different pictures stand side by side: {stages}.", stages=names)
    return StepReason("disagreement", (_CAMPS,), text)


def _because_sectors(_: NextStep, situation: Situation) -> StepReason | None:
    if not situation.sectors:
        return None
    text = situation.words("Because the groups see it differently. {groups}.", groups=situation.sectors)
    return StepReason("disagreement", (_SECTORS,), text)


def _because_verdict(step: NextStep, situation: Situation) -> StepReason | None:
    words = situation.words
    if situation.kind not in step.when.verdict:
        return None
    names = [words.name(stage) for stage in situation.stages]
    if situation.kind == "clear":
        return _because_stage(step, situation)
    if situation.kind == "between":
        text = words("Because your answers fit both {a} and {b}.", a=names[0], b=names[1])
    elif situation.kind == "too-few":
        text = words("Because there are too few answers to name a stage.")
    elif situation.kind == "none":
        text = words("Because this questionnaire names no stage.")
    elif situation.kind == "joint":
        text = words("Because you filled in one form together.")
    elif situation.how == "no-single-stage":
        text = words("Because your answers point to no single stage.")
    else:
        text = words("Because your answers point to different stages.")
    return StepReason("disagreement", (_VERDICT, 0 if step.purpose.stage else 1), text)


def _because_answers(step: NextStep, situation: Situation) -> StepReason | None:
    """All questions named must have enough of the wanted answers; the first one named gives the words."""
    reasons = []
    for name, wanted in step.when.answers.items():
        found = situation.answers.get(name)
        if not found or not found.given:
            return None
        suits = fits(wanted, situation.date)
        hits = sum(map(suits, found.values))
        share = hits / len(found.values)
        if share < step.when.share:
            return None
        place: Place = "urgent" if step.urgent else "answers"
        reasons.append(StepReason(place, (-share,), _answers_words(found, wanted, hits, situation)))
    return reasons[0]


def _answers_words(found: QuestionAnswers, wanted: Wanted, hits: int, situation: Situation) -> str:
    words, of = situation.words, len(found.values)
    question = situation.say(found.question.text)
    labels = [
        words("“{answer}”", answer=situation.say(option.label).rstrip("."))
        for option in found.options
        if option.value in wanted.any_of and found.counts[option.value]
    ]
    if labels:
        answers = joined_by_or(labels, words)
        if situation.kind == "joint":
            return words("Because your form says {answers} to “{question}”", answers=answers, question=question)
        if hits == of > 1:
            return words(
                "Because all {n} people who answered said {answers} to “{question}”",
                n=hits,
                answers=answers,
                question=question,
            )
        return words(
            "Because {n} of the {of} people who answered said {answers} to “{question}”",
            n=hits,
            of=of,
            answers=answers,
            question=question,
        )
    if situation.kind == "joint":
        return words("Because of what your form says to “{question}”", question=question)
    if wanted.within_days is not None:
        return words(
            "Because {n} of the {of} people who answered gave a date in the past or within {days} days to “{question}”",
            n=hits,
            of=of,
            days=wanted.within_days,
            question=question,
        )
    return words(
        "Because of the number that {n} of the {of} people who answered gave to “{question}”",
        n=hits,
        of=of,
        question=question,
    )


def _because_scores(step: NextStep, situation: Situation) -> StepReason | None:
    """All scores named must lie within their bounds; the first one named gives the words."""
    reasons = []
    for name, bounds in step.when.scores.items():
        found = situation.scores.get(name)
        low = found and (bounds.at_least is None or found.value >= bounds.at_least)
        if not found or not low or (bounds.at_most is not None and found.value > bounds.at_most):
            return None
        # A score speaks for everybody, so it goes before single answers.
        reasons.append(
            StepReason(
                "answers", (-1.0,), _score_words(found, band_of(_bands_of(found, situation), found.value), situation)
            )
        )
    return reasons[0]


def _bands_of(found: ScoreResult, situation: Situation) -> tuple[Band, ...]:
    return next(score.bands for score in situation.questionnaire.scores if score.id == found.id)


def _score_words(found: ScoreResult, band: Band | None, situation: Situation) -> str:
    words = situation.words
    value = words.number(found.value)
    most = words.number(found.most, 1).removesuffix(words.number(0, 1)[1:])
    if band and band.says:
        return words("Because {clause} ({value} of {most}).", clause=situation.say(band.says), value=value, most=most)
    if band:
        return words(
            "Because “{score}” comes to {value} of {most}: {band}.",
            score=found.title,
            value=value,
            most=most,
            band=found.band,
        )
    return words("Because “{score}” comes to {value} of {most}.", score=found.title, value=value, most=most)


def _because_lagging(step: NextStep, situation: Situation) -> StepReason | None:
    theme = situation.lagging(step.when.lagging)
    if theme and (step.purpose.stage is None or step.purpose.stage in theme.leads):
        return _lag_reason(theme, situation)
    return None


def _lag_reason(theme: Theme, situation: Situation) -> StepReason:
    words = situation.words
    said = joined([words.name(stage) for stage in theme.leads], words)
    stages = joined([words.name(stage) for stage in situation.stages], words)
    text = words(
        "Because your answers on “{theme}” still point to {stage}, and as a whole to {stages}.",
        theme=theme.name,
        stage=said,
        stages=stages,
    )
    return StepReason("lagging", (-to_rank(theme.votes[theme.leads[0]]),), text)


def _because_split(step: NextStep, situation: Situation) -> StepReason | None:
    """The split question that stands earliest in what to talk about first gives the words."""
    split = [name for name in step.when.split_on if situation.alike.get(name) == "split"]
    if not split:
        return None
    order = {name: place for place, name in enumerate(situation.talk_about)}
    first = min(split, key=lambda name: (order.get(name, len(order)), to_rank(situation.agreement[name]), name))
    question = situation.say(situation.answers[first].question.text)
    text = situation.words("Because your answers are split on “{question}”", question=question)
    return StepReason("disagreement", (_SPLIT, order.get(first, len(order)), to_rank(situation.agreement[first])), text)


def _because_stage(step: NextStep, situation: Situation) -> StepReason:
    words = situation.words
    stages = [step.purpose.stage] if step.purpose.stage else list(situation.stages)
    name = joined([words.name(stage) for stage in stages], words)
    if situation.kind == "joint":
        text = words("Because your own form points to {stage}.", stage=name)
    elif situation.kind == "clear":
        text = words("Because your answers describe {stage}.", stage=name)
    else:
        text = words("Because part of what you answered points to {stage}.", stage=name)
    theme = step.purpose.theme
    splits, agreement = _apart(theme, situation)
    others = [_apart(each.id, situation) for each in situation.themes if each.id != theme]
    apart = any(situation.alike.get(name) in ("split", "spread") for name in _questions_of(theme, situation))
    if theme and apart and others:
        said = situation.say(situation.questionnaire.themes[theme])
        if splits < min(other for other, _ in others):
            text += " " + words("On “{theme}” more questions split you than on any other theme.", theme=said)
        elif agreement < min(other for _, other in others):
            text += " " + words("On “{theme}” your answers lie furthest apart.", theme=said)
    return StepReason("stage", (splits, agreement), text)


def _questions_of(theme: str | None, situation: Situation) -> list[str]:
    """The shown questions of a theme that have options."""
    return [q.id for q in situation.questionnaire.questions if theme and q.theme == theme and q.id in situation.alike]


def _apart(theme: str | None, situation: Situation) -> tuple[float, float]:
    """How far answers to a theme's questions lie apart, the furthest first: fewer splits, then larger mean agreement.

    A theme without shown questions, and none at all, come last.
    """
    own = _questions_of(theme, situation)
    if not own:
        return 0.0, float("inf")
    splits = sum(situation.alike[name] == "split" for name in own)
    return -float(splits), to_rank(fsum([situation.agreement[name] for name in own]) / len(own))
