"""PC305 to PC307, PC311 and PC312: what can be answered, and how much of it there is."""

from itertools import permutations
from random import Random

import pytest
from asking_samples import Plain, asks, found, messages, options, places
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.checking.rules.options import (
    options_keep_apart,
    options_make_no_ladder,
    people_can_get_out,
    range_in,
    scales_have_a_middle,
)
from partnercheck.checking.rules.questions import time_is_enough
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Questionnaire, minutes_needed

ENDLESS = float("inf")
FORMS = {
    "en": ("{a}-{b}", "{a} – {b} partners", "{a} to {b}", "from {a} to {b}", "between {a} and {b}", "Small ({a}–{b})"),
    "nl": ("{a}-{b}", "{a} tot en met {b}", "{a} t/m {b} partners", "van {a} tot en met {b}", "tussen {a} en {b}"),
}
LOWEST = {
    "en": ("up to {b}", "at most {b}", "{b} or fewer", "≤ {b}"),
    "nl": ("hoogstens {b}", "{b} of minder", "t/m {b}"),
}
HIGHEST = {"en": ("{a} or more", "{a}+", "at least {a}", "≥{a}"), "nl": ("{a} of meer", "vanaf {a}", "minstens {a}")}


def chosen_from(*labels: object, **keys: object) -> Plain:
    return asks({"options": options(*labels), **keys}, languages=["en", "nl"])


@st.composite
def ranges_in_a_row(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int]]]:
    """Labels of ranges in one form that leave no number out and hold none twice."""
    lang = draw(st.sampled_from(("en", "nl")))
    form = draw(st.sampled_from(FORMS[lang]))
    widths = draw(st.lists(st.integers(3, 40), min_size=2, max_size=6))
    start = draw(st.integers(0, 20))
    limits = []
    for width in widths:
        limits.append((start, start + width - 1))
        start += width
    return [form.format(a=a, b=b) for a, b in limits], limits


@given(ranges_in_a_row(), st.randoms())
def test_ranges_in_a_row_are_fine_in_any_order(row: tuple[list[str], list[tuple[int, int]]], dice: Random) -> None:
    labels, _ = row
    dice.shuffle(labels)
    assert messages(options_keep_apart, chosen_from(*labels)) == []


@given(ranges_in_a_row(), st.integers(-1, 1).filter(bool), st.integers(1, 5))
def test_a_range_that_starts_too_early_or_too_late_is_told(
    row: tuple[list[str], list[tuple[int, int]]], shift: int, which: int
) -> None:
    labels, limits = row
    at = 1 + which % (len(labels) - 1)
    a = limits[at][0]
    labels[at] = labels[at].replace(str(a), str(a + shift), 1)
    (told,) = found(options_keep_apart, chosen_from(*labels))
    assert told.where == ("questions", 0, "options", at, "label")
    assert told.message.startswith(f"the answer {a - 1} fits both '" if shift < 0 else f"the answer {a} fits neither '")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_open_ends_meet_ranges(lang: str) -> None:
    for low in LOWEST[lang]:
        for high in HIGHEST[lang]:
            assert messages(options_keep_apart, chosen_from(low.format(b=5), high.format(a=6))) == []
            assert len(found(options_keep_apart, chosen_from(low.format(b=5), high.format(a=5)))) == 1
            assert len(found(options_keep_apart, chosen_from(low.format(b=5), high.format(a=7)))) == 1


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (("1–5", "5–10"), "the answer 5 fits both '1–5' and '5–10'"),
        (("more than 5", "5 or more"), "the answer 6 fits both '5 or more' and 'more than 5'"),
        (("meer dan 5", "5 of meer"), "the answer 6 fits both '5 of meer' and 'meer dan 5'"),
        (
            ("less than 5 people", "more than 5 people"),
            "the answer 5 fits neither 'less than 5 people' nor 'more than 5 people'",
        ),
        (("minder dan 5", "meer dan 5"), "the answer 5 fits neither 'minder dan 5' nor 'meer dan 5'"),
        (
            ("1 tot en met 5 maanden", "5 tot 10 maanden"),
            "the answer 5 fits both '1 tot en met 5 maanden' and '5 tot 10 maanden'",
        ),
        (("0-50 %", "50-100 %"), "the answer 50 fits both '0-50 %' and '50-100 %'"),
        (("1,000–5,000", "4.000–9.000"), "the answer 4000 fits both '1,000–5,000' and '4.000–9.000'"),
        (("0.5–1.5 hours", "1.5–3 hours"), "the answer 1.5 fits both '0.5–1.5 hours' and '1.5–3 hours'"),
        (
            ("Small (2–5 people)", "Large (5 people or more)"),
            "the answer 5 fits both 'Small (2–5 people)' and 'Large (5 people or more)'",
        ),
        (("1–20", "3–4"), "the answer 3 fits both '1–20' and '3–4'"),
        (("3", "3 or more"), "the answer 3 fits both '3' and '3 or more'"),
        (("Online", "online."), "'online.' is what option 1 says too"),
    ],
)
def test_options_that_overlap_or_leave_a_gap_are_told(labels: tuple[str, ...], message: str) -> None:
    assert messages(options_keep_apart, chosen_from(*labels)) == [message]


