"""The engine against the oracle: two independent readings of the same formulas, on random questionnaires and rounds."""

from collections.abc import Sequence
from math import isclose
from typing import get_args

import oracle
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from worlds import World, few, many, scored_worlds, some, worlds

from partnercheck.assessment import agreement, breakdown, evidence, reasons, verdict
from partnercheck.assessment.evidence import Form, Loop, measured
from partnercheck.assessment.round import asked_questions
from partnercheck.assessment.verdict import Tally
from partnercheck.words import Stage

LOOP: tuple[Stage, ...] = get_args(Stage)
NEAR = 1e-9


def alike(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=0, abs_tol=NEAR)


def forms_of(world: World) -> list[Form]:
    weighed = evidence.weigh_all(world.questionnaire)
    return [evidence.score_form(world.questionnaire, weighed, each) for each in world.responses]


def loop_of(world: World) -> Loop:
    return tuple(LOOP.index(stage) for stage in oracle.measured(world.questionnaire))


def assert_same(found: Tally, wanted: oracle.Outcome) -> None:
    assert [LOOP[s] for s in found.loop] == wanted.stages
    for place, stage in enumerate(wanted.stages):
        assert alike(found.votes[place], wanted.votes[stage])
        assert alike(found.support[place], wanted.support[stage])
        assert alike(found.probability[place], wanted.probability[stage])
        assert isclose(found.reach[place], wanted.reach[stage], rel_tol=NEAR)
    for row, ballot in zip(found.ballots, wanted.ballots, strict=True):
        assert all(alike(share, ballot[stage]) for share, stage in zip(row, wanted.stages, strict=True))
    assert all(alike(one, float(other)) for one, other in zip(found.weights, wanted.weights, strict=True))
    assert alike(found.people, float(wanted.n_eff))


# --- what the answers are worth ---------------------------------------------------------------------------------------


@many
@given(worlds())
def test_evidence(world: World) -> None:
    asks = world.questionnaire
    found = evidence.weigh_all(asks)
    assert list(found) == oracle.bearing_ids(asks)
    for question_id, weighed in found.items():
        question = asks.question(question_id)
        table = oracle.points(asks, question)
        assert weighed.weight == question.weight
        assert set(weighed.points) == set(table)
        for s, stage in enumerate(LOOP):
            assert all(alike(row[s], float(table[value][stage])) for value, row in weighed.points.items())
            par = sum(row[stage] for row in table.values()) / len(table)
            assert alike(weighed.par[s], float(par))
            assert alike(weighed.weight * weighed.span[s], float(oracle.reach_of(asks, question, stage)))


@many
@given(worlds())
def test_attainable_range_and_the_measured_stages(world: World) -> None:
    asks = world.questionnaire
    whole = {s: float(sum(oracle.reach_of(asks, each, s) for each in asks.questions)) for s in LOOP}
    found = evidence.attainable(list(evidence.weigh_all(asks).values()))
    assert all(isclose(reach, whole[s], rel_tol=NEAR, abs_tol=NEAR) for reach, s in zip(found, LOOP, strict=True))
    assume(all(reach == 3 or abs(reach - 3) > NEAR for reach in whole.values()))
    assert measured(evidence.weigh_all(asks).values()) == loop_of(world)


@many
@given(worlds(least_people=1))
def test_who_was_asked_what_and_which_forms_count(world: World) -> None:
    asks = world.questionnaire
    weighed = evidence.weigh_all(asks)
    for response in world.responses:
        wanted = [each.id for each in asks.questions if oracle.was_asked(asks, response.answers, each.id)]
        assert [each.id for each in asked_questions(asks, response)] == wanted
        form = evidence.score_form(asks, weighed, response)
        assert [each.question for each in form.earned] == list(oracle.scored(asks, response.answers))
        assert evidence.thick_enough(form, len(weighed)) == oracle.is_counted(asks, response.answers)


@many
@given(scored_worlds())
def test_lifts(world: World) -> None:
    loop = loop_of(world)
    for form, response in zip(forms_of(world), world.responses, strict=True):
        lifts, dens = verdict.lift(form, loop)
        answers = oracle.scored(world.questionnaire, response.answers)
        for lift, den, s in zip(lifts, dens, loop, strict=True):
            wanted, below = oracle.lift_and_den(world.questionnaire, answers, LOOP[s])
            assert alike(lift, float(wanted))
            assert isclose(den, below, rel_tol=NEAR, abs_tol=NEAR)


# --- from answers to a verdict ----------------------------------------------------------------------------------------


@many
@given(scored_worlds())
def test_votes_support_and_probability(world: World) -> None:
    assert_same(verdict.tally(forms_of(world), loop_of(world)), oracle.outcome(world.questionnaire, world.people()))


