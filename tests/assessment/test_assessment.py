"""Whole assessments: every kind of verdict, what is said beside it, and that one input gives one output."""

import json
from dataclasses import replace
from random import Random
from typing import get_args

import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from leanings import SECTORS, SIXTEEN, assessed, oracle_of, people, person, printed
from rooms import ENGLISH, room_of, round_of
from worlds import World, few, question, questionnaire, relay, scored_worlds, text, worlds

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Closing, Response
from partnercheck.assessment.result import Assessment, QuestionResult
from partnercheck.assessment.scoring import Judgement, Tally
from partnercheck.assessment.wording import certainty_words
from partnercheck.core.words import ESCAPES, Stage
from partnercheck.questionnaire.model import Questionnaire

LOOP: tuple[Stage, ...] = get_args(Stage)


# --- every kind of verdict --------------------------------------------------------------------------------------------


def test_clear() -> None:
    room = people(*[("norming",)] * 6)
    found = assessed(room)
    assert (found.verdict.kind, found.verdict.stage, found.verdict.stages) == ("clear", "norming", ("norming",))
    assert found.verdict.certainty == oracle.shown(oracle_of(room).probability["norming"]) / 100
    assert found.marker is not None
    assert (found.marker.start, found.marker.towards, found.marker.share) == ("norming", None, 0.0)
    assert found.shared_view == 1
    assert [meaning.stage for meaning in found.verdict.meanings] == ["norming"]


@pytest.mark.parametrize("opened", [False, True])
def test_nothing_is_surer_than_99_per_cent(opened: bool) -> None:
    room = people(*[("norming",)] * 60)
    assert oracle_of(room).probability["norming"] > 0.995
    found = assessed(room, opened=opened)
    assert found.verdict.certainty == 0.99
    assert {row.stage: row.probability for row in found.profile}["norming"] == 0.99
    assert "100%" not in printed(found).replace("(100%)", "")  # all votes may be for one stage


def test_between() -> None:
    room = people(*[("forming",)] * 3, *[("adjourning",)] * 3)
    found = assessed(room)
    assert (found.verdict.kind, found.verdict.stage) == ("between", None)
    assert found.verdict.stages == ("forming", "adjourning")
    wanted = oracle_of(room).probability
    shown = [oracle.shown(wanted[stage]) for stage in found.verdict.stages]
    assert (shown, found.verdict.certainty) == ([50, 50], 0.99)
    assert found.marker is not None
    assert {found.marker.start, found.marker.towards} == {"forming", "adjourning"}
    assert found.marker.share == 0.5


def test_views_differ() -> None:
    """One person a stage: nothing is named, for the votes are even."""
    found = assessed(people(*[(stage,) for stage in LOOP]))
    assert (found.verdict.kind, found.verdict.how, found.verdict.stages) == ("differ", "views-differ", ())
    assert (found.verdict.stage, found.verdict.certainty, found.marker, found.flips) == (None, None, None, None)
    assert found.shared_view is not None
    assert found.shared_view < 0.25


def test_no_single_stage() -> None:
    """Six identical forms, all in the middle: nobody differs, and nobody sees a stage."""
    even: dict[str, Answer] = {q.id: "3" for q in SIXTEEN.questions if q.sign_of}
    found = assessed([Response(respondent=f"person-{n}", answers=even) for n in range(6)])
    assert (found.verdict.kind, found.verdict.how, found.verdict.stages) == ("differ", "no-single-stage", ())
    assert (found.shared_view, found.verdict.two_camps) == (1, ())
    assert found.reasons_words is not None


