"""What pydantic found wrong with a tree, as findings in plain words at their places, each with an example."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from partnercheck.core.findings import Detail, Finding, clip, did_you_mean, shown
from partnercheck.core.text import slug_of
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.document import KeyPath, Tree
from partnercheck.questionnaire.model import (
    SLUG,
    VALUE,
    Band,
    Bounds,
    Case,
    NextStep,
    Option,
    Purpose,
    Question,
    Questionnaire,
    Score,
    Source,
    Wanted,
    When,
)
from partnercheck.questionnaire.references import TEXTS
from partnercheck.questionnaire.yaml_hints import glued, key_hint

_KEYS: dict[str, str] = {
    "id": "shared-need",
    "version": '"1.0"',
    "title": "Our check",
    "value": "1",
    "label": "I agree",
    "text": "We know why we work together.",
    "do": "Write down what each partner brings.",
    "why": "What is written down can be discussed.",
    "who": "The project lead",
    "time": "30 minutes",
    "name": "Everybody agrees",
    "expect": "forming",
    "from": "1",
}
"""An example of each key that must be there."""
_BLOCKS = ("questions", "answers")
"""Keys that must be there and hold lists."""
_MAPPINGS: dict[str, str] = {
    "evidence": "{forming: 1}",
    "norms": "{forming: 0.5}",
    "for": "{stage: forming}",
    "when": "{verdict: [clear]}",
    "ask_if": "{shared-need: [1, 2]}",
    "themes": "{trust: Trust}",
    "use": "{themes: [trust]}",
}
_LISTS: dict[str, str] = {
    "languages": "[en, nl]",
    "escapes": "[dont-know]",
    "ask_first": "[sector]",
    "verdict": "[clear]",
    "options": "[{value: 1, label: I agree}]",
    "questions": "[{id: shared-need, text: What do we need?, kind: text}]",
    "answers": "[{shared-need: 4}]",
    "reverse": "[shared-need]",
}
_OF_WORDS = ("languages", "sources", "escapes", "split_on", "verdict", "ask_first", "reverse")
"""Keys whose lists hold words."""
_WORDS = re.compile(r"[\w-]+(?:, *[\w-]+)*")
_WHOLE = ("int_type", "int_parsing", "int_from_float")
_NUMBER = ("float_type", "float_parsing", "finite_number")
_MAPPING = ("dict_type", "model_type", "model_attributes_type")


def for_missing(key: str) -> str:
    """The remedy for a key that is missing."""
    if key in _BLOCKS:
        return f"write {key}: and its entries below it, each starting with '- '"
    if key == "format":
        return "write format: 1"
    return f"write one, such as {key}: {_KEYS[key]}" if key in _KEYS else ""


def for_wrong_kind(kind: str, path: KeyPath, value: object) -> str:
    """The remedy for a value of the wrong kind, which pydantic has its own word for."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if kind == "bool_type":
        return "write true or false"
    if kind in _WHOLE:
        return "write a whole number, such as 5"
    if kind in _NUMBER:
        return "write a number, such as 0.5"
    if kind in _MAPPING and not path:
        return "start with the keys format, id, version, title and questions"
    if kind in _MAPPING:
        return f"write a mapping, such as {_MAPPINGS.get(key, '{key: value}')}"
    if kind in ("tuple_type", "list_type"):
        if key in _OF_WORDS and isinstance(value, str) and _WORDS.fullmatch(value):
            return f"write a list: [{value}]"
        return f"write a list, such as {_LISTS.get(key, '[one, two]')}"
    return "write a text, such as 'We agree'" if kind == "string_type" else ""


_MODELS: tuple[tuple[tuple[str, ...], type[BaseModel]], ...] = (
    ((), Questionnaire),
    (("sources", "*"), Source),
    (("scales", "*", "*"), Option),
    (("questions", "*"), Question),
    (("questions", "*", "options", "*"), Option),
    (("next_steps", "*"), NextStep),
    (("next_steps", "*", "for"), Purpose),
    (("next_steps", "*", "when"), When),
    (("next_steps", "*", "when", "answers", "*"), Wanted),
    (("next_steps", "*", "when", "scores", "*"), Bounds),
    (("scores", "*"), Score),
    (("scores", "*", "bands", "*"), Band),
    (("cases", "*"), Case),
)
"""Which model describes the mapping at which path; `*` stands for any one step."""

