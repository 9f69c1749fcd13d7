"""What a template from a stranger may take: so many steps and so much text, counted and not timed."""

import re
from collections.abc import Callable, ItemsView, Iterable, KeysView, Sized, ValuesView
from string import Formatter
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.utils import Namespace
from pydantic import BaseModel

MAX_STEPS = 2_500_000
"""Parts of a template that may be worked through, in loops each time, and values that may be looked at."""
MAX_MADE = 40_000_000
"""The bytes of all texts and lists that a template may make, whether they are shown or not."""
MAX_AT_ONCE = 1_000_000
"""The bytes of one text or list."""
MAX_NUMBER = 10_000
"""The largest width, count or place that may be asked for."""
MAX_BITS = 1024
MAX_DEPTH = 40
SLOW = 10_000
"""The characters of a text for filters that take long."""
AN_ENTRY = 50
"""The bytes that an entry of a list, or a part of a text that is parted, may take."""

_NUMBER = re.compile(r"[0-9]+")


class Budget:
    """What one report has left of steps and of bytes."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.bytes = MAX_MADE
        self._models: dict[int, tuple[BaseModel, int]] = {}

    def take(self, steps: int, made: int = 0) -> None:
        """Take steps, and bytes that are made.

        Raises:
            SecurityError: there are not so many left.
        """
        self.steps -= steps
        self.bytes -= made
        if self.steps < 0:
            raise SecurityError(
                "this template has more to work through than a report may take: its loops, all together"
            )
        if self.bytes < 0:
            raise SecurityError(f"this template makes more text than a report may take: {MAX_MADE} bytes")

    def room(self, size: int) -> None:
        """See that something of this size may be made at all.

        Raises:
            SecurityError: it is too large.
        """
        if size > MAX_AT_ONCE:
            raise SecurityError(f"this would be larger than {MAX_AT_ONCE} bytes")
        self.take(size // 100)

    def size(self, value: object, *, deep: bool = False) -> int:
        """About how many bytes a value takes, everything in it counted each time that it stands there.

        Args:
            value: Any value.
            deep: Count also what stands in the parts of an assessment, which a text of the value would show.

        Raises:
            SecurityError: it is too large, or too deep, for a template.
        """
        total, seen = 0, 0
        rest: list[tuple[object, int]] = [(value, 0)]
        while rest:
            here, depth = rest.pop()
            seen += 1
            if depth > MAX_DEPTH:
                raise SecurityError(f"a template may put lists into lists {MAX_DEPTH} deep at most")
            if isinstance(here, BaseModel) and (here is not value or not deep):
                total += self._of_model(here) if deep else AN_ENTRY
            elif (inside := _parts(here)) is not None:
                total += AN_ENTRY * (1 + len(inside))
                if total > MAX_AT_ONCE:
                    break
                rest.extend((each, depth + 1) for each in inside)
            else:
                total += _plain_size(here)
            if total > MAX_AT_ONCE:
                break
        self.take(seen)
        self.room(total)
        return total

    def _of_model(self, model: BaseModel) -> int:
        """The size of a part of an assessment, which never changes, so that it is worked out once."""
        if id(model) not in self._models:
            self._models[id(model)] = model, self.size(model, deep=True)
        return self._models[id(model)][1]

    def listed(self, values: Iterable[Any]) -> list[Any]:
        """The values that something gives one after another, as long as there is room for them."""
        found: list[Any] = []
        for each in values:
            self.take(1, AN_ENTRY)
            found.append(each)
        return found

    def check_numbers(self, values: Iterable[object]) -> None:
        """See that no width, count or place is beyond all reason.

        Raises:
            SecurityError: one is.
        """
        for each in values:
            if isinstance(each, int | float) and not -MAX_NUMBER <= each <= MAX_NUMBER:
                raise SecurityError(f"a template may ask for {MAX_NUMBER} of anything at most")


def _parts(value: object) -> list[object] | None:
    """What a value holds; none where it holds nothing."""
    if isinstance(value, BaseModel):
        return [*value.__dict__, *value.__dict__.values()]
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, Namespace):
        return [*object.__getattribute__(value, "_Namespace__attrs").values()]
    if isinstance(value, list | tuple | set | frozenset | range | KeysView | ValuesView | ItemsView):
        return [*value]
    return None


def _plain_size(value: object) -> int:
    if isinstance(value, str | bytes):
        return text_size(value) if isinstance(value, str) else len(value)
    if isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise SecurityError("a template may not work with a number as large as this")
        return 8 + value.bit_length() // 3
    return 24


def text_size(text: str) -> int:
    """The bytes that a text may take."""
    return len(text) if text.isascii() else 4 * len(text)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def formatted_size(budget: Budget, pattern: str, values: Iterable[object], mark: str) -> int:
    """How large a pattern may become whose places, each with this mark, are filled."""
    wide = [each for each in _NUMBER.findall(pattern) if len(each) > 3]
    widest = max((int(each) if len(each) < 8 else MAX_AT_ONCE for each in wide), default=1000)
    if mark == "{":
        specs = [spec or "" for _, _, spec, _ in Formatter().parse(pattern)]
        if any("{" in spec for spec in specs):
            raise SecurityError("a template may not leave a width to what it fills in")
        widest = widest if any(specs) else 0
    elif "*" in pattern:
        raise SecurityError("a template may not leave a width to what it fills in")
    if widest > MAX_NUMBER:
        raise SecurityError(f"a template may ask for {MAX_NUMBER} of anything at most")
    places = pattern.count(mark)
    inside = sum(6 * budget.size(each, deep=True) for each in values) if places else 0
    budget.take(places)
    return text_size(pattern) + places * (widest + inside)


Grow = Callable[[Budget, str, tuple[Any, ...], dict[str, Any]], int]
"""How large a result may become: of a text and what a filter or a method is given beside it."""


def _first(values: tuple[Any, ...], named: dict[str, Any], name: str, usual: object) -> Any:  # noqa: ANN401 - of any kind
    return values[0] if values else named.get(name, usual)


def _padded(_budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    width = _first(values, named, "width", 80)
    return 4 * max(len(text), width if isinstance(width, int) else 0)


def _replaced(_budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    old, new = [*(_text(str(each)) for each in values[:2]), *(_text(str(each)) for each in named.values()), "", ""][:2]
    if len(old) > len(text):
        return 6 * text_size(text)
    return 6 * (text_size(text) + (text.count(old) + 1) * text_size(new))


def _joined(budget: Budget, text: str, values: tuple[Any, ...], _named: dict[str, Any]) -> int:
    inside = values[0] if values else ()
    return 6 * budget.size(inside, deep=True) + text_size(text) * (
        len(inside) if isinstance(inside, list | tuple | dict) else len(str(inside))
    )


def _expanded(_budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    width = _first(values, named, "tabsize", 8)
    return text_size(text) + text.count("\t") * max(0, width if isinstance(width, int) else 0) * 4


def _indented(_budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    width = _first(values, named, "width", 4)
    each = text_size(width) if isinstance(width, str) else max(0, int(width))
    return text_size(text) + 4 * (len(text.splitlines()) + 1) * each


def _parted(_budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    separator = _first(values, named, "sep", None)
    if isinstance(separator, str) and separator:
        return text_size(text) + AN_ENTRY * (text.count(separator) + 1)
    return text_size(text) + AN_ENTRY * (len(text) // 2 + 1)


def _longer(times: int) -> Grow:
    def size(_budget: Budget, text: str, _values: tuple[Any, ...], _named: dict[str, Any]) -> int:
        return times * text_size(text)

    return size


def _slow(budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    """A filter that works long on a long text, or puts what it is given behind each word."""
    beside = sum(budget.size(each) for each in (*values, *named.values()))
    if len(text) > SLOW:
        raise SecurityError(f"this takes too long for a text of more than {SLOW} characters")
    budget.take(10 * len(text))
    return (text_size(text) + 1) * (12 + (beside if beside > AN_ENTRY * 10 else 0))


def _by_percent(budget: Budget, text: str, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    return formatted_size(budget, text, (values, named), "%")


METHODS: dict[str, Grow] = {
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _padded),
    **dict.fromkeys(("split", "rsplit", "splitlines", "partition", "rpartition"), _parted),
    **dict.fromkeys(("capitalize", "casefold", "lower", "swapcase", "title", "upper"), _longer(3)),
    **dict.fromkeys(("lstrip", "rstrip", "strip", "removeprefix", "removesuffix"), _longer(1)),
    **dict.fromkeys(("count", "find", "index", "rfind", "rindex", "startswith", "endswith"), _longer(1)),
    **dict.fromkeys((name for name in dir(str) if name.startswith("is")), _longer(1)),
    "expandtabs": _expanded,
    "format": _longer(1),
    "format_map": _longer(1),
    "join": _joined,
    "replace": _replaced,
}
"""The methods of texts that a template may call, and how much may come of them; `format` is counted elsewhere."""

FILTERS: dict[str, Grow] = {
    "center": _padded,
    "format": _by_percent,
    "indent": _indented,
    "replace": _replaced,
    **dict.fromkeys(("striptags", "urlize", "wordwrap"), _slow),
    **dict.fromkeys(("capitalize", "lower", "title", "upper"), _longer(3)),
    **dict.fromkeys(("e", "escape", "forceescape", "safe", "string", "trim", "truncate", "wordcount"), _longer(1)),
    **dict.fromkeys(("md", "cell"), _longer(6)),
    "date": _longer(2),
    **dict.fromkeys(("urlencode", "tojson", "xmlattr", "pprint"), _longer(12)),
    **dict.fromkeys(("attr", "abs", "count", "length", "d", "default", "filesizeformat"), _longer(1)),
    **dict.fromkeys(("float", "int", "number", "on_scale", "percent", "result", "round", "width"), _longer(1)),
}
"""What may come of a text through a filter; a filter that is not here takes a text as a list of characters."""

LOOSE = (
    *("abs", "count", "d", "default", "filesizeformat", "float", "int", "length", "map", "reject", "rejectattr"),
    *("replace", "select", "selectattr", "sum", "string"),
)
"""Filters that make nothing by the numbers they are given."""
ON_TEXTS = ("center", "format", "indent", "replace", "striptags", "urlize", "wordwrap")
SHOWING = (
    *(*ON_TEXTS, "capitalize", "cell", "e", "escape", "forceescape", "join", "lower", "md", "pprint", "string"),
    *("title", "tojson", "trim", "truncate", "unique", "upper", "urlencode", "wordcount", "xmlattr"),
)
"""Filters that make a text of whatever they are given, or look at everything in it."""


def filtered_size(budget: Budget, name: str, value: object, values: tuple[Any, ...], named: dict[str, Any]) -> int:
    """How large the result of a filter may become.

    Raises:
        SecurityError: it takes too long, or what it is given is too large.
    """
    if name not in LOOSE:
        budget.check_numbers([*values, *named.values()])
    beside = sum(budget.size(each) for each in (*values, *named.values()))
    if isinstance(value, str):
        budget.room(text_size(value))
        if name not in FILTERS:
            return beside + AN_ENTRY * len(value)
        return beside + FILTERS[name](budget, value, values, named)
    if name == "sum" and any(isinstance(each, list | tuple) for each in (*values, *named.values())):
        raise SecurityError("a template may add up numbers only")
    size = budget.size(value, deep=name in SHOWING)
    budget.take((len(value) if isinstance(value, Sized) else 1) * (1 + beside // 8))
    if name in ON_TEXTS:
        return beside + FILTERS[name](budget, str(value), values, named)
    if name == "join":
        return 6 * size + beside * (len(value) if isinstance(value, Sized) else 1)
    if name in SHOWING:
        budget.take(size // 5)
        return 6 * size
    return size + beside