@pytest.mark.parametrize(
    "labels",
    [
        ("1 tot 5", "5 tot 10", "10 of meer"),
        ("1 tot 5", "6 tot 10", "meer dan 10"),
        ("less than 5", "5 to 10", "more than 10"),
        ("fewer than 6", "more than 5"),
        ("1–6 months", "7–12 months", "1–2 years"),
        ("Level 1–2", "Group 2–3"),
        ("2024–2025", "2025–2026"),
        ("9:00–10:00", "10:00–11:00"),
        ("1", "2", "5", "10"),
        ("1/2", "2/3"),
        ("Within six months", "In six months to a year", "More than a year from now"),
        ("1–5 and sometimes more", "5–10 and sometimes less"),
        ("Plan A", "Plan B"),
        ("5–1", "1–5"),
        ("1.2.3.4", "1.2.3.4–5"),
        ("", ""),
    ],
)
def test_options_that_keep_apart_are_left_alone(labels: tuple[str, ...]) -> None:
    assert [each for each in messages(options_keep_apart, chosen_from(*labels)) if "fits" in each] == []


@given(st.text(max_size=80) | st.from_regex(r"[0-9 .,–to/m]{0,30}"))
def test_any_label_can_be_looked_at(label: str) -> None:
    read = range_in(label)
    assert read is None or 0 <= read.first <= read.last <= ENDLESS


def test_labels_are_compared_in_each_language_and_told_there() -> None:
    pairs = [{"en": "1–5", "nl": "1–5"}, {"en": "6–10", "nl": "5–10"}, {"en": "6–10", "nl": "elf"}]
    assert places(options_keep_apart, chosen_from(*pairs)) == [
        ("questions", 0, "options", 2, "label", "en"),
        ("questions", 0, "options", 1, "label", "nl"),
    ]


def test_where_several_may_be_chosen_only_labels_that_are_the_same_are_told() -> None:
    assert messages(options_keep_apart, chosen_from("1–5", "2–8", "A", "A", several=True)) == [
        "'A' is what option 3 says too"
    ]


def test_the_labels_of_a_scale_are_looked_at_once() -> None:
    plain = asks(*[{"scale": "how-many"}] * 3, scales={"how-many": options("1–5", "5–9")})
    assert places(options_keep_apart, plain) == [("scales", "how-many", 1, "label")]


@pytest.mark.parametrize("points", range(2, 9))
def test_an_even_scale_has_no_middle(points: int) -> None:
    scale = options(*"ABCDEFGHI"[:points])
    rated = {"scale": "some", "sign_of": "forming"}
    told = found(scales_have_a_middle, asks(rated, rated, scales={"some": scale}))
    assert [(each.where, f"has {points} points" in each.message) for each in told] == (
        [] if points % 2 else [(("scales", "some"), True)]
    )
    assert found(scales_have_a_middle, asks({"scale": "some"}, scales={"some": scale})) == []


def test_a_point_half_way_is_a_middle() -> None:
    scale = [{**each, "points": points} for each, points in zip(options(*"ABCD"), (0, 0.5, 0.8, 1), strict=True)]
    assert found(scales_have_a_middle, asks({"scale": "s", "sign_of": "forming"}, scales={"s": scale})) == []


@pytest.mark.parametrize(
    "way_out",
    [
        "None of these",
        "Other",
        "Something else, namely",
        "I don't know",
        "Geen van deze",
        "Anders",
        "Weet ik niet",
        "N.v.t.",
    ],
)
def test_an_option_can_be_the_way_out(way_out: str) -> None:
    closed = {"options": options("A school", "An employer"), "escapes": []}
    assert places(people_can_get_out, asks(closed)) == [("questions", 0, "escapes")]
    assert (
        places(people_can_get_out, asks({**closed, "options": options("A school", {"nl": way_out, "en": way_out})}))
        == []
    )
    assert places(people_can_get_out, asks({**closed, "escapes": ["dont-know"]})) == []


