"""What a writer may not add to a round that has been closed."""

from partnercheck.assessment.closings import Standing, may_be_taken_back, standing
from partnercheck.assessment.round import Closing
from partnercheck.rounds.events import Answered, Closed, Commented, Corrected, Event, Finished, Joined, Reopened
from partnercheck.rounds.replay import Replay


def refusal(replay: Replay, event: Event) -> tuple[str, str] | None:
    """Why a writer may not add an event although it could be replayed: what is wrong, and what to do."""
    closing = replay.closing
    if replay.header.opened or closing is None:
        return None
    match event:
        case Joined() | Answered() | Corrected() | Commented() | Finished() if event.respondent in replay.kept:
            return (
                f"The form of {event.respondent} counts in a closed round and does not change any more.",
                "What was published would not be true otherwise. Answer anew in the next round.",
            )
        case Closed():
            return _too_few_new(replay, event)
        case Reopened():
            return _seen(replay, closing)
    return None


def _too_few_new(replay: Replay, event: Closed) -> tuple[str, str] | None:
    round_ = replay.round()
    names = {*event.respondents}
    counted = tuple(form for form in round_.responses if form.respondent in names)
    now = standing(round_.model_copy(update={"responses": counted}))
    take_back = ""
    if may_be_taken_back(round_):
        take_back = "The last closing told nothing of anybody: `partnercheck correct ROUND --take-back-closing` first."
    if now.missing:
        more = "1 more filled-in form is" if now.missing == 1 else f"{now.missing} more filled-in forms are"
        return (
            f"The round cannot be closed again yet: {more} needed.",
            take_back or f"With fewer than {event.k} new forms, comparing two reports would show who said what.",
        )
    if now.waiting:
        return (
            "The round cannot be closed again: a few forms that it counted were taken back.",
            take_back or f"Two reports would tell what they said. {_until(now)}",
        )
    return None


def _until(now: Standing) -> str:
    if now.for_good:
        return "The earlier report stands. Start a new round for the forms that came since."
    more = "1 more is" if now.waiting == 1 else f"{now.waiting} more are"
    return f"It can be closed when {more} taken back."


def _seen(replay: Replay, closing: Closing) -> tuple[str, str] | None:
    """A closing whose result may have been seen is not taken back: the next could be compared with it."""
    if may_be_taken_back(replay.round()):
        return None
    return (
        f"This closing counts {len(closing.respondents)} forms, and its result may have been seen.",
        f"Forms still come in. They count once {closing.k} are new: before, two results would tell who said what.",
    )
