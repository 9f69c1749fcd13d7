"""Why the verdict is what it is, and what would change it: docs/scoring.md, "What points where"."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from math import fsum
from typing import Any, NamedTuple

from partnercheck.assessment.context import ScoringContext
from partnercheck.assessment.privacy import QuestionAnswers
from partnercheck.assessment.scoring import (
    MIN_PEOPLE,
    PRIOR_WEIGHT,
    TIE,
    Judgement,
    Loop,
    ScoredForm,
    Tally,
    Vector,
    Weighed,
    earn,
    judge,
    lift,
    tally,
    tally_lifts,
    to_rank,
)
from partnercheck.assessment.wording import headline, joined_by_or
from partnercheck.core.words import STAGES, Stage

MIN_PULL = 0.10
"""Pull, by weight, from which a question points to a stage."""
LEADS_BY = 0.30
"""Pull, by weight, by which a question that points elsewhere leads so far that it is talked about first."""
FEW_REASONS, MAX_REASONS = 2, 3
MAX_PRUNED = 8
"""Questions that flip a verdict are looked at once more, one by one, up to so many; more only say how firm it is."""


class QuestionPull(NamedTuple):
    """A question and what its answers pull on each measured stage, in its evidence's units, the weight included.

    `stage` is the one it points to: its largest pull, where that is at least .10 by weight and alone.
    """

    question: str
    weight: float
    pulls: dict[Stage, float]
    stage: Stage | None
    scale_of: Stage | None

    @property
    def least(self) -> float:
        """The pull from which it says something about a stage."""
        return MIN_PULL * self.weight - TIE


class QuestionReason(NamedTuple):
    """One answered question as a reason: the stage it points to, or the stage it points away from."""

    question: str
    stage: Stage | None
    away_from: Stage | None = None
    lead: float = 0.0


def pulled(found: QuestionAnswers, weighed: Weighed, loop: Loop) -> QuestionPull:
    """What the answers to one question pull on each stage: w (mean of v - par), everybody weighing the same."""
    gains = Counter(earned.gain for answer in found.values if (earned := earn(weighed, answer)))
    n = gains.total()
    pulls = {STAGES[s]: fsum([times * gain[s] for gain, times in gains.items()]) / n for s in loop} if n else {}
    ranked = sorted(pulls, key=lambda stage: -pulls[stage])
    stage = None
    if ranked and pulls[ranked[0]] >= MIN_PULL * weighed.weight - TIE:
        tied = len(ranked) > 1 and pulls[ranked[0]] - pulls[ranked[1]] <= TIE
        stage = None if tied else ranked[0]
    return QuestionPull(weighed.id, weighed.weight, pulls, stage, found.question.sign_of)


def points_to(shown: Sequence[QuestionPull], named: Sequence[Stage]) -> dict[Stage, list[QuestionReason]]:
    """For each named stage the questions that point to it, the strongest first, three at most.

    Where they are fewer than two, those follow that pull on it as well, although another stage's pull is larger.
    """
    lists = {
        stage: [QuestionReason(pull.question, stage) for pull in _strongest(shown, stage) if pull.stage == stage][
            :MAX_REASONS
        ]
        for stage in named
    }
    taken = {reason.question for reasons in lists.values() for reason in reasons}
    for stage, reasons in lists.items():
        more = [
            QuestionReason(each.question, each.stage)
            for each in _strongest(shown, stage)
            if each.stage and each.question not in taken and each.pulls.get(stage, 0.0) >= each.least
        ][: max(0, FEW_REASONS - len(reasons))]
        reasons.extend(more)
        taken |= {reason.question for reason in more}
    return lists


def points_elsewhere(
    shown: Sequence[QuestionPull], named: Sequence[Stage], taken: Iterable[str]
) -> list[QuestionReason]:
    """The questions that point to another stage than those named, or away from one of them, three at most.

    The first are those that pull most more on the other stage than on any named one.
    """
    reasons = []
    own, stay = set(taken), set(named)
    for each in shown:
        if each.question in own:
            continue
        if each.stage and each.stage not in stay:
            lead = each.pulls[each.stage] - max((each.pulls.get(stage, 0.0) for stage in named), default=0.0)
            if lead >= each.least:
                reasons.append(QuestionReason(each.question, each.stage, lead=lead))
        elif not each.stage and each.scale_of in stay and -each.pulls.get(each.scale_of, 0.0) >= each.least:
            reasons.append(QuestionReason(each.question, None, each.scale_of, -each.pulls[each.scale_of]))
    reasons.sort(key=lambda reason: (-to_rank(reason.lead), reason.question))
    return reasons[:MAX_REASONS]


def _strongest(shown: Sequence[QuestionPull], stage: Stage) -> list[QuestionPull]:
    return sorted(shown, key=lambda each: (-to_rank(each.pulls.get(stage, 0.0)), each.question))


class PersonSums(NamedTuple):
    """One person's sums over the questions that are left in: lift times (k0 + den), den, and lift, per stage."""

    gained: list[float]
    den: list[float]
    lift: list[float]


