from pathlib import Path

import pytest

from partnercheck.checking.settings import Settings, code_problem, read_settings, settings_near
from partnercheck.core.findings import PartnercheckError

FULL = """
select = ["PC3", "PC401"]
ignore = ["PC306"]
level = "warning"
max-warnings = 3
simulation = false
exclude = ["drafts/"]

[levels]
PC301 = "error"

[per-file-ignores]
"old/*.yaml" = ["PC5", "PC301"]
"""


def written(folder: Path, text: str, name: str = "partnercheck.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(PartnercheckError) as caught:
        read_settings(path)
    return [f"{each.location.line}:{each.location.column} {each.code} {each.message}" for each in caught.value.findings]


def test_everything_can_be_set(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, FULL)) == Settings(
        select=("PC3", "PC401"),
        ignore=("PC306",),
        level="warning",
        max_warnings=3,
        simulate=False,
        levels={"PC301": "error"},
        exclude=("drafts/",),
        per_file={"old/*.yaml": ("PC5", "PC301")},
        folder=tmp_path,
    )


@pytest.mark.parametrize("text", ["", "\n", " \n\t", "\ufeff", "# nothing yet\n"])
def test_an_empty_file_sets_nothing(tmp_path: Path, text: str) -> None:
    assert read_settings(written(tmp_path, text)) == Settings(folder=tmp_path)


def test_the_heading_of_the_shared_file_is_to_be_left_out_of_our_own(tmp_path: Path) -> None:
    path = written(tmp_path, "[tool.partnercheck]\nignore = ['PC3']\n")
    with pytest.raises(PartnercheckError) as caught:
        read_settings(path)
    assert [(str(each.location), each.message, each.remedy) for each in caught.value.findings] == [
        (
            f"{path}:1:2",
            "the heading [tool.partnercheck] is for pyproject.toml",
            "leave the heading out: in partnercheck.toml settings stand at the top",
        )
    ]


def test_settings_may_stand_in_the_file_that_projects_share(tmp_path: Path) -> None:
    path = written(tmp_path, '[tool.other]\nlevel = 3\n[tool.partnercheck]\nignore = ["PC3"]\n', "pyproject.toml")
    found = read_settings(path)
    assert found
    assert found.ignore == ("PC3",)


@pytest.mark.parametrize("text", ["", "[tool.other]\nx = 1\n", "# partnercheck is good\n"])
def test_a_shared_file_without_our_table_is_none_of_ours(tmp_path: Path, text: str) -> None:
    assert read_settings(written(tmp_path, text or "\n[x]\n", "pyproject.toml")) is None


def test_the_nearest_file_above_holds(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    written(tmp_path, 'ignore = ["PC1"]')
    assert settings_near(deep).ignore == ("PC1",)
    written(tmp_path / "a", "[tool.partnercheck]\nignore = ['PC2']\n", "pyproject.toml")
    assert settings_near(deep).ignore == ("PC2",)
    written(tmp_path / "a" / "b", "[tool.other]\n", "pyproject.toml")
    assert settings_near(deep).ignore == ("PC2",)
    written(deep, 'ignore = ["PC3"]')
    assert settings_near(deep).ignore == ("PC3",)


def test_without_any_file_the_usual_settings_hold(tmp_path: Path) -> None:
    assert settings_near(tmp_path) == Settings(folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("selct = ['PC3']", "1:1 PC201 the setting 'selct' is not known"),
        ("\nselect = 'PC3'", "2:1 PC203 a list of texts is expected here"),
        ("select = [3]", "1:1 PC203 a list of texts is expected here"),
        ("ignore = ['PC399']", "1:12 PC204 there is no code 'PC399'"),
        ("ignore = ['pc3']", "1:12 PC204 there is no code 'pc3'"),
        ("level = 'warnings'", "1:1 PC204 'warnings' is no level"),
        ("max-warnings = -1", "1:1 PC203 a whole number is expected here, 0 or more"),
        ("max-warnings = true", "1:1 PC203 a whole number is expected here, 0 or more"),
        ("simulation = 'no'", "1:1 PC203 true or false is expected here"),
        ("levels = 3", "1:1 PC203 a table is expected here"),
        ("[levels]\nPC301 = 'high'", "2:1 PC204 'high' is no level"),
        ("[levels]\nPC999 = 'note'", "2:1 PC204 there is no code 'PC999'"),
        ("per-file-ignores = ['x']", "1:1 PC203 a table is expected here"),
        ("select = [", "1:11 PC102 invalid value"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, text: str, told: str) -> None:
    assert problems(written(tmp_path, text)) == [told]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, "level = 'x'\nselect = ['PC999']\nnonsense = 1\n")
    assert [line.partition(":")[0] for line in problems(path)] == ["1", "2", "3"]


def test_a_table_of_another_kind_is_told(tmp_path: Path) -> None:
    assert problems(written(tmp_path, "[tool]\npartnercheck = 3\n", "pyproject.toml")) == [
        "2:1 PC203 a table is expected here"
    ]


@pytest.mark.parametrize("word", ["PC301", "PC3", "PC", "PC30"])
def test_a_code_or_how_codes_start_is_a_code(word: str) -> None:
    assert code_problem(word) is None


@pytest.mark.parametrize("word", ["301", "pc301"])
def test_another_word_is_no_code_and_the_nearest_is_named(word: str) -> None:
    problem = code_problem(word)
    assert problem == (f"there is no code {word!r}", "did you mean 'PC301'?")


def test_what_is_wanted_follows_from_select_and_ignore() -> None:
    assert Settings().wants("PC301")
    assert Settings(select=("PC3",)).wants("PC301")
    assert not Settings(select=("PC3",)).wants("PC401")
    assert not Settings(select=("PC3",), ignore=("PC301",)).wants("PC301")
    assert any(map(Settings(select=("PC4",)).wants, ["PC301", "PC401"]))
