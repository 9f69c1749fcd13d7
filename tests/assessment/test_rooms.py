"""Rooms as a sceptic would try them, with real answers of every bundled questionnaire, and the examples."""

import json
import re
from pathlib import Path
from random import Random
from typing import NamedTuple

import oracle
import oracle_reading
import pytest
from oracle import LOOP
from rooms import BUNDLED, ENGLISH, EXAMPLES, example, in_line, of_one_stage, people, round_of, simulated

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Response
from partnercheck.assessment.result import Assessment
from partnercheck.core.words import Stage

every = pytest.mark.parametrize("name", sorted(BUNDLED))
LONGEST = max(len(asks.options_of(each)) for asks in BUNDLED.values() for each in asks.questions)


def assessed(name: str, forms: list[Response]) -> Assessment:
    return assess(round_of(BUNDLED[name], forms), ENGLISH)


def told(found: Assessment) -> str:
    return json.dumps(found.model_dump(mode="json", by_alias=True), ensure_ascii=False)


# --- whose votes a stage has ------------------------------------------------------------------------------------------


class Told(NamedTuple):
    """What such a room is told: kind, how, and the stages named in any order."""

    kind: str
    stages: set[Stage]
    how: str | None = None


def camps(*stages: Stage) -> Told:
    return Told("differ", set(stages), "two-camps")


@every
@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ({"forming": 3, "performing": 3}, camps("forming", "performing")),
        ({"forming": 6, "performing": 6}, camps("forming", "performing")),
        ({"storming": 3, "adjourning": 3}, camps("storming", "adjourning")),
        ({"norming": 13, "adjourning": 7}, camps("norming", "adjourning")),
        ({"norming": 4, "adjourning": 2}, camps("norming", "adjourning")),
        ({"forming": 2, "norming": 1}, camps("forming", "norming")),
        ({"forming": 3, "storming": 3}, Told("between", {"forming", "storming"})),
        ({"performing": 6, "adjourning": 6}, Told("between", {"performing", "adjourning"})),
        ({"norming": 5, "adjourning": 1}, Told("clear", {"norming"})),
        ({"storming": 3}, Told("clear", {"storming"})),
    ],
)
def test_rooms_wholly_in_one_stage_or_two(name: str, counts: dict[str, int], wanted: Told) -> None:
    found = assessed(name, people(BUNDLED[name], **counts))
    assert Told(found.verdict.kind, set(found.verdict.stages), found.verdict.how) == wanted
    if wanted.how == "two-camps":
        first = found.verdict.words.split(". ")[0]
        assert all(stage in first for stage in wanted.stages)
        shares = {row.stage: row.votes or 0.0 for row in found.profile}
        assert all(f"{round(100 * shares[stage])}%" in first for stage in wanted.stages)
        assert set(found.verdict.two_camps) == wanted.stages
        assert (found.verdict.certainty, found.marker, found.flips) == (None, None, None)


@every
@pytest.mark.parametrize("stage", LOOP)
def test_six_people_wholly_in_a_stage_are_told_so_with_reasons(name: str, stage: Stage) -> None:
    found = assessed(name, people(BUNDLED[name], **{stage: 6}))
    assert (found.verdict.kind, found.verdict.stage, found.shared_view) == ("clear", stage, 1)
    assert len(found.points_to[0].reasons) == 3
    assert all(reason.stage == stage for reason in found.points_to[0].reasons)
    assert not any(reason.away_from for reason in found.points_elsewhere)
    assert found.next_steps[0].stage in (stage, None)


@every
@pytest.mark.parametrize("few", [1, 2, 3])
def test_a_minority_two_stages_away_never_brings_the_stage_between_them_up(name: str, few: int) -> None:
    """Nine or so forming and a few norming: nobody answered storming, and nobody is told it."""
    found = assessed(name, people(BUNDLED[name], forming=9, norming=few))
    assert "storming" not in found.verdict.stages
    assert all(step.stage != "storming" for step in found.next_steps)
    assert all(each.stage != "storming" for each in found.points_to)


def with_sectors(name: str, *groups: tuple[str, int, Stage]) -> list[Response]:
    """So many people of a sector who are wholly in a stage, group by group."""
    asks = BUNDLED[name]
    return [
        Response(respondent=f"{sector}-{stage}-{n}", sector=sector, answers=of_one_stage(asks, stage))
        for sector, count, stage in groups
        for n in range(count)
    ]


