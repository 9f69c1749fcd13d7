"""What authors slip on, each with its place and with what to write instead; and one fault told once."""

import json
from dataclasses import replace

import pytest
from plain_trees import LOADERS

from partnercheck.checking.checker import check_text
from partnercheck.checking.rules.registry import questionnaire_findings
from partnercheck.checking.settings import Settings
from partnercheck.core.files import TextFile, bundled_path, decode
from partnercheck.core.findings import Finding, PartnercheckError, did_you_mean
from partnercheck.core.words import STAGES
from partnercheck.questionnaire import yaml_document
from partnercheck.questionnaire.document import read_last
from partnercheck.questionnaire.parser import merge_repeated, parse
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.references import every_reference

HEAD = """format: 1
id: own
version: "1"
title: Own
themes: {trust: Trust}
scales:
  agreement: [{value: 1, label: "No"}, {value: 2, label: "Yes"}]
"""
QUESTIONS = (
    HEAD
    + """questions:
  - {id: calm-talk, text: A, theme: trust, scale: agreement, sign_of: norming}
  - {id: open-door, text: B, theme: trust, scale: agreement, sign_of: forming}
next_steps:
  - {id: s, for: {stage: forming}, when: {answers: {calm-talk: [1]}}, do: D, why: W, who: W, time: T}
cases:
  - {name: One, times: 4, answers: [{calm-talk: 1, open-door: 2}, {calm-talk: 2}], expect: forming}
  - {name: Two, times: 4, answers: [{calm-talk: 1, open-door: 1}], expect: norming}
"""
)


def told(text: str, name: str = "a.yaml") -> list[str]:
    return [short(found) for found in sorted(parse(TextFile(name, text)).findings)]


def checked(text: str, code: str = "") -> list[Finding]:
    return [found for found in questionnaire_findings(TextFile("a.yaml", text), str.isalnum) if code in found.code]


def short(found: Finding) -> str:
    return f"{found.location.line}:{found.location.column} {found.code} {found.message} | {found.remedy}"


# --- the nearest word -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("written", [str.upper, str.title, str.swapcase])
def test_capitals_do_not_lead_to_another_stage(stage: str, written: object) -> None:
    assert did_you_mean(written(stage), STAGES) == f"did you mean {stage!r}?"  # type: ignore[operator]  # a method of str


def test_of_equally_near_words_none_is_suggested() -> None:
    assert did_you_mean("cat", ["cab", "car", "dog"]) == "known here: cab, car, dog"
    assert did_you_mean("TRUST", ["Trust", "trust"]) == "known here: Trust, trust"
    assert did_you_mean("cart", ["cab", "car", "dog"]) == "did you mean 'car'?"
    assert did_you_mean("x", []) == ""


# --- what stops reading -----------------------------------------------------------------------------------------------

BROKEN = [
    ("format 1\nid: x\n", "1:1", "a colon is missing", "write format: 1"),
    ("id: x\nformat 1\nb: 2\n", "2:1", "a colon is missing", "write format: 1"),
    ("a:\n  b: 1\n  two words\n  d: 2\n", "3:3", "a colon is missing", "write two: words"),
    ("a:1\nb: 2\n", "1:3", "a space is missing behind the colon", "write a: 1"),
    ("b: 2\na:1\nc: 3\n", "2:3", "a space is missing behind the colon", "write a: 1"),
    ("a:\n  -id: x\n    text: y\n", "2:3", "a space is missing behind the dash", "write - id: x"),
    ("a:\n  - id: x\n  -id: y\n    t: 1\n", "3:3", "a space is missing behind the dash", "write - id: y"),
    ("a: b: c\n", "1:5", "this text holds a colon", "a text that holds ': ' needs quotes around it"),
    ("a: x\n  b: y\n", "2:3", "line 1 has a value of its own", "indent it by no spaces, like the key on line 1"),
    ("a:\tx\n  b: y\n", "2:3", "line 1 has a value of its own", "indent it by no spaces, like the key on line 1"),
    ("q:\n  - id: a\n     t: x\n", "3:6", "line 2 has a value", "indent it by 4 spaces, like the key on line 2"),
    ("q:\n  - id: a\n   t: x\n", "3:4", "this line is indented by 3 spaces", "indent it as far as"),
    ("a: [1, 2\nb: 3\n", "1:4", "the '[' that opens here is not closed", "close it with ]"),
    ("a: {x: 1\n", "1:4", "the '{' that opens here is not closed", "close it with }"),
    ("a: {en: x\n   nl: y}\n", "1:10", "a comma is missing at the end of this line", "add ,"),
    ("a: [1, 2}\n", "1:9", "this '}' closes a '['", "close it with ]"),
    ("a: [1]]\n", "1:7", "this ']' closes nothing", "take it out"),
    ("a: 'open\nb: 1\n", "1:4", "the quote that opens here is never closed", "close it"),
    ('a: "open\nb: 1\nc: "Yes"\n', "1:4", "is closed on line 3 only", "close it where its text ends"),
    ("a: 'it's fine'\n", "1:7", "this quote closes the text before its end", "write '' for a quote"),
    ('a: "one" two\n', "1:10", "something stands behind the closing quote", "put the quotes around all"),
    ("a:\n\tb: 1\n", "2:1", "a tab stands where spaces belong", "indent with spaces"),
    ("a: @b\n", "1:4", "a text cannot start with '@'", "needs quotes around it"),
    ("a: ]\n", "1:4", "a value is expected before this ']'", "needs quotes around it"),
    ("a: |x\n b\n", "1:5", "behind | or > nothing else can stand", "start the text on the next line"),
    ('{"a": 1,\n "b": 2\n "c": 3}\n', "3:2", "a comma or a closing bracket is missing", "entries are separated"),
    ('{"a" 1}\n', "1:6", "a colon is expected here", 'write "key": value'),
    ('{"a": "open\n}\n', "1:12", "the text at the end of this line is not closed", 'close it with "'),
    ('{"a": [1, 2}\n', "1:12", "a comma or a closing bracket is missing", "entries are separated"),
]