class LeaveOneOut:
    """Everybody's lifts with some questions left out, worked out from sums that are kept, not from the start.

    Args:
        forms: The counted forms.
        loop: The measured stages.
        norms: What is taken off every lift, where the questionnaire says so.
    """

    def __init__(self, forms: Sequence[ScoredForm], loop: Loop, norms: Vector | None) -> None:
        self._loop = loop
        self._norms = [norms[s] for s in loop] if norms else [0.0] * len(loop)
        self._sectors = [form.sector for form in forms]
        self._people: list[PersonSums] = []
        for form in forms:
            lifts, dens = lift(form, loop)
            gained = [value * (PRIOR_WEIGHT + den) for value, den in zip(lifts, dens, strict=True)]
            self._people.append(PersonSums(gained, list(dens), list(lift(form, loop, norms)[0])))
        self._parts = [
            {
                each.question: [(n, each.gain[s], each.reach[s]) for n, s in enumerate(loop) if each.reach[s]]
                for each in form.earned
            }
            for form in forms
        ]
        """For each person and question: the stages it speaks to, with gain and reach."""

    def leaving(self, question: str) -> "LeaveOneOut":
        """The same with one more question left out; the people stay the same."""
        less = copy(self)
        less._people = [  # noqa: SLF001 - its own copy
            self._less(person, parts[question]) if question in parts else person
            for person, parts in zip(self._people, self._parts, strict=True)
        ]
        return less

    def _less(self, person: PersonSums, part: Sequence[tuple[int, float, float]]) -> PersonSums:
        gained, den, lifts = person.gained.copy(), person.den.copy(), person.lift.copy()
        for n, gain, reach in part:
            gained[n] -= gain
            den[n] -= reach
            lifts[n] = (gained[n] - self._norms[n] * den[n]) / (PRIOR_WEIGHT + den[n])
        return PersonSums(gained, den, lifts)

    def tally(self) -> Tally:
        """Votes and probabilities."""
        lifts = [person.lift for person in self._people]
        return tally_lifts(lifts, [person.den for person in self._people], self._sectors, self._loop)


