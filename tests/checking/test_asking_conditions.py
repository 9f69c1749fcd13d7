"""PC308 to PC310: held to every way that answers can lead through a questionnaire."""

from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain, combinations, pairwise, product

import pytest
from asking_samples import Plain, asks, found, messages, options, places
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.assessment.responses import Answer, Response, asked_questions, chosen
from partnercheck.checking.recovery import draft_of
from partnercheck.checking.rules import branching
from partnercheck.checking.rules.branching import (
    Answers,
    conditions_can_fail,
    questions_are_asked,
    questions_wait_in_line,
)
from partnercheck.core.files import TextFile
from partnercheck.questionnaire.model import Question, Questionnaire
from sampling import examples

MOST = 4
VALUES = ("a", "b", "c", "dont-know")


def answers_to(question: Question) -> list[Answer]:
    """Every answer that can be given."""
    values = [option.value for option in question.options]
    if not question.several:
        return [*values, *question.escapes]
    free = [option.value for option in question.options if not option.alone]
    sets = chain.from_iterable(combinations(free, many) for many in range(1, len(free) + 1))
    alone = [option.value for option in question.options if option.alone]
    return [*sets, *((value,) for value in alone), *question.escapes]


def responses(questionnaire: Questionnaire) -> Iterator[Response]:
    """Every form in which each question that is asked is answered, and some besides that are not asked."""
    for answers in product(*map(answers_to, questionnaire.questions)):
        named = zip((question.id for question in questionnaire.questions), answers, strict=True)
        yield Response(respondent="a", answers=dict(named))


@st.composite
def branched(draw: st.DrawFn, *, several: bool) -> Plain:
    """A questionnaire in which questions wait for answers to earlier ones."""
    questions: list[Plain] = []
    for number in range(draw(st.integers(2, MOST))):
        earlier = draw(st.sets(st.sampled_from(range(number)), max_size=2)) if number else set()
        wanted = st.lists(st.sampled_from(VALUES), min_size=1, unique=True)
        question: Plain = {
            "options": options("A", "B", "C"),
            "escapes": draw(st.sampled_from(([], ["dont-know"]))),
            "ask_if": {f"q{at}": draw(wanted) for at in sorted(earlier)},
        }
        if several and draw(st.booleans()):
            question["several"] = True
            question["options"][2]["alone"] = draw(st.booleans())
        questions.append(question)
    return asks(*questions)


@examples(150)
@given(branched(several=False))
def test_a_question_is_told_to_be_never_asked_exactly_where_no_answers_lead_to_it(plain: Plain) -> None:
    questionnaire = Questionnaire.model_validate(plain)
    asked = {question.id for each in responses(questionnaire) for question in asked_questions(questionnaire, each)}
    never = [number for number, question in enumerate(questionnaire.questions) if question.id not in asked]
    assert [path[1] for path in places(questions_are_asked, plain)] == never


@examples(150)
@given(branched(several=True))
def test_with_several_answers_nothing_that_can_be_asked_is_told(plain: Plain) -> None:
    questionnaire = Questionnaire.model_validate(plain)
    asked = {question.id for each in responses(questionnaire) for question in asked_questions(questionnaire, each)}
    assert asked.isdisjoint(f"q{path[1]}" for path in places(questions_are_asked, plain))


@examples(150)
@given(st.booleans().flatmap(lambda several: branched(several=several)))
def test_a_condition_is_told_to_hold_always_exactly_where_it_holds_for_everybody(plain: Plain) -> None:
    questionnaire = Questionnaire.model_validate(plain)
    holds = {(number, other) for number, question in enumerate(questionnaire.questions) for other in question.ask_if}
    for response in responses(questionnaire):
        asked = {question.id for question in asked_questions(questionnaire, response)}
        for number, question in enumerate(questionnaire.questions):
            for other, wanted in question.ask_if.items():
                if other not in asked or not chosen(response.answers[other]) & set(wanted):
                    holds.discard((number, other))
    told = {(int(path[1]), path[3]) for path in places(conditions_can_fail, plain)}
    assert told == holds


def chained(*steps: Plain) -> Plain:
    return asks(*[{"options": options("A", "B"), "ask_if": each} for each in steps])


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            [{}, {"q0": "a"}, {"q1": "a", "q0": "b"}],
            [((2, "q0"), "this question is never asked: it needs two different answers to 'q0'")],
        ),
        (
            [{}, {"q0": "a"}, {"q0": "b"}, {"q1": "a", "q2": "a"}, {"q3": "a"}],
            [
                ((3, "q2"), "this question is never asked: it needs two different answers to 'q0'"),
                ((4, "q3"), "this question is never asked: it waits for 'q3', which is never asked itself"),
            ],
        ),
        ([{}, {"q0": ["a", "b"]}, {"q1": "a", "q0": "b"}], []),
    ],
)
def test_why_a_question_is_never_asked_is_told_at_the_condition(steps: list[Plain], told: list[object]) -> None:
    plain = chained(*steps)
    assert [(each.where[1::2], each.message) for each in found(questions_are_asked, plain)] == told


