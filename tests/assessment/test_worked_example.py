"""Examples worked out by hand: the one on the scoring page, digit by digit, and two that fit on a flip chart."""

from collections.abc import Sequence
from typing import get_args

import pytest
from worlds import option, question, questionnaire

from partnercheck.assessment import agreement, scoring
from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.scoring import ScoredForm, Tally
from partnercheck.core.words import Stage
from partnercheck.questionnaire.model import Questionnaire

LOOP: tuple[Stage, ...] = get_args(Stage)
WHOLE = tuple(range(5))


def digits(numbers: Sequence[float]) -> str:
    return " ".join(f"{number:.6f}" for number in numbers)


def forms(asks: Questionnaire, people: Sequence[tuple[str, dict[str, Answer]]]) -> list[ScoredForm]:
    weighed = scoring.weigh_all(asks)
    return [
        scoring.score_form(asks, weighed, Response(respondent=str(place), sector=sector, answers=answers))
        for place, (sector, answers) in enumerate(people)
    ]


# --- the example of the scoring page ----------------------------------------------------------------------------------

SCALES = [
    question(f"{stage}-{place}", scale="agreement", sign_of=stage, reverse=place == 3)
    for stage in LOOP
    for place in (1, 2, 3)
]
STATEMENTS = [option(stage, evidence={stage: 1}) for stage in LOOP]
PAGE = questionnaire(*SCALES, question("statement", options=STATEMENTS, weight=2))

TABLE = """
employer   | 2 2 4 | 2 1 4 | 5 4 1 | 4 3 2 | 1 1 5 | norming
employer   | 1 2 4 | 3 2 4 | 4 4 2 | 3 3 3 | 1 – 4 | norming
education  | 3 3 3 | 4 4 2 | 3 2 3 | 2 2 4 | 2 2 4 | storming
government | 2 1 5 | 1 2 5 | 4 5 2 | 5 4 1 | 2 1 5 | performing
"""


def page_people() -> list[tuple[str, dict[str, Answer]]]:
    people = []
    for line in TABLE.strip().splitlines():
        sector, *cells, statement = (cell.strip() for cell in line.split("|"))
        values = [value for cell in cells for value in cell.split()]
        answers: dict[str, Answer] = {
            each.id: value for each, value in zip(SCALES, values, strict=True) if value != "–"
        }
        people.append((sector, answers | {"statement": statement}))
    return people


def page() -> Tally:
    return scoring.tally(forms(PAGE, page_people()), WHOLE)


def test_page_lifts() -> None:
    lifts = [scoring.lift(form, WHOLE)[0] for form in forms(PAGE, page_people())]
    assert digits(lifts[0]) == "-0.164286 -0.200000 0.407143 0.014286 -0.271429"
    assert digits(lifts[1]) == "-0.200000 -0.128571 0.335714 -0.057143 -0.191667"


def test_page_ballots() -> None:
    ballots = page().ballots
    assert digits(ballots[0]) == "0.003214 0.002248 0.974272 0.019166 0.001101"
    assert digits(ballots[2]) == "0.018790 0.955191 0.013147 0.006436 0.006436"


def test_page_votes_support_and_probability() -> None:
    found = page()
    assert digits(found.votes) == "0.007371 0.268319 0.444690 0.276063 0.003557"
    assert digits(found.support) == "0.197685 0.584762 0.825757 0.589836 0.201961"
    assert digits(found.probability) == "0.002472 0.088069 0.814595 0.092292 0.002572"


def test_page_weights_people_and_temperature() -> None:
    found = page()
    assert digits(found.weights) == "0.222222 0.222222 0.277778 0.277778"
    assert f"{found.people:.6f}" == "3.951220"
    assert f"{scoring.DOUBT_OF_MANY + scoring.DOUBT_OF_ONE / found.people:.6f}" == "0.108333"


def test_page_verdict_and_shared_view() -> None:
    found = page()
    ruled = scoring.judge(found)
    assert (ruled.kind, ruled.stages, ruled.certainty) == ("clear", ("norming",), 0.81)
    # between .995246 and within .088195, of 1.2 by chance
    assert f"{scoring.shared_view(found.ballots, WHOLE):.6f}" == "0.184163"
    # storming .268 and performing .276: neither reaches .30
    assert scoring.two_camps(found) == ()


def test_page_marker() -> None:
    # performing (.092292) is likelier than storming (.088069) and holds a quarter of norming's votes: .092292 / .906887
    where, towards, share = scoring.marker(page())
    assert (where, towards, f"{share:.6f}") == ("norming", "performing", "0.101768")


def test_page_range_of_what_is_measured() -> None:
    # three scales of range 1 and a statement of range 2 for every stage
    assert scoring.attainable(list(scoring.weigh_all(PAGE).values())) == (5.0, 5.0, 5.0, 5.0, 5.0)


# --- three people who say one thing -----------------------------------------------------------------------------------
#
# One five-point scale a stage, weight 3. Everyone answers 5 for norming and 1 for the others, nobody names a sector.
#
#   par 1/2, range 1; norming gains 3 · (1 - 1/2) = 3/2, the others lose as much; den = 3 for every stage
#   lift     norming (3/2) / (2 + 3) = 3/10, others -3/10: six temperatures apart
#   ballot   norming p = e^6 / (e^6 + 4) = 0.990182, others q = 1 / (e^6 + 4) = 0.002454; the votes are the same
#   support  norming p + 1.4 q; storming and performing q + 0.7 (p + q); forming and adjourning 2.4 q
#   weights 1/3 each, n_eff 3, T = 0.04 + 0.27/3 = 0.13

ONE_EACH = questionnaire(*(question(stage, scale="agreement", sign_of=stage, weight=3) for stage in LOOP))
OF_ONE_MIND: dict[str, Answer] = {stage: "5" if stage == "norming" else "1" for stage in LOOP}