@pytest.mark.parametrize(
    ("view", "word"), [(0.6949, "partly"), (0.6951, "largely"), (0.2451, "partly"), (0.2449, "it")]
)
def test_the_words_of_the_shared_view_are_those_of_the_number_shown(
    view: float, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partnercheck.assessment.assess.shared_view", lambda *_: view)
    found = assessed(people(*[("norming",)] * 6))
    assert found.shared_view == round(view, 2)
    assert found.together[0].startswith(f"People {word}" if word != "it" else "People see the partnership differently")


@pytest.mark.parametrize(
    ("named", "other", "sure"),
    [(0.60, 0.194, "very"), (0.60, 0.195, "fairly"), (0.4049, 0.2949, "fairly"), (0.4049, 0.2999, "just")],
)
def test_how_sure_follows_from_the_per_cents_shown(named: float, other: float, sure: str) -> None:
    """19.5% is shown as 20%, and 29.99% beside 40.49% as 30% beside 40%, which is three quarters of it."""
    votes = (named, 0.0, other, 1 - named - other, 0.0)
    found = Tally(tuple(range(5)), (votes,) * 6, (), votes, (), 6.0, (), ())
    said = certainty_words(Judgement("clear", ("forming", "performing"), 0.99), found, 9, ENGLISH)
    assert said.startswith(f"How sure? {sure.capitalize()} ")


def test_how_sure_says_why_it_is_called_no_surer_than_the_per_cent() -> None:
    votes = (0.70, 0.0, 0.30, 0.0, 0.0)
    found = Tally(tuple(range(5)), (votes,) * 6, (), votes, (), 6.0, (), ())
    said = certainty_words(Judgement("clear", ("forming",), 0.97), found, 9, ENGLISH)
    assert said.endswith("It is called no surer because part of what you answered points to norming (30%).")
    for ruling in (Judgement("clear", ("forming", "norming"), 0.97), Judgement("clear", ("forming",), 0.75)):
        assert "no surer" not in certainty_words(ruling, found, 9, ENGLISH)


def test_only_questions_that_somebody_answered_are_counted_as_worked_with() -> None:
    nine: dict[str, Answer] = {q.id: "5" if q.sign_of == "norming" else "1" for q in SIXTEEN.questions[:9]}
    half = [nine] * 6
    found = assessed([Response(respondent=f"r{n}", answers=form) for n, form in enumerate(half)])
    assert found.verdict.kind == "too-few" or "to 9 questions." in (found.verdict.sure or "")
    spread = [{**form, q.id: "1"} for form, q in zip(half, SIXTEEN.questions[9:15], strict=True)]
    found = assessed([Response(respondent=f"r{n}", answers=form) for n, form in enumerate(spread)])
    assert found.verdict.sure is None or "to 15 questions." in found.verdict.sure


def test_two_camps_beside_a_clear_stage_are_told_in_the_first_sentence() -> None:
    """Nine see forming and storming, four norming: storming is clear, and camps stand on either side of it."""
    room = people(*[("forming", "storming")] * 9, *[("norming",)] * 4)
    found = assessed(room)
    assert (found.verdict.kind, found.verdict.stage) == ("clear", "storming")
    assert set(found.verdict.two_camps) == oracle.camps(oracle_of(room)) == {"forming", "norming"}
    first = found.verdict.words.split(". ")[0]
    assert all(stage in first for stage in found.verdict.two_camps)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_fewer_than_three_people_nothing_is_shown_unless_they_signed(count: int) -> None:
    room = people(*[("norming",)] * count)
    for found in (assessed(room), assessed(room, opened=True)):
        assert (found.verdict.kind, found.verdict.stage, found.verdict.certainty) == ("too-few", None, None)
        assert (found.marker, found.flips, found.shared_view, found.effective_people) == (None, None, None, None)
        assert all(row.probability is None and row.support is None for row in found.profile)
    assert all(row.votes is None for row in assessed(room).profile)
    if count:
        assert max(assessed(room, opened=True).profile, key=lambda row: row.votes or 0).stage == "norming"


def test_too_few_because_the_others_are_thin() -> None:
    thin = [Response(respondent=f"thin-{n}", answers={f"norming-{n % 3}": "5"}) for n in range(6)]
    found = assessed([*people(("norming",), ("norming",)), *thin])
    assert found.verdict.kind == "too-few"
    assert (found.people.answered, found.people.counted, found.people.too_thin) == (8, 2, 6)
    assert "6 of them" in found.people.words


def test_too_few_because_a_stage_was_left_open() -> None:
    room = [
        each.model_copy(update={"answers": {q: a for q, a in each.answers.items() if not q.startswith("adjourning")}})
        for each in people(*[("norming",)] * 6)
    ]
    found = assessed(room)
    assert (found.verdict.kind, found.people.counted) == ("too-few", 6)


# --- the room's one form ----------------------------------------------------------------------------------------------


def test_joint() -> None:
    found = assessed([person("room", "storming", joint=True)])
    assert (found.verdict.kind, found.verdict.stage, found.verdict.certainty) == ("joint", "storming", None)
    assert found.people.joint
    assert max(found.profile, key=lambda row: row.votes or 0).stage == "storming"
    assert all(row.probability is None for row in found.profile)
    assert found.question("storming-0").counts == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}
    assert found.shared_view is None
    assert found.marker is not None
    assert (found.marker.start, found.marker.share) == ("storming", 0.0)
    assert [reason.id for reason in found.points_to[0].reasons] == ["storming-0", "storming-1", "storming-2"]


