"""`partnercheck assess`: from a questionnaire and answers to the stage card."""

import datetime
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from partnercheck.cli.rounds import (
    DEFAULT,
    RoundOptions,
    close_with_late_forms,
    load_named,
    open_round,
    record_invited,
    start_round,
    tell_of_open,
    tell_of_rescued,
    today,
    usable_name,
)
from partnercheck.cli.show import bundled_ids, spoken
from partnercheck.core.files import bundled_path, path_exists
from partnercheck.core.findings import PartnercheckError, clip, listed, printable, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnercheck.assessment.responses import Response, Round
    from partnercheck.core.words import Words
    from partnercheck.questionnaire.model import Questionnaire
    from partnercheck.rounds.answers_file import AnswersFile, Batch
    from partnercheck.rounds.duplicates import Comparison
    from partnercheck.rounds.journal import RoundFile


def without_copies(files: "Sequence[AnswersFile]") -> "list[AnswersFile]":
    """The files, each content once; says so on stderr where one is named twice or stands there twice."""
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
    from partnercheck.rounds.answers_file import read_batches
    from partnercheck.rounds.duplicates import compare

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
    from partnercheck.interview.terminal import ask_on_stderr

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


EXAMPLES = """Examples:

\b
  partnercheck assess --partnership "Harbour Technicians"
  partnercheck assess pulse --joint
  partnercheck assess --round harbour.round.jsonl
  partnercheck assess --answers answers.csv --partnership "Harbour Technicians"
  partnercheck assess --answers *.yaml --json > assessment.json
"""


def assess(
    questionnaire: Annotated[
        str | None,
        typer.Argument(
            metavar="ID|FILE",
            help="The id of a bundled questionnaire, or a file.",
            show_default=DEFAULT,
            autocompletion=bundled_ids,
        ),
    ] = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option(
            "--answers",
            metavar="FILE...",
            help="Answers files (YAML, JSON, CSV) instead of asking; name a questionnaire first.",
        ),
    ] = None,
    round_path: Annotated[
        Path | None,
        typer.Option(
            "--round",
            metavar="FILE",
            help="The round file to start or to go on with.",
        ),
    ] = None,
    close: Annotated[
        bool, typer.Option("--close", help="With --round: close the round and show the result, without asking.")
    ] = False,
    partnership: Annotated[str | None, typer.Option(metavar="NAME", help="The partnership's name.")] = None,
    date: Annotated[
        datetime.datetime | None,
        typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The date of the round; today by default."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Language; the questionnaire's first one by default.")
    ] = None,
    joint: Annotated[bool, typer.Option("--joint", help="One form, filled in by the room together.")] = False,
    opened: Annotated[
        bool,
        typer.Option("--signed", "--open", help="All agreed to sign: nothing is withheld, however small a group."),
    ] = False,
    by: Annotated[
        Literal["sector", "partner", "none"] | None, typer.Option(help="What people are grouped by; sector by default.")
    ] = None,
    k: Annotated[
        int | None,
        typer.Option(
            "--k", metavar="N", min=3, help="Groups smaller than this are not shown; 5 by default, 3 the least."
        ),
    ] = None,
    invited: Annotated[int | None, typer.Option(metavar="N", min=1, help="How many people were invited.")] = None,
    corrections: Annotated[
        bool,
        typer.Option("--replace", help="Forms that are there already with other answers are corrections of them."),
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, without drawing, for screen readers and simple terminals.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the assessment as JSON and nothing else.")] = False,
) -> None:
    """Answer a questionnaire and see which stage a partnership is in.

    With --answers it reads answers from files. Without, it asks one person after another, and keeps every answer in a
    round file at once.
    """
    plain = plain or os.environ.get("TERM", "dumb") in ("dumb", "")
    day = date.date() if date else None
    wishes = RoundOptions(
        questionnaire, partnership, day, lang, opened, by, k, invited, joint, close, plain, corrections
    )
    if close and not round_path:
        raise PartnercheckError("--close closes a round file.", "Name it with --round FILE.")
    if not answers and not close and sys.stdin and sys.stdin.isatty():
        from partnercheck.cli.workshop import Room

        room = Room(sys.stderr if as_json or not sys.stdout.isatty() else sys.stdout, plain=plain)
        found = room.answer(round_path, wishes)
        if found:
            path, round_ = found
            words = _show(round_, wishes, plain=plain, as_json=as_json)
            room.agree(path, words)
        return
    round_ = _from_files(answers, round_path, wishes) if answers else _from_round(round_path, wishes)
    _show(round_, wishes, plain=plain, as_json=as_json)


