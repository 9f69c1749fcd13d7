"""Two versions of a questionnaire, answered by the same simulated partnerships: how far verdicts move.

People see stages and answer as in simulation.py, by the evidence of the old version. Whoever answers both gives the
same answers in both, as far as both offer them. What only the new version offers is answered by its own evidence.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from math import fsum
from typing import NamedTuple

from partnercheck.assessment.evidence import Form, Vector, measured, weigh_all
from partnercheck.assessment.reasons import differs
from partnercheck.assessment.round import Answer, Response, asked_questions
from partnercheck.assessment.simulation import BESIDE, NEARNESS, OWN, PEOPLE, UNANSWERED, pulls
from partnercheck.assessment.verdict import Tally, judge, leaders, steps_apart, tally
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.words import STAGES, Stage

Roll = Callable[[], float]
"""A die: each call gives a number from 0 up to 1."""


class Paired(NamedTuple):
    """How many partnerships were simulated in all, and the share of them that the new version gives another verdict.

    `recovered` says for each stage of the old version in which share of its partnerships it leads, by the old version
    and by the new one.
    """

    partnerships: int
    people: int
    changed: float
    recovered: dict[Stage, tuple[float, float]]


class _Side:
    """One version, ready to be answered many times."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.weighed = weigh_all(questionnaire)
        self.loop = measured(self.weighed.values())
        norms = questionnaire.norms
        self.norms: Vector | None = tuple(norms.get(stage, 0.0) for stage in STAGES) if norms else None
        self.asks_all = not any(question.ask_if for question in questionnaire.questions)
        self._brings = {name: each.brings for name, each in self.weighed.items()}
        waited_for = {name for question in questionnaire.questions for name in question.ask_if}
        self.values = {
            question.id: [option.value for option in questionnaire.options_of(question)]
            for question in questionnaire.questions
            if question.id in self.weighed or (question.id in waited_for and not question.kind)
        }
        """What can be answered to every question that matters for a verdict."""

    def tally(self, answered: Sequence[dict[str, str]]) -> Tally:
        """The votes of people who gave these answers."""
        return tally([self._form(answers) for answers in answered], self.loop, self.norms)

    def _form(self, answers: dict[str, str]) -> Form:
        asked: Iterable[str] = answers
        if not self.asks_all:
            given: dict[str, Answer] = {**answers}
            asked = [each.id for each in asked_questions(self.questionnaire, Response(respondent="", answers=given))]
        earned = [self._brings[name][answers[name]] for name in asked if name in answers and name in self._brings]
        return Form("", "", len(self.weighed), tuple(earned))


class _Ask(NamedTuple):
    """One question to one who sees a certain stage: the values of each version with their shares, summed up.

    `newcomers` are the values of a shared question that only the new version offers, `room` is their share of all.
    """

    name: str
    old: tuple[list[str], list[float]]
    new: tuple[list[str], list[float]]
    newcomers: tuple[list[str], list[float]]
    room: float


def simulate_pair(
    old: Questionnaire, new: Questionnaire, roll: Roll, partnerships: int, people: int = PEOPLE
) -> Paired | None:
    """Let the same partnerships answer two versions of a questionnaire.

    Args:
        old: The version that says how people answer.
        new: The version that is held to it.
        roll: The die; the same numbers give the same result.
        partnerships: How many for each stage.
        people: How many people answer in each.

    Returns:
        None where either version measures fewer than two stages, or no question with evidence is in both.
    """
    one, other = _Side(old), _Side(new)
    if min(len(one.loop), len(other.loop)) < 2 or not one.weighed.keys() & other.weighed.keys():
        return None
    asks = [_asks(one, other, seen) for seen in range(len(STAGES))]
    led: Counter[tuple[int, Stage]] = Counter()
    changed = 0
    for truth in one.loop:
        for _ in range(partnerships):
            answered = [_answers(asks[_seen(truth, roll())], roll) for _ in range(people)]
            before, after = one.tally([a for a, _ in answered]), other.tally([b for _, b in answered])
            changed += differs(judge(before), judge(after))
            for side, found in enumerate((before, after)):
                first = leaders(found.probability, [STAGES[s] for s in found.loop])
                if first == (STAGES[truth],):
                    led[side, first[0]] += 1
    names = [STAGES[s] for s in one.loop]
    shares = {name: (led[0, name] / partnerships, led[1, name] / partnerships) for name in names}
    simulated = partnerships * len(one.loop)
    return Paired(simulated, people, changed / simulated, shares)


def _seen(truth: int, number: float) -> int:
    return truth if number < OWN else (truth + (1 if number < OWN + BESIDE else -1)) % len(STAGES)


def _asks(one: _Side, other: _Side, seen: int) -> list[_Ask]:
    """Every question, the old ones first, with how likely each option is for a person who sees this stage."""
    loop = one.loop
    near = [NEARNESS[steps_apart(seen, s)] for s in loop]
    centred = [value - fsum(near) / len(near) for value in near]
    asks = []
    for name in [*one.values, *(name for name in other.values if name not in one.values)]:
        before, after = one.values.get(name, []), other.values.get(name, [])
        newcomers = [value for value in after if value not in before] if before else []
        old = pulls(one.weighed.get(name), before, centred, loop)
        new = pulls(other.weighed.get(name), after, centred, loop)
        added = [pull for value, pull in zip(after, new, strict=True) if value in newcomers]
        kept = fsum(pull for value, pull in zip(before, old, strict=True) if value in after)
        room = fsum(added) / (fsum(added) + kept) if added else 0.0
        asks.append(_Ask(name, _summed(before, old), _summed(after, new), _summed(newcomers, added), room))
    return asks


def _summed(values: list[str], pulls: list[float]) -> tuple[list[str], list[float]]:
    return values, list(accumulate(pulls))


def _pick(options: tuple[list[str], list[float]], number: float) -> str:
    values, sums = options
    return values[min(bisect(sums, number * sums[-1]), len(values) - 1)]


def _answers(asks: list[_Ask], roll: Roll) -> tuple[dict[str, str], dict[str, str]]:
    """One person's answers to the old version and to the new one."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name, old, new, newcomers, room in asks:
        if roll() < UNANSWERED:
            continue
        choice = roll()
        if old[0]:
            before[name] = _pick(old, choice)
        if new[0]:
            turn = roll() if room else 1.0
            said = before.get(name)
            if turn < room:
                after[name] = _pick(newcomers, turn / room)
            else:
                after[name] = said if said is not None and said in new[0] else _pick(new, choice)
    return before, after
