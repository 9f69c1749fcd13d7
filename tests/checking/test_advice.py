"""PC501 to PC506: what is said about next steps, and that a step said to be never chosen never is."""

import copy
import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Response, Round
from partnercheck.checking.recovery import Draft, draft_of
from partnercheck.checking.rules.next_steps import (
    stages_have_steps,
    steps_are_led,
    steps_can_be_chosen,
    steps_have_sources,
    themes_have_steps,
    titles_are_short,
)
from partnercheck.core.files import TextFile, bundled_files
from partnercheck.core.findings import Finding
from partnercheck.core.words import SECTORS, STAGES, words_for
from partnercheck.questionnaire.loader import load_with_plain
from partnercheck.questionnaire.model import Questionnaire
from sampling import examples

Plain = dict[str, Any]
Rule = Callable[[Draft], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    stages_have_steps,
    themes_have_steps,
    steps_can_be_chosen,
    steps_have_sources,
    steps_are_led,
    titles_are_short,
)
SAID = {"do": "Do it.", "why": "It helps.", "who": "The chair", "time": "One hour", "sources": ["nesta"]}
THEMES = ("trust", "roles", "quiet")
DAY = datetime.date(2026, 11, 21)


def found(rule: Rule, plain: Plain) -> list[Finding]:
    return list(rule(draft_of(TextFile("asks.json", json.dumps(plain, indent=1)))))


def pulse() -> Plain:
    return copy.deepcopy(load_with_plain("pulse").plain)


def small(stages: tuple[str, ...] = STAGES, steps: list[Plain] | None = None) -> Plain:
    """A questionnaire that measures these stages, with questions that wait for others and some without evidence."""
    scale = [{"value": n, "label": str(n)} for n in range(1, 6)]
    letters = [{"value": letter, "label": letter} for letter in "abc"]
    questions: list[Plain] = [
        {"id": f"{stage}-{n}", "theme": THEMES[n % 2], "text": "?", "scale": "five", "sign_of": stage}
        for stage in stages
        for n in range(4)
    ]
    questions += [
        {"id": "people", "theme": "quiet", "text": "?", "kind": "number", "least": 0, "most": 10},
        {"id": "story", "text": "?", "kind": "text"},
        {"id": "letter", "text": "?", "options": letters, "escapes": []},
        {"id": "ticks", "text": "?", "options": letters, "several": True},
        {"id": "after-a", "text": "?", "options": letters, "ask_if": {"letter": ["a"]}},
        {"id": "after-b", "text": "?", "options": letters, "ask_if": {"letter": ["b"], "after-a": ["a"]}},
        {"id": "after-escape", "text": "?", "options": letters, "ask_if": {"letter": ["dont-know"]}},
    ]
    return {
        "format": 1,
        "id": "small",
        "version": "1",
        "title": "Small",
        "sources": {"nesta": {"title": "Five steps"}},
        "themes": {theme: theme for theme in THEMES},
        "scales": {"five": scale},
        "questions": questions,
        "next_steps": [{**SAID, "id": f"step-{n}", **step} for n, step in enumerate(steps or [])],
    }


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_the_bundled_questionnaires_advise_well(path: Path) -> None:
    for rule in RULES:
        assert found(rule, load_with_plain(path).plain) == []


def test_a_questionnaire_that_cannot_be_read_in_full_is_not_blamed_for_its_stages() -> None:
    plain = small()
    plain["questions"][0]["scale"] = "no-such"
    assert [each for rule in RULES[:3] for each in found(rule, plain)] == []


# --- PC501, PC502 -----------------------------------------------------------------------------------------------------


def test_stages_without_steps_are_named_once_at_the_steps() -> None:
    plain = pulse()
    plain["next_steps"] = [step for step in plain["next_steps"] if step.get("for", {}).get("stage") != "storming"]
    only = found(stages_have_steps, plain)
    assert [(each.code, each.where) for each in only] == [("PC501", ("next_steps",))]
    assert "no next step is for storming" in only[0].message
    del plain["next_steps"]
    assert "forming, storming, norming, performing and adjourning" in found(stages_have_steps, plain)[0].message


def test_a_stage_that_is_not_measured_needs_no_steps() -> None:
    plain = small(("forming", "norming"), [{"for": {"stage": "forming"}}])
    assert [each.message for each in found(stages_have_steps, plain)] == ["no next step is for norming"]


