"""Small groups are never exposed: SCORING section 5.

A breakdown is a partition of the people into groups of at least k, so that nothing shown for one group, or for all,
leaves fewer than k people when another is taken away from it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from partnercheck.assessment.agreement import choice_agreement, scale_agreement, several_agreement
from partnercheck.assessment.round import NOT_STATED, Answer, Response
from partnercheck.questionnaire.model import Option, Question
from partnercheck.words import ESCAPES

OTHER = "other"
DEFAULT_K = 5
LEAST_K = 3
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


def sizes(responses: Sequence[Response], by: str | None) -> dict[str, int]:
    """People per group."""
    return dict(Counter(group_of(response, by) for response in responses))


class Answered(NamedTuple):
    """Everybody's answers to one question that are answers: no escapes, nothing unknown, nothing hidden."""

    question: Question
    options: tuple[Option, ...]
    given: tuple[tuple[Response, Answer], ...]

    @property
    def values(self) -> list[Answer]:
        """The answers alone."""
        return [answer for _, answer in self.given]

    def counts(self) -> dict[str, int]:
        """Answers per option value, in the order of the options."""
        tally = Counter(value for answer in self.values for value in _listed(answer))
        return {option.value: tally[option.value] for option in self.options}

    def ranks(self) -> list[int]:
        """The rank of each answer among the options, from 0."""
        rank = {option.value: number for number, option in enumerate(self.options)}
        return [rank[str(answer)] for answer in self.values]

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

    def alike(self) -> bool:
        """Whether all gave the same answer."""
        return len({frozenset(_listed(answer)) for answer in self.values}) == 1


def _listed(answer: Answer) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)


def answered(
    question: Question, options: tuple[Option, ...], asked: Sequence[tuple[Response, frozenset[str]]]
) -> Answered:
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
            given.append((response, answer))
    return Answered(question, options, tuple(given))


def rows_of(found: Answered, by: str | None, k: int, *, opened: bool) -> list[tuple[Share, dict[str, object]]]:
    """What each group answered: all rows of the question's own partition, or none.

    Where all of one group answered alike, every group shows a band only, so that the value cannot be worked out from
    the others and the total. A choice has no low or high, so then it shows no groups.
    """
    if not by or not found.options:
        return []
    shares = partition(sizes([response for response, _ in found.given], by), 1 if opened else k)
    parts = [
        (share, found._replace(given=tuple(each for each in found.given if group_of(each[0], by) in share.groups)))
        for share in shares
    ]
    banded = not opened and any(part.alike() for _, part in parts)
    if not found.question.scale:
        return [] if banded else [(share, {"n": len(part.given), "counts": part.counts()}) for share, part in parts]
    rows: list[tuple[Share, dict[str, object]]] = []
    for share, part in parts:
        mean = sum(part.ranks()) / len(part.given) / (len(part.options) - 1)
        shown: dict[str, object] = {"band": _band(mean)} if banded else {"mean": mean if opened else round(mean, 2)}
        rows.append((share, {"n": len(part.given), **shown}))
    return rows


def _band(mean: float) -> str:
    return "low" if mean < 1 / 3 else "high" if mean > 2 / 3 else "middle"
