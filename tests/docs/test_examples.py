"""What the pages show is true: their commands, files, programs and numbers, page by page from top to bottom."""

import contextlib
import io
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import fences
import pytest
from fences import DOTS, PAGES, ROOT, Fence

from partnercheck.cli.app import run
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.rounds.events import EVENTS, Header, Line

ASKING = {
    'partnercheck assess --partnership "Harbour Technicians"': "it asks the people in the room",
    'partnercheck assess --partnership "Harbour Technicians" --invited 14': "it asks the people in the room",
    "partnercheck assess pulse --joint": "it asks the people in the room",
}
"""Commands that need somebody at the keyboard, so that no test here can run them."""

INSTALLING = re.compile(r"(pipx|uv tool|pip|py -m pip) install partnercheck\Z")
COMMAND_LANGS = ("console", "sh")
LANGS = {*COMMAND_LANGS, "csv", "jinja", "json", "jsonl", "mermaid", "python", "text", "toml", "yaml"}


class Walk:
    """A reader who does everything a page says, in one folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.names: dict[str, object] = {}
        self.printed = ""

    def do(self, fence: Fence) -> None:
        """Do what a block shows, and hold what comes of it to what is shown."""
        if fence.lang in COMMAND_LANGS:
            for command, shown in commands(fence):
                self.command(command, fence)
                hold(shown, self.printed, fence)
        elif fence.lang == "python":
            self.program(fence)
        elif "output" in fence.words:
            hold(fence.text.splitlines(), self.printed, fence)
        elif "questionnaire" in fence.words:
            assert load_questionnaire(Path(fence.file)).questions, str(fence)

    def command(self, command: str, fence: Fence) -> None:
        """Run one command as a shell would."""
        if command in ASKING or not command.startswith("partnercheck "):
            return
        words = [found for word in shlex.split(command) for found in spread(word)]
        target = words[words.index(">") + 1] if ">" in words else ""
        code = run(words[1 : words.index(">")] if target else words[1:])
        out, err = self.capsys.readouterr()
        wanted = next((word for word in fence.words if word.startswith("exit=")), "exit=0")
        assert f"exit={code}" == wanted, f"{fence}: {command}\n{err}"
        if target:
            Path(target).write_text(out, encoding="utf-8")
        self.printed = out + err

    def program(self, fence: Fence) -> None:
        """Run one Python block after those before it."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(fence.text, str(fence), "exec"), self.names)  # noqa: S102 - the page's own example
        self.printed = printed.getvalue()


def commands(fence: Fence) -> Iterator[tuple[str, list[str]]]:
    """The commands of a block, each with the lines shown below it."""
    lines = fence.text.splitlines()
    if fence.lang == "sh":
        yield from ((line, []) for line in lines)
        return
    starts = [place for place, line in enumerate(lines) if line.startswith("$ ")]
    assert starts[:1] == [0], f"{fence} starts with no command"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start].removeprefix("$ "), lines[start + 1 : end]


def spread(word: str) -> list[str]:
    """A word with a star as the files it stands for."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


def hold(shown: list[str], printed: str, fence: Fence) -> None:
    """What is shown was printed, in this order; `…` stands for lines left out, or for the rest of a line."""
    lines = [line.rstrip() for line in printed.splitlines()]
    rest = 0
    for left_out, part in groupby(shown, key=lambda line: line == DOTS):
        if left_out:
            continue
        wanted = [line.rstrip() for line in part]
        fits = [
            place
            for place in range(rest, len(lines) - len(wanted) + 1)
            if all(map(same, wanted, lines[place : place + len(wanted)]))
        ]
        assert fits, f"{fence} shows what is not printed:\n" + "\n".join(wanted) + f"\n\nprinted:\n{printed}"
        rest = fits[0] + len(wanted)


def same(shown: str, printed: str) -> bool:
    return printed.startswith(shown.removesuffix(DOTS)) if shown.endswith(DOTS) else shown == printed


def files_shown() -> dict[str, str]:
    """Every file that any page shows, by name."""
    shown = [fence for page in PAGES for fence in fences.fences(page) if fence.file]
    assert len({fence.file for fence in shown}) == len(shown), "two blocks are the same file"
    return {fence.file: fence.text for fence in shown}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_a_page_shows_is_true(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for name, text in files_shown().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    walk = Walk(capsys)
    for fence in fences.fences(page):
        walk.do(fence)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_is_one_that_is_known(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    for fence in fences.fences(page):
        assert fence.lang in LANGS, f"{fence}: {fence.lang}"
        for command, _ in commands(fence) if fence.lang in COMMAND_LANGS else ():
            known = command.startswith("partnercheck ") or INSTALLING.match(command)
            assert known or command in {f"make {target}" for target in targets}, f"{fence}: {command}"
    for target in re.findall(r"`make (\w+)`", fences.prose(page)):
        assert target in targets


def test_every_command_left_out_is_shown_somewhere() -> None:
    shown = {
        command
        for page in PAGES
        for fence in fences.fences(page)
        if fence.lang == "sh"
        for command, _ in commands(fence)
    }
    assert set(ASKING) <= shown


def test_every_event_of_a_round_file_is_shown() -> None:
    page = ROOT / "docs" / "round-format.md"
    shown = [fence.text for fence in fences.fences(page) if "event" in fence.words]
    models: dict[str, type[Line]] = {"round": Header, **EVENTS}
    assert [json.loads(line)["event"] for line in shown] == list(models)
    for line in shown:
        assert models[json.loads(line)["event"]].model_validate_json(line).written().decode() == line
