"""Laws of the scoring arithmetic. Where the same input must give the same bytes, numbers are compared to the bit."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import fsum, isclose
from random import Random
from typing import get_args

import oracle
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from worlds import World, many, option, question, questionnaire, relay, scored_worlds, some

from partnercheck.assessment import scoring
from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.scoring import Loop, ScoredForm, Tally, measured
from partnercheck.core.words import ESCAPES, Stage
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Option, Question, Questionnaire

LOOP: tuple[Stage, ...] = get_args(Stage)
WHOLE: Loop = tuple(range(5))
SEEDS = st.integers(0, 2**32)


def loop_of(world: World) -> Loop:
    return tuple(LOOP.index(stage) for stage in oracle.measured(world.questionnaire))


def forms_of(world: World) -> list[ScoredForm]:
    weighed = scoring.weigh_all(world.questionnaire)
    return [scoring.score_form(world.questionnaire, weighed, each) for each in world.responses]


def numbers(world: World, loop: Loop) -> dict[str, tuple[object, object]]:
    """Everything that is worked out, per respondent where it is a respondent's own."""
    found = scoring.tally(forms_of(world), loop)
    own = {each.respondent: (b, w) for each, b, w in zip(world.responses, found.ballots, found.weights, strict=True)}
    whole = found._replace(ballots=(), weights=())
    return {**own, "all": (whole, scoring.judge(found)), "view": (scoring.shared_view(found.ballots, loop), None)}


def with_answers(response: Response, answers: dict[str, Answer]) -> Response:
    return response.model_copy(update={"answers": answers})


def without_chains(world: World) -> World:
    asks = world.questionnaire
    free = tuple(each.model_copy(update={"ask_if": {}}) for each in asks.questions)
    return replace(world, questionnaire=relay(asks, questions=free))


# --- order ------------------------------------------------------------------------------------------------------------


@some
@given(scored_worlds(least_people=2), SEEDS)
def test_order_of_respondents_is_irrelevant_to_the_bit(world: World, seed: int) -> None:
    shuffled = list(world.responses)
    Random(seed).shuffle(shuffled)  # noqa: S311 - a repeatable order, no secret
    loop = loop_of(world)
    assert numbers(replace(world, responses=tuple(shuffled)), loop) == numbers(world, loop)


@some
@given(scored_worlds(least_people=2), SEEDS)
def test_order_of_questions_is_irrelevant_to_the_bit(world: World, seed: int) -> None:
    world = without_chains(world)
    shuffled = list(world.questionnaire.questions)
    Random(seed).shuffle(shuffled)  # noqa: S311 - a repeatable order, no secret
    other = replace(world, questionnaire=relay(world.questionnaire, questions=tuple(shuffled)))
    loop = loop_of(world)
    assert numbers(other, loop) == numbers(world, loop)
    one, two = (scoring.attainable(list(scoring.weigh_all(each.questionnaire).values())) for each in (world, other))
    assert one == two


@some
@given(scored_worlds(least_people=2), SEEDS)
def test_order_of_options_and_of_ticks_is_irrelevant_to_the_bit(world: World, seed: int) -> None:
    """A scale's order is its meaning, unless its options carry points of their own."""
    chance = Random(seed)  # noqa: S311 - a repeatable order, no secret

    def mixed(each: Question) -> Question:
        return each.model_copy(update={"options": tuple(chance.sample(each.options, len(each.options)))})

    asks = world.questionnaire
    uneven = tuple(chance.sample(asks.scales["uneven"], 4))
    other = relay(asks, questions=tuple(map(mixed, asks.questions)), scales={**asks.scales, "uneven": uneven})
    people = []
    for response in world.responses:
        answers = {q: tuple(reversed(a)) if isinstance(a, tuple) else a for q, a in response.answers.items()}
        people.append(with_answers(response, dict(reversed(answers.items()))))
    loop = loop_of(world)
    assert numbers(World(other, tuple(people)), loop) == numbers(world, loop)


