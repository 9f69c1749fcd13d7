"""What changed between two versions of a questionnaire: every difference is told, and told for what it means."""

import copy
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partnercheck.assessment.simulation import simulate_pair
from partnercheck.checking.versions.compare import Version, VersionDiff, bump, changes_between
from partnercheck.checking.versions.render import as_markdown, as_plain, as_text
from partnercheck.checking.versions.tree_diff import Kind
from partnercheck.core.files import TextFile, bundled_path, read_source
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.parser import parse
from partnercheck.questionnaire.reader import read_tree
from sampling import examples

Plain = Any
Change = Callable[[Plain], object]
FILES = {
    "pulse": bundled_path("pulse") or Path(),
    "every key": Path(__file__).parents[1] / "questionnaire" / "files" / "good" / "every-key.yaml",
}
PLAIN: dict[str, Plain] = {name: read_tree(read_source(path, "a questionnaire")).plain for name, path in FILES.items()}
OLD = {
    name: Version(looked.tree, looked.questionnaire)
    for name, path in FILES.items()
    if (looked := parse(read_source(path, "a questionnaire"))).questionnaire
}
some = examples(60)


def version(plain: Plain, path: str = "new.json") -> Version | None:
    looked = parse(TextFile(path, json.dumps(plain, indent=1)))
    return Version(looked.tree, looked.questionnaire) if looked.questionnaire else None


def sure(plain: Plain, path: str = "new.json") -> Version:
    found = version(plain, path)
    assert found, parse(TextFile(path, json.dumps(plain))).findings
    return found


def small() -> Plain:
    """A questionnaire with every part, that measures the five stages."""
    options = [
        {"value": stage[:4], "label": {"en": f"We are {stage}", "nl": f"Wij zijn {stage}"}, "evidence": {stage: 1}}
        for stage in STAGES
    ]
    questions = [
        {
            "id": f"q{n}",
            "theme": "trust",
            "text": {"en": f"Question {n}", "nl": f"Vraag {n}"},
            "options": options,
            "weight": 1.5,
        }
        for n in range(3)
    ]
    questions += [
        {"id": "calm", "theme": "trust", "text": "Calm", "scale": "five", "sign_of": "storming", "reverse": True},
        {"id": "busy", "theme": "trust", "text": "Busy", "scale": "five", "sign_of": "performing"},
        {"id": "people", "text": "How many?", "kind": "number", "least": 0, "most": 9},
        {"id": "seen", "text": "What?", "options": [{"value": v, "label": v} for v in "abc"], "several": True},
        {
            "id": "more",
            "text": "More?",
            "options": [{"value": v, "label": v} for v in "abc"],
            "ask_if": {"seen": ["a"]},
        },
    ]
    said = {"do": "Do it", "why": "It helps", "who": "The chair", "time": "One hour"}
    plain = {
        "format": 1,
        "id": "small",
        "version": "1.0",
        "languages": ["en", "nl"],
        "title": {"en": "Small", "nl": "Klein"},
        "minutes": 5,
        "sources": {"nesta": {"title": "Five steps", "by": "Nesta", "year": 2020}},
        "themes": {"trust": {"en": "Trust", "nl": "Vertrouwen"}, "roles": "Roles"},
        "scales": {"five": [{"value": n, "label": str(n)} for n in range(1, 6)]},
        "questions": questions,
        "next_steps": [
            {**said, "id": "talk", "for": {"stage": "forming"}},
            {**said, "do": "Ask", "id": "ask", "when": {"answers": {"seen": ["a"]}, "split_on": ["q0"]}},
        ],
        "scores": [
            {
                "id": "mood",
                "title": "Mood",
                "questions": ["calm", "busy"],
                "bands": [{"from": 2, "label": "Low"}, {"from": 6, "label": "High"}],
            }
        ],
        "norms": {"forming": 0.1},
        "cases": [{"name": "one", "answers": [{"q0": "form", "seen": ["a", "b"]}], "expect": "too-few"}],
    }
    return json.loads(json.dumps(plain))  # nothing in it stands twice


def after(change: Change, partnerships: int = 4) -> VersionDiff:
    plain = small()
    change(plain)
    return changes_between(sure(small(), "old.json"), sure(plain), partnerships=partnerships)


