"""Questionnaire files, good and bad. A new case is a new file: good ones load, bad ones tell what their golden says.

The name of a bad file starts with the code that it is about; `--update-golden` writes what is told about it.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from partnercheck.core.codes import CODES
from partnercheck.core.files import decode
from partnercheck.core.findings import PartnercheckError
from partnercheck.questionnaire.loader import load_questionnaire, read_questionnaire

FILES = Path(__file__).parent / "files"
GOOD = sorted((FILES / "good").iterdir())
BAD = sorted(path for path in (FILES / "bad").iterdir() if path.suffix != ".expected")
ANSWERS = FILES.parents[1] / "answers" / "files" / "bad"
ANSWERED = (*(f"PC80{n}" for n in range(1, 9)), "PC811")
"""Codes that reading answers may tell."""
LOADED = tuple(each.code for each in CODES if "PC101" <= each.code <= "PC207" or each.code in ANSWERED)
CHECKED = ("PC109", "PC110", "PC111")
"""Codes that loading a file may tell, and those of them that only a check tells."""


def problem_of(path: Path) -> PartnercheckError:
    """What is told about a bad file, by its bare name."""
    with pytest.raises(PartnercheckError) as caught:
        read_questionnaire(decode(path.name, path.read_bytes(), "a questionnaire"))
    return caught.value


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_good_file_loads(path: Path) -> None:
    assert load_questionnaire(path).questions


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_file_tells_everything_that_is_wrong_with_it(path: Path, golden: Callable[[str, Path], None]) -> None:
    problem = problem_of(path)
    told = str(problem)
    assert path.name[:5] in {found.code for found in problem.findings}
    assert all(line.isprintable() for line in told.split("\n"))
    golden(told + "\n", path.with_name(path.name + ".expected"))


def test_every_golden_has_its_file() -> None:
    goldens = {path.name.removesuffix(".expected") for path in (FILES / "bad").glob("*.expected")}
    assert goldens == {path.name for path in BAD}


def test_loading_tells_each_of_its_codes_about_some_file() -> None:
    told = "".join(path.read_text() for folder in (FILES / "bad", ANSWERS) for path in folder.glob("*.expected"))
    found = set(re.findall(r"^\S+:\d+:\d+: (?:error|warning|note) (PC\d+) ", told, re.MULTILINE))
    assert sorted(found) == sorted(set(LOADED) - set(CHECKED))


def test_many_faults_are_told_at_once_each_on_its_line() -> None:
    path = FILES / "many-faults.yaml"
    planted = [
        (number, code)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for code in line.partition("  # PC")[2].replace("PC", "").split()
    ]
    found = problem_of(path).findings
    assert len(planted) >= 12
    assert sorted({(each.location.line, each.code.removeprefix("PC")) for each in found}) == sorted(planted)


@pytest.mark.parametrize(
    ("path", "wrong", "meant"),
    [
        ("PC204-names.yaml", "'thrust'", "did you mean 'trust'?"),
        ("PC204-names.yaml", "'agreemnt'", "did you mean 'agreement'?"),
        ("PC204-names.yaml", "'storning'", "did you mean 'storming'?"),
        ("PC204-names.yaml", "'zorro'", "known here: data, trust"),
        ("PC201-keys.yaml", "'titel'", "did you mean 'title'?"),
        ("PC201-keys.yaml", "'lable'", "did you mean 'label'?"),
    ],
)
def test_the_nearest_known_word_is_offered(path: str, wrong: str, meant: str) -> None:
    remedies = [each.remedy for each in problem_of(FILES / "bad" / path).findings if wrong in each.message]
    assert remedies == [meant]
