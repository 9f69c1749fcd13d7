"""Which kind of file a file is, told by its name and its text, so that a faulty one is known too."""

import re
from typing import Literal

Kind = Literal["questionnaire", "answers", "table", "round"]

TREES = (".yaml", ".yml", ".json")
TABLES = (".csv", ".tsv")
ROUNDS = (".jsonl",)

_ASKS = re.compile(r"""^\s{0,4}["']?(questions|next_steps|ask_first|scales)["']?\s*:""", re.MULTILINE)
_ANSWERS = re.compile(r"""^\s{0,4}["']?responses["']?\s*:""", re.MULTILINE)
_ONE_LINE = re.compile(r"""^\s*\{.*?["'](questions|responses)["']\s*:""", re.DOTALL)
_PEOPLE = re.compile(
    r"""^\W{0,3}(respondent|partner|sector)\b|[,;\t]["']?(respondent|partner|sector)["']?\s*([,;\t]|$)"""
)


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
        return "table" if named or _PEOPLE.search(text.lstrip("\ufeff").split("\n", 1)[0].lower()) else None
    if '"event"' in text[:200] and '"round"' in text[:200]:
        return "round"
    one_line = _ONE_LINE.match(text)
    if _ANSWERS.search(text) or (one_line and one_line[1] == "responses"):
        return "answers"
    if _ASKS.search(text) or one_line or named:
        return "questionnaire"
    return None
