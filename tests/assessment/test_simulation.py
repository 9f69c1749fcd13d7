"""Simulated partnerships: fixed by their seed, free of the file's order, and as the arithmetic of a verdict says."""

import random
from collections import Counter
from itertools import combinations_with_replacement
from math import exp, factorial, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.scoring import leaders, measured, score_form, tally, weigh_all
from partnercheck.assessment.simulation import FEW, MANY, PEOPLE, blind_shares, recovery, simulated
from partnercheck.core.words import STAGES, Stage
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Questionnaire
from sampling import examples

Content = dict[str, object]

EACH: list[Content] = [{stage: 1} for stage in STAGES]
NEAR = {0: 1.0, 1: 0.5, 4: 0.5}


def asks(*questions: Content, **more: object) -> Questionnaire:
    points = [{"value": value, "label": f"{value}"} for value in range(1, 6)]
    listed = [{"id": f"q{n}", "text": "?", **question} for n, question in enumerate(questions)]
    whole = {"format": 1, "id": "q", "version": "1", "title": "Q", "scales": {"five": points}, "questions": listed}
    return Questionnaire.model_validate(whole | more)


def choice(evidence: list[Content], **more: object) -> Content:
    options = [{"value": f"o{n}", "label": f"{n}", "evidence": each} for n, each in enumerate(evidence)]
    return {"options": options, **more}


def sign(stage: str, **more: object) -> Content:
    return {"scale": "five", "sign_of": stage, **more}


def own(stage: str, questions: int = 4) -> list[Content]:
    return [sign(stage, reverse=n % 2 == 1) for n in range(questions)]


MIXED = asks(
    *(choice(EACH[n:] + EACH[:n], weight=1 + n % 2) for n in range(4)), *own("storming", 2), *own("norming", 2)
)
ALIKE = asks(
    *own("forming"), *own("storming"), *own("adjourning"), *[choice([{"norming": 1, "performing": 0.5}, {}])] * 6
)
GATED = asks(
    choice([{}, {}, {}]),
    *own("forming"),
    *own("storming"),
    *own("norming"),
    choice(EACH, weight=2, ask_if={"q0": "o1"}),
    choice(EACH[::-1], weight=3, ask_if={"q13": ["o0", "o1", "o2"], "q1": [2, 3, 4, "dont-know"]}),
    *own("performing"),
    choice(EACH, weight=2),
    sign("adjourning", weight=3),
)


def long_way(questionnaire: Questionnaire, partnerships: int, *, blind: bool = False) -> dict[Stage, Counter[Stage]]:
    """Who leads in partnerships of each stage, with every form written out and scored as a real one is."""
    dice = random.Random(99)  # noqa: S311 - a simulation, no secret
    weighed = weigh_all(questionnaire)
    loop = measured(weighed.values())
    names = [STAGES[s] for s in loop]
    size = len(loop)
    led: dict[Stage, Counter[Stage]] = {name: Counter() for name in names}

    def one_form(seen: int) -> Response:
        answers: dict[str, Answer] = {}
        pulls = [NEAR.get((s - seen) % 5, 0.0) - 0.4 for s in range(5)]
        for question in questionnaire.questions:
            values = [option.value for option in questionnaire.options_of(question)]
            each = weighed.get(question.id)
            likely = [
                exp(
                    3 * sum((each.points[v][s] - each.par[s]) / each.span[s] * pulls[s] for s in loop if each.span[s])
                    if each and not blind
                    else 0.0
                )
                for v in values
            ]
            answers[question.id] = "dont-know" if dice.random() < 0.1 else dice.choices(values, likely)[0]
        return Response(respondent="", answers=answers)

    for truth, name in enumerate(names):
        for _ in range(partnerships):
            people = dice.choices([truth, truth - 1, truth + 1], [0.6, 0.2, 0.2], k=PEOPLE)
            forms = [score_form(questionnaire, weighed, one_form(seen % size)) for seen in people]
            found = leaders(tally(forms, loop).probability, names)
            led[name][found[0]] += len(found) == 1
    return led


@pytest.mark.parametrize("questionnaire", [MIXED, ALIKE, GATED], ids=["mixed", "alike", "with conditions"])
def test_the_quick_simulation_finds_what_scoring_every_form_finds(questionnaire: Questionnaire) -> None:
    slow = long_way(questionnaire, 250)
    quick = recovery(questionnaire, 1500).taken_for
    for truth in STAGES:
        for stage in STAGES:
            share = quick[truth].get(stage, 0) / 1500
            assert abs(slow[truth][stage] / 250 - share) < 0.13, (truth, stage)  # four standard errors of the two


@pytest.mark.parametrize("questionnaire", [MIXED, GATED], ids=["mixed", "with conditions"])
def test_the_quick_blind_tickers_are_those_of_the_long_way(questionnaire: Questionnaire) -> None:
    slow = sum(long_way(questionnaire, 100, blind=True).values(), Counter())
    quick = blind_shares(questionnaire)
    for stage in STAGES:
        assert abs(slow[stage] / 500 - quick[stage]) < 0.085, stage


