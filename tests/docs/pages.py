"""The parts of the documentation that are made from the code."""

import inspect
import re
import types
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.models import ArgumentInfo, OptionInfo, ParameterInfo

from partnercheck.assessment import result
from partnercheck.assessment.result import Assessment
from partnercheck.cli.app import COMMANDS, app_with
from partnercheck.core.codes import CODES, FAMILIES
from partnercheck.core.words import Escape, Stage
from partnercheck.questionnaire import model
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.reports.filters import filters_for

FROM_HERE, TO_HERE = "<!-- generated:start -->", "<!-- generated:end -->"

WORDS: dict[object, str] = {
    model.Slug: "short name",
    model.OptionValue: "short name or number",
    model.OptionValues: "an option, or a list of them",
    model.OneText: "text",
    model.Text: "text, or a text per language",
    model.Points: "number",
    Stage: "stage",
    Escape: "escape",
    model.VerdictKind: "verdict kind",
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    object: "anything",
    type(None): "",
}
"""What a type is called; everything that is built from others is spelt out by `in_words`."""


def with_generated(text: str, generated: str) -> str:
    """A page with the part between its two marks made anew."""
    before, _, rest = text.partition(FROM_HERE)
    _, _, after = rest.partition(TO_HERE)
    return f"{before}{FROM_HERE}\n\n{generated.strip()}\n\n{TO_HERE}{after}"


# --- the models -------------------------------------------------------------------------------------------------------


def questionnaire_parts() -> str:
    """Every part of a questionnaire file, its keys in tables."""
    return "\n\n".join(_model_section(part, required=True) for part in _parts(Questionnaire, model.Part))


def assessment_parts() -> str:
    """Every part of an assessment, its keys in tables."""
    return "\n\n".join(_model_section(part, required=False) for part in _parts(Assessment, result.Fact))


