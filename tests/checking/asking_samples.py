"""Small questionnaires for the rules about asking and words, and what a rule finds in them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from partnercheck.checking.recovery import Draft, draft_of
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding

Plain = dict[str, Any]
Rule = Callable[[Draft], Iterator[Finding]]

FIVE = [{"value": n, "label": f"{n} of five"} for n in range(1, 6)]


def asks(*questions: Plain, **keys: object) -> Plain:
    """A questionnaire with these questions, and a five-point scale called `five`."""
    named = [{"id": f"q{number}", "text": "Why?", **question} for number, question in enumerate(questions)]
    start = {"format": 1, "id": "asks", "version": "1", "title": "Asks", "scales": {"five": FIVE}}
    return {**start, "questions": named, **keys}


def options(*labels: object) -> list[Plain]:
    """Options with these labels and the values a, b and so on."""
    return [{"value": chr(ord("a") + number), "label": label} for number, label in enumerate(labels)]


def found(rule: Rule, plain: Plain) -> list[Finding]:
    """What a rule finds in a questionnaire."""
    return list(rule(draft_of(TextFile("asks.json", json.dumps(plain, indent=1)))))


def places(rule: Rule, plain: Plain) -> list[tuple[str | int, ...]]:
    """The paths at which a rule finds something."""
    return [each.where for each in found(rule, plain)]


def messages(rule: Rule, plain: Plain) -> list[str]:
    """What a rule says."""
    return [each.message for each in found(rule, plain)]
