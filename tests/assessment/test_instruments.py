"""Instruments of the kinds that are in use, each as a questionnaire file, from that file to the report.

Only the way of scoring is theirs; every text here is made up. One kind cannot be had: sixty items of which the range
over the members of a group is reported, for no score here is a range.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from rooms import ENGLISH, round_of

from partnercheck.api import check, render
from partnercheck.assessment.assess import assess
from partnercheck.assessment.responses import Answer, Response
from partnercheck.assessment.result import Assessment
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.questionnaire.model import Questionnaire

FOUR = STAGES[:4]
Content = dict[str, object]
Form = Mapping[str, Answer]


def instrument(questions: Sequence[Content], scores: Sequence[Content], least: int, most: int) -> Content:
    """A questionnaire on one scale of whole numbers."""
    points = [{"value": value, "label": f"Point {value}"} for value in range(least, most + 1)]
    themes = {f"{each['theme']}": f"Part {number}" for number, each in enumerate(questions, 1)}
    head = {"format": 1, "id": "own", "version": "1", "title": "An instrument", "themes": themes}
    return {**head, "scales": {"points": points}, "questions": [*questions], "scores": [*scores]}


def statements(part: str, count: int, **more: object) -> list[Content]:
    """So many statements of one part, on the scale."""
    return [
        {"id": f"{part}-{n}", "theme": part, "text": f"Statement {n} about {part}", "scale": "points", **more}
        for n in range(1, count + 1)
    ]


def score(part: str, questions: Sequence[Content], take: str, **more: object) -> Content:
    return {
        "id": part,
        "title": f"All about {part}",
        "questions": [each["id"] for each in questions],
        "take": take,
        **more,
    }


def bands(**limits: float) -> list[Content]:
    return [{"from": limit, "label": label} for label, limit in limits.items()]


def loaded(content: Content, folder: Path) -> Questionnaire:
    """The questionnaire of a file in which the checker finds no error; where it names no stage, nothing but notes."""
    path = folder / "own.yaml"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")  # JSON is YAML
    asks = load_questionnaire(path)
    names_stages = any(each.sign_of or each.options for each in asks.questions)
    unwanted = ("error",) if names_stages else ("error", "warning")
    assert [finding for finding in check(path) if finding.level in unwanted] == []
    return asks


def answered(asks: Questionnaire, forms: Sequence[Form], partners: Sequence[str] = (), **more: object) -> Assessment:
    """The assessment of these forms, of which both kinds of report can be made."""
    people = [
        Response(respondent=f"r{n}", partner=partners[n] if partners else "", answers={**form})
        for n, form in enumerate(forms)
    ]
    found = assess(round_of(asks, people, **more), ENGLISH)
    for format_ in ("md", "html"):
        report = render(found, format_)
        assert found.verdict.headline in report
        assert all(each.title in report for each in found.scores)
    return found


def values(found: Assessment) -> dict[str, tuple[float, str | None]]:
    return {each.id: (each.value, each.band) for each in found.scores}


def each_of(questions: Sequence[Content], value: int, **others: int) -> dict[str, Answer]:
    """The same value on all of these, but for the named parts."""
    return {f"{each['id']}": str(others.get(f"{each['theme']}", value)) for each in questions}


# --- stages by sums ---------------------------------------------------------------------------------------------------


def test_a_survey_of_32_items_with_eight_for_each_of_four_stages(tmp_path: Path) -> None:
    """Sums from 8 to 40, of which 32 is strong; beside them the evidence of the same items names one of the four."""
    items = [each for stage in FOUR for each in statements(stage, 8, sign_of=stage)]
    items = items[::8] + [each for n in range(1, 8) for each in items[n::8]]  # the stages take turns
    sums = [
        score(stage, [i for i in items if i["theme"] == stage], "sum", bands=bands(weak=8, some=20, strong=32))
        for stage in FOUR
    ]
    asks = loaded(instrument(items, sums, 1, 5), tmp_path)
    three, two = each_of(items, 2, storming=4), each_of(items, 2, storming=4, norming=3)
    found = answered(asks, [three] * 3 + [two] * 3)
    # storming 8 · 4 = 32; norming 8 · 2 and 8 · 3, on average 20; the others 16
    assert values(found) == {
        "forming": (16.0, "weak"),
        "storming": (32.0, "strong"),
        "norming": (20.0, "some"),
        "performing": (16.0, "weak"),
    }
    assert (found.verdict.kind, found.verdict.stage) == ("clear", "storming")
    assert any("adjourning" in note for note in found.notes)
    assert [row.measured for row in found.profile] == [True] * 4 + [False]


def test_the_first_and_the_last_of_four_stages_are_no_neighbours(tmp_path: Path) -> None:
    items = [each for stage in FOUR for each in statements(stage, 8, sign_of=stage)]
    asks = loaded(instrument(items, [], 1, 5), tmp_path)
    found = answered(asks, [each_of(items, 1, forming=5)] * 3 + [each_of(items, 1, performing=5)] * 3)
    assert (found.verdict.kind, found.verdict.how) == ("differ", "two-camps")
    assert set(found.verdict.stages) == {"forming", "performing"}


def test_a_blank_is_no_zero(tmp_path: Path) -> None:
    """A sum of which one item is blank is no sum; the person still has the three other sums, and a vote."""
    items = [each for stage in FOUR for each in statements(stage, 8, sign_of=stage)]
    sums = [score(stage, [i for i in items if i["theme"] == stage], "sum") for stage in FOUR]
    asks = loaded(instrument(items, sums, 1, 5), tmp_path)
    whole = each_of(items, 2, norming=4)
    blank = {name: value for name, value in whole.items() if name != "storming-3"}
    found = answered(asks, [whole, whole, blank], opened=True)
    assert {each.id: (each.n, each.value) for each in found.scores} == {
        "forming": (3, 16.0),
        "storming": (2, 16.0),
        "norming": (3, 32.0),
        "performing": (3, 16.0),
    }
    assert found.people.counted == 3


def test_a_form_of_24_items_with_six_for_each_of_four_stages(tmp_path: Path) -> None:
    items = [each for stage in FOUR for each in statements(stage, 6, sign_of=stage)]
    sums = [score(stage, [i for i in items if i["theme"] == stage], "sum") for stage in FOUR]
    asks = loaded(instrument(items, sums, 1, 4), tmp_path)
    forms = [each_of(items, 1, performing=4)] * 4 + [each_of(items, 2, performing=3, norming=3)] * 2
    found = answered(asks, forms)
    # performing (4 · 24 + 2 · 18) / 6, norming (4 · 6 + 2 · 18) / 6, the others (4 · 6 + 2 · 12) / 6
    assert values(found) == {
        "forming": (8.0, None),
        "storming": (8.0, None),
        "norming": (10.0, None),
        "performing": (22.0, None),
    }
    assert all((each.least, each.most) == (6.0, 24.0) for each in found.scores)
    assert (found.verdict.kind, found.verdict.stage) == ("clear", "performing")


def test_a_forced_choice_of_one_statement_a_topic(tmp_path: Path) -> None:
    """Nothing is summed: each topic's statement counts for its stage, and the counts are what is shown."""
    topics = ["goals", "roles", "money", "meetings", "conflict", "results", "data", "learning"]
    questions: list[Content] = []
    for number, topic in enumerate(topics):
        turned = [*STAGES[number % 5 :], *STAGES[: number % 5]]
        options = [{"value": f"like-{s}", "label": f"{topic} as in {s}", "evidence": {s: 1}} for s in turned]
        questions.append({"id": topic, "theme": topic, "text": f"What fits {topic} best?", "options": options})
    asks = loaded(instrument(questions, [], 1, 2), tmp_path)
    form: dict[str, Answer] = dict.fromkeys(topics, "like-norming")
    found = answered(asks, [form] * 4 + [{**form, "money": "like-storming"}] * 2)
    assert (found.verdict.kind, found.verdict.stage) == ("clear", "norming")
    money = found.question("money")
    assert money.counts == {f"like-{stage}": {"norming": 4, "storming": 2}.get(stage, 0) for stage in money_order()}
    # four of six less what blind ticking earns, a fifth
    assert money.pulls == pytest.approx(
        {"forming": -0.2, "storming": 0.133, "norming": 0.467, "performing": -0.2, "adjourning": -0.2}
    )
    assert len(found.points_to[0].reasons) == 3


