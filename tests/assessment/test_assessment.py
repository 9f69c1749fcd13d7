"""Whole assessments: every kind of verdict, what is said beside it, and what may never be said."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Literal, get_args

import oracle
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from worlds import World, few, option, question, questionnaire, relay, scored_worlds, some, text, worlds

from partnercheck.assessment.assess import assess
from partnercheck.assessment.result import Assessment, QuestionResult
from partnercheck.assessment.round import Answer, Closing, Response, Round
from partnercheck.questionnaire.model import NextStep, Questionnaire, Score
from partnercheck.words import ESCAPES, Stage, words_for

LOOP: tuple[Stage, ...] = get_args(Stage)
ENGLISH = words_for("en")
SECTORS = ("employer", "education", "government")
SIXTEEN = questionnaire(
    *(question(f"{s}-{n}", scale="agreement", sign_of=s) for s in LOOP for n in range(3)),
    question("free", kind="text"),
)


def round_of(asks: Questionnaire, responses: Sequence[Response], **more: object) -> Round:
    parts = {"digest": "0" * 64, "partnership": "Harbour", "date": datetime.date(2026, 11, 21)}
    return Round.model_validate({**parts, "questionnaire": asks, "responses": tuple(responses), **more})


def person(name: str, *leans: str, sector: str = "", partner: str = "", **more: object) -> Response:
    """Someone who agrees fully with the statements of some stages and not at all with the others."""
    answers = {q.id: "5" if q.sign_of in leans else "1" for q in SIXTEEN.questions if q.sign_of}
    return Response.model_validate(
        {"respondent": name, "sector": sector, "partner": partner, "answers": answers, **more}
    )


def people(*leans: tuple[str, ...]) -> list[Response]:
    return [person(f"person-{place}", *lean) for place, lean in enumerate(leans)]


def assessed(responses: Sequence[Response], *, by: str | None = "sector", k: int = 5, **more: object) -> Assessment:
    return assess(round_of(SIXTEEN, responses, **more), ENGLISH, by=by, k=k)


def printed(found: Assessment) -> str:
    return found.model_dump_json(by_alias=True, exclude_none=True)


# --- every kind of verdict --------------------------------------------------------------------------------------------


def test_clear() -> None:
    found = assessed(people(*[("norming",)] * 6))
    assert (found.verdict.kind, found.verdict.stage, found.verdict.stages) == ("clear", "norming", ("norming",))
    assert found.verdict.certainty == round(max(oracle_of(people(*[("norming",)] * 6)).probability.values()), 2)
    assert found.verdict.cautions == ()
    assert found.marker is not None
    assert found.marker.start == "norming"
    assert found.shared_view == 0.98


def oracle_of(responses: Sequence[Response]) -> oracle.Outcome:
    return oracle.outcome(SIXTEEN, [(each.sector, each.answers) for each in responses])


def test_between() -> None:
    room = people(*[("forming",)] * 3, *[("adjourning",)] * 3)
    found = assessed(room)
    assert (found.verdict.kind, found.verdict.stage) == ("between", None)
    assert set(found.verdict.stages) == {"forming", "adjourning"}
    wanted = oracle_of(room).probability
    assert found.verdict.certainty == round(wanted["forming"] + wanted["adjourning"], 2)
    assert found.marker is not None
    assert {found.marker.start, found.marker.towards} == {"forming", "adjourning"}
    assert found.marker.share == 0.5
    assert "half-way" in found.verdict.words


def test_views_differ() -> None:
    found = assessed(people(*[(stage,) for stage in LOOP]))
    assert (found.verdict.kind, found.verdict.stage, found.verdict.certainty) == ("differ", None, None)
    assert found.marker is None
    assert found.shared_view is not None
    assert found.shared_view < 0.25


@pytest.mark.parametrize(("count", "said"), [(0, "no form"), (1, "one person's view"), (2, "two people's view")])
def test_too_few_people(count: int, said: str) -> None:
    found = assessed(people(*[("norming",)] * count))
    assert (found.verdict.kind, found.verdict.stage, found.verdict.certainty) == ("too-few", None, None)
    assert said in found.verdict.words
    assert all(row.probability is None and row.support is None for row in found.profile)
    if count:
        assert max(found.profile, key=lambda row: row.votes or 0).stage == "norming"
    assert (found.marker, found.flips, found.shared_view, found.effective_people) == (None, None, None, None)


def test_too_few_because_the_others_are_thin() -> None:
    thin = [Response(respondent=f"thin-{n}", answers={f"norming-{n % 3}": "5"}) for n in range(6)]
    found = assessed([*people(("norming",), ("norming",)), *thin])
    assert found.verdict.kind == "too-few"
    assert (found.people.answered, found.people.counted, found.people.too_thin) == (8, 2, 6)
    assert any("6 forms" in note for note in found.notes)


def test_too_few_because_a_stage_was_left_open() -> None:
    room = [
        each.model_copy(update={"answers": {q: a for q, a in each.answers.items() if not q.startswith("adjourning")}})
        for each in people(*[("norming",)] * 6)
    ]
    found = assessed(room)
    assert (found.verdict.kind, found.people.counted) == ("too-few", 6)


def test_joint() -> None:
    found = assessed([person("room", "storming", joint=True)])
    assert (found.verdict.kind, found.verdict.stage, found.verdict.certainty) == ("joint", "storming", None)
    assert found.people.joint
    assert max(found.profile, key=lambda row: row.votes or 0).stage == "storming"
    assert all(row.probability is None for row in found.profile)
    assert found.question("storming-0").counts == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}
    assert found.shared_view is None


def test_a_joint_form_that_ties_names_every_leader() -> None:
    found = assessed([person("room", "storming", "performing", joint=True)])
    assert (found.verdict.stage, found.verdict.stages) == (None, ("storming", "performing"))
    assert found.marker is None


def test_a_joint_form_does_not_open_the_forms_beside_it() -> None:
    """One form that the room filled in together is no consent of those who answered alone."""
    room = [person("room", "norming", joint=True), *people(("norming",), ("forming",))]
    found = assessed(room)
    assert all(each.n >= 5 for each in found.questions)


def test_a_joint_form_that_is_too_thin_is_too_few() -> None:
    thin = person("room", "norming", joint=True)
    found = assessed([thin.model_copy(update={"answers": dict(list(thin.answers.items())[:2])})])
    assert found.verdict.kind == "too-few"
    assert "the room" not in " ".join(step.because for step in found.next_steps)


def test_a_second_closing_shows_a_question_only_where_enough_are_new() -> None:
    """Six people, then five more; four of the new ones do not know the answer to norming-0, so one would stand out."""
    first, late = people(*[("norming",)] * 6), people(*[("storming",)] * 11)[6:]
    late = [
        each.model_copy(update={"answers": {**each.answers, **({"norming-0": "dont-know"} if n else {})}})
        for n, each in enumerate(late)
    ]
    then = tuple(each.respondent for each in first)
    now = Closing(respondents=tuple(e.respondent for e in (*first, *late)), by="sector", k=5, earlier=(then,))
    found = assessed([*first, *late], closing=now)
    shown = {each.id for each in found.questions}
    assert "norming-0" not in shown
    assert "norming-1" in shown
    assert found.breakdown is None


def test_comments_on_questions_that_were_not_asked_are_not_printed() -> None:
    asks = relay(
        SIXTEEN,
        questions=(*SIXTEEN.questions, question("later", scale="agreement", ask_if={"norming-0": ["1"]})),
    )
    room = [
        each.model_copy(update={"answers": {**each.answers, "norming-0": "1" if n else "5", "later": "3"}})
        for n, each in enumerate(people(*[("norming",)] * 6))
    ]
    room[0] = room[0].model_copy(update={"comments": {"later": "not asked of me"}})
    assert "not asked of me" not in printed(assess(round_of(asks, room), ENGLISH))


def test_a_theme_needs_three_people_and_a_lone_ballot_stays_hidden_beside_thin_forms() -> None:
    thin = [
        each.model_copy(update={"answers": dict(list(each.answers.items())[:2])})
        for each in people(("forming",), ("forming",))
    ]
    thin = [each.model_copy(update={"respondent": f"thin-{n}"}) for n, each in enumerate(thin)]
    found = assessed([person("alone", "norming"), *thin])
    assert found.people.counted == 1
    assert all(row.votes is None for row in found.profile)
    assert found.themes == ()


def test_notes_by_the_facilitator_reach_the_assessment() -> None:
    found = assess(round_of(SIXTEEN, people(*[("norming",)] * 3), notes=("Two were on line.",)), ENGLISH)
    assert found.facilitator_notes == ("Two were on line.",)


def test_groups_under_three_are_never_shown() -> None:
    with pytest.raises(ValueError, match="fewer than 3"):
        assess(round_of(SIXTEEN, people(("norming",))), ENGLISH, k=2)


def test_two_camps_with_the_winner_between_them() -> None:
    found = assessed(people(*[("forming",)] * 4, *[("norming",)] * 4))
    assert found.verdict.two_camps == ("forming", "norming")
    assert found.verdict.stage == "storming"
    said = " ".join(found.verdict.cautions)
    assert "Two camps" in said
    assert "both sides of storming" in said
    assert "11 to 14" in said


def test_two_camps_with_nobody_between_them() -> None:
    """Storming and performing are camps; norming lies between them, but it does not win."""
    room = people(*[("storming",)] * 5, *[("performing",)] * 3, ("forming",), ("forming",))
    found = assessed(room)
    assert oracle.camps(oracle_of(room)) == set(found.verdict.two_camps)
    assert found.verdict.stage != "norming"
    assert not any("both sides" in each for each in found.verdict.cautions)


def test_words_of_views_that_differ_name_every_stage_that_ties() -> None:
    found = assessed(people(*[(stage,) for stage in LOOP]), opened=True)
    assert set(found.verdict.stages) == set(LOOP)
    assert all(stage in found.verdict.words for stage in LOOP)


def test_stages_with_as_many_votes_but_for_a_rounding_are_all_named() -> None:
    """A weight of 3.3 and weights of 1.1 and 2.2 are as much, though the sums differ in their last bit."""
    weights = {"forming": (1.1, 2.2), "norming": (1.1, 2.2)}
    asked = [
        question(f"{stage}-{n}", scale="agreement", sign_of=stage, weight=weight)
        for stage in LOOP
        for n, weight in enumerate(weights.get(stage, (3.3,)))
    ]
    room = [
        Response(respondent=lean, answers={q.id: "5" if q.sign_of == lean else "1" for q in asked}) for lean in LOOP
    ]
    found = assess(round_of(questionnaire(*asked), room), ENGLISH)
    assert found.verdict.kind == "differ"
    assert set(found.verdict.stages) == set(LOOP)


# --- the same numbers as the oracle's ---------------------------------------------------------------------------------


def room_of(world: World, **more: object) -> Round:
    return round_of(world.questionnaire, world.responses, **more)


@some
@given(scored_worlds(least_people=3))
def test_an_opened_round_shows_the_numbers_unrounded(world: World) -> None:
    wanted = oracle.outcome(world.questionnaire, world.people())
    assume(oracle.clearness(wanted) > 1e-9)
    found = assess(room_of(world, opened=True), ENGLISH)
    kind, stages, certainty = oracle.ruling(wanted)
    event(kind)
    assert found.verdict.kind == kind
    rows = {row.stage: row for row in found.profile}
    assert [stage for stage, row in rows.items() if row.measured] == wanted.stages
    for stage in wanted.stages:
        assert rows[stage].votes == pytest.approx(wanted.votes[stage], abs=1e-9)
    if kind == "too-few":
        return
    for stage in wanted.stages:
        assert rows[stage].support == pytest.approx(wanted.support[stage], abs=1e-9)
        assert rows[stage].probability == pytest.approx(wanted.probability[stage], abs=1e-9)
    assert found.effective_people == pytest.approx(float(wanted.n_eff), abs=1e-9)
    assert found.shared_view == pytest.approx(oracle.shared_view(wanted.ballots), abs=1e-9)
    assert set(found.verdict.two_camps) == oracle.camps(wanted)
    if kind in ("clear", "between"):
        assert found.verdict.stages == stages
        assert found.verdict.certainty == pytest.approx(certainty, abs=1e-9)
    else:
        assert found.verdict.certainty is None


@some
@given(scored_worlds(least_people=3))
def test_a_closed_round_shows_whole_per_cent(world: World) -> None:
    found = assess(room_of(world), ENGLISH)
    opened = assess(room_of(world, opened=True), ENGLISH)
    assert found.verdict.kind == opened.verdict.kind
    for row, full in zip(found.profile, opened.profile, strict=True):
        assert row.probability == (None if full.probability is None else round(full.probability, 2))
    assert all(number == round(number, 2) for number in floats(json.loads(printed(found))))


def floats(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from floats(each)
    elif isinstance(value, list):
        for each in value:
            yield from floats(each)


@few
@given(scored_worlds(least_people=2))
def test_counts_and_agreement_of_each_question(world: World) -> None:
    asks = world.questionnaire
    found = assess(room_of(world, opened=True), ENGLISH)
    for each in asks.questions:
        given_answers = list(answers_to(world, each.id).values())
        shown = next((row for row in found.questions if row.id == each.id), None)
        assert (shown is not None) == bool(given_answers)
        if shown is None or not asks.options_of(each):
            continue
        values = [one.value for one in asks.options_of(each)]
        assert shown.n == len(given_answers)
        assert shown.counts == {v: sum(v in chosen for chosen in given_answers) for v in values}
        if each.scale:
            wanted = oracle.scale_agreement([values.index(chosen[0]) for chosen in given_answers], len(values))
        elif each.several:
            wanted = oracle.several_agreement([frozenset(chosen) for chosen in given_answers], values)
        else:
            wanted = oracle.choice_agreement([chosen[0] for chosen in given_answers], len(values))
        assert (shown.agreement is None) == (wanted is None)
        if wanted is not None and shown.agreement is not None:
            assert shown.agreement == pytest.approx(float(wanted), abs=1e-9)
            assert shown.agreement_word == ("agree" if wanted >= 0.5 else "mixed" if wanted >= 0 else "split")


def answers_to(world: World, question_id: str) -> dict[str, list[str]]:
    """Respondent -> what they answered to a question that was asked of them, escapes left out; counted people only."""
    asks = world.questionnaire
    known = {each.value for each in asks.options_of(asks.question(question_id))}
    found = {}
    for each in world.counted().responses:
        answer = each.answers.get(question_id)
        chosen = [str(answer)] if isinstance(answer, float) else oracle.ticked(answer)
        chosen = [value for value in chosen if (value in known if known else value not in ESCAPES)]
        if chosen and oracle.was_asked(asks, each.answers, question_id):
            found[each.respondent] = chosen
    return found


@few
@given(scored_worlds(least_people=3, most_people=8))
def test_effects_are_those_of_leaving_each_question_out(world: World) -> None:
    asks, room = world.questionnaire, world.people()
    full = oracle.outcome(asks, room)
    assume(oracle.clearness(full) > 1e-9 and oracle.ruling(full)[0] != "too-few")
    found = assess(room_of(world, opened=True), ENGLISH)
    top = max(full.stages, key=lambda s: full.probability[s])

    def lead(outcome: oracle.Outcome) -> float:
        return outcome.probability[top] - max(p for s, p in outcome.probability.items() if s != top)

    for shown in [each for each in found.questions if each.id in oracle.bearing_ids(asks)][:4]:
        wanted = lead(full) - lead(oracle.without(asks, room, [shown.id]))
        assert shown.effect == pytest.approx(wanted, abs=1e-9)
    effect = {each.id: each.effect for each in found.questions if each.effect is not None}
    assert [effect[each] for each in found.speaks_for] == sorted(effect.values(), reverse=True)[: len(found.speaks_for)]
    assert [effect[each] for each in found.speaks_against] == sorted(effect.values())[: len(found.speaks_against)]
    assert all(effect[each] > 0 for each in found.speaks_for)
    assert all(effect[each] < 0 for each in found.speaks_against)


@few
@given(scored_worlds(least_people=3, most_people=8))
def test_what_flips_the_verdict_flips_it_and_less_does_not(world: World) -> None:
    """At most half of the questions are tried; nothing is claimed of what is left when too few answers remain."""
    asks, room = world.questionnaire, world.people()
    full = oracle.outcome(asks, room)
    assume(oracle.clearness(full) > 1e-9 and oracle.ruling(full)[0] != "too-few")
    found = assess(room_of(world, opened=True), ENGLISH)
    if found.flips is None:
        return
    left_out = found.flips.questions
    assert 2 * len(left_out) <= len(oracle.bearing_ids(asks))
    event(f"{min(len(left_out), 3)} questions")
    for count in range(1, len(left_out) + 1):
        changed = oracle.without(asks, room, left_out[:count])
        if oracle.clearness(changed) < 1e-9:
            return
        assert same_ruling(full, changed) == (count < len(left_out))
        assert oracle.ruling(changed)[0] != "too-few"
    effect = {each.id: each.effect or 0.0 for each in found.questions if each.id in oracle.bearing_ids(asks)}
    ranked = sorted(effect, key=lambda name: (-effect[name], name))
    assert left_out in (tuple(ranked[: len(left_out)]), tuple(ranked[::-1][: len(left_out)]))
    if left_out == () and oracle.ruling(full)[0] == "clear":
        for count in range(1, len(ranked) // 2 + 1):
            changed = oracle.without(asks, room, ranked[:count])
            if oracle.clearness(changed) < 1e-9 or oracle.ruling(changed)[0] == "too-few":
                return
            assert same_ruling(full, changed)


def same_ruling(one: oracle.Outcome, other: oracle.Outcome) -> bool:
    """Views that differ are one thing, whichever stage leads."""
    (kind, stages, _), (other_kind, other_stages, _) = oracle.ruling(one), oracle.ruling(other)
    return kind == other_kind and (kind == "differ" or set(stages) == set(other_stages))


@few
@given(scored_worlds(least_people=4))
def test_what_flips_without_a_sector(world: World) -> None:
    asks, room = world.questionnaire, world.people()
    full = oracle.outcome(asks, room)
    assume(oracle.clearness(full) > 1e-9 and oracle.ruling(full)[0] != "too-few")
    found = assess(room_of(world, opened=True), ENGLISH)
    if found.flips is None:
        return
    wanted = set()
    for sector in {sector for sector, _ in room}:
        rest = [each for each in room if each[0] != sector]
        if len(rest) < 3:
            continue
        changed = oracle.outcome(asks, rest)
        if oracle.clearness(changed) < 1e-9:
            return
        if oracle.ruling(changed)[0] != "too-few" and not same_ruling(full, changed):
            wanted.add(sector or "not-stated")
    assert {group.id for group in found.flips.groups} == wanted


def test_a_sector_without_which_too_little_is_left_flips_nothing() -> None:
    room = [person(f"person-{n}", "norming", sector=SECTORS[n % 2]) for n in range(6)]
    room = [
        each.model_copy(update={"answers": {q: a for q, a in each.answers.items() if not q.startswith("adjourning")}})
        if each.sector == "education"
        else each
        for each in room
    ]
    found = assessed(room, opened=True)
    assert found.verdict.kind == "clear"
    assert oracle.ruling(oracle_of([each for each in room if each.sector == "education"]))[0] == "too-few"
    assert found.flips is not None
    assert found.flips.groups == ()


# --- one input, one output --------------------------------------------------------------------------------------------


@few
@given(scored_worlds(least_people=2), st.integers(0, 2**32), st.booleans())
def test_order_of_respondents_is_irrelevant_to_the_byte(world: World, seed: int, opened: bool) -> None:
    shuffled = list(world.responses)
    Random(seed).shuffle(shuffled)  # noqa: S311 - a repeatable order, no secret
    turned = [each.model_copy(update={"answers": dict(reversed(each.answers.items()))}) for each in shuffled]
    one = assess(room_of(world, opened=opened), ENGLISH, k=3)
    other = assess(room_of(replace(world, responses=tuple(turned)), opened=opened), ENGLISH, k=3)
    assert printed(one) == printed(other)


@few
@given(scored_worlds(least_people=2), st.integers(0, 2**32))
def test_order_of_questions_is_irrelevant_but_for_their_list(world: World, seed: int) -> None:
    asks = world.questionnaire
    free = [each.model_copy(update={"ask_if": {}}) for each in asks.questions]
    mixed = Random(seed).sample(free, len(free))  # noqa: S311 - a repeatable order, no secret
    one, other = (
        assess(round_of(relay(asks, questions=tuple(questions)), world.responses, opened=True), ENGLISH)
        for questions in (free, mixed)
    )

    def by_id(found: Assessment) -> tuple[QuestionResult, ...]:
        return tuple(sorted(found.questions, key=lambda each: each.id))

    assert by_id(one) == by_id(other)
    assert one.model_copy(update={"questions": ()}) == other.model_copy(update={"questions": ()})


@few
@given(worlds(), st.booleans(), st.sampled_from(("sector", "partner", None)))
def test_json_comes_back_as_the_same_assessment(world: World, opened: bool, by: str | None) -> None:
    found = assess(room_of(world, opened=opened), ENGLISH, by=by, k=3)
    assert Assessment.model_validate_json(printed(found)) == found
    assert Assessment.model_validate(json.loads(found.model_dump_json(by_alias=True))) == found
    assert Assessment.model_validate(found.model_dump()) == found


@few
@given(worlds(), st.booleans())
def test_every_round_has_a_next_step_with_its_reason(world: World, opened: bool) -> None:
    found = assess(room_of(world, opened=opened), ENGLISH)
    assert found.next_steps
    assert all(step.because and step.do and step.why and step.who and step.time for step in found.next_steps)


# --- small groups -----------------------------------------------------------------------------------------------------


@st.composite
def crowds(draw: st.DrawFn) -> World:
    """Worlds of three to thirty people in few groups, some of which are of one mind on some questions."""
    found = draw(worlds(least_people=3, most_people=30, least_questions=8))
    groups = draw(st.integers(1, 4))
    alike = draw(st.sampled_from((0.3, 0.0, 1.0)))
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a repeatable crowd, no secret
    minds: dict[tuple[str, str], Answer] = {}
    crowd = []
    for response in found.responses:
        sector = ("employer", "education", "government", "")[min(chance.randrange(groups), chance.randrange(4))]
        partner = ("north", "south", "", "east")[min(chance.randrange(groups), chance.randrange(4))]
        answers = dict(response.answers)
        for name, answer in answers.items():
            first = minds.setdefault((sector, name), answer)
            if hash_of(sector, name) < alike:
                answers[name] = first
        crowd.append(response.model_copy(update={"sector": sector, "partner": partner, "answers": answers}))
    return replace(found, responses=tuple(crowd))


def hash_of(*words: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    return Random(" ".join(words)).random()  # noqa: S311 - a repeatable choice, no secret


BREAKDOWNS = st.sampled_from(("sector", "partner"))


def group(response: Response, by: str) -> str:
    return (response.sector if by == "sector" else response.partner) or "not-stated"


def members(rows: Sequence[str], who: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Row id -> the people in it, from what is published: a named row holds its group, `other` all the rest."""
    named = {row: frozenset(each for each, own in who.items() if own == row) for row in rows if row != "other"}
    rest = frozenset(who) - frozenset().union(*named.values())
    return {row: rest if row == "other" else named[row] for row in rows}


