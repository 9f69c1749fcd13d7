"""The house: imports point down and never round in a circle, and each room touches only what it may."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "partnercheck"

FLOORS = ("core", "questionnaire", "assessment", "rounds", "checking", "reports", "interview", "api", "cli", "__main__")
"""The rooms from the ground up; a room may import from itself and from those below."""

ALLOWED_OUTSIDE = {
    "core": {"platformdirs"},
    "questionnaire": {"pydantic", "pydantic_core", "pyphen", "typing_extensions", "yaml"},
    "assessment": {"pydantic"},
    "rounds": {"pydantic"},
    "checking": {"babel", "pydantic"},
    "reports": {"babel", "jinja2", "markupsafe", "pydantic", "rich"},
    "interview": {"rich"},
    "api": set[str](),
    "cli": {"rich", "typer"},
    "__main__": set[str](),
}
"""The libraries each room may use, beside the standard one."""

IMPURE = {"os", "io", "pathlib", "time", "random", "socket", "subprocess", "sys", "tempfile", "shutil", "logging"}
"""What the arithmetic may not touch; the simulation alone rolls dice, with a seed it is given."""

FILES = {
    "core/files.py": "the one place for files of the user's",
    "rounds/disk.py": "a round file is written line by line and locked",
    "rounds/journal.py": "takes away the round file that it began and could not finish",
    "questionnaire/loader.py": "the bundled questionnaires in their fast form",
    "questionnaire/scaffold.py": "the text of ours that every new questionnaire starts with",
    "checking/discovery.py": "the first bytes of files in a folder, to tell which are ours",
    "checking/cache.py": "a cache of our own",
    "checking/rules/wording.py": "what is known of each language",
    "checking/output/machine.py": "our own pages about rules",
    "reports/render.py": "a cache of our own",
    "reports/sandbox.py": "templates, up to their limit",
    "cli/app.py": "the details of a fault of our own, when nothing else may work",
    "cli/schema.py": "our own schemas",
    "cli/explain.py": "our own pages about rules",
}
"""The modules that open, write or remove files, and why."""
TOUCHES_FILES = {"read_text", "read_bytes", "write_text", "write_bytes", "fdopen", "unlink", "mkdir"}

MIN_OF_A_FILE, MAX_OF_A_FILE = 80, 600
"""Lines of a file that one other file alone imports, and of any file."""
LISTED_ONE_PER_FILE = ("cli", "checking.rules", "checking.output")
"""Rooms of which a registry or `cli/app.py` lists one thing a file."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


MODULES = {name_of(path): path for path in modules() if path.name != "__init__.py"}


def imported(path: Path) -> Iterator[str]:
    """Every module and name a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """The modules of the package that a file imports."""
    names = {name.removeprefix("partnercheck.") for name in imported(path) if name.startswith("partnercheck.")}
    return {name if name in MODULES else name.rpartition(".")[0] for name in names} & set(MODULES)


IMPORTS = {name: own_imports(path) for name, path in MODULES.items()}


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    for other in IMPORTS[name]:
        assert FLOORS.index(other.split(".")[0]) <= FLOORS.index(name.split(".", maxsplit=1)[0]), (
            f"{other} lies above {name}"
        )


def test_no_imports_go_round_in_a_circle() -> None:
    left = {name: set(others) for name, others in IMPORTS.items()}
    while free := {name for name, others in left.items() if not others & set(left)}:
        left = {name: others for name, others in left.items() if name not in free}
    circles = {name for name in left if any(name in left[other] for other in left)}
    assert circles == set()


@pytest.mark.parametrize("path", modules(), ids=name_of)
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
    for name, path in MODULES.items():
        if name == "interview.terminal":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                typer_asks = isinstance(node.func, ast.Attribute) and node.func.attr in ("prompt", "confirm")
                assert not typer_asks, f"{path}:{node.lineno}"
                assert not (isinstance(node.func, ast.Name) and node.func.id == "input"), f"{path}:{node.lineno}"


def test_nothing_hangs_on_what_a_sentence_says() -> None:
    """What a finding is stands in its code, its detail and its subject; its words may change."""
    said, looks = {"message", "remedy", "hint"}, {"startswith", "endswith", "find", "index", "partition", "count"}

    def is_said(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr in said

    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                assert not any(map(is_said, (node.left, *node.comparators))), f"{path}:{node.lineno}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in looks:
                assert not is_said(node.func.value), f"{path}:{node.lineno}"


def touches_files(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            return True
        if isinstance(node.func, ast.Attribute) and node.func.attr in TOUCHES_FILES | {"open"}:
            if ast.unparse(node.func) == "RoundFile.open":
                continue  # a round's own way
            return True
    return False


def test_files_are_opened_where_that_is_understood() -> None:
    assert {path.relative_to(PACKAGE).as_posix() for path in MODULES.values() if touches_files(path)} == set(FILES)


def test_no_file_is_too_long() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: n for name, n in lengths.items() if n > MAX_OF_A_FILE} == {}


def test_no_file_is_a_slice_of_another() -> None:
    importers = Counter(other for others in IMPORTS.values() for other in others)
    slices = {
        name
        for name, path in MODULES.items()
        if importers[name] == 1
        and len(path.read_text(encoding="utf-8").splitlines()) < MIN_OF_A_FILE
        and not name.startswith(LISTED_ONE_PER_FILE)
    }
    assert slices == set()


def test_no_two_public_classes_have_one_name() -> None:
    names = Counter(
        node.name
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, n in names.items() if n > 1} == set()


def test_names_of_modules_and_classes_say_something() -> None:
    empty = {"manager", "utils", "helpers", "misc", "common"}
    for path in modules():
        assert path.stem not in empty, path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                assert node.name.strip("_").lower() not in empty, f"{path}:{node.lineno}"
