"""`partnercheck correct`: what was entered by mistake, or is to count no more."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

if TYPE_CHECKING:
    from partnercheck.assessment.responses import Round
    from partnercheck.rounds.events import Event

T = TypeVar("T")

EXAMPLES = """Examples:

\b
  partnercheck correct harbour.round.jsonl
  partnercheck correct harbour.round.jsonl --invited 14
  partnercheck correct harbour.round.jsonl --take-back-form hfk7-m3xd
  partnercheck correct harbour.round.jsonl --take-back-action 2
  partnercheck correct harbour.round.jsonl --withhold-comment 3
"""


def correct(
    round_path: Annotated[Path, typer.Argument(metavar="ROUND", help="The round file.")],
    invited: Annotated[int | None, typer.Option(metavar="N", min=1, help="How many people were invited.")] = None,
    forms: Annotated[
        list[str] | None, typer.Option("--take-back-form", metavar="NAME", help="This form counts no more.")
    ] = None,
    erased: Annotated[
        list[str] | None,
        typer.Option(
            "--erase-form", metavar="NAME", help="Write the file anew without this form. It cannot be undone."
        ),
    ] = None,
    imports: Annotated[
        list[int] | None,
        typer.Option("--take-back-import", metavar="N", min=1, help="All forms of this import count no more."),
    ] = None,
    actions: Annotated[
        list[int] | None, typer.Option("--take-back-action", metavar="N", min=1, help="This action was not agreed.")
    ] = None,
    withheld: Annotated[
        list[int] | None, typer.Option("--withhold-comment", metavar="N", min=1, help="No report shows this comment.")
    ] = None,
    closing: Annotated[
        bool,
        typer.Option("--take-back-closing", help="Take the last closing back, where nobody can have seen a result."),
    ] = False,
) -> None:
    """Correct a round: take something back, or withhold a comment.

    Everything is added to the file, and nothing in it is rewritten; only --erase-form writes it anew, and stands alone.
    Without an option the round's forms, imports, actions and comments are listed, with their names and numbers.
    Options with a name or a number may be given repeatedly. After a correction the numbers may be others.
    """
    from partnercheck.cli.rounds import say, tell_of_rescued
    from partnercheck.core.findings import PartnercheckError, printable_line
    from partnercheck.rounds.reader import load_with_notes

    wished = any((invited, forms, imports, actions, withheld, closing))
    if erased and wished:
        raise PartnercheckError(
            "--erase-form cannot be undone, so it stands alone.",
            "Make the other corrections in a command of their own.",
        )
    if erased:
        _erase(round_path, erased)
    elif wished:
        from partnercheck.rounds.events import Reopened
        from partnercheck.rounds.journal import RoundFile

        with RoundFile.open(round_path) as file:
            say(file.notes)
            before = file.round()
            events: list[Event] = [
                *_invited(invited),
                *_comments_withheld(before, withheld or ()),
                *_forms(before, forms or (), imports or ()),
                *_actions(before, actions or ()),
                *([Reopened()] if closing else []),
            ]
            file.append_all(events)
            after = file.round()
            tell_of_rescued(round_path, file)
        _tell(round_path, "corrected.", *_told(events, before, after), *_next_result(before, after))
    else:
        loaded = load_with_notes(round_path)
        say(loaded.notes)
        tell_of_rescued(round_path, None)
        for line in _listed(loaded.round):
            typer.echo(printable_line(line))


def _erase(path: Path, names: Sequence[str]) -> None:
    from partnercheck.cli.rounds import say, tell_of_rescued
    from partnercheck.core.findings import shown_path
    from partnercheck.rounds.journal import erase_forms
    from partnercheck.rounds.reader import load_round, load_with_notes

    loaded = load_with_notes(path)
    say(loaded.notes)
    tell_of_rescued(path, None)
    before = loaded.round
    beside = erase_forms(path, names)
    after = load_round(path)
    n = len(after.erased) - len(before.erased)
    erased = "the form is erased." if n == 1 else f"{n} forms are erased."
    _tell(path, erased, "Copies elsewhere are not reached.", *_next_result(before, after))
    held = "the form" if n == 1 else "them"
    for each in beside:
        typer.echo(
            f"{shown_path(each.name)}, beside it, may hold {held} as well. Delete it if you need it no more.", err=True
        )


def _tell(path: Path, *sentences: str) -> None:
    from partnercheck.core.findings import shown_path

    typer.echo(f"{shown_path(str(path))}: {' '.join(sentences)}", err=True)


def _invited(n: int | None) -> "Iterator[Event]":
    from partnercheck.rounds.events import Invited

    if n is not None:
        yield Invited(invited=n)


def _forms(round_: "Round", names: Sequence[str], imports: Sequence[int]) -> "Iterator[Event]":
    """Those who are named, and what still stands of the imports; each once."""
    from partnercheck.core.findings import PartnercheckError
    from partnercheck.rounds.events import Withdrawn

    standing = _standing(round_)
    gone = [_known(name, round_) for name in names]
    for number, brought in _chosen(_brought(round_), imports, "import"):
        found = [name for name in brought if name in standing]
        if not found:
            raise PartnercheckError(
                f"No form of import {number} counts any more.", "There is nothing left of it to take back."
            )
        gone += found
    for name in dict.fromkeys(gone):
        yield Withdrawn(respondent=name)


def _standing(round_: "Round") -> set[str]:
    return {form.respondent for form in (*round_.responses, *round_.unfinished)}


def _known(name: str, round_: "Round") -> str:
    """The name of a form that can be taken back.

    Raises:
        PartnercheckError: there is none of that name.
    """
    from partnercheck.core.findings import PartnercheckError
    from partnercheck.rounds.journal import no_such_form

    standing = _standing(round_)
    if name in standing:
        return name
    if name in {form.respondent for form in round_.withdrawn}:
        raise PartnercheckError(
            f"The form of {name!r} was taken back before, and counts no more.", "--erase-form takes it out of the file."
        )
    raise no_such_form(name, standing)


def _brought(round_: "Round") -> list[list[str]]:
    """The forms that each import brought; a file that has grown also holds those of the import before."""
    before = {*round_.erased}
    brought = []
    for names in round_.imports:
        brought.append([name for name in names if name not in before])
        before.update(names)
    return brought


def _actions(round_: "Round", numbers: Sequence[int]) -> "Iterator[Event]":
    from partnercheck.rounds.events import ActionWithdrawn

    for _, action in _chosen(round_.actions, numbers, "action"):
        yield ActionWithdrawn(what=action.what, who=action.who, when=action.when)


def _comments_withheld(round_: "Round", numbers: Sequence[int]) -> "Iterator[Event]":
    from partnercheck.rounds.events import CommentWithheld

    for _, comment in _chosen(_comments(round_), numbers, "comment"):
        yield CommentWithheld(respondent=comment.respondent, question=comment.question)


def _chosen(entries: Sequence[T], numbers: Sequence[int], what: str) -> list[tuple[int, T]]:
    """The entries with these numbers, each once.

    Raises:
        PartnercheckError: a number is in no entry.
    """
    from partnercheck.core.findings import PartnercheckError

    for number in numbers:
        if number > len(entries):
            raise PartnercheckError(
                f"There is no {what} {number} in this round.", "`partnercheck correct ROUND` lists them."
            )
    return [(number, entries[number - 1]) for number in dict.fromkeys(numbers)]


class Comment(NamedTuple):
    """A comment that reports show, and where it stands."""

    text: str
    question: str
    respondent: str


def _comments(round_: "Round") -> list[Comment]:
    """The comments in the order in which reports print them."""
    from partnercheck.assessment.questions import shuffling

    found = [
        Comment(text, question, form.respondent)
        for form in round_.responses
        for question, text in form.comments.items()
    ]
    return sorted(found, key=lambda each: (shuffling(each.text), each.question, each.respondent))


def _listed(round_: "Round") -> Iterator[str]:
    """What a round holds that can be corrected."""
    counted = set(round_.closing.respondents) if round_.closing else set()
    yield f"Invited: {round_.invited or 'not said'}"
    yield f"Closings: {len(round_.closing.all) if round_.closing else 0}"
    yield f"Forms: {len(round_.responses)} handed in, {len(round_.unfinished)} unfinished"
    for form in sorted((*round_.responses, *round_.unfinished), key=lambda form: form.respondent):
        state = ", unfinished" if form in round_.unfinished else ", counted" if form.respondent in counted else ""
        yield f"  {form.respondent}: answers {len(form.answers)}{state}"
    for heading, lines in (
        ("Imports", [_import_line(names, _standing(round_)) for names in _brought(round_)]),
        ("Actions", [" · ".join(filter(None, (a.what, a.who, str(a.when or "")))) for a in round_.actions]),
        ("Comments", [each.text for each in _comments(round_)]),
    ):
        if lines:
            yield f"{heading}:"
            yield from (f"  {number}. {line}" for number, line in enumerate(lines, 1))


def _import_line(names: Sequence[str], standing: set[str]) -> str:
    gone = len({*names} - standing)
    return f"forms {len(names)}" + (f", taken back {gone}" if gone else "")


def _told(events: "Sequence[Event]", before: "Round", after: "Round") -> Iterator[str]:
    """What was corrected, so that a wrong number is noticed."""
    from partnercheck.core.findings import clip, printable
    from partnercheck.rounds.events import ActionWithdrawn, CommentWithheld, Invited, Reopened, Withdrawn

    forms = sum(isinstance(event, Withdrawn) for event in events)
    comments = {(each.respondent, each.question): each.text for each in _comments(before)}
    for event in events:
        match event:
            case Invited() if event.invited < len(after.responses):
                yield f"{len(after.responses)} have answered, so reports do not say that {event.invited} were invited."
            case CommentWithheld():
                yield f"Withheld: “{printable(clip(comments[event.respondent, event.question], 60))}”."
            case ActionWithdrawn():
                yield f"Taken back: {printable(clip(event.what, 60))}."
            case Reopened():
                yield "The last closing is taken back."
            case _:
                pass
    if forms:
        yield "1 form is taken back." if forms == 1 else f"{forms} forms are taken back."


def _next_result(before: "Round", after: "Round") -> Iterator[str]:
    """Why a result that could be shown cannot be shown now."""
    from partnercheck.assessment.assess import is_withheld, why_open
    from partnercheck.core.words import words_for

    if is_withheld(after) and not is_withheld(before):
        yield why_open(after, words_for("en"))
