"""The registry of rules about questionnaires. What a rule yields is stamped, sorted and suppressed by the runner."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from partnercheck.checking.draft import Draft
from partnercheck.checking.unused import unused_parts
from partnercheck.findings import Finding


class Rule(NamedTuple):
    """A pure look at a draft: the codes that its findings can have, and the look itself.

    `simulates` says that it throws many dice; such rules can be switched off together.
    """

    codes: tuple[str, ...]
    look: Callable[[Draft], Iterator[Finding]]
    simulates: bool = False


RULES: tuple[Rule, ...] = (Rule(("PC208",), unused_parts),)
"""Every rule beyond what reading a questionnaire tells by itself, in the order of their codes."""
