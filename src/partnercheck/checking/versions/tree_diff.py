"""Where two versions of a questionnaire differ, what that means for rounds, and what follows from another name."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from partnercheck.assessment.scoring import weigh_all
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.model import Option, Question, Questionnaire
from partnercheck.questionnaire.schema_errors import fits

Name = TypeVar("Name")
How = Literal["added", "removed", "changed", "renamed", "order"]

_NAMED = {
    "questions": ("id", "text"),
    "questions/*/options": ("value", "label"),
    "scales/*": ("value", "label"),
    "next_steps": ("id", "do"),
    "scores": ("id", "title"),
    "scores/*/bands": ("from", "label"),
    "cases": ("name", "answers"),
}
"""Lists whose entries have a name: the key of the name, and the key that tells a renamed entry."""
_PATTERNS = tuple((pattern.split("/"), names) for pattern, names in _NAMED.items())
_RENAMED_WHOLE = ("sources", "themes", "sectors", "scales")
"""Mappings in which an entry with another name and the same content is the same entry."""


class Difference(NamedTuple):
    """One difference. `path` leads to it in the new version, for what was removed in the old one.

    `before` and `after` are the values; of entries of lists the whole entries. Of what was renamed they are the names,
    of an order the names in order.
    """

    path: KeyPath
    how: How
    before: Any
    after: Any


def leaves(old: Any, new: Any, path: KeyPath = (), was: KeyPath = ()) -> Iterator[Difference]:  # noqa: ANN401 - of any kind
    """Every difference between two versions, as plain values of the model.

    Args:
        old: The old version, or a part of it.
        new: The same part of the new one.
        path: Where the part stands in the new version.
        was: Where it stood in the old one.
    """
    named = next((names for pattern, names in _PATTERNS if fits(pattern, path)), None)
    if named and isinstance(old, Sequence) and isinstance(new, Sequence):
        yield from _entries(old, new, path, was, *named)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _keys(old, new, path, was)
    elif old != new:
        yield Difference(path, "changed", old, new)


def _keys(old: Mapping[str, Any], new: Mapping[str, Any], path: KeyPath, was: KeyPath) -> Iterator[Difference]:
    matched = {key: key for key in new if key in old}
    if len(path) == 1 and path[0] in _RENAMED_WHOLE:
        matched |= _same_content({k: old[k] for k in old if k not in new}, {k: new[k] for k in new if k not in old})
    for key, each in new.items():
        if key not in matched:
            yield Difference((*path, key), "added", None, each)
            continue
        if matched[key] != key:
            yield Difference((*path, key), "renamed", matched[key], key)
        yield from leaves(old[matched[key]], each, (*path, key), (*was, matched[key]))
    for key in old:
        if key not in matched.values():
            yield Difference((*was, key), "removed", old[key], None)
    kept_before = [key for key in old if key in matched.values()]
    kept_after = [matched[key] for key in new if key in matched]
    if path[:1] == ("themes",) and kept_before != kept_after:
        yield Difference(path, "order", kept_before, kept_after)


def _same_content(gone: Mapping[Name, Any], come: Mapping[Name, Any]) -> dict[Name, Name]:
    """The new names of entries whose content did not change, each with its old name."""
    left: dict[str, list[Name]] = {}
    for name, content in gone.items():
        left.setdefault(repr(content), []).append(name)
    return {name: names.pop(0) for name, content in come.items() if (names := left.get(repr(content)))}


def _entries(
    old: Sequence[Any], new: Sequence[Any], path: KeyPath, was: KeyPath, key: str, told_by: str
) -> Iterator[Difference]:
    names_old, names_new = _names(old, key), _names(new, key)
    place_old = {name: place for place, name in enumerate(names_old)}
    place_new = {name: place for place, name in enumerate(names_new)}
    matched = {name: name for name in names_new if name in place_old}
    gone = {name: old[place][told_by] for name, place in place_old.items() if name not in place_new}
    come = {name: new[place][told_by] for name, place in place_new.items() if name not in place_old}
    matched |= _same_content(gone, come)
    for name, place in place_new.items():
        here = (*path, place)
        if name not in matched:
            yield Difference(here, "added", None, new[place])
            continue
        before = place_old[matched[name]]
        if matched[name] != name:
            yield Difference(here, "renamed", old[before][key], new[place][key])
        yield from leaves(_without(old[before], key), _without(new[place], key), here, (*was, before))
    kept = set(matched.values())
    for name, place in place_old.items():
        if name not in kept:
            yield Difference((*was, place), "removed", old[place], None)
    kept_before = [old[place][key] for name, place in place_old.items() if name in kept]
    kept_after = [old[place_old[matched[name]]][key] for name in names_new if name in matched]
    if kept_before != kept_after:
        yield Difference(path, "order", kept_before, kept_after)


def _without(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: each for name, each in entry.items() if name != key}


def _names(entries: Sequence[Any], key: str) -> list[tuple[Any, int]]:
    """The name of each entry; cases may share one, so it is counted how often it stood before."""
    seen: Counter[Any] = Counter()
    names = []
    for entry in entries:
        names.append((entry[key], seen[entry[key]]))
        seen[entry[key]] += 1
    return names


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


class Impact:
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

    def kind(self, leaf: Difference) -> Kind:
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

    def same_answers(self, leaf: Difference) -> Kind:
        """What it means that a question is answered on another scale: as much as the difference between the scales."""
        before, after = (
            [option.model_dump() for option in each.scales[name]]
            for each, name in ((self.old, leaf.before), (self.new, leaf.after))
        )
        where = ("scales", str(leaf.after))
        return worst([_of_options(each.how, _key_of_option(each, 3)) for each in leaves(before, after, where, where)])

    def _of_question(self, leaf: Difference) -> Kind:
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

    def _of_whole_question(self, leaf: Difference) -> Kind:
        if leaf.how in ("removed", "renamed"):
            return "not-comparable"
        added = leaf.how == "added" and leaf.after["id"] in self._scored
        return "scores-move" if added else "compatible"

    def _of_scale(self, leaf: Difference) -> Kind:
        path = leaf.path
        if path[1] not in self._kept or (len(path) == 2 and leaf.how != "order"):
            return "compatible"
        key = _key_of_option(leaf, 3)
        return _of_options(leaf.how, key) if key != "points" or path[1] in self._signs else "compatible"

    def _of_ask_first(self, leaf: Difference) -> Kind:
        """Sectors weigh people; partners count in some scores."""
        asked = set(leaf.before) ^ set(leaf.after)
        by_partner = any(score.across != "people" for score in (*self.old.scores, *self.new.scores))
        return "scores-move" if "sector" in asked or (asked and by_partner) else "compatible"


def _key_of_option(leaf: Difference, at: int) -> str:
    """The key inside an option that a difference is about; empty where it is about the option itself."""
    return str(leaf.path[at]) if len(leaf.path) > at else ""


def _of_options(how: str, key: str) -> Kind:
    """What a difference in the options of a question means; `key` is empty where it is about a whole one."""
    if not key or how == "order":
        return "scores-move" if how == "added" else "not-comparable"
    return "compatible" if key == "label" else "scores-move"


def _of_score(leaf: Difference) -> Kind:
    """A score that is new moves none; its texts and the names of its bands say the same in other words."""
    path = leaf.path
    if len(path) == 1 or (len(path) == 2 and leaf.how == "added"):
        return "compatible"
    said = path[2:3] == ("title",) or path[4:5] in (("label",), ("says",))
    return "compatible" if said else "scores-move"


class Renamed:
    """New names of questions by their old ones, and new values of options by question and by scale, as called now.

    Args:
        found: Every difference between two versions.
        new: The new version, as plain values.
    """

    def __init__(self, found: Sequence[Difference], new: dict[str, Any]) -> None:
        renamed = [leaf for leaf in found if leaf.how == "renamed"]
        self.questions: dict[str, str] = {
            each.before: each.after for each in renamed if each.path[0] == "questions" and len(each.path) == 2
        }
        self.values: dict[str, dict[str, str]] = {}
        self.scales: dict[str, dict[str, str]] = {}
        for leaf in renamed:
            if leaf.path[0] == "questions" and len(leaf.path) == 4:
                self._add(new["questions"][leaf.path[1]]["id"], leaf)
            elif leaf.path[0] == "scales" and len(leaf.path) == 3:
                self.scales.setdefault(str(leaf.path[1]), {})[leaf.before] = leaf.after
                for question in new["questions"]:
                    if question["scale"] == leaf.path[1]:
                        self._add(question["id"], leaf)

    def _add(self, name: str, leaf: Difference) -> None:
        self.values.setdefault(name, {})[leaf.before] = leaf.after

    def name(self, name: str) -> str:
        """What a question is called now."""
        return self.questions.get(name, name)

    def names(self, names: Sequence[str]) -> tuple[str, ...]:
        """What questions are called now."""
        return tuple(map(self.name, names))

    def answer(self, name: str, answer: Any) -> Any:  # noqa: ANN401 - plain content of any kind
        """An answer, or several, to a question that is called this now."""
        values = self.values.get(name, {})
        if isinstance(answer, list | tuple):
            return type(answer)(values.get(str(each), each) for each in answer)
        return values.get(str(answer), answer)

    def answers(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Answers by question, all by their names of now."""
        return {self.name(name): self.answer(self.name(name), each) for name, each in answers.items()}


