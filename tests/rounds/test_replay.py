"""What a round file says when it is read."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from round_samples import DAY, form, hand_in, header, loaded, start

from counting import calls
from partnercheck.assessment.responses import Action, Answer, Round
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding, PartnercheckError
from partnercheck.questionnaire import references
from partnercheck.questionnaire.document import Plain, Tree, placeless
from partnercheck.questionnaire.loader import digest
from partnercheck.rounds.events import EVENTS, Agreed, Answered, Commented, Corrected, Event, Finished, Joined, Noted
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import load_round, load_with_notes, replay_lines, split_lines
from sampling import examples

ANSWERS: dict[str, list[Answer | None]] = {
    "urgent": ["1", "2", "3", "dont-know", None],
    "missing": [("union",), ("union", "school"), ("nobody",), "not-applicable", None],
    "partners": [1.0, 2.5, 500.0, "prefer-not-to-say", None],
    "ends": ["2027-01-31", "2026-02-28", None],
    "why": ["Because", 'Line "one"\nand two', "a\u2028b", ("dont-know",), ("not-applicable",), "dont-know", None],
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


@given(st.lists(LATER, min_size=1))
def test_events_of_a_later_version_are_never_left_out_in_silence(later: list[dict[str, object]]) -> None:
    known = plain(*form("r1"))
    unknown = [{**event, "event": "reaction"} for event in later]
    with pytest.raises(PartnercheckError) as caught:
        read_lines(*unknown, *known, *unknown)
    assert [finding.code for finding in caught.value.findings] == ["PC902"], "each kind is told once"


def test_a_file_with_events_of_a_later_version_is_not_written_to(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        path = file.path
    with path.open("ab") as stream:
        stream.write(b'{"event":"reaction","what":[1,2]}\n')
    before = path.read_bytes()
    with pytest.raises(PartnercheckError, match="a later version of partnercheck wrote this line"):
        RoundFile.open(path)
    assert path.read_bytes() == before


def test_a_file_of_the_first_format_says_so_where_it_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "old.round.jsonl"
    path.write_bytes(header().written().replace(b'"format":2', b'"format":1', 1))
    with RoundFile.open(path) as file:
        hand_in(file, "r1")
        hand_in(file, "r2")
    lines = [json.loads(line)["event"] for line in path.read_text().splitlines()]
    assert lines[:3] == ["round", "format", "joined"]
    assert lines.count("format") == 1
    assert [form.respondent for form in load_round(path).responses] == ["r1", "r2"]


@examples(300)
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


@examples(300)
@given(st.sampled_from(sorted({*EVENTS, "round"})), st.data())
def test_any_event_is_an_event_or_an_error(kind: str, data: st.DataObject) -> None:
    keys = ["respondent", "question", "answer", "text", "respondents", "by", "k", "sector", "joint", "when", "what"]
    made = {"event": kind, **data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=5))}
    with contextlib.suppress(PartnercheckError):
        read_lines(*plain(*form("r1")), made)


@examples(200)
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
    first = content.index(b"\n")
    for cut in range(len(content)):
        if cut < first:
            with pytest.raises(PartnercheckError, match=r"round file|read"):
                read(content[:cut])
            continue
        path.write_bytes(content[:cut])
        ended = content[cut : cut + 1] == b"\n"  # a line that only lacks its line end is a line
        whole = content[: cut if ended else content[:cut].rindex(b"\n") + 1]
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
    ("why", [], "a text is expected"),
    ("why", ["Don't know"], "a text is expected"),
    ("why", ["dont-know", "dont-know"], "a text is expected"),
    ("why", ["dont-", "know"], "a text is expected"),
    ("urgent", ["dont-know"], "is no answer"),
    ("partners", ["dont-know"], "a number is expected"),
    ("ends", ["dont-know"], "a text is expected"),
    ("missing", ["dont-know"], "is no answer"),
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
    newer = {**json.loads(header().written()), "format": 3, "more": []}
    with pytest.raises(PartnercheckError, match="newer partnercheck") as caught:
        read(json.dumps(newer).encode() + b"\n{\n")
    assert [finding.code for finding in caught.value.findings] == ["PC902"]


def forged_with(**changes: object) -> bytes:
    """A header whose questionnaire was changed, and its digest with it."""
    content = json.loads(header().written())
    content["questionnaire"].update(changes)
    content["digest"] = digest(content["questionnaire"])
    return json.dumps(content).encode() + b"\n"


def test_a_changed_questionnaire_is_noticed() -> None:
    for old, new in (
        (b"Urgent?", b"Urgent!"),
        (b'"theme":"need"', b'"theme":"nowhere"'),
        (b'"text":"Why?"', b'"text":4'),
    ):
        with pytest.raises(PartnercheckError) as caught:
            read(header().written().replace(old, new, 1))
        assert [finding.message.rpartition(": ")[2] for finding in caught.value.findings] == ["its digest differs"]


def test_no_rule_for_authors_of_today_refuses_a_round_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def a_later_rule(tree: Tree) -> Iterator[Finding]:
        yield tree.at((), "PC206", "a rule that a later version adds")

    odd = [{"id": "one", "text": "?", "scale": "agreement", "reverse": True, "ask_if": {"one": [1]}}]
    plain, forged = header().written(), forged_with(questions=odd)
    monkeypatch.setattr(references, "_CHECKS", (*references._CHECKS, a_later_rule))  # noqa: SLF001
    assert list(references.reference_findings(placeless(TextFile("", ""), {})))
    assert read(plain).partnership == "Harbour Technicians"
    assert read(forged).questionnaire.questions[0].reverse


STEP = {"id": "s", "do": "Do.", "why": "So.", "who": "All.", "time": "An hour."}
SCORE = {"id": "sum", "title": "Sum", "questions": ["urgent"]}
ASKED = {"id": "one", "text": "?", "scale": "agreement", "sign_of": "forming"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"questions": [{**ASKED, "theme": "nowhere"}]}, "'nowhere' stands nowhere under themes"),
        ({"questions": [{**ASKED, "scale": "nowhere"}]}, "'nowhere' stands nowhere under scales"),
        ({"questions": [{**ASKED, "sources": ["nowhere"]}]}, "'nowhere' stands nowhere under sources"),
        ({"questions": [{**ASKED, "ask_if": {"nowhere": [1]}}]}, "'nowhere' stands nowhere under questions"),
        ({"scores": [{**SCORE, "questions": ["nowhere"]}]}, "'nowhere' stands nowhere under questions"),
        ({"scores": [{**SCORE, "reverse": ["nowhere"]}]}, "'nowhere' stands nowhere under questions"),
        ({"next_steps": [{**STEP, "for": {"theme": "nowhere"}}]}, "'nowhere' stands nowhere under themes"),
        ({"next_steps": [{**STEP, "sources": ["nowhere"]}]}, "'nowhere' stands nowhere under sources"),
        ({"next_steps": [{**STEP, "when": {"lagging": "nowhere"}}]}, "'nowhere' stands nowhere under themes"),
        ({"next_steps": [{**STEP, "when": {"split_on": ["nowhere"]}}]}, "'nowhere' stands nowhere under questions"),
        (
            {"next_steps": [{**STEP, "when": {"answers": {"nowhere": ["a"]}}}]},
            "'nowhere' stands nowhere under questions",
        ),
        ({"next_steps": [{**STEP, "when": {"scores": {"nowhere": {}}}}]}, "'nowhere' stands nowhere under scores"),
        ({"questions": [{"id": "one", "text": "?"}]}, "'one' has not one of scale, options and kind"),
        ({"questions": [{**ASKED, "kind": "date"}]}, "'one' has not one of scale, options and kind"),
        ({"questions": []}, "in the questionnaire"),
        ({"title": 4}, "in the questionnaire"),
        ({"format": 2}, "in the questionnaire"),
    ],
)
def test_a_forged_questionnaire_is_one_error_on_the_first_line(changes: dict[str, object], said: str) -> None:
    with pytest.raises(PartnercheckError) as caught:
        read(forged_with(**changes))
    assert {(finding.location.line, finding.code) for finding in caught.value.findings} == {(1, "PC901")}
    assert said in str(caught.value)


def test_a_header_without_a_digest_says_so_alone() -> None:
    content = json.loads(header().written())
    content["questionnaire"]["questions"][0]["theme"] = "nowhere"
    del content["digest"]
    with pytest.raises(PartnercheckError) as caught:
        read(json.dumps(content).encode() + b"\n")
    assert [finding.message for finding in caught.value.findings] == ["the key 'digest' is missing on this line"]


@pytest.mark.parametrize("blank", [b"\n", b"  \n", b"\r\n", b"\t \n\n"])
def test_a_blank_line_means_nothing(blank: bytes) -> None:
    first, *lines = [header().written(), *(event.written() for event in form("r1"))]
    expected = read(first + b"".join(lines))
    assert read(blank + first + blank + blank.join(lines) + blank) == expected
    assert read(b"\xef\xbb\xbf" + blank + first + b"".join(lines) + blank.rstrip(b"\n")) == expected
    with pytest.raises(PartnercheckError) as caught:
        read(first + blank + b"{\n")
    assert caught.value.findings[0].location.line == 2 + blank.count(b"\n")


@pytest.mark.parametrize("end", [b"", b"\r", b"  ", b"\t\r"])
def test_a_last_line_that_is_whole_counts_without_its_line_end(tmp_path: Path, end: bytes) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
    content = file.path.read_bytes()
    expected = load_round(file.path)
    file.path.write_bytes(content.removesuffix(b"\n") + end)
    found = load_with_notes(file.path)
    assert (found.round, found.notes) == (expected, ())
    with RoundFile.open(file.path) as again:
        assert again.notes == ()
        hand_in(again, "r2")
    assert len(load_round(file.path).responses) == 2
    assert [each.name for each in tmp_path.iterdir()] == [file.path.name]


@pytest.mark.parametrize("last", ['{"event":"note","text":NaN}', '{"event":"nte","event":1}', "[1]", '"text"', "12"])
def test_a_last_line_that_is_whole_and_wrong_is_an_error_and_not_torn(last: str) -> None:
    with pytest.raises(PartnercheckError) as caught:
        read(header().written() + last.encode())
    assert [finding.location.line for finding in caught.value.findings] == [2]


def content_of(people: int) -> bytes:
    """A round in which many people give six answers each."""
    events = [
        event
        for n in range(people)
        for event in (
            Joined(respondent=f"r{n}"),
            *(Answered(respondent=f"r{n}", question="why", answer=f"{i}") for i in range(6)),
            Commented(respondent=f"r{n}", question="why", text="So"),
            Finished(respondent=f"r{n}"),
            Noted(text="x"),
            Agreed(what="y"),
        )
    ]
    return header().written() + b"".join(event.written() for event in events)


def test_reading_costs_as_much_for_every_person_as_for_the_first() -> None:
    small, large = content_of(50), content_of(400)
    read(small)
    assert calls(lambda: read(large)) < 8.5 * calls(lambda: read(small))


class Counted(dict[str, Any]):
    """A mapping that counts how often all of it is gone through or copied."""

    walks = 0

    def __iter__(self) -> Iterator[str]:
        Counted.walks += 1
        return super().__iter__()

    def values(self) -> Any:  # noqa: ANN401 - as in dict
        Counted.walks += 1
        return super().values()

    def items(self) -> Any:  # noqa: ANN401 - as in dict
        Counted.walks += 1
        return super().items()

    def keys(self) -> Any:  # noqa: ANN401 - as in dict
        Counted.walks += 1
        return super().keys()


def test_no_event_goes_through_all_forms() -> None:
    replay = replay_lines(split_lines("x", content_of(30)))
    replay.forms = Counted(replay.forms)
    Counted.walks = 0
    for event in form("new"):
        assert replay.misfit(event) is None
        replay.apply(event)
    assert Counted.walks == 0


def test_an_answer_makes_no_other_form_anew() -> None:
    replay = replay_lines(split_lines("x", content_of(30)))
    before = replay.round().responses
    replay.apply(Answered(respondent="r7", question="why", answer="New"))
    after = replay.round().responses
    assert [n for n in range(30) if before[n] is not after[n]] == [7]
    assert before[7].answers != after[7].answers


def test_a_copy_goes_on_alone() -> None:
    replay = replay_lines(split_lines("x", content_of(3)))
    before = replay.round()
    copied = replay.copy()
    for event in (
        *form("new"),
        Answered(respondent="r1", question="why", answer="New"),
        Noted(text="n"),
        Agreed(what="w"),
    ):
        copied.apply(event)
    copied.apply(Joined(respondent="r2", partner="South"))
    replay.forms["r0"].made = None
    assert replay.round() == before
    assert copied.round().responses[1].answers["why"] == "New"
    assert copied.round().responses[2].partner == "South"
    assert len(copied.round().notes) == len(before.notes) + 1


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
    from partnercheck.rounds.journal import header_for

    made = header_for(loaded(sectors={"harbour": "The harbour"}), "Ports", DAY)
    with RoundFile.create(tmp_path / "p.round.jsonl", made) as file:
        file.append(Joined(respondent="r1", sector="harbour"))
        with pytest.raises(PartnercheckError, match="no sector here"):
            file.append(Joined(respondent="r2", sector="employer"))
    assert load_round(tmp_path / "p.round.jsonl").unfinished[0].sector == "harbour"


def test_events_behind_a_broken_header_are_still_looked_at() -> None:
    lines = [
        b'{"event":"round","format":1}',
        b'{"event":"joined","respondent":"r1"}',
        b'{"event":"finished","respondent":"r1"}',
    ]
    with pytest.raises(PartnercheckError) as caught:
        read(b"\n".join([*lines, b'{"event":"finished"}', b""]))
    assert {finding.location.line for finding in caught.value.findings} == {1, 4}
    assert "the key 'respondent' is missing" in str(caught.value)
