"""The engine against the oracle: two independent readings of the same formulas, on random questionnaires and rounds."""

from collections.abc import Sequence
from math import fsum, isclose
from typing import get_args

import oracle
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from worlds import World, few, many, scored_worlds, some, worlds

from partnercheck.assessment import explanation, privacy, scoring, wording
from partnercheck.assessment.responses import asked_questions
from partnercheck.assessment.scoring import Judgement, Loop, ScoredForm, Tally, measured
from partnercheck.core.words import Stage, words_for
from sampling import examples

LOOP: tuple[Stage, ...] = get_args(Stage)
NEAR = 1e-9


def alike(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=0, abs_tol=NEAR)


def forms_of(world: World) -> list[ScoredForm]:
    weighed = scoring.weigh_all(world.questionnaire)
    return [scoring.score_form(world.questionnaire, weighed, each) for each in world.responses]


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
    found = scoring.weigh_all(asks)
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
    found = scoring.attainable(list(scoring.weigh_all(asks).values()))
    assert all(isclose(reach, whole[s], rel_tol=NEAR, abs_tol=NEAR) for reach, s in zip(found, LOOP, strict=True))
    assume(all(reach == 3 or abs(reach - 3) > NEAR for reach in whole.values()))
    assert measured(scoring.weigh_all(asks).values()) == loop_of(world)


@many
@given(worlds(least_people=1))
def test_who_was_asked_what_and_which_forms_count(world: World) -> None:
    asks = world.questionnaire
    weighed = scoring.weigh_all(asks)
    for response in world.responses:
        wanted = [each.id for each in asks.questions if oracle.was_asked(asks, response.answers, each.id)]
        assert [each.id for each in asked_questions(asks, response)] == wanted
        form = scoring.score_form(asks, weighed, response)
        assert [each.question for each in form.earned] == list(oracle.scored(asks, response.answers))
    counted = [each.respondent for each, _ in scoring.score_forms(asks, weighed, world.responses)]
    assert counted == [each.respondent for each in world.responses if oracle.is_counted(asks, each.answers)]


@many
@given(scored_worlds())
def test_lifts(world: World) -> None:
    loop = loop_of(world)
    for form, response in zip(forms_of(world), world.responses, strict=True):
        lifts, dens = scoring.lift(form, loop)
        answers = oracle.scored(world.questionnaire, response.answers)
        for lift, den, s in zip(lifts, dens, loop, strict=True):
            wanted, below = oracle.lift_and_den(world.questionnaire, answers, LOOP[s])
            assert alike(lift, float(wanted))
            assert isclose(den, below, rel_tol=NEAR, abs_tol=NEAR)


# --- from answers to a verdict ----------------------------------------------------------------------------------------


@many
@given(scored_worlds())
def test_votes_support_and_probability(world: World) -> None:
    assert_same(scoring.tally(forms_of(world), loop_of(world)), oracle.outcome(world.questionnaire, world.people()))


@few
@given(scored_worlds(), st.lists(st.sampled_from((0.0, 0.05, -0.1, 0.3)), min_size=5, max_size=5))
def test_norms(world: World, norms: list[float]) -> None:
    found = scoring.tally(forms_of(world), loop_of(world), tuple(norms))
    by_stage = dict(zip(LOOP, norms, strict=True))
    assert_same(found, oracle.outcome(world.questionnaire, world.people(), norms=by_stage))


def assert_same_ruling(found: Tally, wanted: oracle.Outcome) -> None:
    ruling = oracle.ruling(wanted)
    event(f"{ruling.kind} {ruling.how or ''}")
    ruled = scoring.judge(found)
    assert (ruled.kind, ruled.stages, ruled.how) == (ruling.kind, ruling.stages, ruling.how)
    assert ruled.certainty == (None if ruling.per_cent is None else ruling.per_cent / 100)
    assert set(scoring.two_camps(found)) == oracle.camps(wanted)


@many
@given(scored_worlds(least_people=3))
def test_verdict_and_camps(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clear_cut(wanted))
    assert_same_ruling(scoring.tally(forms_of(world), loop_of(world)), wanted)