def told(change: Change) -> list[tuple[str, str]]:
    return [(each.kind, each.message) for each in after(change).changes]


def put(*path_and_value: Plain) -> Change:
    """Puts a value at a path."""
    *path, last, value = path_and_value

    def change(plain: Plain) -> None:
        here = plain
        for step in path:
            here = here[step]
        here[last] = value

    return change


def each(*changes: Change) -> Change:
    return lambda plain: [change(plain) for change in changes]


def drop(*path: Plain) -> Change:
    def change(plain: Plain) -> None:
        here = plain
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]

    return change


def insert(*path_and_value: Plain) -> Change:
    *path, value = path_and_value

    def change(plain: Plain) -> None:
        here = plain
        for step in path:
            here = here[step]
        if isinstance(here, list):
            here.append(value)
        else:
            here.update(value)

    return change


def turn(*path: Plain) -> Change:
    def change(plain: Plain) -> None:
        here = plain
        for step in path:
            here = here[step]
        here.reverse()

    return change


NEW_OPTION = {"value": "new", "label": {"en": "New", "nl": "Nieuw"}}
NEW_QUESTION = {"id": "extra", "text": "Extra", "scale": "five"}
NEW_STEP = {"id": "rest", "do": "Rest", "why": "It helps", "who": "All", "time": "A day", "for": {"stage": "norming"}}
COMPATIBLE: Kind = "compatible"
MOVES: Kind = "scores-move"
BREAKS: Kind = "not-comparable"
ONE_CHANGE: list[tuple[str, str, Change]] = [
    # texts, sources, steps, cases
    (
        COMPATIBLE,
        "the text of the question 'q0' reads otherwise in nl: “Vraag 0” → “Wat?”",
        put("questions", 0, "text", "nl", "Wat?"),
    ),
    (COMPATIBLE, "the title reads otherwise in en: “Small” → “Tiny”", put("title", "en", "Tiny")),
    (COMPATIBLE, "the about is new: “What it is for”", put("about", "What it is for")),
    (COMPATIBLE, "the help line of the question 'q0' is new: “Choose one”", put("questions", 0, "help", "Choose one")),
    (COMPATIBLE, "the theme 'trust' reads otherwise in en: “Trust” → “Faith”", put("themes", "trust", "en", "Faith")),
    (COMPATIBLE, "the theme 'data' is new: “Data”", insert("themes", {"data": "Data"})),
    (
        COMPATIBLE,
        "the theme 'jobs' was 'roles' before",
        each(drop("themes", "roles"), insert("themes", {"jobs": "Roles"})),
    ),
    (
        COMPATIBLE,
        "the themes stand in another order: roles, trust",
        lambda p: p.update(themes=dict(reversed(p["themes"].items()))),
    ),
    (
        COMPATIBLE,
        "the label of the option 'a' of the question 'seen' reads otherwise: “a” → “A”",
        put("questions", 6, "options", 0, "label", "A"),
    ),
    (
        COMPATIBLE,
        "the label of the option '3' of the scale 'five' (used by 2 questions) reads otherwise: “3” → “So-so”",
        put("scales", "five", 2, "label", "So-so"),
    ),
    (
        COMPATIBLE,
        "who published it of the source 'nesta' reads otherwise: “Nesta” → “NESTA”",
        put("sources", "nesta", "by", "NESTA"),
    ),
    (COMPATIBLE, "the year of the source 'nesta' is 2021, it was 2020", put("sources", "nesta", "year", 2021)),
    (COMPATIBLE, "the source 'eu' is new: “Pact”", insert("sources", {"eu": {"title": "Pact"}})),
    (
        COMPATIBLE,
        "the sources of the question 'q0' are nesta, they were none",
        put("questions", 0, "sources", ["nesta"]),
    ),
    (COMPATIBLE, "the next step 'rest' is new: “Rest”", insert("next_steps", NEW_STEP)),
    (COMPATIBLE, "the next step 'talk' was removed: “Do it”", drop("next_steps", 0)),
    (COMPATIBLE, "the next step 'chat' was 'talk' before", put("next_steps", 0, "id", "chat")),
    (
        COMPATIBLE,
        "for/stage of the next step 'talk' is norming, it was forming",
        put("next_steps", 0, "for", "stage", "norming"),
    ),
    (COMPATIBLE, "when/share of the next step 'ask' is 0.2, it was 0.5", put("next_steps", 1, "when", "share", 0.2)),
    (
        COMPATIBLE,
        "when/answers/seen/any_of of the next step 'ask' is b, it was a",
        put("next_steps", 1, "when", "answers", {"seen": ["b"]}),
    ),
    (COMPATIBLE, "the next steps stand in another order: ask, talk", turn("next_steps")),
    (
        COMPATIBLE,
        "the case 'two' is new",
        insert("cases", {"name": "two", "answers": [{"q0": "stor"}], "expect": "too-few"}),
    ),
    (COMPATIBLE, "the case 'one' was removed", drop("cases", 0)),
    (COMPATIBLE, "the case 'first' was 'one' before", put("cases", 0, "name", "first")),
    (COMPATIBLE, "the answers of the case 'one' changed", put("cases", 0, "answers", 0, "q0", "stor")),
    (
        COMPATIBLE,
        "the expected verdict of the case 'one' is differ, it was too-few",
        put("cases", 0, "expect", "differ"),
    ),
    (COMPATIBLE, "the time in minutes is 6, it was 5", put("minutes", 6)),
    (COMPATIBLE, "what is asked first is sector, partner, it was sector", put("ask_first", ["sector", "partner"])),
    (
        COMPATIBLE,
        "the largest number accepted of the question 'people' is 20, it was 9",
        put("questions", 5, "most", 20),
    ),
    (
        COMPATIBLE,
        "what is offered beside the options of the question 'q0' is dont-know, it was",
        put("questions", 0, "escapes", ["dont-know"]),
    ),
    (COMPATIBLE, "the theme of the question 'people' is roles, it was none", put("questions", 5, "theme", "roles")),
    (COMPATIBLE, "the question 'extra' is new: “Extra”", insert("questions", NEW_QUESTION)),
    (
        COMPATIBLE,
        "the options of the question 'q0' stand in another order: adjo, perf, norm, stor, form",
        turn("questions", 0, "options"),
    ),
    (COMPATIBLE, "ask_if/seen of the question 'more' is b, it was a", put("questions", 7, "ask_if", "seen", ["b"])),
    (
        COMPATIBLE,
        "the scale 'two' (used by no question) is new",
        insert("scales", {"two": [{"value": v, "label": v} for v in "ab"]}),
    ),
    (COMPATIBLE, "the title of the score 'mood' reads otherwise: “Mood” → “Air”", put("scores", 0, "title", "Air")),
    (
        COMPATIBLE,
        "the label of the band from 2 of the score 'mood' reads otherwise: “Low” → “Poor”",
        put("scores", 0, "bands", 0, "label", "Poor"),
    ),
    (
        COMPATIBLE,
        "the score 'load' is new: “Load”",
        insert("scores", {"id": "load", "title": "Load", "questions": ["busy"]}),
    ),
    (COMPATIBLE, "the id is tiny, it was small", put("id", "tiny")),
    (COMPATIBLE, "the questionnaire speaks nl by default, it was en", turn("languages")),
    # scores
    (MOVES, "the weight of the question 'q0' is 2, it was 1.5", put("questions", 0, "weight", 2)),
    (
        MOVES,
        "the evidence for forming of the option 'form' of the question 'q0' is 0.5, it was 1",
        put("questions", 0, "options", 0, "evidence", {"forming": 0.5}),
    ),
    (
        MOVES,
        "the evidence for norming of the option 'form' of the question 'q0' is 0.5, it was 0",
        put("questions", 0, "options", 0, "evidence", {"forming": 1, "norming": 0.5}),
    ),
    (
        MOVES,
        "the stage that agreeing is a sign of of the question 'busy' is norming, it was performing",
        put("questions", 4, "sign_of", "norming"),
    ),
    (MOVES, "the reverse of the question 'calm' is false, it was true", put("questions", 3, "reverse", False)),
    (
        MOVES,
        "the points of the option '3' of the scale 'five' (used by 2 questions) is 0.4, it was none",
        put("scales", "five", 2, "points", 0.4),
    ),
    (MOVES, "the norm of forming is 0.2, it was 0.1", put("norms", "forming", 0.2)),
    (MOVES, "the norm of norming is -0.2, it was 0", put("norms", "norming", -0.2)),
    (MOVES, "the theme of the question 'q0' is roles, it was trust", put("questions", 0, "theme", "roles")),
    (MOVES, "the question 'extra' is new: “Extra”", insert("questions", {**NEW_QUESTION, "sign_of": "forming"})),
    (MOVES, "the option 'new' of the question 'q0' is new: “New”", insert("questions", 0, "options", NEW_OPTION)),
    (
        MOVES,
        "the option '6' of the scale 'five' (used by 2 questions) is new: “6”",
        insert("scales", "five", {"value": 6, "label": "6"}),
    ),
    (
        MOVES,
        "the alone of the option 'c' of the question 'seen' is true, it was false",
        put("questions", 6, "options", 2, "alone", True),
    ),
    (MOVES, "ask_if/q0 of the question 'q1' is form, it was none", put("questions", 1, "ask_if", {"q0": ["form"]})),
    (MOVES, "what is asked first is partner, it was sector", put("ask_first", ["partner"])),
    (MOVES, "the sector 'firm' is new: “Firm”", put("sectors", {"firm": "Firm"})),
    (MOVES, "the take of the score 'mood' is mean, it was sum", put("scores", 0, "take", "mean")),
    (MOVES, "the band from 7 of the score 'mood' started at 6 before", put("scores", 0, "bands", 1, "from", 7)),
    (MOVES, "the score 'air' was 'mood' before", put("scores", 0, "id", "air")),
    (MOVES, "the score 'mood' was removed: “Mood”", drop("scores", 0)),
    # rounds
    (BREAKS, "the question 'people' was removed: “How many?”", drop("questions", 5)),
    (
        BREAKS,
        "the question 'number' was 'people' before: it reads the same, so it was probably renamed",
        put("questions", 5, "id", "number"),
    ),
    (
        BREAKS,
        "the option 'adjo' of the question 'q0' was removed: “We are adjourning”",
        drop("questions", 0, "options", 4),
    ),
    (
        BREAKS,
        "the option 'ending' of the question 'q0' was 'adjo' before",
        put("questions", 0, "options", 4, "value", "ending"),
    ),
    (
        BREAKS,
        "the options of the scale 'five' (used by 2 questions) stand in another order: 5, 4, 3, 2, 1",
        turn("scales", "five"),
    ),
    (BREAKS, "the option '5' of the scale 'five' (used by 2 questions) was removed: “5”", drop("scales", "five", 4)),
    (
        BREAKS,
        "the option '0' of the scale 'five' (used by 2 questions) was '1' before",
        put("scales", "five", 0, "value", 0),
    ),
    (
        BREAKS,
        "the question 'people' is answered with a text, it was answered with a number",
        each(put("questions", 5, "kind", "text"), drop("questions", 5, "least"), drop("questions", 5, "most")),
    ),
    (
        BREAKS,
        "the question 'q0' is answered by choosing several options, it was answered by choosing one option",
        put("questions", 0, "several", True),
    ),
]


