"""A round that is still open: how many have answered, and nothing of what they said."""

from typing import Any

from partnercheck.assessment.closings import may_be_taken_back, standing
from partnercheck.assessment.result import Assessment
from partnercheck.assessment.round import RULES, Round
from partnercheck.words import STAGES, Stage, Words


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


def known_invited(round_: Round, answered: int) -> int | None:
    """How many were invited, where that is known and fits how many answered."""
    return None if (round_.invited or 0) < answered else round_.invited


def answered_words(answered: int, invited: int | None, words: Words) -> str:
    """How many answered, of how many where that is known."""
    if invited:
        return words("{n} of {invited} invited people answered.", n=answered, invited=invited)
    return words.many("{n} person answered.", "{n} people answered.", answered)


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
