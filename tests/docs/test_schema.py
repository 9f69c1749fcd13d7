"""The JSON Schemas: current, part of the package, explained key by key, and true of the files they describe."""

import copy
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import fences
import jsonschema
import pytest
import schemas
from fences import Golden
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.cli.app import run
from partnercheck.core.files import TextFile, read_source
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.parser import parse
from partnercheck.questionnaire.reader import read_tree
from sampling import examples

HARBOUR = str(fences.ROOT / "examples" / "harbour-technicians.yaml")
FILES = fences.ROOT / "tests" / "questionnaire" / "files"
GOOD = (
    *sorted((fences.ROOT / "questionnaires").glob("*.yaml")),
    *sorted((FILES / "good").glob("*.*")),
    fences.ROOT / "tests" / "answers" / "files" / "asks.yaml",
)
SHAPES = ("PC201", "PC202", "PC203")
"""The codes of what a schema can see."""
NAMES = tuple(schemas.schema_texts())


def schema(name: str) -> dict[str, Any]:
    text = files("partnercheck").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(name))


QUESTIONNAIRES = validator("questionnaire")
LINES = validator("round")
ANSWERS = validator("answers")


def plain_of(path: Path) -> Any:  # noqa: ANN401 - plain content of any kind
    return read_tree(read_source(path, "a file")).plain


def described(part: Any, said: str = "", at: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:  # noqa: ANN401 - any part
    """Every part of a schema with where it stands and the description that is nearest to it."""
    if isinstance(part, list):
        for index, each in enumerate(part):
            yield from described(each, said, f"{at}/{index}")
    elif isinstance(part, dict):
        said = part["description"] if isinstance(part.get("description"), str) else said
        yield at, said, part
        for key, each in part.items():
            if key != "if":
                yield from described(each, said, f"{at}/{key}")


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_current(name: str, golden: Golden) -> None:
    golden(schemas.schema_texts()[name], fences.ROOT / "src/partnercheck/schemas" / f"{name}.schema.json")


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_and_every_part_is_explained(name: str) -> None:
    found = schema(name)
    assert found["title"]
    assert found["description"]
    for at, _, part in described(found):
        for named in ("properties", "$defs"):
            for key, each in part.get(named, {}).items() if isinstance(part.get(named), dict) else ():
                there = found["$defs"][each["$ref"].rpartition("/")[2]] if "$ref" in each else {}
                assert (there | each).get("description", "").endswith("."), f"{name}{at}/{named}/{key}"


@pytest.mark.parametrize("name", ["questionnaire", "answers", "round"])
def test_every_word_that_may_stand_somewhere_is_explained(name: str) -> None:
    for at, said, part in described(schema(name)):
        for word in part.get("enum", []):
            assert f"`{word}`" in said, f"{name}{at}: {word}"


@pytest.mark.parametrize("name", NAMES)
def test_every_mapping_of_known_keys_refuses_others(name: str) -> None:
    for at, _, part in described(schema(name)):
        if isinstance(part.get("properties"), dict) and "allOf" not in part:
            assert "additionalProperties" in part, f"{name}{at}"


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_every_good_questionnaire_fits(path: Path) -> None:
    QUESTIONNAIRES.validate(plain_of(path))


@pytest.mark.parametrize("page", fences.PAGES, ids=lambda page: page.name)
def test_the_questionnaires_answers_and_events_on_the_pages_fit(page: Path) -> None:
    for fence in fences.fences(page):
        if fence.lang not in ("yaml", "json") or "exit=2" in fence.words:
            continue
        plain = read_tree(TextFile(f"{fence}.{fence.lang}", fence.text)).plain
        if "event" in fence.words:
            LINES.validate(plain)
        elif "questionnaire" in fence.words:
            QUESTIONNAIRES.validate(plain)
        elif isinstance(plain, dict) and "responses" in plain and not fence.file.startswith("mistakes"):
            ANSWERS.validate(plain)


def bad_files() -> list[Path]:
    found = [path for path in sorted((FILES / "bad").glob("*.*")) if path.suffix != ".expected"]
    return [path for path in found if path.name.startswith(SHAPES)]


@pytest.mark.parametrize("path", bad_files(), ids=lambda path: path.name)
def test_the_shape_of_bad_questionnaires_is_refused(path: Path) -> None:
    assert not QUESTIONNAIRES.is_valid(plain_of(path))


EVERY_KEY: Plain = plain_of(FILES / "good" / "every-key.yaml")
TRIED: tuple[Plain, ...] = (
    None, "", " ", "x", "x y", "NL", "a" * 61, 0, 1, -1, 2.5, 7.0, 10**6, [], ["x"], [1, 2], ["x y"], {}, {"en": "x"},
    {"nl": 1}, {"x": "y"}, {"from": 1},
)  # fmt: skip


def paths(value: Plain) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *path) for key, each in inside for path in paths(each))]


@examples(400)
@given(st.sampled_from(paths(EVERY_KEY)[1:]), st.sampled_from(TRIED), st.sampled_from(["put", "add", "remove"]))
def test_the_schema_and_the_program_agree(path: tuple[str | int, ...], value: Plain, how: str) -> None:
    plain: Any = copy.deepcopy(EVERY_KEY)
    here = plain
    for step in path[:-1]:
        here = here[step]
    if how == "add" and isinstance(here[path[-1]], dict):
        here[path[-1]]["unheard-of"] = value
    elif how == "remove" and isinstance(here, dict):
        del here[path[-1]]
    else:
        here[path[-1]] = value
    looked = parse(TextFile("tried.json", json.dumps(plain)))
    fits = QUESTIONNAIRES.is_valid(plain)
    if looked.questionnaire:
        assert fits, f"{path}: the program takes it"
    if fits:
        Questionnaire.model_validate(plain)