@pytest.mark.parametrize(("kind", "said", "change"), ONE_CHANGE, ids=[said[:60] for _, said, _ in ONE_CHANGE])
def test_a_change_is_told_once_with_what_it_means(kind: str, said: str, change: Change) -> None:
    found = told(change)
    assert [each_kind for each_kind, _ in found] == [kind], found
    assert found[0][1].startswith(said)


# --- several at once --------------------------------------------------------------------------------------------------


def test_another_name_is_followed_wherever_it_stands() -> None:
    plain = small()
    text = json.dumps(plain).replace('"seen"', '"noticed"').replace('"value": "a"', '"value": "apple"')
    text = text.replace('["a"]', '["apple"]').replace('["a", "b"]', '["apple", "b"]')
    found = changes_between(sure(plain, "old.json"), sure(json.loads(text)), partnerships=1).changes
    assert sorted(change.message[:40] for change in found) == [
        "the option 'apple' of the question 'more",
        "the option 'apple' of the question 'noti",
        "the question 'noticed' was 'seen' before",
    ]


def test_another_name_moves_no_verdict() -> None:
    text = (
        json.dumps(small()).replace('"form"', '"start"').replace('"q1"', '"q-one"').replace('"value": 5', '"value": 9')
    )
    found = changes_between(sure(small()), sure(json.loads(text)), partnerships=20)
    assert found.of(BREAKS) == list(found.changes)
    assert found.paired
    assert found.paired.changed == 0


