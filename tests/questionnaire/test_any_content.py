"""Content at its worst: bombs, any bytes, anything anywhere. A questionnaire, or an error for users; quickly."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_trees import LOADERS, walk

from partnercheck.core.files import TextFile, decode
from partnercheck.core.findings import Finding, PartnercheckError
from partnercheck.questionnaire import yaml_document
from partnercheck.questionnaire.document import KeyPath, Plain
from partnercheck.questionnaire.loader import read_questionnaire
from partnercheck.questionnaire.parser import parse
from sampling import examples

BOMBS = {
    "flow lists": "[" * 10_000,
    "flow mappings": '{"a":' * 10_000,
    "lists on one line": "- " * 10_000 + "a",
    "indented": "".join(f"{' ' * level}a:\n" for level in range(2_000)),
    "aliases": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)),
    "many aliases": "a: &a [x]\nb: [" + "*a, " * 10_000 + "]\n",
    "many anchors": "[" + ", ".join(f"&a{n} x" for n in range(10_000)) + "]",
    "many tags": "[" + "!x y, " * 10_000 + "]",
    "digits": "a: " + "7" * 2_000_000,
    "one long word": "a: " + "x" * 2_000_000,
    "one long key": "x" * 900 + ": a",
    "a long line": "{" + ", ".join(f"k{n}: v" for n in range(3)) + " " * 1_000_000 + "}",
    "quotes": '"' * 100_001,
    "open texts": '{"a": "' + '\\\n"' * 20_000,
}
CROWDS = {
    "duplicates": "a: 1\n" * 20_000,
    "control characters": "a: \x01\n" * 20_000,
    "unknown keys": "".join(f"k{n}: 1\n" for n in range(2_000)),
    "questions of the wrong shape": "questions:\n" + "- [a, {b: c}]\n" * 2_000,
    "names that stand nowhere": "themes:\n"
    + "".join(f"  theme-{n}: T\n" for n in range(3_000))
    + "questions:\n"
    + "".join(f"- {{id: q{n}, text: Q, theme: thema-{n}, kind: text}}\n" for n in range(3_000)),
}


def findings_of(content: str | bytes, name: str = "a.yaml") -> tuple[Finding, ...]:
    """What is wrong with a questionnaire; nothing when nothing is."""
    try:
        source = TextFile(name, content) if isinstance(content, str) else decode(name, content, "a questionnaire")
        read_questionnaire(source)
    except PartnercheckError as problem:
        return problem.findings
    return ()


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_found_quickly_and_answered_briefly(bomb: str, name: str) -> None:
    start = time.perf_counter()
    findings = findings_of(BOMBS[bomb], name)
    assert time.perf_counter() - start < 60  # a hang, not a speed
    assert findings
    assert len("\n".join(map(str, findings))) < 5_000


@pytest.mark.parametrize("crowd", CROWDS)
def test_thousands_of_problems_are_found_quickly_and_each_is_told_briefly(crowd: str) -> None:
    start = time.perf_counter()
    findings = findings_of(CROWDS[crowd])
    assert time.perf_counter() - start < 60  # a hang, not a speed
    assert len(findings) >= 300
    assert max(len(str(finding)) for finding in findings) < 1_200


def test_a_finding_in_a_long_line_shows_only_the_part_around_it() -> None:
    (found,) = findings_of(BOMBS["quotes"])[:1]
    shown = str(found).splitlines()
    assert max(map(len, shown)) < 200
    assert shown[2].index("^") <= len(shown[1])


# --- any bytes --------------------------------------------------------------------------------------------------------

PARTS = """format: 1\n|id: x\n|questions:|\n  - |{|}|[|]|, |: |'|"|\\|&a |*a|!t |# |---\n|\t|\r\n|é|\x00|\x1b|1|~|? |\
text: |options: |scale: |scales: |value: |bands: |scores: |cases: |answers: |ask_if: |when: |for: |id: |next_steps: |\
themes: |themes: {}|languages: |sectors: |evidence: |true|no|\n|>\n|%YAML|@|`|\ufeff|"\\ud800"|"\\Uffffffff"|\u2028"""
NEARLY = st.lists(st.sampled_from([*PARTS.split("|"), "|\n"]), max_size=40).map(lambda parts: "".join(parts).encode())


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_any_bytes_are_an_error_for_users(loader: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_document, "_LOADER", LOADERS[loader])

    @examples(200)
    @given(st.binary(max_size=200) | NEARLY)
    def hold(content: bytes) -> None:
        findings = findings_of(content, name)
        assert findings
        told = "\n".join(map(str, findings))
        assert all(line.isprintable() for line in told.split("\n"))
        assert told.encode()

    hold()


