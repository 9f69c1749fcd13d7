"""Erasing one form from a round file: the one exception to the rule that nothing in it is rewritten."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.findings import clip, printable
from partnercheck.questionnaire.tree import Plain
from partnercheck.rounds.disk import sync_folder, unwritable, write_new
from partnercheck.rounds.events import FORMAT, Erased, Format
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
    """
    with RoundFile.open(path) as file:
        found = [plain for _, plain in split_lines(str(path), file.content).plain()]
        names = {line["respondent"] for line in found if line["event"] == "joined"}
        if respondent not in names:
            raise PartnercheckError(
                f"There is no form of {clip(repr(respondent), 60)} in this round.",
                f"`partnercheck correct {printable(str(path))}` lists the forms.",
            )
        placeholder = f"erased-{random_id(())}"
        content = b"".join(_without(found, respondent, placeholder))
        load_lines(str(path), content)  # what is written can be read
        anew = path.with_name(f".{path.name}.anew")
        try:
            with contextlib.suppress(FileNotFoundError):
                anew.unlink()  # left over from a power cut
            write_new(anew, content)
            os.replace(anew, path)  # noqa: PTH105 - Path.replace is the same, and says less
            sync_folder(path.absolute().parent)
        except OSError as problem:
            with contextlib.suppress(OSError):
                anew.unlink()
            raise unwritable(path, problem) from None
    stem = path.name.removesuffix(".jsonl")
    return sorted(each for each in path.absolute().parent.glob(f"{_literal(stem)}.*") if each.name != path.name)


def _without(lines: list[dict[str, Plain]], respondent: str, placeholder: str) -> Iterator[bytes]:
    header, *events = lines
    yield _written(header)
    if header["format"] != FORMAT and not any(line["event"] == "format" for line in events):
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
                yield _written({**line, "respondents": [*kept, placeholder]})
            else:  # the next export is known again by what stands beside the one that is gone
                yield _written({**line, "respondents": [placeholder if name == respondent else name for name in among]})
        else:
            yield _written(line)


def _written(line: dict[str, Plain]) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _literal(name: str) -> str:
    """A file name as a pattern that fits itself alone."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
