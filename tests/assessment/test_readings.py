"""What holds for every assessment, whatever was asked and answered: nothing that its numbers do not bear out."""

import json
from collections.abc import Iterator

import oracle
from hypothesis import event, given
from rooms import ENGLISH, bundled_rooms, rooms

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Assessment
from partnercheck.core.words import Stage, whole_percent
from sampling import examples

HAIR = 1e-9

often = examples(200)


def printed(found: Assessment) -> str:
    return found.model_dump_json(by_alias=True, exclude_none=True)


def votes_of(found: Assessment) -> dict[Stage, float]:
    return {row.stage: row.votes for row in found.profile if row.votes is not None}


def kind_of(found: Assessment) -> None:
    event(f"{found.verdict.kind} {found.verdict.how or ''}")


@often
@given(rooms(least_people=3))
def test_a_stage_is_named_by_votes_of_its_own(room: Round) -> None:
    found = assess(room.model_copy(update={"opened": True}), ENGLISH)
    verdict, votes = found.verdict, votes_of(found)
    kind_of(found)
    most = max(votes.values(), default=0.0)
    if verdict.kind == "clear":
        assert votes[verdict.stages[0]] >= most - HAIR
        assert (verdict.stage, len(verdict.stages)) == (verdict.stages[0], 1)
    elif verdict.kind == "between":
        a, b = verdict.stages
        assert min(votes[a], votes[b]) >= most / 4 - HAIR
        assert max(votes[a], votes[b]) >= most - HAIR
        assert oracle.apart(a, b) == 1
    elif verdict.kind == "differ":
        assert len(verdict.stages) <= 3
        assert all(votes[stage] >= most / 2 - HAIR for stage in verdict.stages)
        assert [votes[stage] for stage in verdict.stages] == sorted((votes[s] for s in verdict.stages), reverse=True)
    assert {camp for camp in verdict.two_camps if votes[camp] < 0.30 - HAIR} == set()


@often
@given(rooms())
def test_what_views_that_differ_leave_out(room: Round) -> None:
    """Nothing of what would be read as a stage that leads."""
    found = assess(room, ENGLISH)
    kind_of(found)
    naming = found.verdict.kind in ("clear", "between")
    assert (found.verdict.how is not None) == (found.verdict.kind == "differ")
    assert (found.verdict.certainty is not None) == naming
    assert (found.verdict.sure is not None) == naming
    assert (found.flips is not None) == naming
    assert (found.marker is not None) == (naming or (found.verdict.kind == "joint" and found.verdict.stage is not None))
    for row in found.profile:
        assert (row.probability is not None) == (naming and row.measured)
        assert (row.support is not None) == (naming and row.measured and room.opened)
    if found.verdict.kind in ("too-few", "none"):
        assert found.verdict.stages == ()
        assert found.breakdown is None
        assert found.shared_view is None


@often
@given(rooms(least_people=3))
def test_the_certainty_is_what_the_shown_per_cents_say(room: Round) -> None:
    found = assess(room, ENGLISH)
    kind_of(found)
    shares = [s for row in found.profile for s in (row.votes, row.probability) if s is not None]
    shares += [share for theme in found.themes for share in theme.votes.values()]
    shares += [share for row in (found.breakdown.rows if found.breakdown else ()) for share in row.votes.values()]
    assert all(0 <= share <= 1 for share in shares)
    if not room.opened:
        assert all(share == whole_percent(share) / 100 for share in shares)
        assert found.effective_people in (None, *range(17))
        assert found.shared_view == (None if found.shared_view is None else round(found.shared_view, 2))
    if found.verdict.certainty is None:
        return
    likely = {row.stage: whole_percent(row.probability) for row in found.profile if row.probability is not None}
    assert found.verdict.certainty == min(99, sum(likely[stage] for stage in found.verdict.stages)) / 100
    assert max(likely.values()) <= 99
    assert f"{round(100 * found.verdict.certainty)}%" in (found.verdict.sure or "")
    assert found.marker is not None
    where = [found.marker.start, *([found.marker.towards] if found.marker.towards else [])]
    if found.verdict.kind == "clear":
        assert found.marker.start == found.verdict.stage
        assert likely[found.marker.start] >= 70
    else:
        assert set(where) <= set(found.verdict.stages)  # less than a twentieth of a step is no step
        assert len(where) == 2 or not room.opened
        assert sum(likely[stage] for stage in found.verdict.stages) >= 80
    assert 0 <= found.marker.share <= 0.5
    assert (found.marker.share == 0) == (len(where) == 1)
    assert room.opened or found.marker.share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
    assert found.flips is not None
    assert all(group.name in found.flips.words for group in found.flips.groups)


