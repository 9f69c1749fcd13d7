"""`partnercheck new`: a questionnaire to start from."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from partnercheck.cli.console import show_text, wrapped
from partnercheck.cli.show import bundled_ids
from partnercheck.core.findings import PartnercheckError, clip, printable, shown_path
from partnercheck.core.words import LANGUAGES
from partnercheck.interview.terminal import ask_on_stderr

if TYPE_CHECKING:
    from partnercheck.core.files import TextFile

MAX_TITLE = 120
MAX_THEME = 60
FIRST_ID = "our-partnership"
_PARTING = re.compile(r"[\s,;/&+]+(?:(?:and|und|et)\s+)?")
_LANGUAGES_BY_WORD: dict[str, tuple[str, ...]] = {
    **{tag: (tag,) for tag in LANGUAGES},
    **dict.fromkeys(("english", "engels"), ("en",)),
    **dict.fromkeys(("dutch", "nederlands"), ("nl",)),
    **dict.fromkeys(("both", "beide", "all"), LANGUAGES),
}
"""What people write for the languages that a questionnaire can be started in."""


def checked(wishes: "ScaffoldOptions") -> "ScaffoldOptions":
    """The wishes, tidied.

    Raises:
        PartnercheckError: one of them cannot be.
    """
    return replace(
        wishes,
        id=known_id(wishes.id) if wishes.id else "",
        title=plain_text(wishes.title, "The title", MAX_TITLE) if wishes.title else "",
        languages=known_languages(wishes.languages),
        themes=known_themes(wishes.themes),
    )


def filled(wishes: "ScaffoldOptions", first: str) -> "ScaffoldOptions":
    """The wishes, with an id and a language where none was said; `first` is the id that a name suggested."""
    return replace(
        wishes, id=wishes.id or known_id(suggested(wishes.title, first)), languages=wishes.languages or LANGUAGES[:1]
    )


def offered(title: str, first: str, taken: Callable[[str], bool]) -> str:
    """The id to offer to somebody who may still choose: one that can be had."""
    from partnercheck.core.files import bundled_path
    from partnercheck.core.text import LONGEST_ID

    name = suggested(title, first)
    name = f"our-{name}" if bundled_path(name) else name
    ids = (name, *(f"{name[: LONGEST_ID - 4].rstrip('-')}-{number}" for number in range(2, 100)))
    return next((each for each in ids if not taken(each)), name)


def suggested(title: str, first: str) -> str:
    """The id to use or to offer where none was said."""
    from partnercheck.core.text import slug_of

    return first or slug_of(title) or FIRST_ID


def known_id(text: str) -> str:
    """A short name that can be a questionnaire's id.

    Raises:
        PartnercheckError: it cannot.
    """
    from partnercheck.core.files import bundled_path
    from partnercheck.core.text import LONGEST_ID, slug_of
    from partnercheck.questionnaire.model import SLUG

    if len(text) > LONGEST_ID or not re.fullmatch(SLUG, text):
        near = slug_of(text)
        raise PartnercheckError(
            f"{printable(clip(text, 60))!r} cannot be an id.",
            f"Small letters, digits and single hyphens, {LONGEST_ID} at most, such as {near or 'harbour-check'}.",
        )
    if bundled_path(text):
        raise PartnercheckError(
            f"{text} is a questionnaire of partnercheck's own.", f"Choose another id, such as our-{text}."
        )
    return text


def plain_text(text: str, what: str, most: int) -> str:
    """A text on one line, without spaces around it.

    Raises:
        PartnercheckError: it is empty or too long, or holds what cannot be read.
    """
    tidy = " ".join(text.split())
    if not tidy or printable(tidy) != tidy:
        raise PartnercheckError(f"{what} is empty, or holds a character that cannot be read.", "Use plain text.")
    if len(tidy) > most:
        raise PartnercheckError(f"{what} has {len(tidy)} characters.", f"{most} are enough.")
    return tidy


def known_languages(named: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in the order they were named, by tag or by name; several may stand in one text.

    Raises:
        PartnercheckError: there are no texts in one of them, or it is no language.
    """
    from partnercheck.checking.rules.wording import language_tag

    words = [word for text in named for word in _PARTING.split(text.lower()) if word]
    for word in words:
        if word not in _LANGUAGES_BY_WORD:
            shown = printable(clip(word, 40))
            start = f"Start in {', '.join(LANGUAGES)}, or both."
            if tag := language_tag(word):
                more = f"Afterwards add {tag} to languages: partnercheck check names every text that it needs."
                raise PartnercheckError(f"There are no texts to start with in {shown!r}.", f"{start} {more}")
            raise PartnercheckError(f"{shown!r} is no language.", start)
    return tuple(dict.fromkeys(tag for word in words for tag in _LANGUAGES_BY_WORD[word]))