@every
def test_three_lone_voices_against_twelve_of_one_sector(name: str) -> None:
    lone: list[tuple[str, int, Stage]] = [(sector, 1, "storming") for sector in ("education", "government", "union")]
    found = assessed(name, with_sectors(name, ("employer", 12, "performing"), *lone))
    assert (found.verdict.kind, found.verdict.how) == ("differ", "two-camps")
    assert set(found.verdict.stages) == {"performing", "storming"}
    assert all(step.stage != "norming" for step in found.next_steps)


@every
def test_two_lone_voices_never_move_thirty_to_a_stage_that_nobody_saw(name: str) -> None:
    lone: list[tuple[str, int, Stage]] = [("education", 1, "storming"), ("government", 1, "storming")]
    found = assessed(name, with_sectors(name, ("employer", 30, "performing"), *lone))
    assert set(found.verdict.stages) <= {"performing", "storming"}
    assert found.verdict.stages


@every
def test_two_lone_voices_do_not_bring_up_the_stage_between(name: str) -> None:
    lone: list[tuple[str, int, Stage]] = [("government", 1, "norming"), ("union", 1, "norming")]
    found = assessed(name, with_sectors(name, ("employer", 8, "forming"), *lone))
    assert set(found.verdict.stages) <= {"forming", "norming"}


# --- the same forms ---------------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize("place", range(-LONGEST, LONGEST))
def test_people_who_all_tick_the_same_place_see_the_same(name: str, place: int) -> None:
    asks = BUNDLED[name]
    form = in_line(asks, place)
    found = assessed(name, [Response(respondent=f"person-{n}", answers=form) for n in range(6)])
    said = told(found)
    assert found.shared_view == 1
    assert not found.verdict.two_camps
    assert found.verdict.how != "two-camps"
    assert "see it differently" not in said
    assert "see different stages" not in said
    assert "side by side" not in f"{found.verdict.headline} {found.verdict.words} {found.together}"
    assert all(each.alike == "alike" for each in found.questions if each.options)
    if found.verdict.kind == "between":
        assert (found.verdict.certainty or 0) >= 0.80