def test_a_joint_form_that_ties_names_every_leader() -> None:
    found = assessed([person("room", "storming", "performing", joint=True)])
    assert (found.verdict.stage, found.verdict.stages) == (None, ("storming", "performing"))
    assert found.marker is None


def test_a_joint_form_whose_shares_lie_together_names_no_stage() -> None:
    even: dict[str, Answer] = {q.id: "3" for q in SIXTEEN.questions if q.sign_of}
    found = assessed([Response(respondent="room", joint=True, answers=even)])
    assert (found.verdict.kind, found.verdict.stages, found.marker) == ("joint", (), None)


def test_a_joint_form_names_its_leading_stage_however_many_follow() -> None:
    """Four stages have half of what norming has, and yet norming leads by more than ten points."""
    lean: dict[str, Answer] = {f"{stage}-{n}": "3" for stage in LOOP for n in range(3)}
    found = assessed([Response(respondent="room", joint=True, answers={**lean, "norming-0": "4"})])
    votes = {row.stage: row.votes or 0.0 for row in found.profile}
    assert votes["norming"] - min(votes.values()) > 0.10
    assert min(votes.values()) >= votes["norming"] / 2
    assert found.verdict.stages == ("norming",)


def test_a_joint_form_does_not_open_the_forms_beside_it() -> None:
    """One form that the room filled in together is no consent of those who answered alone."""
    found = assessed([person("room", "norming", joint=True), *people(("norming",), ("forming",))])
    assert all(each.n >= 5 for each in found.questions)


def test_a_joint_form_that_is_too_thin_is_too_few() -> None:
    thin = person("room", "norming", joint=True)
    found = assessed([thin.model_copy(update={"answers": dict(list(thin.answers.items())[:2])})])
    assert found.verdict.kind == "too-few"
    assert "the room" not in " ".join(step.because for step in found.next_steps)


# --- what a questionnaire does not measure ----------------------------------------------------------------------------


def test_a_stage_that_is_not_measured_is_noted_and_has_no_votes() -> None:
    kept = tuple(each for each in SIXTEEN.questions if each.sign_of != "adjourning")
    found = assessed(people(*[("norming",)] * 5), relay(SIXTEEN, questions=kept))
    assert any("does not measure adjourning" in note for note in found.notes)
    last = found.profile[-1]
    assert (last.measured, last.votes, last.support, last.probability) == (False, None, None, None)


def test_stages_that_are_no_neighbours_are_none_without_the_stage_between() -> None:
    """Without adjourning, performing and forming are still two steps apart."""
    kept = tuple(each for each in SIXTEEN.questions if each.sign_of != "adjourning")
    found = assessed(people(*[("forming",)] * 3, *[("performing",)] * 3), relay(SIXTEEN, questions=kept))
    assert (found.verdict.kind, found.verdict.how) == ("differ", "two-camps")


