"""Answers files held against each other and against a round, and what is said about it."""

import sys
from typing import TYPE_CHECKING

import typer

from partnercheck.errors import PartnercheckError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnercheck.questionnaire.model import Questionnaire
    from partnercheck.rounds.answers import Batch
    from partnercheck.rounds.file import RoundFile
    from partnercheck.rounds.opened import AnswersFile
    from partnercheck.rounds.repeats import Comparison


def without_copies(files: "Sequence[AnswersFile]") -> "list[AnswersFile]":
    """The files, each content once; says so on stderr where one is named twice or stands there twice."""
    from partnercheck.findings import shown_path

    first: dict[str, AnswersFile] = {}
    for file in files:
        same = first.setdefault(file.source.text, file)
        if same is not file and same.source.path == file.source.path:
            typer.echo(f"{shown_path(file.source.path)} is named twice; it is read once.", err=True)
        elif same is not file:
            one, other = shown_path(file.source.path), shown_path(same.source.path)
            typer.echo(f"{one} is the same file as {other}; it is read once.", err=True)
    return list(first.values())


def new_forms(
    files: "Sequence[AnswersFile]",
    questionnaire: "Questionnaire",
    file: "RoundFile | None",
    *,
    joint: bool,
    replace: bool,
) -> "Comparison":
    """What in answers files is new, and what has to be corrected.

    Args:
        files: The answers files.
        questionnaire: What they answer.
        file: The round they are to be added to, if it is there already.
        joint: The one form is the room's.
        replace: Forms that differ from those that are there are corrections.

    Raises:
        PartnercheckError: the files have problems, or a form may be a correction and nobody says so.
    """
    from partnercheck.rounds.answers import read_batches
    from partnercheck.rounds.repeats import compare

    batches = _joint(read_batches(files, questionnaire), wanted=joint)
    known, name = (file.round(), str(file.path)) if file else (None, "")
    found = compare(batches, questionnaire, known, name, replace=replace)
    if found.refused and _are_corrections(found):
        found = compare(batches, questionnaire, known, name, replace=True)
    if found.refused:
        raise found.refusal()
    new = len(found.new)
    if new > 1 and any(form.joint for form in found.new):
        raise PartnercheckError(
            f"A joint form is one form, and these are {new}.", "Leave --joint out, or name the one file."
        )
    return found


def _joint(batches: "list[Batch]", *, wanted: bool) -> "list[Batch]":
    """The files' forms; where one is the room's, or is to be, all are: there can only be one."""
    joint = wanted or any(form.joint for batch in batches for form in batch.responses)
    if not joint:
        return batches
    return [
        batch._replace(responses=[form.model_copy(update={"joint": True}) for form in batch.responses])
        for batch in batches
    ]


def _are_corrections(found: "Comparison") -> bool:
    """Ask whether forms that differ from those that are there are corrections; without a terminal they are not."""
    if found.fixed or not (sys.stdin and sys.stdin.isatty()):
        return False
    from partnercheck.cli.interview_keyboard import ask_on_stderr

    for finding in sorted(found.refused):
        typer.echo(str(finding), err=True)
    question = "Is this a correction?" if len(found.refused) == 1 else "Are these corrections?"
    try:
        return ask_on_stderr(f"{question} (y or n)").casefold() in ("y", "yes")
    except EOFError:
        return False


def tell(found: "Comparison", *, recorded: bool) -> None:
    """Say on stderr how many forms are left out and how many are new, and which of those may be two of one person.

    Args:
        found: What became of the forms.
        recorded: They went into a round that was there.
    """
    import shlex

    from partnercheck.findings import printable

    new, left = len(found.new), found.repeated
    if left and recorded:
        one = "1 form is there already, with the same answers, and is left out"
        more = f"{left} forms are there already, with the same answers, and are left out"
        added = "1 is" if new == 1 else f"{new or 'none'} are"
        typer.echo(f"{one if left == 1 else more}; {added} added.", err=True)
    elif left:
        twice = "1 form stands in two files" if left == 1 else f"{left} forms stand in more than one file"
        read = "1 form is" if new == 1 else f"{new} forms are"
        typer.echo(f"{twice}; {read} read, each once.", err=True)
    if found.taken_back:
        more = f"{found.taken_back} forms were taken back and stay out."
        typer.echo("1 form was taken back and stays out." if found.taken_back == 1 else more, err=True)
    if found.corrected:
        corrected = "1 form is" if found.corrected == 1 else f"{found.corrected} forms are"
        typer.echo(f"{corrected} corrected.", err=True)
    if found.alike:
        alike = "1 form is equal to another" if found.alike == 1 else f"{found.alike} forms are equal to others"
        typer.echo(f"{alike}. That may be two people who answered alike, so both count.", err=True)
    for name in found.where_erased:
        shown = printable(shlex.quote(name))
        typer.echo(
            f"The form of {shown} stands where one was erased, and counts. If it is that one, take it out of the file, "
            f"and of the round: partnercheck correct ROUND --erase-form {shown}",
            err=True,
        )
