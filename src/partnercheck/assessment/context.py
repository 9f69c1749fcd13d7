"""What an assessment rests on: whose forms count, what they answered, what that is worth, and what may be shown."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from partnercheck.assessment.privacy import (
    MIN_K,
    OTHER,
    QuestionAnswers,
    answers_to,
    group_of,
    partition,
    sizes,
    spelled_alike,
)
from partnercheck.assessment.responses import NOT_STATED, Response, Round, asked_questions, fits
from partnercheck.assessment.scoring import (
    ScoredForm,
    Tally,
    Vector,
    measured,
    names_a_stage,
    score_forms,
    tally,
    weigh_all,
)
from partnercheck.core.text import tidied
from partnercheck.core.words import SECTORS, STAGES, Words, whole_percent

MAX_WRITINGS = 8
"""So many writings of one name are listed."""


class GroupMembers(NamedTuple):
    """One group of the round's breakdown: its id, its name, and the places of its people among the counted."""

    id: str
    name: str
    members: tuple[int, ...]


def check_grouping(by: str | None, k: int | None) -> None:
    """See that people can be grouped like that.

    Args:
        by: What they are to be grouped by.
        k: The least number of people a group may have.

    Raises:
        ValueError: k is less than 3, or there is no such grouping.
    """
    if k is not None and k < MIN_K:
        raise ValueError(f"k is {k}; groups of fewer than {MIN_K} people are never shown")
    if by not in (None, "sector", "partner", "none"):
        raise ValueError(f"by is {by!r}; people are grouped by 'sector', by 'partner', or with 'none' not at all")


