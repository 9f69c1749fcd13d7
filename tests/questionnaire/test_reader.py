"""The reader: values as the author wrote them, a place for each, and no text that it does not survive."""

import json
import math
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from plain_trees import LOADERS, NESTED, is_no_number, some, walk

from partnercheck.core.files import TextFile
from partnercheck.questionnaire import yaml_document
from partnercheck.questionnaire.document import MAX_DEPTH, MAX_NODES, MAX_NUMBER, Plain, Tree, without_fault
from partnercheck.questionnaire.reader import read_tree
from sampling import examples


def read(text: str, name: str = "a.yaml") -> Tree:
    return read_tree(TextFile(name, text))


def codes(tree: Tree) -> list[str]:
    return [finding.code for finding in sorted(tree.findings)]


def places(tree: Tree) -> list[str]:
    return [f"{f.location.line}:{f.location.column} {f.code}" for f in sorted(tree.findings)]


# --- scalars ----------------------------------------------------------------------------------------------------------


WORDS = """
    no No NO on On off yes Yes y n 1_0 12:30 1:30:00 2026-11-21 2026-11-21T10:00:00Z 0o7 0x1F 0b1 007 08 -01 00.5
    .inf .nan NaN Infinity nil none << = . -- +
"""


@pytest.mark.parametrize("word", WORDS.split())
def test_words_stay_the_words_that_were_written(word: str) -> None:
    assert read(f"key: {word}\nlist: [{word}, {word}]").plain == {"key": word, "list": [word, word]}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("-12", -12),
        ("+3", 3),
        ("0", 0),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
        (".5", 0.5),
        ("5.", 5.0),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("", None),
    ],
)
def test_numbers_booleans_and_nothing(written: str, value: Plain) -> None:
    found = read(f"key: {written}").plain
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


@pytest.mark.parametrize("word", ["1", "1.0", "true", "null", "~", "", "no", "007", "1" * 60])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_text(word: str, quote: str) -> None:
    tree = read(f"key: {quote}{word}{quote}")
    assert tree.plain == {"key": word}
    assert not tree.findings


def test_block_texts_keep_or_fold_their_lines() -> None:
    assert read("a: |\n  one\n  two\nb: >-\n  one\n  two\n").plain == {"a": "one\ntwo\n", "b": "one two"}


def test_keys_are_always_words() -> None:
    plain = read("1: a\ntrue: b\n~: c\n1.50: d\nno: e").plain
    assert plain == {"1": "a", "true": "b", "~": "c", "1.50": "d", "no": "e"}


@pytest.mark.parametrize("written", ["1e400", "-1e400", "9" * 41, "1." + "0" * 40])
def test_a_number_too_long_or_too_large_to_be_meant_is_found(written: str) -> None:
    tree = read(f"a: 1\nb: {written}")
    assert places(tree) == ["2:4 PC107"]
    assert tree.plain == {"a": 1, "b": None}


# --- places -----------------------------------------------------------------------------------------------------------


