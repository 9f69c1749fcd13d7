"""`partnercheck preview`."""

import json
from pathlib import Path

import pytest

from conftest import Golden
from partnercheck.assessment.scoring import attainable, weigh_all
from partnercheck.assessment.simulation import reach_by_theme, steps_by_theme
from partnercheck.cli.app import run
from partnercheck.cli.preview_page import WIDTH
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.loader import load_questionnaire

GOLDEN = Path(__file__).parent / "golden"
FILES = Path(__file__).parents[1] / "questionnaire" / "files"
BUNDLED = ("pulse", "partnership-for-skills")
Captured = pytest.CaptureFixture[str]

STARVED = """
format: 1
id: starved
version: "1"
title: {en: A questionnaire that measures three stages only, nl: Een vragenlijst die maar drie fasen meet}
languages: [en, nl]
themes:
  trust: Trust and open talk between all who take part
  empty: Nothing asked
scales:
  agree: [{value: 1, label: No}, {value: 2, label: Perhaps}, {value: 3, label: Yes}]
questions:
  - {id: a, theme: trust, text: We trust each other., help: Think of this year., scale: agree, sign_of: norming,
     weight: 2.5}
  - {id: b, text: We quarrel., scale: agree, sign_of: storming, escapes: [dont-know], weight: 4}
  - {id: c, theme: trust, text: We work together., scale: agree, sign_of: performing, weight: 3, escapes: []}
  - {id: d, theme: trust, text: We say goodbye., scale: agree, sign_of: adjourning, weight: 3.25}
  - {id: e, text: How many are we?, kind: number, ask_if: {a: 1}}
next_steps:
  - {id: walk, for: {theme: trust}, do: Walk., why: It helps., who: All, time: an hour}
  - {id: talk, for: {stage: storming}, do: Talk., why: It helps., who: All, time: an hour}
cases:
  - {name: people who say no to everything and whose story is far too long for one line of the page, answers: [{a: 1}],
     expect: [performing, adjourning]}
  - {name: nobody, answers: [{}], expect: too-few}
"""
ONE_STAGE = """
format: 1
id: one-stage
version: "1"
title: One stage
scales:
  agree: [{value: 1, label: No}, {value: 2, label: Yes}]
questions:
  - {id: a, text: We trust each other., scale: agree, sign_of: norming, weight: 3}
"""


@pytest.fixture
def starved(tmp_path: Path) -> str:
    path = tmp_path / "starved.yaml"
    path.write_text(STARVED, encoding="utf-8")
    return str(path)


def printed(capsys: Captured, *arguments: str) -> str:
    assert run(["preview", *arguments]) == 0
    return capsys.readouterr().out


def test_a_preview(capsys: Captured, golden: Golden) -> None:
    golden(printed(capsys, "pulse", "--lang", "nl"), GOLDEN / "preview-pulse-nl.txt")


def test_what_is_wrong_is_marked_and_explained(starved: str, capsys: Captured, golden: Golden) -> None:
    golden(printed(capsys, starved), GOLDEN / "preview-starved.txt")


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("name", BUNDLED)
def test_no_line_is_wider_than_the_page(name: str, lang: str, capsys: Captured) -> None:
    lines = printed(capsys, name, "--lang", lang, "--no-simulation").splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert all(line == line.rstrip() for line in lines)


def test_every_question_and_answer_is_shown_whole(capsys: Captured) -> None:
    found = load_questionnaire("pulse")
    shown = " ".join(printed(capsys, "pulse", "--no-simulation").split())
    for question in found.questions:
        for text in (question.text, question.help, *(option.label for option in found.options_of(question))):
            assert " ".join(found.say(text, "en").split()) in shown


def test_simulation_can_be_left_out(capsys: Captured) -> None:
    whole, rest = printed(capsys, "pulse"), printed(capsys, "pulse", "--no-simulation")
    assert "recovered" in whole
    assert "recovered" not in rest
    assert json.loads(printed(capsys, "pulse", "--no-simulation", "--json"))["simulation"] is None