@pytest.mark.parametrize("value", [True, 4, -2.5, "4", "two-words"])
def test_an_option_may_be_called_by_a_number_or_a_word(value: Plain) -> None:
    plain: Any = copy.deepcopy(plain_of(FILES / "good" / "every-key.yaml"))
    plain["scales"]["marks"][0]["value"] = value
    QUESTIONNAIRES.validate(plain)
    assert Questionnaire.model_validate(plain).scales["marks"][0].value == str(value).lower()


def test_the_example_fits_the_schema_of_answers() -> None:
    ANSWERS.validate(plain_of(Path(HARBOUR)))


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted((fences.ROOT / "tests/answers/files/bad").glob("*.*"))
        if path.name.startswith(("PC202", "PC203")) and path.suffix in (".yaml", ".json")
    ],
    ids=lambda path: path.name,
)
def test_the_shape_of_bad_answers_is_refused(path: Path) -> None:
    assert not ANSWERS.is_valid(plain_of(path))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"responses": {}},
        {"responses": ["a"]},
        {"responses": [], "unheard-of": 1},
        {"responses": [{"name": "a"}]},
        {"responses": [{"answers": ["a"]}]},
        {"responses": [{"answers": {"Our Plan": 1}}]},
        {"responses": [{"answers": {"our-plan": {"a": 1}}}]},
        {"responses": [{"joint": "yes"}]},
        {"responses": [], "date": "yesterday"},
        {"responses": [], "format": 2},
    ],
    ids=str,
)
def test_what_is_no_answers_file_is_refused(wrong: Plain) -> None:
    assert not ANSWERS.is_valid(wrong)


def test_the_lines_of_a_round_fit(tmp_path: Path) -> None:
    path = tmp_path / "harbour.round.jsonl"
    assert run(["assess", "--answers", HARBOUR, "--k", "3", "--round", str(path), "--close"]) == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert {"round", "joined", "answer", "finished", "closed"} <= {json.loads(line)["event"] for line in lines}
    for line in lines:
        LINES.validate(json.loads(line))


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ({"event": "weather", "sky": ["blue"]}, False),
        ({"event": "answer", "respondent": "a", "question": "q", "answer": None}, True),
        ({"event": "answer", "respondent": "a", "question": "q", "answer": ["x", "y"]}, True),
        ({"event": "correction", "respondent": "a", "question": "q", "answer": 2.5}, True),
        ({"event": "action", "what": "Ring them."}, True),
        ({"event": "answer", "respondent": "a", "question": "q"}, False),
        ({"event": "answer", "respondent": "", "question": "q", "answer": "x"}, False),
        ({"event": "answer", "respondent": "a", "question": "q", "answer": {"x": 1}}, False),
        ({"event": "finished", "respondent": "a", "when": "now"}, False),
        ({"event": "closed", "respondents": []}, False),
        ({"event": "closed", "respondents": ["a"], "k": 1}, False),
        ({"event": "note", "text": " "}, False),
        ({"event": 7}, False),
        ({"respondent": "a"}, False),
        ([], False),
    ],
    ids=str,
)
def test_what_a_line_of_a_round_may_be(line: Plain, *, fits: bool) -> None:
    assert LINES.is_valid(line) == fits


@pytest.mark.parametrize("options", [["--k", "3"], [], ["--signed"], ["--by", "partner"], ["--by", "none"]], ids=str)
def test_what_is_printed_fits_the_schema(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assess", "--answers", HARBOUR, "--json", *options]) == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), schema("assessment"), cls=jsonschema.Draft202012Validator)


def test_too_few_and_joint_answers_fit_the_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "one.yaml"
    one.write_text("questionnaire: pulse\nresponses:\n  - answers: {shared-problem: agreed}\n", encoding="utf-8")
    for options in ([], ["--joint"]):
        assert run(["assess", "--answers", str(one), "--json", *options]) == 0
        found = json.loads(capsys.readouterr().out)
        jsonschema.validate(found, schema("assessment"), cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_assessment(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assess", "--answers", HARBOUR, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    held = validator("assessment")
    assert held.is_valid(found)
    assert not held.is_valid({})
    for key, value in (("format", 1), ("rules", 1), ("shared_view_words", "…")):
        assert not held.is_valid(found | {key: value})


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_needs_no_network(name: str) -> None:
    text = json.dumps({key: each for key, each in schema(name).items() if key != "$schema"})
    assert "://" not in text
    assert schema(name)["$schema"] == schemas.DRAFT
    for _, _, part in described(schema(name)):
        assert part.get("$ref", "#").startswith("#")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (fences.ROOT / "questionnaires" / "pulse.yaml", "questionnaire"),
        (fences.ROOT / "questionnaires" / "partnership-for-skills.yaml", "questionnaire"),
        (Path(HARBOUR), "answers"),
    ],
    ids=str,
)
def test_the_bundled_files_tell_editors_which_schema_is_theirs(path: Path, name: str) -> None:
    first = path.read_text(encoding="utf-8").split("\n")[0]
    mark = "# yaml-language-server: $schema="
    assert first.startswith(mark)
    assert (path.parent / first.removeprefix(mark)).resolve() == (
        fences.ROOT / "src/partnercheck/schemas" / f"{name}.schema.json"
    )