@pytest.mark.parametrize("stages", [(), ("norming",)])
def test_a_questionnaire_that_measures_less_than_two_stages_names_none(stages: tuple[Stage, ...]) -> None:
    """A form counts that answers half of all that was asked; the answers are shown, and no stage and no votes."""
    background = [question(f"context-{n}", scale="agreement") for n in range(6)]
    asks = questionnaire(*(q for q in SIXTEEN.questions if q.sign_of in stages), *background)
    whole: dict[str, Answer] = {q.id: "4" for q in asks.questions}
    half: dict[str, Answer] = {q.id: "2" for q in asks.questions[: (len(asks.questions) + 1) // 2]}
    less: dict[str, Answer] = {**dict(list(half.items())[1:]), asks.questions[0].id: "dont-know"}
    forms = [whole, whole, half, half, half, less, less]
    found = assessed([Response(respondent=f"r{n}", answers=each) for n, each in enumerate(forms)], asks)
    assert (found.verdict.kind, found.verdict.stages, found.marker, found.flips) == ("none", (), None, None)
    assert (found.people.counted, found.people.too_thin) == (5, 2)
    assert all(row.votes is None for row in found.profile)
    assert (found.themes, found.breakdown, found.shared_view) == ((), None, None)
    assert found.question(asks.questions[0].id).n == 5


def test_a_dont_know_among_several_ticks_is_no_answer() -> None:
    """Where no stage is named, a form counts by what it answered; escapes are no answers, wherever they stand."""
    ticks = question("ticks", options=[{"value": v, "label": v} for v in ("a", "b")], several=True)
    asks = questionnaire(*(question(f"q{n}", scale="agreement") for n in range(3)), ticks)
    form: dict[str, Answer] = {"q0": "1", "q1": "2", "ticks": ("dont-know",)}
    found = assessed([Response(respondent=f"r{n}", answers=form) for n in range(6)], asks)
    assert (found.people.counted, found.people.too_thin) == (0, 6)


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_text_that_reads_like_an_escape_is_shown_and_counted_as_what_somebody_wrote(escape: str) -> None:
    asks = questionnaire(*(question(f"q{n}", scale="agreement") for n in range(2)), question("words", kind="text"))
    plain: dict[str, Answer] = {"q0": "1", "q1": "2"}
    forms: list[dict[str, Answer]] = [plain | {"words": (escape,)}] * 4 + [plain | {"words": "More time"}] * 2
    found = assessed([Response(respondent=f"r{n}", answers=form) for n, form in enumerate(forms)], asks)
    assert (found.people.counted, found.people.too_thin) == (6, 0), "three answers count, and a text is one of them"
    shown = found.question("words")
    assert (shown.n, shown.dont_know, sorted(shown.texts or ())) == (6, 0, sorted([escape] * 4 + ["More time"] * 2))
    assert all(oracle.is_counted(asks, form) for form in forms)
    unsure = [Response(respondent=f"r{n}", answers=plain | {"words": escape}) for n in range(6)]
    assert assessed(unsure, asks).people.counted == 0


def test_questions_with_several_answers_do_not_count_as_alike() -> None:
    """Everybody ticks the same of several: that says little, for who ticks nothing does so as well."""
    options = [{"value": stage, "label": stage, "evidence": {stage: 1}} for stage in LOOP]
    plain = question("plain", options=[{"value": v, "label": v} for v in ("a", "b")])
    asks = questionnaire(
        question("choice", options=options),
        *(question(f"several-{n}", options=options, several=True) for n in range(5)),
        plain,
    )
    every: tuple[str, ...] = LOOP
    alike: dict[str, Answer] = {"plain": "a", **{f"several-{n}": every for n in range(5)}}
    found = assessed([Response(respondent=f"r{n}", answers={**alike, "choice": LOOP[n % 5]}) for n in range(10)], asks)
    assert found.verdict.how == "no-single-stage"
    assert "alike" not in found.verdict.words
    assert found.together[-1] == "Of 2 questions you answered 1 alike; on 1 answers are spread, on 0 you are split."


def test_a_round_of_nobody() -> None:
    found = assessed([])
    assert (found.verdict.kind, found.people.answered, found.questions) == ("too-few", 0, ())


# --- notes ------------------------------------------------------------------------------------------------------------


def test_late_forms_do_not_count_and_are_noted() -> None:
    room = people(*[("norming",)] * 6, *[("forming",)] * 6)
    closing = Closing(respondents=tuple(each.respondent for each in room[:6]), by="sector", k=4)
    found = assessed(room, closing=closing)
    assert (found.verdict.stage, found.people.answered, found.people.k) == ("norming", 6, 4)
    assert any("6 forms came in after the round was closed" in note for note in found.notes)
    kept = [note for note in found.notes if "came in after" not in note]
    assert found.model_copy(update={"notes": tuple(kept)}) == assessed(room[:6], closing=closing)


def test_the_breakdown_of_the_closing_counts() -> None:
    room = [person(f"person-{n}", "norming", sector=SECTORS[n % 2], partner=f"p{n % 3}") for n in range(12)]
    names = tuple(each.respondent for each in room)
    found = assessed(room, by="sector", k=3, closing=Closing(respondents=names, by="partner", k=4))
    assert [row.id for row in found.people.groups] == ["p0", "p1", "p2"]
    shut = assessed(room, by="sector", k=3, closing=Closing(respondents=names, by="", k=4))
    assert (shut.breakdown, shut.people.groups) == (None, ())


def test_a_round_that_was_reported_by_earlier_rules_says_so() -> None:
    room = people(*[("norming",)] * 6)
    names = tuple(each.respondent for each in room)
    then, now = (Closing(respondents=names, by="sector", k=5, rules=rules) for rules in (1, 2))
    assert any("earlier rules" in note for note in assessed(room, closing=then).notes)
    assert not any("earlier rules" in note for note in assessed(room, closing=now).notes)
    assert assessed(room, closing=now).rules == 2


def test_thin_forms_are_told() -> None:
    found = assessed([*people(*[("norming",)] * 5), Response(respondent="thin", answers={"norming-0": "5"})])
    assert (found.people.answered, found.people.counted, found.people.too_thin) == (6, 5, 1)
    assert "1 of them" in found.people.words
    assert found.question("norming-0").n == 5


def test_answers_to_questions_that_were_not_asked_are_noted() -> None:
    hidden = question("hidden", scale="agreement", sign_of="forming", ask_if={"norming-0": [1]})
    asks = relay(SIXTEEN, questions=(*SIXTEEN.questions, hidden))
    room = [
        each.model_copy(update={"answers": {**each.answers, "hidden": "5"}}) for each in people(*[("norming",)] * 5)
    ]
    found = assessed(room, asks)
    assert any("5 answers to questions that were not asked" in note for note in found.notes)
    assert "hidden" not in [each.id for each in found.questions]


def test_notes_by_the_facilitator_reach_the_assessment() -> None:
    found = assessed(people(*[("norming",)] * 3), notes=("Two were on line.",))
    assert found.facilitator_notes == ("Two were on line.",)


# --- themes -----------------------------------------------------------------------------------------------------------


def two_themes() -> Questionnaire:
    """Trust is asked of all stages by three scales each, roles by three that count three times as much."""
    asked = [
        question(f"{theme}-{s}-{n}", scale="agreement", sign_of=s, theme=theme, weight=weight)
        for theme, weight in (("trust", 1), ("roles", 3))
        for s in LOOP
        for n in range(3)
    ]
    return questionnaire(*asked, themes={"trust": text("Trust"), "roles": text("Roles")})


@pytest.mark.parametrize(
    ("trust", "roles", "lags"),
    [
        ("storming", "performing", True),
        ("forming", "storming", True),
        ("performing", "storming", False),
        ("adjourning", "norming", False),
    ],
)
def test_a_theme_lags_that_leads_with_an_earlier_stage(trust: Stage, roles: Stage, lags: bool) -> None:
    asks = two_themes()
    leans = {"trust": trust, "roles": roles}
    form: dict[str, Answer] = {q.id: "5" if q.sign_of == leans[q.theme or ""] else "1" for q in asks.questions}
    room = [Response(respondent=f"person-{n}", sector=SECTORS[n % 3], answers=form) for n in range(6)]
    found = assessed(room, asks)
    themes = {each.id: each for each in found.themes}
    assert (themes["trust"].leads, themes["roles"].leads) == ((trust,), (roles,))
    assert (found.verdict.kind, found.verdict.stage) == ("clear", roles)
    assert (themes["trust"].lags, themes["roles"].lags) == (lags, False)
    assert any(themes["trust"].words in said for said in found.together) == lags


def test_norms_count_in_a_theme_as_in_the_verdict() -> None:
    """A questionnaire of one theme and a room of one sector: the theme's votes are the partnership's votes."""
    for asks in (SIXTEEN, relay(SIXTEEN, norms={"norming": 0.2, "storming": -0.1})):
        room = people(("norming",), ("storming",), ("norming", "storming"), ("forming",), ("norming",))
        found = assessed(room, asks, opened=True)
        assert found.themes[0].votes == pytest.approx({row.stage: row.votes for row in found.profile}, abs=1e-12)


def test_a_theme_needs_three_people_and_a_lone_ballot_stays_hidden_beside_thin_forms() -> None:
    thin = [
        each.model_copy(update={"respondent": f"thin-{n}", "answers": dict(list(each.answers.items())[:2])})
        for n, each in enumerate(people(("forming",), ("forming",)))
    ]
    found = assessed([person("alone", "norming"), *thin])
    assert found.people.counted == 1
    assert all(row.votes is None for row in found.profile)
    assert found.themes == ()


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
