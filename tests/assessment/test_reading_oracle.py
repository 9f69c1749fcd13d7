"""Whole assessments against the oracle: every number shown, and what is said of questions, themes and sectors."""

from collections.abc import Mapping, Sequence

import oracle
import oracle_reading
import pytest
from hypothesis import assume, event, given
from oracle_reading import Chosen, Pulls
from rooms import ENGLISH, bundled_rooms, rooms, round_of
from worlds import World, many, scored_worlds, some

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Response, Round
from partnercheck.assessment.result import Reason
from partnercheck.core.words import Stage

NEAR = 1e-9
Pointed = list[tuple[str, Stage | None]]


def counted(room: Round) -> list[Response]:
    return [each for each in room.responses if oracle.is_counted(room.questionnaire, each.answers)]


def answers_shown(room: Round) -> dict[str, Chosen]:
    """The answers to each question that enough people answered."""
    asks, people = room.questionnaire, [each.answers for each in counted(room)]
    found = {each.id: oracle_reading.chosen(asks, people, each.id) for each in asks.questions}
    return {name: given for name, given in found.items() if len(given) >= (1 if room.opened else room.k)}


def pulled(room: Round) -> dict[str, Pulls]:
    asks, shown = room.questionnaire, answers_shown(room)
    bearing = [name for name in oracle.bearing_ids(asks) if name in shown]
    return {name: oracle_reading.pulls(asks, asks.question(name), shown[name]) for name in bearing}


def outcome_of(room: Round) -> oracle.Outcome:
    return oracle.outcome(room.questionnaire, [(each.sector, each.answers) for each in counted(room)])


# --- the numbers ------------------------------------------------------------------------------------------------------


@many
@given(scored_worlds(least_people=3))
def test_a_signed_round_shows_the_numbers_unrounded(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clear_cut(wanted))
    found = assess(round_of(world.questionnaire, world.responses, opened=True), ENGLISH)
    ruling = oracle.ruling(wanted)
    event(f"{ruling.kind} {ruling.how or ''}")
    assert (found.verdict.kind, found.verdict.how) == (ruling.kind, ruling.how)
    assert found.verdict.stages == ruling.stages
    assert found.verdict.certainty == (None if ruling.per_cent is None else ruling.per_cent / 100)
    rows = {row.stage: row for row in found.profile}
    assert [stage for stage, row in rows.items() if row.measured] == wanted.stages
    for stage in wanted.stages:
        assert rows[stage].votes == pytest.approx(wanted.votes[stage], abs=NEAR)
    if ruling.kind == "too-few":
        return
    view = oracle.shared_view(wanted.ballots)
    assert found.effective_people == pytest.approx(float(wanted.n_eff), abs=NEAR)
    assert found.shared_view == (None if view is None else pytest.approx(view, abs=1e-7))
    assert set(found.verdict.two_camps) == oracle.camps(wanted)
    if found.marker:
        for stage in wanted.stages:
            assert rows[stage].support == pytest.approx(wanted.support[stage], abs=NEAR)
            assert rows[stage].probability == pytest.approx(min(wanted.probability[stage], 0.99), abs=NEAR)
        where, towards, share = oracle.marker(wanted)
        assert (found.marker.start, found.marker.towards) == (where, towards)
        assert found.marker.share == pytest.approx(share, abs=NEAR)


@many
@given(bundled_rooms(least_people=3))
def test_an_anonymous_round_shows_whole_per_cent_half_up(room: Round) -> None:
    room = room.model_copy(update={"opened": False})
    assume(len(counted(room)) > 2)
    wanted = outcome_of(room)
    assume(oracle.clear_cut(wanted))
    found = assess(room, ENGLISH)
    ruling = oracle.ruling(wanted)
    event(f"{ruling.kind} {ruling.how or ''}")
    assert (found.verdict.kind, found.verdict.how, found.verdict.stages) == (ruling.kind, ruling.how, ruling.stages)
    assert found.verdict.certainty == (None if ruling.per_cent is None else ruling.per_cent / 100)
    if ruling.kind == "too-few":
        return
    rows = {row.stage: row for row in found.profile}
    for stage in wanted.stages:
        assert rows[stage].votes == oracle.shown(wanted.votes[stage]) / 100
        likely = min(99, oracle.shown(wanted.probability[stage])) / 100
        assert rows[stage].probability == (likely if found.marker else None)
        assert rows[stage].support is None
    view = oracle.shared_view(wanted.ballots)
    assert found.shared_view == (None if view is None else pytest.approx(view, abs=0.005 + 1e-7))
    assert found.effective_people == round(float(wanted.n_eff))
    if found.marker:
        where, towards, share = oracle.marker(wanted)
        assert found.marker.share == pytest.approx(share, abs=0.05 + NEAR)
        assert found.marker.start == where
        assert found.marker.towards == (towards if found.marker.share else None)