LOOPS = st.lists(st.sampled_from(LOOP), min_size=2, max_size=5, unique=True).map(lambda s: sorted(s, key=LOOP.index))


@st.composite
def split_in(draw: st.DrawFn, parts: int) -> tuple[float, ...]:
    """Shares that sum to 1, often equal, often on a limit."""
    raw = draw(st.lists(st.sampled_from((0, 1, 1, 2, 3, 4, 6, 10, 19, 20, 25, 70)), min_size=parts, max_size=parts))
    raw = raw if any(raw) else [1] * parts
    return tuple(each / sum(raw) for each in raw)


@examples(600)
@given(LOOPS, st.data())
def test_verdicts_over_the_whole_space_of_votes_and_probabilities(stages: list[Stage], data: st.DataObject) -> None:
    """Any ballots beside any probabilities: ties of two, three and more, values on a limit, unmeasured stages."""
    size = len(stages)
    ballots = data.draw(st.lists(split_in(size), min_size=3, max_size=5))
    weights = data.draw(split_in(len(ballots)))
    chances = data.draw(split_in(size))
    votes = tuple(sum(w * row[s] for w, row in zip(weights, ballots, strict=True)) for s in range(size))
    reach = data.draw(st.sampled_from((1.0, 4.0, 4.0, 4.0, 0.5)))
    wanted = oracle.Outcome(
        stages=stages,
        lifts=[],
        ballots=[dict(zip(stages, row, strict=True)) for row in ballots],
        weights=[],
        votes=dict(zip(stages, votes, strict=True)),
        support={},
        n_eff=oracle.exact(3.0),
        probability=dict(zip(stages, chances, strict=True)),
        reach=dict.fromkeys(stages, oracle.exact(reach)),
    )
    assume(oracle.clear_cut(wanted))
    loop = tuple(LOOP.index(stage) for stage in stages)
    found = Tally(loop, tuple(ballots), weights, votes, votes, 3.0, chances, (reach,) * size)
    assert_same_ruling(found, wanted)
    if len(oracle.alike_at_top(wanted.probability)) == 1:
        assert_same_marker(found, wanted)


def assert_same_marker(found: Tally, wanted: oracle.Outcome) -> None:
    (where, towards, share), (start, near, far) = scoring.marker(found), oracle.marker(wanted)
    assert (where, towards) == (start, near)
    assert alike(share, far)
    assert 0 <= share <= 0.5


def told(votes: Sequence[float], probability: Sequence[float], ballots: Sequence[Sequence[float]] = ()) -> Tally:
    rows = tuple(tuple(each) for each in ballots or [votes] * 3)
    return Tally(tuple(range(5)), rows, (1 / 3,) * 3, tuple(votes), (), 3.0, tuple(probability), (9.0,) * 5)


@pytest.mark.parametrize(
    ("probability", "kind", "stages", "certainty"),
    [
        ((0.695, 0.10, 0.10, 0.055, 0.05), "clear", ("forming",), 0.70),  # 69.5 is shown as 70
        ((0.694, 0.20, 0.05, 0.03, 0.026), "between", ("forming", "storming"), 0.89),
        ((1.0, 0.0, 0.0, 0.0, 0.0), "clear", ("forming",), 0.99),
        ((0.50, 0.50, 0.0, 0.0, 0.0), "between", ("forming", "storming"), 0.99),
        ((0.495, 0.295, 0.11, 0.05, 0.05), "between", ("forming", "storming"), 0.80),  # 50 and 30 are shown
        ((0.494, 0.304, 0.102, 0.05, 0.05), "differ", (), None),  # .798, of which 49 and 30 are shown
        ((0.60, 0.05, 0.05, 0.05, 0.25), "between", ("forming", "adjourning"), 0.85),
        ((0.25, 0.05, 0.05, 0.05, 0.60), "between", ("adjourning", "forming"), 0.85),
        ((0.42, 0.08, 0.05, 0.03, 0.42), "between", ("forming", "adjourning"), 0.84),
        ((0.60, 0.05, 0.25, 0.05, 0.05), "differ", (), None),
        ((0.60, 0.20, 0.00, 0.00, 0.20), "differ", (), None),  # the second place is shared
        ((0.60, 0.204, 0.196, 0.00, 0.00), "differ", (), None),  # shared in what is shown
        ((0.30, 0.30, 0.20, 0.10, 0.10), "differ", (), None),  # a tie needs 80 % as well
    ],
)
def test_each_rule_of_the_verdict(
    probability: tuple[float, ...], kind: str, stages: tuple[Stage, ...], certainty: float | None
) -> None:
    ruled = scoring.judge(told((0.2,) * 5, probability))
    assert (ruled.kind, ruled.stages, ruled.certainty) == (kind, stages, certainty)


