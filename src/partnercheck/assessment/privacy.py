"""Small groups are never exposed: docs/scoring.md, "Small groups".

A breakdown is a partition of the people into groups of at least k, so that nothing shown for one group, or for all,
leaves fewer than k people when another is taken away from it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from partnercheck.assessment.agreement import (
    ALIKE,
    MAX_OF_A_CHOICE,
    Alike,
    camps_of_a_choice,
    camps_of_a_scale,
    choice_agreement,
    is_split,
    scale_agreement,
    several_agreement,
)
from partnercheck.assessment.responses import NOT_STATED, Answer, Response, Round
from partnercheck.assessment.scoring import MIN_PEOPLE, TIE, score_forms, weigh_all
from partnercheck.core.text import folded, tidied
from partnercheck.core.words import ESCAPES, whole_percent
from partnercheck.questionnaire.model import Option, Question

OTHER = "other"
DEFAULT_K = 5
MIN_K = 3
"""Groups of fewer people than k are never shown; 5 unless said otherwise, 3 at least."""


class Share(NamedTuple):
    """One row of a breakdown: its id (`other` where groups were put together) and the groups in it."""

    id: str
    groups: frozenset[str]


def partition(sizes: Mapping[str, int], k: int) -> tuple[Share, ...]:
    """Rows of at least k people each, or none when only one row would be left.

    Args:
        sizes: People per group; groups of none are left out.
        k: The least number of people a row may have.
    """
    shown = {group: n for group, n in sizes.items() if n >= k}
    small = {group for group, n in sizes.items() if 0 < n < k}
    while small and sum(sizes[group] for group in small) < k and shown:
        smallest = min(shown, key=lambda group: (shown[group], group))
        small.add(smallest)
        del shown[smallest]
    rows = [Share(group, frozenset({group})) for group in sorted(shown)]
    if small:
        rows.append(Share(OTHER, frozenset(small)))
    return tuple(rows) if len(rows) > 1 else ()


def group_of(response: Response, by: str | None) -> str:
    """The group a respondent belongs to in a breakdown by sector or by partner.

    A partner that is really called like one of our own groups gets a space behind its name, to stay apart from it.
    """
    group = (response.partner if by == "partner" else response.sector) or NOT_STATED
    return f"{group} " if by == "partner" and response.partner in (OTHER, NOT_STATED) else group


def spelling(names: Iterable[str]) -> dict[str, str]:
    """Every writing of a partner's name, and the one that is shown for it and all its like.

    That is the most frequent one, apart from its spaces. Of equally frequent ones it is one that is not all small or
    all capital letters, then one without a final full stop, then the first in the order of characters.

    Args:
        names: The names as people wrote them, each as often as it was written.
    """
    written = Counter(names)
    shown = {name: tidied(name) for name in written}
    times: Counter[str] = Counter()
    for name, n in written.items():
        times[shown[name]] += n
    best: dict[str, str] = {}
    for name in sorted(times, key=lambda each: (-times[each], *_oddness(each))):
        best.setdefault(folded(name), name)
    return {name: best[folded(shown[name])] for name in written}


def _oddness(name: str) -> tuple[bool, bool, str]:
    return name in (name.lower(), name.upper()), name.endswith("."), name


def spelled_alike(responses: Sequence[Response], sectors: Iterable[str]) -> list[Response]:
    """The responses with one writing for every partner, and the id of every sector, however they were written.

    Args:
        responses: The responses.
        sectors: The ids of the sectors.
    """
    partner = spelling(response.partner for response in responses)
    ids = {folded(sector): sector for sector in sectors}
    alike = []
    for response in responses:
        one = {"partner": partner[response.partner], "sector": ids.get(folded(response.sector), response.sector)}
        same = one["partner"] == response.partner and one["sector"] == response.sector
        alike.append(response if same else response.model_copy(update=one))
    return alike


def sizes(responses: Sequence[Response], by: str | None) -> dict[str, int]:
    """People per group."""
    return dict(Counter(group_of(response, by) for response in responses))


@dataclass(frozen=True)
class QuestionAnswers:
    """Everybody's answers to one question that are answers: no escapes, nothing unknown, nothing hidden."""

    question: Question
    options: tuple[Option, ...]
    given: tuple[tuple[Response, Answer], ...]

    @cached_property
    def values(self) -> list[Answer]:
        """The answers alone."""
        return [answer for _, answer in self.given]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Answers per option value, in the order of the options."""
        tally = Counter(value for answer in self.values for value in _listed(answer))
        return {option.value: tally[option.value] for option in self.options}

    def ranks(self) -> list[int]:
        """The rank of each answer among the options, from 0."""
        rank = {option.value: number for number, option in enumerate(self.options)}
        return [rank[str(answer)] for answer in self.values]

    @cached_property
    def agreement(self) -> float | None:
        """How far these answers agree; none for text, numbers, dates and fewer than two answers."""
        if not self.options:
            return None
        if self.question.scale:
            return scale_agreement(self.ranks(), len(self.options))
        if self.question.several:
            ticks = [frozenset(_listed(answer)) for answer in self.values]
            return several_agreement(ticks, [option.value for option in self.options])
        return choice_agreement([str(answer) for answer in self.values], len(self.options))

    @cached_property
    def camps(self) -> tuple[int, int] | None:
        """The answers in the larger and in the smaller of two camps; none where several may be chosen, or no option."""
        if not self.options or self.question.several:
            return None
        counts = list(self.counts.values())
        return camps_of_a_scale(counts) if self.question.scale else camps_of_a_choice(counts)

    @cached_property
    def alike(self) -> Alike | None:
        """Whether these answers are alike, spread or split (docs/scoring.md); none where `agreement` is none."""
        agreement, camps, n = self.agreement, self.camps, len(self.given)
        if agreement is None:
            return None
        if camps and is_split(camps, n):
            return "split"
        chosen = max(self.counts.values()) / n if camps and not self.question.scale else 0.0
        return "alike" if agreement >= ALIKE - TIE or chosen >= MAX_OF_A_CHOICE - TIE else "spread"

    @cached_property
    def most_given(self) -> int:
        """How many gave the answer that most gave; where several may be chosen, how many ticked the one most ticked."""
        return max(Counter(value for answer in self.values for value in _listed(answer)).values(), default=0)


def _listed(answer: Answer) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)


def answers_to(
    question: Question, options: tuple[Option, ...], asked: Sequence[tuple[Response, frozenset[str]]]
) -> QuestionAnswers:
    """Collect the answers to a question.

    Args:
        question: The question.
        options: Its options.
        asked: The respondents, each with the ids of the questions that were asked of them.
    """
    known = {option.value for option in options}
    given: list[tuple[Response, Answer]] = []
    for response, ids in asked:
        answer = response.answers.get(question.id)
        if answer is None or question.id not in ids or (isinstance(answer, str) and answer in ESCAPES):
            continue
        if known and not isinstance(answer, float):
            ticked = tuple(value for value in dict.fromkeys(_listed(answer)) if value in known)
            if ticked:
                given.append((response, ticked if question.several else ticked[0]))
        elif not known and answer != "":
            given.append((response, "".join(answer) if isinstance(answer, tuple) else answer))
    return QuestionAnswers(question, options, tuple(given))


def part_of(found: QuestionAnswers, by: str, groups: Collection[str]) -> QuestionAnswers:
    """The answers of the people of some groups."""
    return replace(found, given=tuple(each for each in found.given if group_of(each[0], by) in groups))


def tells(parts: Sequence[QuestionAnswers]) -> bool:
    """Whether the parts of a question's answers, or that they are missing, would tell what each person of one answered.

    They would where all of a part gave one answer.
    """
    return of_one_mind([(len(part.given), part.counts) for part in parts])


def of_one_mind(parts: Sequence[tuple[int, Mapping[str, int]]]) -> bool:
    """Whether all of a part gave one answer, or whether missing parts would say as much.

    They would where the answers of all together leave but one part and one answer for which that could be; so there it
    takes two people who answered otherwise.

    Args:
        parts: The people of each part, and how often each answer was given in it.
    """
    if any(max(counts.values(), default=0) == n for n, counts in parts):
        return True
    total = sum((Counter(counts) for _, counts in parts), Counter[str]())
    could = [(part, answer) for part in parts for answer, n in total.items() if n >= part[0]]
    return len(could) == 1 and all(counts.get(answer, 0) >= n - 1 for (n, counts), answer in could)


def rows_of(found: QuestionAnswers, by: str | None, k: int, *, signed: bool) -> list[tuple[Share, dict[str, object]]]:
    """What each group answered: all rows of the question's own partition, or none.

    No group is shown where that, or its absence, would tell what each person of a group answered. Nor is one where the
    question waits for another's answer, for how many of a group were asked would tell what they answered there.
    """
    if not by or not found.options or (found.question.ask_if and not signed):
        return []
    shares = partition(sizes([response for response, _ in found.given], by), 1 if signed else k)
    parts = [(share, part_of(found, by, share.groups)) for share in shares]
    if not signed and tells([part for _, part in parts]):
        return []
    if not found.question.scale:
        return [(share, {"n": len(part.given), "counts": part.counts}) for share, part in parts]
    rows: list[tuple[Share, dict[str, object]]] = []
    for share, part in parts:
        mean = sum(part.ranks()) / len(part.given) / (len(part.options) - 1)
        rows.append((share, {"n": len(part.given), "mean": mean if signed else whole_percent(mean) / 100}))
    return rows


class Standing(NamedTuple):
    """How far a round is from its next closing.

    Attributes:
        new: Forms handed in that the last closing does not count.
        missing: How many more filled-in forms a closing needs; 0 where it needs none.
        taken_back: Forms that a closing counted and that were taken back since.
        waiting: How many more forms would have to be taken back before a closing may be made without them; 0 where it
            may be made.
        for_good: So few people stood in a closing that this can never be.
    """

    new: int
    missing: int
    taken_back: int
    waiting: int
    for_good: bool = False

    @property
    def may_close(self) -> bool:
        """Whether a closing may be made now."""
        return not self.missing and not self.waiting


def standing(round_: Round) -> Standing:
    """Where a round stands between its last closing and the next.

    The people of a closing and those of each earlier one may differ by none, or by k at least, in either direction:
    docs/scoring.md, "Small groups". Only forms that answered enough to count are cover for others.
    """
    closing, now = round_.closing, {form.respondent for form in round_.responses}
    if closing is None:
        return Standing(len(now), int(not now), 0, 0)
    last = {*closing.respondents}
    new = len(now - last)
    gone = {form.respondent for form in round_.withdrawn} | {*round_.erased}
    taken_back = len(last & gone)
    if round_.opened:
        return Standing(new, int(not now), taken_back, 0)
    k = closing.k
    filled = _filled_in(round_, [*round_.responses, *round_.withdrawn])
    came = [len((now & filled) - {*then}) for then in closing.all]
    went = [len(gone & (filled | {*round_.erased}) & {*then}) for then in closing.all]
    missing = max([k - n for n in came if 0 < n < k], default=0)
    if not came[-1] and not taken_back:
        missing = k
    waiting = max([k - n for n in went if 0 < n < k], default=0)
    for_good = any(0 < n < k and len(then) < k for n, then in zip(went, closing.all, strict=True))
    return Standing(new, missing, taken_back, waiting, for_good)


def _filled_in(round_: Round, forms: Sequence[Response]) -> set[str]:
    """Whose forms answered enough to count."""
    return {form.respondent for form, _ in score_forms(round_.questionnaire, weigh_all(round_.questionnaire), forms)}


def may_be_taken_back(round_: Round) -> bool:
    """Whether the last closing may be taken back, because all signed or its result told nothing of anybody.

    An erased form counts as filled in: nobody can know any more that it was not.
    """
    closing = round_.closing
    if closing is None or round_.opened:
        return closing is not None
    counted = {*closing.respondents}
    forms = [form for form in (*round_.responses, *round_.withdrawn) if form.respondent in counted]
    filled = _filled_in(round_, forms)
    return any(form.joint for form in forms) or len(filled) + len(counted & {*round_.erased}) < MIN_PEOPLE