def known_themes(named: tuple[str, ...]) -> tuple[str, ...]:
    """The themes, each a text of its own.

    Raises:
        PartnercheckError: there are too many, or one is no text.
    """
    from partnercheck.questionnaire.scaffold import MAX_THEMES, theme_ids

    themes = tuple(plain_text(name, "A theme", MAX_THEME) for name in named)
    if len(theme_ids(themes)) > MAX_THEMES:
        raise PartnercheckError(
            f"{len(theme_ids(themes))} themes are many to start with; {MAX_THEMES} at most.",
            "Start with some of them, and add the others in the file.",
        )
    return themes


T = TypeVar("T")


def ask(wishes: "ScaffoldOptions", first: str, see_free: Callable[[str], None], *, copying: bool) -> "ScaffoldOptions":
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


def _asked(
    wishes: "ScaffoldOptions", first: str, see_free: Callable[[str], None], *, copying: bool
) -> "ScaffoldOptions":
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
    return plain_text(text, "The title", MAX_TITLE) if text else ""


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


EXAMPLES = """Examples:

\b
  partnercheck new
  partnercheck new harbour-check.yaml --title "How is the harbour doing?" -l en -l nl
  partnercheck new --id harbour-check --theme Trust --theme "Shared training" --no-input
  partnercheck new --from pulse --id harbour-pulse
"""

SCHEMA_FILE = "questionnaire.schema.json"


@dataclass(frozen=True)
class ScaffoldOptions:
    """What the author has said so far; what is empty has not been said."""

    id: str = ""
    title: str = ""
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def starting_languages(incomplete: str) -> list[tuple[str, str]]:
    """The languages that a questionnaire can be started in, for the shell's completion."""
    return [(tag, name) for tag, name in (("en", "English"), ("nl", "Nederlands")) if tag.startswith(incomplete)]


