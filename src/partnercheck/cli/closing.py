"""Closing a round from the command line, so that every output shows the same people."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnercheck.assessment.round import Round
    from partnercheck.findings import Finding
    from partnercheck.rounds.file import RoundFile
    from partnercheck.rounds.load import LoadedRound


def loaded_or_closed(path: Path, loaded: "LoadedRound", *, close: bool) -> "Round":
    """A round that was loaded; with `close` it is closed first, where that is needed.

    Raises:
        PartnercheckError: it is to be closed and cannot be: it cannot be written, no form has been handed in, or its
            result would tell what a few people said.
    """
    from partnercheck.rounds.file import RoundFile

    if close:
        with RoundFile.open(path) as file:
            say(file.notes)
            return close_with_late_forms(file)
    say(loaded.notes)
    tell_of_rescued(path, None)
    return loaded.round


def close_with_late_forms(file: "RoundFile") -> "Round":
    """Close a round, or close it again when enough forms came in since; with too few it stays as it was.

    Raises:
        PartnercheckError: no form has been handed in, or nothing can be written.
    """
    from partnercheck.assessment.closings import standing
    from partnercheck.findings import shown_path
    from partnercheck.rounds.closing import close_round

    tell_of_rescued(file.path, file)
    round_ = file.round()
    now = standing(round_)
    if not round_.still_open and not (now.new and now.may_close):
        return round_
    close_round(file)
    typer.echo(f"{shown_path(str(file.path))}: closed with {len(round_.responses)}.", err=True)
    return file.round()


def tell_of_open(path: Path, round_: "Round") -> None:
    """Say on stderr how to close a round that is still open, or has late forms; and what is in the way, if anything."""
    import shlex

    from partnercheck.assessment.closings import may_be_taken_back, standing
    from partnercheck.findings import printable, shown_path

    now = standing(round_)
    if not (round_.responses and round_.still_open) and not now.new:
        return
    name = printable(shlex.quote(str(path)))
    shown, late = shown_path(str(path)), f"{now.new} late, not counted"
    if now.may_close and round_.still_open:
        said = f"{shown} is still open, with {len(round_.responses)}. To close it and see the result: "
        said += f"partnercheck report {name} --close"
    elif now.may_close:
        said = f"{late}. To count them: partnercheck report {name} --close"
    elif may_be_taken_back(round_):
        said = "" if round_.still_open else f"{late}. "
        said += f"To take the last closing back, which told nothing of anybody: partnercheck correct {name} "
        said += "--take-back-closing"
    elif not round_.still_open:
        said = f"{late}: closing again needs {now.missing} more, or the difference would tell who said what."
    else:
        return
    typer.echo(said, err=True)


def tell_of_rescued(path: Path, file: "RoundFile | None") -> None:
    """Say on stderr where a file beside a round holds what was rescued and is not in the round."""
    from partnercheck.findings import printable, shown_path
    from partnercheck.rounds.beside import rescued_beside

    if not rescued_beside(path):
        return
    from partnercheck.questionnaire.source import read_bytes
    from partnercheck.rounds.load import load_round
    from partnercheck.rounds.rescue import rescues

    erased = (file.round() if file else load_round(path)).erased
    for kept, lines in rescues(path, lambda: file.content if file else read_bytes(path, "a round file")):
        back = " What was erased from the round may be among them, and would come back." if erased else ""
        entries = f"{len(lines)} answers and other entries" if len(lines) > 1 else "1 answer or other entry"
        typer.echo(
            f"{shown_path(kept.name)} holds {entries} that {printable(str(path))} does not; "
            f"`partnercheck assess --round` at a terminal takes them in.{back}",
            err=True,
        )


def say(notes: "Iterable[Finding]") -> None:
    """Print notes about a file to stderr."""
    for note in notes:
        typer.echo(str(note), err=True)