def test_one_stage_alone_is_not_simulated(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "one-stage.yaml"
    path.write_text(ONE_STAGE, encoding="utf-8")
    shown = " ".join(printed(capsys, str(path)).split())
    assert "! Not measured: forming, storming, performing and adjourning. A stage needs 3 in all." in shown
    assert "recovered" not in shown


def test_the_figures_as_json(starved: str, capsys: Captured) -> None:
    shown = json.loads(printed(capsys, starved, "--json"))
    assert shown["questionnaire"] == {
        "id": "starved",
        "version": "1",
        "title": "A questionnaire that measures three stages only",
    }
    assert shown["minutes"]["stated"] is None
    assert shown["minutes"]["needed"] > 0
    assert [(row["theme"], row["questions"]) for row in shown["evidence"]["themes"]] == [
        ("trust", 3),
        ("empty", 0),
        (None, 1),
    ]
    assert shown["evidence"]["attainable"] == dict(zip(STAGES, [0, 4, 2.5, 3, 3.25], strict=True))
    assert shown["evidence"]["unmeasured"] == ["forming", "norming"]
    assert list(shown["simulation"]["recovered"]) == ["storming", "performing", "adjourning"]
    assert sum(shown["simulation"]["blind"].values()) <= 1
    assert [(row["theme"], row["stages"]["storming"], row["any_stage"]) for row in shown["next_steps"]] == [
        ("trust", 0, 1),
        ("empty", 0, 0),
        (None, 1, 0),
    ]
    assert [case["expect"] for case in shown["cases"]] == [["performing", "adjourning"], "too-few"]


def test_texts_that_are_hard_to_read_are_marked(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "hard.yaml"
    hard = "Organisational accountability arrangements necessitate interdisciplinary collaboration. " * 20
    path.write_text(ONE_STAGE.replace("We trust each other.", f"{{en: {hard}, nl: {'We praten. ' * 50}, fr: Non.}}"))
    path.write_text(path.read_text() + "languages: [en, nl, fr]\n")
    shown = printed(capsys, str(path), "--no-simulation")
    assert "\nen  questions ! -231 like C2, next steps under 100 words\n" in shown
    assert "\nnl  questions 89 like A2, next steps under 100 words\n" in shown
    assert "\nfr  not measured: no formula for this language\n! Harder than B2.\n" in shown
    rows = json.loads(printed(capsys, str(path), "--no-simulation", "--json"))["reading"]
    assert [row["lang"] for row in rows] == ["en", "nl", "fr"]
    assert rows[0]["questions"]["cefr"] == "C2"
    assert rows[1]["questions"]["words_a_sentence"] == 2
    assert rows[2] == {"lang": "fr", "questions": None, "next_steps": None}


@pytest.mark.parametrize("name", BUNDLED)
def test_the_rows_add_up(name: str) -> None:
    found = load_questionnaire(name)
    weighed = weigh_all(found)
    rows = reach_by_theme(found)
    assert [sum(column) for column in zip(*(row.reach for row in rows), strict=True)] == pytest.approx(
        attainable(list(weighed.values()))
    )
    assert sum(row.questions for row in rows) == len(weighed)
    assert sum(sum(row.steps.values()) + row.any_stage for row in steps_by_theme(found)) == len(found.next_steps)


def test_a_faulty_file_is_told_as_show_tells_it(capsys: Captured) -> None:
    path = str(FILES / "many-faults.yaml")
    assert run(["preview", path]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert run(["show", path]) == 2
    assert capsys.readouterr().err == told.err


@pytest.mark.parametrize("arguments", [["pulse", "--lang", "de"], ["puls"]])
def test_what_is_not_there_is_said(arguments: list[str], capsys: Captured) -> None:
    assert run(["preview", *arguments]) == 2
    assert "partnercheck: " in capsys.readouterr().err