@some
@given(NESTED, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_part_of_a_json_file_knows_its_place(value: Plain, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    tree = read(text, "a.json")
    assert tree.plain == value
    for path, here in walk(value):
        line, column, _ = tree.values[path]
        found, _ = json.JSONDecoder().raw_decode("\n".join(tree.source.lines[line - 1 :])[column - 1 :])
        assert found == here
    for path, (line, column, _) in tree.keys.items():
        assert json.JSONDecoder().raw_decode(tree.source.lines[line - 1][column - 1 :])[0] == path[-1]
    assert set(tree.values) == {path for path, _ in walk(value)}
    assert set(tree.keys) == {path for path, _ in walk(value) if path and isinstance(path[-1], str)}


@some
@given(NESTED.filter(is_no_number), st.sampled_from([None, True, False]), st.sampled_from([None, "'", '"']))
def test_every_part_of_a_yaml_file_knows_its_place(value: Plain, flow: bool | None, style: str | None) -> None:
    text = yaml.safe_dump(
        value, default_flow_style=flow, default_style=style, allow_unicode=True, width=math.inf, sort_keys=False
    )
    if style:  # this style writes !!int "1", which is a tag
        text = re.sub(r"!!(int|float|bool|null) ['\"]([^'\"]*)['\"]", r"\2", text)
    tree = read(text)
    assert tree.plain == value
    assert not tree.findings
    assert set(tree.values) == {path for path, _ in walk(value)}
    for path, here in walk(value):
        if not isinstance(here, dict | list):
            assert yaml.safe_load(standing(tree, tree.values[path]) if here is not None else "") == here
    for path, place in tree.keys.items():
        assert yaml.load(standing(tree, place), yaml.BaseLoader) == path[-1]  # noqa: S506 - makes nothing but strings


def standing(tree: Tree, place: tuple[int, int, int]) -> str:
    line, column, length = place
    return tree.source.lines[line - 1][column - 1 :][:length]


def test_places_count_characters_and_lines_as_an_editor_does() -> None:
    tree = read("é: ü\r\n'😀': [a, '😀', b]\rlast: c\n")
    assert (tree.values["é",], tree.keys["😀",]) == ((1, 4, 1), (2, 1, 3))
    assert tree.values["😀", 2] == (2, 15, 1)
    assert tree.values["last",] == (3, 7, 1)


def test_a_finding_about_a_missing_key_stands_at_the_nearest_thing_around_it() -> None:
    tree = read("a:\n  b: [1, 2]\n")
    assert str(tree.at(("a", "b", 7, "c"), "PC202", "m").location) == "a.yaml:2:3"
    assert str(tree.at(("x", "y"), "PC202", "m").location) == "a.yaml:1:1"


# --- what is not read -------------------------------------------------------------------------------------------------


def test_a_key_that_stands_twice_keeps_its_first_value_and_place() -> None:
    tree = read("a: {x: 1}\nb: 2\na: {x: 3, x: 4}\na: 5\n")
    assert tree.plain == {"a": {"x": 1}, "b": 2}
    assert tree.values["a", "x"] == (1, 8, 1)
    assert places(tree) == ["3:1 PC103", "3:11 PC103", "4:1 PC103"]
    assert "line 1" in tree.findings[0].message


def test_anchors_aliases_and_tags_are_found_and_the_rest_is_read() -> None:
    tree = read("a: &one 1\nb: *one\nc: !!str 5\nd: !own {x: 1}\n<<: *one\ne: 6\n")
    assert places(tree) == ["1:4 PC104", "2:4 PC104", "3:4 PC104", "4:4 PC104"]
    assert [finding.message.split()[0] for finding in tree.findings] == ["anchors", "aliases", "tags", "anchors,"]
    assert "more of them" in tree.findings[3].message
    assert tree.plain == {"a": 1, "b": None, "c": "5", "d": {"x": 1}, "<<": None, "e": 6}


def test_no_tag_is_ever_constructed() -> None:
    tree = read("a: !!python/object/apply:os.system ['echo hello']\n")
    assert tree.plain == {"a": ["echo hello"]}
    assert codes(tree) == ["PC104"]


def test_one_file_holds_one_document() -> None:
    tree = read("a: 1\n---\nb: 2\n---\nc: 3\n")
    assert places(tree) == ["2:1 PC102"]
    assert tree.plain == {"a": 1}


@pytest.mark.parametrize("text", ["# nothing but a comment\n", "---\n", "~\n", "--- \n...\n"])
def test_a_file_that_says_nothing(text: str) -> None:
    assert read(text).plain is None
    assert not read(text).findings


def test_a_tab_is_explained() -> None:
    found = read("a:\n\tb: 1\n").findings[0]
    assert (found.code, found.location.line) == ("PC102", 2)
    assert "spaces" in found.remedy


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("a: 1\nb: one: two\n", 2, "quotes"),
        ("a: 1\nb: @home\n", 2, "quotes"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "close it with ]"),
        ("a: 1\nb: 'open\nc: 1\n", 2, "quotes"),
        ('a: 1\nb: "\\q"\nc: 1\n', 2, "quotes"),
    ],
)
def test_a_syntax_error_has_a_place_and_a_remedy(text: str, line: int, remedy: str) -> None:
    found = read(text).findings[0]
    assert (found.code, found.location.line) == ("PC102", line)
    assert remedy in found.remedy


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\x7f", "\x85", "\x9b", "\u202e", "\u2066", "\u2028", "\ufffe"])
def test_a_control_character_is_found_where_it_stands_and_the_rest_is_read(character: str) -> None:
    tree = read(f"a: 1\nb: x{character}y\nc: 3\n")
    assert [(f.code, f.location.line) for f in tree.findings] == [("PC106", 2)]
    assert isinstance(tree.plain, dict)
    assert (tree.plain["a"], tree.plain["c"]) == (1, 3)
    assert str(tree.findings[0]).isprintable() or "\n" in str(tree.findings[0])
    assert character not in str(tree.findings[0])


@pytest.mark.parametrize("escape", [r"\x1b", r"\e", r"\x07", r"\a", r"\u202e", r"\u009b", r"\0"])
def test_a_control_character_written_as_an_escape_is_found(escape: str) -> None:
    tree = read(f'a: 1\nb: "x{escape}y"\n"k{escape}": 1\n')
    assert places(tree) == ["2:4 PC106", "3:1 PC106"]


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize("half", [r"\ud83d", r"\ude00", r"\ude00\ud83d", r"\ud83dx\ude00"])
def test_half_a_character_is_found(name: str, half: str) -> None:
    tree = read(f'{{"a": 1, "b": "{half}"}}', name)
    assert set(codes(tree)) <= {"PC102", "PC106"}
    assert tree.findings
    json.dumps(tree.plain, ensure_ascii=False).encode()


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json_as_it_is_written_in_the_wild() -> None:
    text = '{\n\t"a":1,\t"b" : "\\/ \\ud83d\\ude00 \\t \\\\ud83d \\"",\n\t"c":[\ttrue,null , -1.5E+2 ]}\n'
    tree = read(text, "a.json")
    assert not tree.findings
    assert tree.plain == json.loads(text)
    assert tree.keys["b",] == (2, 9, 3)