def test_where_no_stage_is_ever_named_no_stage_needs_steps() -> None:
    assert found(stages_have_steps, small(("forming",))) == []


def test_a_step_with_a_fault_is_a_step_all_the_same() -> None:
    steps: list[Plain] = [{"for": {"stage": stage, "theme": "trust"}, "who": ""} for stage in STAGES]
    assert found(stages_have_steps, small(steps=steps)) == []


def test_a_theme_with_evidence_needs_a_step_for_it_or_one_that_waits_for_it() -> None:
    steps: list[Plain] = [{"for": {"stage": "forming", "theme": "trust"}}]
    assert [each.where for each in found(themes_have_steps, small(steps=steps))] == [("themes", "roles")]
    steps += [{"when": {"lagging": "roles"}}]
    assert found(themes_have_steps, small(steps=steps)) == []


# --- PC504, PC505 -----------------------------------------------------------------------------------------------------


def test_a_step_without_a_source_is_found_and_one_with_an_unknown_source_is_not_found_twice() -> None:
    steps: list[Plain] = [{"sources": []}, {"sources": ["nobody-knows"]}, {}]
    assert [each.where for each in found(steps_have_sources, small(steps=steps))] == [("next_steps", 0, "id")]


@pytest.mark.parametrize("word", ["-", "?", "…", "n/a", "N.A.", "TBD", "tbd.", "Nobody", "n.v.t.", "Niemand", "n.t.b."])
@pytest.mark.parametrize("key", ["who", "time"])
def test_words_that_say_nothing_are_found(key: str, word: str) -> None:
    only = found(steps_are_led, small(steps=[{key: word}]))
    assert [(each.code, each.where[:3]) for each in only] == [("PC505", ("next_steps", 0, key))]
    assert only[0].message.startswith(f"{key} of the next step 'step-0' says nothing")


@pytest.mark.parametrize("word", ["Nobody in particular: the chair", "1 uur", "The union", "2", "Ten minutes"])
def test_words_that_say_something_are_left_alone(word: str) -> None:
    assert found(steps_are_led, small(steps=[{"who": word, "time": word}])) == []


def test_one_language_may_say_nothing_and_the_finding_stands_there() -> None:
    plain = pulse()
    plain["next_steps"][0]["who"] = {"en": "The chair", "nl": "?"}
    assert [each.where for each in found(steps_are_led, plain)] == [("next_steps", 0, "who", "nl")]


def test_a_text_that_is_missing_is_said_once() -> None:
    plain = small(steps=[{}])
    del plain["next_steps"][0]["who"]
    assert found(steps_are_led, plain) == []


# --- PC506 ------------------------------------------------------------------------------------------------------------


def test_a_title_of_more_than_eight_words_is_found_in_its_language() -> None:
    plain = pulse()
    en, nl = "One two three four five six seven eight", "Een twee drie vier vijf zes zeven acht negen"
    plain["next_steps"][0]["title"] = {"en": en, "nl": nl}
    (only,) = found(titles_are_short, plain)
    assert (only.code, only.where) == ("PC506", ("next_steps", 0, "title", "nl"))
    name = plain["next_steps"][0]["id"]
    assert only.message == f"the title of the next step '{name}' has 9 words"


@pytest.mark.parametrize(
    ("title", "long"),
    [
        ("a b c d e f g h", False),
        ("a b c d e f g h i", True),
        (" a  b c d e f g\u00a0h ", False),
        ("well-known half-day re-run of day-to-day tasks at work", False),
    ],
)
def test_words_of_a_title_are_counted_by_the_spaces(title: str, long: bool) -> None:
    assert [each.code for each in found(titles_are_short, small(steps=[{"title": title}]))] == ["PC506"] * long


def test_a_step_without_a_title_has_none_that_is_too_long() -> None:
    assert found(titles_are_short, small(steps=[{"do": "a b c d e f g h i j."}])) == []


# --- PC206 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ({"urgent": True, "for": {"stage": "forming"}}, True),
        ({"urgent": True, "when": {"lagging": "trust"}}, True),
        ({"urgent": True, "when": {"answers": {}}}, True),
        ({"urgent": True, "when": {"answers": {"letter": ["a"]}}}, False),
        ({"urgent": False, "for": {"stage": "forming"}}, False),
        ({"alone": True, "for": {"stage": "forming"}}, False),
    ],
    ids=str,
)
def test_urgent_goes_with_answers_that_a_step_waits_for(step: Plain, told: bool) -> None:
    plain = small(steps=[step])
    faults = draft_of(TextFile("asks.json", json.dumps(plain))).found
    assert [(each.code, each.where) for each in faults] == [("PC206", ("next_steps", 0, "urgent"))] * told