def test_a_renamed_scale_is_one_change() -> None:
    plain = json.loads(json.dumps(small()).replace('"five"', '"points"'))
    found = changes_between(sure(small()), sure(plain)).changes
    assert [(each.kind, each.message) for each in found] == [
        (
            COMPATIBLE,
            "the scale 'points' (used by 2 questions) was 'five' before: it reads the same, so it was probably renamed",
        )
    ]


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ([1, 2, 3, 4, 5], COMPATIBLE, "the answers are the same"),
        ([1, 2, 3, 4, 5, 6], MOVES, "its answers count otherwise"),
        ([1, 2, 3, 4], BREAKS, "its answers are others"),
        ([5, 4, 3, 2, 1], BREAKS, "its answers are others"),
    ],
)
def test_another_scale_means_as_much_as_it_differs(values: list[int], kind: str, words: str) -> None:
    options = [{"value": n, "label": f"{n} of many"} for n in values]
    found = told(each(insert("scales", {"other": options}), put("questions", 3, "scale", "other")))
    said = "the question 'calm' is answered on the scale 'other', it was 'five'; "
    assert [each for each in found if "'calm'" in each[1]] == [(kind, said + words)]
    assert len(found) == 2  # and the scale is new


def test_bands_that_change_places_are_told() -> None:
    found = told(put("scores", 0, "bands", [{"from": 1, "label": "High"}, {"from": 7, "label": "Low"}]))
    assert found == [
        (MOVES, "the bands of the score 'mood' stand in another order: 6, 2"),
        (MOVES, "the band from 1 of the score 'mood' started at 6 before"),
        (MOVES, "the band from 7 of the score 'mood' started at 2 before"),
    ]


