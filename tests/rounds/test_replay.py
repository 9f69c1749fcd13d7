"""What a round file says when it is read."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from round_samples import DAY, form, hand_in, header, loaded, start

from partnercheck.assessment.round import Action, Answer, Round
from partnercheck.errors import PartnercheckError
from partnercheck.questionnaire.tree import Plain
from partnercheck.rounds.events import (
    EVENTS,
    Agreed,
    Answered,
    Commented,
    Corrected,
    Event,
    Finished,
    Joined,
    Noted,
)
from partnercheck.rounds.lines import split_lines
from partnercheck.rounds.load import load_round, load_with_notes, replay_lines

ANSWERS: dict[str, list[Answer | None]] = {
    "urgent": ["1", "2", "3", "dont-know", None],
    "missing": [("union",), ("union", "school"), ("nobody",), "not-applicable", None],
    "partners": [1.0, 2.5, 500.0, "prefer-not-to-say", None],
    "ends": ["2027-01-31", "2026-02-28", None],
    "why": ["Because", 'Line "one"\nand two', "a\u2028b", None],
}


@st.composite
def an_answer(draw: st.DrawFn) -> tuple[str, Answer | None]:
    question = draw(st.sampled_from(sorted(ANSWERS)))
    return question, draw(st.sampled_from(ANSWERS[question]))


def read(content: bytes) -> Round:
    return replay_lines(split_lines("some.round.jsonl", content)).round()


def read_lines(*lines: object) -> Round:
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return read(header().written() + "".join(f"{line}\n" for line in text).encode())


def problems(*lines: object) -> list[str]:
    with pytest.raises(PartnercheckError) as caught:
        read_lines(*lines)
    return [str(finding) for finding in caught.value.findings]


def plain(*events: Event) -> list[Plain]:
    return [json.loads(event.written()) for event in events]


@given(st.lists(st.tuples(st.sampled_from(["r1", "r2"]), an_answer()), max_size=30))
def test_the_last_word_wins(said: list[tuple[str, tuple[str, Answer | None]]]) -> None:
    expected: dict[str, dict[str, Answer]] = {"r1": {}, "r2": {}}
    events: list[Event] = [Joined(respondent="r1"), Joined(respondent="r2")]
    for respondent, (question, answer) in said:
        kind = Corrected if question in expected[respondent] else Answered
        events.append(kind(respondent=respondent, question=question, answer=answer))
        expected[respondent].pop(question, None)
        if answer is not None:
            expected[respondent][question] = answer
    round_ = read_lines(*plain(*events, Finished(respondent="r2")))
    assert [form.respondent for form in round_.responses] == ["r2"]
    assert [form.respondent for form in round_.unfinished] == ["r1"]
    found = {form.respondent: form.answers for form in (*round_.responses, *round_.unfinished)}
    assert found == expected
    for answers in found.values():
        assert list(answers) == [name for name in ANSWERS if name in answers], "in the questionnaire's order"


LATER = st.dictionaries(st.text(st.characters(categories=["L"])), st.integers(), max_size=3)


@given(st.lists(LATER))
def test_events_of_a_later_version_change_nothing(later: list[dict[str, object]]) -> None:
    known = plain(*form("r1"))
    unknown = [{**event, "event": "reaction"} for event in later]
    mixed = [*unknown, *known, *unknown]
    assert read_lines(*mixed) == read_lines(*known)


def test_events_of_a_later_version_are_counted_and_kept(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        path = file.path
    with path.open("ab") as stream:
        stream.write(b'{"event":"reaction","what":[1,2]}\n')
    from partnercheck.rounds.file import RoundFile

    with RoundFile.open(path) as file:
        assert file.unknown == 1
        hand_in(file, "r1")
    assert load_with_notes(path).unknown == 1
    assert b"reaction" in path.read_bytes()


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_round_or_an_error(content: bytes) -> None:
    for before in (b"", header().written()):
        with contextlib.suppress(PartnercheckError):
            read(before + content)


WORDS = st.text(max_size=8) | st.sampled_from(["r1", "urgent", "3"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.sampled_from(sorted({*EVENTS, "round"})), st.data())
def test_any_event_is_an_event_or_an_error(kind: str, data: st.DataObject) -> None:
    keys = ["respondent", "question", "answer", "text", "respondents", "by", "k", "sector", "joint", "when", "what"]
    made = {"event": kind, **data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=5))}
    with contextlib.suppress(PartnercheckError):
        read_lines(*plain(*form("r1")), made)


@settings(max_examples=200)
@given(st.sampled_from(sorted(json.loads(header().written()))), JSON)
def test_any_header_is_a_header_or_an_error(key: str, value: Plain) -> None:
    broken = {**json.loads(header().written()), key: value}
    with contextlib.suppress(PartnercheckError):
        read(json.dumps(broken).encode() + b"\n")


def test_a_file_cut_anywhere_has_lost_its_last_event_at_most(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        path = file.path
        hand_in(file, "r1")
        file.append(Commented(respondent="r1", question="urgent", text="Ja, één €"))
    content = path.read_bytes()
    first = content.index(b"\n") + 1
    for cut in range(len(content)):
        if cut < first:
            with pytest.raises(PartnercheckError, match=r"round file|read"):
                read(content[:cut])
            continue
        path.write_bytes(content[:cut])
        whole = content[: content[:cut].rindex(b"\n") + 1]
        found = load_with_notes(path)
        assert found.round == read(whole)
        assert bool(found.notes) == (cut > len(whole))


def test_a_note_says_that_the_last_line_was_torn(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        path = file.path
    with path.open("ab") as stream:
        stream.write(b'{"event":"joi\xff')
    found = load_with_notes(path)
    assert "half written" in str(found.notes[0])
    assert str(found.notes[0]).startswith(f"{path}:2:1: note PC903")


def test_notes_and_actions_are_replayed() -> None:
    round_ = read_lines(*plain(Noted(text="Loud room"), Agreed(what="Invite the union", who="Ana", when=DAY)))
    assert round_.notes == ("Loud room",)
    assert round_.actions == (Action(what="Invite the union", who="Ana", when=DAY),)


def test_every_problem_is_shown_at_once_and_in_its_place() -> None:
    with pytest.raises(PartnercheckError) as caught:
        read_lines(
            "not json",
            {"event": "answer", "respondent": "r9", "question": "urgent", "answer": "1"},
            {"event": "joined", "respondent": "r1", "sector": "emploier"},
            {"event": "answer", "respondent": "r1", "question": "urgnt", "answer": "1"},
            {"event": "answer", "respondent": "r1", "question": "urgent", "answer": "9"},
            {"event": "joined", "respondent": "r1", "name": "Ana"},
            {"respondent": "r1"},
            "[]",
            json.loads(header().written()),
        )
    pointed = []
    for finding in caught.value.findings:
        start = finding.location.column - 1
        pointed.append((finding.location.line, finding.excerpt[start : start + finding.length]))
    assert pointed == [
        (2, "n"),
        (3, '"r9"'),
        (4, '"emploier"'),
        (5, '"urgnt"'),
        (6, '"9"'),
        (7, '"name"'),
        (8, "{"),
        (9, "["),
        (10, '"event"'),
    ]
    found = [str(finding) for finding in caught.value.findings]
    assert "did you mean 'employer'?" in found[2]
    assert "did you mean 'urgent'?" in found[3]


WRONG_ANSWERS: list[tuple[str, object, str]] = [
    ("urgent", 3, "is no answer"),
    ("urgent", ["3"], "is no answer"),
    ("urgent", True, "is no answer"),
    ("urgent", "", "is no answer"),
    ("missing", "union", "a list of options"),
    ("missing", ["union", "unoin"], "did you mean 'union'?"),
    ("missing", ["union", "union"], "named twice"),
    ("missing", ["union", "nobody"], "excludes"),
    ("partners", "three", "a number is expected"),
    ("partners", 0, "smallest"),
    ("partners", 501, "largest"),
    ("ends", "21-11-2026", "is no date"),
    ("ends", "20261121", "is no date"),
    ("ends", "2026-02-30", "is no date"),
    ("ends", "dont-know", "is no date"),
    ("why", ["a"], "a text is expected"),
    ("why", 1, "a text is expected"),
]


@pytest.mark.parametrize(("question", "answer", "said"), WRONG_ANSWERS)
def test_an_answer_that_is_not_offered_is_refused(question: str, answer: object, said: str) -> None:
    line = {"event": "answer", "respondent": "r1", "question": question, "answer": answer}
    found = problems({"event": "joined", "respondent": "r1"}, line)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"event":"note","text":"a\\u001b[31m"}', "control character"),
        ('{"event":"note","text":"a\\u202eb"}', "control character"),
        ('{"event":"note","text":"a\u0085b"}', "control character"),
        ('{"event":"note","text":"\\ud800"}', "control character"),
        ('{"event":"note","te\\u0007xt":"a"}', "control character"),
        ('{"event":"note","text":NaN}', "NaN"),
        ('{"event":"note","text":-Infinity}', "Infinity"),
        ('{"event":"note","text":1e999}', "too large"),
        (f'{{"event":"note","text":{"9" * 5000}}}', "5000 characters"),
        ('{"event":"note","text":"a","text":"b"}', "stands twice"),
        (f'{{"event":"note","text":{"[" * 100_000}', "nested"),
        (f'{{"event":"reaction","x":{"[" * 50}{"]" * 50}}}', "nested"),
        ("", "not JSON"),
    ],
)
def test_what_json_allows_and_a_round_does_not_is_a_finding(line: str, said: str) -> None:
    found = problems(line)
    assert len(found) == 1
    assert said in found[0]
    assert "some.round.jsonl:2:" in found[0]
    assert len(found[0]) < 1000


def test_a_file_full_of_rubbish_is_given_up_early() -> None:
    found = problems(*["x"] * 5000)
    assert len(found) < 250
    assert "reading stopped" in found[-1]


def test_a_newer_format_says_what_to_install() -> None:
    newer = {**json.loads(header().written()), "format": 2, "more": []}
    with pytest.raises(PartnercheckError, match="newer partnercheck") as caught:
        read(json.dumps(newer).encode() + b"\n{\n")
    assert [finding.code for finding in caught.value.findings] == ["PC902"]


def test_a_changed_questionnaire_is_noticed() -> None:
    broken = header().written().replace(b"Urgent?", b"Urgent!")
    with pytest.raises(PartnercheckError, match="digest differs"):
        read(broken)


def test_a_broken_questionnaire_is_reported_on_the_first_line() -> None:
    content = json.loads(header().written())
    content["questionnaire"]["questions"][0]["theme"] = "nowhere"
    content["questionnaire"]["questions"][1]["text"] = 4
    del content["digest"]
    with pytest.raises(PartnercheckError) as caught:
        read(json.dumps(content).encode() + b"\n")
    assert {finding.location.line for finding in caught.value.findings} == {1}
    assert {finding.code for finding in caught.value.findings} == {"PC901"}
    said = str(caught.value)
    assert "'nowhere' stands nowhere" in said
    assert "a text is expected here" in said or "a mapping" in said
    assert "'digest' is missing" in said


def test_a_joint_form_is_the_only_one_of_its_round() -> None:
    joint = Joined(respondent="r2", joint=True)
    assert "a joint form is the only form" in problems(*plain(Joined(respondent="r1"), joint))[0]
    assert "a joint form is the only form" in problems(*plain(joint, Joined(respondent="r1")))[0]
    assert read_lines(*plain(joint, joint)).unfinished[0].joint


def test_a_comment_can_be_taken_away() -> None:
    comments = [Commented(respondent="r1", question="urgent", text=text) for text in ("Yes", "")]
    events: list[Event] = [Joined(respondent="r1"), *comments]
    assert read_lines(*plain(*events[:2])).unfinished[0].comments == {"urgent": "Yes"}
    assert read_lines(*plain(*events)).unfinished[0].comments == {}


def test_own_sectors_take_the_place_of_the_usual_ones(tmp_path: Path) -> None:
    from partnercheck.rounds.file import RoundFile, header_for

    made = header_for(loaded(sectors={"harbour": "The harbour"}), "Ports", DAY)
    with RoundFile.create(tmp_path / "p.round.jsonl", made) as file:
        file.append(Joined(respondent="r1", sector="harbour"))
        with pytest.raises(PartnercheckError, match="no sector here"):
            file.append(Joined(respondent="r2", sector="employer"))
    assert load_round(tmp_path / "p.round.jsonl").unfinished[0].sector == "harbour"


def test_events_behind_a_broken_header_are_still_looked_at() -> None:
    lines = [b'{"event":"round","format":1}', b'{"event":"reaction"}', b'{"event":"finished","respondent":"r1"}']
    with pytest.raises(PartnercheckError) as caught:
        read(b"\n".join([*lines, b'{"event":"finished"}', b""]))
    assert {finding.location.line for finding in caught.value.findings} == {1, 4}
    assert "the key 'respondent' is missing" in str(caught.value)
