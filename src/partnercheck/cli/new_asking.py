"""Asking an author, on a terminal, what a new questionnaire should be."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import typer

from partnercheck.cli.interview_keyboard import ask_on_stderr
from partnercheck.cli.new_wishes import (
    MOST_TITLE,
    known_id,
    known_languages,
    known_themes,
    offered,
    plain_text,
)
from partnercheck.cli.printing import wrapped
from partnercheck.errors import PartnercheckError

if TYPE_CHECKING:
    from partnercheck.cli.new import Wishes

T = TypeVar("T")


def ask(wishes: "Wishes", first: str, see_free: Callable[[str], None], *, copying: bool) -> "Wishes":
    """Ask for what has not been said. Ctrl-C and the end of the input stop, and nothing has been written then.

    Args:
        wishes: What has been said.
        first: The id that the file's name or the copied questionnaire suggests.
        see_free: Raises PartnercheckError where an id cannot be had because its file is there already.
        copying: A copy is asked for its title and id only.
    """
    try:
        return _asked(wishes, first, see_free, copying=copying)
    except KeyboardInterrupt:
        typer.echo("\nNothing was written.", err=True)
        raise


def _asked(wishes: "Wishes", first: str, see_free: Callable[[str], None], *, copying: bool) -> "Wishes":
    intro = "Enter takes what stands in brackets. Ctrl-C stops, and nothing is written."
    typer.echo(f"{wrapped(intro, sys.stderr)}\n", err=True)
    if not wishes.title:
        question = f"What is it called? (Enter: {'the same' if copying else 'a title of ours'})"
        wishes = replace(wishes, title=_answer(question, _read_title))
    if not wishes.id:

        def read_id(text: str) -> str:
            see_free(known_id(text))
            return text

        id_ = offered(wishes.title, first, lambda name: _is_taken(name, see_free))
        wishes = replace(wishes, id=_answer("Its id, a short name for files and answers", read_id, id_))
    if not wishes.languages and not copying:
        languages = _answer("Languages: en, nl, or both", lambda text: known_languages((text,)), "en")
        wishes = replace(wishes, languages=languages)
    if not wishes.themes and not copying:
        question = "Themes of your own, with commas between them (Enter: none)"
        wishes = replace(wishes, themes=_answer(question, lambda text: known_themes(_parted(text))))
    typer.echo("", err=True)
    return wishes


def _read_title(text: str) -> str:
    return plain_text(text, "The title", MOST_TITLE) if text else ""


def _is_taken(name: str, see_free: Callable[[str], None]) -> bool:
    try:
        see_free(name)
    except PartnercheckError:
        return True
    return False


def _answer(question: str, read: Callable[[str], T], first: str = "") -> T:
    """What was typed, or `first` where nothing was, as `read` understands it. Asks again until it can be read."""
    prompt = f"{question}{f' [{first}]' if first else ''}:"
    while True:
        try:
            typed = ask_on_stderr(prompt)
        except EOFError:
            raise KeyboardInterrupt from None
        try:
            return read(typed or first)
        except PartnercheckError as problem:
            typer.echo(wrapped(f"  {problem.message} {problem.hint}", sys.stderr), err=True)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, text.split(",")) if part)
