"""A round that is closed, so that every output shows the same people."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnercheck.assessment.round import Round
    from partnercheck.findings import Finding
    from partnercheck.rounds.file import RoundFile
    from partnercheck.rounds.load import LoadedRound


def closed_round(path: Path, loaded: "LoadedRound") -> "Round":
    """A round that was loaded, closed first if it has never been closed.

    Raises:
        PartnercheckError: it cannot be written, or no form has been handed in.
    """
    from partnercheck.rounds.file import RoundFile

    if loaded.round.closing:
        say(loaded.notes)
        _tell_of_rescued(path, None)
        return loaded.round
    with RoundFile.open(path) as file:
        say(file.notes)
        return close_with_late_forms(file)


def close_with_late_forms(file: "RoundFile") -> "Round":
    """Close a round, or close it again when enough forms came in since; says so when there are too few.

    Raises:
        PartnercheckError: no form has been handed in, or nothing can be written.
    """
    from partnercheck.findings import printable
    from partnercheck.rounds.closing import close_round
    from partnercheck.rounds.late import forms_needed

    _tell_of_rescued(file.path, file)
    round_ = file.round()
    late = len(round_.responses) - len(round_.closing.respondents) if round_.closing else len(round_.responses)
    if round_.closing and not late:
        return round_
    needed = forms_needed(round_.questionnaire, round_.closing, round_.responses, opened=round_.opened)
    if round_.closing and needed:
        typer.echo(
            f"{late} late, not counted: closing again needs {needed} more, or the difference would tell who said what.",
            err=True,
        )
        return round_
    close_round(file)
    typer.echo(f"{printable(str(file.path))}: closed with {len(round_.responses)}.", err=True)
    return file.round()


def _tell_of_rescued(path: Path, file: "RoundFile | None") -> None:
    """Say on stderr where a file beside a round holds what was rescued and is not in the round."""
    from partnercheck.findings import printable
    from partnercheck.rounds.beside import rescued_beside

    if not rescued_beside(path):
        return
    from partnercheck.questionnaire.source import read_bytes
    from partnercheck.rounds.rescue import rescues

    for kept, lines in rescues(path, lambda: file.content if file else read_bytes(path, "a round file")):
        entries = f"{len(lines)} answers and other entries" if len(lines) > 1 else "1 answer or other entry"
        typer.echo(
            f"{printable(kept.name)} holds {entries} that {printable(str(path))} does not; "
            "`partnercheck assess --round` at a terminal takes them in.",
            err=True,
        )


def say(notes: "Iterable[Finding]") -> None:
    """Print notes about a file to stderr."""
    for note in notes:
        typer.echo(str(note), err=True)
