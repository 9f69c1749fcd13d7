"""Why the verdict is what it is, in words: what speaks for and against it, and what would change it."""

from collections.abc import Sequence
from typing import Any

from partnercheck.assessment.basis import Basis
from partnercheck.assessment.reasons import Without, differs, effects, flipping_questions
from partnercheck.assessment.sentences import verdict_words
from partnercheck.assessment.verdict import LEAST_PEOPLE, Tally, Verdict, judge, leaders, tally
from partnercheck.words import STAGES

MOST_REASONS = 3
SMALLEST_SHOWN = 0.005
"""An effect that rounds to no whole per cent is no reason to name."""


def explain(basis: Basis, verdict: Verdict, found: Tally) -> tuple[dict[str, Any], dict[str, float]]:
    """The parts of an assessment that explain its verdict, and the effect of each question that may be shown."""
    without = Without(basis.forms, basis.loop, basis.norms)
    effect = effects(found, without, [name for name in basis.shown if name in basis.weighed])
    ranked = sorted(effect, key=lambda name: (-effect[name], name))
    content: dict[str, Any] = {
        "speaks_for": [name for name in ranked if effect[name] >= SMALLEST_SHOWN][:MOST_REASONS],
        "speaks_against": [name for name in reversed(ranked) if effect[name] <= -SMALLEST_SHOWN][:MOST_REASONS],
    }
    if ranked:
        content["leading"] = leaders(found.probability, [STAGES[s] for s in found.loop])[0]
        flips = flipping_questions(verdict, without, ranked)
        groups = _flipping_groups(basis, verdict)
        content["flips"] = {
            "questions": flips,
            "groups": groups,
            "words": _flip_words(basis, flips, len(ranked)),
        }
    return content, effect


def _flipping_groups(basis: Basis, verdict: Verdict) -> list[dict[str, str]]:
    """The sectors shown without which the verdict is another; the people who stay are the other rows, so k at least."""
    groups = []
    for row in basis.rows if basis.by == "sector" else ():
        rest = [form for i, form in enumerate(basis.forms) if i not in row.members]
        if len(rest) < LEAST_PEOPLE:
            continue
        found = tally(rest, basis.loop, basis.norms)
        changed = judge(found)
        if changed.kind != "too-few" and differs(changed, verdict):
            groups.append({"id": row.id, "name": row.name, "words": verdict_words(changed, found, basis.words)})
    return groups


def _flip_words(basis: Basis, flips: Sequence[str], of: int) -> str:
    if not flips:
        return basis.words("No small set of questions decides this verdict.")
    return basis.words.many(
        "Leaving out {n} question of {of} would change the verdict.",
        "Leaving out {n} questions of {of} would change the verdict.",
        len(flips),
        of=of,
    )