@few
@given(scored_worlds(), st.lists(st.sampled_from((0.0, 0.05, -0.1, 0.3)), min_size=5, max_size=5))
def test_norms(world: World, norms: list[float]) -> None:
    found = verdict.tally(forms_of(world), loop_of(world), tuple(norms))
    by_stage = dict(zip(LOOP, norms, strict=True))
    assert_same(found, oracle.outcome(world.questionnaire, world.people(), norms=by_stage))


@many
@given(scored_worlds(least_people=3))
def test_verdict_and_camps(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clearness(wanted) > NEAR)
    found = verdict.tally(forms_of(world), loop_of(world))
    kind, stages, certainty = oracle.ruling(wanted)
    event(kind)
    ruled = verdict.judge(found)
    assert (ruled.kind, ruled.stages) == (kind, stages)
    assert (ruled.certainty is None) if certainty is None else alike(ruled.certainty or 0, certainty)
    assert set(verdict.two_camps(found)) == oracle.camps(wanted)


@many
@given(st.integers(2, 5), st.integers(3, 60), st.data())
def test_verdict_and_camps_over_the_whole_space_of_probabilities(size: int, pattern: int, data: st.DataObject) -> None:
    """Probabilities that no round is likely to give: ties of two, three and more, and values near the thresholds."""
    raw = data.draw(st.lists(st.integers(1, pattern), min_size=size, max_size=size))
    stages = list(LOOP[:size])
    split = [each / sum(raw) for each in raw]
    by_stage = dict(zip(stages, split, strict=True))
    reach = data.draw(st.sampled_from((1.0, 0.5, 4.0)))
    wanted = oracle.Outcome(
        stages=stages,
        lifts=[],
        ballots=[by_stage] * 3,
        weights=[],
        votes=by_stage,
        support=by_stage,
        n_eff=oracle.exact(3.0),
        probability=by_stage,
        reach=dict.fromkeys(stages, oracle.exact(reach)),
    )
    ordered = sorted(split, reverse=True)
    assume(abs(ordered[0] - 0.70) > NEAR and abs(ordered[0] + ordered[1] - 0.80) > NEAR)
    vector = tuple(split)
    loop = tuple(range(size))
    found = Tally(loop, (vector,) * 3, (1 / 3,) * 3, vector, vector, 3.0, vector, (reach,) * size)
    kind, names, certainty = oracle.ruling(wanted)
    event(kind)
    ruled = verdict.judge(found)
    assert (ruled.kind, ruled.stages) == (kind, names)
    assert (ruled.certainty is None) if certainty is None else alike(ruled.certainty or 0, certainty)
    assert set(verdict.two_camps(found)) == oracle.camps(wanted)


@pytest.mark.parametrize(
    ("probability", "kind", "stages"),
    [
        ((0.70, 0.10, 0.10, 0.05, 0.05), "clear", {"forming"}),
        ((0.50, 0.30, 0.10, 0.05, 0.05), "between", {"forming", "storming"}),
        ((0.60, 0.05, 0.05, 0.05, 0.25), "between", {"forming", "adjourning"}),
        ((0.60, 0.19, 0.10, 0.06, 0.05), "differ", {"forming"}),
        ((0.60, 0.05, 0.25, 0.05, 0.05), "differ", {"forming"}),
        ((0.60, 0.20, 0.00, 0.00, 0.20), "differ", {"forming"}),
        ((0.30, 0.30, 0.20, 0.10, 0.10), "between", {"forming", "storming"}),
        ((0.30, 0.10, 0.20, 0.10, 0.30), "between", {"forming", "adjourning"}),
        ((0.45, 0.05, 0.45, 0.03, 0.02), "differ", {"forming", "norming"}),
        ((0.25, 0.25, 0.25, 0.15, 0.10), "differ", {"forming", "storming", "norming"}),
        ((0.20, 0.20, 0.20, 0.20, 0.20), "differ", set(LOOP)),
    ],
)
def test_each_rule_of_the_verdict(probability: tuple[float, ...], kind: str, stages: set[str]) -> None:
    loop = tuple(range(5))
    found = Tally(loop, (probability,) * 3, (1 / 3,) * 3, probability, probability, 3.0, probability, (9.0,) * 5)
    ruled = verdict.judge(found)
    assert (ruled.kind, set(ruled.stages)) == (kind, stages)


