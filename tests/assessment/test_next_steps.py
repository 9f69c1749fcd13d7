"""Which next steps are chosen, in which order, and what they wait for."""

import pytest
from leanings import SIXTEEN, answering, assessed, people, person, step
from worlds import question, questionnaire, relay, text

from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.result import Assessment
from partnercheck.questionnaire.model import NextStep

CHOICE = question("choice", options=[{"value": v, "label": v.upper()} for v in ("a", "b", "c")])
ASKS = relay(SIXTEEN, questions=(*SIXTEEN.questions, CHOICE, question("context", scale="agreement")))
NORMING = people(*[("norming",)] * 10)


def chosen(room: list[Response], *steps: NextStep, k: int = 5) -> list[str]:
    return [each.id for each in told(room, *steps, k=k).next_steps]


def told(room: list[Response], *steps: NextStep, k: int = 5) -> Assessment:
    return assessed(room, relay(ASKS, next_steps=steps), k=k)


# --- what a step waits for --------------------------------------------------------------------------------------------


def test_a_step_waits_for_its_answers() -> None:
    found = told(
        NORMING[:6],
        step("enough", answers={"norming-0": ["5"]}),
        step("not-enough", answers={"norming-0": ["1"]}),
        step("stage", {"stage": "norming"}),
        step("other-stage", {"stage": "adjourning"}),
    )
    assert [each.id for each in found.next_steps] == ["stage", "enough"]
    assert [each.place for each in found.next_steps] == ["stage", "answers"]
    assert [each.stage for each in found.next_steps] == ["norming", None]
    assert "all 6 people" in found.next_steps[1].because


@pytest.mark.parametrize(("ticks", "enough"), [(6, True), (5, True), (4, False)])
def test_half_of_the_answers_are_enough_unless_said_otherwise(ticks: int, enough: bool) -> None:
    room = answering(NORMING, *[{"choice": "a"}] * ticks, *[{"choice": "b"}] * (10 - ticks))
    assert ("waits" in chosen(room, step("waits", answers={"choice": ["a"]}))) == enough
    assert "waits" in chosen(room, step("waits", answers={"choice": ["a"]}, share=0.4))


def test_a_step_waits_for_answers_that_are_split() -> None:
    """Five against five on a choice: the step comes, and its reason names the question."""
    waits, other = step("waits", split_on=["context", "choice"]), step("other", split_on=["norming-0"])
    room = answering(NORMING, *[{"choice": "a"}] * 5, *[{"choice": "b"}] * 5)
    found = told(room, waits, other)
    assert found.question("choice").alike == "split"
    assert found.talk_about == ("choice",)
    assert [each.id for each in found.next_steps] == ["waits"]
    assert found.next_steps[0].place == "disagreement"
    assert "“choice”" in found.next_steps[0].because
    assert chosen(answering(NORMING, *[{"choice": "a"}] * 8, *[{"choice": "b"}] * 2), waits) == ["talk-it-over"]
    assert chosen(room[1:9], waits, k=9) == ["talk-it-over"]  # too few answers to show are too few to act on


@pytest.mark.parametrize(
    ("room", "kind"),
    [
        (people(*[("norming",)] * 6), "clear"),
        (people(*[("norming",)] * 3, *[("performing",)] * 3), "between"),
        (people(*[("norming",)] * 3, *[("forming",)] * 3), "differ"),
        (people(("norming",)), "too-few"),
        ([person("room", "norming", joint=True)], "joint"),
    ],
)
def test_a_step_waits_for_a_kind_of_verdict(room: list[Response], kind: str) -> None:
    kinds = ("clear", "between", "differ", "too-few", "joint", "none")
    found = told(room, *(step(each, verdict=[each]) for each in kinds))
    assert found.verdict.kind == kind
    assert [each.id for each in found.next_steps] == [kind]


def test_a_step_waits_for_two_camps_and_for_sectors_that_differ() -> None:
    steps = step("camps", two_camps=True), step("sectors", sectors_differ=True)
    room = [person(f"p{n}", "forming" if n < 5 else "norming", sector="employer") for n in range(10)]
    assert chosen(room, *steps) == ["camps"]
    room = [person(f"p{n}", ("forming", "storming")[n % 2], sector=("employer", "union")[n % 2]) for n in range(12)]
    assert chosen(room, *steps) == ["sectors"]
    room = [person(f"p{n}", ("forming", "norming")[n % 2], sector=("employer", "union")[n % 2]) for n in range(12)]
    assert chosen(room, *steps) == ["camps"]  # one way of making a disagreement discussable is enough
    assert chosen(NORMING, *steps) == ["talk-it-over"]


def test_everything_that_a_step_states_must_hold() -> None:
    room = answering(NORMING, *[{"choice": "a"}] * 5, *[{"choice": "b"}] * 5)
    both = step("both", split_on=["choice"], answers={"norming-0": ["5"]})
    assert chosen(room, both) == ["both"]
    assert chosen(NORMING, both) == ["talk-it-over"]
    assert chosen(room, step("both", split_on=["choice"], answers={"norming-0": ["1"]})) == ["talk-it-over"]


@pytest.mark.parametrize("kind", ["clear", "between"])
def test_a_step_that_waits_for_a_verdict_and_for_answers_comes_with_both(kind: str) -> None:
    """For whichever stage it is meant: what it waits for has happened. It never claims that its stage was named."""
    stages = ("norming",) if kind == "clear" else ("norming", "performing")
    room = people(*[(stages[n % len(stages)],) for n in range(6)])
    found = told(room, step("waits", {"stage": "storming"}, verdict=[kind], answers={"forming-0": ["1"]}))
    assert (found.verdict.kind, set(found.verdict.stages)) == (kind, set(stages))
    assert [each.id for each in found.next_steps] == ["waits"]
    assert found.next_steps[0].stage is None
    assert "storming" not in found.next_steps[0].because


