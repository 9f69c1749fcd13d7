"""The JSON Schema of an assessment: current, part of the package, and true of what `assess --json` prints."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import fences
import jsonschema
import pages
import pytest
from fences import Golden

from partnercheck.cli.app import run

HARBOUR = str(fences.ROOT / "examples" / "harbour-technicians.yaml")


def schema() -> dict[str, Any]:
    text = files("partnercheck").joinpath("schemas", "assessment.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_schema_is_current(golden: Golden) -> None:
    golden(pages.assessment_schema(), fences.ROOT / "src/partnercheck/schemas/assessment.schema.json")


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("options", [["--k", "3"], [], ["--open"], ["--by", "partner"], ["--by", "none"]], ids=str)
def test_what_is_printed_fits_the_schema(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assess", "--answers", HARBOUR, "--json", *options]) == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), schema(), cls=jsonschema.Draft202012Validator)


def test_too_few_and_joint_answers_fit_the_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "one.yaml"
    one.write_text("questionnaire: pulse\nresponses:\n  - answers: {shared-problem: agreed}\n", encoding="utf-8")
    for options in ([], ["--joint"]):
        assert run(["assess", "--answers", str(one), "--json", *options]) == 0
        jsonschema.validate(json.loads(capsys.readouterr().out), schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_assessment() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    assert not validator.is_valid({})
    assert not validator.is_valid({"format": 2})