@pytest.mark.parametrize("when", ["soon", [], None, 3], ids=str)
def test_urgent_is_not_blamed_for_a_condition_that_cannot_be_read(when: object) -> None:
    faults = draft_of(TextFile("asks.json", json.dumps(small(steps=[{"urgent": True, "when": when}])))).found
    assert [each.where for each in faults] == [("next_steps", 0, "when")]


# --- PC503 ------------------------------------------------------------------------------------------------------------

NEVER: list[tuple[Plain, str, tuple[str, ...]]] = [
    ({}, "neither a stage nor a condition", STAGES),
    ({"for": {"theme": "trust"}}, "a theme alone", STAGES),
    ({"for": {"stage": "performing"}}, "performing is not measured", STAGES[:3]),
    ({"for": {"stage": "forming"}, "when": {"verdict": ["too-few"]}}, "no stage is named", STAGES),
    ({"when": {"verdict": ["differ"]}}, "2 measured stages give no such verdict", STAGES[:2]),
    ({"when": {"verdict": ["between"]}}, "2 measured stages give no such verdict", ("forming", "norming")),
    ({"when": {"two_camps": True}}, "camps need two measured stages that are no neighbours", STAGES[:2]),
    ({"when": {"two_camps": True}}, "camps need two measured", ("forming", "adjourning")),
    ({"when": {"sectors_differ": True, "verdict": ["joint"]}}, "sectors are compared never", STAGES),
    ({"when": {"sectors_differ": True}}, "where the verdict is none, sectors are compared never", STAGES[:1]),
    ({"when": {"two_camps": True, "verdict": ["joint", "too-few"]}}, "camps are told apart never", STAGES),
    ({"when": {"lagging": "trust", "verdict": ["differ"]}}, "themes lag never", STAGES),
    ({"when": {"lagging": "quiet"}}, "the theme 'quiet' cannot read", STAGES),
    ({"for": {"stage": "performing"}, "when": {"lagging": "trust"}}, "cannot read as performing", STAGES),
    ({"for": {"stage": "norming"}, "when": {"lagging": "trust", "verdict": ["between"]}}, "as norming", STAGES),
    ({"when": {"split_on": ["forming-0"], "verdict": ["joint"]}}, "answers are split never", STAGES),
    ({"when": {"split_on": ["people", "story"]}}, "people, story: without options answers are never split", STAGES),
    ({"when": {"split_on": ["after-b"]}}, "after-b: it is never asked", STAGES),
    ({"when": {"split_on": ["ticks"]}}, "ticks: where several may be chosen there are no camps", STAGES),
    ({"when": {"split_on": ["ticks", "people"]}}, "is never chosen: ticks: where several may be chosen", STAGES),
    ({"when": {"split_on": ["forming-0", "ticks"]}}, "'ticks' never brings the next step 'step-0' up", STAGES),
    ({"when": {"split_on": ["people", "forming-0"]}}, "'people' never brings the next step 'step-0' up", STAGES),
    ({"when": {"answers": {"after-b": ["a"]}}}, "'after-b' is never asked", STAGES),
    ({"when": {"answers": {"after-escape": ["a"]}}}, "'after-escape' is never asked", STAGES),
    ({"when": {"answers": {"people": {"at_least": 5, "at_most": 4}}}}, "within these bounds", STAGES),
    ({"when": {"answers": {"people": {"at_least": 11}}}}, "within these bounds", STAGES),
    ({"when": {"answers": {"people": {"at_most": -1}}}}, "within these bounds", STAGES),
]
SOMETIMES: list[Plain] = [
    {"for": {"stage": "forming"}},
    {"when": {"verdict": ["differ"]}},
    {"when": {"verdict": ["too-few"]}},
    {"for": {"stage": "forming"}, "when": {"verdict": ["too-few", "clear"]}},
    {"when": {"two_camps": True}},
    {"when": {"sectors_differ": True}},
    {"for": {"theme": "trust"}, "when": {"sectors_differ": True, "verdict": ["differ"]}},
    {"for": {"stage": "norming"}, "when": {"lagging": "trust"}},
    {"when": {"split_on": ["letter", "forming-0"]}},
    {"when": {"answers": {"after-a": ["a"]}}},
    {"when": {"answers": {"people": {"at_least": 10}}}},
]