# --- anything anywhere ------------------------------------------------------------------------------------------------

KEYS = """
    format id version languages title themes scales questions next_steps scores cases sectors sources norms text theme
    scale options kind several sign_of reverse ask_if escapes value label evidence points alone for when do why answers
    any_of bands from take name expect times en nl * a trust
"""
SHAPES: st.SearchStrategy[Plain] = st.recursive(
    st.sampled_from(["a", "trust", "x y", "", "dont-know", 1, -1.5, True, None, "en", 10**30, "forming"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4),
    max_leaves=25,
)
WHOLE: dict[str, Plain] = {
    "format": 1,
    "id": "whole",
    "version": "1",
    "languages": ["en"],
    "title": "Whole",
    "sectors": {"school": "School"},
    "sources": {"s": {"title": "S"}},
    "themes": {"trust": "Trust"},
    "scales": {"two": [{"value": 1, "label": "No"}, {"value": 2, "label": "Yes"}]},
    "questions": [
        {"id": "q", "theme": "trust", "text": "Q", "scale": "two", "sign_of": "forming", "sources": ["s"]},
        {
            "id": "r",
            "text": "R",
            "options": [{"value": "a", "label": "A", "evidence": {"storming": 1}}, {"value": "b", "label": "B"}],
            "several": True,
            "ask_if": {"q": [1]},
        },
        {"id": "n", "text": "N", "kind": "number", "least": 0, "most": 9},
    ],
    "next_steps": [
        {
            "id": "n",
            "for": {"stage": "forming", "theme": "trust"},
            "when": {"lagging": "trust", "split_on": ["q"], "answers": {"r": ["a"], "n": {"at_least": 1}}},
            "do": "D",
            "why": "W",
            "who": "W",
            "time": "T",
        }
    ],
    "scores": [{"id": "s", "title": "S", "questions": ["q"], "reverse": ["q"], "bands": [{"from": 1, "label": "L"}]}],
    "norms": {"forming": 0.1},
    "cases": [{"name": "c", "answers": [{"q": 1, "sector": "school"}], "expect": "too-few"}],
}
PLACES = [path for path, _ in walk(WHOLE) if path]
OTHERS: list[Plain] = [None, 5, -1.5, True, "", "word", [], ["a"], [[]], {}, {"x": 1}, [{}], [{"x": []}], "x" * 5000]


def planted(path: KeyPath, value: Plain) -> str:
    """The whole questionnaire as JSON, with something else at one place."""
    copy = json.loads(json.dumps(WHOLE))
    here = copy
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return json.dumps(copy, indent=1)


def assert_told(text: str) -> None:
    """Every finding stands on a line of the file and is told briefly."""
    lines = text.split("\n")
    for found in findings_of(text, "a.json"):
        assert found.location.column <= len(lines[found.location.line - 1])
        assert len(str(found)) < 1_200


def test_the_whole_questionnaire_is_right() -> None:
    assert not findings_of(json.dumps(WHOLE), "a.json")


@examples(300)
@given(st.sampled_from(PLACES), SHAPES)
def test_anything_anywhere_is_read_or_refused_with_a_place(path: KeyPath, value: Plain) -> None:
    assert_told(planted(path, value))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_the_wrong_kind_of_value_at_every_place_is_read_or_refused_with_a_place(path: KeyPath) -> None:
    for value in OTHERS:
        assert_told(planted(path, value))
    assert findings_of(planted(path, {"x": [{}]}), "a.json"), "nothing may stand here unseen"


def test_a_language_with_a_colon_that_many_texts_lack_is_told() -> None:
    questions = "".join(f"  - {{id: q{n}, text: {{en: Text {n}}}, kind: text}}\n" for n in range(14))
    text = f'format: 1\nid: x\nversion: "1"\nlanguages: [en, "n:l"]\ntitle: T\nquestions:\n{questions}'
    messages = [finding.message for finding in parse(TextFile("x.yaml", text)).findings]
    assert "14 of 14 texts are missing in 'n:l'" in messages