@pytest.mark.parametrize(
    ("votes", "camps"),
    [
        ((0.30, 0.10, 0.30, 0.15, 0.15), {"forming", "norming"}),
        ((0.29, 0.10, 0.31, 0.15, 0.15), set()),
        ((0.40, 0.40, 0.10, 0.05, 0.05), set()),
        ((0.40, 0.10, 0.05, 0.05, 0.40), set()),
        ((0.34, 0.33, 0.33, 0.00, 0.00), {"forming", "norming"}),
        ((0.34, 0.00, 0.33, 0.33, 0.00), {"forming", "norming", "performing"}),
    ],
)
def test_two_camps(votes: tuple[float, ...], camps: set[str]) -> None:
    found = Tally(tuple(range(5)), (votes,) * 3, (1 / 3,) * 3, votes, votes, 3.0, votes, (9.0,) * 5)
    assert set(verdict.two_camps(found)) == camps


@pytest.mark.parametrize(
    ("stage", "camps", "between"),
    [
        ("storming", ("forming", "norming"), True),
        ("forming", ("adjourning", "storming"), True),
        ("forming", ("forming", "norming"), False),
        ("performing", ("forming", "norming"), False),
        ("adjourning", ("forming", "norming", "performing"), True),
        ("norming", ("norming", "forming", "performing"), False),
        ("storming", (), False),
    ],
)
def test_a_stage_between_two_camps(stage: Stage, camps: tuple[Stage, ...], between: bool) -> None:
    assert verdict.between_camps(stage, camps, tuple(range(5))) == between


def test_leaders_are_all_that_are_a_hair_apart() -> None:
    assert verdict.leaders((0.3, 0.3 + 5e-10, 0.2, 0.1, 0.1), LOOP) == ("forming", "storming")
    assert verdict.leaders((0.3, 0.3 + 2e-9, 0.2, 0.1, 0.1), LOOP) == ("storming",)
    assert verdict.leaders((0.2,) * 5, LOOP) == LOOP


@some
@given(scored_worlds(least_people=2))
def test_marker_stands_at_the_leader_and_leans_to_its_likelier_neighbour(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clearness(wanted) > NEAR and len(wanted.stages) > 2)
    top = max(wanted.stages, key=lambda s: wanted.probability[s])
    beside = [s for s in wanted.stages if oracle.apart(top, s, wanted.stages) == 1]
    near = max(beside, key=lambda s: wanted.probability[s])
    stage, towards, share = verdict.marker(verdict.tally(forms_of(world), loop_of(world)))
    assert (stage, towards) == (top, near)
    assert alike(share, wanted.probability[near] / (wanted.probability[top] + wanted.probability[near]))
    assert 0 < share <= 0.5


# --- leave one question out -------------------------------------------------------------------------------------------


@few
@given(scored_worlds(least_people=3, most_people=8))
def test_effects_of_leaving_one_question_out(world: World) -> None:
    asks, people, loop, forms = world.questionnaire, world.people(), loop_of(world), forms_of(world)
    full = oracle.outcome(asks, people)
    assume(oracle.lead(full) > NEAR)
    top = max(full.stages, key=lambda s: full.probability[s])

    def lead(found: oracle.Outcome) -> float:
        return found.probability[top] - max(p for s, p in found.probability.items() if s != top)

    ids = oracle.bearing_ids(asks)[:5]
    found = reasons.effects(verdict.tally(forms, loop), reasons.Without(forms, loop, None), ids)
    assert list(found) == ids
    for each in ids:
        assert alike(found[each], lead(full) - lead(oracle.without(asks, people, [each])))


@few
@given(scored_worlds(least_people=3))
def test_leaving_questions_out_is_the_round_without_their_answers(world: World) -> None:
    ids = oracle.bearing_ids(world.questionnaire)
    left_out = ids[::3]
    forms, loop = forms_of(world), loop_of(world)
    found = leaving(reasons.Without(forms, loop, None), left_out)
    assert_near_reach(found, oracle.without(world.questionnaire, world.people(), left_out))
    norms = (0.1, -0.05, 0.0, 0.2, 0.05)
    kept = [each for each in ids if each not in left_out]
    by_stage = dict(zip(LOOP, norms, strict=True))
    wanted = oracle.outcome(world.questionnaire, world.people(), only=kept, norms=by_stage)
    assert_near_reach(leaving(reasons.Without(forms, loop, norms), left_out), wanted)


def leaving(without: reasons.Without, left_out: Sequence[str]) -> Tally:
    for each in left_out:
        without = without.leaving(each)
    return without.tally()


def assert_near_reach(found: Tally, wanted: oracle.Outcome) -> None:
    """As `assert_same`, for sums that were taken apart again: a range of nothing may be a hair off."""
    rounded = found._replace(reach=tuple(float(wanted.reach[stage]) for stage in wanted.stages))
    assert all(alike(reach, each) for reach, each in zip(found.reach, rounded.reach, strict=True))
    assert_same(rounded, wanted)


