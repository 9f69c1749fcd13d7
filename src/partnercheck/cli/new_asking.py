"""Asking an author, on a terminal, what a new questionnaire should be."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import typer

from partnercheck.cli.new_wishes import (
    MOST_TITLE,
    known_id,
    known_languages,
    known_themes,
    plain_text,
    suggested,
)
from partnercheck.errors import PartnercheckError

if TYPE_CHECKING:
    from partnercheck.cli.new import Wishes

T = TypeVar("T")


def ask(wishes: "Wishes", first: str, *, copying: bool) -> "Wishes":
    """Ask for what has not been said. Ctrl-C and the end of the input stop, and nothing has been written then.

    Args:
        wishes: What has been said.
        first: The id that the file's name or the copied questionnaire suggests.
        copying: A copy is asked for its title and id only.
    """
    typer.echo("Enter takes what stands in brackets. Ctrl-C stops, and nothing is written.\n", err=True)
    if not wishes.title:
        offered = "the same" if copying else "a title of ours"
        title = _answer("What is it called?", offered, lambda text: plain_text(text, "The title", MOST_TITLE), "")
        wishes = replace(wishes, title=title)
    if not wishes.id:
        id_ = suggested(wishes.title, first)
        wishes = replace(wishes, id=_answer("Its id, a short name for files and answers", id_, known_id, id_))
    if not wishes.languages and not copying:
        first_one: tuple[str, ...] = ("en",)
        languages = _answer("Languages: en, nl, or both", "en", lambda text: known_languages((text,)), first_one)
        wishes = replace(wishes, languages=languages)
    if not wishes.themes and not copying:
        themes: tuple[str, ...] = _answer(
            "Themes of your own, with commas between them", "none", lambda text: known_themes(_parted(text)), ()
        )
        wishes = replace(wishes, themes=themes)
    typer.echo("", err=True)
    return wishes


def _answer(question: str, offered: str, read: Callable[[str], T], otherwise: T) -> T:
    """What was typed, as `read` understands it; `otherwise` where nothing was. Asks again until it can be read."""
    while True:
        typer.echo(f"{question} [{offered}]: ", nl=False, err=True)
        try:
            typed = input().strip()
        except EOFError:
            raise KeyboardInterrupt from None
        except UnicodeDecodeError:
            typed = "\0"
        try:
            return read(typed) if typed else otherwise
        except PartnercheckError as problem:
            typer.echo(f"  {problem.message} {problem.hint}", err=True)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, text.split(",")) if part)
