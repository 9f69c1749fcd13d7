"""What an assessment rests on: whose forms count, what they answered, what that is worth, and what may be shown."""

from typing import NamedTuple

from partnercheck.assessment.breakdown import LEAST_K, OTHER, Answered, answered, group_of, partition, sizes
from partnercheck.assessment.evidence import Form, Vector, attainable, score_form, thick_enough, weigh_all
from partnercheck.assessment.round import NOT_STATED, Response, Round, asked_questions
from partnercheck.assessment.verdict import MEASURED, TIE, Loop, Tally, tally
from partnercheck.words import STAGES, Words


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
        by: What people are grouped by: "sector", "partner" or None.
        k: Groups smaller than this are not shown; 3 at least.

    Raises:
        ValueError: k is less than 3.
    """

    def __init__(self, round_: Round, words: Words, by: str | None, k: int) -> None:
        if k < LEAST_K:
            raise ValueError(f"k is {k}; groups of fewer than {LEAST_K} people are never shown")
        closing = round_.closing
        self.round, self.words, self.lang = round_, words, words.lang
        self.questionnaire = round_.questionnaire
        self.responses = [r for r in round_.responses if not closing or r.respondent in closing.respondents]
        self.late = len(round_.responses) - len(self.responses)
        self.joint = len(self.responses) == 1 and self.responses[0].joint
        self.opened = round_.opened or self.joint
        self.k = closing.k if closing else k
        self.least = 1 if self.opened else self.k
        grouped = closing.by if closing else by
        self.by = None if self.joint else grouped or None

        self.weighed = weigh_all(self.questionnaire)
        reach = attainable(list(self.weighed.values()))
        self.loop: Loop = tuple(s for s in range(len(STAGES)) if reach[s] >= MEASURED - TIE)
        norms = self.questionnaire.norms
        self.norms: Vector | None = tuple(norms.get(stage, 0.0) for stage in STAGES) if norms else None

        scored = [(r, score_form(self.questionnaire, self.weighed, r)) for r in self.responses]
        thick = [(r, form) for r, form in scored if thick_enough(form, len(self.weighed))]
        self.too_thin = len(scored) - len(thick)
        self.people: list[Response] = [r for r, _ in thick]
        self.forms: list[Form] = [form for _, form in thick]
        self.asked = [(r, frozenset(q.id for q in asked_questions(self.questionnaire, r))) for r in self.people]
        self.answers: dict[str, Answered] = {
            question.id: answered(question, self.questionnaire.options_of(question), self.asked)
            for question in self.questionnaire.questions
        }
        """The answers to every question, small numbers included: for working out, not for showing."""
        self.shown = {name: each for name, each in self.answers.items() if len(each.given) >= self.least}
        """The answers to questions that enough people answered."""
        self.agreement = {name: value for name, each in self.shown.items() if (value := each.agreement()) is not None}
        self.rows = self._rows()

    def say(self, text: dict[str, str] | None) -> str:
        """A text of the questionnaire in the assessment's language."""
        return self.questionnaire.say(text, self.lang)

    def rounded(self, value: float) -> float:
        """Whole per cent, unless all agreed to sign."""
        return value if self.opened else round(value, 2) + 0.0  # + 0.0 turns -0.0 into 0.0

    def tally(self) -> Tally | None:
        """Votes and probabilities of everybody; none where nobody counts or fewer than two stages are measured."""
        return tally(self.forms, self.loop, self.norms) if self.forms and len(self.loop) > 1 else None

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
