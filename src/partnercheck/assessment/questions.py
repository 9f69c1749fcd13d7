"""How each question was answered, what to talk about first, and the scores that other instruments count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from math import fsum
from statistics import median_low
from typing import Any

from partnercheck.assessment.context import ScoringContext
from partnercheck.assessment.explanation import LEADS_BY, PULL_PLACES, QuestionPull, QuestionReason
from partnercheck.assessment.privacy import QuestionAnswers, group_of, of_one_mind, rows_of
from partnercheck.assessment.responses import Response
from partnercheck.assessment.result import Over
from partnercheck.assessment.scoring import TIE, to_rank
from partnercheck.questionnaire.model import Band, Questionnaire, Score


def person_score(score: Score, response: Response, answers: dict[str, QuestionAnswers]) -> float | None:
    """One person's score: the sum or mean of the values of the options chosen; none when too much is unanswered.

    A reversed question counts largest + smallest - value. Where several options are ticked their mean counts.
    """
    values = []
    for name in score.questions:
        found = answers[name]
        given = next((answer for who, answer in found.given if who is response), None)
        if given is None:
            continue
        ticked = [float(each) for each in (given if isinstance(given, tuple) else (str(given),))]
        value = fsum(ticked) / len(ticked)
        if name in score.reverse:
            ends = [float(option.value) for option in found.options]
            value = max(ends) + min(ends) - value
        values.append(value)
    if not values or len(values) < score.least_answered * len(score.questions) - TIE:
        return None
    return fsum(values) if score.take == "sum" else fsum(values) / len(values)


def across(over: Over, scored: Sequence[tuple[str, float]]) -> float | None:
    """The mean of (partner, score) pairs over people, over partners, or over partners and people without one."""
    if over == "people":
        return _mean([value for _, value in scored])
    by_partner: dict[str, list[float]] = defaultdict(list)
    for partner, value in scored:
        by_partner[partner].append(value)
    alone = by_partner.pop("", [])
    means = [fsum(values) / len(values) for values in by_partner.values()]
    return _mean(means if over == "partners" else [*means, *alone])


def reachable(score: Score, questionnaire: Questionnaire) -> tuple[float, float]:
    """The smallest and the largest value a person who answers everything can have."""
    ends = []
    for name in score.questions:
        values = [float(option.value) for option in questionnaire.options_of(questionnaire.question(name))]
        ends.append((min(values), max(values)))
    low, high = fsum(least for least, _ in ends), fsum(most for _, most in ends)
    return (low, high) if score.take == "sum" else (low / len(ends), high / len(ends))


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def band_of(bands: Sequence[Band], value: float) -> Band | None:
    """The band a value falls in: from a band's limit up to, not reaching, the next band's; none below the first."""
    return max((band for band in bands if band.start <= value), key=lambda band: band.start, default=None)


MAX_TO_TALK_ABOUT = 3


def question_results(basis: ScoringContext, pulls: Mapping[str, QuestionPull]) -> list[dict[str, Any]]:
    """The content of a `QuestionResult` for each question that enough people answered.

    Args:
        basis: The round.
        pulls: What each question that may be shown pulls on each stage, where it has evidence.
    """
    results = []
    for name, found in basis.shown.items():
        result = {
            "id": name,
            "theme": found.question.theme,
            "text": basis.say(found.question.text),
            "kind": _kind(found),
            "n": len(found.given),
            "dont_know": sum(r.answers.get(name) == "dont-know" for r, asked in basis.asked if name in asked),
            "alike": basis.alike.get(name),
            **_answers(basis, found),
        }
        agreement = basis.agreement.get(name)
        if agreement is not None:
            result["agreement"] = basis.rounded(agreement)
        if name in pulls and (basis.shows_all or not found.question.several):  # several ticks share one vote
            result["pulls"] = {stage: round(pull, PULL_PLACES) + 0.0 for stage, pull in pulls[name].pulls.items()}
        rows = rows_of(found, basis.by, basis.k, signed=basis.shows_all)
        result["rows"] = [{"id": share.id, "name": basis.group_name(share.id), **cells} for share, cells in rows]
        results.append(result)
    return results


def _kind(found: QuestionAnswers) -> str:
    question = found.question
    return question.kind or ("scale" if question.scale else "several" if question.several else "choice")


def _answers(basis: ScoringContext, found: QuestionAnswers) -> dict[str, Any]:
    if found.options:
        options = {option.value: basis.say(option.label) for option in found.options}
        return {"options": options, "counts": found.counts}
    if found.question.kind == "text":
        return {"texts": shuffled(str(value) for value in found.values)}
    if found.question.kind == "number":
        return {"median": median_low(value for value in found.values if isinstance(value, float))}
    return {"median": median_low(str(value) for value in found.values)}


def comment_results(basis: ScoringContext) -> list[dict[str, Any]]:
    """The comments to the questions that are shown, by theme, in an order that depends on their text alone."""
    by_theme: dict[str, list[str]] = {}
    for name, found in basis.shown.items():
        comments = [response.comments.get(name, "") for response, asked in basis.asked if name in asked]
        by_theme.setdefault(found.question.theme or "", []).extend(comment for comment in comments if comment)
    themes = basis.questionnaire.themes
    return [
        {"theme": theme or None, "name": basis.say(themes.get(theme)), "texts": shuffled(by_theme[theme])}
        for theme in [*themes, ""]
        if by_theme.get(theme)
    ]


def shuffled(texts: Iterable[str]) -> list[str]:
    """Texts in an order that says nothing about who wrote them, or to which question."""
    return sorted(texts, key=shuffling)


def shuffling(text: str) -> tuple[bytes, str]:
    """What to sort texts by, so that their order says nothing about who wrote them."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest(), text


