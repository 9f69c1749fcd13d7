"""Erasing forms from a round file: the one exception to the rule that nothing in it is rewritten."""

import contextlib
import glob
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import clip, did_you_mean
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


def erase_forms(path: Path, respondents: Sequence[str]) -> list[Path]:
    """Write a round anew without some forms. A line in place of each keeps that a form was erased, under a new name.

    Args:
        path: The round file.
        respondents: Whose forms they are, handed in or not.

    Returns:
        The files beside the round that may hold the forms as well; copies elsewhere are not reached.

    Raises:
        PartnercheckError: there is no such form, or the file cannot be written. It stays as it is then.
        RescuedError: the new file was taken away or changed at once; what was written is kept beside it.
    """
    with RoundFile.open(path) as file:
        content = file.content
        found = [plain for _, plain in split_lines(str(path), content).plain()]
        names = [str(line["respondent"]) for line in found if line["event"] == "joined"]
        for respondent in dict.fromkeys(respondents):
            if respondent not in names:
                raise no_such_form(respondent, names)
            content = b"".join(_without(found, respondent, f"erased-{random_id(())}"))
            found = [plain for _, plain in split_lines(str(path), content).plain()]
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


def no_such_form(respondent: str, known: Iterable[str]) -> PartnercheckError:
    """That no form has this name; a name that differs little is offered."""
    near = did_you_mean(respondent, known)
    return PartnercheckError(
        f"There is no form of {clip(repr(respondent), 60)} in this round.",
        near if near.startswith("did you mean") else "`partnercheck correct ROUND` lists the forms.",
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
