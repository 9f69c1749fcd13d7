"""Which kind of file a file is, told by its name and its text, so that a faulty one is known too."""

import re
from typing import Literal

Kind = Literal["questionnaire", "answers", "table", "round"]

TREES = (".yaml", ".yml", ".json")
TABLES = (".csv", ".tsv")
ROUNDS = (".jsonl",)

_PARTS = "(questions|next_steps|ask_first|scales)"
_ASKS = re.compile(
    rf"""^["']?{_PARTS}["']?[ \t]*:|^[ \t]*"{_PARTS}"[ \t]*:|\A\s*\{{.*?"questions"\s*:""", re.MULTILINE | re.DOTALL
)
_ANSWERS = re.compile(
    r"""^["']?responses["']?[ \t]*:|^[ \t]*"responses"[ \t]*:|\A\s*\{.*?"responses"\s*:""", re.MULTILINE | re.DOTALL
)
"""At the start of a line in YAML; between quotes, and anywhere, in JSON."""
_CELL = re.compile(r"[^,;\t]+")


UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file starts that some programs call Unicode; it cannot be read, and is known all the same."""


def kind_in(path: str, content: bytes, *, named: bool) -> Kind | None:
    """The kind of a file by its path and its bytes, whatever they are; the rest is as in `kind_of`."""
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    return kind_of(path, content.decode(encoding, "replace"), named=named)


def kind_of(path: str, text: str, *, named: bool) -> Kind | None:
    """The kind of a file.

    Args:
        path: Its path.
        text: What is in it.
        named: Whether the user named it, and not only the folder it is in. What nobody named and looks like none of
            ours is none.
    """
    low = path.lower()
    if not named and '"$schema"' in text[:400]:
        return None  # a schema names the keys of a questionnaire and is none
    if low.endswith(ROUNDS):
        return "round" if named or '"event"' in text[:200] else None
    if low.endswith(TABLES):
        cells = {cell.strip(" \ufeff\"'").lower() for cell in _CELL.findall(text.split("\n", 1)[0].rstrip())}
        return "table" if named or "respondent" in cells or {"partner", "sector"} <= cells else None
    if '"event"' in text[:200] and '"round"' in text[:200]:
        return "round"
    if _ASKS.search(text):
        return "questionnaire"
    if _ANSWERS.search(text):
        return "answers"
    return "questionnaire" if named else None