@some
@given(scored_worlds(least_people=3), st.integers(1, 4))
def test_a_turned_loop_turns_the_result_to_the_bit(world: World, turn: int) -> None:
    asks, loop = world.questionnaire, loop_of(world)
    assume(len(loop) == 5)
    onward = {stage: LOOP[(place + turn) % 5] for place, stage in enumerate(LOOP)}
    turned = []
    for each in asks.questions:
        options = tuple(
            one.model_copy(update={"evidence": {onward[stage]: p for stage, p in one.evidence.items()}})
            for one in each.options
        )
        sign = onward[each.sign_of] if each.sign_of else None
        turned.append(each.model_copy(update={"options": options, "sign_of": sign}))
    one = scoring.tally(forms_of(world), WHOLE)
    other = scoring.tally(forms_of(replace(world, questionnaire=relay(asks, questions=tuple(turned)))), WHOLE)
    for mine, theirs in zip(
        (one.votes, one.support, one.probability, one.reach, *one.ballots),
        (other.votes, other.support, other.probability, other.reach, *other.ballots),
        strict=True,
    ):
        assert theirs == (*mine[-turn:], *mine[:-turn])
    assert scoring.shared_view(one.ballots, WHOLE) == scoring.shared_view(other.ballots, WHOLE)
    here, there = scoring.judge(one), scoring.judge(other)
    assert (here.kind, here.how, here.certainty) == (there.kind, there.how, there.certainty)
    assert {onward[stage] for stage in here.stages} == set(there.stages)
    assert {onward[stage] for stage in scoring.two_camps(one)} == set(scoring.two_camps(other))


# --- what is skipped --------------------------------------------------------------------------------------------------


@some
@given(scored_worlds(least_people=2))
def test_a_skipped_question_equals_a_question_never_asked(world: World) -> None:
    """With the loop of measured stages held: a questionnaire without the question may measure less."""
    world, loop = without_chains(world), loop_of(world)
    asks = world.questionnaire
    gone = {each.id for each in asks.questions[::3]}
    kept = tuple(each for each in asks.questions if each.id not in gone)
    assume(kept)
    people = [
        with_answers(response, {q: a for q, a in response.answers.items() if q not in gone})
        for response in world.responses
    ]
    never = World(relay(asks, questions=kept), world.responses)
    assert numbers(World(asks, tuple(people)), loop) == numbers(never, loop)


@some
@given(scored_worlds(least_people=1), SEEDS)
def test_every_way_of_not_answering_is_the_same(world: World, seed: int) -> None:
    world, loop = without_chains(world), loop_of(world)
    chance = Random(seed)  # noqa: S311 - a repeatable choice, no secret
    asks = world.questionnaire
    left_open = {each.id for each in asks.questions if chance.random() < 0.4}
    several = {each.id for each in asks.questions if each.several}
    blank, escaped = [], []
    for response in world.responses:
        answers = {q: a for q, a in response.answers.items() if q not in left_open}
        blank.append(with_answers(response, answers))
        dodged: dict[str, Answer] = {q: chance.choice(ESCAPES) for q in left_open}
        dodged |= {q: chance.choice(((), ("dont-know",), "prefer-not-to-say")) for q in left_open & several}
        escaped.append(with_answers(response, answers | dodged))
    assert numbers(World(asks, tuple(blank)), loop) == numbers(World(asks, tuple(escaped)), loop)


