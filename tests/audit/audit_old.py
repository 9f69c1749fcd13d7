"""Rules as they were in version 0.1, or on the way from there: each gives answers away, and the attack shows it."""

from collections.abc import Callable, Mapping

import pytest

from partnercheck.assessment import assess, basis, breakdown, questions, verdict
from partnercheck.assessment.basis import Basis
from partnercheck.assessment.reasons import Pulled
from partnercheck.assessment.result import Theme
from partnercheck.assessment.round import Response
from partnercheck.questionnaire.model import Score, VerdictKind
from partnercheck.words import Stage

Old = Callable[[pytest.MonkeyPatch], None]


def _joint_themes(*, by_sector: bool) -> Callable[..., list[Theme]]:
    def themes(
        found: Basis, _kind: VerdictKind, _stages: tuple[Stage, ...], pulls: Mapping[str, Pulled]
    ) -> list[Theme]:
        told = []
        for name in found.questionnaire.themes:
            ids = {q for q in pulls if found.shown[q].question.theme == name}
            forms = [
                form._replace(
                    sector=form.sector if by_sector else "",
                    earned=tuple(each for each in form.earned if each.question in ids),
                )
                for form in found.forms
            ]
            forms = [form for form in forms if form.earned]
            if forms:
                votes = {s: found.rounded(share) for s, share in verdict.tally(forms, found.loop).shares.items()}
                told.append(Theme(id=name, name=name, n=len(forms), votes=votes, leads=(), lags=False, words=""))
        return told

    return themes


def themes_weighed_by_sector(patch: pytest.MonkeyPatch) -> None:
    """The votes of a theme weighed each person by their sector, however small."""
    patch.setattr(basis.Basis, "_forms", lambda _, forms: forms)
    patch.setattr(assess, "_themes", _joint_themes(by_sector=True))


def themes_of_whole_forms(patch: pytest.MonkeyPatch) -> None:
    """The votes of a theme were the mean of people's ballots, each from what that person answered of it."""
    patch.setattr(assess, "_themes", _joint_themes(by_sector=False))


def partners_of_one_person(patch: pytest.MonkeyPatch) -> None:
    """A score across partners counted a partner of one person as much as one of many."""
    patch.setattr(questions, "_partners_may_part", lambda _, score: score.across != "people")


def scores_beside_a_few_who_skipped(patch: pytest.MonkeyPatch) -> None:
    """A score looked at those who answered and had no score, and not at those who had one and did not answer."""

    def safe(found: Basis, score: Score, scored: list[Response]) -> bool:
        people = {id(each) for each in scored}
        return len(people) >= found.least and all(
            not 0 < len({id(each) for each, _ in found.answers[name].given} - people) < found.least
            for name in score.questions
        )

    patch.setattr(questions, "_safe", safe)


def rows_of_one_mind(patch: pytest.MonkeyPatch) -> None:
    """Rows were shown where all in one of them had answered alike."""
    patch.setattr(breakdown, "tells", lambda _: False)


def rows_missing_where_of_one_mind(patch: pytest.MonkeyPatch) -> None:
    """Rows were missing where all in one of them had answered alike, and nowhere else."""
    patch.setattr(breakdown, "tells", lambda parts: any(part.most_given == len(part.given) for part in parts))


def late_people_of_any_number(patch: pytest.MonkeyPatch) -> None:
    """A second report came out however few people were new."""
    patch.setattr(basis.Basis, "_may_show", lambda self, found: len(found.given) >= self.least)


def late_people_of_one_mind(patch: pytest.MonkeyPatch) -> None:
    """A second report came out where enough were new, whatever they said."""

    def may_part(self: Basis, found: breakdown.Answered, before: set[str], after: set[str]) -> bool:
        new = sum(each.respondent in after - before for each, _ in found.given)
        return new == 0 or new >= self.least

    patch.setattr(basis.Basis, "_may_part", may_part)


def shares_of_one_person(patch: pytest.MonkeyPatch) -> None:
    """The shares of the votes were shown however few people had answered."""
    patch.setattr(verdict, "LEAST_PEOPLE", 1)