@some
@given(crowds(), st.integers(3, 6), BREAKDOWNS)
def test_no_two_published_sets_leave_a_few_people_over(world: World, k: int, by: Literal["sector", "partner"]) -> None:
    found = assess(room_of(world), ENGLISH, by=by, k=k)
    groups = {each.respondent: group(each, by) for each in world.counted().responses}
    overall = members([row.id for row in found.breakdown.rows] if found.breakdown else [], groups)
    counted_in = members([row.id for row in found.people.groups], groups)
    for rows in (overall, counted_in):
        assert oracle.exposed([frozenset(groups), *rows.values()] if groups else [], k) == [] or not rows
        assert not rows or frozenset().union(*rows.values()) == frozenset(groups)
    assert {row.id: row.n for row in found.people.groups} == {row: len(who) for row, who in counted_in.items()}
    for shown in found.questions:
        who = {name: groups[name] for name in answers_to(world, shown.id)}
        rows = members([row.id for row in shown.rows], who)
        event(f"{len(rows)} rows")
        assert shown.n == len(who) >= k
        assert {row.id: row.n for row in shown.rows} == {row: len(names) for row, names in rows.items()}
        assert oracle.exposed([frozenset(who), *rows.values()], k) == []


@some
@given(crowds(), st.integers(3, 6), BREAKDOWNS)
def test_rows_are_those_of_the_rules(world: World, k: int, by: Literal["sector", "partner"]) -> None:
    """As many rows as can be had, on the number of answers to each question: all of a question's partition, or none."""
    found = assess(room_of(world), ENGLISH, by=by, k=k)
    groups = {each.respondent: group(each, by) for each in world.counted().responses}
    for shown in found.questions:
        who = answers_to(world, shown.id)
        sizes: dict[str, int] = {}
        for name in who:
            sizes[groups[name]] = sizes.get(groups[name], 0) + 1
        if shown.rows:
            wanted = sorted(sum(sizes[name] for name in row) for row in oracle.merged(sizes, k))
            assert sorted(row.n for row in shown.rows) == wanted