def test_blind_ticking_of_one_question_is_what_can_be_counted_by_hand() -> None:
    """One choice of five: a partnership is how many of six people ticked each answer, or none of them."""
    one = asks(choice(EACH, weight=3))
    chances = [0.18] * 5 + [0.1]
    lifts = {pick: [(3 * ((pick == s) - 0.2)) / 5 if pick < 5 else 0.0 for s in range(5)] for pick in range(6)}
    ballots = {p: [exp(v / 0.1) / sum(exp(w / 0.1) for w in each) for v in each] for p, each in lifts.items()}
    exact = dict.fromkeys(STAGES, 0.0)
    for six in combinations_with_replacement(range(6), PEOPLE):
        ways = factorial(PEOPLE) / prod(factorial(n) for n in Counter(six).values())
        chance = ways * prod(chances[pick] for pick in six)
        votes = [sum(ballots[pick][s] for pick in six) for s in range(5)]
        support = [votes[s] + 0.7 * (votes[s - 1] + votes[(s + 1) % 5]) for s in range(5)]
        ahead = [stage for s, stage in enumerate(STAGES) if max(support) - support[s] < 1e-9]
        for stage in ahead:
            exact[stage] += chance / len(ahead)
    found = blind_shares(one, partnerships=4000)
    assert sum(exact.values()) == pytest.approx(1)
    assert all(abs(found[stage] - exact[stage]) < 0.026 for stage in STAGES), (found, exact)


def test_what_a_stage_is_taken_for_adds_up_to_what_it_is_recovered_in() -> None:
    found = recovery(ALIKE, 400)
    assert set(found.taken_for) == set(found.share) == set(STAGES)
    for stage in STAGES:
        assert found.share[stage] == found.taken_for[stage].get(stage, 0) / 400
        assert sum(found.taken_for[stage].values()) <= 400
        assert min(found.taken_for[stage].values()) > 0
    assert found.taken_for["performing"]["norming"] > 100


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    assert simulated(ALIKE) == simulated(ALIKE)
    assert recovery(MIXED, 200, seed=5) == recovery(MIXED, 200, seed=5) != recovery(MIXED, 200, seed=6)
    assert blind_shares(MIXED, 200, seed=5) == blind_shares(MIXED, 200, seed=5) != blind_shares(MIXED, 200, seed=6)


def test_the_dice_fall_alike_on_every_machine() -> None:
    found = recovery(MIXED, 200)
    assert [round(200 * share) for share in found.share.values()] == [175, 177, 171, 181, 166]
    assert [round(1000 * share) for share in blind_shares(MIXED, 200).values()] == [245, 170, 185, 175, 225]


@examples(8)
@given(st.permutations(range(len(MIXED.questions))), st.permutations(range(5)))
def test_the_order_of_questions_and_options_changes_nothing(order: list[int], options: list[int]) -> None:
    turned = [
        each.model_copy(update={"options": tuple(each.options[n] for n in options)}) if each.options else each
        for each in (MIXED.questions[n] for n in order)
    ]
    other = MIXED.model_copy(update={"questions": tuple(turned)})
    assert recovery(other, 40) == recovery(MIXED, 40)
    assert blind_shares(other, 40) == blind_shares(MIXED, 40)


def test_more_partnerships_are_simulated_only_where_a_share_is_near_its_limit() -> None:
    assert simulated(load_questionnaire("partnership-for-skills")).partnerships == FEW
    assert simulated(ALIKE).partnerships == MANY
    assert simulated(ALIKE).recovered == recovery(ALIKE, MANY).share


def test_stages_that_are_not_measured_are_left_out() -> None:
    four = asks(*(each for stage in STAGES[:4] for each in own(stage)))
    found = simulated(four)
    assert set(found.recovered) == set(found.blind) == set(found.taken_for) == set(STAGES[:4])
    assert sum(found.blind.values()) == pytest.approx(1)


@pytest.mark.parametrize("questions", [own("forming"), [choice([{}, {}])], [sign("norming")]])
def test_with_fewer_than_two_measured_stages_there_is_nothing_to_tell_apart(questions: list[Content]) -> None:
    found = simulated(asks(*questions))
    assert (found.partnerships, found.recovered, found.blind) == (0, {}, {})


def test_norms_change_nothing_since_simulated_people_have_no_habits() -> None:
    assert simulated(MIXED.model_copy(update={"norms": {"norming": 0.5}})) == simulated(MIXED)


def test_very_many_questions_are_simulated_with_fewer_people_and_say_so() -> None:
    many = asks(*(sign(STAGES[n % 5], reverse=n // 5 % 2 == 1) for n in range(2000)))
    found = simulated(many)
    assert found.partnerships < FEW
    assert 0 < found.doubt < 0.2
    assert simulated(MIXED).doubt == 0
