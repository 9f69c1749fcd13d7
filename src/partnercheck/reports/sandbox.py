"""Where templates are rendered: they read what is shown, say words, and can do nothing else."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from pydantic import BaseModel

from partnercheck.core.findings import printable
from partnercheck.core.words import Words
from partnercheck.reports.limits import METHODS, Budget, filtered_size, formatted_size, text_size

MAX_RANGE = 1_000
"""What a template may count to."""
MAX_SOURCE = 2_000_000
"""The bytes of one file of a template folder, style sheets included."""
MAX_CODE = 50_000
"""The characters between the braces of all files of a template folder, which take long to compile."""
_OPEN = re.compile(r"\{[{%]")
_OF_WORDS = ("gloss", "lang", "many", "meaning", "name", "number", "percent", "stage")


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates may read what is shown and say words; they can change nothing."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - as the base class has it
        """Of an assessment and a guide only their fields, of words only saying them, of texts what makes texts."""
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields or attr == "question"
        if isinstance(obj, Words):
            return attr in _OF_WORDS
        if isinstance(obj, str):
            return attr in METHODS
        return super().is_safe_attribute(obj, attr, value)


class Bounded(Sandbox):
    """A sandbox for a template that somebody brings along: its steps and its texts are counted, and end."""

    intercepted_binops = frozenset(["**", "*", "+", "-", "/", "//", "%"])

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what Jinja takes
        super().__init__(**options)
        self.budget = Budget()
        self.shown: Callable[[object], object] = self.finalize or str
        self.finalize = self._shown

    def bound(self) -> None:
        """Count what filters and tests do; to be called when all of them are there."""
        self.filters = {name: self._bounded(name, each) for name, each in self.filters.items()}
        tests: dict[str, Any] = dict(self.tests)
        self.tests = {name: self._measured(each) for name, each in tests.items()}

    def take(self, steps: int, made: int = 0) -> None:
        """A part of a template is worked through, and shows texts of its own."""
        self.budget.take(steps, made)

    def measured(self, value: Any) -> Any:  # noqa: ANN401 - any value
        """The value, once its size is known."""
        self.budget.size(value)
        return value

    def concatenated(self, *values: Any) -> Any:  # noqa: ANN401 - text or markup
        """Values as one text, as ~ joins them."""
        size = sum(6 * self.budget.size(each, deep=not isinstance(each, str)) for each in values)
        self._make(size // 6 if all(isinstance(each, str) for each in values) else size)
        return markup_join(values)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - as the base class has it
        """A part of a list is a list of its own."""
        found = super().getitem(obj, argument)
        if isinstance(argument, slice):
            self._make(self.budget.size(found))
        return found

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as the base class has it
        """Powers and repeated texts can outgrow any computer; sums and what fills places only so far."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator == "*" and not numbers):
            raise SecurityError(f"a template may not use {operator} here")
        if operator == "%" and isinstance(left, str):
            self._make(formatted_size(self.budget, left, [right], "%"))
        else:
            made = self.budget.size(left) + self.budget.size(right)
            self.take(1) if numbers else self._make(made)
        found = super().call_binop(context, operator, left, right)
        self.budget.size(found)
        return found

    def call(self, context: Context, called: Any, /, *values: Any, **named: Any) -> Any:  # noqa: ANN401 - as the base class has it
        """Every call is a step; what is called may make only so much."""
        owner = getattr(getattr(called, "__wrapped__", called), "__self__", None)
        if owner is self:  # a step, or a look at a size, that was put into the template here
            return called(*values)
        self.take(1)
        if isinstance(called, Words) or (isinstance(owner, Words) and called.__name__ == "many"):
            first = "".join(each for each in values if isinstance(each, str))
            self._make(formatted_size(self.budget, first, [*values, named], "{"))
        elif not isinstance(called, Macro | BlockReference | LoopContext):
            self.budget.check_numbers([*values, *named.values()] if isinstance(owner, str) else ())
            beside = sum(self.budget.size(each) for each in (*values, *named.values()))
            if isinstance(owner, str):
                name = called.__name__
                if name in ("format", "format_map"):
                    self._make(formatted_size(self.budget, owner, [values, named], "{"))
                elif name in METHODS:
                    self._make(METHODS[name](self.budget, owner, values, named))
            elif owner is not None or called is dict:
                self._make(beside + (self.budget.size(owner) if isinstance(owner, list | tuple | dict) else 0))
        found = super().call(context, called, *values, **named)
        if isinstance(found, str):
            self.take(1, text_size(found))
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _count_in(tree, self)
        return tree

    def _make(self, size: int) -> None:
        """See that something of this size may be made, and count it."""
        self.budget.room(size)
        self.take(1, size)

    def _shown(self, value: object) -> object:
        """What a template shows, made safe; counted as it will stand in the report."""
        if not isinstance(value, str):
            self.budget.room(6 * self.budget.size(value, deep=True))
            value = str(value) if value is not None else value
        elif not isinstance(value, Markup):
            self.budget.room(text_size(value))
        text = escape(self.shown(value))
        self.take(1, text_size(text))
        return text

    def _bounded(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        """A filter whose results are counted, and no longer come one by one."""
        extra = 1 if getattr(made, "jinja_pass_arg", None) else 0

        @wraps(made)
        def bounded(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - any value
            given, *beside = values[extra:] or (None,)
            if isinstance(given, Iterator) and not isinstance(given, LoopContext):
                given = self.budget.listed(given)
            size = filtered_size(self.budget, name, given, tuple(beside), named)
            self._make(size)
            found = made(*values[:extra], given, *beside, **named)
            if isinstance(found, Iterator):
                found = self.budget.listed(found)
            self.take(1, text_size(found) if isinstance(found, str) else self.budget.size(found))
            return found

        return bounded

    def _measured(self, made: Callable[..., Any]) -> Callable[..., Any]:
        """A test that knows the size of what it looks at."""

        @wraps(made)
        def measured(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - any value
            for each in values:
                self.budget.size(each)
            return made(*values, **named)

        return measured


class Folder(BaseLoader):
    """Templates in a folder, and nothing that a link in it leads out to.

    Args:
        folder: The folder.
        own: Whether it is the user's, whose files may be only so large.
    """

    def __init__(self, folder: Path, *, own: bool = False) -> None:
        self.folder, self.own = folder, own
        self.code = 0

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, and where it stands."""
        del environment
        path = self.folder.joinpath(*split_template_path(template))
        try:
            if not path.is_file():
                raise TemplateNotFound(template)
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise SecurityError(f"{printable(template)} is a link that leads out of the template folder")
            with path.open("rb") as stream:
                content = stream.read(MAX_SOURCE + 1)
        except (OSError, ValueError):
            raise TemplateNotFound(template) from None
        text = content.decode()
        self.code += _code_in(text) if self.own and len(content) <= MAX_SOURCE else 0
        if self.own and (len(content) > MAX_SOURCE or self.code > MAX_CODE):
            raise SecurityError(
                f"{printable(template)} is larger than a template may be: "
                f"{MAX_SOURCE} bytes, {MAX_CODE} of them between braces"
            )
        return text, str(path), lambda: False


def counted_range(*bounds: int) -> range:
    """What `range` is for templates."""
    steps = range(*bounds)
    if len(steps) > MAX_RANGE:
        raise SecurityError(f"a template may count to {MAX_RANGE} at most")
    return steps


def _code_in(text: str) -> int:
    """How many characters stand between braces."""
    total, at = 0, 0
    while found := _OPEN.search(text, at):
        end = text.find("}}" if found[0] == "{{" else "%}", found.end())
        at = end if end >= 0 else len(text)
        total += at - found.start()
    return total


def _count_in(tree: nodes.Template, environment: Bounded) -> None:
    """Put a step before all that may be worked through more than once, and a look at what is built or compared."""
    for loop in [tree, *tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block))]:
        loop.body.insert(0, _step(loop, environment))  # type: ignore[attr-defined]  # all of these have a body
        if isinstance(loop, nodes.For) and loop.test is not None:
            counted = nodes.Or(_call("take", [nodes.Const(3)], loop.lineno), loop.test)
            loop.test = counted.set_lineno(loop.lineno).set_environment(environment)
    for parent in list(_all_nodes(tree)):
        for name, value in list(parent.iter_fields()):
            if isinstance(value, nodes.Node):
                setattr(parent, name, _looked_at(value, environment))
            elif isinstance(value, list):
                value[:] = [_looked_at(each, environment) if isinstance(each, nodes.Node) else each for each in value]


def _all_nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for each in tree.iter_child_nodes():
        yield from _all_nodes(each)


def _step(around: nodes.Node, environment: Bounded) -> nodes.Node:
    """The step that a body takes: its parts, without those of loops inside, which take their own."""
    parts, shown = 1, 0
    rest = list(around.iter_child_nodes())
    while rest:
        here = rest.pop()
        parts += 1
        if isinstance(here, nodes.TemplateData):
            shown += text_size(here.data)
        if not isinstance(here, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
            rest.extend(here.iter_child_nodes())
    step = nodes.ExprStmt(_call("take", [nodes.Const(parts), nodes.Const(shown)], around.lineno or 1))
    return step.set_lineno(around.lineno or 1).set_environment(environment)


def _looked_at(node: nodes.Node, environment: Bounded) -> nodes.Node:
    """A part of a template, with a look at its size where it builds or compares something."""
    found: nodes.Expr
    if isinstance(node, nodes.Concat):
        found = _call("concatenated", node.nodes, node.lineno)
    elif isinstance(node, nodes.List | nodes.Tuple | nodes.Dict) and getattr(node, "ctx", "load") == "load":
        found = _call("measured", [node], node.lineno)
    elif isinstance(node, nodes.Operand | nodes.Compare):
        node.expr = _call("measured", [node.expr], node.lineno)
        return node
    else:
        return node
    return found.set_lineno(node.lineno).set_environment(environment)


def _call(name: str, values: Sequence[nodes.Expr], line: int) -> nodes.Call:
    called = nodes.Call(nodes.EnvironmentAttribute(name), list(values), [], None, None)
    called.set_lineno(line)
    return called
