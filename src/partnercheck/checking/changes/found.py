"""What changed between two versions of a questionnaire, and what that means for its rounds."""

import random
from collections.abc import Iterable
from typing import NamedTuple

from partnercheck.assessment.evidence import measured, weigh_all
from partnercheck.assessment.simulation_pair import Paired, simulate_pair
from partnercheck.checking.changes.leaves import Leaf, leaves
from partnercheck.checking.changes.meaning import KEYS_OF_A_WAY, Kind, Meaning, plain_of, way_of, worst
from partnercheck.checking.changes.renamed import Renamed, renamed_questions, with_new_names
from partnercheck.checking.changes.told import told
from partnercheck.checking.changes.version import Bump, bump
from partnercheck.findings import Location, listed
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.tree import Path, Tree
from partnercheck.words import STAGES

PARTNERSHIPS = 200
"""Simulated partnerships for each stage, fewer where there are many questions."""
MOST_ANSWERED = 20_000
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
    where: Path
    message: str
    loud: bool


class Changes(NamedTuple):
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


def changes_between(old: Version, new: Version, seed: int = 1, partnerships: int = PARTNERSHIPS) -> Changes:
    """Compare two versions of a questionnaire.

    Args:
        old: The version that rounds were held with.
        new: The version that is to take its place.
        seed: The same seed gives the same simulated partnerships.
        partnerships: How many of them a stage, at most.
    """
    meaning = Meaning(old.questionnaire, new.questionnaire)
    before, after = plain_of(old.questionnaire), plain_of(new.questionnaire)
    renamed = Renamed(list(leaves(before, after)), after)
    differences = _telling(leaves(with_new_names(before, renamed), after), old.questionnaire, new.questionnaire)
    found = [_change(leaf, meaning, old, new) for leaf in differences]
    found += _stages(old, new)
    ranked = sorted(found, key=lambda each: (not each.loud, each.location.path != old.tree.source.path, each.location))
    kind = worst([change.kind for change in found]) if found else None
    paired = None
    most = MOST_ANSWERED // len(new.questionnaire.questions)
    if kind not in (None, "compatible") and most >= FEWEST:
        dice = random.Random(seed)  # noqa: S311 - a simulation, no secret
        earlier = renamed_questions(old.questionnaire, renamed)
        paired = simulate_pair(earlier, new.questionnaire, dice.random, min(partnerships, most))
    same = old.questionnaire.id == new.questionnaire.id
    raised = bump(old.questionnaire.version, new.questionnaire.version, kind) if same else Bump(enough=True, needed="")
    return Changes(old, new, tuple(ranked), paired, raised)


def _telling(found: Iterable[Leaf], old: Questionnaire, new: Questionnaire) -> list[Leaf]:
    """The differences that say something: not those that follow from another, and 0 is as good as nothing."""
    every = list(found)
    scales = {leaf.before: leaf.after for leaf in every if leaf.path[0] == "scales" and leaf.how == "renamed"}
    ways = {question.id: way_of(question) for question in old.questions}
    turned = {each.id for each in new.questions if ways.get(each.id, way_of(each)) != way_of(each)}

    def follows(leaf: Leaf) -> bool:
        path = leaf.path
        if path[0] == "questions" and len(path) > 2:
            name = (old if leaf.how == "removed" else new).questions[int(path[1])].id
            renamed = path[2] == "scale" and leaf.before in scales and scales[leaf.before] == leaf.after
            return renamed or (name in turned and path[2] in KEYS_OF_A_WAY) or _is_nothing(leaf)
        return _is_nothing(leaf)

    return [leaf for leaf in every if not follows(leaf)]


def _is_nothing(leaf: Leaf) -> bool:
    number = leaf.path[0] == "norms" or "evidence" in leaf.path[3:]
    return number and len(leaf.path) > 1 and not leaf.before and not leaf.after


def _change(leaf: Leaf, meaning: Meaning, old: Version, new: Version) -> Change:
    kind = meaning.kind(leaf)
    version = old if leaf.how == "removed" else new
    fewer = isinstance(leaf.before, tuple) and leaf.path[-1] in ("languages", "escapes")
    loud = leaf.path == ("id",) or (fewer and bool(set(leaf.before) - set(leaf.after)))
    return Change(kind, _place(version.tree, leaf.path), leaf.path, told(leaf, kind, meaning), loud)


def _place(tree: Tree, path: Path) -> Location:
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
    where: Path = ("questions",)
    return [Change("not-comparable", _place(new.tree, where), where, " and ".join(parts), loud=False)]