@pytest.mark.parametrize(("text", "place", "message", "remedy"), BROKEN)
def test_a_slip_that_stops_reading_is_told_in_plain_words(text: str, place: str, message: str, remedy: str) -> None:
    (found,) = read_tree(TextFile("a.json" if text.startswith("{") else "a.yaml", text)).findings
    assert (f"{found.location.line}:{found.location.column}", found.code) == (place, "PC102")
    assert message in found.message
    assert remedy in found.remedy


@pytest.mark.parametrize("text", [text for text, *_ in BROKEN])
@pytest.mark.parametrize("loader", LOADERS.values())
def test_no_words_of_a_library_are_told(text: str, loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_document, "_LOADER", loader)
    for found in read_tree(TextFile("a.yaml", text)).findings:
        for word in ("mapping values", "block", "flow", "token", "scalar", "indicator", "stream", "expected <"):
            assert word not in found.message


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_where_reading_stopped_nothing_is_said_about_what_is_missing(cut: int) -> None:
    path = bundled_path("pulse")
    assert path
    lines = path.read_text(encoding="utf-8").split("\n")
    at = 20 + cut * (len(lines) - 40) // 60
    broken = "\n".join([*lines[:at], "  \t@", *lines[at:]])
    found = checked(broken)
    if not any(each.code == "PC102" for each in found):
        return  # inside a text of several lines a tab is a character like others
    assert {each.code for each in found} - {"PC004", "PC110", "PC102", "PC109"} == set()


def test_what_was_read_before_reading_stopped_is_told_and_the_note_stands_last() -> None:
    broken = QUESTIONS.replace("theme: trust", "theme: thrust", 1).replace("cases:\n", "cases:\n  @\n")
    found = sorted(checked(broken))
    assert [each.code for each in found if each.level == "error"] == ["PC204", "PC102"]
    assert found[-1].code == "PC004"
    assert found[-1].message.startswith("nothing after line 14 could be read")
    assert found[-1].remedy == "mend this, then check again"


def test_a_note_about_what_waits_stands_behind_all_findings_and_points_at_no_line() -> None:
    (found,) = checked(QUESTIONS.replace("scale: agreement", "scale: agreemnt", 1), "PC004")
    assert (found.location.line, found.excerpt) == (QUESTIONS.count("\n"), "")


def test_the_part_read_last_is_found() -> None:
    assert read_last({"a": 1, "b": [{"c": 2}, {"d": {}}]}) == ("b", 1, "d")
    assert read_last(None) == read_last([]) == ()


# --- slips that can be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("{en:Agree, nl: Eens}", "a space is missing behind the colon | write en: Agree"),
        ("{en:Agree}", "a space is missing behind the colon | write en: Agree"),
    ],
)
def test_a_space_missing_behind_a_colon_is_told_once(wrong: str, expected: str) -> None:
    text = QUESTIONS.replace("title: Own", f"languages: [en, nl]\ntitle: {wrong}")
    (found,) = told(text)
    assert found.endswith(f"PC203 {expected}")


def test_a_decimal_comma_is_told_once() -> None:
    options = "options: [{value: a, label: A, evidence: {forming: 0,5}}, {value: b, label: B, evidence: {norming:1}}]"
    found = told(
        QUESTIONS.replace("scale: agreement, sign_of: forming", options, 1).replace("open-door: 2", "open-door: a")
    )
    assert [each.partition("PC203 ")[2] for each in found if "PC203" in each] == [
        "a comma splits this number in two | write forming: 0.5",
        "a space is missing behind the colon | write norming: 1",
    ]


# --- one fault, one finding -------------------------------------------------------------------------------------------


def test_a_question_that_was_renamed_is_told_once() -> None:
    found = told(QUESTIONS.replace("{id: calm-talk", "{id: quiet-talk"))
    assert [each.partition(" |")[0] for each in found] == [
        "12:53 PC204 'calm-talk' stands nowhere under questions",
        "14:38 PC204 'calm-talk' is no question, here and in 2 more places",
    ]