def test_a_value_can_be_the_way_out_and_a_sentence_about_others_cannot() -> None:
    others = options("A school", "Other partners do most of the work for us")
    assert len(found(people_can_get_out, asks({"options": others, "escapes": []}))) == 1
    named = [*others, {"value": "none-of-these", "label": "✗"}]
    assert found(people_can_get_out, asks({"options": named, "escapes": []})) == []


def test_a_scale_needs_a_way_out_and_a_text_has_one() -> None:
    plain = asks({"scale": "five", "escapes": []}, {"kind": "text", "escapes": []})
    assert messages(people_can_get_out, plain) == [
        "none of the 5 options is for people who do not know, or whom this does not concern"
    ]


def in_stages(stages: tuple[str, ...], **keys: object) -> Plain:
    listed = [{**each, "evidence": {stage: 1, STAGES[0]: 0.2} if stage != STAGES[0] else {stage: 1}}
              for each, stage in zip(options(*stages), stages, strict=True)]  # fmt: skip
    return asks({"options": listed, **keys})


@pytest.mark.parametrize("many", [1, 2, 3, 4, 5])
def test_orders_that_climb_fall_or_go_round_are_ladders_and_all_others_are_not(many: int) -> None:
    round_and_round = [*STAGES, *STAGES]
    whole = [tuple(way[at : at + 5]) for way in (round_and_round, round_and_round[::-1]) for at in range(5)]
    for stages in permutations(STAGES, many):
        up = sorted(stages, key=STAGES.index)
        ladder = many >= 3 and (list(stages) in (up, up[::-1]) or stages in whole)
        assert places(options_make_no_ladder, in_stages(stages)) == ([("questions", 0, "options")] if ladder else [])


def test_a_ladder_is_named() -> None:
    message = "the options follow the stages: forming → norming → adjourning; a ladder invites people to choose the top"
    assert messages(options_make_no_ladder, in_stages(("forming", "norming", "adjourning"))) == [message]


def test_several_answers_or_two_options_for_one_stage_make_no_ladder() -> None:
    assert found(options_make_no_ladder, in_stages(STAGES, several=True)) == []
    assert found(options_make_no_ladder, in_stages(("forming", "storming", "storming", "norming"))) == []
    both = [{**each, "evidence": {"forming": 1, "norming": 1}} for each in options("A", "B", "C")]
    assert found(options_make_no_ladder, asks({"options": both})) == []


def test_options_without_evidence_stand_in_nobodys_way() -> None:
    plain = in_stages(STAGES[:3])
    plain["questions"][0]["options"].insert(1, {"value": "none", "label": "None of these"})
    assert len(found(options_make_no_ladder, plain)) == 1


def test_minutes_add_up_by_form() -> None:
    forms: list[Plain] = [
        {"scale": "five"},
        {"options": options("A", "B")},
        {"options": options("A", "B"), "several": True},
        {"kind": "text"},
        {"kind": "number"},
        {"kind": "date"},
        {"scale": "five", "ask_if": {"q0": [1]}},
    ]
    plain = asks(*forms, ask_first=["sector", "partner"])
    assert minutes_needed(Questionnaire.model_validate(plain)) * 60 == 8 + 20 + 25 + 45 + 12 + 12 + 4 + 20


@pytest.mark.parametrize(("name", "minutes"), [("partnership-for-skills", 8), ("pulse", 4)])
def test_the_bundled_questionnaires_take_the_minutes_that_the_page_names(name: str, minutes: int) -> None:
    assert round(minutes_needed(load_questionnaire(name))) == minutes


@given(st.integers(1, 40), st.integers(1, 12))
def test_more_questions_than_the_minutes_allow_are_told(many: int, stated: int) -> None:
    plain = asks(*[{"options": options("A", "B")}] * many, minutes=stated, ask_first=[])
    needed = round(many / 3)
    told = (
        [f"{many} questions take about {needed} minutes; {stated} minute{' is' if stated == 1 else 's are'} stated"]
        if needed > stated
        else []
    )
    assert messages(time_is_enough, plain) == told
    assert places(time_is_enough, plain) == [("minutes",)] * len(told)


def test_without_stated_minutes_there_is_nothing_to_keep() -> None:
    assert found(time_is_enough, asks(*[{"kind": "text"}] * 50)) == []