@pytest.mark.parametrize(
    ("votes", "kind", "stages"),
    [
        ((0.34, 0.33, 0.33, 0.0, 0.0), "clear", ("forming",)),
        ((0.33, 0.34, 0.33, 0.0, 0.0), "between", ("forming", "storming")),  # storming has most votes: both are named
        ((0.33, 0.08, 0.59, 0.0, 0.0), "differ", ("norming", "forming")),  # neither has most votes
        ((0.80, 0.20, 0.0, 0.0, 0.0), "clear", ("forming",)),
        ((0.19, 0.81, 0.0, 0.0, 0.0), "differ", ("storming",)),  # less than a quarter
        ((0.20, 0.80, 0.0, 0.0, 0.0), "between", ("forming", "storming")),  # a quarter
        ((0.0, 0.0, 0.5, 0.5, 0.0), "differ", ("norming", "performing")),
        ((0.0, 0.25, 0.25, 0.25, 0.25), "differ", ()),  # four
        ((0.20, 0.24, 0.20, 0.20, 0.16), "between", ("forming", "storming")),
    ],
)
def test_a_stage_needs_votes_of_its_own(votes: tuple[float, ...], kind: str, stages: tuple[Stage, ...]) -> None:
    """Forming is likeliest with 78 %, storming follows with 20 %; who has the votes decides what is said."""
    ruled = scoring.judge(told(votes, (0.78, 0.20, 0.01, 0.01, 0.0)))
    assert (ruled.kind, ruled.stages) == (kind, stages)


EVEN = (0.30, 0.20, 0.20, 0.15, 0.15)
SURE = ((1.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0, 0.0), (0.2, 0.2, 0.2, 0.2, 0.2))


@pytest.mark.parametrize(
    ("votes", "ballots", "how", "stages"),
    [
        ((0.52, 0.0, 0.48, 0.0, 0.0), SURE, "two-camps", ("forming", "norming")),
        ((0.65, 0.0, 0.30, 0.05, 0.0), SURE, "two-camps", ("forming",)),  # norming has less than half of it
        ((0.52, 0.0, 0.48, 0.0, 0.0), [(0.52, 0.0, 0.48, 0.0, 0.0)] * 3, "views-differ", ("forming", "norming")),
        ((0.40, 0.20, 0.20, 0.10, 0.10), [(0.49, 0.2, 0.11, 0.1, 0.1)] * 3, "no-single-stage", LOOP[:3]),
        ((0.40, 0.20, 0.20, 0.10, 0.10), [(0.50, 0.2, 0.10, 0.1, 0.1)] * 3, "views-differ", LOOP[:3]),
        ((0.40, 0.15, 0.15, 0.15, 0.15), SURE, "views-differ", ("forming",)),
        ((0.25, 0.25, 0.20, 0.15, 0.15), SURE, "views-differ", ()),  # all within ten points
    ],
)
def test_three_ways_in_which_views_differ(
    votes: tuple[float, ...], ballots: Sequence[Sequence[float]], how: str, stages: tuple[Stage, ...]
) -> None:
    ruled = scoring.judge(told(votes, EVEN, ballots))
    assert (ruled.kind, ruled.how, ruled.stages) == ("differ", how, stages)


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
    one_each = [tuple(float(s == t) for t in range(5)) for s in range(5)]
    assert set(scoring.two_camps(told(votes, votes, one_each))) == camps
    # what all see alike, in two places, is no two camps
    assert scoring.two_camps(told(votes, votes)) == ()


