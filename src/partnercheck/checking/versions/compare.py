"""Two versions of a questionnaire compared: what changed, what it means for rounds, and whether the version says so."""

import random
import re
from collections.abc import Iterable
from typing import NamedTuple

from partnercheck.assessment.scoring import measured, weigh_all
from partnercheck.assessment.simulation import Paired, simulate_pair
from partnercheck.checking.versions.messages import told
from partnercheck.checking.versions.tree_diff import (
    KEYS_OF_A_WAY,
    KINDS,
    Difference,
    Impact,
    Kind,
    Renamed,
    leaves,
    plain_of,
    renamed_questions,
    way_of,
    with_new_names,
    worst,
)
from partnercheck.core.findings import Location, listed
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.document import KeyPath, Tree
from partnercheck.questionnaire.model import Questionnaire

_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){0,2}", re.ASCII)


class Bump(NamedTuple):
    """Whether a new version number is enough for what changed, and the lowest that would be.

    `needed` is empty where the numbers cannot be compared: any other version will do. `back` says that the new number
    is the lower one.
    """

    enough: bool
    needed: str
    back: bool = False


def bump(old: str, new: str, kind: Kind | None) -> Bump:
    """Hold a version number to what changed.

    Args:
        old: The old version.
        new: The new version.
        kind: The gravest change; none for no change at all, which needs no other version.
    """
    before, after = _numbers(old), _numbers(new)
    back = bool(before and after) and after < before
    if kind is None:
        return Bump(enough=True, needed=old, back=back)
    if not before or not after:
        return Bump(new != old, "")
    part = len(KINDS) - 1 - KINDS.index(kind)
    lowest = [*before[:part], before[part] + 1]
    shown = [*lowest, *(0 for _ in range(old.count(".") + 1 - len(lowest)))]
    return Bump(after >= tuple([*lowest, 0, 0][:3]), ".".join(map(str, shown)), back)


def _numbers(version: str) -> tuple[int, ...]:
    """Three numbers, what is not written being 0; none for a version that is not numbers."""
    if not _NUMBERS.fullmatch(version):
        return ()
    return tuple([*map(int, version.split(".")), 0, 0][:3])


PARTNERSHIPS = 200
"""Simulated partnerships for each stage, fewer where there are many questions."""
MAX_ANSWERED = 20_000
"""Questions times partnerships for each stage that are worth their time."""
FEWEST = 20
"""Fewer partnerships for each stage say nothing, and are not simulated."""


class Version(NamedTuple):
    """One version of a questionnaire: the tree of its file, and what it says."""

    tree: Tree
    questionnaire: Questionnaire


class Change(NamedTuple):
    """One difference: what it means, where it stands (what was removed, in the old file), and one sentence.

    `loud` marks what a reader should not miss, though no score moves.
    """

    kind: Kind
    location: Location
    where: KeyPath
    message: str
    loud: bool


class VersionDiff(NamedTuple):
    """Everything that changed. `paired` is none where no verdict can move, and where none is simulated.

    A questionnaire with another id is another one: its version says nothing about this one's, and is always enough.
    """

    old: Version
    new: Version
    changes: tuple[Change, ...]
    paired: Paired | None
    bump: Bump

    def of(self, kind: Kind) -> list[Change]:
        """The changes of one kind: loud ones, then what was removed, then the others, by place."""
        return [change for change in self.changes if change.kind == kind]


def changes_between(old: Version, new: Version, seed: int = 1, partnerships: int = PARTNERSHIPS) -> VersionDiff:
    """Compare two versions of a questionnaire.

    Args:
        old: The version that rounds were held with.
        new: The version that is to take its place.
        seed: The same seed gives the same simulated partnerships.
        partnerships: How many of them a stage, at most.
    """
    meaning = Impact(old.questionnaire, new.questionnaire)
    before, after = plain_of(old.questionnaire), plain_of(new.questionnaire)
    renamed = Renamed(list(leaves(before, after)), after)
    differences = _telling(leaves(with_new_names(before, renamed), after), old.questionnaire, new.questionnaire)
    found = [_change(leaf, meaning, old, new) for leaf in differences]
    found += _stages(old, new)
    ranked = sorted(found, key=lambda each: (not each.loud, each.location.path != old.tree.source.path, each.location))
    kind = worst([change.kind for change in found]) if found else None
    paired = None
    most = MAX_ANSWERED // len(new.questionnaire.questions)
    if kind not in (None, "compatible") and most >= FEWEST:
        dice = random.Random(seed)  # noqa: S311 - a simulation, no secret
        earlier = renamed_questions(old.questionnaire, renamed)
        paired = simulate_pair(earlier, new.questionnaire, dice.random, min(partnerships, most))
    same = old.questionnaire.id == new.questionnaire.id
    raised = bump(old.questionnaire.version, new.questionnaire.version, kind) if same else Bump(enough=True, needed="")
    return VersionDiff(old, new, tuple(ranked), paired, raised)


def _telling(found: Iterable[Difference], old: Questionnaire, new: Questionnaire) -> list[Difference]:
    """The differences that say something: not those that follow from another, and 0 is as good as nothing."""
    every = list(found)
    scales = {leaf.before: leaf.after for leaf in every if leaf.path[0] == "scales" and leaf.how == "renamed"}
    ways = {question.id: way_of(question) for question in old.questions}
    turned = {each.id for each in new.questions if ways.get(each.id, way_of(each)) != way_of(each)}

    def follows(leaf: Difference) -> bool:
        path = leaf.path
        if path[0] == "questions" and len(path) > 2:
            name = (old if leaf.how == "removed" else new).questions[int(path[1])].id
            renamed = path[2] == "scale" and leaf.before in scales and scales[leaf.before] == leaf.after
            return renamed or (name in turned and path[2] in KEYS_OF_A_WAY) or _is_nothing(leaf)
        return _is_nothing(leaf)

    return [leaf for leaf in every if not follows(leaf)]


def _is_nothing(leaf: Difference) -> bool:
    number = leaf.path[0] == "norms" or "evidence" in leaf.path[3:]
    return number and len(leaf.path) > 1 and not leaf.before and not leaf.after


def _change(leaf: Difference, meaning: Impact, old: Version, new: Version) -> Change:
    kind = meaning.kind(leaf)
    version = old if leaf.how == "removed" else new
    fewer = isinstance(leaf.before, tuple) and leaf.path[-1] in ("languages", "escapes")
    loud = leaf.path == ("id",) or (fewer and bool(set(leaf.before) - set(leaf.after)))
    return Change(kind, _place(version.tree, leaf.path), leaf.path, told(leaf, kind, meaning), loud)


def _place(tree: Tree, path: KeyPath) -> Location:
    """Where a path stands in a file, or the nearest thing around it that does."""
    while path and path not in tree.values and path not in tree.keys:
        path = path[:-1]
    line, column, _ = tree.values.get(path) or tree.keys.get(path) or (1, 1, 1)
    return Location(tree.source.path, line, column)


def _stages(old: Version, new: Version) -> list[Change]:
    """A stage more or fewer changes the loop, and with it every verdict."""
    before, after = ([STAGES[s] for s in measured(weigh_all(each.questionnaire).values())] for each in (old, new))
    if before == after:
        return []
    lost = [stage for stage in before if stage not in after]
    won = [stage for stage in after if stage not in before]
    parts = [f"{listed(lost)} can no longer be measured"] if lost else []
    parts += [f"{listed(won)} can be measured now"] if won else []
    where: KeyPath = ("questions",)
    return [Change("not-comparable", _place(new.tree, where), where, " and ".join(parts), loud=False)]
