"""What must hold between the parts of a questionnaire file: every name stands somewhere, keys go together.

These checks read the plain tree, not the model, so that a wrong shape in one place never hides a wrong name in another.
"""

from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise

from partnercheck.findings import Finding
from partnercheck.questionnaire.conditions import CONDITIONS
from partnercheck.questionnaire.paths import RESERVED, at_pattern, declared, meant_names, near, shown
from partnercheck.questionnaire.translations import texts_in_every_language
from partnercheck.questionnaire.tree import Path, Plain, Tree
from partnercheck.words import ESCAPES, SECTORS

MOST_FINDINGS = 1000
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
    yield from islice(every_reference(tree), MOST_FINDINGS)


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


def _options_fit(tree: Tree, path: Path, question: dict[str, Plain]) -> Iterator[Finding]:
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