def test_a_theme_that_lags_brings_its_step() -> None:
    asked = [
        question(f"{theme}-{s}-{n}", scale="agreement", sign_of=s, theme=theme, weight=weight)
        for theme, weight in (("trust", 1), ("roles", 3))
        for s in ("forming", "storming", "norming", "performing", "adjourning")
        for n in range(3)
    ]
    steps = (
        step("stage", {"stage": "performing"}),
        step("behind", {"stage": "storming", "theme": "trust"}),
        step("waits", {"theme": "trust"}, lagging="trust"),
        step("elsewhere", {"stage": "storming", "theme": "roles"}),
    )
    asks = questionnaire(*asked, themes={"trust": text("Trust"), "roles": text("Roles")}, next_steps=steps)
    leans = {"trust": "storming", "roles": "performing"}
    form: dict[str, Answer] = {q.id: "5" if q.sign_of == leans[q.theme or ""] else "1" for q in asks.questions}
    found = assessed([Response(respondent=f"p{n}", answers=form) for n in range(6)], asks)
    assert found.verdict.stage == "performing"
    assert [(each.id, each.place, each.stage) for each in found.next_steps] == [
        ("behind", "lagging", "storming"),
        ("stage", "stage", "performing"),
    ]


# --- order and number -------------------------------------------------------------------------------------------------


def test_places_are_filled_in_order_and_five_steps_are_enough() -> None:
    room = answering(NORMING, *[{"choice": "a", "context": "5"}] * 5, *[{"choice": "b", "context": "5"}] * 5)
    steps = [
        step("answers", answers={"context": ["5"]}),
        step("stage", {"stage": "norming"}),
        step("split", split_on=["choice"]),
        step("urgent", urgent=True, answers={"context": ["5"]}),
        *(step(f"stage-{n}", {"stage": "norming"}) for n in range(6)),
    ]
    for order in (steps, steps[::-1]):
        found = told(room, *order)
        places = [each.place for each in found.next_steps]
        assert places == ["urgent", "disagreement", "stage", "answers", "stage"]
        assert [each.id for each in found.next_steps[:2]] == ["urgent", "split"]


def test_no_theme_comes_twice() -> None:
    asks = relay(ASKS, themes={"trust": text("Trust"), "roles": text("Roles")})
    steps = [step(f"{theme}-{n}", {"stage": "norming", "theme": theme}) for theme in ("trust", "roles") for n in (1, 2)]
    found = assessed(NORMING, relay(asks, next_steps=tuple(steps)))
    assert sorted(each.theme or "" for each in found.next_steps) == ["roles", "trust"]


def test_a_step_that_stands_alone_is_shown_first_or_not_at_all() -> None:
    room = answering(NORMING, *[{"context": "5"}] * 10)
    stop = step("stop", answers={"context": ["5"]}, urgent=True, alone=True)
    assert chosen(room, stop, step("stage", {"stage": "norming"})) == ["stop"]
    later = step("later", answers={"context": ["5"]}, alone=True)
    assert chosen(room, later, step("stage", {"stage": "norming"})) == ["stage"]


def test_the_first_two_that_fit_into_two_hours_are_marked() -> None:
    steps = (step(name, {"stage": "norming"}, minutes=n) for name, n in (("a", 90), ("b", 45), ("c", 75)))
    found = told(NORMING, *steps)
    assert [(each.id, each.marked) for each in found.next_steps] == [("a", False), ("b", True), ("c", True)]


# --- what to talk about -----------------------------------------------------------------------------------------------


def test_a_question_that_splits_people_is_talked_about_first() -> None:
    room = answering(people(*[("norming",)] * 6), *[{"norming-1": "1"}] * 3)
    found = assessed(room)
    assert found.talk_about == ("norming-1",)
    shown = found.question("norming-1")
    # six answers, three at either end: 1 - 16 · 9/15 / 4
    assert (shown.agreement, shown.alike) == (-1.4, "split")


def test_what_all_answered_alike_is_not_talked_about_unless_it_points_elsewhere() -> None:
    assert assessed(NORMING).talk_about == ()
    elsewhere = answering(NORMING, *[{"storming-0": "5", "forming-0": "4"}] * 10)
    assert assessed(elsewhere).talk_about == ("storming-0", "forming-0")


def test_a_split_on_the_background_comes_after_one_with_evidence() -> None:
    room = answering(NORMING, *[{"choice": "a", "norming-1": "1"}] * 3, *[{"choice": "b"}] * 7)
    found = assessed(room, ASKS)
    assert (found.question("choice").alike, found.question("norming-1").alike) == ("split", "split")
    assert found.talk_about[:2] == ("norming-1", "choice")


def test_the_question_that_points_elsewhere_by_far_has_the_last_place() -> None:
    split: dict[str, Answer] = {"forming-0": "5", "performing-0": "5", "adjourning-0": "5"}
    room = answering(NORMING, *[{**split, "storming-0": "5"}] * 4, *[{"storming-0": "5"}] * 6)
    found = assessed(room)
    assert [found.question(name).alike for name in found.talk_about] == ["split", "split", "alike"]
    assert found.talk_about[-1] == "storming-0"
