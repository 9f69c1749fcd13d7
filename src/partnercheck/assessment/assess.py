"""Assess a round: from responses to everything a report may say, and of an open round how many have answered."""

from typing import Any

from partnercheck.assessment.context import ScoringContext, check_grouping
from partnercheck.assessment.explanation import flips_of, pulls_of, reasons_for
from partnercheck.assessment.next_steps import Situation, next_steps
from partnercheck.assessment.privacy import may_be_taken_back, standing
from partnercheck.assessment.questions import comment_results, question_results, score_results, talk_about
from partnercheck.assessment.responses import RULES, Round
from partnercheck.assessment.result import Assessment, ScoreResult, Theme
from partnercheck.assessment.scoring import (
    MAX_SURE,
    MIN_PEOPLE,
    Judgement,
    Tally,
    judge,
    lags,
    leaders,
    marker,
    shared_view,
    theme_votes,
    two_camps,
)
from partnercheck.assessment.wording import (
    answered_words,
    breakdown_of,
    certainty_words,
    groups_words,
    headline,
    joined,
    joint_headline,
    joint_stages,
    joint_words,
    known_invited,
    likeness_of,
    none_words,
    people_words,
    plan_words,
    room_left,
    talk_words,
    theme_words,
    together_words,
    too_few_words,
    verdict_words,
)
from partnercheck.core.words import STAGES, Stage, Words, whole_percent
from partnercheck.questionnaire.model import VerdictKind


def is_withheld(round_: Round) -> bool:
    """Whether a round has no result to show yet: it is open, and not all agreed to sign.

    One form of the whole room, handed in, is no secret of anybody.
    """
    joint = len(round_.responses) == 1 and round_.responses[0].joint
    return round_.still_open and not round_.opened and not joint


def draft_of(round_: Round, words: Words) -> Assessment:
    """The assessment of a round whose result is withheld."""
    answered = len(round_.responses)
    invited = known_invited(round_, answered)
    content: dict[str, Any] = {
        **occasion(round_, words),
        "people": {
            "answered": answered,
            "invited": invited,
            "counted": 0,
            "too_thin": 0,
            "k": round_.closing.k if round_.closing else round_.k,
            "words": answered_words(answered, invited, words),
        },
        "verdict": {"kind": "open", "headline": words("The round is still open"), "words": why_open(round_, words)},
        "profile": [stage_row(stage, words, measured=False) for stage in STAGES],
        "plan_words": _still_to_do(round_, words),
    }
    return Assessment.model_validate(content)


def occasion(round_: Round, words: Words) -> dict[str, Any]:
    """What an assessment says of the round itself, whatever was answered."""
    asked = round_.questionnaire
    return {
        "rules": RULES,
        "draft": round_.still_open,
        "partnership": round_.partnership,
        "date": round_.date,
        "lang": words.lang,
        "questionnaire": {
            "id": asked.id,
            "version": asked.version,
            "digest": round_.digest,
            "title": asked.say(asked.title, words.lang),
            "minutes": asked.minutes,
        },
    }


def stage_row(stage: Stage, words: Words, *, measured: bool) -> dict[str, Any]:
    """One stage of the profile, without its numbers."""
    return {"stage": stage, "name": words.name(stage), "gloss": words.gloss(stage), "measured": measured}


def why_open(round_: Round, words: Words) -> str:
    """Why a round has no result to show yet."""
    now = standing(round_)
    if now.waiting:
        back = words.many(
            "{n} form that counted was taken back.", "{n} forms that counted were taken back.", now.taken_back
        )
        if may_be_taken_back(round_):
            return f"{back} {_taken_back_first(words)}"
        tells = words.many(
            "A new result would tell what it said.", "A new result would tell what they said.", now.taken_back
        )
        waits = words.many(
            "So it waits until {n} more is taken back.", "So it waits until {n} more are taken back.", now.waiting
        )
        never = words("So there will be none.")
        return " ".join((back, tells, never if now.for_good else waits, words("The earlier report stands.")))
    if not round_.responses:
        return words("No form is handed in.")
    if now.missing and may_be_taken_back(round_):
        return _taken_back_first(words)
    if round_.closing and now.missing:
        return words.many(
            "A new result can be shown once {n} more form is in.",
            "A new result can be shown once {n} more forms are in.",
            now.missing,
        )
    return words(
        "A result is shown when the round is closed, and not before: from two results one could tell who said what."
    )


def _taken_back_first(words: Words) -> str:
    return words("The last closing told nothing of anybody. Take it back, and close the round anew.")


def _still_to_do(round_: Round, words: Words) -> str:
    missing = (round_.invited or 0) - len(round_.responses)
    close = words("Close the round when all who want to have answered.")
    if standing(round_).waiting:
        return ""
    if missing <= 0:
        return close
    return (
        words.many("{n} invited person has not answered.", "{n} invited people have not answered.", missing)
        + f" {close}"
    )


NAMING: tuple[VerdictKind, ...] = ("clear", "between")
"""The kinds of verdict that name one stage or two, with a certainty."""