def money_order() -> list[str]:
    return [*STAGES[2:], *STAGES[:2]]


# --- scores and no stages ---------------------------------------------------------------------------------------------


def assert_no_stage(found: Assessment, people: int) -> None:
    assert (found.verdict.kind, found.verdict.stages, found.marker) == ("none", (), None)
    assert (found.people.counted, found.people.too_thin) == (people, 0)
    assert all(row.votes is None for row in found.profile)
    assert found.questions
    assert found.next_steps


def test_a_total_of_35_items_over_organisations_in_three_bands(tmp_path: Path) -> None:
    """Seven blocks of five from 0 to 4; the total is the mean over partners, each with people enough to be a term."""
    blocks = tuple(f"block-{n}" for n in range(1, 8))
    items = [each for block in blocks for each in statements(block, 5)]
    limits = bands(slight=0, growing=47, strong=94)
    parts = [score(block, [i for i in items if i["theme"] == block], "sum", across="partners") for block in blocks]
    total = score("total", items, "sum", across="partners", bands=limits)
    asks = loaded(instrument(items, [*parts, total], 0, 4), tmp_path)
    north = [each_of(items, n) for n in (4, 2, 3, 3, 3)]  # one a point above the others, one a point below
    south = [each_of(items, n, **{"block-1": n + 1}) for n in (3, 1, 2, 2, 2, 2, 2, 2, 2, 2)]
    forms = north + south
    found = answered(asks, forms, ["north"] * 5 + ["south"] * 10)
    # north 35 · 3 = 105, south 5 · 3 + 30 · 2 = 75: 90, whoever is more; the people's mean would be 85
    assert values(found)["total"] == (90.0, "growing")
    assert values(found)["block-1"] == (15.0, None)  # 15 and 15
    assert values(found)["block-5"] == (12.5, None)  # 15 and 10
    assert {each.over for each in found.scores} == {"partners"}
    assert_no_stage(found, 15)
    few = answered(asks, forms[:5] + forms[-2:], ["north"] * 5 + ["south"] * 2)
    # two people of south are too few to be a term: (5 · 105 + 2 · 75) / 7
    assert (values(few)["total"], few.scores[-1].over) == ((96.43, "strong"), "people")


