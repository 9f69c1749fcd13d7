"""Files that earlier versions wrote are read for ever."""

from pathlib import Path

import pytest

from partnercheck import assess, check, load_questionnaire, load_round, render
from partnercheck.rounds.answers_file import open_answers, read_responses

KEPT = Path(__file__).parent / "0.1"
ROUNDS = sorted(KEPT.glob("*.round.jsonl"))


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_a_kept_round_is_read_and_assessed(path: Path) -> None:
    round_ = load_round(path)
    for lang in ("en", "nl"):
        assessment = assess(round_, lang)
        assert assessment.verdict.words
        assert render(assessment, "html").startswith("<!DOCTYPE html>")
        assert render(assessment, "md").startswith("# ")


def test_kept_rounds_keep_everybody() -> None:
    people = {path.stem.removesuffix(".round"): load_round(path) for path in ROUNDS}
    counted = {
        name: (len(each.closing.respondents) if each.closing else None, len(each.responses), len(each.unfinished))
        for name, each in people.items()
    }
    assert counted == {
        "anonymous": (11, 11, 0),
        "closed-twice": (11, 11, 0),
        "dutch": (13, 13, 0),
        "joint": (1, 1, 0),
        "late-forms": (8, 10, 0),
        "not-closed": (None, 2, 1),
        "signed": (9, 9, 0),
    }
    assert people["joint"].actions[0].what == "Invite the union"
    assert people["not-closed"].unfinished[0].comments
    assert people["anonymous"].invited == 14


def test_kept_answers_files_hold_the_same_forms() -> None:
    questionnaire = load_questionnaire("partnership-for-skills")
    forms = [
        [(each.respondent, each.partner, each.sector, each.answers) for each in read_responses(files, questionnaire)]
        for files in (open_answers([KEPT / f"answers.{kind}"]) for kind in ("yaml", "json", "csv"))
    ]
    assert forms[0] == forms[1] == forms[2]
    assert len(forms[0]) == 11


@pytest.mark.parametrize("name", ["pulse.yaml", "own-questionnaire.yaml"])
def test_a_kept_questionnaire_is_read(name: str) -> None:
    assert load_questionnaire(KEPT / name).questions


def test_nothing_is_wrong_with_what_was_kept() -> None:
    assert [finding for finding in check(KEPT) if finding.level == "error"] == []
