"""How the text format is coloured and linked, so that it need not know what a terminal can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Part = Literal["error", "warning", "note", "place", "gutter", "remedy", "summary"]
"""What a piece of text is: of a finding of a level, or one of the other parts of the output."""


def _unpainted(text: str, _part: str) -> str:
    return text


@dataclass(frozen=True)
class Paint:
    """How pieces of text are shown.

    `style` gets a text and what part it is; `link` gets a text and the code that it should lead to. `width` is how many
    characters fit on a line; none where lines may be as long as they are.
    """

    style: Callable[[str, Part], str] = _unpainted
    link: Callable[[str, str], str] = _unpainted
    width: int | None = None


PLAIN = Paint()
"""Nothing is coloured, linked or wrapped."""
