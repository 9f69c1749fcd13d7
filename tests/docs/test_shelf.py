"""The pages about questionnaires, workshops and examples are current, and so are the reports of the examples."""

from pathlib import Path

import pytest
import shelf
from fences import ROOT, Golden

from partnercheck.assessment.assess import assess
from partnercheck.core.files import bundled_files
from partnercheck.core.words import words_for
from partnercheck.reports.render import render

EXAMPLES = list(shelf.examples())
ROUNDS = [
    (example, answers) for example in EXAMPLES for answers in example.rounds if answers.path.parent.name != "examples"
]
"""The rounds whose reports stand beside them; that of the single file is the sample of the report's templates."""


def test_the_index_of_questionnaires_is_current(golden: Golden) -> None:
    golden(shelf.questionnaires_page(), ROOT / "docs" / "questionnaires" / "README.md")


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.stem)
def test_the_page_of_workshops_is_current(path: Path, golden: Golden) -> None:
    golden(shelf.workshop_page(path.stem), ROOT / "docs" / "workshops" / f"{path.stem}.md")


def test_there_is_no_page_of_workshops_without_its_questionnaire() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "workshops").glob("*.md")}
    assert pages == {path.stem for path in bundled_files()}


def test_the_gallery_is_current(golden: Golden) -> None:
    golden(shelf.gallery_page(), ROOT / "docs" / "gallery.md")


@pytest.mark.parametrize(("example", "answers"), ROUNDS, ids=lambda each: getattr(each, "slug", None))
def test_the_reports_of_an_example_are_current(example: shelf.Example, answers: shelf.Answers, golden: Golden) -> None:
    found = shelf.closed_round(answers.path)
    assessment = assess(found, words_for(found.lang))
    golden(render(assessment, "md"), answers.report)
    if answers == example.rounds[-1]:
        golden(render(assessment, "html"), example.page)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.slug)
def test_an_example_says_that_it_is_fictional_and_keeps_its_questionnaire(example: shelf.Example) -> None:
    texts = [answers.path.read_text(encoding="utf-8") for answers in example.rounds]
    assert all("fictional" in text.partition("\nquestionnaire:")[0] for text in texts)
    asked = {text.partition("\nquestionnaire:")[2].partition("\n")[0].strip() for text in texts}
    assert len(asked) == 1
    dates = [text.partition("\ndate:")[2].partition("\n")[0].strip() for text in texts]
    assert dates == sorted(set(dates))


def test_every_questionnaire_with_a_folder_of_its_own_has_an_example() -> None:
    folders = [example for example in EXAMPLES if example.rounds[0].path.parent.name != "examples"]
    assert [example.slug for example in folders] == [
        path.name for path in sorted(shelf.EXAMPLES.iterdir()) if path.is_dir()
    ]
