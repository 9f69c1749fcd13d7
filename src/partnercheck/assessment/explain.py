"""Why the verdict is what it is, in words: what points to its stages and elsewhere, and what would change it."""

from collections.abc import Mapping, Sequence
from typing import Any

from partnercheck.assessment.basis import Basis
from partnercheck.assessment.reasons import (
    Pulled,
    Reason,
    Without,
    differs,
    flipping_questions,
    points_elsewhere,
    points_to,
    pulled,
)
from partnercheck.assessment.sentences import headline, joined_by_or
from partnercheck.assessment.verdict import LEAST_PEOPLE, Verdict, judge, tally
from partnercheck.words import Stage

PULL_PLACES = 3
"""Decimals of a pull: it is a function of the counts that are shown, so nothing needs to be rounded away."""


def pulls_of(basis: Basis) -> dict[str, Pulled]:
    """What each question that may be shown pulls on each measured stage."""
    return {
        name: pulled(each, basis.weighed[name], basis.loop)
        for name, each in basis.shown.items()
        if name in basis.weighed
    }


def reasons_for(
    basis: Basis, stages: Sequence[Stage], pulls: Mapping[str, Pulled]
) -> tuple[dict[str, Any], list[Reason]]:
    """The parts of an assessment that say which answers point where, and the reasons that point elsewhere.

    Args:
        basis: The round.
        stages: The stages that the verdict names.
        pulls: What each shown question pulls.
    """
    shown = list(pulls.values())
    lists = points_to(shown, stages)
    taken = [reason.question for reasons in lists.values() for reason in reasons]
    elsewhere = points_elsewhere(shown, stages, taken)
    content: dict[str, Any] = {
        "points_to": [
            {"stage": stage, "reasons": [_told(basis, reason, also=stage) for reason in reasons]}
            for stage, reasons in lists.items()
            if reasons
        ],
        "points_elsewhere": [_told(basis, reason) for reason in elsewhere],
    }
    if not taken and not elsewhere:
        content["reasons_words"] = _no_reasons(basis, pulls)
    return content, elsewhere


def _told(basis: Basis, reason: Reason, also: Stage | None = None) -> dict[str, Any]:
    words = basis.words
    if reason.away_from:
        said = words("points away from {stage}", stage=words.name(reason.away_from))
    elif also and reason.stage and reason.stage != also:
        said = words("points to {stage}, and to {also} as well", stage=words.name(reason.stage), also=words.name(also))
    else:
        said = words("points to {stage}", stage=words.name(reason.stage or ""))
    return {"id": reason.question, "stage": reason.stage, "away_from": reason.away_from, "words": said}


def _no_reasons(basis: Basis, pulls: Mapping[str, Pulled]) -> str:
    if not pulls:
        return basis.words("Too few people answered each question for any answers to be shown here.")
    return basis.words("No single question points clearly to a stage: its answers lie in the middle or apart.")


def flips_of(basis: Basis, verdict: Verdict, pulls: Mapping[str, Pulled]) -> dict[str, Any]:
    """What would change a clear or between verdict: a few questions, or one row of the breakdown."""
    without = Without(basis.forms, basis.loop, basis.norms)
    questions = flipping_questions(verdict, without, pulls)
    groups, stays = [], bool(basis.rows)
    for row in basis.rows:
        rest = [form for i, form in enumerate(basis.forms) if i not in row.members]
        found = tally(rest, basis.loop, basis.norms) if len(rest) >= LEAST_PEOPLE else None
        changed = judge(found) if found else Verdict("too-few")
        if changed.kind == "too-few":
            stays = False
        elif differs(changed, verdict):
            groups.append({"id": row.id, "name": row.name, "words": headline(changed, found, basis.words)})
    names = [group["name"] for group in groups]
    return {
        "questions": questions,
        "groups": groups,
        "words": _flip_words(basis, len(questions), len(pulls), names, stays=stays),
    }


def _flip_words(basis: Basis, questions: int, of: int, groups: Sequence[str], *, stays: bool) -> str:
    """What was found on questions and groups together; never "it stays" where a group alone decides.

    `stays` says that every group could be left out, so that none of those that are not named changes it.
    """
    words = basis.words
    alone = _questions_alone(basis, questions, of)
    if groups:
        quoted = [words("“{name}”", name=name) for name in groups]
        names = joined_by_or(quoted, words)
        if questions:
            also = words("It would also change without {groups}.", groups=names)
            return f"{alone} {also}"
        changes = words("This result would change without {groups}.", groups=names)
        return f"{changes} {alone}"
    if stays:
        said = words("Leaving out any one group would not change it.")
    elif basis.rows:
        said = words("Too few people would remain to leave out each group in turn.")
    else:
        said = words("No groups are shown, so none was left out.")
    return f"{alone} {said}"


def _questions_alone(basis: Basis, questions: int, of: int) -> str:
    if not of:
        return basis.words("No questions can be shown, so none was left out to see what changes.")
    if not questions:
        return basis.words(
            "Leaving out up to half of the {of} questions, the weightiest first, did not change this result.", of=of
        )
    return basis.words.many(
        "Leaving out {n} of the {of} questions would change this result.",
        "Leaving out {n} of the {of} questions together would change this result.",
        questions,
        of=of,
    )