def talk_about(
    basis: ScoringContext, pulls: Mapping[str, QuestionPull], elsewhere: Sequence[QuestionReason]
) -> list[str]:
    """The three questions to talk about first (docs/scoring.md, "What to talk about first").

    Split questions with evidence come first, the largest smaller camp first, then split background questions, then
    spread questions with evidence; of a theme only one where possible. A question that clearly points elsewhere has the
    last place. Where there are fewer, those that point elsewhere follow.
    """
    ranked = sorted(
        (rank, name) for name in basis.alike if (rank := _talk_rank(basis, name, evidence=name in basis.weighed))
    )
    order = [name for _, name in ranked]
    first = _one_of_a_theme(basis, order)
    chosen = [*first, *(name for name in order if name not in first)][:MAX_TO_TALK_ABOUT]
    strongest = elsewhere[0] if elsewhere else None
    if strongest and strongest.stage and strongest.lead >= LEADS_BY * pulls[strongest.question].weight - TIE:
        others = [name for name in chosen if name != strongest.question]
        chosen = [*others[: MAX_TO_TALK_ABOUT - 1], strongest.question]
    chosen += [reason.question for reason in elsewhere if reason.question not in chosen]
    return chosen[:MAX_TO_TALK_ABOUT]


def _talk_rank(basis: ScoringContext, name: str, *, evidence: bool) -> tuple[int, float, float] | None:
    """Where a question stands among those to talk about; none where it does not."""
    found, agreement = basis.shown[name], to_rank(basis.agreement[name])
    if basis.alike[name] == "split":
        camps = found.camps or (0, 0)
        return (0 if evidence else 1, -min(camps) / len(found.given), agreement)
    return (2, agreement, 0.0) if basis.alike[name] == "spread" and evidence else None


def _one_of_a_theme(basis: ScoringContext, order: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    chosen = []
    for name in order:
        theme = basis.shown[name].question.theme
        if theme is None or theme not in seen:
            chosen.append(name)
        seen |= {theme} if theme else set()
    return chosen


def score_results(basis: ScoringContext) -> list[dict[str, Any]]:
    """The content of a `ScoreResult` for each score that enough people have."""
    results = []
    for score in basis.questionnaire.scores:
        scored = [(r, own) for r in basis.people if (own := person_score(score, r, basis.answers)) is not None]
        people = [r for r, _ in scored]
        if not scored or not _safe(basis, score, people):
            continue
        over = score.across if basis.shows_all or _partners_may_part(basis, score, scored) else "people"
        value = across(over, [(r.partner, own) for r, own in scored])
        if value is None:
            continue
        value = basis.rounded(value)
        band = band_of(score.bands, value)
        least, most = reachable(score, basis.questionnaire)
        results.append(
            {
                "id": score.id,
                "title": basis.say(score.title),
                "n": len(scored),
                "value": value,
                "least": least,
                "most": most,
                "over": over,
                "band": basis.say(band.label) if band else None,
            }
        )
    return results


def _partners_may_part(basis: ScoringContext, score: Score, scored: Sequence[tuple[Response, float]]) -> bool:
    """Whether a score may be a mean across partners, from which what each partner answered can be worked out.

    It is as a breakdown by partner, and the rows that are shown of a question part the partners further. So on each
    question each partner, and its people in each of those rows, must be k people, and not all of one score. People
    without a partner may not count as one each. After an earlier closing a partner's few new people would weigh
    differently from the others.
    """
    if score.across == "people" or basis.earlier:
        return score.across == "people"
    if score.across == "partners-then-people" and not all(response.partner for response, _ in scored):
        return False
    own = {id(response): str(value) for response, value in scored}
    if _tells_of_few(list(_parted([response for response, _ in scored], "partner")), own, basis.k):
        return False
    for name in score.questions:
        found = basis.answers[name]
        partners = list(_parted([response for response, _ in found.given if id(response) in own], "partner"))
        rows = [share.groups for share, _ in rows_of(found, basis.by, basis.k, signed=False)]
        cells = [[each for each in people if group_of(each, basis.by) in row] for people in partners for row in rows]
        if found.question.ask_if or any(len(people) < basis.k for people in partners):
            return False
        if _tells_of_few([people for people in cells if people], own, basis.k):
            return False
    return True


def _parted(responses: Iterable[Response], by: str) -> Iterable[list[Response]]:
    parts: dict[str, list[Response]] = {}
    for response in responses:
        parts.setdefault(group_of(response, by), []).append(response)
    return parts.values()


def _tells_of_few(parts: Sequence[Sequence[Response]], own: Mapping[int, str], k: int) -> bool:
    """Whether a part is of fewer than k people, or tells each of its people's score."""
    counts = [(len(people), Counter(own[id(each)] for each in people)) for people in parts]
    return any(n < k for n, _ in counts) or of_one_mind(counts)


def _safe(basis: ScoringContext, score: Score, scored: Sequence[Response]) -> bool:
    """Whether a score parts no small group from those who answered one of its questions, nor them from it."""
    if basis.earlier and not basis.shows_all:
        people = {response.respondent for response in scored}
        gone = {form.respondent for form in basis.round.withdrawn} | {*basis.round.erased}
        if any(0 < len(part) < basis.least for then in basis.earlier for part in (people - {*then}, gone & {*then})):
            return False
        if any(basis.answers[name].given and name not in basis.shown for name in score.questions):
            return False
    with_score = {id(response) for response in scored}
    for name in score.questions:
        given = {id(response) for response, _ in basis.answers[name].given}
        for part in (given & with_score, given - with_score, with_score - given):
            if 0 < len(part) < basis.least:
                return False
    return len(scored) >= basis.least
