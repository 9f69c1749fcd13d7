"""Responses from elsewhere, such as an answers file, recorded in a round."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from partnercheck.assessment.responses import Response
from partnercheck.core.findings import PartnercheckError, clip
from partnercheck.core.text import folded
from partnercheck.rounds.duplicates import Comparison, Correction
from partnercheck.rounds.events import Answered, Commented, Corrected, Event, Finished, Imported, Joined
from partnercheck.rounds.ids import ids_for
from partnercheck.rounds.journal import RoundFile


def record_responses(file: RoundFile, responses: Iterable[Response]) -> None:
    """Record finished forms of one answers file in a round: all of them, or none.

    Somebody without a name gets one that depends on the forms alone: the same file gives the same round.

    Args:
        file: The round, open for writing.
        responses: The forms.

    Raises:
        PartnercheckError: a respondent is in the round already, an answer is not offered, or nothing can be written.
    """
    forms = list(responses)
    record_forms(file, forms, imports=[list(forms)])


def record_comparison(file: RoundFile, found: Comparison) -> None:
    """Record what is new in answers files and what is corrected in the round: all of it, or nothing.

    Args:
        file: The round, open for writing.
        found: What a comparison of the files with the round found.

    Raises:
        PartnercheckError: a form that is to be corrected counts in a closing, or nothing can be written.
    """
    imports = [[found.people[person] for person in people] for people in found.imports]
    record_forms(file, found.new, found.corrections.values(), imports)


def record_forms(
    file: RoundFile,
    forms: Sequence[Response],
    corrections: Iterable[Correction] = (),
    imports: Iterable[Sequence[Response]] = (),
) -> None:
    """Record finished forms in a round and correct others: all of them, or none.

    Args:
        file: The round, open for writing.
        forms: The forms that are new. Those without a name get one.
        corrections: What has changed in forms of the round.
        imports: The forms of each answers file in its order, new ones and those that are in the round.

    Raises:
        PartnercheckError: a respondent is in the round already, an answer is not offered, a form that is to be
            corrected counts in a closing, or nothing can be written.
    """
    round_ = file.round()
    place = {question.id: number for number, question in enumerate(round_.questionnaire.questions)}
    open_ = {form.respondent for form in round_.unfinished}
    gone = {form.respondent for form in round_.withdrawn}
    taken = {form.respondent for form in (*round_.responses, *round_.unfinished, *round_.withdrawn)}
    events: list[Event] = []
    for correction in corrections:
        name = correction.before.respondent
        if name in gone:
            events.extend(_refusing(name, _events(correction.after, name, place)))
        else:
            events.extend(_refusing(name, _corrections(correction, place, unfinished=name in open_)))
    _refuse_twice(forms, taken)
    free = ids_for((form.model_dump_json() for form in forms), taken)
    names: dict[int, str] = {}
    for form in forms:
        name = names[id(form)] = form.respondent or next(free)
        taken.add(name)
        events.extend(_refusing(name, _events(form, name, place)))
    for together in imports:
        respondents = tuple(names.get(id(form), form.respondent) for form in together)
        if respondents:
            events.append(Imported(respondents=respondents))
    file.append_all(events)


def _refuse_twice(forms: Sequence[Response], taken: set[str]) -> None:
    twice = []
    for form in forms:
        if form.respondent and form.respondent in taken:
            twice.append(form.respondent)
        elif form.respondent:
            taken.add(form.respondent)
    if twice:
        raise PartnercheckError(
            f"{clip(', '.join(map(repr, twice)), 200)}: in this round already. Nothing was recorded.",
            "Recording a form again would change what somebody answered; give other names, or start a new round.",
        )


def _refusing(name: str, events: Iterator[Event]) -> list[Event]:
    """The events of a form, or why one of them cannot be written."""
    try:
        return list(events)
    except ValidationError as problem:
        said = problem.errors(include_url=False)[0]
        raise PartnercheckError(
            f"The form of {clip(repr(name), 60)} cannot be recorded: {said['loc'][0]}: {said['msg'].lower()}.",
            "Nothing was recorded.",
        ) from None


def _events(form: Response, name: str, place: dict[str, int]) -> Iterator[Event]:
    """A form's events, its answers in the questionnaire's order; a question that is unknown comes last."""
    yield Joined(respondent=name, partner=form.partner, sector=form.sector, joint=form.joint)
    for question in _in_order({*form.answers, *form.comments}, place):
        if question in form.answers:
            yield Answered(respondent=name, question=question, answer=form.answers[question])
        if question in form.comments:
            yield Commented(respondent=name, question=question, text=form.comments[question])
    yield Finished(respondent=name)


def _corrections(correction: Correction, place: dict[str, int], *, unfinished: bool) -> Iterator[Event]:
    """What has to be written so that a form in the round is what it should be."""
    before, after = correction
    name = before.respondent
    if (folded(before.partner), before.sector, before.joint) != (folded(after.partner), after.sector, after.joint):
        yield Joined(respondent=name, partner=after.partner, sector=after.sector, joint=after.joint)
    for question in _in_order({*before.answers, *after.answers, *before.comments, *after.comments}, place):
        if before.answers.get(question) != after.answers.get(question):
            yield Corrected(respondent=name, question=question, answer=after.answers.get(question))
        if before.comments.get(question) != after.comments.get(question):
            yield Commented(respondent=name, question=question, text=after.comments.get(question, ""))
    if unfinished:
        yield Finished(respondent=name)


def _in_order(questions: set[str], place: dict[str, int]) -> list[str]:
    return sorted(questions, key=lambda each: (place.get(each, len(place)), each))
