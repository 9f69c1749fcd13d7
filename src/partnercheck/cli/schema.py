"""`partnercheck schema`: what may stand in a file, for editors and programs."""

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

\b
  partnercheck schema
  partnercheck schema questionnaire
  partnercheck schema questionnaire -o questionnaire.schema.json
"""

FOLDER = Path(__file__).resolve().parents[1] / "schemas"
SCHEMAS = (
    ("questionnaire", "a questionnaire file, as authors write it"),
    ("answers", "an answers file in YAML or JSON"),
    ("round", "one line of a round file"),
    ("assessment", "what `partnercheck assess --json` prints"),
    ("check", "what `partnercheck check --format json` prints"),
)
"""The name of each schema, and what it describes."""


def schema_names(incomplete: str) -> list[str]:
    """The schemas whose name starts like this, for the shell's completion."""
    return [name for name, _ in SCHEMAS if name.startswith(incomplete)]


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Which schema; without a name they are listed.", autocompletion=schema_names
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - or nothing: print it.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write it, even if the file holds something else now.")
    ] = False,
) -> None:
    """Print the JSON Schema of a file: every key with its meaning.

    Editors complete and explain with it.
    """
    from partnercheck.core.files import check_target, write_text
    from partnercheck.core.findings import PartnercheckError, printable, shown_path

    to_file = output is not None and str(output) != "-"
    if name is None:
        if to_file:
            raise PartnercheckError("Which schema?", f"One of {', '.join(schema_names(''))}.")
        width = max(map(len, schema_names("")))
        lines = [f"{each:{width}}  {said}" for each, said in SCHEMAS]
        typer.echo("\n".join([*lines, "", "To print one: partnercheck schema questionnaire"]))
        return
    text = schema_text(name)
    if not output or not to_file:
        typer.echo(text, nl=False)
        return
    check_target(output)
    if not force and not may_replace(output, text):
        raise PartnercheckError(
            f"{printable(str(output))} holds something else than this schema.", "Choose another name, or add --force."
        )
    write_text(output, text)
    typer.echo(shown_path(str(output)), err=True)


def schema_text(name: str) -> str:
    """The text of a schema.

    Raises:
        PartnercheckError: there is no schema with this name.
    """
    from partnercheck.core.findings import PartnercheckError, clip, did_you_mean

    known = schema_names("")
    if name not in known:
        raise PartnercheckError(f"There is no schema {clip(name, 60)!r}.", did_you_mean(name, known))
    return (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")


def may_replace(path: Path, text: str) -> bool:
    """Whether nothing but this schema, or another version of it, stands at a path."""
    import json

    try:
        if not path.exists() or not path.is_file():
            return True  # a folder or a device is a matter for the writing
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("title") == json.loads(text)["title"] and "$schema" in found
