"""Mending: what is mended is gone, nothing new comes, and everything else stays byte for byte."""

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from counting import calls
from partnercheck.checking.fixes import apply, difference, fixed, rewrite, with_fixes
from partnercheck.checking.rules.registry import questionnaire_findings
from partnercheck.checking.suppressions import apply_suppressions
from partnercheck.core.files import TextFile, bundled_path, decode, read_source
from partnercheck.core.findings import Edit, Finding, Location, PartnercheckError
from partnercheck.questionnaire.reader import read_tree
from sampling import examples

some = examples(150)
few = examples(40)


def is_quick(code: str) -> bool:
    return not code.startswith(("PC4", "PC7"))


def look(source: TextFile) -> list[Finding]:
    found = with_fixes(source, questionnaire_findings(source, is_quick))
    return apply_suppressions(source, found, is_quick)


def mended(text: str, name: str = "a.yaml") -> str:
    return fixed(TextFile(name, text), look)[0]


def finding(*edits: tuple[int, int, str]) -> Finding:
    return Finding(Location("a"), "PC109", "x", fix=tuple(Edit(*edit) for edit in edits))


# --- edits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "after", "made"),
    [
        ([], "abcdef", 0),
        ([finding()], "abcdef", 0),
        ([finding((1, 2, "X"))], "aXcdef", 1),
        ([finding((0, 0, '"'), (6, 6, '"'))], '"abcdef"', 1),
        ([finding((4, 5, "")), finding((0, 1, "XX"))], "XXbcdf", 2),
        ([finding((1, 4, "-")), finding((2, 3, "+"))], "a-ef", 1),
        ([finding((0, 0, "1"), (6, 6, "1")), finding((0, 0, "2"), (3, 3, "2"))], "1abcdef1", 1),
        ([finding((0, 6, "")), finding((3, 3, "x"))], "", 1),
        ([finding((1, 2, "X")), finding((2, 3, "Y"))], "aXYdef", 2),
    ],
)
def test_of_fixes_that_overlap_the_first_is_made(findings: list[Finding], after: str, made: int) -> None:
    assert apply("abcdef", findings) == (after, made)
    assert apply("abcdef", reversed(findings)) == (after, made)


SPOTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6), st.text("XY", max_size=2)), max_size=8)


@some
@given(SPOTS)
def test_what_no_fix_touches_stays_in_its_order(spots: list[tuple[int, int, str]]) -> None:
    text = "abcdefghijklmnopqrst"
    findings = [finding((start, min(20, start + length), new)) for start, length, new in spots]
    after, made = apply(text, findings)
    gone = {n for each in findings for edit in each.fix for n in range(edit.start, edit.end)}
    kept = "".join(letter for letter in after if letter in text)
    assert [letter for letter in kept if text.index(letter) not in gone] == [
        letter for number, letter in enumerate(text) if number not in gone
    ]
    assert kept == "".join(sorted(kept))
    assert (made > 0) == bool(findings)


def test_mending_ends_even_where_every_turn_brings_something_new() -> None:
    text, made = fixed(TextFile("a", "x"), lambda _: [finding((0, 0, "x"))])
    assert 2 < len(text) < 100
    assert made == len(text) - 1


# --- what is mended ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version: 1.0\n", 'version: "1.0"\n'),
        ("version: 1.0   # why\r\n", 'version: "1.0"   # why\r\n'),
        ("title: {en: 7}\n", 'title: {en: "7"}\n'),
        ("title: true\n", 'title: "true"\n'),
        ("about: 1\nabout: 1\nminutes: 5\n", 'about: "1"\nminutes: 5\n'),
        ("minutes: 5\nminutes: 5", "minutes: 5\n"),
        ("minutes: 5\r\nminutes: 5\r\nid: a\r\n", "minutes: 5\r\nid: a\r\n"),
        ("id: 'a'\nid: \"a\"\n", "id: 'a'\n"),
        ("id:\n  a\nid: a\n", "id:\n  a\n"),
        ("a: {}\nthemes:\n  x: no\n  x: no\n  x: no\n", 'a: {}\nthemes:\n  x: "no"\n'),
        ("questions:\n- id: a\n  id: a\n", "questions:\n- id: a\n"),
        ("themes:\n  no:\ttrust\n", 'themes:\n  "no": trust\n'),
        ("id: a # partnercheck: ignore PC110 - none\n", "id: a\n"),
        ("# partnercheck: ignore PC110 - none\n# more\nid: a\n", "# more\nid: a\n"),
    ],
)
def test_what_needs_no_judgement_is_mended(before: str, after: str) -> None:
    assert mended(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "id: a\nid: b\n",
        'id: "1"\nid: 1\n',
        "id: a\nid: a # for a reason\n",
        "{id: a, id: a}\n",
        "{\n  id: a,\n  id: a\n}\n",
        "id: a\nid: |-\n  a\n",
        "id: a\n? id\n: a\n",
        "questions: [a]\nquestions: [a]\n",
        "questions:\n  - {id: a, several: yes}\n",
        "minutes: 1e1\n",
        "id: !!str a\nid: !!str a\n",
        "title: !!int 3\n",
    ],
)
def test_what_takes_a_person_is_left_alone(text: str) -> None:
    assert mended(text) == text


