"""A difference between two versions as one plain sentence."""

from typing import Any

from partnercheck.checking.versions.tree_diff import Difference, Impact, Kind
from partnercheck.core.findings import clip, listed, shown
from partnercheck.questionnaire.document import KeyPath
from partnercheck.questionnaire.model import ANY_LANGUAGE, Questionnaire

WIDTH = 60
LEAD = 16
"""Characters shown before the place where two long texts part."""

_PARTS = {
    "questions": "question",
    "next_steps": "next step",
    "scores": "score",
    "cases": "case",
    "sources": "source",
    "themes": "theme",
    "sectors": "sector",
    "scales": "scale",
}
_NAMES = {"cases": "name"}
_TOLD_BY = {"questions": "text", "next_steps": "do", "scores": "title", "sources": "title"}
_TEXTS = ("title", "about", "text", "help", "reason", "label", "do", "why", "who", "time", "by", "licence")
_KEYS = {
    "sign_of": "the stage that agreeing is a sign of",
    "least": "the smallest number accepted",
    "most": "the largest number accepted",
    "escapes": "what is offered beside the options",
    "minutes": "the time in minutes",
    "ask_first": "what is asked first",
    "id": "the id",
    "help": "the help line",
    "do": "what to do",
    "why": "why it helps",
    "who": "who leads",
    "time": "how long it takes",
    "by": "who published it",
    "answers": "the answers",
    "expect": "the expected verdict",
}


def told(leaf: Difference, kind: Kind, meaning: Impact) -> str:
    """The sentence for a difference."""
    side = meaning.old if leaf.how == "removed" else meaning.new
    what, rest = _named(side, leaf.path, meaning)
    if leaf.how == "order":
        return _order(leaf, what, rest)
    if not rest:
        return _whole(leaf, what, side)
    if leaf.path[0] == "questions" and rest[0] in ("kind", "scale"):
        return _answering(leaf, what, kind)
    if rest == ("languages",):
        return _languages(leaf)
    return _inside(leaf, what, rest)


def _named(side: Questionnaire, path: KeyPath, meaning: Impact) -> tuple[str, KeyPath]:
    """What the path is about, in words, and the rest of the path inside it."""
    part = str(path[0])
    if part not in _PARTS or len(path) < 2:
        return "the questionnaire", path
    at = path[1]
    if isinstance(at, str):
        words = f"the {_PARTS[part]} {shown(at)}"
        if part == "scales":
            n = meaning.uses[at]
            words += f" (used by {n} question{'' if n == 1 else 's'})" if n else " (used by no question)"
            if len(path) > 2:
                return f"the option {shown(side.scales[at][int(path[2])].value)} of {words}", path[3:]
        return words, path[2:]
    entry = getattr(side, part)[at]
    words = f"the {_PARTS[part]} {shown(getattr(entry, _NAMES.get(part, 'id')))}"
    if path[2:3] == ("options",) and len(path) > 3:
        return f"the option {shown(entry.options[path[3]].value)} of {words}", path[4:]
    if path[2:3] == ("bands",) and len(path) > 3:
        return f"the band from {entry.bands[path[3]].start:g} of {words}", path[4:]
    return words, path[2:]


def _order(leaf: Difference, what: str, rest: KeyPath) -> str:
    part = str(leaf.path[0])
    if rest == leaf.path:  # the list of all questions, steps and so on
        words = {"questions": "the questions are asked", "themes": "the themes stand"}
        said = f"{words.get(part, f'the {_PARTS[part]}s stand')} in another order"
    elif rest == ("bands",):
        said = f"the bands of {what} stand in another order"
    else:
        said = f"the options of {what} stand in another order"
    return f"{said}: {listed([_value(each) for each in leaf.after], 8)}"


def _whole(leaf: Difference, what: str, side: Questionnaire) -> str:
    """A part that came, went or has another name."""
    if leaf.how == "renamed":
        if what.startswith("the band"):
            return f"{what} started at {leaf.before:g} before"
        return f"{what} was {shown(leaf.before)} before: it reads the same, so it was probably renamed"
    entry = leaf.after if leaf.how == "added" else leaf.before
    text = side.say(_words(leaf, entry), side.languages[0])
    said = f": “{clip(text, WIDTH)}”" if text else ""
    return f"{what} is new{said}" if leaf.how == "added" else f"{what} was removed{said}"