def test_three_people_of_one_mind() -> None:
    people = forms(ONE_EACH, [("", OF_ONE_MIND)] * 3)
    assert digits(scoring.lift(people[0], WHOLE)[0]) == "-0.300000 -0.300000 0.300000 -0.300000 -0.300000"
    found = scoring.tally(people, WHOLE)
    assert digits(found.votes) == "0.002454 0.002454 0.990182 0.002454 0.002454"
    assert digits(found.support) == "0.005891 0.697300 0.993619 0.697300 0.005891"
    assert digits(found.probability) == "0.000416 0.084887 0.829394 0.084887 0.000416"
    assert digits(found.reach) == "3.000000 3.000000 3.000000 3.000000 3.000000"
    assert found.people == pytest.approx(3, abs=1e-12)
    assert scoring.judge(found) == ("clear", ("norming",), 0.83, None)
    assert scoring.shared_view(found.ballots, WHOLE) == 1
    # neither neighbour has a quarter of norming's votes, so nothing draws the marker away
    assert scoring.marker(found) == ("norming", None, 0.0)


def test_two_people_of_one_mind_get_no_verdict() -> None:
    ruled = scoring.judge(scoring.tally(forms(ONE_EACH, [("", OF_ONE_MIND)] * 2), WHOLE))
    assert ruled == ("too-few", (), None, None)


# --- the same without adjourning --------------------------------------------------------------------------------------
#
# Four scales, and everyone answers 5 for forming. Performing and forming stay two steps apart.
#
#   ballot   forming p = e^6 / (e^6 + 3) = 0.992619, others q = 0.002460
#   support  forming p + 0.7 q + 0.35 p, its other neighbour not being measured; storming q + 0.7 (p + q);
#            norming q + 1.4 q; performing q + 0.7 q + 0.35 q

FOUR = questionnaire(*(question(stage, scale="agreement", sign_of=stage, weight=3) for stage in LOOP[:4]))


def test_a_stage_beside_one_that_is_not_measured_counts_some_of_its_own_votes_again() -> None:
    answers: dict[str, Answer] = {stage: "5" if stage == "forming" else "1" for stage in LOOP[:4]}
    found = scoring.tally(forms(FOUR, [("", answers)] * 3), WHOLE[:4])
    assert digits(found.votes) == "0.992619 0.002460 0.002460 0.002460"
    assert digits(found.support) == "1.341757 0.699016 0.005905 0.005044"
    assert scoring.judge(found)[:2] == ("clear", ("forming",))
    mixed = [("", answers)] * 3 + [("", {**answers, "forming": "1", "performing": "5"})] * 3
    found = scoring.tally(forms(FOUR, mixed), WHOLE[:4])
    assert scoring.judge(found) == ("differ", ("forming", "performing"), None, "two-camps")


# --- a sector of three against one voice, with shared ticks -----------------------------------------------------------
#
# Three questions of five statements, one per stage, several may be ticked, weight 2. Three employers tick forming and
# storming each time; one teacher ticks norming.
#
#   par 1/5, range 1, den = 3 · 2 = 6
#   employers: v = 1/2 for forming and storming: lift 3 · 2 (1/2 - 1/5) / 8 = 9/40; others -3 · 2 / 5 / 8 = -6/40
#   teacher:   v = 1 for norming: lift 3 · 2 (4/5) / 8 = 24/40; others -6/40
#   ballots    employers e^3.75 / (2 e^3.75 + 3) twice and 1 / (2 e^3.75 + 3); teacher e^7.5 / (e^7.5 + 4)
#   weights    1/6, 1/6, 1/6, 1/4, that is 2/9, 2/9, 2/9, 3/9: three employers have twice the voice of one teacher
#   n_eff      1 / (12/81 + 9/81) = 27/7, T = 0.04 + 0.27 · 7/27 = 0.11

THREE = questionnaire(*(question(name, options=STATEMENTS, several=True, weight=2) for name in ("a", "b", "c")))


def test_a_sector_of_three_against_one_voice() -> None:
    ticks: list[tuple[str, tuple[str, ...]]] = [("employer", ("storming", "forming"))] * 3 + [
        ("education", ("norming",))
    ]
    found = scoring.tally(forms(THREE, [(who, dict.fromkeys("abc", tick)) for who, tick in ticks]), WHOLE)
    assert digits(found.weights) == "0.222222 0.222222 0.222222 0.333333"
    assert found.people == pytest.approx(27 / 7, abs=1e-12)
    assert digits(found.ballots[0]) == "0.482963 0.482963 0.011358 0.011358 0.011358"
    assert digits(found.votes) == "0.322159 0.322159 0.340170 0.007756 0.007756"
    assert digits(found.support) == "0.553100 0.785789 0.571110 0.251304 0.238697"
    assert digits(found.probability) == "0.094409 0.782895 0.111205 0.006074 0.005416"
    # storming is likeliest by its neighbours' votes, but norming has most of them: both are named, 78 % and 11 %
    assert scoring.judge(found) == ("between", ("storming", "norming"), 0.89, None)
    # forming and norming stand apart with 30 % each; forming shares the lead of three ballots
    assert scoring.two_camps(found) == ("forming", "norming")
    # its neighbour's part of the two: .111205 beside .782895
    where, towards, share = scoring.marker(found)
    assert (where, towards, f"{share:.6f}") == ("storming", "norming", "0.124376")
    # ticks of one question: 3 pairs alike, 3 pairs that differ on three of five options: 1 - (3/6 · 3/5) / (1/2)
    asked = [frozenset(tick) for _, tick in ticks]
    assert agreement.several_agreement(asked, LOOP) == pytest.approx(0.4, abs=1e-12)