def test_another_way_of_answering_is_one_change() -> None:
    change = each(
        drop("questions", 3, "scale"),
        drop("questions", 3, "sign_of"),
        drop("questions", 3, "reverse"),
        put("questions", 3, "options", [{**NEW_OPTION, "value": 1}, {**NEW_OPTION, "value": 2}]),
    )
    said = "the question 'calm' is answered by choosing one option, it was answered on a scale"
    assert told(change) == [(BREAKS, said)]
    back = changes_between(after(change).new, sure(small()), partnerships=1).changes
    assert [each.kind for each in back] == [BREAKS]


def test_stages_that_can_no_longer_be_measured_break_the_comparison() -> None:
    found = told(each(*[put("questions", n, "options", 4, "evidence", {}) for n in range(3)]))
    assert [pair for pair in found if pair[0] == BREAKS] == [(BREAKS, "adjourning can no longer be measured")]
    assert [kind for kind, _ in found].count(MOVES) == 3


def test_a_language_that_came_or_went_is_told_and_one_that_went_is_loud() -> None:
    plain = json.loads(json.dumps(small()).replace('"nl": ', '"fy": ').replace('["en", "nl"]', '["en", "fy"]'))
    found = changes_between(sure(small()), sure(plain)).changes
    assert (found[0].message, found[0].loud) == ("the questionnaire speaks fy as well and no longer speaks nl", True)
    assert {each.kind for each in found} == {COMPATIBLE}


def test_another_id_is_loud() -> None:
    assert [each.loud for each in after(put("id", "tiny")).changes] == [True]
    assert [each.loud for each in after(put("minutes", 6)).changes] == [False]


def test_a_change_says_where_it_stands_and_what_is_gone_where_it_stood() -> None:
    found = after(each(drop("questions", 5), put("minutes", 6))).changes
    assert [(each.location.path, each.location.line > 1, each.where) for each in found] == [
        ("old.json", True, ("questions", 5)),
        ("new.json", True, ("minutes",)),
    ]