def new(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help="The file to write; - prints it.",
            show_default="the id, with .yaml behind it",
        ),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ID|FILE",
            help="Copy this questionnaire, its comments and its layout, under another id.",
            autocompletion=bundled_ids,
        ),
    ] = None,
    new_id: Annotated[
        str,
        typer.Option("--id", metavar="ID", help="Its short name; by default made from the file's name or the title."),
    ] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help="What it is called.")] = "",
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "-l",
            "--language",
            metavar="LANG",
            help="A language it speaks, en or nl; the first is its default.",
            autocompletion=starting_languages,
        ),
    ] = None,
    themes: Annotated[
        list[str] | None,
        typer.Option("--theme", metavar="TEXT", help="A theme of your own that it asks about; five at most."),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, even on a terminal.")] = False,
    no_schema: Annotated[
        bool, typer.Option("--no-schema", help="Leave out the editor line and the schema beside the file.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
) -> None:
    """Start a questionnaire, small and complete.

    Comments in it say how it works. On a terminal it asks a few things first.

    Beside it comes questionnaire.schema.json, with which editors complete and explain every key.
    """
    source = _origin(origin, bool(languages or themes)) if origin else None
    printed = file is not None and str(file) == "-"
    target = None if printed else file
    _check_free(target, force=force)
    wishes = checked(ScaffoldOptions(new_id, title, tuple(languages or ()), tuple(themes or ())))
    guessed = _first_id(target, source)
    if not no_input and sys.stdin is not None and sys.stdin.isatty():

        def see_free(name: str) -> None:
            if file is None:
                _check_free(Path(f"{name}.yaml"), force=force)

        if wishes.id:
            see_free(wishes.id)
        wishes = ask(wishes, guessed, see_free, copying=source is not None)
    wishes = filled(wishes, guessed)
    target = target or (None if printed else Path(f"{wishes.id}.yaml"))
    _check_free(target, force=force)
    text = _text(wishes, source, schema="" if no_schema or not target else SCHEMA_FILE)
    if not target:
        typer.echo(text, nl=False)
        return
    _write(target, text, with_schema=not no_schema)


def _origin(name: str, more: bool) -> "TextFile":
    """The file to copy.

    Raises:
        PartnercheckError: there is none, it has problems or is no YAML, or `more` was asked for than a copy can do.
    """
    from partnercheck.cli.rounds import load_named
    from partnercheck.core.files import bundled_path, read_source

    if more:
        raise PartnercheckError(
            "A copy keeps its languages and themes.", "Leave --language and --theme out, and change the copy."
        )
    load_named(name)
    source = read_source(bundled_path(name) or Path(name), "a questionnaire")
    if source.path.lower().endswith(".json"):
        raise PartnercheckError("A JSON file cannot be copied: it has no place for comments.", "Name a YAML file.")
    return replace(source, path=name)


def _first_id(target: Path | None, source: "TextFile | None") -> str:
    """The id that the file's name suggests, else the copied questionnaire's; empty where there is neither."""
    from partnercheck.core.text import LONGEST_ID, slug_of
    from partnercheck.questionnaire.loader import read_questionnaire

    if target:
        return slug_of(target.stem)
    return f"our-{read_questionnaire(source).questionnaire.id}"[:LONGEST_ID].strip("-") if source else ""


def _check_free(target: Path | None, *, force: bool) -> None:
    """See whether the file can be written, before anybody is asked anything.

    Raises:
        PartnercheckError: it is there already, or cannot be written.
    """
    from partnercheck.core.files import check_target, path_exists

    if not target:
        return
    if target.suffix.lower() == ".json":
        raise PartnercheckError("A questionnaire is started as YAML: JSON has no comments.", "End the name in .yaml.")
    check_target(target)
    if path_exists(target) and not force:
        raise PartnercheckError(f"{shown_path(str(target))} is there already.", "Choose another name, or add --force.")


def _text(wishes: ScaffoldOptions, source: "TextFile | None", schema: str) -> str:
    from partnercheck.questionnaire.scaffold import Start, copied, started

    if source:
        return copied(source, wishes.id, wishes.title, schema)
    return started(Start(wishes.id, wishes.languages, wishes.title, wishes.themes), schema)


def _write(target: Path, text: str, *, with_schema: bool) -> None:
    """Write the questionnaire, and the schema beside it where there is none; then say what and what to do next."""
    import shlex

    from partnercheck.cli.schema import may_replace, schema_text
    from partnercheck.core.files import TextFile, path_exists, write_text
    from partnercheck.questionnaire.loader import read_questionnaire

    found = read_questionnaire(TextFile(str(target), text)).questionnaire
    write_text(target, text)
    shown = shown_path(str(target))
    told = [f"{shown}: {len(found.questions)} questions in {' and '.join(found.languages)}."]
    beside, schema = target.parent / SCHEMA_FILE, schema_text("questionnaire")
    if with_schema and not path_exists(beside):
        write_text(beside, schema)
        told.append(f"{shown_path(str(beside))}: tells your editor which keys there are.")
    elif with_schema and not may_replace(beside, schema):
        told.append(
            f"{shown_path(str(beside))} was there already and is no schema of ours: it is left alone. "
            f"The first line of {shown} points your editor to it; --no-schema leaves that line out."
        )
    name = shlex.quote(shown)
    told += ["", "Next:", f"  partnercheck check {name}", f"  partnercheck preview {name}"]
    told.append(f'  partnercheck assess {name} --partnership "Your partnership"')
    show_text(wrapped("\n".join(told), sys.stdout) + "\n")
