"""Late forms: what a round that has been closed still takes, and when it may be closed again."""

from partnercheck.assessment.round import Closing
from partnercheck.rounds.events import Answered, Closed, Commented, Corrected, Event, Finished, Joined
from partnercheck.rounds.replay import Replay


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