# --- agreement --------------------------------------------------------------------------------------------------------


@many
@given(st.integers(2, 11).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.integers(0, k - 1), max_size=20))))
def test_agreement_on_a_scale(drawn: tuple[int, list[int]]) -> None:
    options, ranks = drawn
    compare(agreement.scale_agreement(ranks, options), oracle.scale_agreement(ranks, options))


@many
@given(st.integers(2, 9).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.integers(1, k).map(str), max_size=20))))
def test_agreement_on_a_choice(drawn: tuple[int, list[str]]) -> None:
    options, values = drawn
    compare(agreement.choice_agreement(values, options), oracle.choice_agreement(values, options))


@many
@given(st.integers(2, 8).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.sets(st.integers(1, k)), max_size=15))))
def test_agreement_on_several_choices(drawn: tuple[int, list[set[int]]]) -> None:
    count, given_ticks = drawn
    options = [str(each) for each in range(1, count + 1)]
    ticks = [frozenset(str(each) for each in tick) for tick in given_ticks]
    compare(agreement.several_agreement(ticks, options), oracle.several_agreement(ticks, options))


def compare(found: float | None, wanted: object) -> None:
    if wanted is None:
        assert found is None
    else:
        assert found is not None
        assert alike(found, float(wanted))  # type: ignore[arg-type]  # a fraction
        assert (found == 1) == (wanted == 1)


@some
@given(scored_worlds())
def test_shared_view(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    found = verdict.shared_view(verdict.tally(forms_of(world), loop_of(world)).ballots)
    brute = oracle.shared_view(wanted.ballots)
    assert (found is None) == (brute is None)
    assert brute is None or alike(found or 0, brute)


def test_the_distance_by_chance_is_one_point_two_for_five_stages() -> None:
    thirds = ((1.0, 0, 0, 0, 0), (0, 0, 1.0, 0, 0), (0, 0, 0, 0, 1.0))
    # distances 2 (forming, norming), 1 (forming, adjourning), 2 (norming, adjourning): mean 5/3
    assert alike(verdict.shared_view(thirds) or 0, 1 - (5 / 3) / 1.2)


# --- small groups -----------------------------------------------------------------------------------------------------

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@many
@given(SIZES, st.integers(3, 6))
def test_merged_groups_stand_the_audit(sizes: dict[str, int], k: int) -> None:
    shares = breakdown.partition(sizes, k)
    members = {name: frozenset(f"{name}{place}" for place in range(n)) for name, n in sizes.items()}
    everyone = frozenset().union(*members.values())
    rows = [frozenset().union(*(members[group] for group in share.groups)) for share in shares]
    assert oracle.exposed([everyone, *rows] if everyone else rows, k) == []
    assert len(rows) != 1
    if rows:
        assert frozenset().union(*rows) == everyone
        assert sum(len(row) for row in rows) == len(everyone)
    wanted = oracle.merged(sizes, k)
    assert len(rows) == len(wanted)
    assert sorted(len(row) for row in rows) == sorted(sum(sizes[name] for name in row) for row in wanted)
    assert [share.groups for share in shares if share.id != "other"] == [
        frozenset({share.id}) for share in shares if share.id != "other"
    ]


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [
        ({"a": 5, "b": 6}, [{"a"}, {"b"}]),
        ({"a": 5, "b": 4}, []),
        ({"a": 5, "b": 6, "c": 1}, [{"b"}, {"a", "c"}]),
        ({"a": 7, "b": 6, "c": 8, "d": 2, "e": 3}, [{"a"}, {"b"}, {"c"}, {"d", "e"}]),
        ({"a": 7, "b": 6, "c": 8, "d": 2, "e": 2}, [{"a"}, {"c"}, {"b", "d", "e"}]),
        ({"a": 2, "b": 3, "c": 4}, []),
        ({"a": 9}, []),
        ({"a": 9, "b": 0}, []),
        ({}, []),
    ],
)
def test_merging_by_hand(sizes: dict[str, int], rows: list[set[str]]) -> None:
    assert [set(share.groups) for share in breakdown.partition(sizes, 5)] == rows


def test_equally_small_groups_join_whatever_their_order() -> None:
    one = breakdown.partition({"a": 5, "b": 5, "c": 6, "d": 1}, 5)
    other = breakdown.partition({"d": 1, "c": 6, "b": 5, "a": 5}, 5)
    assert one == other


def test_the_audit_can_fail() -> None:
    total = frozenset("abcdefgh")
    assert oracle.exposed([total, frozenset("abcdef")], 3)
    assert not oracle.exposed([total, frozenset("abcde"), frozenset("fgh")], 3)
