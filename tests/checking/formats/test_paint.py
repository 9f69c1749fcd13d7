import fcntl
import io
import os
import pty
import struct
import termios
from pathlib import Path

import pytest

from partnercheck.cli.console import MAX_WIDTH, USUAL_WIDTH, can_link, painter, wants_colours

COLOURED = "\x1b[31m\x1b[1mPC301\x1b[0m"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("environment", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "xterm-256color"}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "false"}, True, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
    ids=str,
)
def test_colours_are_where_they_are_wanted(environment: dict[str, str], *, terminal: bool, wanted: bool) -> None:
    assert wants_colours(environment, terminal=terminal) == wanted


@pytest.mark.parametrize(
    ("environment", "able"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "5001"}, True),
        ({"VTE_VERSION": "5000"}, False),
        ({"VTE_VERSION": "0.50"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "ghostty"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"KITTY_WINDOW_ID": "1"}, True),
        ({"WT_SESSION": "a"}, True),
        ({"KONSOLE_VERSION": "230800"}, True),
        ({"DOMTERM": "version=3"}, True),
        ({"WT_SESSION": "a", "CI": "true"}, False),
        ({"WT_SESSION": "a", "TERM": "dumb"}, False),
        ({"WT_SESSION": "a", "FORCE_HYPERLINK": "0"}, False),
    ],
    ids=str,
)
def test_links_are_where_the_terminal_is_known_to_show_them(environment: dict[str, str], *, able: bool) -> None:
    assert can_link(environment, terminal=True) == able
    assert not can_link(environment, terminal=False)


def test_links_can_be_asked_for_anywhere() -> None:
    assert can_link({"FORCE_HYPERLINK": "1", "CI": "true"}, terminal=False)


def test_a_pipe_gets_plain_lines_as_long_as_they_are() -> None:
    paint = painter({"VTE_VERSION": "7200", "COLUMNS": "90"}, io.StringIO())
    assert paint.link(paint.style("PC301", "error"), "PC301") == "PC301"
    assert paint.width is None


def test_a_terminal_gets_colours_and_links_to_pages_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "a b" / "PC301.md"
    page.parent.mkdir()
    page.touch()
    monkeypatch.setattr("partnercheck.core.files.bundled_folder", lambda _: page.parent)
    paint = painter({"VTE_VERSION": "7200"}, Terminal())
    coloured = paint.style("PC301", "error")
    assert coloured == COLOURED
    assert paint.link(coloured, "PC301") == f"\x1b]8;;{page.as_uri()}\x1b\\{COLOURED}\x1b]8;;\x1b\\"
    assert paint.link("PC302", "PC302") == "PC302"


def test_every_part_has_a_style_that_ends() -> None:
    paint = painter({"FORCE_COLOR": "1"}, io.StringIO())
    styled = {paint.style("x", part) for part in ("error", "warning", "note", "place", "gutter", "remedy", "summary")}
    assert len(styled) == 6  # a place and the summary look alike
    assert all(each.startswith("\x1b[") and each.endswith("x\x1b[0m") for each in styled)


@pytest.mark.parametrize(
    ("columns", "width"), [("72", 72), ("300", MAX_WIDTH), ("", USUAL_WIDTH), ("0", USUAL_WIDTH), ("x", USUAL_WIDTH)]
)
def test_lines_are_as_wide_as_the_terminal_but_not_endless(columns: str, width: int) -> None:
    assert painter({"COLUMNS": columns}, Terminal()).width == width


def test_the_terminal_itself_is_asked_how_wide_it_is() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        assert painter({}, stream).width == USUAL_WIDTH  # a new one says 0
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 66, 0, 0))
        assert painter({}, stream).width == 66
    os.close(ours)