@pytest.mark.parametrize(("step", "said", "stages"), NEVER, ids=[said for _, said, _ in NEVER])
def test_a_step_that_is_never_chosen_is_found_with_its_reason(step: Plain, said: str, stages: tuple[str, ...]) -> None:
    only = found(steps_can_be_chosen, small(stages, [step]))
    assert [(each.code, each.where[:2]) for each in only] == [("PC503", ("next_steps", 0))]
    assert said in only[0].message


@pytest.mark.parametrize("step", SOMETIMES, ids=str)
def test_a_step_that_can_be_chosen_is_left_alone(step: Plain) -> None:
    assert found(steps_can_be_chosen, small(steps=[step])) == []


@pytest.mark.parametrize("stages", [("forming", "norming"), STAGES[:3], ("forming", "norming", "performing")], ids=str)
def test_camps_can_be_where_two_measured_stages_are_no_neighbours(stages: tuple[str, ...]) -> None:
    steps: list[Plain] = [{"when": {"two_camps": True}}, {"when": {"verdict": ["differ"]}}]
    assert found(steps_can_be_chosen, small(stages, steps)) == []


@pytest.mark.parametrize(
    ("step", "most"),
    [
        ({"for": {"stage": "forming", "theme": "trust"}}, 1),
        ({"for": {"stage": "forming"}}, 5),
        ({"when": {"two_camps": True}}, 1),
        ({"when": {"sectors_differ": True}}, 1),
        ({"when": {"verdict": ["clear"]}}, 5),
        ({"when": {"verdict": ["between"]}}, 1),
        ({"when": {"lagging": "trust"}}, 1),
        ({"when": {"split_on": ["forming-0"]}}, 5),
        ({"when": {"split_on": ["forming-0"], "verdict": ["differ"]}}, 5),
        ({"for": {"theme": "trust"}, "when": {"split_on": ["forming-0"]}}, 1),
        ({"when": {"answers": {"letter": ["a"]}}}, 5),
        ({"when": {"answers": {"letter": ["a"]}}, "urgent": True}, 1),
        ({"for": {"stage": "forming"}, "alone": True}, 1),
    ],
    ids=str,
)
def test_of_steps_that_are_alike_only_the_first_are_chosen(step: Plain, most: int) -> None:
    assert found(steps_can_be_chosen, small(steps=[step] * most)) == []
    assert [each.where[1] for each in found(steps_can_be_chosen, small(steps=[step] * (most + 1)))] == [most]


def test_steps_that_stand_alone_leave_the_place_to_others_where_something_comes_first() -> None:
    alike: Plain = {"for": {"stage": "forming", "theme": "trust"}}
    assert found(steps_can_be_chosen, small(steps=[{**alike, "alone": True}, alike])) == []
    (never,) = found(steps_can_be_chosen, small(steps=[alike, {**alike, "alone": True}]))
    assert never.where == ("next_steps", 1, "id")
    assert never.remedy == "a step that stands alone has to be the first of its kind"


def test_an_urgent_step_and_one_that_is_not_are_no_rivals() -> None:
    alike: Plain = {"when": {"answers": {"letter": ["a"]}}}
    assert found(steps_can_be_chosen, small(steps=[alike, {**alike, "urgent": True}])) == []


def test_five_steps_that_wait_for_the_same_split_can_all_be_chosen() -> None:
    plain = small(steps=[{"when": {"split_on": ["letter"]}}] * 6)
    asks = draft_of(TextFile("asks.json", json.dumps(plain))).questionnaire
    assert asks
    middle: dict[str, Answer] = {question.id: "3" for question in asks.questions if question.scale}
    people = tuple(Response(respondent=str(n), answers={**middle, "letter": "ab"[n % 2]}) for n in range(8))
    round_ = Round(questionnaire=asks, digest="", partnership="P", date=DAY, responses=people, opened=True)
    assert [step.id for step in assess(round_, words_for("en")).next_steps] == [f"step-{n}" for n in range(5)]
    assert [each.where for each in found(steps_can_be_chosen, plain)] == [("next_steps", 5, "id")]


