"""How each question was answered, and the scores that other instruments count."""

from statistics import median_low
from typing import Any

from partnercheck.assessment.agreement import agreement_word, beyond_chance
from partnercheck.assessment.basis import Basis
from partnercheck.assessment.breakdown import Answered, rows_of
from partnercheck.assessment.round import Response
from partnercheck.assessment.scores import across, band_of, person_score
from partnercheck.questionnaire.model import Score

MOST_TO_TALK_ABOUT = 3


def question_results(basis: Basis, effects: dict[str, float]) -> list[dict[str, Any]]:
    """The content of a `QuestionResult` for each question that enough people answered.

    Args:
        basis: The round.
        effects: Each question's effect on the verdict, where there is one.
    """
    results = []
    for name, found in basis.shown.items():
        comments = [response.comments.get(name, "") for response, asked in basis.asked if name in asked]
        result = {
            "id": name,
            "theme": found.question.theme,
            "text": basis.say(found.question.text),
            "n": len(found.given),
            "comments": sorted(comment for comment in comments if comment),
            **_answers(basis, found),
        }
        agreement = basis.agreement.get(name)
        if agreement is not None:
            result["agreement"] = basis.rounded(agreement)
            result["agreement_word"] = agreement_word(agreement)
            result["beyond_chance"] = beyond_chance(agreement, len(found.given))
        if name in effects:
            result["effect"] = basis.rounded(effects[name])
        rows = rows_of(found, basis.by, basis.k, opened=basis.opened)
        result["rows"] = [{"id": share.id, "name": basis.group_name(share.id), **cells} for share, cells in rows]
        results.append(result)
    return results


def _answers(basis: Basis, found: Answered) -> dict[str, Any]:
    if found.options:
        options = {option.value: basis.say(option.label) for option in found.options}
        return {"options": options, "counts": found.counts()}
    if found.question.kind == "text":
        return {"texts": sorted(str(value) for value in found.values)}
    if found.question.kind == "number":
        return {"median": median_low(value for value in found.values if isinstance(value, float))}
    return {"median": median_low(str(value) for value in found.values)}


def talk_about(basis: Basis) -> list[str]:
    """The questions with evidence on which people agree least, the least first."""
    ranked = sorted((value, name) for name, value in basis.agreement.items() if name in basis.weighed and value < 1)
    return [name for _, name in ranked[:MOST_TO_TALK_ABOUT]]


def score_results(basis: Basis) -> list[dict[str, Any]]:
    """The content of a `ScoreResult` for each score that enough people have."""
    results = []
    for score in basis.questionnaire.scores:
        scored = [(r.partner, person_score(score, r, basis.answers)) for r in basis.people]
        known = [(partner, value) for partner, value in scored if value is not None]
        people = [r for r, (_, own) in zip(basis.people, scored, strict=True) if own is not None]
        value = across(score, known)
        if value is None or not _safe(basis, score, people):
            continue
        value = basis.rounded(value)
        band = band_of(score.bands, value)
        results.append(
            {
                "id": score.id,
                "title": basis.say(score.title),
                "n": len(known),
                "value": value,
                "band": basis.say(band.label) if band else None,
            }
        )
    return results


def _safe(basis: Basis, score: Score, scored: list[Response]) -> bool:
    """Whether a score parts no small group from those whose answers to one of its questions are shown."""
    closing = basis.round.closing
    for then in closing.earlier if closing and not basis.opened else ():
        if 0 < sum(response.respondent not in then for response in scored) < basis.least:
            return False
    with_score = {id(response) for response in scored}
    for name in score.questions:
        given = {id(response) for response, _ in basis.answers[name].given}
        for part in (given & with_score, given - with_score):
            if 0 < len(part) < basis.least:
                return False
    return len(scored) >= basis.least
