"""The questionnaire in a faulty file, as far as it can be had, so that a fault in one place hides none in another.

Whatever a finding blames is taken out, or a text filled in where one is missing, until the rest is a questionnaire.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from partnercheck.findings import Finding
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.references import reference_findings
from partnercheck.questionnaire.shape import fits, model_at, shape_findings
from partnercheck.questionnaire.translations import TEXTS
from partnercheck.questionnaire.tree import Path, Plain, Tree, placeless

MOST_TRIES = 12
LEFT_OUT = "\u2026\u200b"
"""What stands for a text that is missing or wrong; nobody writes it."""
FILLED: dict[str, Plain] = {"format": 1, "version": "0", "name": LEFT_OUT}
"""What stands for a required key that is missing or wrong, beside ids and texts."""
HARMLESS = frozenset({"theme", "text", "help", "reason", "sources", "label"})
"""Keys of questions and options that no verdict rests on."""
_LISTS = ("questions", "next_steps", "scores", "cases")


class Salvaged(NamedTuple):
    """What could be had.

    `places` says for each list of the questionnaire at which place in the file each of its entries stands. `whole` is
    false where something was taken out that a verdict rests on.
    """

    questionnaire: Questionnaire | None
    places: dict[str, list[int]]
    whole: bool


def salvage(tree: Tree, findings: Iterable[Finding]) -> Salvaged:
    """The questionnaire in a tree, without what findings blame."""
    nothing = Salvaged(None, {}, whole=False)
    if not isinstance(tree.plain, dict):
        return nothing
    saved = _Saved(tree)
    blamed = [found.where for found in findings if found.where]
    if tree.stopped and len(tree.stopped) > 1:
        blamed.append(tree.stopped[:2])  # what was being read when reading stopped
    for _ in range(MOST_TRIES):
        saved.take_out(blamed)
        if saved.lost:
            return nothing
        questionnaire, blamed = saved.judged()
        if questionnaire and not blamed:
            return Salvaged(questionnaire, saved.places, saved.whole)
    return nothing


class _Saved:
    """A copy of the plain content, from which parts go."""

    def __init__(self, tree: Tree) -> None:
        self.source = tree.source
        self.plain: Any = cast("Any", _copy(tree.plain))
        self.whole = True
        self.lost = False
        self.places: dict[str, list[int]] = {}
        for name in _LISTS:
            if isinstance(self.plain.get(name), list):
                self.places[name] = list(range(len(self.plain[name])))

    def judged(self) -> tuple[Questionnaire | None, list[Path]]:
        """The questionnaire, if there is one, and what is blamed still."""
        tree = placeless(self.source, self.plain)
        found: list[Finding] = []
        questionnaire: Questionnaire | None = None
        try:
            questionnaire = Questionnaire.model_validate(self.plain)
        except ValidationError as problem:
            found += shape_findings(tree, problem)
        found += reference_findings(tree)
        return questionnaire, [each.where for each in found]

    def take_out(self, blamed: Iterable[Path]) -> None:
        """Take every blamed part out, the last ones first, so that the others stay where they are."""
        for path in sorted(
            set(blamed), key=lambda path: [(isinstance(step, int), step) for step in path], reverse=True
        ):
            self._cut(path)

    def _cut(self, path: Path) -> None:
        if path[:1] == ("cases",) and len(path) > 1:
            path = path[:2]  # a case without one of its answers is another case
        while path:
            parent, last = self._at(path[:-1]), path[-1]
            model = model_at(path[:-1])
            if isinstance(parent, list) and isinstance(last, int):
                if last < len(parent):
                    self._blame(path)
                    del parent[last]
                    if len(path) == 2 and path[0] in self.places:
                        del self.places[str(path[0])][last]
                return
            if isinstance(parent, dict):
                field = (
                    next((f for n, f in model.model_fields.items() if (f.alias or n) == last), None) if model else None
                )
                filled = _filled(path)
                if not field or not field.is_required():
                    if last in parent:
                        self._blame(path)
                        del parent[last]
                    return
                if filled is not None and parent.get(last) != filled:
                    self._blame(path)
                    parent[last] = filled
                    return
            path = path[:-1]
        self.lost = True

    def _blame(self, path: Path) -> None:
        if path[0] in ("questions", "scales", "norms") and not HARMLESS & {str(step) for step in path[2:]}:
            self.whole = False

    def _at(self, path: Path) -> Any:  # noqa: ANN401 - plain content of any kind
        here = self.plain
        for step in path:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                return None
        return here


def _filled(path: Path) -> Plain:
    """What may stand for a required value that is wrong or missing; none where nothing may."""
    if path[-1] == "id":
        return "-".join(["no-id", *(str(step) for step in path if isinstance(step, int))])
    return {"*": LEFT_OUT} if any(fits(each.split("/"), path) for each in TEXTS) else FILLED.get(str(path[-1]))


def _copy(plain: Plain) -> Plain:
    if isinstance(plain, dict):
        return {key: _copy(value) for key, value in plain.items()}
    return [_copy(each) for each in plain] if isinstance(plain, list) else plain
