"""What a difference between two versions means for rounds: read differently, scored differently, or not comparable."""

from collections import Counter
from typing import Any, Literal

from partnercheck.assessment.evidence import weigh_all
from partnercheck.checking.changes.leaves import Leaf, leaves
from partnercheck.questionnaire.model import Question, Questionnaire

Kind = Literal["compatible", "scores-move", "not-comparable"]
KINDS: tuple[Kind, ...] = ("compatible", "scores-move", "not-comparable")
"""What a change means, the gravest last."""
KEYS_OF_A_WAY = frozenset({"options", "scale", "sign_of", "reverse", "least", "most"})
"""Keys of a question that belong to one way of answering; with the way they change as well."""


def way_of(question: Question) -> str:
    """How a question is answered, in words."""
    if question.kind:
        return f"with a {question.kind}"
    if question.scale:
        return "on a scale"
    return "by choosing several options" if question.several else "by choosing one option"


def plain_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """A version as plain values, as far as versions are compared. `kind` of a question says how it is answered."""
    plain = questionnaire.model_dump(by_alias=True, exclude={"format", "version"})
    for question, each in zip(questionnaire.questions, plain["questions"], strict=True):
        each["kind"] = way_of(question)
        del each["several"]
    return plain


def worst(kinds: list[Kind]) -> Kind:
    """The gravest of these."""
    return max(kinds, key=KINDS.index, default="compatible")


class Meaning:
    """What differences mean, given both versions."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.old, self.new = old, new
        self._scored = weigh_all(old).keys() | weigh_all(new).keys()
        self._counted = {name for each in (old, new) for score in each.scores for name in score.questions}
        self._waited = {name for each in (old, new) for question in each.questions for name in question.ask_if}
        self._before = {question.id: question for question in old.questions}
        self.uses = Counter(question.scale for question in new.questions if question.scale)
        """How many questions of the new version use each scale."""
        both = [question for question in new.questions if question.id in self._before]
        self._kept = {question.scale for question in both if self._before[question.id].scale == question.scale}
        self._signs = {
            question.scale
            for question in both
            if question.id in self._scored and (question.sign_of or self._before[question.id].sign_of)
        }

    def kind(self, leaf: Leaf) -> Kind:
        """What a difference means."""
        part = leaf.path[0]
        if part == "questions":
            return self._of_question(leaf)
        if part == "scales":
            return self._of_scale(leaf)
        if part == "scores":
            return _of_score(leaf)
        if part == "ask_first":
            return self._of_ask_first(leaf)
        moving = part == "norms" or (part == "sectors" and len(leaf.path) == 2 and leaf.how != "changed")
        return "scores-move" if moving else "compatible"

    def same_answers(self, leaf: Leaf) -> Kind:
        """What it means that a question is answered on another scale: as much as the difference between the scales."""
        before, after = (
            [option.model_dump() for option in each.scales[name]]
            for each, name in ((self.old, leaf.before), (self.new, leaf.after))
        )
        where = ("scales", str(leaf.after))
        return worst([_of_options(each.how, _key_of_option(each, 3)) for each in leaves(before, after, where, where)])

    def _of_question(self, leaf: Leaf) -> Kind:
        path, how = leaf.path, leaf.how
        if len(path) < 3:
            return self._of_whole_question(leaf)
        name = (self.old if how == "removed" else self.new).questions[int(path[1])].id
        key = path[2]
        if key == "kind":
            return "not-comparable"
        if key == "scale":
            return self.same_answers(leaf)
        if key == "options":
            kind = _of_options(how, _key_of_option(leaf, 4))
            return "compatible" if how == "order" else kind  # only on a scale the order says how much
        if key == "ask_if":
            moving = name in self._scored | self._counted | self._waited
        else:
            moving = key in ("theme", "weight", "sign_of", "reverse") and name in self._scored
        return "scores-move" if moving else "compatible"

    def _of_whole_question(self, leaf: Leaf) -> Kind:
        if leaf.how in ("removed", "renamed"):
            return "not-comparable"
        added = leaf.how == "added" and leaf.after["id"] in self._scored
        return "scores-move" if added else "compatible"

    def _of_scale(self, leaf: Leaf) -> Kind:
        path = leaf.path
        if path[1] not in self._kept or (len(path) == 2 and leaf.how != "order"):
            return "compatible"
        key = _key_of_option(leaf, 3)
        return _of_options(leaf.how, key) if key != "points" or path[1] in self._signs else "compatible"

    def _of_ask_first(self, leaf: Leaf) -> Kind:
        """Sectors weigh people; partners count in some scores."""
        asked = set(leaf.before) ^ set(leaf.after)
        by_partner = any(score.across != "people" for score in (*self.old.scores, *self.new.scores))
        return "scores-move" if "sector" in asked or (asked and by_partner) else "compatible"


def _key_of_option(leaf: Leaf, at: int) -> str:
    """The key inside an option that a difference is about; empty where it is about the option itself."""
    return str(leaf.path[at]) if len(leaf.path) > at else ""


def _of_options(how: str, key: str) -> Kind:
    """What a difference in the options of a question means; `key` is empty where it is about a whole one."""
    if not key or how == "order":
        return "scores-move" if how == "added" else "not-comparable"
    return "compatible" if key == "label" else "scores-move"


def _of_score(leaf: Leaf) -> Kind:
    """A score that is new moves none; its texts and the names of its bands say the same in other words."""
    path = leaf.path
    if len(path) == 1 or (len(path) == 2 and leaf.how == "added"):
        return "compatible"
    said = path[2:3] == ("title",) or path[4:5] in (("label",), ("says",))
    return "compatible" if said else "scores-move"