@some
@given(crowds(), st.integers(3, 5), BREAKDOWNS)
def test_a_group_of_one_mind_shows_a_band_only(world: World, k: int, by: Literal["sector", "partner"]) -> None:
    found = assess(room_of(world), ENGLISH, by=by, k=k)
    groups = {each.respondent: group(each, by) for each in world.counted().responses}
    for shown in found.questions:
        asked = world.questionnaire.question(shown.id)
        who = answers_to(world, shown.id)
        rows = members([row.id for row in shown.rows], {name: groups[name] for name in who})
        for row in shown.rows:
            if len({frozenset(who[name]) for name in rows[row.id]}) > 1:
                continue
            event("one mind")
            assert (row.mean, row.counts) == (None, None)
            values = [one.value for one in world.questionnaire.options_of(asked)]
            place = values.index(next(iter(who[name] for name in rows[row.id]))[0]) / (len(values) - 1)
            assert row.band == ("low" if place < 1 / 3 else "high" if place > 2 / 3 else "middle")


@some
@given(crowds(), st.integers(3, 6), BREAKDOWNS)
def test_nothing_of_a_question_with_few_answers_appears_anywhere(
    world: World, k: int, by: Literal["sector", "partner"]
) -> None:
    asks = world.questionnaire
    steps = tuple(step(f"step-{each.id}", answers={each.id: ["1", "o0"]}, share=0.01) for each in asks.questions)
    talkers = tuple(
        each.model_copy(update={"comments": {q.id: f"said on {q.id}" for q in asks.questions}})
        for each in world.responses
    )
    found = assess(round_of(relay(asks, next_steps=steps), talkers), ENGLISH, by=by, k=k)
    few_answers = [each.id for each in asks.questions if len(answers_to(world, each.id)) < k]
    event(f"{min(len(few_answers), 3)} withheld")
    said = printed(found)
    assert not [name for name in few_answers if re.search(rf"\b{name}\b", said)]
    assert not [each.respondent for each in world.responses if re.search(rf"\b{each.respondent}\b", said)]


