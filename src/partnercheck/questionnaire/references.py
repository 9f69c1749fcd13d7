"""What must hold between the parts of a questionnaire file: every name stands somewhere, keys go together."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice, pairwise

from partnercheck.core.findings import Detail, Finding, did_you_mean, shown
from partnercheck.core.text import is_number, slug_of
from partnercheck.core.words import ESCAPES, SECTORS
from partnercheck.questionnaire.document import KeyPath, Plain, Tree
from partnercheck.questionnaire.model import ANY_LANGUAGE, SLUG
from partnercheck.questionnaire.yaml_hints import key_hint

RESERVED = ("respondent", "partner", "sector")
"""Columns of an answers table, so no question can have these ids."""
MAX_KNOWN = 300
"""Looking for the nearest of more names than this takes longer than it helps."""


def near(name: object, known: Collection[str]) -> str:
    """A remedy naming the nearest known name; nothing where looking would take too long."""
    return did_you_mean(str(name), known) if len(known) <= MAX_KNOWN else ""


def meant_names(names: Iterable[str]) -> frozenset[str]:
    """Names, and the slug nearest to each that is none: what is wrong with such a name is told where it is declared."""
    written = frozenset(names)
    return written | {slug_of(name) for name in written if not re.fullmatch(SLUG, name)}


def at_pattern(tree: Tree, pattern: str) -> Iterator[tuple[KeyPath, Plain]]:
    """Every path of the tree that fits a pattern, with what stands there."""
    found: list[tuple[KeyPath, Plain]] = [((), tree.plain)]
    for step in pattern.split("/"):
        found = [pair for path, here in found for pair in _children(path, here, step)]
    yield from found


def _children(path: KeyPath, here: Plain, step: str) -> Iterator[tuple[KeyPath, Plain]]:
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


def declared(tree: Tree, part: str) -> list[str]:
    """The names that a part of the file declares."""
    if part in ("questions", "scores"):
        return [str(value) for _, value in at_pattern(tree, f"{part}/*/id") if isinstance(value, str | int)]
    return [str(value) for _, value in at_pattern(tree, f"{part}/~")]


TEXTS = (
    "title", "about", "sources/*/title", "themes/*", "sectors/*", "scales/*/*/label", "questions/*/text",
    "questions/*/help", "questions/*/reason", "questions/*/options/*/label", "next_steps/*/title", "next_steps/*/do",
    "next_steps/*/why", "next_steps/*/who", "next_steps/*/time", "next_steps/*/material", "next_steps/*/watch",
    "scores/*/title", "scores/*/bands/*/label", "scores/*/bands/*/says",
)  # fmt: skip
"""Where texts stand that every declared language should have."""


def texts_of(tree: Tree) -> Iterator[tuple[KeyPath, dict[str, Plain]]]:
    """Every text that says which languages it is in."""
    for pattern in TEXTS:
        for path, text in at_pattern(tree, pattern):
            if isinstance(text, dict) and ANY_LANGUAGE not in text:
                yield path, text


def texts_in_every_language(tree: Tree) -> Iterator[Finding]:
    """PC207: a text that lacks a declared language or has another one; nothing while `languages` cannot be read."""
    languages = _languages(tree)
    for path, text in texts_of(tree) if languages else ():
        if any(key_hint(tree, (*path, each)) for each in text if each not in languages):
            continue  # a space is missing behind a language's colon, and that is told
        for language in languages:
            if language not in text:
                message = f"this text is missing in {shown(language)}"
                remedy = f"add {language}: …"
                yield tree.at(path, "PC207", message, remedy, key=True, detail="text-missing", subject=language)
        for language in text:
            if language not in languages:
                message = f"{shown(language)} is none of the questionnaire's languages ({', '.join(languages)})"
                remedy, place = "add it to languages, or take it out", (*path, language)
                yield tree.at(place, "PC207", message, remedy, key=True, detail="language-unknown", subject=language)


def _languages(tree: Tree) -> list[str]:
    """The declared languages, `en` where none are; nothing where they cannot be read."""
    plain = tree.plain if isinstance(tree.plain, dict) else {}
    written = plain.get("languages", ["en"])
    if not tree.in_full("languages") or not isinstance(written, list):
        return []
    return [each for each in written if isinstance(each, str)] if all(isinstance(each, str) for each in written) else []


_KIND_OF_BOUND = {"at_least": "number", "at_most": "number", "within_days": "date"}


def _no_question(tree: Tree, path: KeyPath, name: Plain, known: Collection[str]) -> Finding:
    message = f"{shown(name)} is no question"
    return tree.at(path, "PC204", message, near(name, known), key=True, detail="no-question", subject=str(name))


def _ask_if_points_back(tree: Tree) -> Iterator[Finding]:
    order = {name: number for number, name in enumerate(declared(tree, "questions"))}
    meant = meant_names(order)
    for path, name in at_pattern(tree, "questions/*/ask_if/~"):
        own = tree.plain["questions"][path[1]].get("id")  # type: ignore[call-overload, index, union-attr]  # the pattern found this path
        if name not in meant:
            if tree.in_full("questions"):
                yield _no_question(tree, path, name, order)
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
            yield _no_question(tree, path, name, asked)
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


MAX_FINDINGS = 1000
"""After so many broken links the file is something else than a questionnaire."""

OWN_GROUPS = ("other", "not-stated")
"""Groups that every breakdown may show, so no sector can have these ids."""

REFERENCES: tuple[tuple[str, str], ...] = (
    ("questions/*/theme", "themes"),
    ("questions/*/scale", "scales"),
    ("questions/*/sources/*", "sources"),
    ("next_steps/*/for/theme", "themes"),
    ("next_steps/*/sources/*", "sources"),
    ("next_steps/*/when/lagging", "themes"),
    ("next_steps/*/when/split_on/*", "questions"),
    ("next_steps/*/when/answers/~", "questions"),
    ("next_steps/*/when/scores/~", "scores"),
    ("scores/*/questions/*", "questions"),
    ("scores/*/reverse/*", "questions"),
)
"""Where a name stands, and the part of the file that must declare it; `*` is any step, `~` the keys themselves."""


def reference_findings(tree: Tree) -> Iterator[Finding]:
    """The broken links between the parts of a questionnaire tree, each place by itself, up to a thousand."""
    yield from islice(every_reference(tree), MAX_FINDINGS)


def every_reference(tree: Tree) -> Iterator[Finding]:
    """Every broken link between the parts of a questionnaire tree, each place by itself."""
    for found in chain.from_iterable(check(tree) for check in _CHECKS):
        cut = found.code in ("PC206", "PC207") and tree.unfinished(found.where)
        if not cut and (tree.stopped is None or found.where != tree.stopped):
            yield found


def _names_stand_somewhere(tree: Tree) -> Iterator[Finding]:
    for pattern, part in REFERENCES:
        names = frozenset(declared(tree, part))
        meant = meant_names(names)
        for path, name in at_pattern(tree, pattern) if tree.in_full(part) else ():
            if isinstance(name, str) and name not in meant:
                message = f"{shown(name)} stands nowhere under {part}"
                remedy = near(name, names) or f"declare it under {part}"
                key = pattern.endswith("~")
                detail: Detail = "question-not-declared" if part == "questions" else ""
                yield tree.at(path, "PC204", message, remedy, key=key, detail=detail, subject=name)


def _ids_stand_once(tree: Tree) -> Iterator[Finding]:
    for pattern in ("questions/*/id", "next_steps/*/id", "scores/*/id"):
        first: dict[str, KeyPath] = {}
        for path, name in at_pattern(tree, pattern):
            if isinstance(name, str) and name in first:
                line = tree.values[first[name]][0]
                yield tree.at(
                    path, "PC205", f"the id {shown(name)} stands twice; it stood first on line {line}", "rename one"
                )
            elif isinstance(name, str):
                first[name] = path
    for path, name in at_pattern(tree, "sectors/~"):
        if name in OWN_GROUPS:
            message = f"{shown(name)} is what reports call groups of their own"
            yield tree.at(path, "PC205", message, "choose another id", key=True)
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


def _options_fit(tree: Tree, path: KeyPath, question: dict[str, Plain]) -> Iterator[Finding]:
    for index, option in enumerate(question["options"] if isinstance(question.get("options"), list) else []):  # type: ignore[arg-type]  # the list is checked right before
        if not isinstance(option, dict):
            continue
        if option.get("alone") is True and question.get("several") is not True:
            yield tree.at((*path, "options", index, "alone"), "PC206", "alone goes with several: true", key=True)
        if "points" in option:
            message = "points go with the options of a scale; a choice carries evidence"
            yield tree.at((*path, "options", index, "points"), "PC206", message, key=True)


def _steps_fit(tree: Tree) -> Iterator[Finding]:
    for path, step in at_pattern(tree, "next_steps/*"):
        when = step.get("when", {}) if isinstance(step, dict) else None
        if isinstance(when, dict) and isinstance(step, dict) and step.get("urgent") is True and not when.get("answers"):
            message = "urgent goes with a step that waits for answers"
            yield tree.at((*path, "urgent"), "PC206", message, "name answers under when, or take it away", key=True)


def _scales_fit(tree: Tree) -> Iterator[Finding]:
    for path, _ in at_pattern(tree, "scales/*/*/evidence"):
        message = "a scale's options carry no evidence; the question says what agreeing is a sign of"
        yield tree.at(path, "PC206", message, "use sign_of at the question, or options of its own", key=True)


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


def _sectors_are_known(tree: Tree) -> Iterator[Finding]:
    known = declared(tree, "sectors") or list(SECTORS)
    meant = meant_names(known)
    for path, sector in at_pattern(tree, "cases/*/answers/*/sector") if tree.in_full("sectors") else ():
        if not isinstance(sector, str) or sector not in meant:
            yield tree.at(path, "PC204", f"{shown(sector)} is no sector here", near(sector, known))


_CHECKS: tuple[Callable[[Tree], Iterator[Finding]], ...] = (
    *CONDITIONS,
    _names_stand_somewhere,
    _ids_stand_once,
    _option_values_stand_once,
    _keys_go_together,
    _steps_fit,
    _scales_fit,
    texts_in_every_language,
    _bands_climb,
    _sectors_are_known,
)