def test_in_json_a_number_for_a_text_is_mended_too() -> None:
    assert mended('{"version": 1.0, "version": 1.0}', "a.json") == '{"version": "1.0", "version": 1.0}'


def test_yes_where_true_is_expected_is_told_once_and_has_no_fix() -> None:
    found = look(TextFile("a.yaml", "questions:\n  - {id: a, several: yes}\n"))
    here = {each.code: each.fix for each in found if each.location.column == len("  - {id: a, several: ") + 1}
    assert here == {"PC203": ()}


# --- laws -------------------------------------------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        [
            "k{n}: no", "k{n}:\tx", "no: {n}", "k{n}: [yes, 'no', on]", "# no: yes\ttoo",
            'k{n}: {{a: 1_0,\tb: "x\ty"}}', "",
            "k{n}: 2026-11-21  # a day", "k{n}: |\n  no\n  # yes\n", "k{n}: 'on\n\n  off'", "k{n}:\n  - y\n  -  n",
            "dup: a", "dup: b",
            "dup: 1\ndup: 1", "version: 1.0", "version: 2", "title: {{en: {n}, nl: nee}}", "é😀{n}: 12:30", "k{n}: 1e3",
            "# partnercheck: ignore PC107 - nothing there", "k{n}: a  # partnercheck: ignore PC109 - meant",
            "k{n}: no  # partnercheck: ignore PC109, PC107 - meant", "k{n}: &x no", "k{n}: [", "  k{n}: off",
        ]
    ),
    max_size=10,
)  # fmt: skip


@some
@given(PIECES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_mending_twice_changes_no_more_and_brings_nothing_new(pieces: list[str], end: str, last: bool) -> None:
    text = "\n".join(piece.format(n=n) for n, piece in enumerate(pieces)).replace("\n", end) + end * last
    assume(text.strip())
    source = TextFile("a.yaml", text)
    after = mended(text)
    assert mended(after) == after
    again = TextFile("a.yaml", after)
    assert not [each for each in look(again) if each.fix]
    before_messages = {(each.code, re.sub(r"\d+", "", each.message)) for each in look(source)}
    assert {(each.code, re.sub(r"\d+", "", each.message)) for each in look(again)} <= before_messages
    assert bare(after) == bare(text)
    assert after.count("\r") == (after.count("\n") if end == "\r\n" else 0)


def bare(text: str) -> list[str]:
    """Each different line of the text, without what mending may add or take out."""
    lines = (re.sub(r"# partnercheck:.*|[\s\"]+", "", line) for line in text.splitlines())
    return [line for line in dict.fromkeys(lines) if line]


@some
@given(PIECES)
def test_a_mended_file_says_the_same_as_before_and_to_every_reader(pieces: list[str]) -> None:
    kept = [piece for piece in pieces if "version" not in piece and "title" not in piece]
    text = "\n".join(piece.format(n=n) for n, piece in enumerate(kept)) + "\n"
    tree = read_tree(TextFile("a.yaml", text))
    assume(isinstance(tree.plain, dict) and {each.code for each in tree.findings} <= {"PC103"})
    after = mended(text)
    assert read_tree(TextFile("a.yaml", after)).plain == tree.plain
    left = look(TextFile("a.yaml", after))
    if not {"PC109", "PC103"} & {each.code for each in left} and "ignore PC109" not in after:
        assert yaml.safe_load(after) == tree.plain


@few
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), min_size=1, max_size=20), st.sampled_from(["\n", "\r\n"])
)
def test_faults_planted_in_the_bundled_questionnaire_are_taken_out_again(
    faults: list[tuple[int, bool]], end: str
) -> None:
    path = bundled_path("pulse")
    assert path
    whole = read_source(path, "a questionnaire").text.replace("\n", end)
    spots = [found.end() for found in re.finditer(r"(?m)(?:^[ -]*|[{,] ?)[\w-]+: (?=[\[{\"a-z])", whole)]
    planted = whole
    for spot in sorted({spots[number % len(spots)] for number, _ in faults}, reverse=True):
        planted = planted[: spot - 1] + "\t" + planted[spot:]
    assume(not read_tree(TextFile("a.yaml", planted)).findings)
    found = TextFile("a.yaml", planted)
    assert apply(planted, with_fixes(found, questionnaire_findings(found, lambda code: code == "PC110")))[0] == whole