def flipping_questions(verdict: Judgement, without: LeaveOneOut, shown: Mapping[str, QuestionPull]) -> tuple[str, ...]:
    """A smallest number of questions whose removal changes the verdict, taken away one after another.

    They are tried in the order of how much more they pull on a named stage than on any other; where two stages are
    named, also in the opposite order.

    Returns:
        Their ids; empty when leaving out half of them does not change the verdict.
    """
    orders = []
    for stage in verdict.stages:
        ranked = sorted(shown, key=lambda name: (-to_rank(_lead(shown[name], stage)), name))
        orders += [ranked] if verdict.kind == "clear" else [ranked, ranked[::-1]]
    tries = [found for order in orders if (found := _first_flip(verdict, without, order[: len(shown) // 2]))]
    fewest = min(tries, key=len, default=())
    return _pruned(verdict, without, fewest) if len(fewest) <= MAX_PRUNED else fewest


def _lead(each: QuestionPull, stage: Stage) -> float:
    rivals = [pull for other, pull in each.pulls.items() if other != stage]
    return each.pulls.get(stage, 0.0) - max(rivals, default=0.0)


def _first_flip(verdict: Judgement, without: LeaveOneOut, order: Sequence[str]) -> tuple[str, ...]:
    for count, question in enumerate(order, 1):
        without = without.leaving(question)
        changed = judge(without.tally())
        if changed.kind == "too-few":
            return ()
        if differs(changed, verdict):
            return tuple(order[:count])
    return ()


def _pruned(verdict: Judgement, whole: LeaveOneOut, questions: tuple[str, ...]) -> tuple[str, ...]:
    """The same questions without those that need not be left out for the verdict to change."""
    for question in questions:
        fewer = tuple(each for each in questions if each != question)
        without = whole
        for each in fewer:
            without = without.leaving(each)
        changed = judge(without.tally())
        if fewer and changed.kind != "too-few" and differs(changed, verdict):
            questions = fewer
    return questions


def differs(one: Judgement, other: Judgement) -> bool:
    """Whether two verdicts say something else: another kind, or other stages in any order.

    That views differ is one thing, whichever stages happen to be named.
    """
    if one.kind != other.kind:
        return True
    return one.kind != "differ" and set(one.stages) != set(other.stages)


PULL_PLACES = 3
"""Decimals of a pull: it is a function of the counts that are shown, so nothing needs to be rounded away."""


def pulls_of(basis: ScoringContext) -> dict[str, QuestionPull]:
    """What each question that may be shown pulls on each measured stage."""
    return {
        name: pulled(each, basis.weighed[name], basis.loop)
        for name, each in basis.shown.items()
        if name in basis.weighed
    }


def reasons_for(
    basis: ScoringContext, stages: Sequence[Stage], pulls: Mapping[str, QuestionPull]
) -> tuple[dict[str, Any], list[QuestionReason]]:
    """The parts of an assessment that say which answers point where, and the reasons that point elsewhere.

    Args:
        basis: The round.
        stages: The stages that the verdict names.
        pulls: What each shown question pulls.
    """
    shown = list(pulls.values())
    lists = points_to(shown, stages)
    taken = [reason.question for reasons in lists.values() for reason in reasons]
    elsewhere = points_elsewhere(shown, stages, taken)
    content: dict[str, Any] = {
        "points_to": [
            {"stage": stage, "reasons": [_told(basis, reason, also=stage) for reason in reasons]}
            for stage, reasons in lists.items()
            if reasons
        ],
        "points_elsewhere": [_told(basis, reason) for reason in elsewhere],
    }
    if not taken and not elsewhere:
        content["reasons_words"] = _no_reasons(basis, pulls)
    return content, elsewhere


def _told(basis: ScoringContext, reason: QuestionReason, also: Stage | None = None) -> dict[str, Any]:
    words = basis.words
    if reason.away_from:
        said = words("points away from {stage}", stage=words.name(reason.away_from))
    elif also and reason.stage and reason.stage != also:
        said = words("points to {stage}, and to {also} as well", stage=words.name(reason.stage), also=words.name(also))
    else:
        said = words("points to {stage}", stage=words.name(reason.stage or ""))
    return {"id": reason.question, "stage": reason.stage, "away_from": reason.away_from, "words": said}


def _no_reasons(basis: ScoringContext, pulls: Mapping[str, QuestionPull]) -> str:
    if not pulls:
        return basis.words("Too few people answered each question for any answers to be shown here.")
    return basis.words("No single question points clearly to a stage: its answers lie in the middle or apart.")


def flips_of(basis: ScoringContext, verdict: Judgement, pulls: Mapping[str, QuestionPull]) -> dict[str, Any]:
    """What would change a clear or between verdict: a few questions, or one row of the breakdown."""
    without = LeaveOneOut(basis.forms, basis.loop, basis.norms)
    questions = flipping_questions(verdict, without, pulls)
    groups, stays = [], bool(basis.rows)
    for row in basis.rows:
        rest = [form for i, form in enumerate(basis.forms) if i not in row.members]
        found = tally(rest, basis.loop, basis.norms) if len(rest) >= MIN_PEOPLE else None
        changed = judge(found) if found else Judgement("too-few")
        if changed.kind == "too-few":
            stays = False
        elif differs(changed, verdict):
            groups.append({"id": row.id, "name": row.name, "words": headline(changed, found, basis.words)})
    names = [group["name"] for group in groups]
    return {
        "questions": questions,
        "groups": groups,
        "words": _flip_words(basis, len(questions), len(pulls), names, stays=stays),
    }


def _flip_words(basis: ScoringContext, questions: int, of: int, groups: Sequence[str], *, stays: bool) -> str:
    """What was found on questions and groups together; never "it stays" where a group alone decides.

    `stays` says that every group could be left out, so that none of those that are not named changes it.
    """
    words = basis.words
    alone = _questions_alone(basis, questions, of)
    if groups:
        quoted = [words("“{name}”", name=name) for name in groups]
        names = joined_by_or(quoted, words)
        if questions:
            also = words("It would also change without {groups}.", groups=names)
            return f"{alone} {also}"
        changes = words("This result would change without {groups}.", groups=names)
        return f"{changes} {alone}"
    if stays:
        said = words("Leaving out any one group would not change it.")
    elif basis.rows:
        said = words("Too few people would remain to leave out each group in turn.")
    else:
        said = words("No groups are shown, so none was left out.")
    return f"{alone} {said}"


def _questions_alone(basis: ScoringContext, questions: int, of: int) -> str:
    if not of:
        return basis.words("No questions can be shown, so none was left out to see what changes.")
    if not questions:
        return basis.words(
            "Leaving out up to half of the {of} questions, the weightiest first, did not change this result.", of=of
        )
    return basis.words.many(
        "Leaving out {n} of the {of} questions would change this result.",
        "Leaving out {n} of the {of} questions together would change this result.",
        questions,
        of=of,
    )
