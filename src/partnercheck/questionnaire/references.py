"""What must hold between the parts of a questionnaire file: every name stands somewhere, keys go together.

These checks read the plain tree, not the model, so that a wrong shape in one place never hides a wrong name in another.
"""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import chain, islice, pairwise

from partnercheck.findings import Finding, clip, did_you_mean
from partnercheck.questionnaire.model import ANY_LANGUAGE
from partnercheck.questionnaire.reader import Path, Plain, Tree
from partnercheck.words import ESCAPES, SECTORS

MOST_FINDINGS = 1000
"""After so many broken links the file is something else than a questionnaire."""
MOST_KNOWN = 300
"""Looking for the nearest of more names than this takes longer than it helps."""

RESERVED = ("respondent", "partner", "sector")
"""Columns of an answers table, so no question can have these ids."""

REFERENCES: tuple[tuple[str, str], ...] = (
    ("questions/*/theme", "themes"),
    ("questions/*/scale", "scales"),
    ("questions/*/sources/*", "sources"),
    ("next_steps/*/for/theme", "themes"),
    ("next_steps/*/sources/*", "sources"),
    ("next_steps/*/when/lagging", "themes"),
    ("next_steps/*/when/split_on/*", "questions"),
    ("next_steps/*/when/answers/~", "questions"),
    ("scores/*/questions/*", "questions"),
    ("scores/*/reverse/*", "questions"),
)
"""Where a name stands, and the part of the file that must declare it; `*` is any step, `~` the keys themselves."""

TEXTS = (
    "title", "about", "sources/*/title", "themes/*", "sectors/*", "scales/*/*/label", "questions/*/text",
    "questions/*/help", "questions/*/reason", "questions/*/options/*/label", "next_steps/*/do", "next_steps/*/why",
    "next_steps/*/who", "next_steps/*/time", "scores/*/title", "scores/*/bands/*/label",
)  # fmt: skip
"""Where texts stand that every declared language should have."""


def reference_findings(tree: Tree) -> Iterator[Finding]:
    """Every broken link between the parts of a questionnaire tree."""
    yield from islice(chain.from_iterable(check(tree) for check in _CHECKS), MOST_FINDINGS)


def shown(value: object) -> str:
    """A value as a message names it."""
    return clip(repr(value), 60)


def _near(name: object, known: Collection[str]) -> str:
    return did_you_mean(str(name), known) if len(known) <= MOST_KNOWN else ""


def at_pattern(tree: Tree, pattern: str) -> Iterator[tuple[Path, Plain]]:
    """Every path of the tree that fits a pattern, with what stands there."""
    found: list[tuple[Path, Plain]] = [((), tree.plain)]
    for step in pattern.split("/"):
        found = [pair for path, here in found for pair in _children(path, here, step)]
    yield from found


def _children(path: Path, here: Plain, step: str) -> Iterator[tuple[Path, Plain]]:
    if step == "~":
        if isinstance(here, dict):
            yield from (((*path, key), key) for key in here)
    elif step == "*":
        if isinstance(here, dict):
            yield from (((*path, key), value) for key, value in here.items())
        elif isinstance(here, list):
            yield from (((*path, index), value) for index, value in enumerate(here))
    elif isinstance(here, dict) and step in here:
        yield (*path, step), here[step]


def _declared(tree: Tree, part: str) -> list[str]:
    if part == "questions":
        return [value for _, value in at_pattern(tree, "questions/*/id") if isinstance(value, str)]
    return [str(value) for _, value in at_pattern(tree, f"{part}/~")]


def _names_stand_somewhere(tree: Tree) -> Iterator[Finding]:
    for pattern, part in REFERENCES:
        declared = frozenset(_declared(tree, part))
        for path, name in at_pattern(tree, pattern):
            if isinstance(name, str) and name not in declared:
                message = f"{shown(name)} stands nowhere under {part}"
                remedy = _near(name, declared) or f"declare it under {part}"
                yield tree.at(path, "PC204", message, remedy, key=pattern.endswith("~"))


