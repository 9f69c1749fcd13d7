import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from counting import calls
from partnercheck.checking.discovery import MAX_PATTERNS, Patterns, files_in, fits_any, pattern_in


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

    def refused(path: Path, *_: str) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refused)
    assert names(folder) == ALL


def test_two_dots_in_a_path_lead_where_they_lead(folder: Path) -> None:
    (folder / ".gitignore").write_text("drafts/\n", encoding="utf-8")
    found = files_in(
        [folder / "deep" / ".." / "drafts" / ".." / "deep"], ["er/z.yaml"], folder / "drafts" / ".." / "deep"
    )
    assert [each.path.name for each in found] == ["y.yaml"]
    twice = files_in([folder / "a.yaml", folder / "deep" / ".." / "a.yaml"])
    assert [(each.path.name, each.named) for each in twice] == [("a.yaml", True)]


# --- patterns of strangers --------------------------------------------------------------------------------------------

SIGNS = ["a", "b", "*", "**", "?", "/", "!", "[ab]", "[!a]", "c", " ", "#", ".y", "\\b"]
STRANGE = re.compile(r"\*\*|//|[ \\]")
"""Where git has quirks of its own: two stars beside something else, slashes side by side, blanks."""


def left_out(patterns: Patterns, path: str) -> bool:
    """Whether a path, or a folder above it, is left out."""
    steps = path.split("/")
    return any(
        patterns.says("/".join(steps[:upto]), folder=upto < len(steps)) or False for upto in range(1, len(steps) + 1)
    )


def test_patterns_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311 - dice for a test
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for _ in range(60):
        lines = ["".join(dice.choices(SIGNS, k=dice.randint(1, 5))) for _ in range(dice.randint(1, 3))]
        lines = [line for line in lines if not STRANGE.search(line.replace("/**/", "/").removeprefix("**/"))]
        (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
        steps = ["".join(dice.choices("abc.y", k=dice.randint(1, 3))) for _ in range(90)]
        steps = [step for step in steps if step not in (".", "..")]
        paths = ["/".join(steps[at : at + 1 + at % 3]) for at in range(0, len(steps) - 3, 3)]
        asked = ["git", "check-ignore", "--no-index", "-z", "--stdin"]
        told = subprocess.run(asked, cwd=tmp_path, input="\0".join(paths), capture_output=True, text=True, check=False)
        ignored = set(told.stdout.split("\0"))
        patterns = Patterns(lines)
        assert [(lines, path, left_out(patterns, path)) for path in paths] == [
            (lines, path, path in ignored) for path in paths
        ]


@pytest.mark.parametrize(
    "pattern",
    [
        "*a" * 25 + "b",
        "*" * 900 + "b",
        "**/" * 300 + "b",
        "**/*a" * 190 + "b",
        "[ab]*" * 190 + "c",
        "?*" * 400,
        "[" * 900,
    ],
    ids=lambda pattern: pattern[:8],
)
def test_no_pattern_looks_twice(pattern: str, tmp_path: Path) -> None:
    name = "a" * 200 + ".yaml"
    (tmp_path / name).write_text("x")
    (tmp_path / ".gitignore").write_text(f"{pattern}\n" * 20)
    script = f"import sys; sys.path[:0] = {sys.path!r}; from pathlib import Path\n"
    script += "from partnercheck.checking.discovery import files_in, fits_any\n"
    script += f"found = files_in([Path({str(tmp_path)!r})], [{pattern!r}], Path({str(tmp_path)!r}))\n"
    script += f"fits_any(Path('a/' * 100 + 'a.yaml'), [{pattern!r}], Path())"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)


def test_a_line_that_is_no_pattern_means_nothing() -> None:
    for line in ("", " ", "#a", "!", "/", "//", "a//b", "[a", "a\\", "[b-a]", "a" * 1001):
        assert pattern_in(line) is None, line
    assert pattern_in("\\#a")
    assert Patterns(["a\\ "]).says("a ", folder=False)
    assert Patterns(["[]]b", "[^x]d"]).says("]b", folder=False)
    assert Patterns(["[^x]d"]).says("ad", folder=False)
    assert Patterns(["[^x]d"]).says("xd", folder=False) is None


def test_more_patterns_than_anybody_writes_are_passed_over() -> None:
    patterns = Patterns([*["a"] * MAX_PATTERNS, "b"])
    assert patterns.says("a", folder=False)
    assert patterns.says("b", folder=False) is None


def test_files_of_others_are_not_held_against_patterns(folder: Path) -> None:
    for number in range(300):
        (folder / f"photo{number}.jpg").write_text("x")
    (folder / ".gitignore").write_text("*.csv\n")
    names(folder)
    few = calls(lambda: names(folder))
    for number in range(300, 3000):
        (folder / f"photo{number}.jpg").write_text("x")
    assert calls(lambda: names(folder)) - few < 2700 * 10


def test_folders_in_folders_without_end(tmp_path: Path) -> None:
    top, before, depth = tmp_path / "a", Path.cwd(), 1500
    try:
        os.chdir(tmp_path)
        for _ in range(depth):
            Path("a").mkdir()
            os.chdir("a")  # step by step, for the whole path is longer than any name may be
        (top / "x.yaml").write_text("x")
        found = files_in([top])
        assert [each.path.name for each in found if not each.closed] == ["x.yaml"]
        assert [each.closed for each in found if each.closed] == ["it lies more than 200 folders deep"]
    finally:
        (top / "x.yaml").unlink()
        for _ in range(depth):  # shutil and pytest cannot take away what lies so deep
            os.chdir("..")
            Path("a").rmdir()
        os.chdir(before)