@some
@given(scored_worlds(least_people=1), SEEDS)
def test_answers_to_hidden_questions_never_count(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a repeatable choice, no secret
    asks, loop = world.questionnaire, loop_of(world)
    meddled = []
    for response in world.responses:
        answers = dict(response.answers)
        for each in asks.questions:
            values = [one.value for one in asks.options_of(each)]
            if values and not oracle.was_asked(asks, response.answers, each.id):
                answers[each.id] = chance.choice(values)
        meddled.append(with_answers(response, answers))
    assert numbers(World(asks, tuple(meddled)), loop) == numbers(world, loop)


def test_an_answer_to_a_hidden_question_does_not_open_the_next() -> None:
    asks = questionnaire(
        question("a", scale="agreement", sign_of="forming"),
        question("b", scale="agreement", sign_of="forming", ask_if={"a": [5]}),
        question("c", scale="agreement", sign_of="forming", ask_if={"b": [5]}),
    )
    form = scoring.score_form(
        asks, scoring.weigh_all(asks), Response(respondent="r", answers={"a": "1", "b": "5", "c": "5"})
    )
    assert (form.asked, [each.question for each in form.earned]) == (1, ["a"])


FORMING = questionnaire(*(question(f"q{place}", scale="agreement", sign_of="forming") for place in range(6)))


@many
@given(st.lists(st.integers(1, 5), min_size=5, max_size=5), st.sampled_from(ESCAPES))
def test_a_dont_know_never_equals_the_middle(values: list[int], escape: str) -> None:
    """The middle answers: it draws a lift towards nothing. A don't-know leaves the lift as it is."""
    weighed = scoring.weigh_all(FORMING)

    def lift(last: str | None) -> tuple[float, float]:
        answers: dict[str, Answer] = {f"q{place}": str(value) for place, value in enumerate(values)}
        answers |= {"q5": last} if last else {}
        form = scoring.score_form(FORMING, weighed, Response(respondent="r", answers=answers))
        lifts, dens = scoring.lift(form, WHOLE)
        return lifts[0], dens[0]

    unknown, middle = lift(escape), lift("3")
    assert unknown == lift(None)
    assert unknown != middle
    assert middle[1] == unknown[1] + 1
    assert abs(middle[0]) < abs(unknown[0]) or middle[0] == unknown[0] == 0


# --- raising ----------------------------------------------------------------------------------------------------------


@some
@given(scored_worlds(least_people=1), SEEDS)
def test_a_higher_answer_never_lowers_its_own_stage(world: World, seed: int) -> None:
    """On a scale that is a sign of s, the higher answer earns more over the same par and range.

    So the person's lift and ballot for s, the votes for s and the support of s never fall. The probability of s may,
    where votes leave one neighbour of s for s and so lift the other neighbour more than s itself (below). Against a
    stage that is not its neighbour, s never loses ground.
    """
    world, loop = without_chains(world), loop_of(world)
    asks, chance = world.questionnaire, Random(seed)  # noqa: S311 - a repeatable choice, no secret
    scales = [q for q in asks.questions if q.sign_of and LOOP.index(q.sign_of) in loop]
    assume(scales)
    asked = chance.choice(scales)
    values = [each.value for each in asks.options_of(asked)]
    low, high = sorted(chance.sample(range(len(values)), 2))
    first = world.responses[0]
    below, above = (with_answers(first, {**first.answers, asked.id: values[place]}) for place in (low, high))
    if asked.reverse:
        below, above = above, below
    one, other = (replace(world, responses=(each, *world.responses[1:])) for each in (below, above))
    before, after = scoring.tally(forms_of(one), loop), scoring.tally(forms_of(other), loop)
    s = loop.index(LOOP.index(asked.sign_of or "forming"))
    assert_raised(s, before, after)
    for mine, theirs in zip(before.ballots[1:], after.ballots[1:], strict=True):
        assert mine == theirs


@some
@given(scored_worlds(least_people=1), SEEDS, st.sampled_from((0.1, 0.5, 1.0)))
def test_more_evidence_for_a_chosen_answer_never_lowers_its_stage(world: World, seed: int, more: float) -> None:
    """Raising the evidence of option o for stage s, as long as o stays within the question's range for s.

    Everyone who chose o alone then earns more for s over the same range, so their lift and ballot for s never fall; who
    chose another option earns less, because par rises: so the votes are held here by a room that chose o or skipped.
    Beyond the range the law is not to be had: a wider range makes the whole question count for more, the other options
    included, and a lift above 1 - 1/K may fall (below).
    """
    world, loop = without_chains(world), loop_of(world)
    asks, chance = world.questionnaire, Random(seed)  # noqa: S311 - a repeatable choice, no secret
    raisable = [
        (q, place, s)
        for q in asks.questions
        for place, one in enumerate(q.options)
        for s in range(len(loop))
        if within_range(q, place, LOOP[loop[s]])
    ]
    assume(raisable)
    asked, place, s = chance.choice(raisable)
    stage, options = LOOP[loop[s]], list(asked.options)
    raised = min(points_of(options[place], stage) + more, max(points_of(one, stage) for one in options))
    options[place] = option(options[place].value, evidence={**options[place].evidence, stage: raised})
    other_question = asked.model_copy(update={"options": tuple(options)})
    stronger = relay(asks, questions=tuple(other_question if q.id == asked.id else q for q in asks.questions))
    people = []
    for response in world.responses:
        answer: Answer = (options[place].value,) if asked.several else options[place].value
        people.append(with_answers(response, {**response.answers, asked.id: answer}))
    room = tuple(people)
    before = scoring.tally(forms_of(World(asks, room)), loop)
    after = scoring.tally(forms_of(World(stronger, room)), loop)
    assert_raised(s, before, after)


def points_of(one: Option, stage: Stage) -> float:
    return one.evidence.get(stage, 0.0)


def within_range(asked: Question, place: int, stage: Stage) -> bool:
    """Whether another option stands above this one, and another no higher than it."""
    own = points_of(asked.options[place], stage)
    others = [points_of(one, stage) for other, one in enumerate(asked.options) if other != place]
    return min(others) <= own < max(others)


def assert_raised(s: int, before: Tally, after: Tally) -> None:
    """The lift of stage s rose for some people and fell for none, no other lift changed."""
    hair = 1e-12
    size = len(before.loop)
    gain = after.votes[s] - before.votes[s]
    assert gain >= -hair
    for mine, theirs in zip(before.ballots, after.ballots, strict=True):
        assert theirs[s] >= mine[s] - hair
        assert all(theirs[t] <= mine[t] + hair for t in range(size) if t != s)
    assert after.support[s] - before.support[s] >= (1 - scoring.NEIGHBOUR_SHARE) * gain - hair
    assert all(
        after.support[t] - before.support[t] <= scoring.NEIGHBOUR_SHARE * gain + hair for t in range(size) if t != s
    )
    for t in range(size):
        if oracle.apart(LOOP[before.loop[s]], LOOP[before.loop[t]]) > 1:
            assert before.probability[s] * after.probability[t] <= after.probability[s] * before.probability[t] + hair


def test_more_votes_for_a_stage_may_lower_its_probability() -> None:
    """Why the law stops at support: votes that move from storming to norming help performing as a neighbour, too."""
    before, after = (0.0, 0.40, 0.30, 0.30, 0.0), (0.0, 0.30, 0.40, 0.30, 0.0)

    def support(votes: Sequence[float], s: int) -> float:
        return votes[s] + scoring.NEIGHBOUR_SHARE * (votes[s - 1] + votes[(s + 1) % 5])

    norming, performing = ([support(votes, s) for votes in (before, after)] for s in (2, 3))
    # norming .79 → .82; performing .51 → .58: norming gains three tenths of the votes that moved, performing seven
    assert norming == pytest.approx([0.79, 0.82])
    assert performing == pytest.approx([0.51, 0.58])
    assert performing[1] - performing[0] > norming[1] - norming[0] > 0


def test_a_wider_range_may_lower_a_lift_that_is_very_high() -> None:
    """Why the law asks for the same range: a yes of two options earns half its range, here less than the lift."""
    sure = [
        question(f"q{n}", options=[option("yes", evidence={"forming": 1}), *map(option, "abcdefgh")]) for n in range(20)
    ]
    lifts = []
    for raised in (0.1, 1.0):
        half = question("half", options=[option("yes", evidence={"forming": raised}), option("no")])
        asks = questionnaire(*sure, half)
        response = Response(respondent="r", answers={each.id: "yes" for each in asks.questions})
        lifts.append(scoring.lift(scoring.score_form(asks, scoring.weigh_all(asks), response), WHOLE)[0][0])
    # (20 · 8/9 + 0.05) / 22.1 = 0.806687; (20 · 8/9 + 0.5) / 23 = 0.794686
    assert lifts == pytest.approx([0.806687, 0.794686], abs=1e-6)


# --- turning a question round -----------------------------------------------------------------------------------------


@some
@given(scored_worlds(least_people=1))
def test_reversing_twice_is_the_identity(world: World) -> None:
    """A question reversed on a scale turned round is the question itself. Thirds are not exact, so within a hair."""
    asks, loop = world.questionnaire, loop_of(world)
    scales = {f"{name}-turned": tuple(reversed(scale)) for name, scale in asks.scales.items()}
    for name in ("uneven-turned",):
        points = [one.points for one in asks.scales["uneven"]]
        scales[name] = tuple(
            one.model_copy(update={"points": 1 - (p or 0)})
            for one, p in zip(asks.scales["uneven"], points, strict=True)
        )
    turned = tuple(
        each.model_copy(update={"reverse": not each.reverse, "scale": f"{each.scale}-turned"}) if each.sign_of else each
        for each in asks.questions
    )
    one = scoring.tally(forms_of(world), loop)
    other_asks = relay(asks, questions=turned, scales={**asks.scales, **scales})
    other = scoring.tally(forms_of(replace(world, questionnaire=other_asks)), loop)
    for mine, theirs in zip((one.probability, *one.ballots), (other.probability, *other.ballots), strict=True):
        assert all(isclose(a, b, abs_tol=1e-12) for a, b in zip(mine, theirs, strict=True))


@pytest.mark.parametrize("scale", ["agreement", "seven", "uneven"])
def test_reversing_once_turns_the_gain_over(scale: str) -> None:
    asks = questionnaire(
        question("plain", scale=scale, sign_of="norming"),
        question("turned", scale=scale, sign_of="norming", reverse=True),
    )
    weighed = scoring.weigh_all(asks)
    for value in weighed["plain"].points:
        plain, turned = scoring.earn(weighed["plain"], value), scoring.earn(weighed["turned"], value)
        assert plain is not None
        assert turned is not None
        assert all(isclose(a, -b, abs_tol=1e-12) for a, b in zip(plain.gain, turned.gain, strict=True))
        assert plain.reach == turned.reach == (0, 0, 1, 0, 0)


# --- shares -----------------------------------------------------------------------------------------------------------


@some
@given(scored_worlds())
def test_votes_ballots_weights_and_probabilities_sum_to_one(world: World) -> None:
    found = scoring.tally(forms_of(world), loop_of(world))
    for shares in (found.votes, found.probability, found.weights, *found.ballots):
        assert isclose(fsum(shares), 1, abs_tol=1e-12)
        assert all(0 <= share <= 1 for share in shares)
    # a vote counts for its stage, 70 % for each neighbour, and 35 % again for a neighbour that is not measured
    alone = [sum(oracle.apart(LOOP[s], LOOP[t]) == 1 for t in range(5) if t not in found.loop) for s in found.loop]
    counted = [share * (2.4 - 0.35 * without) for share, without in zip(found.votes, alone, strict=True)]
    assert isclose(fsum(found.support), fsum(counted), abs_tol=1e-12)
    assert 1 - 1e-9 <= found.people <= len(found.ballots) + 1e-9


@some
@given(scored_worlds())
def test_blind_ticking_earns_nothing(world: World) -> None:
    for each in scoring.weigh_all(world.questionnaire).values():
        gains = [earned.gain for value in each.points if (earned := scoring.earn(each, value))]
        assert all(isclose(fsum(column), 0, abs_tol=1e-9) for column in zip(*gains, strict=True))
        both = scoring.earn(each, tuple(each.points))
        assert both is not None
        assert all(isclose(gain, 0, abs_tol=1e-9) for gain in both.gain)


@many
@given(st.lists(st.integers(1, 400), min_size=1, max_size=7))
def test_no_sector_outweighs_one_voice_by_four_to_one(sizes: list[int]) -> None:
    """A sector of n weighs n / (n + 3) against 1/4 for a person alone in theirs: less than four times, however large.

    Within the round, a larger sector weighs more and each of its people less.
    """
    sectors = [f"s{place}" for place, n in enumerate(sizes) for _ in range(n)] + ["alone"]
    weights = scoring.sector_weights(sectors)
    voice = weights[-1]
    totals = {f"s{place}": 0.0 for place in range(len(sizes))}
    for sector, weight in zip(sectors[:-1], weights[:-1], strict=True):
        totals[sector] += weight
    for place, n in enumerate(sizes):
        assert totals[f"s{place}"] < 4 * voice
        assert isclose(totals[f"s{place}"] / voice, Fraction(4 * n, n + 3), rel_tol=1e-9)
        assert all(w <= voice for w in weights)
    by_size = sorted((n, totals[f"s{place}"]) for place, n in enumerate(sizes))
    assert all(one[1] <= other[1] + 1e-12 for one, other in pairwise(by_size))


@pytest.mark.parametrize(("people", "weight"), [(1, 0.25), (3, 0.5), (9, 0.75)])
def test_weight_of_a_sector(people: int, weight: float) -> None:
    # nine people elsewhere weigh 9/12; the sector weighs n/(n + 3): their shares stand in that ratio
    weights = scoring.sector_weights(["a"] * people + ["b"] * 9)
    assert fsum(weights[:people]) / fsum(weights[people:]) == pytest.approx(weight / 0.75, rel=1e-12)


@many
@given(st.integers(1, 40), st.sampled_from(("", "employer")))
def test_where_all_name_one_sector_or_none_all_weigh_the_same(people: int, sector: str) -> None:
    assert set(scoring.sector_weights([sector] * people)) == {scoring.sector_weights([sector] * people)[0]}
    assert scoring.sector_weights([sector] * people)[0] == pytest.approx(1 / people, rel=1e-12)


def test_two_alike_are_surer_than_one_and_ten_than_two() -> None:
    asks = questionnaire(*(question(f"{s}{n}", scale="agreement", sign_of=s) for s in LOOP for n in range(3)))
    answers: dict[str, Answer] = {q.id: "5" if q.sign_of == "norming" else "2" for q in asks.questions}
    sure = []
    for people in (1, 2, 3, 5, 10, 100):
        world = World(asks, tuple(Response(respondent=str(n), answers=answers) for n in range(people)))
        sure.append(max(scoring.tally(forms_of(world), WHOLE).probability))
    assert sure == sorted(sure)
    assert len(set(sure)) == len(sure)


# --- ties -------------------------------------------------------------------------------------------------------------


def balanced(*leanings: Sequence[Stage]) -> Tally:
    """A round in which each person agrees fully with the statements of some stages and not at all with the others."""
    asks = questionnaire(*(question(f"{s}{n}", scale="agreement", sign_of=s) for s in LOOP for n in range(3)))
    people = [
        Response(respondent=str(n), answers={q.id: "5" if q.sign_of in lean else "1" for q in asks.questions})
        for n, lean in enumerate(leanings)
    ]
    return scoring.tally(forms_of(World(asks, tuple(people))), WHOLE)


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("order", [1, -1])
def test_two_neighbours_that_tie_are_between(turn: int, order: int) -> None:
    a, b = LOOP[turn], LOOP[(turn + 1) % 5]
    ruled = scoring.judge(balanced(*[[a], [a], [b], [b]][::order]))
    assert (ruled.kind, set(ruled.stages)) == ("between", {a, b})


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("order", [1, -1])
def test_five_that_tie_differ(turn: int, order: int) -> None:
    everything = [[LOOP[(place + turn) % 5]] for place in range(5)][::order]
    assert scoring.judge(balanced(*everything))[:2] == ("differ", ())


@pytest.mark.parametrize("turn", range(5))
def test_two_that_tie_across_the_loop_differ(turn: int) -> None:
    # probabilities straight into the verdict: by votes the stage between the two would be ahead of both
    probability = (0.4, 0.1, 0.4, 0.05, 0.05)
    turned = (*probability[-turn:], *probability[:-turn]) if turn else probability
    ruled = scoring.judge(Tally(WHOLE, (turned,) * 3, (1 / 3,) * 3, turned, turned, 3.0, turned, (5.0,) * 5))
    assert ruled.kind == "differ"
    assert set(ruled.stages) == {LOOP[turn % 5], LOOP[(2 + turn) % 5]}


def test_what_lies_a_hair_apart_ties_whichever_is_ahead() -> None:
    for hair in (1e-10, -1e-10):
        likely, votes = (0.45, 0.45 + hair, 0.04, 0.03, 0.03), (0.4 + hair, 0.4, 0.1, 0.1, 0.0)
        ruled = scoring.judge(Tally(WHOLE, (votes,) * 3, (1 / 3,) * 3, votes, votes, 3.0, likely, (5.0,) * 5))
        assert ruled[:2] == ("between", ("forming", "storming"))
        clear = (0.8, 0.2, 0.0, 0.0, 0.0)
        ruled = scoring.judge(Tally(WHOLE, (votes,) * 3, (1 / 3,) * 3, votes, votes, 3.0, clear, (5.0,) * 5))
        assert ruled[:2] == ("clear", ("forming",))


# --- thresholds that a rounding error must not cross ------------------------------------------------------------------


def test_a_reach_of_exactly_one_is_enough() -> None:
    """Everyone answered one question of range 1 for each stage: the weighted range is 1, whatever their sectors."""
    asks = questionnaire(*(question(s, scale="agreement", sign_of=s) for s in LOOP))
    answers: dict[str, Answer] = {stage: "5" if stage == "norming" else "3" for stage in LOOP}
    for mix in ("aab", "aabb", "aaab", "abc", "aabbc", "aaabb", "aaabbc", "aabcc", "aaaaab", "aaabbbcc", "abbcccc"):
        world = World(asks, tuple(Response(respondent=str(n), sector=s, answers=answers) for n, s in enumerate(mix)))
        assert scoring.judge(scoring.tally(forms_of(world), WHOLE)).kind != "too-few", mix


def test_a_range_of_exactly_three_is_measured() -> None:
    def steps(stage: Stage) -> list[Question]:
        # fifteen questions from 0.1 to 0.3
        pair = [option("less", evidence={stage: 0.1}), option("more", evidence={stage: 0.3})]
        return [question(f"{stage}{n}", options=pair) for n in range(15)]

    asks = questionnaire(*steps("forming"), *steps("norming"))
    assert oracle.measured(asks) == ["forming", "norming"]
    assert measured(scoring.weigh_all(asks).values()) == (0, 2)


def test_an_option_ticked_twice_counts_once() -> None:
    options = [option("a", evidence={"forming": 1}), option("b", evidence={"storming": 1}), option("c")]
    asks = questionnaire(question("q", options=options, several=True))
    weighed = scoring.weigh_all(asks)["q"]
    assert scoring.earn(weighed, ("a", "a", "b")) == scoring.earn(weighed, ("a", "b"))


# --- shared view -----------------------------------------------------------------------------------------------------


@some
@given(scored_worlds(least_people=2), st.integers(2, 6))
def test_a_shared_view_is_one_among_equals_and_at_most_one_elsewhere(world: World, times: int) -> None:
    found, loop = scoring.tally(forms_of(world), loop_of(world)), loop_of(world)
    for ballot in found.ballots:
        assert scoring.shared_view([ballot] * times, loop) == 1
    view = scoring.shared_view(found.ballots, loop)
    assert view is None or view <= 1
    assert view is not None or scoring.sharpness(found.ballots) < 0.5


def test_shared_view_at_its_ends() -> None:
    one, opposite = (1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0, 0.0)
    even, beside = (0.2,) * 5, (0.24, 0.19, 0.19, 0.19, 0.19)
    assert scoring.shared_view([], WHOLE) is None
    assert scoring.shared_view([one], WHOLE) is None
    assert scoring.shared_view([even, even], WHOLE) == 1
    assert scoring.shared_view([even, beside], WHOLE) is None  # flat and not equal: nobody sees anything
    assert scoring.shared_view([one, opposite], WHOLE) == pytest.approx(1 - 2 / 1.2, abs=1e-12)
    # each sees two neighbours: within .5, between 1 (.25 · 0 + .5 · 1 + .25 · 2); 1 - .5 / (1.2 - .5)
    pairs = [(0.5, 0.5, 0.0, 0.0, 0.0), (0.0, 0.5, 0.5, 0.0, 0.0)]
    assert scoring.shared_view(pairs, WHOLE) == pytest.approx(1 - 0.5 / 0.7, abs=1e-12)
    # forming and performing are two steps apart although nothing that is measured lies between them
    assert scoring.shared_view([(1.0, 0.0), (0.0, 1.0)], (0, 3)) == pytest.approx(1 - 2 / 1, abs=1e-12)


def test_people_who_tick_blindly_share_a_view_by_chance_only() -> None:
    """Twelve people tick at random, eighty times: nothing on average, where there is a number at all."""
    asks = load_questionnaire("pulse")
    weighed, chance = scoring.weigh_all(asks), Random(7)  # noqa: S311 - repeatable people, no secret
    views = []
    for _ in range(80):
        ticks = [{q: chance.choice(list(each.points)) for q, each in weighed.items()} for _ in range(12)]
        forms = [scoring.score_form(asks, weighed, Response(respondent="r", answers={**each})) for each in ticks]
        views.append(scoring.shared_view(scoring.tally(forms, WHOLE).ballots, WHOLE))
    found = [view for view in views if view is not None]
    assert len(found) > 40
    assert abs(fsum(found) / len(found)) < 0.04


def test_a_person_who_ticks_blindly_has_an_even_ballot() -> None:
    asks: Questionnaire = questionnaire(
        *(question(f"{s}{n}", scale="agreement", sign_of=s) for s in LOOP for n in range(3))
    )
    response = Response(respondent="r", answers={q.id: "3" for q in asks.questions})
    found = scoring.tally(forms_of(World(asks, (response,))), WHOLE)
    assert set(found.ballots[0]) == {0.2}