def test_six_principles_of_six_items(tmp_path: Path) -> None:
    principles = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    items = [each for principle in principles for each in statements(principle, 6)]
    sums = [score(each, [i for i in items if i["theme"] == each], "sum") for each in principles]
    total = score("total", items, "sum", bands=bands(low=36, fair=108.5, high=126.5))
    asks = loaded(instrument(items, [*sums, total], 1, 4), tmp_path)
    found = answered(asks, [each_of(items, 4, delta=1)] * 3 + [each_of(items, 3)] * 3)
    # delta (6 + 18) / 2, the others (24 + 18) / 2; in all (126 + 108) / 2
    assert values(found) == {
        **dict.fromkeys(principles, (21.0, None)),
        "delta": (12.0, None),
        "total": (117.0, "fair"),
    }
    assert found.question("delta-1").alike == "split"
    assert found.talk_about
    assert all(asks.question(name).theme == "delta" for name in found.talk_about)
    assert_no_stage(found, 6)


def of_means(
    folder: Path, parts: list[str], each: int, *, least_answered: float
) -> tuple[Questionnaire, list[Content]]:
    """An instrument with so many statements for each part, of which it takes the mean, and its items."""
    items = [item for part in parts for item in statements(part, each)]
    means = [
        score(part, [i for i in items if i["theme"] == part], "mean", least_answered=least_answered) for part in parts
    ]
    return loaded(instrument(items, means, 1, 5), folder), items


def test_44_items_in_22_factors(tmp_path: Path) -> None:
    """The mean of each factor, over those who answered half of it at least; who left a factor open is no zero in it."""
    factors = [f"factor-{n}" for n in range(1, 23)]
    asks, items = of_means(tmp_path, factors, 2, least_answered=0.5)
    whole = each_of(items, 4, **{"factor-3": 2})
    open_ = {**whole, "factor-7-1": "dont-know", "factor-7-2": "dont-know"}
    half = {**whole, "factor-9-1": "dont-know", "factor-9-2": "1"}
    found = answered(asks, [whole] * 5 + [open_] * 5 + [half] * 5)
    wanted = dict.fromkeys(factors, (4.0, None)) | {"factor-3": (2.0, None)}
    # of fifteen people five answered one item of the ninth factor, with 1: (10 · 4 + 5 · 1) / 15
    assert values(found) == wanted | {"factor-9": (3.0, None)}
    assert {each.id: each.n for each in found.scores}["factor-7"] == 10
    assert all((each.least, each.most) == (1.0, 5.0) for each in found.scores)
    assert_no_stage(found, 15)


def test_14_sections_with_dont_know_left_out(tmp_path: Path) -> None:
    """No thresholds; a section is the mean of what each person could answer."""
    sections = [f"section-{n}" for n in range(1, 15)]
    asks, items = of_means(tmp_path, sections, 3, least_answered=0.3)
    knows = each_of(items, 3, **{"section-2": 5})
    unsure = {**knows, "section-2-1": "dont-know", "section-2-2": "dont-know", "section-2-3": "2"}
    found = answered(asks, [knows] * 6 + [unsure] * 6)
    # half of them could say one thing of the second section, and said 2: (5 + 2) / 2; a zero for what nobody knew
    # would have made it 2.83, the middle 3.83
    assert values(found) == dict.fromkeys(sections, (3.0, None)) | {"section-2": (3.5, None)}
    assert all(each.band is None for each in found.scores)
    assert found.question("section-2-1").dont_know == 6
    assert_no_stage(found, 12)


def test_too_few_of_its_questions_answered_by_two_of_eight(tmp_path: Path) -> None:
    """Without evidence a form counts by half of the questions that were asked, three at least."""
    items = [each for part in ("one", "two") for each in statements(part, 5)]
    asks = loaded(instrument(items, [score("one", items[:5], "sum")], 1, 5), tmp_path)
    whole = each_of(items, 3)
    five = dict(list(whole.items())[:5])
    four = {**dict(list(whole.items())[:4]), "two-1": "prefer-not-to-say"}
    found = answered(asks, [whole] * 5 + [five] + [four] * 2)
    assert (found.people.counted, found.people.too_thin) == (6, 2)
    assert values(found) == {"one": (15.0, None)}
    assert found.verdict.kind == "none"
