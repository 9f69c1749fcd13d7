"""`partnercheck new`: a questionnaire to start from."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnercheck.cli.show import bundled_ids

if TYPE_CHECKING:
    from partnercheck.questionnaire.source import Source

EXAMPLES = """Examples:

\b
  partnercheck new
  partnercheck new harbour-check.yaml --title "How is the harbour doing?" -l en -l nl
  partnercheck new --id harbour-check --theme Trust --theme "Shared training" --no-input
  partnercheck new --from pulse --id harbour-pulse
"""

SCHEMA_FILE = "questionnaire.schema.json"


@dataclass(frozen=True)
class Wishes:
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
    import sys

    from partnercheck.cli.new_asking import ask
    from partnercheck.cli.new_wishes import checked, filled

    source = _origin(origin, bool(languages or themes)) if origin else None
    printed = file is not None and str(file) == "-"
    target = None if printed else file
    _check_free(target, force=force)
    wishes = checked(Wishes(new_id, title, tuple(languages or ()), tuple(themes or ())))
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


def _origin(name: str, more: bool) -> "Source":
    """The file to copy.

    Raises:
        PartnercheckError: there is none, it has problems or is no YAML, or `more` was asked for than a copy can do.
    """
    from partnercheck.cli.start import load_named
    from partnercheck.errors import PartnercheckError
    from partnercheck.questionnaire.bundled import bundled_path
    from partnercheck.questionnaire.source import read_source

    if more:
        raise PartnercheckError(
            "A copy keeps its languages and themes.", "Leave --language and --theme out, and change the copy."
        )
    load_named(name)
    source = read_source(bundled_path(name) or Path(name), "a questionnaire")
    if source.path.lower().endswith(".json"):
        raise PartnercheckError("A JSON file cannot be copied: it has no place for comments.", "Name a YAML file.")
    return replace(source, path=name)


def _first_id(target: Path | None, source: "Source | None") -> str:
    """The id that the file's name suggests, else the copied questionnaire's; empty where there is neither."""
    from partnercheck.questionnaire.load import read_questionnaire
    from partnercheck.questionnaire.starter import LONGEST_ID, slug_of

    if target:
        return slug_of(target.stem)
    return f"our-{read_questionnaire(source).questionnaire.id}"[:LONGEST_ID].strip("-") if source else ""


def _check_free(target: Path | None, *, force: bool) -> None:
    """See whether the file can be written, before anybody is asked anything.

    Raises:
        PartnercheckError: it is there already, or cannot be written.
    """
    from partnercheck.cli.start import stands
    from partnercheck.errors import PartnercheckError
    from partnercheck.findings import shown_path
    from partnercheck.questionnaire.write import check_target

    if not target:
        return
    if target.suffix.lower() == ".json":
        raise PartnercheckError("A questionnaire is started as YAML: JSON has no comments.", "End the name in .yaml.")
    check_target(target)
    if stands(target) and not force:
        raise PartnercheckError(f"{shown_path(str(target))} is there already.", "Choose another name, or add --force.")


def _text(wishes: Wishes, source: "Source | None", schema: str) -> str:
    from partnercheck.questionnaire.starter import Start, started
    from partnercheck.questionnaire.starter_copy import copied

    if source:
        return copied(source, wishes.id, wishes.title, schema)
    return started(Start(wishes.id, wishes.languages, wishes.title, wishes.themes), schema)


def _write(target: Path, text: str, *, with_schema: bool) -> None:
    """Write the questionnaire, and the schema beside it where there is none; then say what and what to do next."""
    import shlex
    import sys

    from partnercheck.cli.printing import show_text, wrapped
    from partnercheck.cli.schema import may_replace, schema_text
    from partnercheck.cli.start import stands
    from partnercheck.findings import shown_path
    from partnercheck.questionnaire.load import read_questionnaire
    from partnercheck.questionnaire.source import Source
    from partnercheck.questionnaire.write import write_text

    found = read_questionnaire(Source(str(target), text)).questionnaire
    write_text(target, text)
    shown = shown_path(str(target))
    told = [f"{shown}: {len(found.questions)} questions in {' and '.join(found.languages)}."]
    beside, schema = target.parent / SCHEMA_FILE, schema_text("questionnaire")
    if with_schema and not stands(beside):
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