def test_long_texts_are_cut_to_where_they_part() -> None:
    long = "All the partners in this partnership know what each of them brings to it "
    plain = small()
    plain["questions"][0]["text"]["en"] = long + "today."
    other = copy.deepcopy(plain)
    other["questions"][0]["text"]["en"] = long + "now."
    found = changes_between(sure(plain), sure(other)).changes
    assert [each.message for each in found] == [
        "the text of the question 'q0' reads otherwise in en: “…them brings to it today.” → “…them brings to it now.”"
    ]


# --- nothing is missed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_questionnaire_does_not_differ_from_itself(name: str) -> None:
    found = changes_between(sure(PLAIN[name]), sure(PLAIN[name]))
    assert (found.changes, found.paired, found.bump.enough) == ((), None, True)


def test_what_is_said_by_default_may_be_written_out() -> None:
    change = each(
        put("questions", 0, "several", False),
        put("questions", 3, "weight", 1),
        put("ask_first", ["sector"]),
        put("norms", "storming", 0),
        put("questions", 0, "options", 0, "evidence", {"forming": 1.0, "norming": 0}),
    )
    assert told(change) == []


def places(value: Plain, path: tuple[Plain, ...] = ()) -> list[tuple[Plain, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inside for place in places(each, (*path, key)))]


def mutated(plain: Plain, path: tuple[Plain, ...], chance: random.Random) -> Plain:
    """Plain values with one thing changed, taken out, doubled or turned round."""
    plain = copy.deepcopy(plain)
    here = plain
    for step in path[:-1]:
        here = here[step]
    value = here[path[-1]]
    if isinstance(value, list) and chance.random() < 0.5:
        chance.shuffle(value)
    elif isinstance(value, list | dict) or chance.random() < 0.2:
        del here[path[-1]]
    elif isinstance(value, bool):
        here[path[-1]] = not value
    elif isinstance(value, int | float):
        here[path[-1]] = chance.choice((value + 1, value - 1, value / 2, value + 0.25))
    else:
        other = chance.choice(
            [value + "x", value + " x", *STAGES, "between", "mean", "people", "text", "number", "partner", "differ"]
        )
        here[path[-1]] = other
    return plain