@pytest.mark.parametrize(
    ("ballots", "told_as"),
    [
        ([(0.6, 0.4, 0.0)] * 3 + [(0.0, 0.4, 0.6)] * 3, ("forming", "norming")),  # storming leads nobody's ballot
        ([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)], ("forming", "storming", "norming")),
        ([(0.5, 0.0, 0.5), (0.6, 0.0, 0.4), (0.6, 0.0, 0.4)], ()),  # norming leads no ballot alone
        ([(0.5, 0.0, 0.5), (0.5, 0.0, 0.5), (0.4, 0.1, 0.5)], ()),  # forming leads no ballot alone
        ([(0.5, 0.0, 0.5), (0.6, 0.0, 0.4), (0.4, 0.0, 0.6)], ("forming", "norming")),
    ],
)
def test_a_picture_leads_a_ballot_that_no_other_leads(
    ballots: Sequence[tuple[float, ...]], told_as: tuple[Stage, ...]
) -> None:
    rows = [(*each, 0.0, 0.0) for each in ballots]
    votes = [fsum(column) / len(rows) for column in zip(*rows, strict=True)]
    found = told(votes, EVEN, rows)
    assert scoring.pictures(found) == tuple(sorted(told_as, key=lambda stage: -round(votes[LOOP.index(stage)], 9)))
    headline = wording.headline(scoring.judge(found), found, words_for("en"))
    assert headline.startswith({0: "", 2: "Two", 3: "Three"}[len(told_as)])


def test_a_large_stage_that_leads_no_ballot_is_told_beside_the_pictures() -> None:
    """Forming and norming are the pictures; performing has as many votes, and nobody's ballot leads with it."""
    rows = [(0.6, 0.0, 0.0, 0.4, 0.0)] * 3 + [(0.0, 0.0, 0.6, 0.4, 0.0)] * 3
    found = told((0.3, 0.0, 0.3, 0.4, 0.0), EVEN, rows)
    said = wording.verdict_words(scoring.judge(found), found, words_for("en"), sectors=False)
    assert said == (
        "Two pictures stand side by side: forming (30%) and norming (30%). "
        "Part of what you answered points to performing (40%) as well."
    )


def test_most_is_said_of_more_than_half_alone() -> None:
    """Four stages have half of the largest share, so none is named; the two camps are as large as each other."""
    rows = [(0.6, 0.0, 0.0, 0.2, 0.2)] * 3 + [(0.0, 0.0, 0.6, 0.2, 0.2)] * 3
    found = told((0.3, 0.0, 0.3, 0.2, 0.2), EVEN, rows)
    assert scoring.judge(found).stages == ()
    said = wording.verdict_words(scoring.judge(found), found, words_for("en"), sectors=False)
    assert said == "Two pictures stand side by side: forming (30%) and norming (30%)."
    many = told((0.24, 0.24, 0.13, 0.25, 0.14), EVEN, [(0.24, 0.24, 0.13, 0.25, 0.14)] * 3)
    assert wording.headline(scoring.judge(many), many, words_for("en")) == "No single stage"
    sure = told((0.24, 0.24, 0.13, 0.25, 0.14), EVEN, [(0.9, 0.1, 0.0, 0.0, 0.0)] * 3)
    assert wording.headline(scoring.judge(sure), sure, words_for("en")) == "Many stages at once"


def test_leaders_are_all_that_are_a_hair_apart() -> None:
    assert scoring.leaders((0.3, 0.3 + 5e-10, 0.2, 0.1, 0.1), LOOP) == ("forming", "storming")
    assert scoring.leaders((0.3, 0.3 + 2e-9, 0.2, 0.1, 0.1), LOOP) == ("storming",)
    assert scoring.leaders((0.2,) * 5, LOOP) == LOOP