def step(name: str, purpose: Mapping[str, object] | None = None, **when: object) -> NextStep:
    words = {each: text(f"{each} of {name}") for each in ("do", "why", "who", "time")}
    return NextStep.model_validate({"id": name, "for": purpose or {}, "when": when, **words})


def test_an_answer_that_may_not_be_shown_changes_nothing_that_is_shown() -> None:
    """Four of six answered `context`, which carries no evidence: whatever they said, the assessment is the same."""
    asks = relay(SIXTEEN, questions=(*SIXTEEN.questions, question("context", scale="agreement")))
    steps = (step("told", answers={"context": ["5"]}, share=0.1),)
    outputs = set()
    for value in ("1", "3", "5"):
        room = people(*[("norming",)] * 6)
        room = [
            each.model_copy(update={"answers": {**each.answers, "context": value}, "comments": {"context": value}})
            if place < 4
            else each
            for place, each in enumerate(room)
        ]
        outputs.add(printed(assess(round_of(relay(asks, next_steps=steps), room), ENGLISH)))
    assert len(outputs) == 1


def scoring(**more: object) -> Score:
    return Score.model_validate({"id": "total", "title": "Total", **more})


def test_a_score_does_not_tell_what_one_person_answered() -> None:
    """Five answered `a`, four of them `b` as well. A score of what there is must not give `b` away."""
    outputs = set()
    for value in ("1", "5"):
        asks = relay(
            SIXTEEN,
            questions=(*SIXTEEN.questions, question("a", scale="agreement"), question("b", scale="agreement")),
            scores=(scoring(questions=["a", "b"], least_answered=0.5),),
        )
        room = [
            each.model_copy(update={"answers": {**each.answers, "a": "3", **({"b": value} if place == 0 else {})}})
            for place, each in enumerate(people(*[("norming",)] * 5))
        ]
        outputs.add(printed(assess(round_of(asks, room), ENGLISH)))
    assert len(outputs) == 1


