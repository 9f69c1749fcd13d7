"""Start a round, or go on with one, as the command line says."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnercheck.questionnaire.load import Loaded
    from partnercheck.rounds.file import RoundFile

DEFAULT = "partnership-for-skills"


@dataclass(frozen=True)
class Wishes:
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


def stands(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def load_named(name: str) -> "Loaded":
    """Load a questionnaire by id or path.

    Raises:
        PartnercheckError: there is none, or it has problems.
    """
    from partnercheck.cli.printing import sentence
    from partnercheck.errors import PartnercheckError
    from partnercheck.findings import clip, did_you_mean
    from partnercheck.questionnaire.bundled import bundled_files, bundled_path
    from partnercheck.questionnaire.load import load_with_plain

    if not bundled_path(name) and not Path(name).suffix and not stands(Path(name)):
        known = [path.stem for path in bundled_files()]
        raise PartnercheckError(
            f"There is no questionnaire {clip(name, 60)!r}.",
            f"{sentence(did_you_mean(name, known))} A file is named with its path.",
        )
    return load_with_plain(name)


def open_round(path: Path, wishes: Wishes) -> "RoundFile":
    """Go on with a round; what the command line says must not contradict what the round was started with.

    Raises:
        PartnercheckError: it cannot be opened, or the command line contradicts it.
    """
    from partnercheck.cli.closing import say
    from partnercheck.errors import PartnercheckError
    from partnercheck.findings import printable
    from partnercheck.rounds.file import RoundFile

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


def record_invited(file: "RoundFile", wishes: Wishes) -> None:
    """Keep how many were invited, where the command line says it and the round does not know it yet.

    Raises:
        PartnercheckError: it cannot be written.
    """
    from partnercheck.rounds.events import Invited

    if wishes.invited and not file.round().invited:
        file.append(Invited(invited=wishes.invited))


def start_round(
    path: Path, loaded: "Loaded", partnership: str, day: datetime.date, lang: str, wishes: Wishes
) -> "RoundFile":
    """Start a round in a new file.

    Raises:
        PartnercheckError: the file exists or cannot be written, or the partnership cannot be called that.
    """
    from partnercheck.rounds.file import RoundFile, header_for

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
    from partnercheck.assessment.round import name_problem
    from partnercheck.errors import PartnercheckError

    problem, remedy = name_problem(partnership.strip())
    if problem:
        raise PartnercheckError(
            f"The partnership cannot be called that: {problem}.", f"{remedy[:1].upper()}{remedy[1:]}."
        )
    return partnership.strip()


def today() -> datetime.date:
    """Today, where the user is."""
    return datetime.datetime.now().astimezone().date()
