"""Rules as they were in version 0.1, or on the way from there: each gives answers away, and the attack shows it."""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from partnercheck.assessment import assess, context, privacy, questions, scoring
from partnercheck.assessment.context import ScoringContext
from partnercheck.assessment.responses import Response
from partnercheck.assessment.scoring import Loop, ScoredForm, ThemeVotes, Weighed
from partnercheck.questionnaire.model import Score

Old = Callable[[pytest.MonkeyPatch], None]


def themes_weighed_by_sector(patch: pytest.MonkeyPatch) -> None:
    """The votes of a theme weighed each person by their sector, however small."""

    def themes(forms: Sequence[ScoredForm], weighed: Sequence[Weighed], loop: Loop, *_: object) -> ThemeVotes | None:
        ids = {each.id for each in weighed}
        own = [form._replace(earned=tuple(each for each in form.earned if each.question in ids)) for form in forms]
        return ThemeVotes(len(own), scoring.tally(own, loop).shares) if own else None

    patch.setattr(assess, "theme_votes", themes)


def partners_of_one_person(patch: pytest.MonkeyPatch) -> None:
    """A score across partners counted a partner of one person as much as one of many."""
    patch.setattr(questions, "_partners_may_part", lambda _, score, _people: score.across != "people")


def partners_of_k_people(patch: pytest.MonkeyPatch) -> None:
    """A score across partners asked for k people of each, whatever they said and whatever rows stood beside it."""

    def may_part(found: ScoringContext, score: Score, scored: Sequence[tuple[Response, float]]) -> bool:
        with_score = {each.respondent for each, _ in scored}
        sizes = [
            Counter(each.partner for each, _ in found.answers[name].given if each.respondent in with_score)
            for name in score.questions
        ]
        return all(n >= found.k for own in sizes for n in own.values())

    patch.setattr(questions, "_partners_may_part", may_part)


def scores_beside_a_few_who_skipped(patch: pytest.MonkeyPatch) -> None:
    """A score looked at those who answered and had no score, and not at those who had one and did not answer."""

    def safe(found: ScoringContext, score: Score, scored: list[Response]) -> bool:
        people = {id(each) for each in scored}
        return len(people) >= found.least and all(
            not 0 < len({id(each) for each, _ in found.answers[name].given} - people) < found.least
            for name in score.questions
        )

    patch.setattr(questions, "_safe", safe)


def rows_of_one_mind(patch: pytest.MonkeyPatch) -> None:
    """Rows were shown where all in one of them had answered alike."""
    patch.setattr(privacy, "tells", lambda _: False)


def rows_missing_where_of_one_mind(patch: pytest.MonkeyPatch) -> None:
    """Rows were missing where all in one of them had answered alike, and nowhere else."""
    patch.setattr(privacy, "tells", lambda parts: any(part.most_given == len(part.given) for part in parts))


def late_people_of_any_number(patch: pytest.MonkeyPatch) -> None:
    """A second report came out however few people were new."""
    patch.setattr(context.ScoringContext, "_may_show", lambda self, found, _: len(found.given) >= self.least)


def late_people_of_one_mind(patch: pytest.MonkeyPatch) -> None:
    """A second report came out where enough were new, whatever they said."""

    def may_show(self: ScoringContext, found: privacy.QuestionAnswers, _: object) -> bool:
        new = [sum(each.respondent not in then for each, _ in found.given) for then in self.earlier]
        return len(found.given) >= self.least and all(n == 0 or n >= self.least for n in new)

    patch.setattr(context.ScoringContext, "_may_show", may_show)


def shares_of_one_person(patch: pytest.MonkeyPatch) -> None:
    """The shares of the votes were shown however few people had answered."""
    patch.setattr(scoring, "MIN_PEOPLE", 1)