@some
@given(rooms(least_people=2))
def test_counts_and_likeness_of_each_question(room: Round) -> None:
    asks, shown = room.questionnaire, answers_shown(room)
    found = assess(room, ENGLISH)
    assert [each.id for each in found.questions] == list(shown)
    for each in found.questions:
        question, given_answers = asks.question(each.id), shown[each.id]
        assert each.n == len(given_answers)
        values = [one.value for one in asks.options_of(question)]
        if not values:
            assert (each.counts, each.agreement, each.alike) == (None, None, None)
            continue
        assert each.counts == {value: sum(value in one for one in given_answers) for value in values}
        degree = oracle_reading.agreement(asks, question, given_answers)
        slack = NEAR if room.opened else 0.005 + NEAR
        assert each.agreement == (None if degree is None else pytest.approx(float(degree), abs=slack))
        assert each.alike == oracle_reading.likeness(asks, question, given_answers)


# --- reasons ----------------------------------------------------------------------------------------------------------


def listed(reasons: Sequence[Reason]) -> Pointed:
    return [(reason.id, reason.stage) for reason in reasons]


@many
@given(rooms(least_people=3))
def test_what_points_to_the_named_stages_and_elsewhere(room: Round) -> None:
    found, asks = assess(room, ENGLISH), room.questionnaire
    assume(found.verdict.kind in ("clear", "between", "differ"))
    pulls = pulled(room)
    for name, pull in pulls.items():
        shown = found.question(name)
        if shown.kind == "several" and not room.opened:
            assert shown.pulls is None  # ticks share one vote, so counts would not say it
        else:
            assert shown.pulls == pytest.approx({s: float(p) for s, p in pull.items()}, abs=0.0005 + NEAR)
    wanted = oracle_reading.lists(asks, pulls, found.verdict.stages)
    to = {each.stage: listed(each.reasons) for each in found.points_to}
    event(f"{found.verdict.kind}, lists of {sorted(map(len, to.values()))}, elsewhere {len(found.points_elsewhere)}")
    assert to == {stage: reasons for stage, reasons in wanted.to.items() if reasons}
    assert listed(found.points_elsewhere) == wanted.elsewhere
    for reason in found.points_elsewhere:
        assert reason.away_from == (None if reason.stage else asks.question(reason.id).sign_of)


@many
@given(rooms(least_people=2))
def test_what_to_talk_about_first(room: Round) -> None:
    found, asks = assess(room, ENGLISH), room.questionnaire
    reasons = None
    if found.verdict.kind in ("clear", "between", "differ"):
        reasons = oracle_reading.lists(asks, pulled(room), found.verdict.stages)
    ranks = oracle_reading.talk_ranks(asks, answers_shown(room))
    wanted = oracle_reading.talk_about(asks, ranks, reasons)
    event(f"{[found.question(each).alike for each in found.talk_about]}")
    assert list(found.talk_about) == wanted


def whole(shares: Mapping[Stage, float]) -> dict[Stage, float]:
    """Shares as they are shown."""
    return {stage: oracle.shown(share) / 100 for stage, share in shares.items()}


# --- themes and sectors -----------------------------------------------------------------------------------------------


@some
@given(rooms(least_people=3))
def test_votes_of_themes(room: Round) -> None:
    """A theme is told where enough people answered it; everybody weighs the same in it, whatever their sector."""
    found, asks, pulls = assess(room, ENGLISH), room.questionnaire, pulled(room)
    assume(found.verdict.kind in ("clear", "between", "differ"))
    least = 3 if room.opened else max(3, room.k)
    told = {theme.id: theme for theme in found.themes}
    for name in asks.themes:
        ids = [each for each in pulls if asks.question(each).theme == name]
        wanted = oracle_reading.theme_votes(asks, [each.answers for each in counted(room)], ids)
        assert (name in told) == (wanted is not None and wanted[0] >= least)
        if name not in told or wanted is None:
            continue
        theme, votes = told[name], wanted[1]
        assert theme.n == wanted[0]
        assert theme.votes == pytest.approx(votes, abs=NEAR if room.opened else 0.005 + NEAR)
        assert theme.leads == oracle.alike_at_top(votes if room.opened else whole(votes))
        naming = found.verdict.stages if found.verdict.kind != "differ" else ()
        assert theme.lags == oracle_reading.lags(theme.leads, naming)
        event(f"lags {theme.lags}")


