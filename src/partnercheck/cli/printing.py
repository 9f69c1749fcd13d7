"""Printing what a command has to say."""

import contextlib
import os
import textwrap
from pathlib import Path
from typing import Literal, TextIO

import typer

from partnercheck.cli.paint import line_width


def show_text(text: str | bytes, *, err: bool = False, color: bool | None = None) -> None:
    """Print a text as it is.

    A reader that went away, as `head` does, is no fault: the command ends as it would have ended.
    """
    with contextlib.suppress(BrokenPipeError):
        typer.echo(text, nl=False, err=err, color=color)


def wrapped(text: str, stream: TextIO, hanging: int = 0) -> str:
    """A text with its lines broken between words where a stream is a terminal.

    What goes on below is set in as its line is, and by `hanging` more.
    """
    width = line_width(os.environ, stream)
    if width is None:
        return text
    return "\n".join(_broken(line, width, hanging) for line in text.split("\n"))


def _broken(line: str, width: int, hanging: int) -> str:
    if len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip(" ")) + hanging)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def sentence(text: str) -> str:
    """A text with the full stop that parts it from what follows."""
    return text if not text or text.endswith(("?", ".")) else f"{text}."


def format_of(output: Path | None, what: str) -> Literal["md", "html"]:
    """The format that a file's name stands for; Markdown without a file. `what` is what it will hold: "report".

    Raises:
        PartnercheckError: it stands for neither.
    """
    from partnercheck.errors import PartnercheckError

    ending = output.suffix.lower() if output else ""
    if ending in (".html", ".htm"):
        return "html"
    if ending in ("", ".md", ".markdown", ".txt"):
        return "md"
    raise PartnercheckError(f"A {what} is Markdown or HTML, not {ending}.", "End the name in .md or .html, or add -f.")