# --- the difference ---------------------------------------------------------------------------------------------------


def applied(told: str, before: str, folder: Path) -> str:
    """What git makes of a text by a difference."""
    (folder / "x.yaml").write_bytes(before.encode())
    if told:
        subprocess.run(["git", "apply", "--unidiff-zero", "-"], input=told.encode(), cwd=folder, check=True)
    return (folder / "x.yaml").read_bytes().decode()


def test_a_difference_shows_the_changed_lines_and_three_around_them(tmp_path: Path) -> None:
    before = "".join(f"{n}: no\r\n" if n in (2, 19) else f"{n}: a\r\n" for n in range(20)) + "c: yes"
    after = before.replace("no", '"no"').replace("yes", '"yes"').replace("4: a\r\n", "", 1)
    told = difference("x.yaml", before, after)
    assert told.replace("\r", "").splitlines() == [
        "--- x.yaml", "+++ x.yaml",
        "@@ -1,8 +1,7 @@", " 0: a", " 1: a", "-2: no", '+2: "no"', " 3: a", "-4: a", " 5: a", " 6: a", " 7: a",
        "@@ -17,5 +16,5 @@", " 16: a", " 17: a", " 18: a", "-19: no", "-c: yes",
        "\\ No newline at end of file", '+19: "no"', '+c: "yes"', "\\ No newline at end of file",
    ]  # fmt: skip
    assert applied(told, before, tmp_path) == after
    assert difference("x.yaml", before, before) == ""


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "d\r"]), max_size=14).map("\n".join)


@few
@given(TEXTS, TEXTS)
def test_git_makes_the_text_after_of_the_text_before_and_the_difference(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str
) -> None:
    assume(before and after)
    folder = tmp_path_factory.mktemp("repository")
    assert applied(difference("x.yaml", before, after), before, folder) == after


def test_the_cost_of_a_difference_grows_with_the_file_and_no_faster() -> None:
    def cost(times: int) -> int:
        before = "".join(f"k{n}: no\n  theme: trust\n  theme: trust\n  ask: a\n\n" for n in range(times))
        after = before.replace("no", '"no"').replace("  theme: trust\n", "", times + 1)
        assert difference("x", before, after).count("\n-k") == times
        return calls(lambda: difference("x", before, after))

    assert cost(8000) < 12 * cost(1000)  # eight times as long; a square would be 64 times


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: no\r\nb: 1", b"a: no\n", "é: no\r".encode()])
def test_only_what_is_mended_changes_in_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    path.chmod(0o640)
    after = mended(decode("a.yaml", content, "a questionnaire").text)
    rewrite(path, content, after)
    assert path.read_bytes() == content.replace(b"no", b'"no"')
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_still_leads_to_the_file_that_was_mended(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a.yaml", tmp_path / "link.yaml"
    target.write_bytes(b"a: no")
    link.symlink_to(target)
    rewrite(link, b"a: no", 'a: "no"')
    assert link.is_symlink()
    assert target.read_bytes() == b'a: "no"'


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: yes")
    with pytest.raises(PartnercheckError, match="was changed by somebody else"):
        rewrite(path, b"a: no", 'a: "no"')
    assert path.read_bytes() == b"a: yes"


def test_a_file_that_is_gone_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(PartnercheckError, match="there is no such file"):
        rewrite(tmp_path / "a.yaml", b"a: no", 'a: "no"')


@pytest.fixture
def broken_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, f"No space left on device {descriptor}")

    monkeypatch.setattr(os, "fsync", full)


@pytest.mark.usefixtures("broken_disk")
def test_on_a_full_disk_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: no")
    with pytest.raises(PartnercheckError, match="the disk is full"):
        rewrite(path, b"a: no", 'a: "no"')
    assert path.read_bytes() == b"a: no"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_may_not_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: no")
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may have every permission
    with pytest.raises(PartnercheckError, match="you have no permission"):
        rewrite(path, b"a: no", 'a: "no"')
    assert path.read_bytes() == b"a: no"
