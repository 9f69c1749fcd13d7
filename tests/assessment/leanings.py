"""A small questionnaire whose people agree fully with the statements of some stages and not at all with the others."""

from collections.abc import Mapping, Sequence

import oracle
from oracle import LOOP
from rooms import ENGLISH, round_of
from worlds import question, questionnaire, text

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.result import Assessment
from partnercheck.questionnaire.model import NextStep, Questionnaire

SECTORS = ("employer", "education", "government")
SIXTEEN = questionnaire(
    *(question(f"{s}-{n}", scale="agreement", sign_of=s) for s in LOOP for n in range(3)),
    question("free", kind="text"),
)
"""Three scales a stage, and a free text."""


def person(name: str, *leans: str, sector: str = "", partner: str = "", **more: object) -> Response:
    """Someone who agrees fully with the statements of some stages and not at all with the others."""
    answers = {q.id: "5" if q.sign_of in leans else "1" for q in SIXTEEN.questions if q.sign_of}
    return Response.model_validate(
        {"respondent": name, "sector": sector, "partner": partner, "answers": answers, **more}
    )


def people(*leans: tuple[str, ...]) -> list[Response]:
    """One person for each of these leanings."""
    return [person(f"person-{place}", *lean) for place, lean in enumerate(leans)]


def answering(responses: Sequence[Response], *answers: Mapping[str, Answer]) -> list[Response]:
    """The same people, the first of them giving these answers as well."""
    return [
        each.model_copy(update={"answers": {**each.answers, **(answers[place] if place < len(answers) else {})}})
        for place, each in enumerate(responses)
    ]


def assessed(
    responses: Sequence[Response],
    asks: Questionnaire = SIXTEEN,
    *,
    by: str | None = "sector",
    k: int = 5,
    **more: object,
) -> Assessment:
    """The assessment of these people."""
    return assess(round_of(asks, responses, **more), ENGLISH, by=by, k=k)


def oracle_of(responses: Sequence[Response]) -> oracle.Outcome:
    """What the oracle makes of them."""
    return oracle.outcome(SIXTEEN, [(each.sector, each.answers) for each in responses])


def printed(found: Assessment) -> str:
    """An assessment as JSON, without what is not there."""
    return found.model_dump_json(by_alias=True, exclude_none=True)


def step(name: str, purpose: Mapping[str, object] | None = None, **more: object) -> NextStep:
    """A next step that waits for what is stated; `share`, `urgent`, `alone` and `minutes` as in a questionnaire."""
    words: dict[str, object] = {each: text(f"{each} of {name}") for each in ("do", "why", "who", "time")}
    own = {each: more.pop(each) for each in ("urgent", "alone", "minutes", "title") if each in more}
    return NextStep.model_validate({"id": name, "for": purpose or {}, "when": more, **words, **own})