def assess(round_: Round, words: Words, *, by: str | None = None, k: int | None = None) -> Assessment:
    """Work out everything about a round.

    Args:
        round_: The round. Where it has been closed, the forms, breakdown and k of its closing count.
        words: The language of every text in the assessment.
        by: What people are grouped by: "sector", "partner" or "none"; as the round says if it is None.
        k: Groups smaller than this are not shown, 3 at least; as the round says if it is None.

    Returns:
        The assessment. The same round gives the same assessment, whatever the order of its responses. Of a round that
        is still open, and that not all agreed to sign, it says how many have answered and nothing else.

    Raises:
        ValueError: k is less than 3, or people are grouped by nothing that there is.
    """
    check_grouping(by, k)
    if is_withheld(round_):
        return draft_of(round_, words)
    basis = ScoringContext(round_, words, by, k)
    found = basis.tally()
    verdict = judge(found) if found else Judgement("too-few")
    if not basis.names_stages:
        verdict = Judgement("none")
    kind: VerdictKind = "joint" if basis.joint and found else verdict.kind
    judged = found if found and verdict.kind in (*NAMING, "differ") and not basis.joint else None
    stages = joint_stages(found) if kind == "joint" and found else verdict.stages
    camps = two_camps(judged) if judged else ()
    themes = _themes(basis, kind, stages)
    pulls = pulls_of(basis) if found else {}
    why, elsewhere = reasons_for(basis, stages, pulls) if judged or kind == "joint" else ({}, [])
    scores = score_results(basis)
    breakdown = breakdown_of(basis) if judged and basis.by else None
    view = _shared_view(basis, judged) if judged else None
    talk = talk_about(basis, pulls, elsewhere)
    situation = Situation(
        questionnaire=basis.questionnaire,
        date=round_.date,
        kind="joint" if basis.joint else kind,
        how=verdict.how,
        stages=stages,
        camps=camps,
        sectors=groups_words(breakdown, words) if breakdown else "",
        themes=tuple(themes),
        answers=basis.shown,
        agreement=basis.agreement,
        alike=basis.alike,
        talk_about=talk,
        scores={each["id"]: ScoreResult.model_validate(each) for each in scores},
        words=words,
    )
    steps = next_steps(situation)
    plan = plan_words(steps, words)
    people, told = _people(basis), _verdict(basis, verdict, kind, found, stages, camps)
    title = basis.say(basis.questionnaire.title)
    first_page = [round_.partnership, title, people["words"], told["headline"], told["words"], told.get("sure") or ""]
    first_page += [each["words"] for each in told["meanings"]] + [str(step["title"]) for step in steps]
    first_page += [basis.say(basis.shown[name].question.text) for name in talk] + [plan]
    room = room_left(basis, first_page, len(steps), len(talk))
    content: dict[str, Any] = {
        **occasion(round_, words),
        "people": people,
        "verdict": told,
        "together": together_words(basis, breakdown, view if kind in NAMING else None, themes, room) if judged else (),
        "profile": _profile(basis, kind, found),
        "themes": themes,
        "questions": question_results(basis, pulls),
        "breakdown": breakdown,
        "scores": scores,
        "talk_about": talk,
        "talk_words": talk_words(basis, talk, kind),
        "next_steps": steps,
        "plan_words": plan,
        "comments": comment_results(basis),
        "actions": [action.model_dump() for action in round_.actions],
        "facilitator_notes": round_.notes,
        "notes": _notes(basis, kind),
        **why,
    }
    if judged:
        content["effective_people"] = judged.people if basis.shows_all else float(round(judged.people))
        content["shared_view"] = view
    if judged and verdict.kind in NAMING:
        content["flips"] = flips_of(basis, verdict, pulls)
        content["marker"] = _marker(basis, judged)
    elif kind == "joint" and len(stages) == 1:
        content["marker"] = {"from": stages[0], "share": 0.0}
    return Assessment.model_validate(content)


def _shared_view(basis: ScoringContext, judged: Tally) -> float | None:
    view = shared_view(judged.ballots, judged.loop)
    return None if view is None else basis.rounded(view)


def _people(basis: ScoringContext) -> dict[str, Any]:
    return {
        "answered": len(basis.responses),
        "invited": known_invited(basis.round, len(basis.responses)),
        "counted": len(basis.forms),
        "too_thin": basis.too_thin,
        "joint": basis.joint,
        "signed": basis.round.opened,
        "k": basis.k,
        "groups": [{"id": row.id, "name": row.name, "n": len(row.members)} for row in basis.rows],
        "words": people_words(basis),
    }