def _ids_stand_once(tree: Tree) -> Iterator[Finding]:
    for pattern in ("questions/*/id", "next_steps/*/id", "scores/*/id"):
        first: dict[str, Path] = {}
        for path, name in at_pattern(tree, pattern):
            if isinstance(name, str) and name in first:
                line = tree.values[first[name]][0]
                yield tree.at(
                    path, "PC205", f"the id {shown(name)} stands twice; it stood first on line {line}", "rename one"
                )
            elif isinstance(name, str):
                first[name] = path
    for path, name in at_pattern(tree, "questions/*/id"):
        if name in RESERVED:
            yield tree.at(path, "PC205", f"{shown(name)} is a column of every answers table", "choose another id")


def _option_values_stand_once(tree: Tree) -> Iterator[Finding]:
    for pattern in ("questions/*/options", "scales/*"):
        for path, options in at_pattern(tree, pattern):
            seen: set[str] = set()
            for index, option in enumerate(options if isinstance(options, list) else []):
                value = option.get("value") if isinstance(option, dict) else None
                if value is None:
                    continue
                where = (*path, index, "value")
                if str(value).lower() in seen:
                    yield tree.at(where, "PC205", f"the option {shown(value)} stands twice", "rename one")
                if value in ESCAPES:
                    message = f"{shown(value)} is offered on every question already"
                    yield tree.at(where, "PC205", message, "leave it out, or choose another value")
                seen.add(str(value).lower())


def _keys_go_together(tree: Tree) -> Iterator[Finding]:
    for path, question in at_pattern(tree, "questions/*"):
        if not isinstance(question, dict):
            continue
        ways = [key for key in ("scale", "options", "kind") if question.get(key)]
        if len(ways) != 1:
            message = "a question has either a scale, or options, or a kind" + (
                f", not {' and '.join(ways)}" if ways else ""
            )
            yield tree.at((*path, ways[1]) if ways else path, "PC206", message, "keep one of scale, options and kind")
            continue
        for key, needs in (("several", "options"), ("sign_of", "scale"), ("least", "kind"), ("most", "kind")):
            if key in question and question[key] is not False and needs not in ways:
                yield tree.at(
                    (*path, key), "PC206", f"{key} goes with {needs}, and this question has {ways[0]}", key=True
                )
        least, most = question.get("least"), question.get("most")
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            yield tree.at((*path, "most"), "PC206", "most is less than least, so no number is right", "turn them round")
        if question.get("reverse") is True and "sign_of" not in question:
            yield tree.at((*path, "reverse"), "PC206", "reverse needs sign_of: a sign of which stage?", key=True)
        options = question.get("options")
        if isinstance(options, list) and len(options) == 1:
            yield tree.at((*path, "options"), "PC206", "one option is no choice", "give two options at least")
        yield from _options_fit(tree, path, question)


def _options_fit(tree: Tree, path: Path, question: dict[str, Plain]) -> Iterator[Finding]:
    for index, option in enumerate(question["options"] if isinstance(question.get("options"), list) else []):  # type: ignore[arg-type]  # the list is checked right before
        if not isinstance(option, dict):
            continue
        if option.get("alone") is True and question.get("several") is not True:
            yield tree.at((*path, "options", index, "alone"), "PC206", "alone goes with several: true", key=True)
        if "points" in option:
            message = "points go with the options of a scale; a choice carries evidence"
            yield tree.at((*path, "options", index, "points"), "PC206", message, key=True)


def _scales_fit(tree: Tree) -> Iterator[Finding]:
    for path, _ in at_pattern(tree, "scales/*/*/evidence"):
        message = "a scale's options carry no evidence; the question says what agreeing is a sign of"
        yield tree.at(path, "PC206", message, "use sign_of at the question, or options of its own", key=True)


def _ask_if_points_back(tree: Tree) -> Iterator[Finding]:
    order = {name: number for number, name in enumerate(_declared(tree, "questions"))}
    for path, name in at_pattern(tree, "questions/*/ask_if/~"):
        own = tree.plain["questions"][path[1]].get("id")  # type: ignore[call-overload, index, union-attr]  # the pattern found this path
        if name not in order:
            yield tree.at(path, "PC204", f"{shown(name)} is no question", _near(name, order), key=True)
        elif order[str(name)] >= order.get(str(own), len(order)):
            message = f"ask_if looks at {shown(name)}, which is not asked before this question"
            yield tree.at(path, "PC204", message, "move one of the two questions", key=True)