class ScoringContext:
    """One round, worked out as far as everything else needs it.

    Args:
        round_: The round. Where it has been closed, the forms, breakdown and k of its closing count.
        words: The language of every text.
        by: What people are grouped by: "sector", "partner" or "none"; as the round says if it is None.
        k: Groups smaller than this are not shown, 3 at least; as the round says if it is None.

    Raises:
        ValueError: k is less than 3, or people are grouped by nothing that there is.
    """

    def __init__(self, round_: Round, words: Words, by: str | None, k: int | None) -> None:
        check_grouping(by, k)
        closing = round_.closing
        self.round, self.words, self.lang = round_, words, words.lang
        self.questionnaire = round_.questionnaire
        names = {*closing.respondents} if closing else set()
        self.written = [r for r in round_.responses if not closing or r.respondent in names]
        """The forms that count, as people wrote them."""
        self.responses = spelled_alike(self.written, self.questionnaire.sectors or SECTORS)
        """The same with one writing for each partner."""
        self.late = len(round_.responses) - len(self.responses)
        self.joint = len(self.responses) == 1 and self.responses[0].joint
        self.shows_all = round_.opened or self.joint
        """Nothing is withheld: all agreed to sign, or there is one form of the whole room."""
        self.k = closing.k if closing else k or round_.k
        self.least = 1 if self.shows_all else self.k
        grouped = closing.by if closing else by or round_.by
        again = bool(closing and closing.earlier) and not self.shows_all  # groups of two closings could be subtracted
        self.by = None if self.joint or again or grouped in ("", "none") else grouped

        self.weighed = weigh_all(self.questionnaire)
        self.loop = measured(self.weighed.values())
        self.names_stages = names_a_stage(self.loop)
        norms = self.questionnaire.norms
        self.norms: Vector | None = tuple(norms.get(stage, 0.0) for stage in STAGES) if norms else None

        counted = score_forms(self.questionnaire, self.weighed, self.responses)
        self.too_thin = len(self.responses) - len(counted)
        self.people: list[Response] = [r for r, _ in counted]
        self.forms: list[ScoredForm] = [form for _, form in counted]
        self.asked = [(r, frozenset(q.id for q in asked_questions(self.questionnaire, r))) for r in self.people]
        self.answers: dict[str, QuestionAnswers] = {
            question.id: answers_to(question, self.questionnaire.options_of(question), self.asked)
            for question in self.questionnaire.questions
        }
        """The answers to every question, small numbers included: for working out, not for showing."""
        self.earlier = closing.earlier if closing else ()
        """The people of each earlier closing."""
        self.shown = self._shown()
        """The answers to questions that enough people answered."""
        self.agreement = {name: value for name, each in self.shown.items() if (value := each.agreement) is not None}
        self.alike = {name: word for name, each in self.shown.items() if (word := each.alike)}
        self.rows = self._rows()

    def say(self, text: dict[str, str] | None) -> str:
        """A text of the questionnaire in the assessment's language."""
        return self.questionnaire.say(text, self.lang)

    def rounded(self, value: float) -> float:
        """Whole per cent, unless all agreed to sign."""
        return value if self.shows_all else whole_percent(value) / 100

    def tally(self) -> Tally | None:
        """Votes and probabilities of everybody; none where nobody counts or the questionnaire names no stage."""
        return tally(self.forms, self.loop, self.norms) if self.forms and self.names_stages else None

    def _shown(self) -> dict[str, QuestionAnswers]:
        """The answers to each question that may be shown; none of a question that waits for one that is not shown."""
        shown: dict[str, QuestionAnswers] = {}
        gone = ((r, frozenset(q.id for q in asked_questions(self.questionnaire, r))) for r in self.round.withdrawn)
        asked = [*self.asked, *gone] if self.earlier else self.asked
        for name, found in self.answers.items():
            if self._may_show(found, asked) and (self.shows_all or found.question.ask_if.keys() <= shown.keys()):
                shown[name] = found
        return shown

    def _may_show(self, found: QuestionAnswers, asked: Sequence[tuple[Response, frozenset[str]]]) -> bool:
        """Whether enough people answered: in all, and from each closing to each later one, this one included.

        So what was withheld once stays withheld: that it comes back would tell why it was.

        Args:
            found: The answers to a question.
            asked: Who was asked what, those included whose forms were taken back.
        """
        if len(found.given) < self.least or self.shows_all or not self.earlier:
            return len(found.given) >= self.least
        ever = answers_to(found.question, found.options, asked)
        closings = (*map(set, self.earlier), {each.respondent for each in self.people})
        return all(
            self._may_part(ever, asked, one, other) and self._may_part(ever, asked, other, one)
            for one, other in combinations(closings, 2)
        )

    def _may_part(
        self, ever: QuestionAnswers, asked: Sequence[tuple[Response, frozenset[str]]], before: set[str], after: set[str]
    ) -> bool:
        """Whether what those said who are in one closing and not in another may be worked out from the two reports.

        They may where there are none, or k at least who did not all answer alike. That all but one did is too near to
        it: a question that is missing would tell as much. Where all who answered the question did, that is a finding.
        Of an erased form nobody knows any more what it said.
        """
        name = ever.question.id
        more = after - before
        if more & {*self.round.erased}:
            return False
        then = replace(ever, given=tuple(each for each in ever.given if each[0].respondent in after))
        new = replace(then, given=tuple(each for each in then.given if each[0].respondent in more))
        n = len(new.given)
        if not n:
            unsure = (r.respondent for r, ids in asked if name in ids and r.answers.get(name) == "dont-know")
            return more.isdisjoint(unsure)
        waited = [step.when.answers[name] for step in self.questionnaire.next_steps if name in step.when.answers]
        hits = [sum(map(fits(each, self.round.date), new.values)) for each in waited if not ever.options]
        differ = new.most_given < n - 1 and all(1 < hit < n - 1 for hit in hits)
        return n >= self.least and (differ or then.most_given == len(then.given))

    def _rows(self) -> list[GroupMembers]:
        if not self.by:
            return []
        groups = [group_of(response, self.by) for response in self.people]
        return [
            GroupMembers(
                share.id, self.group_name(share.id), tuple(i for i, g in enumerate(groups) if g in share.groups)
            )
            for share in partition(sizes(self.people, self.by), self.least)
        ]

    def writings(self) -> list[tuple[str, list[str]]]:
        """The partners shown in a breakdown whose name people wrote in several ways, each with its other writings."""
        if self.by != "partner":
            return []
        own = {row.id for row in self.rows} - {OTHER, NOT_STATED}
        ways: dict[str, set[str]] = {}
        for written, alike in zip(self.written, self.responses, strict=True):
            group = group_of(alike, self.by)
            if group in own and tidied(written.partner) != alike.partner:
                ways.setdefault(alike.partner, set()).add(tidied(written.partner))
        return sorted((name, sorted(others)[:MAX_WRITINGS]) for name, others in ways.items())

    def group_name(self, group: str) -> str:
        """The name of a sector, or of a partner, which is its own."""
        if group == OTHER and self.by == "sector":
            return self.words("Other sectors")
        if group in (OTHER, NOT_STATED):
            return self.words.name(group)
        if self.by == "sector":
            own = self.questionnaire.sectors.get(group)
            return self.say(own) if own else self.words.name(group)
        return group
