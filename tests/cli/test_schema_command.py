"""`partnercheck schema`."""

import json
from pathlib import Path

import pytest

from partnercheck.cli.app import run
from partnercheck.cli.schema import SCHEMAS, schema_names

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "partnercheck" / "schemas"
Captured = pytest.CaptureFixture[str]


def test_the_schemas_in_the_folder_are_those_that_are_listed(capsys: Captured) -> None:
    assert sorted(name for name, _ in SCHEMAS) == sorted(path.name.split(".")[0] for path in FOLDER.glob("*.json"))
    assert run(["schema"]) == 0
    out = capsys.readouterr().out
    for name, said in SCHEMAS:
        assert f"{name:13}  {said}\n" in out


@pytest.mark.parametrize("name", [name for name, _ in SCHEMAS])
def test_a_schema_is_printed_as_it_is(name: str, capsys: Captured) -> None:
    assert run(["schema", name]) == 0
    assert capsys.readouterr().out == (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")


def test_a_dash_prints_it_too(capsys: Captured) -> None:
    assert run(["schema", "answers", "-o", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Answers"


def test_a_schema_is_written_and_written_again(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "answers.schema.json"
    assert run(["schema", "answers", "-o", str(path)]) == 0
    assert capsys.readouterr() == ("", f"{path}\n")
    older = json.loads(path.read_text(encoding="utf-8"))
    del older["properties"]["lang"]
    path.write_text(json.dumps(older), encoding="utf-8")
    assert run(["schema", "answers", "-o", str(path)]) == 0
    assert path.read_bytes() == (FOLDER / "answers.schema.json").read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"title": "Answers"}', "[" * 100_000, "\x00"])
def test_a_file_that_is_something_else_is_kept(text: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "mine.json"
    path.write_text(text, encoding="utf-8")
    assert run(["schema", "answers", "-o", str(path)]) == 2
    assert "holds something else than this schema" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == text
    assert run(["schema", "answers", "-o", str(path), "--force"]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["title"] == "Answers"


def test_another_schema_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "round.schema.json"
    assert run(["schema", "round", "-o", str(path)]) == 0
    assert run(["schema", "answers", "-o", str(path)]) == 2
    assert json.loads(path.read_text(encoding="utf-8"))["title"] == "Line of a round file"


def test_an_unknown_schema_has_a_neighbour(capsys: Captured) -> None:
    assert run(["schema", "questionnare"]) == 2
    assert "There is no schema 'questionnare'.\n  did you mean 'questionnaire'?" in capsys.readouterr().err


def test_a_file_without_a_name_is_no_wish(tmp_path: Path, capsys: Captured) -> None:
    assert run(["schema", "-o", str(tmp_path / "x.json")]) == 2
    assert "Which schema?" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", ["no/such/folder.json", ".", "a\0b"])
def test_where_nothing_can_be_written(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["schema", "round", "-o", path]) == 2
    assert not list(tmp_path.iterdir())


def test_the_shell_completes_names() -> None:
    assert schema_names("r") == ["round"]
    assert schema_names("a") == ["answers", "assessment"]