def test_a_step_whose_condition_has_a_fault_is_not_judged() -> None:
    assert found(steps_can_be_chosen, small(steps=[{"when": {"lagging": "no-such-theme"}}])) == []


def random_step(chance: Random, stages: tuple[str, ...]) -> Plain:
    """A step with conditions at random; every step has at most two, so that many can be chosen.

    Few of them are alone or urgent, and urgent ones wait for answers.
    """
    purpose: Plain = {}
    if chance.random() < 0.5:
        purpose["stage"] = chance.choice(STAGES)
    if chance.random() < 0.5:
        purpose["theme"] = chance.choice(THEMES)
    names = [f"{chance.choice(stages)}-{chance.randint(0, 3)}", "letter", "after-a", "after-b", "people", "ticks"]
    possible: Plain = {
        "verdict": chance.sample(["clear", "between", "differ", "too-few", "joint"], chance.randint(1, 2)),
        "two_camps": True,
        "sectors_differ": True,
        "lagging": chance.choice(THEMES),
        "split_on": chance.sample(names, chance.randint(1, 2)),
        "answers": chance.choice(
            [{"people": {"at_least": chance.randint(0, 14)}}, {"after-a": ["a"]}, {"after-b": ["a"]}, {"letter": ["b"]}]
        ),
    }
    when: Plain = {key: possible[key] for key in chance.sample(sorted(possible), chance.choice((0, 1, 1, 2)))}
    if chance.random() < 0.3:
        when["share"] = 0.05
    urgent = "answers" in when and chance.random() < 0.3
    return {"for": purpose, "when": when, "urgent": urgent, "alone": chance.random() < 0.1}


def random_response(
    chance: Random, asks: Questionnaire, name: str, leaning: dict[str, str], *, joint: bool
) -> Response:
    """A form that leans to one stage in each theme."""
    answers: dict[str, Answer] = {}
    for question in asks.questions:
        if chance.random() < 0.05:
            continue
        if question.kind == "number":
            answers[question.id] = float(chance.randint(0, 10))
        elif question.kind:
            answers[question.id] = "words"
        elif question.scale:
            agrees = question.sign_of == leaning[question.theme or ""]
            answers[question.id] = chance.choice("45") if agrees else chance.choice("12")
        else:
            answers[question.id] = ("a", "b") if question.several and chance.random() < 0.5 else chance.choice("aab")
    sector = chance.choice(SECTORS[:2])
    return Response(respondent=name, joint=joint, answers=answers, sector=sector)


@examples(200)
@given(st.integers(0, 2**32))
def test_what_is_said_to_be_never_chosen_never_is(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a repeatable round, no secret
    stages = tuple(s for s in STAGES if chance.random() < 0.8) or STAGES[:1]
    plain = small(stages, [random_step(chance, stages) for _ in range(40)])
    draft = draft_of(TextFile("asks.json", json.dumps(plain)))
    assert draft.questionnaire
    lost = [
        each.where
        for each in steps_can_be_chosen(draft)
        if each.where[2:4] != ("when", "split_on") or not each.where[4:]
    ]
    never = {draft.questionnaire.next_steps[int(where[1])].id for where in lost}
    for _ in range(6):
        people = chance.choice((0, 1, 2, 3, 5, 8, 9))
        minds: list[dict[str, str]] = [
            {theme: chance.choice(stages) for theme in THEMES} for _ in range(chance.choice((1, 1, 2, 3)))
        ]
        responses = tuple(
            random_response(chance, draft.questionnaire, str(n), chance.choice(minds), joint=people == 1)
            for n in range(people)
        )
        round_ = Round(
            questionnaire=draft.questionnaire,
            digest="",
            partnership="P",
            date=DAY,
            responses=responses,
            opened=chance.random() < 0.7,
        )
        chosen = {step.id for step in assess(round_, words_for("en")).next_steps}
        assert not chosen & never


def test_a_long_chain_of_questions_is_believed() -> None:
    options = [{"value": "a", "label": "a"}, {"value": "b", "label": "b"}]
    questions: list[Plain] = [{"id": "q0", "text": "?", "options": options}]
    questions += [
        {"id": f"q{n}", "text": "?", "options": options, "ask_if": {f"q{n - 1}": ["a"]}} for n in range(1, 3000)
    ]
    plain = small(steps=[{"when": {"answers": {"q2999": ["a"]}}}])
    plain["questions"] += questions
    assert found(steps_can_be_chosen, plain) == []
