"""What depends on answers: ask_if, the conditions of next steps, scores and cases name answers that can be given."""

from collections.abc import Iterator

from partnercheck.findings import Finding
from partnercheck.questionnaire.paths import RESERVED, at_pattern, declared, is_number, meant_names, near, shown
from partnercheck.questionnaire.starter import slug_of
from partnercheck.questionnaire.tree import Plain, Tree
from partnercheck.words import ESCAPES

_KIND_OF_BOUND = {"at_least": "number", "at_most": "number", "within_days": "date"}


def _ask_if_points_back(tree: Tree) -> Iterator[Finding]:
    order = {name: number for number, name in enumerate(declared(tree, "questions"))}
    meant = meant_names(order)
    for path, name in at_pattern(tree, "questions/*/ask_if/~"):
        own = tree.plain["questions"][path[1]].get("id")  # type: ignore[call-overload, index, union-attr]  # the pattern found this path
        if name not in meant:
            if tree.in_full("questions"):
                yield tree.at(path, "PC204", f"{shown(name)} is no question", near(name, order), key=True)
        elif str(name) in order and order[str(name)] >= order.get(str(own), len(order)):
            message = f"ask_if looks at {shown(name)}, which is not asked before this question"
            yield tree.at(path, "PC204", message, "move one of the two questions", key=True)


def _answers_are_offered(tree: Tree) -> Iterator[Finding]:
    """Option values named in ask_if and when stand among the question's options."""
    if not tree.in_full("questions", "scales"):
        return
    offered = dict(_offered(tree))
    for pattern in ("questions/*/ask_if/*", "next_steps/*/when/answers/*", "next_steps/*/when/answers/*/any_of"):
        for path, values in at_pattern(tree, pattern):
            name = str(path[-2] if pattern.endswith("any_of") else path[-1])
            known = offered.get(name)
            if known is None or isinstance(values, dict):
                continue
            listed = list(enumerate(values)) if isinstance(values, list) else [(None, values)]
            for index, value in listed:
                if not _known(value, known) and not (pattern.endswith("ask_if/*") and value in ESCAPES):
                    where = path if index is None else (*path, index)
                    yield tree.at(where, "PC204", f"{shown(value)} is no option of {shown(name)}", near(value, known))


def _known(value: Plain, known: list[str]) -> bool:
    """Whether a value is on offer; what is wrong with an offered one that is no slug is told at the offer."""
    word = str(value).lower()
    return word in known or ("-" in word and any(" " in each and slug_of(each) == word for each in known))


def _bounds_fit(tree: Tree) -> Iterator[Finding]:
    """Bounds in `when` go with numbers and dates, options with choices; ask_if looks at choices only."""
    kinds = _kinds(tree)
    for path, wanted in at_pattern(tree, "next_steps/*/when/answers/*"):
        kind = kinds.get(str(path[-1]))
        if path[-1] not in kinds:
            continue
        if not isinstance(wanted, dict) or "any_of" in wanted:
            if kind:
                yield tree.at(path, "PC206", f"{shown(path[-1])} has no options to wait for", _bound_remedy(kind))
        elif not wanted:
            yield tree.at(path, "PC206", "nothing is waited for here", "list options, or give bounds")
        for key in wanted if isinstance(wanted, dict) else ():
            needs = _KIND_OF_BOUND.get(key)
            if needs and needs != kind:
                yield tree.at((*path, key), "PC206", f"{key} goes with a question of kind: {needs}", key=True)
    for path, _ in at_pattern(tree, "questions/*/ask_if/~"):
        if kinds.get(str(path[-1])):
            message = f"ask_if looks at options, and {shown(path[-1])} has none"
            yield tree.at(path, "PC206", message, "name a question with a scale or options", key=True)


def _kinds(tree: Tree) -> dict[str, Plain]:
    """The kind of every question that was read to its end, by its id; none where it has options."""
    return {
        str(question["id"]): None if question.get("scale") or question.get("options") else question.get("kind")
        for path, question in at_pattern(tree, "questions/*")
        if isinstance(question, dict) and isinstance(question.get("id"), str) and not tree.unfinished(path)
    }


def _bound_remedy(kind: Plain) -> str:
    bounds = [key for key, needs in _KIND_OF_BOUND.items() if needs == kind]
    return f"give {' or '.join(bounds)}" if bounds else "a text cannot be waited for"


def _offered(tree: Tree) -> Iterator[tuple[str, list[str]]]:
    scales = tree.plain.get("scales") if isinstance(tree.plain, dict) else None
    for _, question in at_pattern(tree, "questions/*"):
        if isinstance(question, dict) and isinstance(question.get("id"), str):
            options = question.get("options")
            if isinstance(scales, dict) and isinstance(question.get("scale"), str):
                options = scales.get(str(question["scale"]))
            if isinstance(options, list):
                values = [str(each.get("value")).lower() for each in options if isinstance(each, dict)]
                yield str(question["id"]), values


def _scores_count_numbers(tree: Tree) -> Iterator[Finding]:
    offered = dict(_offered(tree))
    asked = frozenset(declared(tree, "questions"))
    for path, name in at_pattern(tree, "scores/*/questions/*") if tree.in_full("questions", "scales") else ():
        values = offered.get(str(name))
        if str(name) in asked and (values is None or not all(is_number(value) for value in values)):
            message = f"{shown(name)} cannot be counted: its option values are not numbers"
            yield tree.at(path, "PC206", message, "give its options number values, or leave it out of the score")


def _cases_answer_questions(tree: Tree) -> Iterator[Finding]:
    """What a case answers is a question, and the answer is on offer."""
    if not tree.in_full("questions", "scales"):
        return
    asked = dict.fromkeys(declared(tree, "questions"))
    meant = meant_names(asked)
    offered = dict(_offered(tree))
    for path, answer in at_pattern(tree, "cases/*/answers/*/*"):
        name = str(path[-1])
        if name in RESERVED:
            continue
        if name not in meant:
            yield tree.at(path, "PC204", f"{shown(name)} is no question", near(name, asked), key=True)
        known = [*offered[name], *ESCAPES] if name in offered else None
        for index, value in enumerate(answer) if isinstance(answer, list) else [(None, answer)]:
            if known is not None and value is not None and not _known(value, known):
                where = path if index is None else (*path, index)
                yield tree.at(where, "PC204", f"{shown(value)} is no answer to {shown(name)}", near(value, known))


CONDITIONS = (
    _ask_if_points_back,
    _answers_are_offered,
    _bounds_fit,
    _scores_count_numbers,
    _cases_answer_questions,
)
"""The checks of this file, in order."""