def test_a_place_behind_a_surrogate_pair_is_exact() -> None:
    text = json.dumps({"a": "😀😀", "b": [1, "😀", 2]})
    tree = read(text, "a.json")
    assert tree.values["b", 2] == (1, text.index("2]") + 1, 1)


# --- both parsers -----------------------------------------------------------------------------------------------------

TEXTS = [
    "a: [1, {b: c}, 'd']\ne:\n- f\n- g: 'h'\n",
    "a: |\n  b\n c\n",
    "a: 1\na: 2\n",
    "a: &x 1\nb: *x\nc: !t 3\n",
    "a: 1\n---\nb: 2\n",
    "? [a]\n: b\n",
    "a: 'open\nb: 1\n",
    "a:\n\tb: 1\n",
    "a: b: c\n",
    "a: @b\n",
    "a: 1\nb: \x01\nc: 3\n",
    "a: 1\nb: \x85\nc: \u2028d\n",
    "a: 1\nb: \ufeff2\nc: 3\n",
    'a: "\\ud83d"\n',
    'a: "\\x1b"\n',
    'a: "\\q"\n',
    "a: " + "9" * 50 + "\n",
    "[" * 100,
    "%YAML 1.2\n---\na: 1\n",
    "a: 1\r\nb: 2\rc: 3\n",
    "- - - a\n  - b\n",
    "{a: 1, b: [2, 3], c}",
    "a: *nowhere\n",
    "'a': \"b\"\n'c' : d # e\n",
    "é: 😀\nb: ü\n",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_both_parsers_read_the_same(text: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for loader in LOADERS.values():
        monkeypatch.setattr(yaml_document, "_LOADER", loader)
        tree = read(text, name)
        found.append((tree.plain, places(tree), tree.keys, tree.values))
    assert found[0][0] == found[1][0]
    assert [place.split()[1] for place in found[0][1]] == [place.split()[1] for place in found[1][1]]
    if "PC102" not in codes(read(text, name)):
        assert found[0] == found[1]


@examples(60)
@given(NESTED, st.booleans())
def test_both_parsers_read_the_same_of_anything_written_by_a_program(value: Plain, as_json: bool) -> None:
    text = json.dumps(value) if as_json else yaml.safe_dump(value, allow_unicode=True)
    trees = []
    for loader in LOADERS.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_document, "_LOADER", loader)
            tree = read(text, "a.json" if as_json else "a.yaml")
            trees.append((tree.plain, tree.findings, tree.keys, tree.values))
    assert trees[0] == trees[1]


WRITTEN = st.text('{}[]",:\\ \n\tabu0198dD/-+.eE\x07\x85\u2028\ufeff😀', max_size=25)
"""Texts that are nearly JSON."""


@examples(400)
@given(NESTED.map(json.dumps) | WRITTEN | WRITTEN.map('{{"a": "{}"}}'.format) | WRITTEN.map('{{"a": [{}]}}'.format))
def test_what_the_fast_reader_of_json_takes_is_what_the_other_reads(text: str) -> None:
    try:
        fast = without_fault(text, MAX_NODES)
    except ValueError:
        return
    tree = yaml_document.build_tree(TextFile("a.json", text), MAX_NODES)
    assert (tree.plain, tree.findings) == (fast, [])
    assert repr(tree.plain) == repr(fast)


FAULTS = {
    "a key twice": '{"a": 1, "a": 2}',
    "too deep": "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    "too deep by one word": "[" * MAX_DEPTH + "{}" + "]" * MAX_DEPTH,
    "far too deep": "[" * 100_000 + "]" * 100_000,
    "a long number": "1" * (MAX_NUMBER + 1),
    "too large a number": "1e999",
    "half a character": '"\\ud83d"',
    "a control character": '"\x07"',
    "a control character as an escape": '"\\u0007"',
    "one in a key": '{"\\u0007": 1}',
    "a text not closed": '["a]',
    "two things": "{} {}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fast_reader_of_json_leaves_every_fault_to_the_other(fault: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        without_fault(FAULTS[fault], MAX_NODES)
    assert read(FAULTS[fault], "a.json").findings


def test_the_fast_reader_of_json_takes_the_deepest_that_is_read() -> None:
    text = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    assert without_fault(text, MAX_NODES) == read(text, "a.yaml").plain
    assert not read(text, "a.yaml").findings


@pytest.mark.parametrize("text", ["[NaN]", "[Infinity]", "[1,]"])
def test_the_fast_reader_of_json_takes_json_only(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing, for the other reader says where
        without_fault(text, MAX_NODES)


def test_the_fast_reader_of_json_counts() -> None:
    text = json.dumps(list(range(100)))
    assert without_fault(text, 1000) == list(range(100))
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing, for the other reader says where
        without_fault(text, 100)