@some
@given(scored_worlds(least_people=2))
def test_marker_stands_at_the_leader_and_leans_to_its_likelier_neighbour(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clear_cut(wanted))
    event(f"leans: {oracle.marker(wanted)[1] is not None}")
    assert_same_marker(scoring.tally(forms_of(world), loop_of(world)), wanted)


def test_views_that_differ_are_one_thing_whichever_stages_are_named() -> None:
    differ, other = (Judgement("differ", (stage,), how="views-differ") for stage in LOOP[:2])
    assert not explanation.differs(differ, other)
    assert explanation.differs(Judgement("clear", ("forming",)), Judgement("clear", ("storming",)))
    assert not explanation.differs(
        Judgement("between", ("forming", "storming")), Judgement("between", ("storming", "forming"))
    )
    assert explanation.differs(Judgement("clear", ("forming",)), differ)


# --- leave questions out ----------------------------------------------------------------------------------------------


@few
@given(scored_worlds(least_people=3))
def test_leaving_questions_out_is_the_round_without_their_answers(world: World) -> None:
    ids = oracle.bearing_ids(world.questionnaire)
    left_out = ids[::3]
    forms, loop = forms_of(world), loop_of(world)
    found = leaving(explanation.LeaveOneOut(forms, loop, None), left_out)
    assert_near_reach(found, oracle.without(world.questionnaire, world.people(), left_out))
    norms = (0.1, -0.05, 0.0, 0.2, 0.05)
    kept = [each for each in ids if each not in left_out]
    by_stage = dict(zip(LOOP, norms, strict=True))
    wanted = oracle.outcome(world.questionnaire, world.people(), only=kept, norms=by_stage)
    assert_near_reach(leaving(explanation.LeaveOneOut(forms, loop, norms), left_out), wanted)


def leaving(without: explanation.LeaveOneOut, left_out: Sequence[str]) -> Tally:
    for each in left_out:
        without = without.leaving(each)
    return without.tally()


def assert_near_reach(found: Tally, wanted: oracle.Outcome) -> None:
    """As `assert_same`, for sums that were taken apart again: a range of nothing may be a hair off."""
    rounded = found._replace(reach=tuple(float(wanted.reach[stage]) for stage in wanted.stages))
    assert all(alike(reach, each) for reach, each in zip(found.reach, rounded.reach, strict=True))
    assert_same(rounded, wanted)


# --- shared view -----------------------------------------------------------------------------------------------------


@some
@given(scored_worlds())
def test_shared_view(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clear_cut(wanted))
    found = scoring.shared_view(scoring.tally(forms_of(world), loop_of(world)).ballots, loop_of(world))
    brute = oracle.shared_view(wanted.ballots)
    event(f"none: {brute is None}")
    assert found == (None if brute is None else pytest.approx(brute, abs=1e-7))


def test_the_distance_by_chance_is_one_point_two_for_five_stages() -> None:
    thirds = ((1.0, 0, 0, 0, 0), (0, 0, 1.0, 0, 0), (0, 0, 0, 0, 1.0))
    # distances 2 (forming, norming), 1 (forming, adjourning), 2 (norming, adjourning): mean 5/3
    assert scoring.shared_view(thirds, tuple(range(5))) == pytest.approx(1 - (5 / 3) / 1.2)


# --- small groups -----------------------------------------------------------------------------------------------------

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@many
@given(SIZES, st.integers(3, 6))
def test_merged_groups_stand_the_audit(sizes: dict[str, int], k: int) -> None:
    shares = privacy.partition(sizes, k)
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
    assert [set(share.groups) for share in privacy.partition(sizes, 5)] == rows


def test_equally_small_groups_join_whatever_their_order() -> None:
    one = privacy.partition({"a": 5, "b": 5, "c": 6, "d": 1}, 5)
    other = privacy.partition({"d": 1, "c": 6, "b": 5, "a": 5}, 5)
    assert one == other


def test_the_audit_can_fail() -> None:
    total = frozenset("abcdefgh")
    assert oracle.exposed([total, frozenset("abcdef")], 3)
    assert not oracle.exposed([total, frozenset("abcde"), frozenset("fgh")], 3)
