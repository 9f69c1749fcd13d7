from pathlib import Path

import pytest

from partnercheck.checking.discovery import Kind, kind_of
from partnercheck.core.files import bundled_files

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.yaml", "questions:\n  - id: a\n", "questionnaire"),
        ("a.yaml", "id: a\nnext_steps: [", "questionnaire"),
        ("a.json", '{"id": "a", "questions": []}', "questionnaire"),
        ("a.json", '{\n  "id": "a",\n  "questions": [\n', "questionnaire"),
        ("a.yaml", "questionnaire: pulse\nresponses:\n  - answers: {}\n", "answers"),
        ("a.json", '{"responses": []}', "answers"),
        ("a.csv", "respondent;sector;a\n", "table"),
        ("a.csv", "a,b,partner,Sector\n", "table"),
        ("a.csv", '\ufeff"respondent","b"\n', "table"),
        ("a.csv", "Name,Sector,Sales\n", None),
        ("a.yaml", "scales:\n  responses: []\nquestions: []\n", "questionnaire"),
        ("a.yaml", "en:\n  questions: none\n", None),
        ("a.round.jsonl", '{"event": "round"}\n', "round"),
        ("a.yaml", "on: push\njobs: {}\n", None),
        ("a.json", '{"name": "x", "dependencies": {}}', None),
        ("a.csv", "town,people\nDelft,3\n", None),
        ("a.jsonl", '{"x": 1}\n', None),
        ("a.schema.json", '{\n  "$schema": "x",\n  "properties": {\n"questions": {}}}', None),
    ],
)
def test_what_is_found_in_a_folder(path: str, text: str, kind: Kind | None) -> None:
    assert kind_of(path, text, named=False) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.yaml", "questionnaire"), ("a", "questionnaire"), ("a.csv", "table"), ("a.jsonl", "round")],
)
def test_what_is_named_is_what_its_ending_says(path: str, kind: Kind) -> None:
    assert kind_of(path, "nothing to go by", named=True) == kind


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_the_bundled_questionnaires_are_known(path: Path) -> None:
    assert kind_of(path.name, path.read_text(encoding="utf-8"), named=False) == "questionnaire"


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_are_known(path: Path) -> None:
    assert kind_of(path.name, path.read_text(encoding="utf-8"), named=False) == "answers"