def test_an_escape_that_is_switched_off_cannot_be_waited_for() -> None:
    closed = {"options": options("A", "B"), "escapes": ["dont-know"]}
    plain = asks(closed, {"kind": "text", "ask_if": {"q0": ["not-applicable", "prefer-not-to-say"]}})
    assert messages(questions_are_asked, plain) == [
        "this question is never asked: 'q0' does not offer not-applicable, prefer-not-to-say"
    ]
    assert (
        messages(questions_are_asked, asks(closed, {"kind": "text", "ask_if": {"q0": ["a", "not-applicable"]}})) == []
    )


def test_an_answer_that_stands_alone_clashes_with_others() -> None:
    several = {"options": [*options("A", "B"), {"value": "none", "label": "None", "alone": True}], "several": True}
    last = {"options": options("A", "B"), "ask_if": {"q1": "a", "q0": "b"}}
    for first_wants, many in (("a", 0), ("none", 1), ("dont-know", 1), (["none", "b"], 0)):
        middle = {"options": options("A", "B"), "ask_if": {"q0": first_wants}}
        assert len(found(questions_are_asked, asks(several, middle, last))) == many


def test_a_name_that_stands_nowhere_is_left_to_its_own_rule() -> None:
    plain = chained({}, {"q0": ["a", "z"]}, {"nowhere": "a"})
    assert found(questions_are_asked, plain) == []
    assert found(conditions_can_fail, plain) == []


def test_what_holds_for_everybody_is_counted_in_the_message() -> None:
    escapes = ["dont-know", "not-applicable", "prefer-not-to-say"]
    plain = chained({}, {"q0": ["a", "b", *escapes]}, {"q1": ["a", "b", *escapes]}, {"q0": ["a", "b"]})
    assert [(each.where, each.message) for each in found(conditions_can_fail, plain)] == [
        (("questions", 1, "ask_if", "q0"), "all 5 answers to 'q0' are listed, so this holds for everybody"),
        (("questions", 2, "ask_if", "q1"), "all 5 answers to 'q1' are listed, so this holds for everybody"),
    ]


@given(st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=1, max_size=6))
def test_a_circle_is_told_exactly_where_there_is_one(waits: list[set[int]]) -> None:
    plain = chained(*({f"q{other}": "a" for other in sorted(each)} for each in waits))
    try:
        TopologicalSorter({n: {o for o in each if o < len(waits)} for n, each in enumerate(waits)}).prepare()
        circles = False
    except CycleError:
        circles = True
    told = found(questions_wait_in_line, plain)
    assert bool(told) == circles
    for each in told:
        if "→" in each.message:
            way = [int(name.strip("q")) for name in each.message.partition(": ")[2].split(" → ")]
            assert way[0] == way[-1] == min(way) == each.where[1]
            assert all(there in waits[here] for here, there in pairwise(way))


def test_the_way_round_is_named_from_its_first_question() -> None:
    plain = chained({"q2": "a"}, {"q0": "a"}, {"q1": "a"}, {"q3": "a"})
    assert [(each.where, each.message) for each in found(questions_wait_in_line, plain)] == [
        (("questions", 0, "ask_if", "q2"), "3 questions wait for each other: q0 → q2 → q1 → q0"),
        (("questions", 3, "ask_if", "q3"), "'q3' waits for its own answer"),
    ]


def test_a_long_way_round_is_named_in_part() -> None:
    plain = chained(*({f"q{(number + 1) % 40}": "a"} for number in range(40)))
    named = " → ".join(f"q{number}" for number in range(8))
    assert messages(questions_wait_in_line, plain) == [f"40 questions wait for each other: {named} → … → q0"]


def test_circles_by_the_thousand_are_told_by_the_hundred() -> None:
    plain = chained(*({f"q{other}": "a" for other in range(60)} for _ in range(60)))
    assert len(found(questions_wait_in_line, plain)) == branching.MAX_CIRCLES


def test_what_is_no_condition_is_left_to_other_rules() -> None:
    plain = asks(
        {"ask_if": ["q0"]}, {"ask_if": "q1"}, {"ask_if": {"q2x": "a"}, "id": ["x"]}, {"id": "q0", "ask_if": {"q0": 1}}
    )
    plain["questions"] += ["no question", None]
    assert messages(questions_wait_in_line, plain) == []
    assert list(questions_are_asked(draft_of(TextFile("asks.yaml", "[1, 2")))) == []
    assert list(conditions_can_fail(draft_of(TextFile("asks.yaml", "[1, 2")))) == []


def test_a_long_way_is_followed_only_so_far_back(monkeypatch: pytest.MonkeyPatch) -> None:
    merged: list[int] = []
    real = branching._merge  # noqa: SLF001 - what must not grow is the work done there

    def counted(
        needs: dict[str, Answers], more: Mapping[str, Answers], times: Counter[str], alone: Mapping[str, Answers | None]
    ) -> str:
        merged.append(len(more))
        return real(needs, more, times, alone)

    monkeypatch.setattr(branching, "_merge", counted)
    steps = [{f"q{other}": "a" for other in range(max(0, number - 2), number)} for number in range(300)]
    assert found(questions_are_asked, chained(*steps)) == []
    assert max(merged) <= branching.MAX_CARRIED + 1
