from pathlib import Path

import pytest

from partnercheck.checking.discovery import files_in, fits_any


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "a.yaml", "b.yml", "c.json", "d.csv", "e.round.jsonl", "f.md", "G.YAML",
        "drafts/x.yaml", "drafts/keep.yaml", "deep/er/y.yaml", "deep/er/z.yaml", ".hidden/h.yaml", ".dot.yaml",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def names(folder: Path, *exclude: str, start: Path | None = None) -> list[str]:
    return [str(each.path.relative_to(folder)) for each in files_in([start or folder], exclude, folder)]


ALL = ["G.YAML", "a.yaml", "b.yml", "c.json", "d.csv", "deep/er/y.yaml", "deep/er/z.yaml", "drafts/keep.yaml",
       "drafts/x.yaml", "e.round.jsonl"]  # fmt: skip


def test_a_folder_means_every_file_of_ours_in_it(folder: Path) -> None:
    assert names(folder) == ALL


def test_ignore_files_leave_out_and_take_in_again(folder: Path) -> None:
    (folder / ".gitignore").write_text("drafts/*\n!drafts/keep.yaml\n*.json\n", encoding="utf-8")
    (folder / "deep" / ".ignore").write_text("er/z.yaml\n", encoding="utf-8")
    assert names(folder) == [each for each in ALL if each not in ("c.json", "drafts/x.yaml", "deep/er/z.yaml")]


def test_a_nearer_ignore_file_outweighs_the_one_above(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.yaml\n", encoding="utf-8")
    (folder / "deep" / ".gitignore").write_text("!*.yaml\n", encoding="utf-8")
    assert names(folder) == ["G.YAML", "b.yml", "c.json", "d.csv", "deep/er/y.yaml", "deep/er/z.yaml", "e.round.jsonl"]


def test_a_repository_ignores_down_from_its_root_and_no_further(folder: Path) -> None:
    (folder / ".gitignore").write_text("z.yaml\n", encoding="utf-8")
    start = folder / "deep" / "er"
    assert names(folder, start=start) == ["deep/er/y.yaml", "deep/er/z.yaml"]
    (folder / ".git" / "info").mkdir(parents=True)
    (folder / ".git" / "info" / "exclude").write_text("y.yaml\n", encoding="utf-8")
    assert names(folder, start=start) == []


def test_settings_exclude_for_good(folder: Path) -> None:
    (folder / ".gitignore").write_text("!drafts/x.yaml\n", encoding="utf-8")
    assert names(folder, "drafts", "*.csv") == [each for each in ALL if not each.startswith("d") or "deep" in each]


def test_a_named_file_is_taken_as_it_is(folder: Path) -> None:
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    found = files_in([folder / "f.md", folder / "none.yaml", folder / ".dot.yaml"], ["*"], folder)
    assert [(each.path.name, each.named) for each in found] == [
        (".dot.yaml", True), ("f.md", True), ("none.yaml", True),
    ]  # fmt: skip


def test_a_file_counts_once_and_named_outweighs_found(folder: Path) -> None:
    for paths in ([folder, folder / "a.yaml"], [folder / "a.yaml", folder]):
        found = [each for each in files_in(paths) if each.path.name == "a.yaml"]
        assert [each.named for each in found] == [True]


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "deep" / "loop").symlink_to(folder)
    assert names(folder) == ALL


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("old/*.yaml", True),
        ("old", True),
        ("*.yaml", True),
        ("**/a.yaml", True),
        ("new/*.yaml", False),
        ("*.csv", False),
    ],
)
def test_patterns_are_those_of_ignore_files(tmp_path: Path, pattern: str, fits: bool) -> None:
    assert fits_any(tmp_path / "old" / "a.yaml", [pattern], tmp_path) is fits


def test_a_pattern_says_nothing_about_files_elsewhere(tmp_path: Path) -> None:
    assert not fits_any(tmp_path / "a.yaml", ["*"], tmp_path / "other")


@pytest.mark.parametrize("line", [b"!", b"\\", b"[z-a].yaml", b"\xff\xfe", b"a/**b/\\", b"  "], ids=repr)
def test_a_line_of_an_ignore_file_that_is_no_pattern_is_passed_over(folder: Path, line: bytes) -> None:
    (folder / ".gitignore").write_bytes(line + b"\n*.json\n")
    assert names(folder) == [each for each in ALL if each != "c.json"]


def test_an_ignore_file_that_cannot_be_read_leaves_nothing_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".gitignore").write_text("*.yaml\n", encoding="utf-8")

    def refused(path: Path, **_: str) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", refused)
    assert names(folder) == ALL


def test_two_dots_in_a_path_lead_where_they_lead(folder: Path) -> None:
    (folder / ".gitignore").write_text("drafts/\n", encoding="utf-8")
    found = files_in(
        [folder / "deep" / ".." / "drafts" / ".." / "deep"], ["er/z.yaml"], folder / "drafts" / ".." / "deep"
    )
    assert [each.path.name for each in found] == ["y.yaml"]
    twice = files_in([folder / "a.yaml", folder / "deep" / ".." / "a.yaml"])
    assert [(each.path.name, each.named) for each in twice] == [("a.yaml", True)]
