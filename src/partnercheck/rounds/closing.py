"""Closing a round: which forms count, and when late forms may be let in without exposing those who sent them."""

from typing import TYPE_CHECKING, Literal

from partnercheck.assessment.round import Closing
from partnercheck.errors import PartnercheckError
from partnercheck.rounds.events import Answered, Breakdown, Closed, Commented, Corrected, Event, Finished, Joined
from partnercheck.rounds.replay import Replay

if TYPE_CHECKING:
    from partnercheck.rounds.file import RoundFile


def close_round(file: "RoundFile", by: Breakdown | Literal["none"] | None = None, k: int | None = None) -> Closing:
    """Close a round, or close it again with late forms.

    The first closing fixes the breakdown and k, from the header where they are not given; later ones repeat them.

    Args:
        file: The round, open for writing.
        by: The breakdown of all reports, or `none`; the header's when it is left out.
        k: Groups smaller than this are not shown; the header's when none is given.

    Raises:
        PartnercheckError: no form was handed in, or so few are new that the reports would give them away; or
            `by` or `k` differ from the first closing's.
    """
    round_ = file.round()
    before = round_.closing
    wanted = {None: before.by if before else file.header.by or "", "none": ""}.get(by, by or "")
    fixed_by, fixed_k = (before.by, before.k) if before else (wanted, k or file.header.k)
    if wanted != fixed_by or (k and k != fixed_k):
        breakdown = f"a breakdown by {fixed_by}" if fixed_by else "no breakdown"
        raise PartnercheckError(
            f"This round was closed with k = {fixed_k} and {breakdown}, and keeps them.",
            "Two breakdowns of one round could be subtracted from each other.",
        )
    if not round_.responses:
        raise PartnercheckError("No form has been handed in yet, so there is nothing to close.")
    finished = tuple(sorted(response.respondent for response in round_.responses))
    file.append(Closed.model_validate({"respondents": finished, "by": fixed_by or None, "k": fixed_k}))
    closing = file.round().closing
    assert closing is not None  # noqa: S101 - it was appended on the line above
    return closing


def forms_needed(closing: Closing | None, finished: int, *, opened: bool) -> int:
    """How many more forms must be handed in before a round can be closed (again); 0 when it can be now.

    Args:
        closing: The last closing, if there was one.
        finished: How many forms were handed in, the closed ones among them.
        opened: All agreed to sign; nothing needs to be withheld.
    """
    if closing is None or opened:
        return max(0, 1 - finished)
    return max(0, closing.k - (finished - len(closing.respondents)))


def refusal(replay: Replay, event: Event) -> tuple[str, str] | None:
    """Why a writer may not add an event although it could be replayed: what is wrong, and what to do."""
    if replay.header.opened or replay.closing is None:
        return None
    match event:
        case Joined() | Answered() | Corrected() | Commented() | Finished() if event.respondent in replay.kept:
            return (
                f"The form of {event.respondent} counts in a closed round and does not change any more.",
                "What was published would not be true otherwise. Answer anew in the next round.",
            )
        case Closed():
            missing = forms_needed(replay.closing, len(event.respondents), opened=False)
            if missing:
                new = len(event.respondents) - len(replay.closing.respondents)
                forms = "1 new form" if new == 1 else f"{new} new forms"
                return (
                    f"The round cannot be closed again yet: {forms} since the last closing, {missing} more needed.",
                    f"With fewer than {replay.closing.k} new forms, comparing two reports would show who said what.",
                )
    return None