def test_a_score_does_not_part_one_person_from_those_who_answered_a_question() -> None:
    """Six answered `a`, five of them `b` too: the score's sum less `b`'s sum, taken from `a`'s sum, is one person."""
    asks = relay(
        SIXTEEN,
        questions=(*SIXTEEN.questions, question("a", scale="agreement"), question("b", scale="agreement")),
        scores=(scoring(questions=["a", "b"]),),
    )
    room = [
        each.model_copy(update={"answers": {**each.answers, "a": "5", **({"b": "3"} if place else {})}})
        for place, each in enumerate(people(*[("norming",)] * 6))
    ]
    found = assess(round_of(asks, room), ENGLISH)
    everyone = frozenset(each.respondent for each in room)
    published = [everyone for shown in found.questions if shown.id == "a"]
    published += [everyone - {"person-0"} for score in found.scores]
    assert oracle.exposed(published, 5) == []


def test_a_breakdown_by_nothing_shows_no_groups() -> None:
    room = [person(f"person-{n}", "norming", sector=SECTORS[n % 2]) for n in range(12)]
    found = assessed(room, by="none")
    assert found.breakdown is None
    assert found.people.groups == ()
    assert all(each.rows == () for each in found.questions)


def test_groups_of_an_opened_round_are_shown_however_small() -> None:
    room = [person(f"person-{n}", "norming", sector=SECTORS[n]) for n in range(3)]
    found = assessed(room, opened=True)
    assert [(row.id, row.n) for row in found.people.groups] == [("education", 1), ("employer", 1), ("government", 1)]
    assert found.breakdown is not None
    assert len(found.breakdown.rows) == 3
    assert found.question("norming-0").rows[0].mean == 1.0


