"""Whatever stands in a file, a check of it ends, soon, with findings that can be read, and the same ones every time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from partnercheck.checking.catalog import QuestionnaireCatalog
from partnercheck.checking.checker import check_text
from partnercheck.checking.settings import Settings
from sampling import examples

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "questionnaire" / "files"
NOWHERE = "no-such-folder"
LONGEST = 3000
QUIET = Settings(simulate=False)
SHELF = QuestionnaireCatalog()
some = examples(100)
few = examples(25)


def hold(name: str, content: bytes, asked: Settings = QUIET) -> None:
    """A check of these bytes ends, is told briefly, and says the same again."""
    found = check_text(f"{NOWHERE}/{name}", content, asked, SHELF)
    told = [str(each) for each in found or ()]
    assert max(map(len, told), default=0) < LONGEST
    assert all(line.isprintable() for each in told for line in each.split("\n"))
    assert told == [str(each) for each in check_text(f"{NOWHERE}/{name}", content, asked, SHELF) or ()]


NAMES = ["a.yaml", "a.json", "a.csv", "a.tsv", "a.jsonl", "a.txt", "-"]


@pytest.mark.parametrize("name", NAMES)
def test_any_bytes(name: str) -> None:
    @some
    @given(st.binary(max_size=300))
    def any_bytes(content: bytes) -> None:
        hold(name, content)

    any_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_any_text(name: str) -> None:
    @some
    @given(st.text(max_size=300))
    def any_text(text: str) -> None:
        hold(name, text.encode("utf-8", "surrogatepass"))

    any_text()


# --- good files, broken -----------------------------------------------------------------------------------------------

PIECES = [
    *"\t\x00\x1b\r'\"{}[]:,|>?&*!#~-@`%é😀\u2028\ufeff", "\n", "\r\n", "- ", "&a ", "*a", "!t ", "? ", "---\n", "...\n",
    "%YAML 1.2\n", "null", "true", "yes", "1e999", "9" * 50, ".inf", "-1", "0", "[]", "{}", "{a: 1}", "[1, 2]", "''",
    "forming", "dont-know", "en", "{partner}", "{", " " * 200, "x" * 5000, "[" * 300, "- " * 300, '{"a":' * 300,
    "  # partnercheck: ignore PC301 the wording is fixed", "  # partnercheck: ignore", "\ud7ff", "\U0010ffff",
]  # fmt: skip
PLACE = st.integers(min_value=0, max_value=10**6)
EDITS = st.lists(st.tuples(st.sampled_from("dixsrcl"), PLACE, PLACE, st.sampled_from(PIECES)), min_size=1, max_size=12)
Edits = list[tuple[str, int, int, str]]

ROUND = """\
{"event": "round", "format": 1, "partnership": "F", "date": "2026-11-21", "lang": "en", "questionnaire": {"format": 1, \
"id": "q", "version": "1", "title": "T", "scales": {"s": [{"value": 1, "label": "A"}, {"value": 2, "label": "B"}]}, \
"questions": [{"id": "a", "text": "A", "scale": "s", "sign_of": "forming"}]}, "digest": "0"}
{"event": "joined", "respondent": "r1"}
{"event": "answered", "respondent": "r1", "question": "a", "answer": "1"}
{"event": "finished", "respondent": "r1"}
"""
TABLE = """\
respondent,partner,sector,shared-problem,good-intentions,roles-now
r1,North College,education,agreed,2,waiting
r2,"Bakery, the",employer,dont-know,4,
r3,,union,"agreed|disputed",x,=1+1
"""


def broken(text: str, edits: Edits) -> str:
    """A text after edits, each at a place: delete, insert, cut, swap, replace, copy a line, leave a line out."""
    for what, first, second, piece in edits:
        a, b = sorted((first % (len(text) + 1), second % (len(text) + 1)))
        if what == "d":
            text = text[:a] + text[a + len(piece) :]
        elif what == "i":
            text = text[:a] + piece + text[a:]
        elif what == "x":
            text = text[:b]
        elif what == "s":
            text = text[:a] + text[b : b + 40] + text[a + 40 : b] + text[a : a + 40] + text[b + 40 :]
        elif what == "r":
            text = text[:a] + piece + text[a + len(piece) :]
        else:
            lines = text.split("\n")
            here = first % len(lines)
            lines[here : here + 1] = [lines[here]] * 2 if what == "c" else []
            text = "\n".join(lines)
    return text


def written(path: Path) -> str:
    return path.read_text(encoding="utf-8")


GOOD: dict[str, tuple[str, Callable[[], str]]] = {
    "every key": ("a.yaml", lambda: written(FILES / "good" / "every-key.yaml")),
    "many faults": ("a.yaml", lambda: written(FILES / "many-faults.yaml")),
    "JSON": ("a.json", lambda: written(FILES / "good" / "smallest.json")),
    "answers": ("a.yaml", lambda: written(ROOT / "examples" / "harbour-technicians.yaml")),
    "table": ("a.csv", lambda: TABLE),
    "round": ("a.jsonl", lambda: ROUND),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_broken_file(kind: str) -> None:
    name, read = GOOD[kind]
    good = read()

    @some
    @given(EDITS)
    def broken_file(edits: Edits) -> None:
        hold(name, broken(good, edits).encode())

    broken_file()


@pytest.mark.parametrize("asked", [QUIET, Settings()], ids=["without simulation", "with simulation"])
def test_a_broken_questionnaire(asked: Settings) -> None:
    good = written(ROOT / "questionnaires" / "pulse.yaml")

    @few
    @given(EDITS)
    def broken_questionnaire(edits: Edits) -> None:
        hold("a.yaml", broken(good, edits).encode(), asked)

    broken_questionnaire()


# --- many of the same -------------------------------------------------------------------------------------------------

HEAD = """\
format: 1
id: many
version: "1"
title: Many
languages: [en, nl]
themes:
  t: T
