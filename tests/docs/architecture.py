"""The page about the architecture, as far as it is made from the code: the picture, the rooms, and three walks."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "partnercheck"
ROOMS = ("cli", "interview", "reports", "checking", "rounds", "assessment", "questionnaire", "core")
"""The rooms, from the top down."""
RULES = "checking/rules/"
FUNCTIONS_SHOWN = 3


def architecture() -> str:
    """The generated part of the page."""
    walks = [
        ("An answer, from a cell to a bar", "`partnercheck assess pulse --answers answers.csv`", "cell"),
        ("A typo, to its caret", "`partnercheck check ours.yaml`; the rules are left out here", "typo"),
        ("A key press, to the disk", "a line typed in an interview, up to the next question", "key"),
    ]
    parts = ["## The picture", "", *_picture(), "", "## The rooms", ""]
    for room in ROOMS:
        parts += [f"### {room}/", "", _said(PACKAGE / room / "__init__.py"), ""]
        parts += ["| file | what it does |", "| --- | --- |"]
        parts += [f"| `{path}` | {_said(PACKAGE / path)} |" for path in _files(room)]
        parts.append("")
    parts += ["## Three walks", "", "Each file is listed once, where it is first entered, with the first functions."]
    for title, what, name in walks:
        parts += ["", f"### {title}", "", f"{what[0].upper()}{what[1:]}.", "", *_walk(name)]
    return "\n".join(parts)


def _files(room: str) -> list[str]:
    paths = sorted((PACKAGE / room).rglob("*.py"))
    return [path.relative_to(PACKAGE).as_posix() for path in paths if path.name != "__init__.py"]


def _said(path: Path) -> str:
    """The first sentence of a file's docstring."""
    said = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    return " ".join(said.split()).replace("|", "\\|")


def _picture() -> Iterator[str]:
    """The rooms and what they import, without what they reach through another room anyway."""
    direct = {room: _imports(room) for room in ROOMS}
    yield "```mermaid"
    yield "flowchart TD"
    for room, others in direct.items():
        through = {far for other in others for far in _reached(other, direct)}
        yield from (f"    {room} --> {other}" for other in ROOMS if other in others - through)
    yield "```"


def _reached(room: str, direct: dict[str, set[str]]) -> set[str]:
    return {far for other in direct[room] for far in {other, *_reached(other, direct)}}


def _imports(room: str) -> set[str]:
    """The other rooms that a room imports."""
    found = set()
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("partnercheck."):
                found.add((node.module or "").split(".")[1])
    return (found & set(ROOMS)) - {room}


def _walk(name: str) -> Iterator[str]:
    program = Path(__file__).with_name("walks.py")
    done = subprocess.run([sys.executable, str(program), name], capture_output=True, text=True, check=True)
    walked: dict[str, list[str]] = json.loads(done.stdout)
    files = [path for path in walked if name != "typo" or not path.startswith(RULES)]
    for number, path in enumerate(files, 1):
        functions = [each for each in walked[path] if each != "__init__"][:FUNCTIONS_SHOWN]
        yield f"{number}. `{path}`" + (f": {', '.join(f'`{each}`' for each in functions)}" if functions else "")


def named_files(text: str) -> set[str]:
    """The files and folders of the code that a page names."""
    return set(re.findall(r"`([a-z_/.]+/[a-z_/.]*)`", text))
