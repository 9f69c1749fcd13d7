"""Round files of shapes that nobody writes: reading one ends soon, in little memory, with a few lines of findings."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from round_samples import header, start

from partnercheck.core.findings import PartnercheckError
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.loader import digest
from partnercheck.rounds.events import Closed, Event, Finished, Invited, Joined, Reopened, plain_of, written_line
from partnercheck.rounds.reader import MAX_FINDINGS, MAX_VALUES, load_lines, load_round
from partnercheck.rounds.replay import MAX_CLOSINGS, MAX_FORMS

ROOT = Path(__file__).parents[2]
LIMITED = """
import re, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from partnercheck.cli.app import run
code = run(["correct", sys.argv[1]])
most = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())  # getrusage counts the parent's memory too
print(code, int(most[1]) // 1000, file=sys.stderr)
"""


def first_line() -> dict[str, Plain]:
    plain = plain_of(header(k=3))
    assert isinstance(plain, dict)
    return plain


HEADER = first_line()


def lines(*events: dict[str, Plain]) -> bytes:
    return b"".join(map(written_line, events))


def names(count: int) -> list[Plain]:
    return [f"p{n}" for n in range(count)]


def forms(count: int) -> Iterator[dict[str, Plain]]:
    for name in names(count):
        yield {"event": "joined", "respondent": name}
        yield {"event": "finished", "respondent": name}


def closing(*respondents: Plain) -> dict[str, Plain]:
    return {"event": "closed", "respondents": list(respondents), "by": "sector", "k": 3}


def asking(questions: list[Plain]) -> bytes:
    """The header of a round whose questionnaire asks these."""
    questionnaire = HEADER["questionnaire"]
    assert isinstance(questionnaire, dict)
    asked: dict[str, Plain] = {**questionnaire, "questions": questions}
    return lines({**HEADER, "questionnaire": asked, "digest": digest(asked)})


def listing(event: str, inside: str, entry: str, count: int) -> bytes:
    entries = ",".join([entry] * count)
    line = f'{{"event":"{event}","{inside}":[{entries}],"respondent":"p0","question":"missing"}}\n'
    return lines(HEADER, {"event": "joined", "respondent": "p0"}) + line.encode()


SHAPES: dict[str, tuple[int, Callable[[], bytes]]] = {
    "all closed": (0, lambda: lines(HEADER, *forms(50_000), closing(*names(50_000)))),
    "all taken back": (
        0,
        lambda: lines(HEADER, *forms(30_000), *({"event": "withdrawn", "respondent": name} for name in names(30_000))),
    ),
    "closed for ever": (2, lambda: lines(HEADER, *forms(1), *[closing("p0")] * 20_000)),
    "erased": (
        0,
        lambda: lines(
            HEADER,
            *({"event": "erased", "respondent": name} for name in names(60_000)),
            {"event": "imported", "respondents": names(60_000)},
            closing(*names(60_000)),
        ),
    ),
    "actions taken back": (
        0,
        lambda: lines(
            HEADER,
            *({"event": "action", "what": name} for name in names(20_000)),
            *({"event": "action-withdrawn", "what": name} for name in names(20_000)),
        ),
    ),
    "forms": (2, lambda: lines(HEADER, *({"event": "joined", "respondent": name} for name in names(300_000)))),
    "lines": (2, lambda: lines(HEADER) + b"{}\n" * 5_000_000),
    "lists": (2, lambda: listing("note", "text", "[]", 5_000_000)),
    "numbers for names": (2, lambda: listing("closed", "respondents", "1", 7_000_000)),
    "numbers for answers": (2, lambda: listing("answer", "answer", "1", 7_000_000)),
    "questions that are none": (2, lambda: asking([{"a": 1}] * 1_500_000)),
}
"""For each shape: the exit code of what reads it, and the file."""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited in another way elsewhere")
@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_of_a_round_takes_long_or_much(name: str, tmp_path: Path) -> None:
    code, shaped = SHAPES[name]
    (tmp_path / "a.round.jsonl").write_bytes(shaped())
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "a.round.jsonl"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "dumb"},
    )  # fmt: skip
    ended, megabytes = done.stderr.split()[-2:]
    assert int(ended) == code
    assert int(megabytes) < 500
    assert len(done.stderr) < 20_000


def test_a_round_is_closed_so_often_and_no_more(tmp_path: Path) -> None:
    with start(tmp_path, k=3) as file:
        opened_again: list[Event] = [Closed.model_validate(closing("p0")), Reopened()] * MAX_CLOSINGS
        file.append_all([Joined(respondent="p0"), Finished(respondent="p0"), *opened_again])
        before = file.path.read_bytes()
        with pytest.raises(PartnercheckError, match=f"closed {MAX_CLOSINGS} times at most"):
            file.append(Closed.model_validate(closing("p0")))
        assert file.path.read_bytes() == before
    assert load_round(file.path).closing is None
    with pytest.raises(PartnercheckError) as found:
        load_lines("a", before + lines(closing("p0")))
    assert [each.location.line for each in found.value.findings] == [before.count(b"\n") + 1]


def test_a_round_holds_so_many_forms_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_FORMS >= 100_000
    monkeypatch.setattr("partnercheck.rounds.replay.MAX_FORMS", 2)
    with start(tmp_path) as file:
        file.append_all([Joined(respondent="p0"), Joined(respondent="p1"), Joined(respondent="p0")])
        with pytest.raises(PartnercheckError, match="2 forms at most"):
            file.append(Joined(respondent="p2"))


@pytest.mark.parametrize("digits", [41, 61, 5001])
def test_no_number_is_written_that_could_not_be_read_again(tmp_path: Path, digits: int) -> None:
    with start(tmp_path) as file:
        file.append(Invited(invited=10**40 - 1))
        before = file.path.read_bytes()
        with pytest.raises(PartnercheckError, match="a number of more than 40 characters"):
            file.append(Invited(invited=10 ** (digits - 1)))
        assert file.path.read_bytes() == before
    assert load_round(file.path).invited == 10**40 - 1


def test_a_line_has_so_many_values_and_no_more(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        before = file.path.read_bytes()
        with pytest.raises(PartnercheckError, match=f"more than {MAX_VALUES} values and keys on one line"):
            file.append(Closed.model_validate(closing(*["p0"] * MAX_VALUES)))
        assert file.path.read_bytes() == before


@pytest.mark.parametrize("count", [1, 199, 200, 5000])
def test_one_line_gives_so_many_findings_and_no_more(count: int) -> None:
    with pytest.raises(PartnercheckError) as found:
        load_lines("a", lines(HEADER, {"event": "note", "text": "x", **dict.fromkeys(map(str, names(count)), 1)}))
    assert len(found.value.findings) == min(count, MAX_FINDINGS)
    with pytest.raises(PartnercheckError) as found:
        load_lines("a", asking([dict.fromkeys(map(str, names(count)), 1)]))
    assert 0 < len(found.value.findings) <= MAX_FINDINGS
