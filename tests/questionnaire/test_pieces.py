"""Pieces of the library in a questionnaire: they count as if they stood there."""

import pytest

from partnercheck.checking.checker import check_text
from partnercheck.checking.settings import Settings
from partnercheck.core.files import TextFile, bundled_files
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.words import SECTORS, words_for
from partnercheck.questionnaire.loader import load_with_plain, read_questionnaire
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.parser import PARTS, library

HEAD = """\
format: 1
id: ours
version: "1.0"
languages: [en]
title: Ours
"""
QUESTION = """\
questions:
  - {id: calm, theme: trust, scale: agreement, sign_of: norming, text: We talk calmly., sources: [nesta]}
"""
USE = "use: {sources: [nesta], themes: [trust], scales: [agreement], next_steps: [more-voices]}\n"


def read(text: str) -> Questionnaire:
    return read_questionnaire(TextFile("ours.yaml", HEAD + text)).questionnaire


def told(text: str) -> list[str]:
    with pytest.raises(PartnercheckError) as caught:
        read(text)
    return [f"{each.location.line}:{each.location.column} {each.code} {each.message}" for each in caught.value.findings]


def test_pieces_count_as_if_they_stood_in_the_file() -> None:
    found = read(USE + QUESTION)
    assert found.themes["trust"] == {"en": "Trust and open talk"}
    assert [option.value for option in found.scales["agreement"]] == ["1", "2", "3", "4", "5"]
    assert found.sources["nesta"].by == "Nesta"


def test_the_steps_of_the_library_come_behind_those_of_the_file() -> None:
    own = "next_steps:\n  - {id: own, for: {stage: norming}, do: Walk., why: It helps., who: All, time: An hour}\n"
    found = read(USE + own + QUESTION)
    assert [step.id for step in found.next_steps] == ["own", "more-voices"]


def test_a_step_of_the_library_brings_its_sources_along() -> None:
    found = read(USE.replace("sources: [nesta], ", "") + QUESTION)
    assert set(found.next_steps[0].sources) == set(found.sources)


def test_an_exported_questionnaire_is_whole() -> None:
    for path in bundled_files():
        plain = load_with_plain(path).plain
        assert "use" not in plain
        assert Questionnaire.model_validate(plain) == load_with_plain(path).questionnaire


def test_texts_come_in_the_languages_of_the_questionnaire() -> None:
    found = read_questionnaire(TextFile("a.yaml", HEAD.replace("[en]", "[nl, en]").replace("Ours", "{en: A, nl: B}")
        + USE + QUESTION.replace("We talk calmly.", "{en: We talk., nl: We praten.}")))  # fmt: skip
    assert found.questionnaire.themes["trust"] == {"en": "Trust and open talk", "nl": "Vertrouwen en openheid"}


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("use: trust", "6:6 PC203 a mapping (key: value) is expected here"),
        ("use: {themes: trust}", "6:15 PC203 a list of names is expected here"),
        ("use: {themes: [thrust]}", "6:16 PC204 'thrust' stands nowhere under themes of the library"),
        ("use: {cases: [a]}", "6:7 PC201 the library has no 'cases'"),
        ("themes: {trust: T}\nuse: {themes: [trust]}", "7:16 PC205 'trust' stands under themes too"),
        ("use: {next_steps: [hand-over-list]}", "6:20 PC204 'responsibility' stands nowhere under themes"),
        ("use: {themes: [[trust]]}", "6:16 PC204 ['trust'] stands nowhere under themes of the library"),
    ],
)
def test_what_is_wrong_is_told_where_the_file_names_it(use: str, expected: str) -> None:
    assert expected in told(f"{use}\n{QUESTION}")


def test_a_piece_that_the_file_does_not_speak_all_languages_of_is_told_where_it_is_named() -> None:
    text = HEAD.replace("[en]", "[en, de]").replace("Ours", "{en: A, de: B}") + USE + QUESTION
    found = check_text("a.yaml", text.encode(), Settings(simulate=False)) or []
    at_use = [each for each in found if each.location.line == 6]
    assert {each.code for each in at_use} == {"PC207"}


def test_an_unused_piece_is_told_where_it_is_named() -> None:
    text = HEAD + USE.replace("themes: [trust]", "themes: [trust, data]") + QUESTION
    found = check_text("a.yaml", text.encode(), Settings(simulate=False, select=("PC208",))) or []
    assert [(each.location.line, each.message) for each in found] == [
        (6, "no question or next step names the theme 'data'")
    ]


@pytest.mark.parametrize("part", PARTS)
def test_the_library_has_every_piece_in_english_and_dutch(part: str) -> None:
    pieces = library(part)
    assert pieces
    names = ", ".join(pieces)
    head = HEAD.replace("[en]", "[en, nl]").replace("Ours", "{en: A, nl: B}")
    use = f"use:\n  {part}: [{names}]\n"
    found = (
        check_text("a.yaml", (head + use + QUESTION).encode(), Settings(simulate=False, select=("PC207", "PC203")))
        or []
    )
    assert [each for each in found if each.location.line == 7] == []


def test_the_usual_sectors_are_called_the_same_in_the_library() -> None:
    for sector in SECTORS:
        assert library("sectors")[sector] == {lang: words_for(lang).name(sector) for lang in ("en", "nl")}


def test_the_library_lies_where_questionnaires_are_not_listed() -> None:
    folders = {path.parent for path in bundled_files()}
    assert all((folder / "shared").is_dir() for folder in folders)
    assert not [path for path in bundled_files() if path.parent.name == "shared"]
    assert sorted(path.stem for path in (folders.pop() / "shared").glob("*.yaml")) == sorted(PARTS)
