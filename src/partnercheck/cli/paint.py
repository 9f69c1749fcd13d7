"""Colours and links for the output of `partnercheck check`, where the terminal can show them."""

import os
from collections.abc import Mapping
from typing import TextIO

import typer

from partnercheck.checking.formats.paint import PLAIN, Paint, Part

MOST_WIDTH = 120
"""Longer lines of prose are hard to read, however wide the terminal is."""
USUAL_WIDTH = 80
FIRST_VTE = 5001
"""GNOME's terminal and its kin know links since 0.50; 0.50.0 itself crashes on them."""
LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty"})


def painter(environment: Mapping[str, str], stream: TextIO) -> Paint:
    """What a stream can show, as the environment tells it: colours, links, and how wide a line may be."""
    terminal = stream.isatty()
    return Paint(
        style=_coloured if wants_colours(environment, terminal=terminal) else PLAIN.style,
        link=_linked if can_link(environment, terminal=terminal) else PLAIN.link,
        width=line_width(environment, stream),
    )


def line_width(environment: Mapping[str, str], stream: TextIO) -> int | None:
    """How wide a line of prose may be: as wide as the terminal, within reason; none where there is no terminal."""
    return min(_columns(environment, stream), MOST_WIDTH) if stream.isatty() else None


def wants_colours(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether colours are wanted: NO_COLOR says no, FORCE_COLOR says yes, else a terminal that is not dumb does."""
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced not in ("0", "false")
    return terminal and environment.get("TERM") != "dumb"


def can_link(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether a terminal is known to show links: FORCE_HYPERLINK decides, else its name does."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced not in ("0", "false")
    if not terminal or environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in LINKING_PROGRAMS
        or (vte.isdecimal() and int(vte) >= FIRST_VTE)
        or environment.get("TERM") in ("xterm-kitty", "xterm-ghostty")
        or any(environment.get(name) for name in ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM"))
    )


def _columns(environment: Mapping[str, str], stream: TextIO) -> int:
    said = environment.get("COLUMNS", "")
    try:
        columns = int(said) if said.isdecimal() else os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return columns or USUAL_WIDTH


def _coloured(text: str, part: Part) -> str:
    match part:
        case "error":
            return typer.style(text, fg="red", bold=True)
        case "warning":
            return typer.style(text, fg="yellow", bold=True)
        case "note":
            return typer.style(text, fg="cyan", bold=True)
        case "place" | "summary":
            return typer.style(text, bold=True)
        case "gutter":
            return typer.style(text, dim=True)
        case "remedy":
            return typer.style(text, fg="green")


def _linked(text: str, code: str) -> str:
    """The text as a link to the page about a code, by the terminal's OSC 8; plain where there is no page."""
    from partnercheck.questionnaire.bundled import bundled_folder

    page = bundled_folder("docs/rules") / f"{code}.md"
    return f"\x1b]8;;{page.as_uri()}\x1b\\{text}\x1b]8;;\x1b\\" if page.is_file() else text