def _parts(top: type[BaseModel], kind: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and every model its fields lead to, in the order a reader meets them."""
    found = [top]
    for part in found:
        for info in part.model_fields.values():
            found += [each for each in _models_in(info.annotation) if issubclass(each, kind) and each not in found]
    return found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - an annotation is of any type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _model_section(part: type[BaseModel], *, required: bool) -> str:
    rows = [
        f"| `{info.alias or name}` | {_field_words(part, name, info)} |"
        + (f" {_default(info)} |" if required else "")
        + f" {_field_type(part, name)} |"
        for name, info in part.model_fields.items()
    ]
    head = "| key | what it is | required, or what it is without | what to write |\n| --- | --- | --- | --- |"
    if not required:
        head = "| key | what it is | type |\n| --- | --- | --- |"
    return "\n".join([f"### {_name(part)}", "", inspect.cleandoc(part.__doc__ or ""), "", head, *rows])


def _name(part: type[BaseModel]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part.__name__).capitalize()


def _field_words(part: type[BaseModel], name: str, info: FieldInfo) -> str:
    said = info.description or next(iter(_models_in(info.annotation)), part).__doc__ or ""
    assert said, f"{part.__name__}.{name} has no description"
    return _cell(said.split("\n")[0])


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.default if info.default is not PydanticUndefined else None
    if value is None or value in ((), {}, ""):
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`[{', '.join(map(str, value))}]`" if isinstance(value, tuple) else f"`{value}`"


def _field_type(part: type[BaseModel], name: str) -> str:
    return _cell(in_words(get_type_hints(part, include_extras=True)[name]))


def in_words(annotation: Any) -> str:  # noqa: ANN401 - an annotation is of any type
    """A type as an author of a file reads it."""
    known = next((words for each, words in WORDS.items() if each == annotation), None)
    if known is not None:
        return known
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{_name(annotation).lower()}](#{_name(annotation).lower().replace(' ', '-')})"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return in_words(inner[0]) + _bounds(inner[1:])
    if origin is Literal:
        return " or ".join(f"`{each}`" for each in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(filter(None, map(in_words, inner)))
    if origin is tuple:
        several = len(inner) == 2 and inner[1] is Ellipsis
        return f"list of: {in_words(inner[0])}" if several else " and ".join(map(in_words, inner))
    if origin is dict:
        return f"{in_words(inner[0])} → {in_words(inner[1])}"
    return str(getattr(annotation, "__name__", annotation))


def _bounds(metadata: tuple[Any, ...]) -> str:
    """The limits of a number, in words."""
    flat = [each for info in metadata for each in getattr(info, "metadata", [info])]
    names = {"ge": "from {}", "gt": "more than {}", "le": "at most {}"}
    said = [names[key].format(f"{getattr(each, key):g}") for key in names for each in flat if hasattr(each, key)]
    return f", {', '.join(said)}" if said else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- the commands -----------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its arguments, options and examples."""
    return "\n\n".join(_command_section(name, callback, epilog) for name, callback, epilog in registered())


def registered() -> Iterator[tuple[str, Callable[..., Any], str]]:
    """Name, function and closing text of each command."""
    for command in app_with(COMMANDS).registered_commands:
        assert command.name, "a command without a name"
        assert command.callback, "a command without a function"
        yield command.name, command.callback, command.epilog or ""


def _command_section(name: str, callback: Callable[..., Any], epilog: str) -> str:
    parameters = list(_parameters(callback))
    arguments = [row for row in parameters if row.argument]
    usage = " ".join(each.usage for each in arguments)
    lines = [f"## {name}", "", inspect.cleandoc(callback.__doc__ or ""), ""]
    lines += ["```text", f"partnercheck {name} [OPTIONS] {usage}".rstrip(), "```", ""]
    if arguments:
        lines += ["| argument | what it is |", "| --- | --- |", *(each.row() for each in arguments), ""]
    lines += ["| option | what it does |", "| --- | --- |"]
    lines += [each.row() for each in parameters if not each.argument]
    lines += ["| `-h`, `--help` | Show what the command does and its options, and stop. |", ""]
    examples = [line.strip() for line in epilog.splitlines() if line.strip().startswith("partnercheck ")]
    return "\n".join([*lines, "Examples:", "", "```text", *examples, "```"])


class Parameter:
    """An argument or option of a command, as its function declares it."""

    def __init__(self, parameter: inspect.Parameter, hint: Any) -> None:  # noqa: ANN401 - a hint is of any type
        self.type, declared = get_args(hint)
        assert isinstance(declared, ParameterInfo), f"{parameter.name} is declared with typer.Option or typer.Argument"
        self.declared: ParameterInfo = declared
        self.argument = isinstance(declared, ArgumentInfo)
        self.name = parameter.name
        self.default = parameter.default

    @property
    def usage(self) -> str:
        """An argument in the usage line."""
        shown = self.declared.metavar or self.name.upper()
        return shown if self.default is inspect.Parameter.empty else f"[{shown}]"

    def row(self) -> str:
        """One row of a table."""
        return f"| {self._names()} | {_cell(self.declared.help or '')}{self._default()} |"

    def _names(self) -> str:
        if self.argument:
            return f"`{_cell(self.declared.metavar or self.name.upper())}`"
        assert isinstance(self.declared, OptionInfo)
        declared = (self.declared.default, *(self.declared.param_decls or ()))
        names = [str(name) for name in declared if str(name).startswith("-")] or [f"--{self.name.replace('_', '-')}"]
        value = self._value()
        return ", ".join(f"`{name}{' ' + value if value and name.startswith('--') else ''}`" for name in names)

    def _value(self) -> str:
        """What stands behind an option."""
        if self.declared.metavar:
            return _cell(self.declared.metavar)
        plain = [each for each in get_args(self.type) if each is not type(None)] or [self.type]
        literal = plain[0] if get_origin(plain[0]) is Literal else None
        if literal or get_origin(self.type) is Literal:
            return "\\|".join(get_args(literal or self.type))
        return {"bool": "", "int": "NUMBER", "Path": "PATH", "datetime": "YYYY-MM-DD"}.get(plain[0].__name__, "TEXT")

    def _default(self) -> str:
        shown = getattr(self.declared, "show_default", True)
        if isinstance(shown, str):
            return f" Default: `{shown}`."
        return f" Default: `{self.default}`." if self.default and isinstance(self.default, str) else ""


def _parameters(callback: Callable[..., Any]) -> Iterator[Parameter]:
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        yield Parameter(parameter, hints[name])


# --- the filters ------------------------------------------------------------------------------------------------------

BUILT_IN = {"result": "The result of one question, by its id. Nothing where it is withheld."}
"""What filters make that are no functions of partnercheck."""


def filters(assessment: Assessment) -> str:
    """The filters of the report templates, in a table."""
    rows = []
    for name, function in sorted(filters_for(assessment).items()):
        plain = function.func if isinstance(function, partial) else function
        said = BUILT_IN.get(name) or inspect.cleandoc(plain.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        rows.append(f"| `{name}` | {_cell(said)} |")
    return "\n".join(["| filter | what it makes |", "| --- | --- |", *rows])


# --- the codes --------------------------------------------------------------------------------------------------------


def rules() -> str:
    """The codes of findings with links to their pages, a table for each family."""
    return "\n\n".join(_family(start, name) for start, name in FAMILIES.items())


def _family(start: str, name: str) -> str:
    rows = [
        f"| [{each.code}]({each.code}.md) | {each.level} | {each.title} |"
        for each in CODES
        if each.code.startswith(start)
    ]
    return "\n".join([f"## {start}: {name}", "", "| code | level | what is wrong |", "| --- | --- | --- |", *rows])
