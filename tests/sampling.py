"""How much the tests try: everything in CI, and a part of it at a desk, where a law that breaks shows soon as well.

`CI=1 make test` tries everything anywhere.
"""

import os
from typing import Any

from hypothesis import settings

ALL = bool(os.environ.get("CI"))
"""Whether everything is tried."""
PART, FEW = 5, 10
"""At a desk one of so many is tried, but never fewer than these few, where there are as many."""


def tried(many: int) -> int:
    """How many of so many examples are tried."""
    return many if ALL else max(min(many, FEW), many // PART)


def examples(many: int, **more: Any) -> settings:  # noqa: ANN401 - what hypothesis takes
    """The settings of a law with so many examples in CI: the same each time, however busy the machine is."""
    return settings(max_examples=tried(many), derandomize=True, deadline=None, database=None, **more)