def _verdict(
    basis: ScoringContext,
    verdict: Judgement,
    kind: VerdictKind,
    found: Tally | None,
    stages: tuple[Stage, ...],
    camps: tuple[Stage, ...],
) -> dict[str, Any]:
    words = basis.words
    told = tuple(dict.fromkeys((*stages, *camps))) if kind == "differ" else stages
    brief = kind == "differ" or len(told) > 1
    content: dict[str, Any] = {
        "kind": kind,
        "how": verdict.how if kind == "differ" else None,
        "stage": stages[0] if kind in ("clear", "joint") and len(stages) == 1 else None,
        "stages": stages,
        "two_camps": camps,
        "headline": headline(verdict, found, words),
        "meanings": [
            {"stage": stage, "name": words.stage(stage), "words": words.meaning(stage, brief=brief)} for stage in told
        ],
    }
    if kind == "none":
        content["words"] = none_words(words, scores=bool(basis.questionnaire.scores))
    elif kind == "joint":
        content |= {"headline": joint_headline(stages, words), "words": joint_words(stages, words)}
    elif kind == "too-few" or not found:
        content["words"] = too_few_words(len(basis.forms), words, joint=basis.joint)
    else:
        several = len({form.sector for form in basis.forms}) > 1
        content["words"] = verdict_words(verdict, found, words, alike=_share_alike(basis), sectors=several)
    if kind in NAMING and found:
        content["certainty"] = verdict.certainty
        content["sure"] = certainty_words(verdict, found, _answered(basis), words)
    return content


def _answered(basis: ScoringContext) -> int:
    """How many questions with evidence anybody answered."""
    return len({earned.question for form in basis.forms for earned in form.earned})


def _share_alike(basis: ScoringContext) -> float:
    """The share of the shown questions that people answered alike."""
    words = likeness_of(basis)
    return words.count("alike") / len(words) if words else 0.0


def _profile(basis: ScoringContext, kind: VerdictKind, found: Tally | None) -> list[dict[str, Any]]:
    """The five stages. With too few answers nothing is shown, unless all agreed to sign."""
    shown = found if found and kind != "none" and (kind != "too-few" or basis.shows_all) else None
    likely = kind in NAMING
    rows = []
    for s, stage in enumerate(STAGES):
        row = stage_row(stage, basis.words, measured=s in basis.loop)
        if shown and s in shown.loop:
            place = shown.loop.index(s)
            row["votes"] = basis.rounded(shown.votes[place])
            if likely:
                row["probability"] = min(basis.rounded(shown.probability[place]), MAX_SURE / 100)
            if likely and basis.shows_all:
                row["support"] = shown.support[place]
        rows.append(row)
    return rows


def _marker(basis: ScoringContext, judged: Tally) -> dict[str, Any]:
    start, towards, share = marker(judged)
    if not basis.shows_all:
        share = whole_percent(share / 10) / 10  # in tenths of a step
    return {"from": start, "towards": towards if share else None, "share": share}


def _themes(basis: ScoringContext, kind: VerdictKind, stages: tuple[Stage, ...]) -> list[Theme]:
    themes = []
    least = basis.least if basis.joint else max(basis.least, MIN_PEOPLE)
    compared = stages if kind in (*NAMING, "joint") else ()
    hidden = not basis.names_stages or (kind == "too-few" and not basis.shows_all)
    for name, text in basis.questionnaire.themes.items() if not hidden else ():
        own = [
            basis.weighed[q] for q, each in basis.shown.items() if each.question.theme == name and q in basis.weighed
        ]
        found = theme_votes(basis.forms, own, basis.loop, basis.norms, least)
        if not found:
            continue
        votes = {stage: basis.rounded(share) for stage, share in found.votes.items()}
        leads = leaders(tuple(votes.values()), tuple(votes))
        behind = lags(leads, compared)
        themes.append(
            Theme(
                id=name,
                name=basis.say(text),
                n=found.n,
                votes=votes,
                leads=leads,
                lags=behind,
                words=theme_words(basis.say(text), leads, compared if behind else (), basis.words),
            )
        )
    return themes


def _notes(basis: ScoringContext, kind: VerdictKind) -> list[str]:
    words, notes = basis.words, []
    closing = basis.round.closing
    if closing and closing.rules < RULES:
        notes.append(
            words(
                "This round was first reported under earlier rules, so this reading may differ from the report of then."
            )
        )
    if basis.round.still_open:
        notes.append(words("This is a draft: the round is still open, and more forms may come in."))
    if basis.round.withheld:
        notes.append(
            words.many(
                "{n} comment is not shown, as the facilitator chose.",
                "{n} comments are not shown, as the facilitator chose.",
                basis.round.withheld,
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
    for name, others in basis.writings():
        ways = joined(others, words)
        notes.append(words("{partner} was also written as {writings}. It counts as one.", partner=name, writings=ways))
    if basis.round.invited and basis.round.invited < len(basis.responses):
        notes.append(words("More people answered than the {n} who were invited.", n=basis.round.invited))
    missing = [words.name(stage) for s, stage in enumerate(STAGES) if s not in basis.loop]
    if missing and kind != "none":
        notes.append(words("This questionnaire does not measure {stages}.", stages=joined(missing, words)))
    if basis.forms and not basis.shown:
        notes.append(
            words("Fewer than {k} people answered each question, so answers per question are not shown.", k=basis.k)
        )
    return notes
