"""What a writer may not add to a round that has been closed."""

from partnercheck.assessment.closings import standing
from partnercheck.assessment.evidence import score_forms, weigh_all
from partnercheck.assessment.round import Closing
from partnercheck.assessment.verdict import LEAST_PEOPLE
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
    if now.missing:
        more = "1 more filled-in form is" if now.missing == 1 else f"{now.missing} more filled-in forms are"
        return (
            f"The round cannot be closed again yet: {more} needed.",
            f"With fewer than {event.k} new forms, comparing two reports would show who said what.",
        )
    if now.waiting:
        return (
            "The round cannot be closed again: a few forms that it counted were taken back.",
            f"Two reports would tell what they said. It can be closed when {now.waiting} more are taken back.",
        )
    return None


def _seen(replay: Replay, closing: Closing) -> tuple[str, str] | None:
    """A closing whose result may have been seen is not taken back: the next could be compared with it."""
    names = {*closing.respondents}
    forms = [form for name, form in replay.kept.items() if name in names]
    shown = len(score_forms(replay.questionnaire, weigh_all(replay.questionnaire), forms)) >= LEAST_PEOPLE
    if not shown or any(form.joint for form in forms):
        return None
    return (
        f"This closing counts {len(closing.respondents)} forms, and its result may have been seen.",
        f"Forms still come in. They count once {closing.k} are new: before, two results would tell who said what.",
    )
