"""What to write where a key is missing or a value is of the wrong kind: an example that fits the place."""

import re

from partnercheck.questionnaire.tree import Path

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


def for_wrong_kind(kind: str, path: Path, value: object) -> str:
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
