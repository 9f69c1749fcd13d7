"""Assess a round: from responses to everything a report may say."""

from typing import Any

from partnercheck.assessment.basis import Basis
from partnercheck.assessment.explain import explain
from partnercheck.assessment.questions import question_results, score_results, talk_about
from partnercheck.assessment.result import Assessment, ScoreResult, Theme
from partnercheck.assessment.round import Round
from partnercheck.assessment.sentences import (
    LOW_VIEW,
    camps_words,
    joined,
    joint_words,
    theme_words,
    too_few_words,
    verdict_words,
    view_words,
)
from partnercheck.assessment.steps import Situation, next_steps
from partnercheck.assessment.themes import lags, theme_votes
from partnercheck.assessment.verdict import (
    LEAST_PEOPLE,
    Tally,
    Verdict,
    judge,
    leaders,
    marker,
    most_voted,
    shared_view,
    tally,
    two_camps,
)
from partnercheck.words import STAGES, Stage, Words


def assess(round_: Round, words: Words, *, by: str | None = None, k: int | None = None) -> Assessment:
    """Work out everything about a round.

    Args:
        round_: The round. Where it has been closed, the forms, breakdown and k of its closing count.
        words: The language of every text in the assessment.
        by: What people are grouped by: "sector", "partner" or "none"; as the round says if it is None.
        k: Groups smaller than this are not shown, 3 at least; as the round says if it is None.

    Returns:
        The assessment. The same round gives the same assessment, whatever the order of its responses.

    Raises:
        ValueError: k is less than 3.
    """
    basis = Basis(round_, words, by, k)
    found = basis.tally()
    verdict = judge(found) if found else Verdict("too-few", (), None)
    judged = found if found and verdict.kind != "too-few" and not basis.joint else None
    stages = _stages(basis, verdict, found)
    camps = two_camps(judged) if judged else ()
    themes = _themes(basis, verdict, stages)
    why, effects = explain(basis, verdict, judged) if judged else ({}, {})
    scores = score_results(basis)
    content: dict[str, Any] = {
        "partnership": round_.partnership,
        "date": round_.date,
        "lang": basis.lang,
        "questionnaire": {
            "id": basis.questionnaire.id,
            "version": basis.questionnaire.version,
            "digest": round_.digest,
            "title": basis.say(basis.questionnaire.title),
            "minutes": basis.questionnaire.minutes,
        },
        "people": _people(basis),
        "verdict": _verdict(basis, verdict, found, stages, camps),
        "profile": _profile(basis, found, judged),
        "themes": themes,
        "questions": question_results(basis, effects),
        "scores": scores,
        "talk_about": talk_about(basis),
        "next_steps": next_steps(_situation(basis, verdict, stages, camps, themes, scores)),
        "actions": [action.model_dump() for action in round_.actions],
        "facilitator_notes": round_.notes,
        "notes": _notes(basis),
        **why,
    }
    if judged:
        content |= _together(basis, judged)
    if judged and verdict.kind in ("clear", "between"):
        start, towards, share = marker(judged)
        content["marker"] = {"from": start, "towards": towards, "share": basis.rounded(share)}
    elif basis.joint and len(stages) == 1:
        content["marker"] = {"from": stages[0], "share": 0.0}
    return Assessment.model_validate(content)


def _stages(basis: Basis, verdict: Verdict, found: Tally | None) -> tuple[Stage, ...]:
    """The stages the words name: the verdict's; where views differ, those with most votes; a joint form's leader."""
    if not found:
        return ()
    if basis.joint:
        return leaders(found.votes, [STAGES[s] for s in found.loop])
    if verdict.kind == "differ":
        return tuple(most_voted(found))
    return () if verdict.kind == "too-few" else verdict.stages


def _people(basis: Basis) -> dict[str, Any]:
    return {
        "answered": len(basis.responses),
        "invited": None if (basis.round.invited or 0) < len(basis.responses) else basis.round.invited,
        "counted": len(basis.forms),
        "too_thin": basis.too_thin,
        "joint": basis.joint,
        "opened": basis.round.opened,
        "k": basis.k,
        "groups": [{"id": row.id, "name": row.name, "n": len(row.members)} for row in basis.rows],
    }


def _verdict(
    basis: Basis, verdict: Verdict, found: Tally | None, stages: tuple[Stage, ...], camps: tuple[Stage, ...]
) -> dict[str, Any]:
    words = basis.words
    if basis.joint and found:
        stage = stages[0] if len(stages) == 1 else None
        return {"kind": "joint", "stage": stage, "stages": stages, "words": joint_words(stages, words)}
    if not found or verdict.kind == "too-few":
        said = too_few_words(len(basis.forms), words)
        if basis.forms and not found:
            said = words("No verdict: this questionnaire measures fewer than two stages.")
        return {"kind": "too-few", "words": said}
    sure = verdict.kind in ("clear", "between") and verdict.certainty is not None
    cautions = camps_words(camps, verdict, found, words)
    view = shared_view(found.ballots)
    if sure and view is not None and view < LOW_VIEW:
        cautions.append(
            words("People see the partnership very differently, so this certainty may be 11 to 14 points too high.")
        )
    return {
        "kind": verdict.kind,
        "stage": verdict.stages[0] if verdict.kind == "clear" else None,
        "stages": stages,
        "certainty": basis.rounded(verdict.certainty) if sure and verdict.certainty is not None else None,
        "two_camps": camps,
        "words": verdict_words(verdict, found, words),
        "cautions": cautions,
    }