@often
@given(rooms(least_people=3))
def test_a_question_stands_in_one_list_where_it_belongs(room: Round) -> None:
    found = assess(room, ENGLISH)
    kind_of(found)
    named = set(found.verdict.stages)
    signed = assess(room.model_copy(update={"opened": True}), ENGLISH)
    pulls = {each.id: each.pulls for each in signed.questions if each.pulls}
    to = [reason for each in found.points_to for reason in each.reasons]
    away = found.points_elsewhere
    ids = [reason.id for reason in (*to, *away)]
    assert len(ids) == len(set(ids))
    assert [each.stage for each in found.points_to] == [s for s in found.verdict.stages if s in dict_of(found)]
    assert len(away) <= 3
    for listed in found.points_to:
        assert 0 < len(listed.reasons) <= 3
        for reason in listed.reasons:
            least = 0.10 * room.questionnaire.question(reason.id).weight - 0.001
            assert pulls[reason.id][listed.stage] >= least
    for reason in away:
        pull, least = pulls[reason.id], 0.10 * room.questionnaire.question(reason.id).weight - 0.002
        largest = max(pull.values())
        assert not any(pull[stage] == largest > 0 for stage in named), (reason, pull)
        if reason.away_from:
            assert reason.away_from in named
            assert pull[reason.away_from] <= -least
        else:
            assert reason.stage is not None
            assert reason.stage not in named
            assert pull[reason.stage] - max((pull[stage] for stage in named), default=0.0) >= least
    judged = found.verdict.kind in ("clear", "between", "differ", "joint")
    assert (found.reasons_words is not None) == (judged and not ids)


def dict_of(found: Assessment) -> dict[Stage, list[str]]:
    return {each.stage: [reason.id for reason in each.reasons] for each in found.points_to}


@often
@given(rooms())
def test_a_step_is_for_a_stage_that_is_named_or_lags(room: Round) -> None:
    found = assess(room, ENGLISH)
    kind_of(found)
    behind = {stage for theme in found.themes if theme.lags for stage in theme.leads}
    for step in found.next_steps:
        event(f"{step.place} {step.stage is not None}")
        assert step.stage is None or step.stage in (behind if step.place == "lagging" else found.verdict.stages)
        assert (step.stage is None) or step.place in ("stage", "lagging")
    assert 1 <= len(found.next_steps) <= 5
    ids = [step.id for step in found.next_steps]
    assert len(set(ids)) == len(ids)


@often
@given(rooms())
def test_nothing_claims_more_than_was_counted(room: Round) -> None:
    found = assess(room, ENGLISH)
    kind_of(found)
    said = printed(found)
    assert "half of you" not in said.lower()
    assert "{" not in "".join(sentences(json.loads(said)))
    if "You answered most questions alike." in said:
        alike = [q.alike == "alike" for q in found.questions if q.pulls is not None and q.kind != "several"]
        event("most alike")
        assert 3 * sum(alike) >= 2 * len(alike)
    first = found.verdict.words.split(". ")[0]
    for stage in found.verdict.two_camps:
        event("camps")
        assert stage in first


@often
@given(rooms())
def test_with_too_few_answers_no_votes_are_shown_unless_all_signed(room: Round) -> None:
    found = assess(room, ENGLISH)
    kind_of(found)
    if found.verdict.kind in ("too-few", "none"):
        shown = '"votes"' in printed(found)
        assert not shown or (room.opened and found.verdict.kind == "too-few")


def sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from sentences(each)
    elif isinstance(value, list):
        for each in value:
            yield from sentences(each)


@often
@given(bundled_rooms())
def test_every_step_says_why_and_how(room: Round) -> None:
    found = assess(room, ENGLISH)
    assert all(step.because and step.do and step.why and step.who and step.time for step in found.next_steps)
    assert all(step.title and len(step.title.split()) <= 9 for step in found.next_steps)