scales:
  s: [{value: 1, label: A}, {value: 2, label: B}, {value: 3, label: C}]
questions:
  - {id: a, theme: t, text: We talk., scale: s, sign_of: forming}
  - {id: b, text: What?, options: [{value: x, label: X, evidence: {storming: 1}}, {value: y, label: Y}]}
"""
QUESTION = "  - {id: q<i>, theme: t, text: We do <i>., scale: s, sign_of: norming}\n"
CHOICE = "  - {id: q<i>, text: Which?, options: [{value: x, label: X}, {value: y, label: Y}]"
STEP = "do: D., why: W., who: All, time: an hour}\n"
MANY: dict[str, tuple[str, str, str, str]] = {
    "questions": (QUESTION, "", "", ""),
    "questions of one id": ("  - {id: q, theme: t, text: We do it., scale: s}\n", "", "", ""),
    "questions of no theme": ("  - {id: q<i>, theme: u<i>, text: We do it., scale: s}\n", "", "", ""),
    "questions with a wrong id": ("  - {id: Q <i>, text: We do it., scale: s}\n", "", "", ""),
    "questions without text": ("  - {id: q<i>, scale: s}\n", "", "", ""),
    "questions of the wrong shape": ("  - [a, {b: c}]\n", "", "", ""),
    "texts of one language": ("  - {id: q<i>, text: {en: 'Obviously not {a} and we <i>.'}, scale: s}\n", "", "", ""),
    "conditions": (CHOICE + ", ask_if: {q<i-1>: x}}\n", "", "", ""),
    "conditions of one question": (
        CHOICE + "}\n", "  - id: z\n    text: Z\n    kind: text\n    ask_if:\n", "      q<i>: x\n", ""
    ),
    "options": (
        "", "  - id: c\n    text: Which?\n    options:\n", "      - {value: v<i>, label: <i> to <i+1>}\n", ""
    ),
    "steps": ("", "next_steps:\n", "  - {id: n<i>, for: {stage: forming, theme: t}, " + STEP, ""),
    "steps that wait": ("", "next_steps:\n", "  - {id: n<i>, when: {answers: {a: [1]}}, " + STEP, ""),
    "cases": ("", "cases:\n", "  - {name: c<i>, answers: [{a: 1}], expect: forming}\n", ""),
    "forms of a case": (
        "", "cases:\n  - name: c\n    expect: forming\n    answers:\n", "      - {a: 1, b: x}\n", ""
    ),
    "answers of a case": (
        QUESTION, "cases:\n  - name: c\n    expect: norming\n    answers:\n      - {a: 1", ", q<i>: 3", "}\n"
    ),
    "questions of a score": (QUESTION, "scores:\n  - {id: c, title: T, questions: [a", ", q<i>", "]}\n"),
    "bands": (
        "", "scores:\n  - id: c\n    title: T\n    questions: [a]\n    bands:\n", "      - {from: <i>, label: L}\n", ""
    ),
    "suppressions": ("  # partnercheck: ignore PC301 the wording is fixed\n", "", "", ""),
    "unknown keys": ("", "", "k<i>: 1\n", ""),
    "tabs": ("", "", "\t# tab\n", ""),
    "anchors": ("  - &a<i> {id: q<i>, text: A, scale: s}\n", "", "", ""),
}  # fmt: skip
"""For each kind: what is repeated among the questions, what stands behind them, what is repeated there, what closes."""


def repeated(text: str, n: int) -> str:
    """A text n times, numbered."""
    parts = (text.replace("<i>", str(i)).replace("<i-1>", str(i - 1)).replace("<i+1>", str(i + 1)) for i in range(n))
    return "".join(parts)


def cost(content: str) -> int:
    """What it costs to check a file."""
    return calls(lambda: check_text(f"{NOWHERE}/a.yaml", content.encode(), QUIET))


def many(kind: str, n: int) -> str:
    """A file with n of a kind."""
    first, between, second, closing = MANY[kind]
    return HEAD + repeated(first, n) + between + repeated(second, n) + closing


@pytest.mark.parametrize("kind", MANY)
def test_eight_times_as_many_cost_about_eight_times_as_much(kind: str) -> None:
    cost(many(kind, 10))
    assert cost(many(kind, 800)) < 12 * cost(many(kind, 100))  # a square would be 64 times


TEXTS = ["?", "? ", "and ", "or ", "en ", "1-", "1 to 5, ", "{", "{a}", "not ", "a, ", "x", "(", " ' "]


@pytest.mark.parametrize("piece", TEXTS)
def test_a_text_of_eight_times_the_length_costs_at_most_about_eight_times_as_much(piece: str) -> None:
    def asking(length: int) -> str:
        text = (piece * 4000)[:length].replace("'", "''")
        return HEAD + "".join(f"  - {{id: q{i}, text: 'A{text}z', scale: s, sign_of: norming}}\n" for i in range(10))

    hold("a.yaml", asking(3990).encode())
    assert cost(asking(3200)) < 12 * cost(asking(400))


# --- the fuzzer -------------------------------------------------------------------------------------------------------

RUNS = 5000
TOKENS = (
    "format: version: languages: title: themes: scales: questions: next_steps: scores: cases: sectors: sources: id: "
    "text: theme: scale: options: value: label: evidence: sign_of: ask_if: kind: when: for: answers: expect: {} [] - "
    "' : \" | > & * ! ? # --- true null 1.5 forming storming"
)


@pytest.mark.needs("atheris")
def test_a_fuzzer_finds_no_bytes_that_break_the_reader(tmp_path: Path) -> None:
    seeds, found, words = tmp_path / "seeds", tmp_path / "found", tmp_path / "words.txt"
    shutil.copytree(FILES / "good", seeds)
    shutil.copy(FILES / "many-faults.yaml", seeds)
    found.mkdir()
    escaped = [token.replace("\\", "\\\\").replace('"', '\\"') for token in TOKENS.split()]
    words.write_text("".join(f'"{token}"\n' for token in escaped), encoding="utf-8")
    budget = [f"-atheris_runs={RUNS}", "-seed=1", "-max_len=2048", "-timeout=20"]
    places = [f"-artifact_prefix={tmp_path}/", f"-dict={words}", str(found), str(seeds)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("fuzz_reader.py")), *budget, *places],
        env=environment | {"PYTHONPATH": str(ROOT / "src") + os.pathsep + os.environ.get("PYTHONPATH", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {RUNS}" in done.stderr
