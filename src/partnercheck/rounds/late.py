"""Late forms: what a round that has been closed still takes, and when it may be closed again."""

from collections.abc import Sequence

from partnercheck.assessment.evidence import score_forms, weigh_all
from partnercheck.assessment.round import Closing, Response
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.rounds.events import Answered, Closed, Commented, Corrected, Event, Finished, Joined
from partnercheck.rounds.replay import Replay


def forms_needed(
    questionnaire: Questionnaire, closing: Closing | None, finished: Sequence[Response], *, opened: bool
) -> int:
    """How many more forms must be handed in before a round can be closed (again); 0 when it can be now.

    Only forms that answered enough to count are new ones: the others would be no cover for somebody who did.

    Args:
        questionnaire: What is answered.
        closing: The last closing, if there was one.
        finished: The forms handed in, the closed ones among them.
        opened: All agreed to sign; nothing needs to be withheld.
    """
    if closing is None or opened:
        return 0 if finished else 1
    new = [form for form in finished if form.respondent not in closing.respondents]
    return max(0, closing.k - len(score_forms(questionnaire, weigh_all(questionnaire), new)))


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
            forms = [replay.response(name) for name in event.respondents]
            missing = forms_needed(replay.questionnaire, replay.closing, forms, opened=False)
            if missing:
                more = "1 more filled-in form is" if missing == 1 else f"{missing} more filled-in forms are"
                return (
                    f"The round cannot be closed again yet: {more} needed.",
                    f"With fewer than {replay.closing.k} new forms, comparing two reports would show who said what.",
                )
    return None
