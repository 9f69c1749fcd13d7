"""The house: imports point down only, and each room touches only what it may."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "partnercheck"

FLOORS = (
    ("codes", "findings", "errors", "markdown", "words"),
    ("questionnaire",),
    ("assessment",),
    ("rounds",),
    ("checking",),
    ("reports",),
    ("api",),
    ("cli",),
    ("__main__",),
)
"""The rooms from the ground up; a room may import from its own floor and from those below."""

ALLOWED_OUTSIDE = {
    "codes": set[str](),
    "findings": set[str](),
    "errors": set[str](),
    "markdown": set[str](),
    "words": set[str](),
    "questionnaire": {"pydantic", "pydantic_core", "pyphen", "typing_extensions", "yaml"},
    "assessment": {"pydantic"},
    "rounds": {"pydantic"},
    "checking": {"babel", "platformdirs", "pydantic"},
    "reports": {"babel", "jinja2", "markupsafe", "pydantic"},
    "api": set[str](),
    "cli": {"platformdirs", "pydantic", "rich", "typer"},
    "__main__": set[str](),
}
"""The libraries each room may use, beside the standard one."""

IMPURE = {"os", "io", "pathlib", "time", "random", "socket", "subprocess", "sys", "tempfile", "shutil", "logging"}
"""What the arithmetic may not touch; the simulation alone rolls dice, with a seed it is given."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [p for p in modules() if p.name != "__init__.py"], ids=lambda p: p.stem)
def test_imports_point_down(path: Path) -> None:
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "partnercheck" and parts[1] != "__version__":
            target = parts[1]
            if (PACKAGE / f"{target}.py").exists() or (PACKAGE / target).is_dir():
                assert floor(target) <= floor(room(path)), f"{path.name} imports {name}, which lies above it"
            else:
                assert room(path) in ("cli", "__main__"), f"{path.name} imports {name} from the front door"


@pytest.mark.parametrize("path", modules(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_rooms_use_only_their_libraries(path: Path) -> None:
    if path.parent == PACKAGE and path.name == "__init__.py":
        return
    outside = {name.split(".")[0] for name in imported(path)} - {"partnercheck"} - sys.stdlib_module_names
    assert outside <= ALLOWED_OUTSIDE[room(path)]


@pytest.mark.parametrize("path", sorted((PACKAGE / "assessment").glob("*.py")), ids=lambda p: p.stem)
def test_the_arithmetic_is_pure(path: Path) -> None:
    allowed = {"random"} if path.stem == "simulation" else set[str]()
    used = {name.split(".")[0] for name in imported(path)}
    assert not (used & IMPURE) - allowed
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input", "exec", "eval"}


def test_only_the_command_line_prints_and_exits() -> None:
    for path in modules():
        if room(path) in ("cli", "__main__"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "quit"), f"{path}:{node.lineno}"
            if isinstance(node, ast.Attribute) and node.attr in ("exit", "_exit"):
                assert not (isinstance(node.value, ast.Name) and node.value.id in ("sys", "os")), (
                    f"{path}:{node.lineno}"
                )


def test_lines_are_typed_in_one_place() -> None:
    """What is typed before a question shows is no answer to it: whoever reads a line otherwise forgets that."""
    for path in modules():
        if path.name == "interview_keyboard.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                typer_asks = isinstance(node.func, ast.Attribute) and node.func.attr in ("prompt", "confirm")
                assert not typer_asks, f"{path}:{node.lineno}"
                assert not (isinstance(node.func, ast.Name) and node.func.id == "input"), f"{path}:{node.lineno}"


def test_files_are_short_enough_to_read_in_one_go() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert max(lengths.values()) <= 600, max(lengths, key=lambda path: lengths[path])


def test_names_stay_out_that_say_nothing() -> None:
    banned = {"validate", "process", "handle", "manager", "utils", "helpers", "common", "data", "item", "misc"}
    for path in modules():
        assert path.stem not in banned, path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert node.name.strip("_").lower() not in banned, f"{path}:{node.lineno}"
            if isinstance(node, ast.arg):
                assert node.arg not in banned, f"{path}:{node.lineno}"
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                assert node.id not in banned, f"{path}:{node.lineno}: {node.id}"