@pytest.mark.parametrize("name", FILES)
@some
@given(seed=st.integers(0, 2**32))
def test_whatever_is_changed_is_told_and_what_is_compatible_moves_no_verdict(name: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    old, plain = OLD[name], PLAIN[name]
    tops = sorted(plain, key=str)
    top = chance.choice([each for each in tops if each != "version"])
    path = chance.choice(places(plain[top], (top,)))
    new = version(mutated(plain, path, chance))
    assume(new is not None and new.questionnaire != old.questionnaire)
    assert new
    found = changes_between(old, new, partnerships=1)
    assert found.changes, path
    assert changes_between(new, old, partnerships=1).changes, path
    for shown in (as_text(found), as_markdown(found)):
        assert len(shown.splitlines()) > 4
    json.dumps(as_plain(found))
    if {each.kind for each in found.changes} == {COMPATIBLE}:
        paired = simulate_pair(old.questionnaire, new.questionnaire, random.Random(1).random, 3)  # noqa: S311 - as above
        assert paired is None or paired.changed == 0


# --- how far scores move ----------------------------------------------------------------------------------------------


def test_the_same_questionnaire_moves_nothing_and_recovers_what_it_recovers() -> None:
    pulse = sure(PLAIN["pulse"]).questionnaire
    paired = simulate_pair(pulse, pulse, random.Random(1).random, 100)  # noqa: S311 - a repeatable simulation
    assert paired
    assert (paired.partnerships, paired.changed) == (500, 0)
    assert all(before == after > 0.8 for before, after in paired.recovered.values())
    assert tuple(paired.recovered) == STAGES


def test_a_questionnaire_that_loses_its_sense_recovers_less_and_the_same_each_time() -> None:
    plain = copy.deepcopy(PLAIN["pulse"])
    turned = {"norming": "forming", "forming": "norming"}
    for question in plain["questions"]:
        for option in (each for each in question.get("options", ()) if "evidence" in each):
            option["evidence"] = {turned.get(stage, stage): points for stage, points in option["evidence"].items()}
    one, other = (changes_between(sure(PLAIN["pulse"]), sure(plain), partnerships=40) for _ in range(2))
    assert one.paired == other.paired
    assert one.paired
    assert one.paired.changed > 0.3
    for stage in ("forming", "norming"):
        before, after_ = one.paired.recovered[stage]
        assert before > 0.8
        assert after_ < 0.2


def test_an_option_that_is_added_is_chosen_by_some() -> None:
    """It speaks for storming as strongly as the old one, so about half of those go over and nothing else moves."""
    plain = copy.deepcopy(PLAIN["pulse"])
    option = next(each for each in plain["questions"][0]["options"] if "storming" in each["evidence"])
    plain["questions"][0]["options"].append({**option, "value": "also", "label": {"en": "Also", "nl": "Ook"}})
    found = changes_between(sure(PLAIN["pulse"]), sure(plain), partnerships=60)
    assert [each.kind for each in found.changes] == [MOVES]
    assert found.paired
    assert 0 < found.paired.changed < 0.2


def test_people_who_are_not_asked_do_not_count_in_the_simulation() -> None:
    plain = copy.deepcopy(PLAIN["pulse"])
    first, *others = plain["questions"]
    for question in others:
        question["ask_if"] = {first["id"]: [first["options"][0]["value"]]}
    found = changes_between(sure(PLAIN["pulse"]), sure(plain), partnerships=20)
    assert found.paired
    assert found.paired.changed > 0.5


def test_nothing_is_simulated_where_too_little_is_shared() -> None:
    others = re.sub('"(q[0-9]|calm|busy)"', r'"other-\1"', json.dumps(small()))
    others = re.sub('"(Question|Vraag|Calm|Busy)', r'"Another \1', others)
    assert changes_between(sure(small()), sure(json.loads(others))).paired is None
    thin = {**small(), "questions": small()["questions"][3:], "next_steps": [], "cases": []}
    assert changes_between(sure(small()), sure(thin)).paired is None


# --- versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "kind", "enough", "short"),
    [
        ("1.0", COMPATIBLE, ["1.0.1", "1.1", "2", "1.0.9"], ["1.0", "1", "1.0.0", "0.9"]),
        ("1.0", MOVES, ["1.1", "1.1.0", "2.0"], ["1.0", "1.0.1", "0.2"]),
        ("1.0", BREAKS, ["2", "2.0", "2.0.0", "3.1"], ["1.0", "1.0.1", "1.9", "0.9"]),
        ("1.9.9", MOVES, ["1.10.0", "1.10"], ["1.9.10"]),
        ("1.0", None, ["1.0", "0.1", "next"], []),
        ("2026-11", COMPATIBLE, ["2026-12", "1.0"], ["2026-11"]),
        ("1.0", BREAKS, ["1.0-rc"], []),
        ("1.0.0.0", BREAKS, ["1.0.0.1"], ["1.0.0.0"]),
    ],
)
def test_a_version_number_is_enough_or_is_not(old: str, kind: Kind, enough: list[str], short: list[str]) -> None:
    assert [bump(old, each, kind).enough for each in enough] == [True] * len(enough)
    assert [bump(old, each, kind).enough for each in short] == [False] * len(short)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=3), st.sampled_from((COMPATIBLE, MOVES, BREAKS)))
def test_the_version_that_is_named_is_the_lowest_that_will_do(numbers: list[int], kind: Kind) -> None:
    old = ".".join(map(str, numbers))
    needed = bump(old, old, kind).needed
    assert bump(old, needed, kind).enough
    lowest = [*map(int, needed.split(".")), 0, 0][:3]
    place = max(n for n, number in enumerate(lowest) if number)
    lower = [*lowest[:place], lowest[place] - 1, *(99 for _ in lowest[place + 1 :])]
    assert not bump(old, ".".join(map(str, lower)), kind).enough


@pytest.mark.parametrize(("old", "new", "back"), [("1.0", "0.9", True), ("2", "1.9.9", True), ("1", "1.0", False)])
@pytest.mark.parametrize("kind", [None, MOVES])
def test_a_version_that_goes_back_is_known(old: str, new: str, kind: Kind | None, back: bool) -> None:
    assert bump(old, new, kind).back == back


def test_a_version_that_is_not_numbers_needs_only_to_be_another() -> None:
    assert bump("spring", "spring", MOVES) == (False, "", False)
    assert bump("spring", "autumn", BREAKS) == (True, "", False)