@many
@given(bundled_rooms(least_people=6))
def test_sectors_that_see_it_differently(room: Round) -> None:
    """Two rows with different stages and 20 points between each one's own and the other's: that is said first.

    In a row everybody weighs the same, also where it puts small sectors together.
    """
    found, asks = assess(room, ENGLISH, k=3), room.questionnaire
    assume(found.breakdown is not None and found.breakdown.rows)
    assert found.breakdown is not None
    groups: dict[str, list[oracle.Answers]] = {}
    named = {row.id for row in found.breakdown.rows}
    for each in counted(room):
        group = each.sector or "not-stated"
        groups.setdefault(group if group in named else "other", []).append(each.answers)
    votes = {row: oracle.outcome(asks, [("", each) for each in forms]).votes for row, forms in groups.items()}
    for row in found.breakdown.rows:
        assert row.n == len(groups[row.id])
        assert row.votes == pytest.approx(votes[row.id], abs=NEAR if room.opened else 0.005 + NEAR)
        assert row.leads == oracle.alike_at_top(row.votes)
    votes = votes if room.opened else {row: whole(shares) for row, shares in votes.items()}
    differs = any(oracle_reading.see_it_differently(a, b) for a in votes.values() for b in votes.values())
    event(f"differs {differs}")
    assert found.breakdown.differs == differs
    assert ("differently. " in found.together[0]) == differs
    if differs:
        assert not any(said.startswith("People ") for said in found.together)


# --- what would change it ---------------------------------------------------------------------------------------------


def same(one: oracle.Outcome, other: oracle.Outcome) -> bool:
    """Views that differ are one thing, whichever stages are named."""
    a, b = oracle.ruling(one), oracle.ruling(other)
    return a.kind == b.kind and (a.kind == "differ" or set(a.stages) == set(b.stages))


@some
@given(scored_worlds(least_people=3, most_people=8))
def test_what_flips_the_verdict_flips_it_and_less_does_not(world: World) -> None:
    """At most half of the shown questions are tried; nothing is claimed of what is left when too few answers remain."""
    asks, room = world.questionnaire, world.people()
    full = oracle.outcome(asks, room)
    assume(oracle.clear_cut(full) and oracle.ruling(full).kind in ("clear", "between"))
    found = assess(round_of(asks, world.responses, opened=True), ENGLISH)
    assert found.flips is not None
    left_out = found.flips.questions
    shown = [each.id for each in found.questions if each.id in oracle.bearing_ids(asks)]
    assert 2 * len(left_out) <= len(shown)
    event(f"{min(len(left_out), 3)} questions")
    for count in range(1, len(left_out) + 1):
        changed = oracle.without(asks, room, left_out[:count])
        if not oracle.clear_cut(changed):
            return
        assert same(full, changed) == (count < len(left_out))
        assert oracle.ruling(changed).kind != "too-few"
    if left_out or oracle.ruling(full).kind != "clear":
        return
    (stage,) = found.verdict.stages
    pulls = pulled(round_of(asks, world.responses, opened=True))
    lead = {name: pull[stage] - max(p for s, p in pull.items() if s != stage) for name, pull in pulls.items()}
    ranked = sorted(lead, key=lambda name: (-lead[name], name))
    for count in range(1, len(ranked) // 2 + 1):
        changed = oracle.without(asks, room, ranked[:count])
        if not oracle.clear_cut(changed) or oracle.ruling(changed).kind == "too-few":
            return
        assert same(full, changed)


@some
@given(scored_worlds(least_people=4))
def test_what_flips_without_a_sector(world: World) -> None:
    asks, room = world.questionnaire, world.people()
    full = oracle.outcome(asks, room)
    assume(oracle.clear_cut(full) and oracle.ruling(full).kind in ("clear", "between"))
    found = assess(round_of(asks, world.responses, opened=True), ENGLISH)
    assert found.flips is not None
    wanted = set()
    for sector in {sector for sector, _ in room}:
        rest = [each for each in room if each[0] != sector]
        if len(rest) < 3:
            continue
        changed = oracle.outcome(asks, rest)
        assume(oracle.clear_cut(changed))
        if oracle.ruling(changed).kind != "too-few" and not same(full, changed):
            wanted.add(sector or "not-stated")
    event(f"{len(wanted)} groups")
    if found.breakdown and found.breakdown.rows:
        assert {group.id for group in found.flips.groups} == wanted
    else:
        assert found.flips.groups == ()
