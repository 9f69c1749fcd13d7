"""Erasing one form from a round file: the one exception to the rule that nothing in it is rewritten."""

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import clip, printable
from partnercheck.questionnaire.source import read_bytes
from partnercheck.questionnaire.tree import Plain
from partnercheck.questionnaire.write import replace_file
from partnercheck.rounds.beside import RescuedError, rescue
from partnercheck.rounds.disk import sync_folder, unwritable
from partnercheck.rounds.events import FORMAT, Erased, Format, Header, written_line
from partnercheck.rounds.file import RoundFile
from partnercheck.rounds.ids import random_id
from partnercheck.rounds.lines import split_lines
from partnercheck.rounds.load import load_lines


def erase_form(path: Path, respondent: str) -> list[Path]:
    """Write a round anew without one form. A line in its place keeps that a form was erased, under a new name.

    Args:
        path: The round file.
        respondent: Whose form it is, handed in or not.

    Returns:
        The files beside the round that may hold the form as well; copies elsewhere are not reached.

    Raises:
        PartnercheckError: there is no such form, or the file cannot be written. It stays as it is then.
        RescuedError: the new file was taken away or changed at once; what was written is kept beside it.
    """
    with RoundFile.open(path) as file:
        see_form(file, respondent)
        found = [plain for _, plain in split_lines(str(path), file.content).plain()]
        placeholder = f"erased-{random_id(())}"
        content = b"".join(_without(found, respondent, placeholder))
        load_lines(str(path), content)  # what is written can be read
        try:
            replace_file(path, content, file.see_unchanged)
            sync_folder(path.resolve().parent)
        except OSError as problem:
            raise unwritable(path, problem) from None
    _see_written(path, content)
    stem = path.name.removesuffix(".jsonl")
    return sorted(each for each in path.absolute().parent.glob(f"{glob.escape(stem)}.*") if each.name != path.name)


def _see_written(path: Path, content: bytes) -> None:
    """Make sure that the round stands where it was written; it goes to a file beside it where it does not.

    Raises:
        RescuedError: it was taken away or changed.
        PartnercheckError: it was, and the file beside it cannot be written.
    """
    with contextlib.suppress(PartnercheckError):
        if read_bytes(path, "a round file") == content:
            return
    try:
        kept = rescue(path.absolute(), content)
    except OSError as problem:
        raise unwritable(path, problem) from None
    raise RescuedError(path, kept)


def see_form(file: RoundFile, respondent: str) -> None:
    """See that somebody has a form in a round, handed in, unfinished or taken back.

    Raises:
        PartnercheckError: there is none.
    """
    lines = split_lines(str(file.path), file.content).plain()
    if not any(line["event"] == "joined" and line["respondent"] == respondent for _, line in lines):
        raise no_such_form(file.path, respondent)


def no_such_form(path: Path, respondent: str) -> PartnercheckError:
    """What is said where a form is named that a round does not hold."""
    return PartnercheckError(
        f"There is no form of {clip(repr(respondent), 60)} in this round.",
        f"`partnercheck correct {printable(str(path))}` lists the forms.",
    )


def _without(lines: list[dict[str, Plain]], respondent: str, placeholder: str) -> Iterator[bytes]:
    header, *events = lines
    yield written_line(header)
    if Header.model_validate(header).format < FORMAT and not any(line["event"] == "format" for line in events):
        yield Format().written()
    told = False
    for line in events:
        if line.get("respondent") == respondent:
            if not told:
                yield Erased(respondent=placeholder).written()
            told = True
        elif isinstance(among := line.get("respondents"), list) and respondent in among:
            kept = [name for name in among if name != respondent]
            if line["event"] == "closed":
                yield written_line({**line, "respondents": [*kept, placeholder]})
            else:  # the next export is known again by what stands beside the one that is gone
                yield written_line(
                    {**line, "respondents": [placeholder if name == respondent else name for name in among]}
                )
        else:
            yield written_line(line)
