"""Words without quotes (PC109) and tabs (PC110), held against the resolver of a YAML 1.1 reader."""

import re
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from counting import calls
from partnercheck.checking.fixes import apply
from partnercheck.checking.rules.file_style import perhaps_any, plain_words, tabs
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.reader import read_tree
from sampling import examples

some = examples(400)

DIFFERENT = """
    y Y yes Yes YES n N no No NO on On ON off Off OFF 1_000 017 0o17 007 08 0x1F 0b101 12:30 1:30:00 -12:30 190:20:30.15
    2026-11-21 2026-11-21T10:00:00Z .inf -.Inf .NAN = << 1e3 1.5e3 -.5 00.5 08.5 1_0.5 +.inf
"""
THE_SAME = """
    yess nope oN tRUE 0 1 -12 +3 1.5 5. .5 1.5e+3 true False null ~ 1.2.3 12:75 2026-11 2026-1-1 0x 0o8 1a - a-b
    .infinity inf nan NaN ok == <<< 12h30 shared-need 31/12/2026 1,5
"""


def source(text: str, name: str = "a.yaml") -> TextFile:
    return TextFile(name, text)


def words(text: str) -> list[str]:
    return [found.excerpt[found.location.column - 1 :][: found.length] for found in plain_words(source(text))]


def fixed(text: str, findings: Iterator[Finding]) -> str:
    return apply(text, findings)[0]


def as_others_read(word: str) -> str:
    """The tag that PyYAML's resolver, which is one of YAML 1.1, gives to a word."""
    node = yaml.compose(word, Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.ScalarNode)
    return str(node.tag).rpartition(":")[2]


def as_read_here(value: Plain) -> str:
    kinds = {type(None): "null", bool: "bool", int: "int", float: "float", str: "str"}
    return kinds[type(value)]


# --- which words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", DIFFERENT.split())
@pytest.mark.parametrize(
    "shape", ["key: {}", "- {}", "[a, {}]", "a: {{b: {}}}", "a:\n  {}\n", "a: {} # why", '{{"a":{}}}']
)
def test_a_word_that_others_read_otherwise_is_found_wherever_it_stands(word: str, shape: str) -> None:
    assert words(shape.format(word)) == [word]


@pytest.mark.parametrize("word", [*THE_SAME.split(), *(f'"{word}"' for word in DIFFERENT.split())])
def test_a_word_that_all_read_alike_is_not_found(word: str) -> None:
    assert words(f"key: {word}\nlist:\n  - {word}\n") == []


@pytest.mark.parametrize("word", ["no", "on", "1", "1.5", "true", "~", "null", "2026-11-21", "<<", "="])
def test_a_key_is_a_text_here_whatever_it_looks_like(word: str) -> None:
    assert words(f"{word}: a") == [word]
    assert words(f"a: {{{word}: b}}") == [word]
    assert words(f'"{word}": a') == []


@some
@given(st.text("0123456789_:.+-eExXoObBaAfFyYnNsStTuUrRlLiI~=<", min_size=1, max_size=12))
def test_exactly_the_words_are_found_that_a_yaml_1_1_or_1_2_reader_reads_otherwise(word: str) -> None:
    tree = read_tree(source(f"a: {word}"))
    assume(not tree.findings and isinstance(tree.plain, dict) and tree.source.text.endswith(word))
    value = tree.plain["a"]  # type: ignore[index, call-overload]  # the line above says that it is a mapping
    assume(not isinstance(value, dict | list) and (value == word or not isinstance(value, str)))
    here = as_read_here(value)
    later = re.fullmatch(r"0o[0-7]+|[-+]?[0-9]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", word)
    others = {as_others_read(word), *(["bool"] if word in "yYnN" else []), *(["float"] if later else [])}
    same = {here, "int", "float"} if here in ("int", "float") else {here}
    assert (words(f"a: {word}") == [word]) == (not others <= same)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  no\n  - no\nb: >-\n  yes\n",
        "a: 'no'\nb: \"yes\"",
        "# no: yes\na: b  # no\n",
        "a: this or\n  no\n",
        "a: [this, or no]",
        'a: "one,\n  no"',
    ],
)
def test_words_inside_texts_and_comments_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_the_day_of_answers_is_left_out_and_no_other_date() -> None:
    assert words("date: 2026-11-21\n") == []
    assert words("{date: 2026-11-21, until: 2026-11-22}") == ["2026-11-22"]
    assert words("date: 2026-11-21 10:00:00\n") == ["2026-11-21 10:00:00"]


def test_json_files_and_words_behind_a_tag_are_left_alone() -> None:
    assert not list(plain_words(source('{"a": no}', "a.json")))
    assert words("a: !!str no\nb: &x yes\n") == []


def test_what_stands_before_a_fault_is_still_found() -> None:
    assert words("a: no\nb: [yes, \n") == ["no", "yes"]


def test_a_number_too_long_to_be_meant_is_told_of_once() -> None:
    assert words(f"a: {'9' * 41}\nb: 1e400\n") == []


