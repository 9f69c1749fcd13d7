"""`partnercheck correct`: what was entered by mistake, or is to count no more."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

if TYPE_CHECKING:
    from partnercheck.assessment.round import Round
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
        list[str] | None,
        typer.Option("--take-back-form", metavar="NAME", help="This form counts no more; it may be named repeatedly."),
    ] = None,
    erased: Annotated[
        str | None,
        typer.Option(
            "--erase-form", metavar="NAME", help="Write the file anew without this form. It cannot be undone."
        ),
    ] = None,
    imported: Annotated[
        int | None,
        typer.Option("--take-back-import", metavar="N", min=1, help="All forms of this import count no more."),
    ] = None,
    action: Annotated[
        int | None, typer.Option("--take-back-action", metavar="N", min=1, help="This action was not agreed.")
    ] = None,
    withheld: Annotated[
        int | None, typer.Option("--withhold-comment", metavar="N", min=1, help="No report shows this comment.")
    ] = None,
    closing: Annotated[
        bool,
        typer.Option("--take-back-closing", help="Take the last closing back, where nobody can have seen a result."),
    ] = False,
) -> None:
    """Correct a round: take back a form, an import, an action or a closing, or withhold a comment.

    Everything is added to the file, and nothing in it is rewritten; only --erase-form writes it anew. Without an option
    the round's forms, imports, actions and comments are listed, with their names and numbers.
    """
    from partnercheck.cli.closing import say, tell_of_rescued
    from partnercheck.findings import printable_line, shown_path
    from partnercheck.rounds.file import RoundFile

    wished = any(each is not None for each in (invited, forms, imported, action, withheld)) or closing
    if not wished and erased is None:
        from partnercheck.rounds.load import load_with_notes

        loaded = load_with_notes(round_path)
        say(loaded.notes)
        tell_of_rescued(round_path, None)
        for line in _listed(loaded.round):
            typer.echo(printable_line(line))
        return
    with RoundFile.open(round_path) as file:
        say(file.notes)
        if erased is not None:
            from partnercheck.rounds.erase import see_form

            see_form(file, erased)
        if wished:
            before = file.round()
            file.append_all(
                [
                    *_invited(invited),
                    *_forms(round_path, forms or ()),
                    *_import(before, imported),
                    *_action(before, action),
                    *_comment(before, withheld),
                    *_reopened(closing=closing),
                ]
            )
            said = " ".join(["corrected.", *_told(before, file.round())])
        tell_of_rescued(round_path, file)
    if wished:
        typer.echo(f"{shown_path(str(round_path))}: {said}", err=True)
    if erased is not None:
        from partnercheck.rounds.erase import erase_form

        beside = erase_form(round_path, erased)
        typer.echo(f"{shown_path(str(round_path))}: the form is erased. Copies elsewhere are not reached.", err=True)
        for path in beside:
            typer.echo(f"{shown_path(path.name)}, beside it, may hold the form as well.", err=True)


def _invited(n: int | None) -> "Iterator[Event]":
    from partnercheck.rounds.events import Invited

    if n is not None:
        yield Invited(invited=n)


def _forms(path: Path, names: Sequence[str]) -> "Iterator[Event]":
    from pydantic import ValidationError

    from partnercheck.rounds.erase import no_such_form
    from partnercheck.rounds.events import Withdrawn

    for name in dict.fromkeys(names):
        try:
            yield Withdrawn(respondent=name)
        except ValidationError:  # nobody can be called that
            raise no_such_form(path, name) from None


def _import(round_: "Round", number: int | None) -> "Iterator[Event]":
    from partnercheck.rounds.events import Withdrawn

    if number is not None:
        standing = {form.respondent for form in (*round_.responses, *round_.unfinished)}
        for name in _nth(_brought(round_), number, "import"):
            if name in standing:
                yield Withdrawn(respondent=name)


def _brought(round_: "Round") -> list[list[str]]:
    """The forms that each import brought; a file that has grown also holds those of the import before."""
    before = {*round_.erased}
    brought = []
    for names in round_.imports:
        brought.append([name for name in names if name not in before])
        before.update(names)
    return brought


def _action(round_: "Round", number: int | None) -> "Iterator[Event]":
    from partnercheck.rounds.events import ActionWithdrawn

    if number is not None:
        action = _nth(round_.actions, number, "action")
        yield ActionWithdrawn(what=action.what, who=action.who, when=action.when)


def _comment(round_: "Round", number: int | None) -> "Iterator[Event]":
    from partnercheck.rounds.events import CommentWithheld

    if number is not None:
        comment = _nth(_comments(round_), number, "comment")
        yield CommentWithheld(respondent=comment.respondent, question=comment.question)


def _reopened(*, closing: bool) -> "Iterator[Event]":
    from partnercheck.rounds.events import Reopened

    if closing:
        yield Reopened()


def _nth(entries: Sequence[T], number: int, what: str) -> T:
    from partnercheck.errors import PartnercheckError

    if number > len(entries):
        raise PartnercheckError(
            f"There is no {what} {number} in this round.", "`partnercheck correct ROUND` lists them."
        )
    return entries[number - 1]


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
        ("Imports", [f"forms {len(names)}" for names in _brought(round_)]),
        ("Actions", [" · ".join(filter(None, (a.what, a.who, str(a.when or "")))) for a in round_.actions]),
        ("Comments", [each.text for each in _comments(round_)]),
    ):
        if lines:
            yield f"{heading}:"
            yield from (f"  {number}. {line}" for number, line in enumerate(lines, 1))


def _told(before: "Round", after: "Round") -> Iterator[str]:
    """What a correction changed for the next result."""
    from partnercheck.assessment.draft import why_open
    from partnercheck.words import words_for

    if after.still_open and not before.still_open:
        yield why_open(after, words_for("en"))