@every
@pytest.mark.parametrize("place", range(-LONGEST, LONGEST))
def test_one_other_answer_of_one_person_makes_no_camps_of_people_who_see_the_same(name: str, place: int) -> None:
    asks = BUNDLED[name]
    form = in_line(asks, place)
    scales = [each.id for each in asks.questions if each.scale and each.id in form]
    for asked in scales[:: max(1, len(scales) // 3)]:
        other = form | {asked: next(o.value for o in asks.options_of(asks.question(asked)) if o.value != form[asked])}
        room = [Response(respondent=f"person-{n}", answers=other if n == 8 else form) for n in range(9)]
        found = assessed(name, room)
        wanted = oracle.outcome(asks, [(each.sector, each.answers) for each in room])
        led = {oracle.alike_at_top(ballot) for ballot in wanted.ballots}
        assert set(found.verdict.two_camps) == (oracle.camps(wanted) if len(led) > 1 else set())


def test_a_tie_of_two_neighbours_is_no_reason_to_name_them() -> None:
    """Six times the second option of a questionnaire, and the tops of its scales with the first of its choices."""
    asks = BUNDLED["zij-instroom"]
    flat = [Response(respondent=f"person-{n}", answers=in_line(asks, 1)) for n in range(6)]
    assert assessed("zij-instroom", flat).verdict.kind != "between"
    asks = BUNDLED["two-way-street"]
    tops = in_line(asks, 0) | {q: a for q, a in in_line(asks, -1).items() if asks.question(q).scale}
    nice = [Response(respondent=f"person-{n}", answers=tops) for n in range(6)]
    assert assessed("two-way-street", nice).verdict.kind != "between"


# --- simulated people -------------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize("truth", LOOP)
def test_simulated_partnerships_are_told_with_reasons(name: str, truth: Stage) -> None:
    """Whoever is told a stage is told why; and mostly it is theirs, or one beside it."""
    chance = Random(f"{name} {truth}")  # noqa: S311 - repeatable people, no secret
    near = 0
    for n in (5, 6, 8, 12, 16):
        found = assessed(name, simulated(BUNDLED[name], truth, n, chance, sectors=n % 3 + 1))
        near += any(oracle.apart(truth, stage) < 2 for stage in found.verdict.stages)
        if found.verdict.kind in ("clear", "between"):
            assert found.points_to or found.reasons_words
        if found.verdict.kind == "clear":
            assert len(found.points_to[0].reasons) >= 2
            assert found.points_to[0].reasons[0].stage == truth or found.verdict.stage != truth
    assert near >= 4


@every
def test_sectors_a_stage_apart_are_told_first(name: str) -> None:
    """Whatever else is said of the room: the sectors, each with its stage."""
    found = assessed(name, with_sectors(name, ("employer", 6, "norming"), ("education", 6, "storming")))
    assert found.breakdown is not None
    assert found.breakdown.differs
    assert all(word in found.together[0] for word in ("Employers", "norming", "Education", "storming"))
    assert not any(said.startswith("People ") for said in found.together)
    alike = assessed(name, with_sectors(name, ("employer", 6, "norming"), ("education", 6, "norming")))
    assert alike.breakdown is not None
    assert not alike.breakdown.differs
    assert "Education" not in " ".join(alike.together)


# --- five against five ------------------------------------------------------------------------------------------------


@every
def test_five_against_five_is_split_and_the_step_that_waits_for_it_is_chosen(name: str) -> None:
    asks = BUNDLED[name]
    waits = {name: asks.question(name) for step in asks.next_steps for name in step.when.split_on}
    assert waits
    for waited in (name for name, question in waits.items() if not question.several):
        values = [option.value for option in asks.options_of(asks.question(waited))]
        forms = people(asks, norming=10)
        ends = (values[0], values[-1])
        forms = [
            each.model_copy(update={"answers": {**each.answers, waited: ends[place % 2]}})
            for place, each in enumerate(forms)
        ]
        found = assess(round_of(asks, forms), ENGLISH)
        assert found.question(waited).alike == "split"
        assert found.talk_about[0] == waited
        steps = {step.id for step in asks.next_steps if waited in step.when.split_on}
        chosen = [step for step in found.next_steps if step.id in steps]
        assert chosen, waited
        assert asks.say(asks.question(waited).text, "en").rstrip(".") in " ".join(step.because for step in chosen)


# --- the examples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_example_has_an_answer_of_two_thirds_for_a_named_stage_elsewhere(path: Path) -> None:
    """Where two thirds chose an answer that speaks for a named stage alone, the question does not point elsewhere."""
    room = example(path)
    found = assess(room, ENGLISH)
    elsewhere = {reason.id for reason in found.points_elsewhere}
    for each in found.questions:
        table = oracle.points(room.questionnaire, room.questionnaire.question(each.id))
        if not table or not each.counts:
            continue
        most, chose = max(each.counts.items(), key=lambda pair: pair[1])
        above = {s for s in LOOP if table[most][s] > sum(row[s] for row in table.values()) / len(table)}
        if 3 * chose >= 2 * each.n and above and above <= set(found.verdict.stages):
            assert each.id not in elsewhere


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_the_examples_say_of_questions_and_themes_is_what_their_annex_shows(path: Path) -> None:
    found = assess(example(path), ENGLISH)
    words = [each.alike for each in found.questions if each.alike and each.kind != "several"]
    told = [words.count("alike"), words.count("spread"), words.count("split")]
    numbers = [list(map(int, re.findall(r"\d+", said))) for said in found.together if "questions you answered" in said]
    assert numbers == ([] if found.people.joint else [[len(words), *told]])
    splits = {
        theme.name: sum(each.alike == "split" for each in found.questions if each.theme == theme.id)
        for theme in found.themes
    }
    for step in found.next_steps:
        for theme in re.findall("On “(.*?)” more questions split you than on any other theme", step.because):
            others = [n for name, n in splits.items() if name != theme]
            assert splits[theme] > max(others)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_reasons_of_the_examples_are_those_of_the_counts(path: Path) -> None:
    room = example(path)
    found, asks = assess(room, ENGLISH), room.questionnaire
    pulls = {}
    for each in found.questions:
        if oracle.points(asks, asks.question(each.id)):
            given = [[value] for value, n in (each.counts or {}).items() for _ in range(n)]
            if not asks.question(each.id).several:
                pulls[each.id] = oracle_reading.pulls(asks, asks.question(each.id), given)
                assert each.pulls == pytest.approx({s: float(p) for s, p in pulls[each.id].items()}, abs=0.0005 + 1e-9)


def test_a_draft_that_is_stuck_points_to_storming() -> None:
    """Eight of ten chose the storming answer: the plainest reason there is stands on the right side."""
    path = next(path for path in EXAMPLES if (path.parent.name, path.stem) == ("kettle-lane-exchange", "round-2"))
    found = assess(example(path), ENGLISH)
    counts = found.question("draft-read").counts or {}
    assert (counts["stuck"], sum(counts.values())) == (8, 10)
    to = {each.stage: [reason.id for reason in each.reasons] for each in found.points_to}
    assert "storming" in found.verdict.stages
    assert "draft-read" in to["storming"]
    assert "draft-read" not in [reason.id for reason in found.points_elsewhere]