def _profile(basis: Basis, found: Tally | None, judged: Tally | None) -> list[dict[str, Any]]:
    """The five stages; a person's ballot is not shown as "one person's view" when others answered too little."""
    few = len(basis.forms) < LEAST_PEOPLE
    hidden = few and not basis.opened and basis.too_thin > 0
    rows = []
    for s, stage in enumerate(STAGES):
        row: dict[str, Any] = {"stage": stage, "name": basis.words.name(stage), "measured": s in basis.loop}
        if found and s in found.loop and not hidden:
            place = found.loop.index(s)
            row["votes"] = basis.rounded(found.votes[place])
            if judged:
                row["support"] = basis.rounded(judged.support[place])
                row["probability"] = basis.rounded(judged.probability[place])
        rows.append(row)
    return rows


def _themes(basis: Basis, verdict: Verdict, stages: tuple[Stage, ...]) -> list[Theme]:
    themes = []
    least = basis.least if basis.joint else max(basis.least, LEAST_PEOPLE)
    compared = stages if basis.joint or verdict.kind in ("clear", "between") else ()
    for name, text in basis.questionnaire.themes.items():
        own = [
            basis.weighed[q] for q, each in basis.shown.items() if each.question.theme == name and q in basis.weighed
        ]
        found = theme_votes(basis.forms, own, basis.loop, basis.norms, least)
        if not found:
            continue
        behind = lags(found.leads, compared)
        themes.append(
            Theme(
                id=name,
                name=basis.say(text),
                n=found.n,
                votes={stage: basis.rounded(share) for stage, share in found.votes.items()},
                leads=found.leads,
                lags=behind,
                words=theme_words(basis.say(text), found.leads, compared if behind else (), basis.words),
            )
        )
    return themes


def _together(basis: Basis, judged: Tally) -> dict[str, Any]:
    """What says how far people see the same thing, over all and by group."""
    content: dict[str, Any] = {"effective_people": judged.people if basis.opened else float(round(judged.people))}
    view = shared_view(judged.ballots)
    if view is not None:
        content |= {"shared_view": basis.rounded(view), "shared_view_words": view_words(view, basis.words)}
    if basis.by:
        content["breakdown"] = {"by": basis.by, "rows": _breakdown(basis)}
    return content


def _breakdown(basis: Basis) -> list[dict[str, Any]]:
    names = [STAGES[s] for s in basis.loop]
    rows = []
    for row in basis.rows:
        votes = tally([basis.forms[i] for i in row.members], basis.loop, basis.norms).votes
        rows.append(
            {
                "id": row.id,
                "name": row.name,
                "n": len(row.members),
                "votes": {stage: basis.rounded(share) for stage, share in zip(names, votes, strict=True)},
                "leads": leaders(votes, names),
            }
        )
    return rows


def _situation(
    basis: Basis,
    verdict: Verdict,
    stages: tuple[Stage, ...],
    camps: tuple[Stage, ...],
    themes: list[Theme],
    scores: list[dict[str, Any]],
) -> Situation:
    return Situation(
        questionnaire=basis.questionnaire,
        date=basis.round.date,
        kind="joint" if basis.joint and basis.forms else verdict.kind,
        stages=stages,
        camps=camps,
        themes=tuple(themes),
        answers=basis.shown,
        agreement=basis.agreement,
        scores={each["id"]: ScoreResult.model_validate(each) for each in scores},
        words=basis.words,
    )


def _notes(basis: Basis) -> list[str]:
    words, notes = basis.words, []
    if basis.too_thin:
        notes.append(
            words.many(
                "{n} form has too few answers to count.", "{n} forms have too few answers to count.", basis.too_thin
            )
        )
    if basis.late:
        notes.append(
            words.many(
                "{n} form came in after the round was closed and does not count.",
                "{n} forms came in after the round was closed and do not count.",
                basis.late,
            )
        )
    hidden = sum(len(response.answers.keys() - ids) for response, ids in basis.asked)
    if hidden:
        notes.append(
            words.many(
                "{n} answer to a question that was not asked of that person does not count.",
                "{n} answers to questions that were not asked of those people do not count.",
                hidden,
            )
        )
    if basis.round.invited and basis.round.invited < len(basis.responses):
        notes.append(words("More people answered than the {n} who were invited.", n=basis.round.invited))
    missing = [words.name(stage) for s, stage in enumerate(STAGES) if s not in basis.loop]
    if missing:
        notes.append(words("This questionnaire does not measure {stages}.", stages=joined(missing, words)))
    if basis.forms and not basis.shown:
        notes.append(
            words("Fewer than {k} people answered each question, so answers per question are not shown.", k=basis.k)
        )
    return notes