def _words(leaf: Difference, entry: Any) -> dict[str, str] | None:  # noqa: ANN401 - of any kind
    """The text that a reader knows an entry by; none for scales and cases."""
    part = str(leaf.path[0])
    if len(leaf.path) > 2:
        text = entry["label"]
    elif part in ("themes", "sectors"):
        text = entry
    else:
        text = entry[_TOLD_BY[part]] if part in _TOLD_BY else None
    return text if isinstance(text, dict) else None


def _answering(leaf: Difference, what: str, kind: Kind) -> str:
    if leaf.path[2] == "kind":
        return f"{what} is answered {leaf.after}, it was answered {leaf.before}"
    same = {
        "compatible": "the answers are the same",
        "scores-move": "its answers count otherwise",
        "not-comparable": "its answers are others",
    }
    return f"{what} is answered on the scale {shown(leaf.after)}, it was {shown(leaf.before)}; {same[kind]}"


def _languages(leaf: Difference) -> str:
    came = [each for each in leaf.after if each not in leaf.before]
    went = [each for each in leaf.before if each not in leaf.after]
    parts = [f"speaks {listed(came)} as well"] if came else []
    parts += [f"no longer speaks {listed(went)}"] if went else []
    first = leaf.after[0]
    parts += [f"speaks {first} by default, it was {leaf.before[0]}"] if first != leaf.before[0] else []
    return f"the questionnaire {' and '.join(parts)}" if parts else f"the languages are listed as {listed(leaf.after)}"


def _inside(leaf: Difference, what: str, rest: KeyPath) -> str:
    keys = [str(step) for step in rest]
    if keys[0] in ("evidence", "norms") and len(keys) > 1:
        said = f"the evidence for {keys[1]} of {what}" if keys[0] == "evidence" else f"the norm of {keys[1]}"
        return f"{said} is {_value(leaf.after or 0)}, it was {_value(leaf.before or 0)}"
    if leaf.path[0] in ("themes", "sectors"):  # the whole of it is one text
        return _text(leaf, what, keys[0])
    if keys[0] in _TEXTS:
        key = _KEYS.get(keys[0], f"the {keys[0]}")
        return _text(leaf, key if rest == leaf.path else f"{key} of {what}", "".join(keys[1:]))
    said = _KEYS.get(keys[0], f"the {keys[0]}") if len(keys) == 1 else f"{'/'.join(keys)}"
    of = "" if rest == leaf.path else f" of {what}"
    if keys == ["answers"]:
        return f"{said}{of} changed"
    if keys[-1] in ("sources", "questions"):
        return f"{said}{of} are {_value(leaf.after)}, they were {_value(leaf.before)}"
    return f"{said}{of} is {_value(leaf.after)}, it was {_value(leaf.before)}"


def _text(leaf: Difference, of: str, lang: str) -> str:
    where = "" if lang in (ANY_LANGUAGE, "") else f" in {lang}"
    before, after = _said(leaf.before), _said(leaf.after)
    if not before:
        return f"{of} is new{where}: “{clip(after, WIDTH)}”"
    if not after:
        return f"{of} was taken out{where}: “{clip(before, WIDTH)}”"
    before, after = _parting(before, after)
    return f"{of} reads otherwise{where}: “{before}” → “{after}”"


def _said(text: Any) -> str:  # noqa: ANN401 - a text of one language, of several, or none
    return str(next(iter(text.values()), "")) if isinstance(text, dict) else text or ""


def _parting(before: str, after: str) -> tuple[str, str]:
    """Two texts, cut to where they part."""
    if len(before) <= WIDTH and len(after) <= WIDTH:
        return before, after
    pairs = zip(before, after, strict=False)
    same = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(0, same - LEAD)) + 1
    lead = "…" if start else ""
    return lead + clip(before[start:], WIDTH), lead + clip(after[start:], WIDTH)


def _value(value: Any) -> str:  # noqa: ANN401 - of any kind
    if value is None or value in ("", (), {}, []):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items() if each not in (None, (), {}))
    if isinstance(value, list | tuple):
        return listed([_value(each) for each in value], 8)
    return f"{value:g}" if isinstance(value, float) else clip(str(value), WIDTH)
