"""Responses from elsewhere, such as an answers file, recorded in a round."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from partnercheck.assessment.round import Response
from partnercheck.errors import PartnercheckError
from partnercheck.findings import clip
from partnercheck.rounds.events import Answered, Commented, Event, Finished, Joined
from partnercheck.rounds.file import RoundFile
from partnercheck.rounds.ids import ids_for


def record_responses(file: RoundFile, responses: Iterable[Response]) -> None:
    """Record finished forms in a round: all of them, or none.

    Somebody without a name gets one that depends on the forms alone: the same file gives the same round.

    Args:
        file: The round, open for writing.
        responses: The forms.

    Raises:
        PartnercheckError: a respondent is in the round already, an answer is not offered, or nothing can be written.
    """
    forms = list(responses)
    round_ = file.round()
    taken = {form.respondent for form in (*round_.responses, *round_.unfinished)}
    twice = []
    for form in forms:
        if form.respondent and form.respondent in taken:
            twice.append(form.respondent)
        taken.add(form.respondent)
    if twice:
        raise PartnercheckError(
            f"{clip(', '.join(map(repr, twice)), 200)}: in this round already. Nothing was recorded.",
            "Recording a form again would change what somebody answered; give other names, or start a new round.",
        )
    free = ids_for((form.model_dump_json() for form in forms), taken)
    place = {question.id: number for number, question in enumerate(round_.questionnaire.questions)}
    events: list[Event] = []
    for form in forms:
        name = form.respondent or next(free)
        try:
            events.extend(_events(form, name, place))
        except ValidationError as problem:
            said = problem.errors(include_url=False)[0]
            raise PartnercheckError(
                f"The form of {clip(repr(name), 60)} cannot be recorded: {said['loc'][0]}: {said['msg'].lower()}.",
                "Nothing was recorded.",
            ) from None
    file.append_all(events)


def _events(form: Response, name: str, place: dict[str, int]) -> Iterator[Event]:
    """A form's events, its answers in the questionnaire's order; a question that is unknown comes last."""
    yield Joined(respondent=name, partner=form.partner, sector=form.sector, joint=form.joint)
    for question in sorted({*form.answers, *form.comments}, key=lambda each: (place.get(each, len(place)), each)):
        if question in form.answers:
            yield Answered(respondent=name, question=question, answer=form.answers[question])
        if question in form.comments:
            yield Commented(respondent=name, question=question, text=form.comments[question])
    yield Finished(respondent=name)