def test_free_texts_are_sorted_and_without_names() -> None:
    room = [
        each.model_copy(update={"answers": {**each.answers, "free": said}})
        for each, said in zip(people(*[("norming",)] * 5), ("zeal", "apple", "money", "trust", "apple"), strict=True)
    ]
    assert assessed(room).question("free").texts == ("apple", "apple", "money", "trust", "zeal")
    with pytest.raises(KeyError):
        assessed(room[:4]).question("free")


# --- notes ------------------------------------------------------------------------------------------------------------


def test_late_forms_do_not_count_and_are_noted() -> None:
    room = people(*[("norming",)] * 6, *[("forming",)] * 6)
    closing = Closing(respondents=tuple(each.respondent for each in room[:6]), by="sector", k=4)
    found = assessed(room, closing=closing)
    assert (found.verdict.stage, found.people.answered, found.people.k) == ("norming", 6, 4)
    assert any("6 forms came in after the round was closed" in note for note in found.notes)
    rest = found.model_copy(update={"notes": ()})
    assert rest == assessed(room[:6], closing=closing).model_copy(update={"notes": ()})


def test_the_breakdown_of_the_closing_counts() -> None:
    room = [person(f"person-{n}", "norming", sector=SECTORS[n % 2], partner=f"p{n % 3}") for n in range(12)]
    names = tuple(each.respondent for each in room)
    found = assessed(room, by="sector", k=3, closing=Closing(respondents=names, by="partner", k=4))
    assert [row.id for row in found.people.groups] == ["p0", "p1", "p2"]
    shut = assessed(room, by="sector", k=3, closing=Closing(respondents=names, by="", k=4))
    assert (shut.breakdown, shut.people.groups) == (None, ())


