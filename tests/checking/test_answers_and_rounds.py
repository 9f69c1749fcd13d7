"""Answers files and round files under the check: which questionnaire they belong to, and what is told about them."""

from pathlib import Path

import pytest

from partnercheck.checking.catalog import QuestionnaireCatalog
from partnercheck.checking.checker import check_paths, check_text
from partnercheck.checking.settings import Settings
from partnercheck.core.findings import Finding

QUICK = Settings(simulate=False)
OWN = """
format: 1
id: our-own
version: "1.0"
title: Our own
scales:
  agreement: [{value: 1, label: "No"}, {value: 2, label: "Yes"}]
questions:
  - {id: kept-promises, text: Promises are kept., scale: agreement, sign_of: norming}
  - {id: good-intentions, text: There is little more than good intentions., scale: agreement, sign_of: forming}
"""


def told(name: str, text: str, given: str = "") -> list[str]:
    found = check_text(name, text.encode(), QUICK, QuestionnaireCatalog(given))
    return [short(each) for each in found or ()]


def short(found: Finding) -> str:
    return f"{found.location.line}:{found.location.column} {found.code} {found.message}"


def test_answers_are_held_against_the_bundled_questionnaire_they_name() -> None:
    assert told("a.yaml", "questionnaire: pulse\nresponses:\n  - answers: {good-intentions: 5}\n") == []
    assert told("a.yaml", "questionnaire: pulse\nresponses:\n  - answers: {good-intentions: 9, x: 1}\n") == [
        "3:32 PC802 '9' is no answer to 'good-intentions'",
        "3:35 PC801 'x' is no question here",
    ]


def test_answers_that_name_no_questionnaire_are_told_how_to() -> None:
    assert told("a.yaml", "responses: []\n") == [
        "1:1 PC809 these answers do not say which questionnaire they belong to"
    ]
    assert told("a.yaml", "questionnaire: pulze\nresponses: []\n") == [
        "1:16 PC809 there is no questionnaire 'pulze' among the bundled ones or beside these answers"
    ]


def test_what_the_user_gives_outweighs_what_the_file_names() -> None:
    assert told("a.yaml", "responses:\n  - answers: {good-intentions: 5}\n", "pulse") == []
    found = told("a.yaml", "questionnaire: pulse\nresponses:\n  - answers: {}\n", "partnership-for-skills")
    assert found == ["1:16 PC808 these are answers to 'pulse', not to 'partnership-for-skills'"]


def test_a_questionnaire_beside_the_answers_is_found_by_its_id_and_any_by_its_path(tmp_path: Path) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text(OWN, encoding="utf-8")
    path = tmp_path / "answers.yaml"
    path.write_text("questionnaire: our-own\nresponses:\n  - answers: {kept-promises: 7}\n", encoding="utf-8")
    assert [each.code for each in check_paths([path], QUICK).findings] == ["PC802"]
    elsewhere = tmp_path / "elsewhere" / "answers.yaml"
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    assert [each.code for each in check_paths([elsewhere], QUICK).findings] == ["PC809"]
    assert [each.code for each in check_paths([elsewhere], QUICK, str(ours)).findings] == ["PC802"]


def test_a_questionnaire_that_is_checked_too_is_found(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "ours.yaml").write_text(OWN, encoding="utf-8")
    answers = tmp_path / "b" / "answers.yaml"
    answers.write_text("questionnaire: our-own\nresponses:\n  - answers: {kept-promises: 2}\n", encoding="utf-8")
    assert [each.code for each in check_paths([answers], QUICK).findings] == ["PC809"]
    of_answers = [each for each in check_paths([tmp_path], QUICK).findings if each.location.path == str(answers)]
    assert of_answers == []


def test_answers_to_a_faulty_questionnaire_wait_for_it(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(OWN.replace("norming", "norning"), encoding="utf-8")
    path = tmp_path / "answers.yaml"
    path.write_text("questionnaire: our-own\nresponses: []\n", encoding="utf-8")
    found = check_paths([path], QUICK).findings
    assert [each.code for each in found] == ["PC809"]
    assert "has faults of its own" in found[0].message


def test_a_table_is_held_against_the_questionnaire_that_asks_its_columns(tmp_path: Path) -> None:
    assert told("a.csv", "respondent,good-intentions,sore-points\na,5,6\n") == [
        "2:5 PC802 '6' is no answer to 'sore-points'"
    ]
    (tmp_path / "ours.yaml").write_text(OWN, encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text("respondent,kept-promises,good-intentions\na,1,3\n", encoding="utf-8")
    assert [short(each) for each in check_paths([path], QUICK).findings] == [
        "2:5 PC802 '3' is no answer to 'good-intentions'"
    ]


def test_a_table_that_no_questionnaire_asks_for_is_told_so() -> None:
    assert told("a.csv", "respondent,x\na,1\n") == ["1:1 PC809 no questionnaire asks what these columns are called"]


def test_answers_without_anybody_are_told() -> None:
    assert told("a.csv", "respondent,good-intentions\n") == ["1:1 PC202 there are no answers in this file"]


@pytest.mark.parametrize("text", ["questionnaire: pulse\nresponses: [\n", "questionnaire: pulse\nresponses: {}\n"])
def test_faults_of_reading_answers_are_told_once(text: str) -> None:
    found = told("a.yaml", text)
    assert found
    assert len(set(found)) == len(found)


def test_round_files_are_read_to_their_end() -> None:
    assert told("a.round.jsonl", "{}\n") == ["1:1 PC901 a round file starts with a line whose event is 'round'"]


def test_a_torn_last_line_is_a_note(tmp_path: Path) -> None:
    from partnercheck.cli.app import run

    path = tmp_path / "a.round.jsonl"
    example = Path(__file__).parents[2] / "examples" / "harbour-technicians.yaml"
    assert run(["assess", "--answers", str(example), "--round", str(path)]) == 0
    assert check_paths([path], QUICK).findings == ()
    with path.open("ab") as stream:
        stream.write(b'{"event": "ans')
    assert [(each.code, each.level) for each in check_paths([path], QUICK).findings] == [("PC903", "note")]
