"""Start a round, go on with one, and close one, as the command line says."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnercheck.assessment.responses import Round
    from partnercheck.core.findings import Finding
    from partnercheck.questionnaire.loader import Loaded
    from partnercheck.rounds.journal import RoundFile
    from partnercheck.rounds.reader import LoadedRound

DEFAULT = "partnership-for-skills"


@dataclass(frozen=True)
class RoundOptions:
    """What the user asked for on the command line; none means not said."""

    questionnaire: str | None
    partnership: str | None
    date: datetime.date | None
    lang: str | None
    opened: bool
    by: str | None
    k: int | None
    invited: int | None
    joint: bool
    close: bool = False
    plain: bool = False
    replace: bool = False


def load_named(name: str) -> "Loaded":
    """Load a questionnaire by id or path.

    Raises:
        PartnercheckError: there is none, or it has problems.
    """
    from partnercheck.cli.console import sentence
    from partnercheck.core.files import bundled_files, bundled_path, path_exists
    from partnercheck.core.findings import PartnercheckError, clip, did_you_mean
    from partnercheck.questionnaire.loader import load_with_plain

    if not bundled_path(name) and not Path(name).suffix and not path_exists(Path(name)):
        known = [path.stem for path in bundled_files()]
        raise PartnercheckError(
            f"There is no questionnaire {clip(name, 60)!r}.",
            f"{sentence(did_you_mean(name, known))} A file is named with its path.",
        )
    return load_with_plain(name)


def open_round(path: Path, wishes: RoundOptions) -> "RoundFile":
    """Go on with a round; what the command line says must not contradict what the round was started with.

    Raises:
        PartnercheckError: it cannot be opened, or the command line contradicts it.
    """
    from partnercheck.core.findings import PartnercheckError, printable
    from partnercheck.rounds.journal import RoundFile

    asked = load_named(wishes.questionnaire).questionnaire.id if wishes.questionnaire else None
    file = RoundFile.open(path)
    say(file.notes)
    header, round_ = file.header, file.round()
    stated = (
        ("questionnaire", asked, round_.questionnaire.id),
        ("--partnership", wishes.partnership, header.partnership),
        ("--date", wishes.date, header.date),
        ("--by", wishes.by, header.by or "none"),
        ("--k", wishes.k, header.k),
        ("--invited", wishes.invited, round_.invited or wishes.invited),
        ("--signed", wishes.opened or None, header.opened),
    )
    for name, wished, fixed in stated:
        if wished is not None and wished != fixed:
            file.close()
            begun = f"with {name}" if fixed else f"without {name}"
            begun += f" {fixed}" if fixed and fixed is not True else ""
            raise PartnercheckError(
                f"{printable(str(path))} was started {begun}, and keeps that.",
                "Leave that out, or name another file with --round.",
            )
    return file


def record_invited(file: "RoundFile", wishes: RoundOptions) -> None:
    """Keep how many were invited, where the command line says it and the round does not know it yet.

    Raises:
        PartnercheckError: it cannot be written.
    """
    from partnercheck.rounds.events import Invited

    if wishes.invited and not file.round().invited:
        file.append(Invited(invited=wishes.invited))


def start_round(
    path: Path, loaded: "Loaded", partnership: str, day: datetime.date, lang: str, wishes: RoundOptions
) -> "RoundFile":
    """Start a round in a new file.

    Raises:
        PartnercheckError: the file exists or cannot be written, or the partnership cannot be called that.
    """
    from partnercheck.rounds.journal import RoundFile, header_for

    more: dict[str, object] = {"lang": lang, "opened": wishes.opened, "invited": wishes.invited}
    if wishes.k:
        more["k"] = wishes.k
    if wishes.by:
        more["by"] = None if wishes.by == "none" else wishes.by
    return RoundFile.create(path, header_for(loaded, usable_name(partnership), day, **more))


def usable_name(partnership: str) -> str:
    """A partnership's name without the spaces around it.

    Raises:
        PartnercheckError: it is too long, blank, or no plain text on one line.
    """
    from partnercheck.assessment.responses import name_problem
    from partnercheck.core.findings import PartnercheckError

    if problem := name_problem(partnership.strip()):
        raise PartnercheckError(
            f"The partnership cannot be called that: {problem.message}.",
            f"{problem.remedy[:1].upper()}{problem.remedy[1:]}.",
        )
    return partnership.strip()


def today() -> datetime.date:
    """Today, where the user is."""
    return datetime.datetime.now().astimezone().date()


def loaded_or_closed(path: Path, loaded: "LoadedRound", *, close: bool) -> "Round":
    """A round that was loaded; with `close` it is closed first, where that is needed.

    Raises:
        PartnercheckError: it is to be closed and cannot be: it cannot be written, no form has been handed in, or its
            result would tell what a few people said.
    """
    from partnercheck.rounds.journal import RoundFile

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
    from partnercheck.assessment.privacy import standing
    from partnercheck.core.findings import shown_path
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

    from partnercheck.assessment.privacy import may_be_taken_back, standing
    from partnercheck.core.findings import printable, shown_path

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
    from partnercheck.core.findings import printable, shown_path
    from partnercheck.rounds.disk import rescued_beside

    if not rescued_beside(path):
        return
    from partnercheck.core.files import read_bytes
    from partnercheck.rounds.reader import load_round
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