_PLAIN = {
    "string_type": "a text is expected here",
    "dict_type": "a mapping (key: value) is expected here",
    "model_type": "a mapping (key: value) is expected here",
    "model_attributes_type": "a mapping (key: value) is expected here",
    "tuple_type": "a list is expected here",
    "list_type": "a list is expected here",
    "int_type": "a whole number is expected here",
    "int_parsing": "a whole number is expected here",
    "int_from_float": "a whole number is expected here",
    "float_type": "a number is expected here",
    "float_parsing": "a number is expected here",
    "finite_number": "a number is expected here",
    "bool_type": "true or false is expected here",
    "string_too_short": "this text is empty",
}

_BOUNDS = {
    "greater_than_equal": ("ge", "{} or more"),
    "less_than_equal": ("le", "{} or less"),
    "greater_than": ("gt", "more than {}"),
    "less_than": ("lt", "less than {}"),
}
"""Where a bound stands in what pydantic says, and how it is told."""


def shape_findings(tree: Tree, problem: ValidationError) -> Iterator[Finding]:
    """One finding for each thing wrong with the shape of a questionnaire tree."""
    seen: set[tuple[KeyPath, str]] = set()
    told: set[tuple[KeyPath, str]] = set()
    for error in problem.errors(include_url=False):
        if error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]:
            continue  # pydantic counts only the entries that are right; what is wrong in the others is reported anyway
        path, key = _path(tree, error["loc"])
        if _not_read(tree, path, error) or (error["type"] == "missing" and glued(tree, path, str(error["loc"][-1]))):
            continue
        if fits(("cases", "*", "expect"), path[:3]):
            path = path[:3]  # one finding, whichever of the forms it may take was meant
        key = key or error["type"] == "extra_forbidden"
        code, message, remedy = _words(tree, path, error)
        if (path, message) not in seen:
            seen.add((path, message))
            if code == "PC201" and (path[:-1], remedy) in told:
                remedy = ""  # what is known here was said at the unknown key before
            told.add((path[:-1], remedy))
            detail: Detail = "text-wanted" if code == "PC203" and _is_no_text(path, error) else ""
            found = tree.at(path, code, message, remedy, key=key, detail=detail)
            missing = (str(error["loc"][-1]),) if code == "PC202" else ()
            yield replace(found, where=(*path, *missing))


def _not_read(tree: Tree, path: KeyPath, error: ErrorDetails) -> bool:
    """Whether something is missing only because reading stopped before it."""
    if not tree.unfinished(path):
        return False
    if path == tree.stopped:
        return True  # a bracket or a quote that is not closed makes one text of several lines
    expected = fits(("cases", "*", "expect"), path[:3]) and isinstance(error["input"], list | tuple)
    return error["type"] in ("missing", "too_short", "string_too_short") or expected


def _path(tree: Tree, loc: tuple[int | str, ...]) -> tuple[KeyPath, bool]:
    """The part of pydantic's location that stands in the file (it adds `[key]` and the names of union members)."""
    if loc and loc[-1] == "[key]":
        return loc[:-1], True
    path: KeyPath = ()
    for step in loc:
        if (*path, step) in tree.values:
            path = (*path, step)
    return path, False