def test_thin_forms_are_noted() -> None:
    found = assessed([*people(*[("norming",)] * 5), Response(respondent="thin", answers={"norming-0": "5"})])
    assert (found.people.answered, found.people.counted, found.people.too_thin) == (6, 5, 1)
    assert any("1 form " in note for note in found.notes)
    assert found.question("norming-0").n == 5


def test_answers_to_questions_that_were_not_asked_are_noted() -> None:
    asks = relay(
        SIXTEEN,
        questions=(
            *SIXTEEN.questions,
            question("hidden", scale="agreement", sign_of="forming", ask_if={"norming-0": [1]}),
        ),
    )
    room = [
        each.model_copy(update={"answers": {**each.answers, "hidden": "5"}}) for each in people(*[("norming",)] * 5)
    ]
    found = assess(round_of(asks, room), ENGLISH)
    assert any("5 answers to questions that were not asked" in note for note in found.notes)
    assert "hidden" not in [each.id for each in found.questions]


def test_a_stage_that_is_not_measured_is_noted_and_has_no_votes() -> None:
    kept = tuple(each for each in SIXTEEN.questions if each.sign_of != "adjourning")
    found = assess(round_of(relay(SIXTEEN, questions=kept), people(*[("norming",)] * 5)), ENGLISH)
    assert any("does not measure adjourning" in note for note in found.notes)
    last = found.profile[-1]
    assert (last.measured, last.votes, last.support, last.probability) == (False, None, None, None)


@pytest.mark.parametrize("stages", [(), ("norming",)])
def test_a_questionnaire_that_measures_less_than_two_stages_gives_no_verdict(stages: tuple[Stage, ...]) -> None:
    kept = tuple(each for each in SIXTEEN.questions if each.sign_of in stages or each.sign_of is None)
    found = assess(round_of(relay(SIXTEEN, questions=kept), people(*[("norming",)] * 5)), ENGLISH)
    assert (found.verdict.kind, found.marker, found.flips) == ("too-few", None, None)


def test_a_round_of_nobody() -> None:
    found = assessed([])
    assert (found.verdict.kind, found.people.answered, found.questions) == ("too-few", 0, ())


# --- themes, what to talk about, steps --------------------------------------------------------------------------------


def two_themes() -> Questionnaire:
    """Trust is asked of forming to performing by three scales each, roles likewise."""
    asked = [
        question(f"{theme}-{s}-{n}", scale="agreement", sign_of=s, theme=theme)
        for theme in ("trust", "roles")
        for s in LOOP
        for n in range(3)
    ]
    return questionnaire(*asked, themes={"trust": text("Trust"), "roles": text("Roles")})


def test_a_theme_that_lags() -> None:
    asks = two_themes()

    def answers(**leans: Stage) -> dict[str, Answer]:
        return {
            q.id: ("5" if q.sign_of == leans[q.theme or ""] else "2" if q.theme == "trust" else "1")
            for q in asks.questions
        }

    room = [Response(respondent=f"person-{n}", answers=answers(trust="storming", roles="performing")) for n in range(6)]
    found = assess(round_of(asks, room, opened=True), ENGLISH)
    themes = {each.id: each for each in found.themes}
    assert themes["trust"].leads == ("storming",)
    assert themes["roles"].leads == ("performing",)
    for name, theme in themes.items():
        ids = [q.id for q in asks.questions if q.theme == name]
        wanted = oracle.outcome(asks, [("", each.answers) for each in room], only=ids)
        assert theme.votes == pytest.approx(wanted.votes, abs=1e-9)
    if found.verdict.kind == "clear" and found.verdict.stage in ("norming", "performing"):
        assert themes["trust"].lags


def test_norms_count_in_a_theme_as_in_the_verdict() -> None:
    """A questionnaire of one theme: the theme's votes are the partnership's votes, norms or none."""
    norms = {"norming": 0.2, "storming": -0.1}
    for asks in (SIXTEEN, relay(SIXTEEN, norms=norms)):
        room = people(("norming",), ("storming",), ("norming", "storming"), ("forming",), ("norming",))
        found = assess(round_of(asks, room, opened=True), ENGLISH)
        assert found.themes[0].votes == pytest.approx({row.stage: row.votes for row in found.profile}, abs=1e-12)


def test_questions_on_which_people_agree_least_are_to_be_talked_about() -> None:
    room = people(*[("norming",)] * 6)
    split = {0: "1", 1: "1", 2: "1"}
    room = [
        each.model_copy(update={"answers": {**each.answers, "norming-1": split.get(place, "5")}})
        for place, each in enumerate(room)
    ]
    found = assessed(room)
    assert found.talk_about == ("norming-1",)
    shown = found.question("norming-1")
    # six answers, three at either end: 1 - 16 · 9/15 / 4
    assert (shown.agreement, shown.agreement_word, shown.beyond_chance) == (-1.4, "split", False)