def test_references_to_the_slug_of_a_bad_id_are_not_told() -> None:
    assert told(QUESTIONS.replace("{id: calm-talk", "{id: Calm Talk")) == [
        "9:10 PC203 'Calm Talk' cannot stand here | write calm-talk"
    ]


def with_languages(declared: str, texts: str, count: int, alike: int = 0) -> str:
    options = [f"{{value: {n}, label: {texts if n >= alike else '{en: A, nl: B}'}}}" for n in range(count)]
    head = HEAD.replace("title: Own", f"{declared}title: Own")
    return f"{head}questions:\n  - {{id: q, theme: trust, text: T, options: [{', '.join(options)}]}}\n"


def test_a_language_that_most_texts_lack_is_told_once_at_languages() -> None:
    declared = "languages: [en, nl]\n"
    assert told(with_languages(declared, "{en: A}", 12)) == [
        "4:17 PC207 12 of 12 texts are missing in 'nl' | add nl: … to each of them, or take nl out of languages"
    ]
    assert len(told(with_languages(declared, "{en: A}", 10))) == 10
    assert len(told(with_languages(declared, "{en: A}", 24, 12))) == 12


def test_a_language_that_most_texts_have_is_told_once_at_languages() -> None:
    assert told(with_languages("languages: [en]\n", "{en: A, nl: B}", 12)) == [
        "4:12 PC207 'nl' stands in 12 of 12 texts, and not among the languages | add nl to languages"
    ]


@pytest.mark.parametrize(
    "text",
    [
        QUESTIONS.replace("{id: calm-talk", "{id: quiet-talk"),
        with_languages("languages: [en, nl]\n", "{en: A}", 12),
        with_languages("languages: [en]\n", "{en: A, nl: B}", 12),
    ],
)
def test_what_is_told_once_does_not_hang_on_the_words(text: str) -> None:
    tree = read_tree(TextFile("a.yaml", text))
    findings = [*every_reference(tree)]
    reworded = [replace(each, message=f"said otherwise {n}", remedy="") for n, each in enumerate(findings)]
    once = [*merge_repeated(tree, findings)]
    assert len(once) < len(findings)
    assert len([*merge_repeated(tree, reworded)]) == len(once)


def test_while_languages_cannot_be_read_no_text_is_blamed() -> None:
    assert told(with_languages("languages: en, nl\n", "{en: A, nl: B}", 3)) == [
        "4:12 PC203 a list is expected here | write a list: [en, nl]"
    ]


# --- what to write ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("minutes: soon", "a whole number is expected here | write a whole number, such as 5"),
        ("minutes: 0", "this must be 1 or more | "),
        ("norms: none", "a mapping (key: value) is expected here | write a mapping, such as {forming: 0.5}"),
        ("languages: 5", "a list is expected here | write a list, such as [en, nl]"),
        ("norms: {Forming: 1}", "'Forming' is no stage | did you mean 'forming'?"),
    ],
)
def test_a_wrong_value_has_a_remedy_with_an_example(wrong: str, expected: str) -> None:
    (found,) = [each for each in told(f"{QUESTIONS}{wrong}\n") if not each.startswith("PC204")]
    assert found.partition(" ")[2].partition(" ")[2] == expected


def test_a_yes_where_true_is_expected_is_one_finding_and_a_yes_for_a_label_speaks_of_quotes_only() -> None:
    text = QUESTIONS.replace('label: "Yes"', "label: yes").replace(
        "sign_of: forming}", "sign_of: forming, reverse: yes}"
    )
    found = check_text("a.yaml", text.encode(), Settings(simulate=False, select=("PC109", "PC203"))) or []
    assert [(each.code, each.location.line, each.remedy) for each in found] == [
        ("PC109", 7, "put quotes around it"),
        ("PC203", 10, "write true or false"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_another_encoding_is_told_what_it_is(encoding: str) -> None:
    content = "\ufeffid: a\n".encode(encoding) if encoding.endswith("be") else "id: a\n".encode(encoding)
    with pytest.raises(PartnercheckError) as caught:
        decode("a.yaml", content, "a questionnaire")
    assert [(each.code, each.message, each.remedy) for each in caught.value.findings] == [
        ("PC101", "this is UTF-16", "save it as UTF-8")
    ]


@pytest.mark.parametrize(("name", "speaks"), [("a.csv", True), ("a.yaml", False)])
def test_only_a_table_is_told_of_spreadsheets(name: str, speaks: bool) -> None:
    with pytest.raises(PartnercheckError) as caught:
        decode(name, b"a,b\xe9\n", "a file")
    assert ("spreadsheet" in caught.value.findings[0].remedy) == speaks


def test_a_finding_in_json_is_the_same_where_yaml_and_json_agree() -> None:
    plain = read_tree(TextFile("a.yaml", QUESTIONS)).plain
    assert told(json.dumps(plain), "a.json") == told(QUESTIONS) == []