def _words(tree: Tree, path: KeyPath, error: ErrorDetails) -> tuple[str, str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if slip := key_hint(tree, path):
        return "PC203", *slip
    if fits(("cases", "*", "expect"), path):
        return "PC204", "this is no verdict to expect", _verdict_remedy(error["input"])
    if kind == "missing":
        name = str(error["loc"][-1])
        return "PC202", f"the key {name!r} is missing {_where(path)}", for_missing(name)
    if kind == "extra_forbidden":
        word = str(error["loc"][-1])
        return (
            "PC201",
            f"the key {clip(word, 60)!r} is not known {_where(path[:-1])}",
            did_you_mean(word, keys_at(path[:-1])),
        )
    if kind == "literal_error":
        known = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
        what = "is no stage" if tuple(known) == STAGES else "is not known here"
        return "PC204", f"{shown(error['input'])} {what}", did_you_mean(str(error["input"]), known)
    if kind == "string_pattern_mismatch":
        return (
            "PC203",
            f"{shown(error['input'])} cannot stand here",
            _pattern_remedy(context["pattern"], error["input"]),
        )
    return "PC203", *_wrong_value(tree, path, error)


def _wrong_value(tree: Tree, path: KeyPath, error: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value, and what to write."""
    kind, context = error["type"], error.get("ctx", {})
    if _is_no_text(path, error):
        return "a text is expected here, and this is read as a number or as true/false", "put quotes around it"
    if kind in ("too_short", "too_long"):
        return _count(context)
    if kind == "string_too_long":
        return f"this text has more than {context['max_length']} characters", "say it shorter"
    if kind in _BOUNDS:
        sign, words = _BOUNDS[kind]
        return f"this must be {words.format(f'{context[sign]:g}')}", ""
    text = _takes_text(path, error)
    remedy = _nothing_there(tree, path, error) or for_wrong_kind("string_type" if text else kind, path, error["input"])
    return _PLAIN["string_type"] if text else _PLAIN.get(kind, _own_words(error)), remedy


def _takes_text(path: KeyPath, error: ErrorDetails) -> bool:
    """Whether a text belongs where the error is."""
    return error["type"] == "string_type" or (
        error["type"] == "dict_type" and any(fits(each.split("/"), path) for each in TEXTS)
    )


def _is_no_text(path: KeyPath, error: ErrorDetails) -> bool:
    """Whether a text belongs there, and a number or true or false stands there for want of quotes."""
    return isinstance(error["input"], bool | int | float) and _takes_text(path, error)


def _verdict_remedy(value: object) -> str:
    known = (*STAGES, "differ", "too-few")
    return (
        did_you_mean(value, known) if isinstance(value, str) else f"one of {', '.join(known)}, or a list of two stages"
    )


def _own_words(error: ErrorDetails) -> str:
    text = error["msg"].replace("Input should be", "this should be").replace("Value error, ", "")
    return text[0].lower() + text[1:]


def _count(context: dict[str, Any]) -> tuple[str, str]:
    if "min_length" in context:
        least = context["min_length"]
        return f"at least {least} expected here, found {context['actual_length']}", f"write {least} or more"
    most = context["max_length"]
    return f"at most {most} expected here, found {context['actual_length']}", f"leave {most} at most"


def _nothing_there(tree: Tree, path: KeyPath, error: ErrorDetails) -> str:
    if error["input"] is None and path in tree.values:
        return "there is nothing behind the colon; write a value or take the key away"
    return ""


def _where(path: KeyPath) -> str:
    return f"in {path[0] if len(path) == 1 else f'this entry of {path[0]}'}" if path else "at the top of the file"


def _pattern_remedy(pattern: str, value: object) -> str:
    if pattern in (SLUG, VALUE) and (slug := slug_of(str(value))):
        return f"write {slug}"
    if pattern.startswith("^[a-z]{2,3}"):
        return "write a language tag such as en, nl or nl-BE"
    if pattern == r"\S":
        return "write something, or take the key away"
    if "." in pattern and "A-Z" in pattern:
        return 'write a version such as "1.0"'
    return "write small letters, digits and single hyphens, such as shared-need"


def fits(pattern: Sequence[str], path: KeyPath) -> bool:
    """Whether a path is one of those that a pattern such as `questions/*/text`, split at its slashes, means."""
    return len(pattern) == len(path) and all(p in ("*", str(s)) for p, s in zip(pattern, path, strict=True))


def keys_at(path: KeyPath) -> list[str]:
    """The keys that may stand in the mapping at a path; none where any may."""
    model = model_at(path)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def model_at(path: KeyPath) -> type[BaseModel] | None:
    """The model that describes the mapping at a path; none where any keys may stand."""
    return next((model for pattern, model in _MODELS if fits(pattern, path)), None)
