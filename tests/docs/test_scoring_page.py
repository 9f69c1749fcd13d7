"""The numbers of the page about scoring are those of the program: its worked example, its tables and its constants."""

from datetime import date
from fractions import Fraction

import fences
import pytest
from fences import ROOT

from partnercheck.assessment import agreement, explanation, scoring, wording
from partnercheck.assessment.assess import assess
from partnercheck.assessment.privacy import QuestionAnswers
from partnercheck.assessment.responses import Response, Round
from partnercheck.assessment.result import Assessment
from partnercheck.core.words import STAGES, words_for
from partnercheck.questionnaire.model import Questionnaire

PAGE = ROOT / "docs" / "scoring.md"
TEXT = fences.prose(PAGE)
LOOP = tuple(range(len(STAGES)))


def asked_there() -> Questionnaire:
    scales = [
        {"id": f"{stage}-{place}", "text": "?", "scale": "agreement", "sign_of": stage, "reverse": place == 3}
        for stage in STAGES
        for place in (1, 2, 3)
    ]
    statement = {
        "id": "statement",
        "text": "?",
        "weight": 2,
        "options": [{"value": stage, "label": stage, "evidence": {stage: 1}} for stage in STAGES],
    }
    scale = [{"value": rank, "label": str(rank)} for rank in range(1, 6)]
    plain = {"format": 1, "id": "there", "version": "1", "title": "There", "scales": {"agreement": scale}}
    return Questionnaire.model_validate({**plain, "questions": [*scales, statement]})


def responses_there(asked: Questionnaire) -> list[Response]:
    found = []
    for who, sector, *cells, statement in fences.table_rows(PAGE, "who"):
        values = [*" ".join(cells).split(), statement]
        ids = [question.id for question in asked.questions]
        answers = {name: value for name, value in zip(ids, values, strict=True) if value != "–"}
        found.append(Response.model_validate({"respondent": who, "sector": sector, "answers": answers}))
    return found


def assessed_there() -> Assessment:
    asked = asked_there()
    people = tuple(responses_there(asked))
    there = Round(questionnaire=asked, digest="", partnership="There", date=date(2026, 11, 21), responses=people, k=3)
    return assess(there, words_for("en"))


def tallied_there() -> tuple[list[scoring.ScoredForm], scoring.Tally]:
    asked = asked_there()
    weighed = scoring.weigh_all(asked)
    forms = [scoring.score_form(asked, weighed, response) for response in responses_there(asked)]
    return forms, scoring.tally(forms, LOOP)


def digits(numbers: tuple[float, ...]) -> list[str]:
    return [f"{number:.6f}" for number in numbers]


def test_the_votes_of_the_worked_example_are_those_of_the_program() -> None:
    forms, found = tallied_there()
    assert len(forms) == 4
    for who, *shown in fences.table_rows(PAGE, "lift"):
        assert shown == digits(scoring.lift(forms["ABCD".index(who)], LOOP)[0])
    for who, *shown in fences.table_rows(PAGE, "ballot"):
        assert shown == digits(found.ballots["ABCD".index(who)])
    shown_results = {name: shown for name, *shown in fences.table_rows(PAGE, "result")}
    assert shown_results == {
        "votes": digits(found.votes),
        "support": digits(found.support),
        "probability": digits(found.probability),
    }
    view = scoring.shared_view(found.ballots, LOOP)
    assert view is not None
    for number in (*found.weights, found.people, scoring.DOUBT_OF_MANY + scoring.DOUBT_OF_ONE / found.people, view):
        assert f"{number:.6f}" in TEXT


def test_the_verdict_of_the_worked_example_is_that_of_the_program() -> None:
    found = assessed_there()
    assert (found.verdict.stage, found.verdict.certainty) == ("norming", 0.81)
    assert f"norming has 81% and the most votes: *{found.verdict.words}*" in TEXT
    assert found.marker
    assert (found.marker.start, found.marker.towards, found.marker.share) == ("norming", "performing", 0.1)
    assert "at norming, moved 0.1 of a step towards performing" in TEXT


def test_the_reasons_of_the_worked_example_are_those_of_the_program() -> None:
    found = assessed_there()
    rows = fences.table_rows(PAGE, "pull")
    assert rows
    for name, *shown in rows:
        pulls = found.question(name).pulls or {}
        assert [round(float(number), 3) for number in shown] == pytest.approx(
            [pulls[stage] for stage in STAGES], abs=6e-4
        )
    assert [reason.id for reason in found.points_to[0].reasons] == ["statement", "norming-1", "norming-3"]
    assert [reason.id for reason in found.points_elsewhere] == ["performing-1", "performing-3"]
    assert found.flips
    assert f"leaving out {len(found.flips.questions)} of the {len(found.questions)} questions" in TEXT


def test_a_stage_without_votes_is_as_likely_as_the_page_says() -> None:
    ballots = [tuple(float(s == seen) for s in LOOP) for seen in (0, 0, 0, 3, 3, 3)]
    weights = scoring.sector_weights([""] * len(ballots))
    votes = tuple(sum(weight * ballot[s] for weight, ballot in zip(weights, ballots, strict=True)) for s in LOOP)
    support = scoring.supported(votes, LOOP)
    likely = scoring.softmax(support, scoring.DOUBT_OF_MANY + scoring.DOUBT_OF_ONE / len(ballots))
    assert f"{likely[4]:.0%}" == "82%"
    assert "gets support from both sides: 82%" in TEXT
    tally = scoring.Tally(LOOP, tuple(ballots), weights, votes, support, len(ballots), likely, (5.0,) * len(LOOP))
    assert scoring.judge(tally).how == "two-camps"


def answered_there(counts: list[int], kind: str) -> QuestionAnswers:
    options = [{"value": str(place), "label": str(place)} for place in range(1, len(counts) + 1)]
    asks: dict[str, object] = {"scale": "used"} if kind == "scale" else {"options": options}
    plain = {"format": 1, "id": "there", "version": "1", "title": "There", "scales": {"used": options}}
    asked = Questionnaire.model_validate({**plain, "questions": [{"id": "one", "text": "?", **asks}]})
    people = [str(place) for place, n in enumerate(counts, 1) for _ in range(n)]
    given = tuple((Response(respondent=str(n)), answer) for n, answer in enumerate(people))
    return QuestionAnswers(asked.question("one"), asked.options_of(asked.question("one")), given)


def test_the_words_for_how_close_answers_lie_are_those_of_the_program() -> None:
    rows = fences.table_rows(PAGE, "counts")
    assert {word for *_, word in rows} == {"alike", "spread", "split"}
    assert {kind for _, kind, *_ in rows} == {"scale", "choice"}
    for counted, kind, number, word in rows:
        found = answered_there([int(each) for each in counted.split()], kind)
        assert len(found.given) == 10
        assert (f"{found.agreement:.4f}", found.alike) == (number, word), counted


def test_the_constants_on_the_page_are_those_of_the_program() -> None:
    rooms = (scoring, scoring, agreement, explanation, wording, wording)
    rows = fences.table_rows(PAGE, "constant")
    assert rows
    for name, value, _ in rows:
        found = {getattr(room, name) for room in rooms if hasattr(room, name)}
        assert found == {float(Fraction(value))}, name