def test_a_step_waits_for_its_answers() -> None:
    steps = (
        step("enough", answers={"norming-0": ["5"]}),
        step("not-enough", answers={"norming-0": ["1"]}),
        step("stage", purpose={"stage": "norming"}),
        step("other-stage", purpose={"stage": "adjourning"}),
    )
    found = assess(round_of(relay(SIXTEEN, next_steps=steps), people(*[("norming",)] * 6)), ENGLISH)
    assert [each.id for each in found.next_steps] == ["enough", "stage"]
    assert "6 of 6" in found.next_steps[0].because


# --- scores -----------------------------------------------------------------------------------------------------------


def score_of(values: Sequence[str], bands: Sequence[tuple[float, str]], **more: object) -> tuple[float, str | None]:
    """The score and band of five people (or more) who answer one question with these values."""
    scales = {"wide": [option(value) for value in ("1", "2", "126", "127")], "agreement": SIXTEEN.scales["agreement"]}
    score = scoring(questions=["wide"], bands=[{"from": start, "label": text(label)} for start, label in bands], **more)
    asks = questionnaire(*SIXTEEN.questions, question("wide", scale="wide"), scales=scales, scores=(score,))
    room = [
        each.model_copy(update={"answers": {**each.answers, "wide": value}, "partner": "north" if n < 2 else ""})
        for n, (each, value) in enumerate(zip(people(*[("norming",)] * len(values)), values, strict=True))
    ]
    (found,) = assess(round_of(asks, room), ENGLISH).scores
    assert found.n == len(values)
    return found.value, found.band


@pytest.mark.parametrize(
    ("values", "value", "whole", "half"),
    [
        (["126"] * 6, 126.0, "weak", "weak"),
        (["126"] * 3 + ["127"] * 3, 126.5, "weak", "strong"),
        (["127"] * 6, 127.0, "strong", "strong"),
    ],
)
def test_bands_fall_where_the_author_says(values: list[str], value: float, whole: str, half: str) -> None:
    assert score_of(values, [(3, "weak"), (127, "strong")]) == (value, whole)
    assert score_of(values, [(126.5, "strong"), (3, "weak")]) == (value, half)
    assert score_of(values, []) == (value, None)


def test_no_band_below_the_first() -> None:
    assert score_of(["1"] * 5, [(3, "weak"), (127, "strong")]) == (1.0, None)


def test_a_score_over_partners_by_hand() -> None:
    # two people of north answer 1 and 2, four without a partner 126 126 127 127
    values = ["1", "2", "126", "126", "127", "127"]
    assert score_of(values, [], across="people")[0] == pytest.approx(509 / 6, abs=0.005)
    assert score_of(values, [], across="partners")[0] == 1.5
    assert score_of(values, [], across="partners-then-people")[0] == pytest.approx(507.5 / 5, abs=0.005)


def test_a_reversed_question_counts_from_the_other_end() -> None:
    assert score_of(["1"] * 5, [], reverse=["wide"])[0] == 127.0
    assert score_of(["2"] * 5, [], reverse=["wide"])[0] == 126.0


def test_a_score_never_decides_the_verdict() -> None:
    room = people(*[("norming",)] * 6)
    scored = assess(round_of(relay(SIXTEEN, scores=(scoring(questions=["norming-0"]),)), room), ENGLISH)
    assert scored.scores[0].value == 5.0
    assert scored.model_copy(update={"scores": ()}) == assessed(room)


def counted(n: int, value: str, **bounds: float) -> Assessment:
    """The assessment of n people who all gave this value, with a step that waits for the score of it."""
    asks = relay(
        SIXTEEN,
        questions=(*SIXTEEN.questions, question("a", scale="agreement")),
        scores=(scoring(questions=["a"], bands=[{"from": 0, "label": "little"}, {"from": 4, "label": "much"}]),),
        next_steps=(step("told", scores={"total": bounds}),),
    )
    room = [each.model_copy(update={"answers": {**each.answers, "a": value}}) for each in people(*[("norming",)] * n)]
    return assess(round_of(asks, room), ENGLISH)


@pytest.mark.parametrize(
    ("value", "bounds", "chosen"),
    [
        ("4", {"at_least": 4}, True),
        ("4", {"at_least": 4.5}, False),
        ("2", {"at_most": 2}, True),
        ("3", {"at_most": 2}, False),
        ("3", {"at_least": 2, "at_most": 4}, True),
        ("5", {"at_least": 2, "at_most": 4}, False),
    ],
)
def test_a_step_waits_for_its_score(value: str, bounds: dict[str, float], chosen: bool) -> None:
    assert ("told" in [each.id for each in counted(6, value, **bounds).next_steps]) is chosen


def test_a_step_that_waited_for_a_score_says_so() -> None:
    because = next(each.because for each in counted(6, "4", at_least=4).next_steps if each.id == "told")
    assert because == "Because “Total” is 4.00: much."


def test_a_score_that_is_withheld_brings_no_step() -> None:
    assert "told" in [each.id for each in counted(5, "4", at_least=1).next_steps]
    assert "told" not in [each.id for each in counted(4, "4", at_least=1).next_steps]