def _from_files(paths: list[Path], round_path: Path | None, wishes: RoundOptions) -> "Round":
    """A round made from answers files, recorded in a round file where one is named."""
    from partnercheck.rounds.answers_file import date_of, open_answers

    _refuse_ids(paths)
    files = without_copies(open_answers(paths))
    names = sorted({name for file in files if (name := file.stated("partnership"))})
    if len(names) > 1 and not wishes.partnership:
        raise PartnercheckError(
            f"These files are of different partnerships: {listed(names)}.", "Say which with --partnership."
        )
    if round_path and path_exists(round_path):
        from partnercheck.rounds.record import record_comparison

        stated_too = replace(
            wishes, partnership=wishes.partnership or (names[0] if names else None), date=wishes.date or date_of(files)
        )
        with open_round(round_path, stated_too) as file:
            found = new_forms(files, file.round().questionnaire, file, joint=wishes.joint, replace=wishes.replace)
            record_comparison(file, found)
            record_invited(file, wishes)
            tell(found, recorded=True)
            return _recorded(file, wishes)
    stated = [name for file in files if (name := file.stated("questionnaire"))]
    langs = {lang for file in files if (lang := file.stated("lang"))}
    loaded = load_named(wishes.questionnaire or (stated[0] if stated else DEFAULT))
    found = new_forms(files, loaded.questionnaire, None, joint=wishes.joint, replace=wishes.replace)
    tell(found, recorded=False)
    _doubt(found.people, loaded.questionnaire, told=bool(wishes.questionnaire or stated))
    partnership = usable_name(wishes.partnership or (names[0] if names else _name_of(paths)))
    day = wishes.date or date_of(files) or today()
    lang = spoken(loaded.questionnaire, wishes.lang or (langs.pop() if len(langs) == 1 else None))
    if round_path:
        from partnercheck.rounds.record import record_comparison

        with start_round(round_path, loaded, partnership, day, lang, wishes) as file:
            try:
                record_comparison(file, found)
            except BaseException:
                file.discard()  # a round that nobody is in is not what was asked for
                raise
            return _recorded(file, wishes)
    from partnercheck.assessment.responses import Round

    return Round.model_construct(  # every part has been checked, and checking all again takes longer than scoring
        questionnaire=loaded.questionnaire,
        digest=loaded.digest,
        partnership=partnership,
        date=day,
        lang=lang,
        responses=tuple(found.people),
        opened=wishes.opened,
        invited=wishes.invited,
    )


def _refuse_ids(paths: list[Path]) -> None:
    """See that no questionnaire is named among the answers files.

    Raises:
        PartnercheckError: the id of a bundled one is, and there is no such file.
    """
    for path in paths:
        if bundled_path(str(path)) and not path_exists(path):
            raise PartnercheckError(
                f"{path} is a questionnaire, and stands among the answers files.",
                f"Name it first: partnercheck assess {path} --answers …",
            )


def _name_of(paths: list[Path]) -> str:
    """What a partnership is called of which nobody says the name: as its first file, made fit to be read."""
    return clip(printable(min(path.stem for path in paths)), 60)


def _doubt(responses: "Sequence[Response]", questionnaire: "Questionnaire", *, told: bool) -> None:
    """Say so when nobody said which questionnaire it is, and most of this one's questions are never answered."""
    answered = {name for response in responses for name in response.answers}
    if not told and len(answered) < len(questionnaire.questions) / 2:
        typer.echo(
            f"Read as answers to {questionnaire.id}: {len(answered)} of its {len(questionnaire.questions)} questions "
            "are answered. Another questionnaire is named first: partnercheck assess pulse --answers …",
            err=True,
        )


def _from_round(round_path: Path | None, wishes: RoundOptions) -> "Round":
    """A round that exists already, where nobody can be asked."""
    if wishes.questionnaire:
        load_named(wishes.questionnaire)
    if round_path is None or not path_exists(round_path):
        raise PartnercheckError(
            "There is nobody to ask: this is no terminal, and no answers were given.",
            "Name answers files with --answers FILE, or a round that was answered with --round FILE.",
        )
    with open_round(round_path, wishes) as file:
        if wishes.joint and not all(response.joint for response in file.round().responses):
            raise PartnercheckError("This round holds separate forms, not a joint one.", "Leave --joint out.")
        record_invited(file, wishes)
        return _recorded(file, wishes)


def _recorded(file: "RoundFile", wishes: RoundOptions) -> "Round":
    """The round of a file, closed where that is wished: by --close, or by those at the terminal."""
    if wishes.close or (file.round().still_open and sys.stdin and sys.stdin.isatty() and _asked(file, wishes)):
        round_ = close_with_late_forms(file)
    else:
        tell_of_rescued(file.path, file)
        round_ = file.round()
    tell_of_open(file.path, round_)
    return round_


def _asked(file: "RoundFile", wishes: RoundOptions) -> bool:
    """Whether those at the terminal want the round closed."""
    from partnercheck.cli.workshop import Room

    return Room(sys.stderr, plain=wishes.plain).wants_to_close(file, wishes)


def _show(round_: "Round", wishes: RoundOptions, *, plain: bool, as_json: bool) -> "Words":
    """Print the assessment; returns the words it is printed in."""
    from partnercheck.assessment.assess import assess as assess_round
    from partnercheck.core.words import words_for

    words = words_for(spoken(round_.questionnaire, wishes.lang or round_.lang))
    assessment = assess_round(round_, words, by=wishes.by, k=wishes.k)
    if as_json:
        typer.echo(assessment.model_dump_json(indent=2, exclude_none=True, by_alias=True))
        return words
    from rich.console import Console

    from partnercheck.reports.card import print_card

    print_card(assessment, words, Console(color_system=None) if plain else Console(), plain=plain)
    return words