@some
@given(
    st.lists(
        st.sampled_from(
            [*DIFFERENT.split(), *THE_SAME.split(), "a", "'no'", "#", ",", ":", "[", "{", "\n", "- ", " ", "? "]
        )
    )
)
def test_the_quick_look_overlooks_nothing(parts: list[str]) -> None:
    text = "".join(parts)
    assume(not perhaps_any(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("partnercheck.checking.rules.file_style.perhaps_any", bool)
        assert words(text) == []


# --- its fix ----------------------------------------------------------------------------------------------------------

LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["k{}: {}", "k{}: [a, {}]", "k{}: {{b: {}}}", "k{}:\n  {}", "k{}: {}  # why", "k{}:\n- {}", "{1}{0}: b"]
        ),
        st.sampled_from([*DIFFERENT.split(), *THE_SAME.split(), "true", "1"]),
    ),
    min_size=1,
    max_size=6,
)


@some
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_after_its_fix_every_reader_reads_what_was_read_here(lines: list[tuple[str, str]], end: str) -> None:
    text = end.join(shape.format(number, word).replace("\n", end) for number, (shape, word) in enumerate(lines)) + end
    before = read_tree(source(text))
    assume(not before.findings)
    found = list(plain_words(source(text)))
    after = fixed(text, iter(found))
    assert read_tree(source(after)).plain == before.plain
    assert [each.excerpt for each in plain_words(source(after))] == [each.excerpt for each in found if not each.fix]
    if all(each.fix for each in found):
        assert yaml.safe_load(after) == before.plain
    assert after.replace('"', "") == text.replace('"', "")


@pytest.mark.parametrize("number", ["1e3", "1.5e3", "-.5", "1e22", "-1E-7"])
def test_a_number_that_others_take_for_a_text_comes_with_a_writing_that_all_read_alike(number: str) -> None:
    (found,) = plain_words(source(f"a: {number}"))
    assert not found.fix
    written = re.match("write ([^,]*),", found.remedy)
    assert written
    assert yaml.safe_load(written[1]) == float(number)
    assert words(f"a: {written[1]}") == []


# --- tabs -------------------------------------------------------------------------------------------------------------


def tab_places(text: str) -> list[str]:
    return [f"{found.location.line}:{found.location.column}" for found in tabs(source(text))]


@pytest.mark.parametrize(
    ("text", "places", "after"),
    [
        ("a:\tb", ["1:3"], "a: b"),
        ("a: \t b", ["1:4"], "a:   b"),
        ("a\t: b", ["1:2"], "a : b"),
        ("a: b\t# why", ["1:5"], "a: b # why"),
        ("a: 'b'\t# x\ty", ["1:7"], "a: 'b' # x\ty"),
        ("a: [\tb,\t\tc\t]", ["1:5", "1:8", "1:11"], "a: [ b, c ]"),
        ("a: {\r\n\tb: c,\r\n\t\td: e\r\n}", ["2:1", "3:1"], "a: {\r\n    b: c,\r\n        d: e\r\n}"),
        ("a:\t|\n  x\ty\n  \tz\n", ["1:3"], "a: |\n  x\ty\n  \tz\n"),
        ("a: >-\t# x\n  y\n", ["1:6"], "a: >- # x\n  y\n"),
        ("é😀:\tb", ["1:4"], "é😀: b"),
    ],
)
def test_tabs_between_the_parts_are_found_and_become_spaces(text: str, places: list[str], after: str) -> None:
    assert tab_places(text) == places
    assert fixed(text, tabs(source(text))) == after


@pytest.mark.parametrize(
    "text",
    [
        'a: "x\ty"',
        "a: 'x\ty'",
        "a: |\n  x\ty\n",
        "a: x\ty",
        "# x\ty\na: b",
        "a: b # x\ty",
        "a: b\t\nc: d",
        "a: b\t",
        "a:\t\n  b: c",
    ],
)
def test_tabs_inside_texts_and_comments_and_at_the_end_of_lines_are_left_alone(text: str) -> None:
    assert tab_places(text) == []


def test_tabs_in_json_are_left_alone() -> None:
    assert not list(tabs(source('{\n\t"a":\t1\n}', "a.json")))


SPACES = st.sampled_from([" ", "\t", " \t", "\t\t"])


@some
@given(
    st.lists(st.tuples(SPACES, SPACES, SPACES, st.sampled_from(["b", "'x\ty'", '"\t"', "[a,\tb]", "{a:\tb}"]))),
    st.booleans(),
)
def test_without_its_tabs_a_file_says_the_same(lines: list[tuple[str, str, str, str]], flow: bool) -> None:
    rows = [f"k{n}{a}:{b}{value}{',' if flow else ''}{c}# x\ty" for n, (a, b, c, value) in enumerate(lines)]
    text = "\n".join(["{", *(f"\t{row}" for row in rows), "}"] if flow else [*rows, "last: 1"]) + "\n"
    before = read_tree(source(text))
    assume(not before.findings)
    after = fixed(text, tabs(source(text)))
    assert read_tree(source(after)).plain == before.plain
    assert tab_places(after) == []
    assert "\t" not in re.sub("#[^\n]*|'[^']*'|\"[^\"]*\"", "", after)
    assert after.split() == text.split()


def test_the_cost_grows_with_the_size_and_no_faster() -> None:
    def cost(times: int) -> int:
        text = source("".join(f"k{n}:\tno\nl{n}: [1, 2, 3]\n" for n in range(times)))
        return calls(lambda: [*plain_words(text), *tabs(text)])

    cost(10)
    assert cost(2000) < 12 * cost(250)  # eight times as many; a square would be 64 times