def _answers_are_offered(tree: Tree) -> Iterator[Finding]:
    """Option values named in ask_if and when stand among the question's options."""
    offered = dict(_offered(tree))
    for pattern in ("questions/*/ask_if/*", "next_steps/*/when/answers/*", "next_steps/*/when/answers/*/any_of"):
        for path, values in at_pattern(tree, pattern):
            name = str(path[-2] if pattern.endswith("any_of") else path[-1])
            known = offered.get(name)
            if known is None or isinstance(values, dict):
                continue
            listed = list(enumerate(values)) if isinstance(values, list) else [(None, values)]
            for index, value in listed:
                if str(value).lower() not in known and not (pattern.endswith("ask_if/*") and value in ESCAPES):
                    where = path if index is None else (*path, index)
                    yield tree.at(where, "PC204", f"{shown(value)} is no option of {shown(name)}", _near(value, known))


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


def _texts_in_every_language(tree: Tree) -> Iterator[Finding]:
    languages = [str(value) for _, value in at_pattern(tree, "languages/*")] or ["en"]
    for pattern in TEXTS:
        for path, text in at_pattern(tree, pattern):
            if not isinstance(text, dict) or ANY_LANGUAGE in text:
                continue
            for language in languages:
                if language not in text:
                    yield tree.at(
                        path, "PC207", f"this text is missing in {shown(language)}", f"add {language}: …", key=True
                    )
            for language in text:
                if language not in languages:
                    message = f"{shown(language)} is none of the questionnaire's languages ({', '.join(languages)})"
                    yield tree.at((*path, language), "PC207", message, "add it to languages, or take it out", key=True)


def _bands_climb(tree: Tree) -> Iterator[Finding]:
    for path, bands in at_pattern(tree, "scores/*/bands"):
        listed = bands if isinstance(bands, list) else []
        limits = [(index, band.get("from")) for index, band in enumerate(listed) if isinstance(band, dict)]
        numbers = [(index, limit) for index, limit in limits if isinstance(limit, int | float)]
        for (_, lower), (index, upper) in pairwise(numbers):
            if upper <= lower:
                yield tree.at(
                    (*path, index, "from"),
                    "PC206",
                    "this band starts no higher than the one before it",
                    "sort the bands",
                )


def _scores_count_numbers(tree: Tree) -> Iterator[Finding]:
    offered = dict(_offered(tree))
    for path, name in at_pattern(tree, "scores/*/questions/*"):
        values = offered.get(str(name))
        if str(name) in _declared(tree, "questions") and (
            values is None or not all(_is_number(value) for value in values)
        ):
            message = f"{shown(name)} cannot be counted: its option values are not numbers"
            yield tree.at(path, "PC206", message, "give its options number values, or leave it out of the score")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None


def _sectors_are_known(tree: Tree) -> Iterator[Finding]:
    known = _declared(tree, "sectors") or list(SECTORS)
    for path, sector in at_pattern(tree, "cases/*/answers/*/sector"):
        if sector not in known:
            yield tree.at(path, "PC204", f"{shown(sector)} is no sector here", _near(sector, known))


def _cases_answer_questions(tree: Tree) -> Iterator[Finding]:
    """What a case answers is a question, and the answer is on offer."""
    declared = dict.fromkeys(_declared(tree, "questions"))
    offered = dict(_offered(tree))
    for path, answer in at_pattern(tree, "cases/*/answers/*/*"):
        name = str(path[-1])
        if name in RESERVED:
            continue
        if name not in declared:
            yield tree.at(path, "PC204", f"{shown(name)} is no question", _near(name, declared), key=True)
        known = [*offered[name], *ESCAPES] if name in offered else None
        for index, value in enumerate(answer) if isinstance(answer, list) else [(None, answer)]:
            if known is not None and value is not None and str(value).lower() not in known:
                where = path if index is None else (*path, index)
                yield tree.at(where, "PC204", f"{shown(value)} is no answer to {shown(name)}", _near(value, known))


_CHECKS: tuple[Callable[[Tree], Iterator[Finding]], ...] = (
    _names_stand_somewhere,
    _ids_stand_once,
    _option_values_stand_once,
    _keys_go_together,
    _scales_fit,
    _ask_if_points_back,
    _answers_are_offered,
    _texts_in_every_language,
    _bands_climb,
    _scores_count_numbers,
    _sectors_are_known,
    _cases_answer_questions,
)