def with_new_names(old: dict[str, Any], renamed: Renamed) -> dict[str, Any]:
    """The old version, as plain values, with the new names wherever something is named that was renamed."""
    questions = [{**each, "ask_if": renamed.answers(each["ask_if"])} for each in old["questions"]]
    steps = []
    for step in old["next_steps"]:
        when = step["when"]
        answers = {
            renamed.name(name): {**wanted, "any_of": renamed.answer(renamed.name(name), wanted["any_of"])}
            for name, wanted in when["answers"].items()
        }
        steps.append({**step, "when": {**when, "answers": answers, "split_on": renamed.names(when["split_on"])}})
    scores = [
        {**each, "questions": renamed.names(each["questions"]), "reverse": renamed.names(each["reverse"])}
        for each in old["scores"]
    ]
    cases = [{**case, "answers": tuple(map(renamed.answers, case["answers"]))} for case in old["cases"]]
    return {**old, "questions": questions, "next_steps": steps, "scores": scores, "cases": cases}


def renamed_questions(old: Questionnaire, renamed: Renamed) -> Questionnaire:
    """The old version with its questions and options called as they are now, so that both can be answered alike."""

    def called(options: tuple[Option, ...], values: dict[str, str]) -> tuple[Option, ...]:
        return tuple(each.model_copy(update={"value": values.get(each.value, each.value)}) for each in options)

    questions = []
    for each in old.questions:
        name = renamed.name(each.id)
        options = called(each.options, renamed.values.get(name, {}))
        ask_if = renamed.answers(each.ask_if)
        questions.append(each.model_copy(update={"id": name, "options": options, "ask_if": ask_if}))
    scales = {name: called(options, renamed.scales.get(name, {})) for name, options in old.scales.items()}
    return old.model_copy(update={"questions": tuple(questions), "scales": scales})
