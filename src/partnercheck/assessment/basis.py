"""What an assessment rests on: whose forms count, what they answered, what that is worth, and what may be shown."""

from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from partnercheck.assessment.breakdown import LEAST_K, OTHER, Answered, answered, group_of, partition, sizes
from partnercheck.assessment.evidence import SHORT, Form, Vector, measured, names_a_stage, score_forms, weigh_all
from partnercheck.assessment.round import NOT_STATED, Response, Round, asked_questions
from partnercheck.assessment.steps import fits
from partnercheck.assessment.verdict import Tally, tally
from partnercheck.words import STAGES, Words, whole_percent


class Row(NamedTuple):
    """One group of the round's breakdown: its id, its name, and the places of its people among the counted."""

    id: str
    name: str
    members: tuple[int, ...]


class Basis:
    """One round, worked out as far as everything else needs it.

    Args:
        round_: The round. Where it has been closed, the forms, breakdown and k of its closing count.
        words: The language of every text.
        by: What people are grouped by: "sector", "partner" or "none"; as the round says if it is None.
        k: Groups smaller than this are not shown, 3 at least; as the round says if it is None.

    Raises:
        ValueError: k is less than 3.
    """

    def __init__(self, round_: Round, words: Words, by: str | None, k: int | None) -> None:
        if k is not None and k < LEAST_K:
            raise ValueError(f"k is {k}; groups of fewer than {LEAST_K} people are never shown")
        closing = round_.closing
        self.round, self.words, self.lang = round_, words, words.lang
        self.questionnaire = round_.questionnaire
        self.responses = [r for r in round_.responses if not closing or r.respondent in closing.respondents]
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
        self.forms = self._forms([form for _, form in counted])
        self.asked = [(r, frozenset(q.id for q in asked_questions(self.questionnaire, r))) for r in self.people]
        self.answers: dict[str, Answered] = {
            question.id: answered(question, self.questionnaire.options_of(question), self.asked)
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

    def _forms(self, forms: list[Form]) -> list[Form]:
        """The counted forms; in a short questionnaire with small sectors put together, as a breakdown puts them.

        There the votes mix so few questions that a person whose voice weighs more than any other could be read off.
        """
        if self.shows_all or len(self.weighed) >= SHORT:
            return forms
        shares = partition(sizes(self.people, "sector"), self.k)
        rows = {group: share.id for share in shares for group in share.groups}
        own = [group_of(person, "sector") for person in self.people]
        return [form._replace(sector=rows.get(group, "")) for form, group in zip(forms, own, strict=True)]

    def _shown(self) -> dict[str, Answered]:
        """The answers to each question that may be shown; none of a question that waits for one that is not shown."""
        shown: dict[str, Answered] = {}
        for name, found in self.answers.items():
            if self._may_show(found) and (self.shows_all or found.question.ask_if.keys() <= shown.keys()):
                shown[name] = found
        return shown

    def _may_show(self, found: Answered) -> bool:
        """Whether enough people answered: in all, and from each closing to each later one, this one included.

        So what was withheld once stays withheld: that it comes back would tell why it was.
        """
        if len(found.given) < self.least:
            return False
        closings = (*self.earlier, tuple(each.respondent for each in self.people))
        return self.shows_all or all(self._may_part(found, *pair) for pair in combinations(map(set, closings), 2))

    def _may_part(self, found: Answered, before: set[str], after: set[str]) -> bool:
        """Whether the answers of those who are new from one closing to another may be worked out from the two reports.

        They may where there are none, or k at least who did not all answer alike. That all but one did is too near to
        it: a question that is missing would tell as much. Where all who answered the question did, that is a finding.
        """
        name = found.question.id
        then = replace(found, given=tuple(each for each in found.given if each[0].respondent in after))
        new = replace(then, given=tuple(each for each in then.given if each[0].respondent not in before))
        n = len(new.given)
        if not n:
            unsure = (r.respondent for r, asked in self.asked if name in asked and r.answers.get(name) == "dont-know")
            return not any(each in after - before for each in unsure)
        waited = [step.when.answers[name] for step in self.questionnaire.next_steps if name in step.when.answers]
        hits = [sum(map(fits(each, self.round.date), new.values)) for each in waited if not found.options]
        differ = new.most_given < n - 1 and all(1 < hit < n - 1 for hit in hits)
        return n >= self.least and (differ or then.most_given == len(then.given))

    def _rows(self) -> list[Row]:
        if not self.by:
            return []
        groups = [group_of(response, self.by) for response in self.people]
        return [
            Row(share.id, self.group_name(share.id), tuple(i for i, g in enumerate(groups) if g in share.groups))
            for share in partition(sizes(self.people, self.by), self.least)
        ]

    def group_name(self, group: str) -> str:
        """The name of a sector, or of a partner, which is its own."""
        if group in (OTHER, NOT_STATED):
            return self.words.name(group)
        if self.by == "sector":
            own = self.questionnaire.sectors.get(group)
            return self.say(own) if own else self.words.name(group)
        return group
