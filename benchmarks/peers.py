"""The other checkers: how they are installed and asked, and what they say. Each is set up as well as it can be."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PYPI = ("check-jsonschema", "yamllint")
NPM = ("ajv-cli", "@stoplight/spectral-cli")
YAMLLINT = "{extends: default, rules: {line-length: disable, document-start: disable}}"
"""The usual settings but for the shape of lines, which would hit planted lines by luck."""
RULES: dict[str, Any] = {
    "parserOptions": {"duplicateKeys": "warn", "incompatibleValues": "warn"},
    "rules": {
        "questionnaire": {
            "given": "$",
            "severity": "error",
            "then": {"function": "schema", "functionOptions": {"allErrors": True}},
        }
    },
}
"""For Spectral, which takes the schema as part of its rules."""


class Told(NamedTuple):
    """Something a checker says: the line where it says one, else the path in the file; and the message."""

    line: int | None
    path: tuple[str | int, ...] | None
    message: str
    code: str = ""


class Checker(NamedTuple):
    """A checker: the command that checks files, and how what it prints is read (standard output, then errors)."""

    name: str
    version: str
    command: Callable[[Sequence[str]], list[str]]
    read: Callable[[str, str], Iterator[Told]]


def installed(folder: Path) -> list[Checker]:
    """Install the other checkers below a folder, which needs a network, and tell how they are asked."""
    python, schema = folder / "venv" / "bin", folder / "questionnaire.schema.json"
    _run([sys.executable, "-m", "venv", str(folder / "venv")])
    _run([str(python / "pip"), "install", "--quiet", "--disable-pip-version-check", *PYPI])
    _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *NPM])
    schema.write_text(_run([sys.executable, "-m", "partnercheck", "schema", "questionnaire"]), encoding="utf-8")
    RULES["rules"]["questionnaire"]["then"]["functionOptions"]["schema"] = json.loads(
        schema.read_text(encoding="utf-8")
    )
    rules = folder / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    node = folder / "node_modules" / ".bin"
    spectral = [
        str(node / "spectral"),
        "lint",
        "--ruleset",
        str(rules),
        "--format",
        "json",
        "--quiet",
    ]
    ajv = [str(node / "ajv"), "validate", "--spec=draft2020", "--all-errors", "--strict=false", "--errors=json"]
    jsonschema = [str(python / "check-jsonschema"), "--output-format", "json", "--verbose", "--schemafile", str(schema)]
    return [
        Checker("check-jsonschema", _pypi(python, PYPI[0]), lambda files: [*jsonschema, *files], _from_jsonschema),
        Checker(
            "yamllint",
            _pypi(python, PYPI[1]),
            lambda files: [str(python / "yamllint"), "--format", "parsable", "--config-data", YAMLLINT, *files],
            _from_yamllint,
        ),
        Checker(
            "ajv-cli",
            _npm(folder, NPM[0]),
            lambda files: [*ajv, "-s", str(schema), *(part for file in files for part in ("-d", file))],
            _from_ajv,
        ),
        Checker("Spectral", _npm(folder, NPM[1]), lambda files: [*spectral, *files], _from_spectral),
    ]


def ours(*options: str) -> Checker:
    """Partnercheck itself, with these options."""
    command = [sys.executable, "-m", "partnercheck", "check", "--format", "json", *options]
    version = _run([sys.executable, "-m", "partnercheck", "--version"]).split()[-1]
    return Checker("partnercheck", version, lambda files: [*command, *files], _from_us)


def _run(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _pypi(python: Path, name: str) -> str:
    program = f"from importlib.metadata import version; print(version({name!r}))"
    return _run([str(python / "python"), "-c", program]).strip()


def _npm(folder: Path, name: str) -> str:
    content = (folder / "node_modules" / name / "package.json").read_text(encoding="utf-8")
    return str(json.loads(content)["version"])


def _from_us(out: str, _: str) -> Iterator[Told]:
    for found in json.loads(out)["findings"]:
        yield Told(found["line"], None, found["message"], found["code"])


def _from_yamllint(out: str, _: str) -> Iterator[Told]:
    for line in out.splitlines():
        found = re.match(r".*?:(\d+):\d+: \[\w+\] (.*)", line)
        if found:
            yield Told(int(found[1]), None, found[2])


def _from_spectral(out: str, _: str) -> Iterator[Told]:
    for found in json.loads(out[out.index("[") :]) if "[" in out else ():
        yield Told(found["range"]["start"]["line"] + 1, tuple(found["path"]), found["message"])


def _from_jsonschema(out: str, _: str) -> Iterator[Told]:
    told: dict[str, Any] = json.loads(out) if out.startswith("{") else {}
    rest = list(told.get("errors", ()))
    while rest:
        error = rest.pop()
        yield Told(None, _steps(error["path"]), error["message"])
        rest += [error[key] for key in ("best_match", "best_deep_match") if isinstance(error.get(key), dict)]
        rest += error.get("sub_errors", ())
    yield from (Told(None, None, error["message"]) for error in told.get("parse_errors", ()))


def _steps(path: str) -> tuple[str | int, ...]:
    """`$.questions[3].text` as steps."""
    return tuple(int(index) if index else key for key, index in re.findall(r"\.([^.\[]+)|\[(\d+)\]", path))


def _from_ajv(out: str, err: str) -> Iterator[Told]:
    said = out + err
    found = re.search(r"^\[$.*?^\]$", said, re.MULTILINE | re.DOTALL)
    for error in json.loads(found[0]) if found else ():
        steps = tuple(int(step) if step.isdigit() else step for step in error["instancePath"].split("/")[1:])
        yield Told(None, steps, f"{error['message']} {' '.join(map(repr, error['params'].values()))}")
    if not found and "error" in said:
        yield Told(None, None, said.strip())
