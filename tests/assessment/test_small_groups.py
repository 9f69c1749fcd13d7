"""Small groups are never exposed: no set of people, and no number that weighs a few of them differently."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Literal

import oracle
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from leanings import SECTORS, SIXTEEN, answering, assessed, people, person, printed, step
from rooms import ENGLISH, room_of, round_of
from worlds import World, question, relay, some, worlds

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Closing, Response
from partnercheck.assessment.result import Assessment
from partnercheck.questionnaire.model import Question


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


def answers_in(world: World) -> dict[str, dict[str, list[str]]]:
    """Question -> respondent -> what they answered to a question that was asked of them; counted people only."""
    asks, people = world.questionnaire, world.counted().responses
    found: dict[str, dict[str, list[str]]] = {}
    for each in asks.questions:
        given_answers = {who.respondent: oracle.answered(asks, who.answers, each.id) for who in people}
        found[each.id] = {name: chosen for name, chosen in given_answers.items() if chosen}
    return found


# --- sets of people ---------------------------------------------------------------------------------------------------


@some
@given(crowds(), st.integers(3, 6), BREAKDOWNS)
def test_no_two_published_sets_leave_a_few_people_over(world: World, k: int, by: Literal["sector", "partner"]) -> None:
    found = assess(room_of(world), ENGLISH, by=by, k=k)
    groups, answers = {each.respondent: group(each, by) for each in world.counted().responses}, answers_in(world)
    overall = members([row.id for row in found.breakdown.rows] if found.breakdown else [], groups)
    counted_in = members([row.id for row in found.people.groups], groups)
    for rows in (overall, counted_in):
        assert oracle.exposed([frozenset(groups), *rows.values()] if groups else [], k) == [] or not rows
        assert not rows or frozenset().union(*rows.values()) == frozenset(groups)
    assert {row.id: row.n for row in found.people.groups} == {row: len(who) for row, who in counted_in.items()}
    for shown in found.questions:
        who = {name: groups[name] for name in answers[shown.id]}
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
    groups, answers = {each.respondent: group(each, by) for each in world.counted().responses}, answers_in(world)
    for shown in found.questions:
        who = answers[shown.id]
        sizes: dict[str, int] = {}
        for name in who:
            sizes[groups[name]] = sizes.get(groups[name], 0) + 1
        if shown.rows:
            wanted = sorted(sum(sizes[name] for name in row) for row in oracle.merged(sizes, k))
            assert sorted(row.n for row in shown.rows) == wanted


@some
@given(crowds(), st.integers(3, 5), BREAKDOWNS)
def test_no_row_is_shown_beside_a_group_of_one_mind(world: World, k: int, by: Literal["sector", "partner"]) -> None:
    """Where all of a row gave an answer, that of each of them would be known; where nobody could have, rows stand."""
    found = assess(room_of(world), ENGLISH, by=by, k=k)
    groups, answers = {each.respondent: group(each, by) for each in world.counted().responses}, answers_in(world)
    for shown in found.questions:
        who = answers[shown.id]
        rows = members([row.id for row in shown.rows], {name: groups[name] for name in who})
        event(f"{len(rows)} rows")
        for row in rows.values():
            assert max(Counter(value for name in row for value in who[name]).values()) < len(row)
        sizes = Counter(groups[name] for name in who)
        large = [n for n in sizes.values() if n >= k]
        asked_of_all = not world.questionnaire.question(shown.id).ask_if
        wanted = oracle.merged(sizes, k) if shown.counts and asked_of_all and len(set(large)) == len(large) else []
        if wanted and max((shown.counts or {}).values()) < min(sum(sizes[name] for name in row) for row in wanted):
            assert len(shown.rows) == len(wanted)


# --- numbers ----------------------------------------------------------------------------------------------------------


def besides_the_verdict(found: Assessment) -> dict[str, object]:
    """What is shown of questions, themes and groups: all but what follows from whom the votes weigh."""
    whole = json.loads(printed(found))
    questions = [{**each, "rows": None} for each in whole["questions"]]
    themes = [{**each, "lags": None, "words": None} for each in whole["themes"]]
    return {
        "questions": questions,
        "themes": themes,
        "breakdown": whole.get("breakdown"),
        "people": whole["people"],
        "comments": whole["comments"],
    }


@some
@given(crowds(), st.integers(3, 5), BREAKDOWNS, st.integers(0, 2**32))
def test_nothing_but_the_verdict_tells_two_people_of_a_row_apart(
    world: World, k: int, by: Literal["sector", "partner"], seed: int
) -> None:
    """Two people of one row change forms: every count, theme, row and word of likeness stays as it was.

    So no number beside the counts weighs a small sector, or one partner's few people, differently from the others.
    """
    chance = Random(seed)  # noqa: S311 - a repeatable choice, no secret
    world = world.counted()
    assume(len(world.responses) > 2)
    found = assess(room_of(world), ENGLISH, by=by, k=k)
    groups = {each.respondent: group(each, by) for each in world.responses}
    rows = list(members([row.id for row in found.people.groups], groups).values()) or [frozenset(groups)]
    event(f"{len(rows)} rows")
    one, other = chance.sample(sorted(chance.choice(rows)), 2)
    forms = {each.respondent: each.answers for each in world.responses}
    forms[one], forms[other] = forms[other], forms[one]
    changed = tuple(each.model_copy(update={"answers": forms[each.respondent]}) for each in world.responses)
    swapped = assess(room_of(replace(world, responses=changed)), ENGLISH, by=by, k=k)
    same_kind = (found.verdict.kind in ("too-few", "none")) == (swapped.verdict.kind in ("too-few", "none"))
    assume(same_kind)
    assert besides_the_verdict(swapped) == besides_the_verdict(found)


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
    few_answers = [name for name, who in answers_in(world).items() if len(who) < k]
    event(f"{min(len(few_answers), 3)} withheld")
    said = printed(found)
    assert not [name for name in few_answers if re.search(rf"\b{name}\b", said)]
    assert not [each.respondent for each in world.responses if re.search(rf"\b{each.respondent}\b", said)]


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


def test_a_second_closing_shows_a_question_only_where_enough_are_new() -> None:
    """Six people, then five more: four of them do not know the answer to norming-0, and four say 4 to norming-2."""
    first, late = people(*[("norming",)] * 6), people(*[("storming",)] * 11)[6:]
    late = [
        each.model_copy(update={"answers": {**each.answers, "norming-1": str(n + 1), "norming-2": "4" if n else "1"}})
        for n, each in enumerate(late)
    ]
    late[1:] = [each.model_copy(update={"answers": {**each.answers, "norming-0": "dont-know"}}) for each in late[1:]]
    then = tuple(each.respondent for each in first)
    now = Closing(respondents=tuple(e.respondent for e in (*first, *late)), by="sector", k=5, earlier=(then,))
    found = assessed([*first, *late], closing=now)
    shown = {each.id for each in found.questions}
    assert {"norming-0", "norming-1", "norming-2"} & shown == {"norming-1"}
    assert "storming-0" not in shown  # all who are new agree, and those before them did not
    assert found.breakdown is None


def closed_twice(extra: Sequence[Question], *answers: Mapping[str, Answer], **more: object) -> Assessment:
    """The second report of six people and five new ones who say this to further questions."""
    asks = relay(SIXTEEN, questions=(*SIXTEEN.questions, *extra), **more)
    room = answering(people(*[("norming",)] * 11), *answers)
    names = tuple(each.respondent for each in room)
    now = Closing(respondents=names, by="sector", k=5, earlier=(names[:6],))
    return assessed(room, asks, closing=now)


def test_that_all_who_are_new_do_not_know_is_not_told() -> None:
    told = [{"extra": str(n % 5 + 1)} for n in range(6)]
    for late, shown in (({}, True), ({"extra": "dont-know"}, False)):
        found = closed_twice([question("extra", scale="agreement")], *told, *[late] * 5)
        assert ("extra" in [each.id for each in found.questions]) is shown


def test_that_all_who_are_new_gave_a_number_a_step_waits_for_is_not_told() -> None:
    """The numbers differ, but a step counts how many are ten or more: before, three of six, and now eight of eleven."""
    steps = (step("waits", answers={"number": {"at_least": 10}}, share=0.1),)
    extra = [question("number", kind="number")]
    for late, shown in (((10, 11, 12, 13, 14), False), ((1, 2, 12, 13, 14), True)):
        numbers = [{"number": float(n)} for n in (1, 2, 3, 10, 20, 30, *late)]
        found = closed_twice(extra, *numbers, next_steps=steps)
        assert ("number" in [each.id for each in found.questions]) is shown


def test_a_question_that_waits_for_a_withheld_one_is_withheld() -> None:
    """All who are new say 5 to the first; how many of them were asked the second would tell."""
    extra = [question("first", scale="agreement"), question("second", scale="agreement", ask_if={"first": ["5"]})]
    before: list[dict[str, Answer]] = [{"first": str(n % 2 + 4), "second": str(n % 5 + 1)} for n in range(6)]
    late: list[dict[str, Answer]] = [{"first": "5", "second": str(n + 1)} for n in range(5)]
    assert not {each.id for each in closed_twice(extra, *before, *late).questions} & {"first", "second"}


def test_a_question_that_not_all_were_asked_shows_no_groups() -> None:
    extra = question("second", scale="agreement", ask_if={"norming-0": ["5", "4"]})
    asks = relay(SIXTEEN, questions=(*SIXTEEN.questions, extra))
    room = [person(f"person-{n:02}", "norming", sector=SECTORS[n % 2]) for n in range(12)]
    values: list[dict[str, Answer]] = [{"norming-0": "45"[n // 6], "second": str(n % 5 + 1)} for n in range(12)]
    found = assessed(answering(room, *values), asks)
    assert found.question("norming-0").rows
    assert found.question("second").n == 12
    assert found.question("second").rows == ()


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


def test_groups_under_three_are_never_shown() -> None:
    with pytest.raises(ValueError, match="fewer than 3"):
        assess(round_of(SIXTEEN, people(("norming",))), ENGLISH, k=2)


@pytest.mark.parametrize("still_open", [True, False])
def test_people_are_grouped_by_what_there_is(still_open: bool) -> None:
    room = round_of(SIXTEEN, people(*[("norming",)] * 6)).model_copy(update={"still_open": still_open})
    with pytest.raises(ValueError, match="banana"):
        assess(room, ENGLISH, by="banana")


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


def test_texts_stand_in_an_order_that_says_nothing_about_who_wrote_them() -> None:
    said = ("zeal", "apple", "money", "trust", "apple")
    orders = set()
    for turn in range(5):
        room = answering(people(*[("norming",)] * 5), *({"free": each} for each in (*said[turn:], *said[:turn])))
        orders.add(assessed(room).question("free").texts)
    assert len(orders) == 1
    assert sorted(*orders) == sorted(said)
    with pytest.raises(KeyError):
        assessed(room[:4]).question("free")
