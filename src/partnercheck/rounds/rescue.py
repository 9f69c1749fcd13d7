"""Taking in what was rescued when a round file was moved, replaced or changed while it was open."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from partnercheck.assessment.responses import Round
from partnercheck.core.files import read_bytes
from partnercheck.core.findings import PartnercheckError
from partnercheck.questionnaire.document import Plain
from partnercheck.rounds.disk import mark_taken, rescued_beside, set_aside, unwritable, write_new
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import NEWER, load_lines, load_with_notes, split_lines

OCCASION = ("digest", "partnership", "date")
"""What two files of one round have in common."""


class Rescue(NamedTuple):
    """A rescued file, and its lines that the round file beside it does not hold, in order."""

    kept: Path
    lines: list[dict[str, Plain]]


class Taken(NamedTuple):
    """The name that a rescued file has after it was taken in, and how many of its lines did not fit the round."""

    kept: Path
    left: int


def rescues(path: Path, content: Callable[[], bytes]) -> Iterator[Rescue]:
    """The rescued files beside a round file that belong to it and hold what it does not; unreadable ones do not.

    Args:
        path: The round file.
        content: What stands in it by then; what comes first may be taken in before the next is looked at.
    """
    for kept in rescued_beside(path):
        try:
            found = _rescue(content(), kept)
        except PartnercheckError:
            continue
        if found:
            yield found


def _rescue(content: bytes, kept: Path) -> Rescue | None:
    rescued = read_bytes(kept, "a round file")
    load_lines(str(kept), rescued)  # says whether it can be replayed
    header, *ours = _plain_lines(content)
    their_header, *theirs = _plain_lines(rescued)
    if any(header.get(key) != their_header.get(key) for key in OCCASION):
        return None
    held = Counter(map(_canonical, ours))
    missing = []
    for line in theirs:
        key = _canonical(line)
        if held[key]:
            held[key] -= 1
        else:
            missing.append(line)
    return Rescue(kept, missing) if missing else None


def _plain_lines(content: bytes) -> list[dict[str, Plain]]:
    return [plain for _, plain in split_lines("", content).plain()]


def _canonical(line: dict[str, Plain]) -> str:
    return json.dumps(line, sort_keys=True)


def take_in(file: RoundFile, rescue: Rescue) -> Taken:
    """Add to a round what a rescued file holds and it does not, and give that file another name.

    Raises:
        PartnercheckError: it cannot be written. The rescued file stays as it is.
    """
    left = file.append_fitting(rescue.lines)
    try:
        return Taken(mark_taken(rescue.kept), left)
    except OSError as problem:
        raise unwritable(rescue.kept, problem) from None


def lost_round(path: Path) -> tuple[Path, Round] | None:
    """The oldest rescued file beside a round file that is gone or damaged, and its round; none where all is well."""
    kept = rescued_beside(path)
    if not kept or not _is_lost(path):
        return None
    for each in kept:
        try:
            return each, load_with_notes(each).round
        except PartnercheckError:
            continue
    return None


def _is_lost(path: Path) -> bool:
    if not path.is_file():  # it is gone, or something else has its name
        return True
    try:
        load_with_notes(path)
    except PartnercheckError as problem:
        codes = {finding.code for finding in problem.findings}
        return bool(codes) and NEWER not in codes
    return False


def put_back(path: Path, kept: Path) -> None:
    """Make a rescued file the round file; what stands there now gets another name.

    Raises:
        PartnercheckError: it cannot be written. The rescued file stays as it is.
    """
    content = read_bytes(kept, "a round file")
    try:
        if path.exists() or path.is_symlink():  # a link that leads nowhere has the name too
            set_aside(path)
        write_new(path, content)
        mark_taken(kept)
    except OSError as problem:
        raise unwritable(path, problem) from None
