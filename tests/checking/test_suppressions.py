"""Suppressions in a file: what they are about, and what is wrong with them."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counting import calls
from partnercheck.checking.fixes import apply
from partnercheck.checking.rules.registry import questionnaire_findings
from partnercheck.checking.suppressions import NEVER, apply_suppressions, suppressions
from partnercheck.core.codes import CODES
from partnercheck.core.files import TextFile, bundled_path, read_source
from partnercheck.core.findings import Finding
from partnercheck.questionnaire.reader import read_tree
from sampling import examples

some = examples(150)
few = examples(25)


def always(code: str) -> bool:
    return bool(code)


def source(text: str, name: str = "a.yaml") -> TextFile:
    return TextFile(name, text)


def told(text: str, *at: str, name: str = "a.yaml") -> list[str]:
    """What remains of findings, each given as `line:code`, in a text."""
    here = source(text, name)
    findings = [here.finding(int(line), 1, code, "x") for line, code in (each.split(":") for each in at)]
    return [f"{each.location.line}:{each.code}" for each in sorted(apply_suppressions(here, findings, always))]


@pytest.mark.parametrize(
    ("comment", "form"),
    [
        ("# partnercheck ignore PC303 - x", "# partnercheck: ignore PC303 - the reason"),
        ("# Partnercheck: Ignore pc303 - x", "# partnercheck: ignore PC303 - the reason"),
        ("# PARTNERCHECK IGNORE-FILE PC303, PC304 - x", "# partnercheck: ignore-file PC303, PC304 - the reason"),
    ],
)
def test_a_comment_that_is_nearly_a_suppression_is_told(comment: str, form: str) -> None:
    (found,) = apply_suppressions(source(f"a: 1  {comment}\n"), [], always)
    assert (found.code, found.remedy) == ("PC003", f"write it as: {form}")


def test_a_comment_that_only_speaks_of_us_is_none() -> None:
    assert told("# partnercheck reads this file, and people ignore PC303 sometimes\na: 1\n") == []


def test_a_missing_reason_is_told_with_the_codes_of_the_author() -> None:
    (found,) = apply_suppressions(source("a: 1  # partnercheck: ignore PC303, PC304\n"), [], always)
    assert (found.code, found.remedy) == ("PC001", "write it as: # partnercheck: ignore PC303, PC304 - the reason")


# --- what a suppression is about --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "comment",
    [
        "# partnercheck: ignore PC301 - reason",
        "#partnercheck:ignore PC301 - reason",
        "#  partnercheck:  ignore   PC301-reason",
        "# partnercheck: ignore PC301 – reason",
        "# partnercheck: ignore PC301 — reason",
        "# partnercheck: ignore PC301: reason",
        "# partnercheck: ignore PC301 -- long enough, for the room: it is read out",
        "# partnercheck: ignore PC501, PC301 - reason",
        "# partnercheck: ignore PC501,PC301 - reason",
        "# partnercheck: ignore PC501 PC301 - reason",
        "# read out. # partnercheck: ignore PC301 - reason",
        "# partnercheck: ignore PC301 - reason   ",
    ],
)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b {}", 1),
        ("a: b\t{}", 1),
        ("{}\na: b", 2),
        ("a: b\n   {}\n\n# more\n  \nc: d", 6),
        ("a:  {}\n  b: c", 1),
        ("a: >-  {}\n  text\nb: c", 1),
        ("a: |\n  text\n{}\nb: c", 4),
        ("a: [b, {}\n  c]", 1),
        ("{}\r\na: 'x\r\n  y'\r\n", 2),
        ("a: 'x'  {}\r\nb: c", 1),
        ('"a": {{b: c}} {}', 1),
    ],
)
def test_a_suppression_is_about_its_line_or_the_next_part_below(text: str, line: int, comment: str) -> None:
    written = text.format(comment)
    unused = ["PC501"] if "PC501" in comment else []
    kept = [f"{line}:PC302", f"{line + 1}:PC301"]
    found = [each for each in told(written, f"{line}:PC301", *kept) if not each.endswith("PC002")]
    assert found == sorted(kept)
    assert [each.message.split()[0] for each in idle(written, f"{line}:PC301")] == unused


def idle(text: str, *at: str) -> list[Finding]:
    here = source(text)
    findings = [here.finding(int(line), 1, code, "x") for line, code in (each.split(":") for each in at)]
    return [each for each in apply_suppressions(here, findings, always) if each.code == "PC002"]


@pytest.mark.parametrize(
    "text",
    [
        "a: '# partnercheck: ignore PC301 - reason'",
        'a: " # partnercheck: ignore PC301 - reason"',
        "a: |\n  # partnercheck: ignore PC301 - reason\n  b",
        "a: 'x\n  # partnercheck: ignore PC301 - reason\n  y'",
        "a: >-\n  x # partnercheck: ignore PC301 - reason",
        "a: x# partnercheck ignore PC301 - reason",
        "a: x#partnercheck:ignore",
        "# write '# partnercheck: ignore PC301 - reason'\na: b",
        "# the word partnercheck: is a name\na: b",
    ],
)
def test_what_is_no_comment_suppresses_nothing_and_is_not_blamed(text: str) -> None:
    assert not suppressions(source(text))
    at = [f"{line}:PC301" for line in range(1, text.count("\n") + 2)]
    assert told(text, *at) == at


def test_a_suppression_of_the_whole_file_may_stand_anywhere_and_may_name_families() -> None:
    text = "a: b\nc: d\n  # partnercheck: ignore-file PC3, PC501 - our house style\n"
    assert told(text, "1:PC301", "2:PC312", "2:PC501", "2:PC502", "1:PC401") == ["1:PC401", "2:PC502"]


def test_json_has_no_comments() -> None:
    assert told('{"a": 1} # partnercheck: ignore', "1:PC301", name="a.json") == ["1:PC301"]


@pytest.mark.parametrize("code", ["PC001", "PC002", "PC003", "PC004", "PC101", "PC102", "PC105", "PC108", "PC111"])
def test_what_stops_reading_cannot_be_suppressed(code: str) -> None:
    assert sorted(told(f"a: b # partnercheck: ignore {code} - no", f"1:{code}")) == sorted([f"1:{code}", "1:PC003"])
    assert f"2:{code}" in told(f"# partnercheck: ignore-file {code[:3]} - no\na: b", f"2:{code}")


# --- what is wrong with it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "code", "part", "words"),
    [
        (
            "ignore PC301",
            "PC001",
            "# partnercheck: ignore PC301",
            "write it as: # partnercheck: ignore PC301 - the reason",
        ),
        ("ignore PC301 -", "PC001", "# partnercheck: ignore PC301 -", "gives no reason"),
        ("ignore PC301 - …", "PC001", "# partnercheck: ignore PC301 - …", "gives no reason"),
        ("ignore PC301 it is read out", "PC001", "# partnercheck: ignore PC301 it is read out", "gives no reason"),
        ("ignore PC399 - x", "PC003", "PC399", "did you mean 'PC309'?"),
        ("ignore pc301 - x", "PC003", "pc301", "did you mean 'PC301'?"),
        ("ignore too-long - x", "PC003", "too", "there is no code 'too'"),
        ("ignore PC3 - x", "PC003", "PC3", "only ignore-file takes one"),
        ("ignore PC30 - x", "PC003", "PC30", "there is no code 'PC30'"),
        ("ignore PC102 - x", "PC003", "PC102", "cannot be suppressed"),
        ("ignor PC301 - x", "PC003", "ignor", "did you mean 'ignore'?"),
        ("ignore[PC301] - x", "PC003", "ignore[PC301]", "did you mean 'ignore'?"),
        ("ignore", "PC003", "# partnercheck: ignore", "names no code"),
        ("ignore - x", "PC003", "# partnercheck: ignore - x", "names no code"),
        ("", "PC003", "# partnercheck:", "says nothing"),
        ("ignore-file PC301 - x", "PC003", "ignore-file", "put it on a line of its own"),
    ],
)
def test_a_suppression_that_cannot_work_is_told_of_and_suppresses_nothing(
    comment: str, code: str, part: str, words: str
) -> None:
    text = f"a: b  # partnercheck: {comment}".rstrip() + "\nc: d"
    here = source(text)
    found = apply_suppressions(here, [here.finding(1, 1, "PC301", "x"), here.finding(1, 1, "PC309", "x")], always)
    assert [each.code for each in found] == ["PC301", "PC309", code]
    blamed = found[-1]
    assert blamed.excerpt[blamed.location.column - 1 :].startswith(part)
    assert words in f"{blamed.message}; {blamed.remedy}"
    assert blamed.length == len(part)


def test_the_good_codes_beside_a_bad_one_still_work() -> None:
    assert told("a: b # partnercheck: ignore PC301, PC399 - x", "1:PC301") == ["1:PC003"]


def test_a_suppression_that_suppresses_nothing_is_told_of_only_where_its_codes_were_looked_for() -> None:
    text = "# partnercheck: ignore-file PC4 - x\na: b # partnercheck: ignore PC301, PC405 - x"
    here = source(text)
    everything = apply_suppressions(here, [], always)
    assert [each.message for each in everything] == [
        "PC4 suppresses nothing in this file",
        "PC301 and PC405 suppress nothing on line 2",
    ]
    without = apply_suppressions(here, [], lambda code: code != "PC405")
    assert [each.message for each in without] == ["PC301 suppresses nothing on line 2"]
    assert not apply_suppressions(here, [], lambda code: code != "PC002" and not code.startswith("PC4"))


@pytest.mark.parametrize(
    ("code", "blamed"),
    [
        ("PC102", []),
        ("PC105", []),
        ("PC106", ["PC109"]),
        ("PC201", ["PC109"]),
        ("PC109", ["PC301"]),
        ("PC302", ["PC109", "PC301"]),
    ],
)
def test_while_parts_cannot_be_read_no_suppression_is_blamed_for_rules_that_left_them_out(
    code: str, blamed: list[str]
) -> None:
    here = source("a: b # partnercheck: ignore PC109, PC301 - x\nc: d")
    found = apply_suppressions(here, [here.finding(1 if code == "PC109" else 2, 1, code, "x")], always)
    assert [re.findall("PC[0-9]+", each.message) for each in found if each.code == "PC002"] == [blamed] * bool(blamed)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("# partnercheck: ignore PC301 - x\na: b\n", "a: b\n"),
        ("a: b\r\n  # partnercheck: ignore PC301 - x\r\nc: d\r\n", "a: b\r\nc: d\r\n"),
        ("a: b  # partnercheck: ignore PC301 - x\nc: d\n", "a: b\nc: d\n"),
        ("a: b\n# partnercheck: ignore PC301 - x", "a: b\n"),
        ("a: |  # partnercheck: ignore PC301 - x\n  b", "a: |\n  b"),
        ("# why  # partnercheck: ignore PC301 - x\na: b", "# why\na: b"),
        ("a: b # partnercheck: ignore PC501, PC301 - x", "a: b # partnercheck: ignore PC501 - x"),
        ("a: b # partnercheck: ignore PC301 , PC501, PC302 - x", "a: b # partnercheck: ignore PC501 - x"),
        ("a: b # partnercheck: ignore PC302, PC399, - x", "a: b # partnercheck: ignore PC399 - x"),
    ],
)
def test_what_suppresses_nothing_is_taken_out_and_nothing_else(text: str, after: str) -> None:
    here = source(text)
    found = apply_suppressions(here, [here.finding(1, 1, "PC501", "x")], always)
    assert apply(text, [each for each in found if each.code == "PC002"]) == (after, 1)


# --- laws -------------------------------------------------------------------------------------------------------------

BUNDLED = bundled_path("pulse")
assert BUNDLED
WHOLE = read_source(BUNDLED, "a questionnaire").text
# One that may be suppressed, so that there is always one to choose; most of the others are errors.
SUPPRESSIBLE = ("value: ", "value:\t")
FAULTS = (
    SUPPRESSIBLE,
    ("theme: ", "theme: no-such-"),
    ("sign_of: ", "sing_of: "),
    ("nl: ", "nl_NL: "),
    (": {", ": !x {"),
    ("id: ", "id: No "),
    ("minutes: ", "minutes: many "),
    ("  who:", "  whom:"),
    ("en: ", "en: Obviously "),
    ("nl: ", "nl: Uiteraard "),
    ("value: ", "value: 1_"),
)


@few
@given(st.integers(0, 500), st.lists(st.tuples(st.sampled_from(FAULTS), st.integers(0, 500)), max_size=5), st.data())
def test_a_comment_above_any_finding_suppresses_it_and_no_other(
    first: int, faults: list[tuple[tuple[str, str], int]], data: st.DataObject
) -> None:
    text = WHOLE
    for (old, new), number in [(SUPPRESSIBLE, first), *faults]:
        spots = [found.start() for found in re.finditer(re.escape(old), text)]
        if spots:
            spot = spots[number % len(spots)]
            text = text[:spot] + new + text[spot + len(old) :]
    here = source(text)

    def quick(code: str) -> bool:
        return not code.startswith(("PC4", "PC7")) and code not in ("PC002", "PC102", "PC004")

    found = questionnaire_findings(here, quick)
    assume(not any(each.code == "PC102" for each in found))
    wanted = [each for each in found if quick(each.code) and not each.code.startswith(NEVER)]
    assert wanted
    chosen = data.draw(st.sampled_from(wanted))
    line = chosen.location.line
    lines = text.split("\n")
    indent = re.match(" *", lines[line - 1])
    assert indent
    inserted = source(
        "\n".join([*lines[: line - 1], f"{indent[0]}# partnercheck: ignore {chosen.code} - why", *lines[line - 1 :]])
    )
    assert read_tree(inserted).plain == read_tree(here).plain
    remaining = apply_suppressions(inserted, questionnaire_findings(inserted, quick), quick)
    expected = [
        (each.code, each.location.line + (each.location.line >= line))
        for each in found
        if (each.code, each.location.line) != (chosen.code, line)
    ]
    assert sorted((each.code, each.location.line) for each in remaining) == sorted(expected)


@some
@given(
    st.text(" #:-–,\tabPC301ignore'\"|", max_size=60),
    st.sampled_from(["", "ignore", "ignore-file", "ignore PC301", "ignore PC3 - "]),
)
def test_any_comment_is_understood_or_told_of(rest: str, start: str) -> None:
    text = f"a: b  # partnercheck: {start}{rest}"
    here = source(text)
    found = suppressions(here)
    assert found
    assert found[0].codes or found[0].wrong
    assert {wrong.code for each in found for wrong in each.wrong} <= {"PC001", "PC003"}
    every = [here.finding(1, 1, each.code, "x") for each in CODES]
    remaining = apply_suppressions(here, every, always)
    gone = {each.code for each in every} - {each.code for each in remaining}
    assert gone == {code for code in found[0].codes if found[0].about == 1}


def test_the_cost_grows_with_the_size_and_no_faster() -> None:
    def cost(times: int) -> int:
        text = "".join(
            f"# partnercheck: ignore PC301 - x\n# partnercheck: ignore-file PC302 - x\nk{n}: v\n" for n in range(times)
        )
        here = source(text)
        findings = [here.finding(3 * n + 3, 1, code, "x") for n in range(times) for code in ("PC301", "PC302", "PC303")]
        return calls(lambda: apply_suppressions(here, findings, always))

    cost(10)
    assert cost(2000) < 12 * cost(250)  # eight times as many; a square would be 64 times
