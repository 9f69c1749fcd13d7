"""The same answers given to `partnercheck assess` twice: exports that grow, copies of files, and corrections."""

import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path

import pytest
from driver import Terminal

from partnercheck import load_round
from partnercheck.cli.app import run

Captured = pytest.CaptureFixture[str]
COLUMNS = (
    "sector,shared-problem,good-intentions,roles-now,when-we-differ,sore-points,how-we-decide,use-of-facts,"
    "one-carries,what-partners-bring,who-carries,attention-elsewhere,looking-ahead,since-last-time"
)
WEEK = (
    "employer,disputed,3,accepted,talked-through,2,about-ending,one-set,3,agreed-share,agreed-tasks,2,carrying-out,further",
    "education,agreed,2,accepted,talked-through,3,agreed-rules,one-set,2,agreed-share,last-few,3,carrying-out,first-time",
    "government,agreed,3,accepted,talked-through,2,agreed-rules,one-set,3,unasked,agreed-tasks,2,carrying-out,the-same",
    "union,agreed,2,waiting,talked-through,3,agreed-rules,one-set,2,agreed-share,agreed-tasks,3,carrying-out,step-back",
    "nonprofit,agreed,3,accepted,drags-on,2,agreed-rules,one-set,3,agreed-share,agreed-tasks,2,possibilities,further",
    "employer,disputed,2,accepted,talked-through,3,about-ending,one-set,2,agreed-share,agreed-tasks,3,carrying-out,the-same",
    "education,disputed,3,contested,drags-on,2,reopened,ammunition,3,unfair,last-few,2,right-direction,the-same",
)
LATE = (
    "union,behind-us,5,closing,let-rest,5,about-ending,final-account,5,agreed-share,last-few,5,stop-or-renew,step-back"
)
MORE = tuple(row.replace("one-set", "ammunition") for row in WEEK[:4])
NAMED = ("--partnership", "Fictional", "--date", "2026-11-21")
ROUND = "z.round.jsonl"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(name: str, *rows: str, header: str = COLUMNS) -> str:
    """A table of answers; its name."""
    Path(name).write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return name


def entries(name: str, *rows: str) -> str:
    """The same answers as JSON, which is YAML, too."""
    forms = []
    for row in rows:
        sector, *given = row.split(",")
        forms.append({"sector": sector, "answers": dict(zip(COLUMNS.split(",")[1:], given, strict=True))})
    Path(name).write_text(json.dumps({"questionnaire": "pulse", "responses": forms}), encoding="utf-8")
    return name


def assessed(capsys: Captured, *arguments: str, code: int = 0) -> tuple[dict[str, object], str]:
    """The assessment, as far as there is one, and what was said beside it."""
    assert run(["assess", "pulse", "--json", *arguments]) == code
    captured = capsys.readouterr()
    return json.loads(captured.out) if captured.out else {}, captured.err


def closed(capsys: Captured, *files: str) -> str:
    """What is said when files are read into the round, and it is closed."""
    before = () if Path(ROUND).exists() else NAMED
    return assessed(capsys, "--answers", *files, "--round", ROUND, "--close", *before)[1]


def answered(found: dict[str, object]) -> object:
    people = found["people"]
    assert isinstance(people, dict)
    return people["answered"]


def decisions() -> Counter[object]:
    """What the counted forms say to one question."""
    round_ = load_round(ROUND)
    assert round_.closing
    counted = [each for each in round_.responses if each.respondent in round_.closing.respondents]
    return Counter(each.answers["how-we-decide"] for each in counted)


# --- the attack: a second look at the same forms, to find out what one person said ------------------------------------


@pytest.mark.parametrize(("write", "ending"), [(table, "csv"), (entries, "json"), (entries, "yaml")])
def test_an_export_that_grows_by_one_gives_nobody_away(
    capsys: Captured, write: Callable[..., str], ending: str
) -> None:
    closed(capsys, table("week1.csv", *WEEK))
    before = decisions()
    said = closed(capsys, write(f"week2.{ending}", *WEEK, LATE))
    assert "7 forms are there already, with the same answers, and are left out; 1 is added." in said
    assert "closing again needs 4 more" in said
    assert decisions() == before, "a result that can be subtracted from the one before"
    again = closed(capsys, f"week2.{ending}")
    assert "8 forms are there already" in again
    assert "needs 4 more" in again
    said = closed(capsys, write(f"week3.{ending}", *WEEK, LATE, *MORE))
    assert "8 forms are there already, with the same answers, and are left out; 4 are added." in said
    assert "closed with 12" in said


def test_the_late_form_alone_and_in_the_next_export_is_one_person(capsys: Captured) -> None:
    closed(capsys, table("week1.csv", *WEEK))
    assert "needs 4 more" in closed(capsys, table("late.csv", LATE))
    assert "needs 4 more" in closed(capsys, table("week2.csv", *WEEK, LATE))
    assert len(load_round(ROUND).responses) == 8


def test_a_double_download_makes_no_group_of_three_a_group_of_six(capsys: Captured) -> None:
    table("answers.csv", *WEEK[:3])
    shutil.copy("answers.csv", "answers (1).csv")
    once, said = assessed(capsys, "--answers", "answers.csv", *NAMED)
    assert (answered(once), said) == (3, "")
    for files in (["answers (1).csv", "answers.csv"], ["answers.csv", "answers.csv"]):
        twice, said = assessed(capsys, "--answers", *files, *NAMED)
        assert twice == once
        assert "it is read once" in said
    table("answers (1).csv", *WEEK[:3], "")
    entries("answers.json", *WEEK[:3])
    for order in permutations(["answers (1).csv", "answers.csv", "answers.json"]):
        twice, said = assessed(capsys, "--answers", *order, *NAMED)
        assert twice == once
        assert "6 forms stand in more than one file; 3 forms are read, each once." in said
    _, said = assessed(capsys, "--answers", "answers (1).csv", "answers.json", "--round", ROUND, "--close", *NAMED)
    assert "closed with 3" in said


def test_growing_exports_are_the_same_people_in_any_order(capsys: Captured) -> None:
    weeks = [table("a.csv", *WEEK[:2]), table("b.csv", *WEEK), table("c.csv", *WEEK, *MORE)]
    wanted, _ = assessed(capsys, "--answers", "c.csv", *NAMED)
    for order in permutations(weeks):
        assert assessed(capsys, "--answers", *order, *NAMED)[0] == wanted
    for week in weeks:
        closed(capsys, week)
    assert len(load_round(ROUND).responses) == 11


def test_equal_answers_of_one_or_two_people_are_kept_and_told(capsys: Captured) -> None:
    found, said = assessed(capsys, "--answers", table("a.csv", *WEEK), table("b.csv", *MORE, *WEEK[2:4]), *NAMED)
    assert answered(found) == 13
    assert said == "2 forms are equal to others. That may be two people who answered alike, so both count.\n"


# --- names ------------------------------------------------------------------------------------------------------------


def with_names(*rows: str) -> list[str]:
    return [f"p{n},{row}" for n, row in enumerate(rows)]


def test_a_name_in_both_is_left_out_where_it_says_the_same_and_refused_where_not(capsys: Captured) -> None:
    header = f"respondent,{COLUMNS}"
    closed(capsys, table("named1.csv", *with_names(*WEEK), header=header))
    said = closed(capsys, table("named2.csv", *with_names(*WEEK, *MORE, LATE), header=header))
    assert "7 forms are there already, with the same answers, and are left out; 5 are added." in said
    assert "closed with 12" in said
    other = table("named3.csv", f"P1 ,{WEEK[2]}", f"p2,{WEEK[1]}", f"new,{LATE}", header=header)
    before = Path(ROUND).read_bytes()
    for files in (["--round", ROUND], ["named1.csv", *NAMED]):
        _, said = assessed(capsys, "--answers", other, *files, code=2)
        assert said.count("PC804") == 2
        assert "named3.csv:2:1" in said or "named1.csv:3:1" in said
        assert "sector, shared-problem" in said or "sector, good-intentions" in said
    assert Path(ROUND).read_bytes() == before


# --- corrections ------------------------------------------------------------------------------------------------------

MENDED = (*WEEK[:3], WEEK[3].replace("agreed-share", "unfair"), *WEEK[4:])


def test_a_correction_is_refused_unless_it_is_said_to_be_one(capsys: Captured) -> None:
    table("week1.csv", *WEEK)
    table("mended.csv", *MENDED, LATE)
    assessed(capsys, "--answers", "week1.csv", "--round", ROUND, *NAMED)
    before = Path(ROUND).read_bytes()
    _, said = assessed(capsys, "--answers", "mended.csv", "--round", ROUND, code=2)
    assert re.search(r"mended\.csv:5:1: error PC810 this form differs in what-partners-bring from one", said)
    assert Path(ROUND).read_bytes() == before
    _, said = assessed(capsys, "--answers", "mended.csv", "--round", ROUND, "--replace", "--close")
    assert "1 form is corrected." in said
    assert "closed with 8" in said
    assert Counter(each.answers["what-partners-bring"] for each in load_round(ROUND).responses)["unfair"] == 2
    events = [json.loads(line)["event"] for line in Path(ROUND).read_text(encoding="utf-8").splitlines()]
    assert events.count("correction") == 1
    _, said = assessed(capsys, "--answers", "week1.csv", "--round", ROUND, "--replace", code=2)
    assert "does not change any more" in said


def test_of_two_files_the_later_corrects_the_earlier(capsys: Captured) -> None:
    one, other = table("a.csv", *WEEK), table("b.csv", *MENDED)
    assert "PC810" in assessed(capsys, "--answers", one, other, *NAMED, code=2)[1]
    wanted = {name: assessed(capsys, "--answers", name, *NAMED)[0] for name in (one, other)}
    for order in ((one, other), (other, one)):
        found, said = assessed(capsys, "--answers", *order, "--replace", *NAMED)
        assert found == wanted[order[1]]
        assert "1 form is corrected." in said


def desk(folder: Path, *arguments: str) -> Terminal:
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return Terminal([sys.executable, "-m", "partnercheck", "assess", "pulse", *arguments], env, folder, columns=200)


@pytest.mark.parametrize(("typed", "code"), [("n", 2), ("", 2), ("y", 0)])
def test_at_a_terminal_people_are_asked(capsys: Captured, folder: Path, typed: str, code: int) -> None:
    table("week1.csv", *WEEK)
    table("mended.csv", *MENDED)
    assessed(capsys, "--answers", "week1.csv", "--round", ROUND, *NAMED)
    before = Path(ROUND).read_bytes()
    with desk(folder, "--answers", "mended.csv", "--round", ROUND, "--plain") as terminal:
        shown = terminal.answer("Is this a correction? (y or n)", typed)
        assert "mended.csv:5:1" in shown
        assert "what-partners-bring" in shown
        if code == 0:
            terminal.read_until("1 form is corrected.")
            terminal.answer("Your choice:", "q")
        assert terminal.wait() == code
    assert (Path(ROUND).read_bytes() == before) is bool(code)


def test_a_yes_that_was_typed_before_the_question_is_no_yes(capsys: Captured, folder: Path) -> None:
    table("week1.csv", *WEEK)
    table("mended.csv", *MENDED)
    assessed(capsys, "--answers", "week1.csv", "--round", ROUND, *NAMED)
    before = Path(ROUND).read_bytes()
    with desk(folder, "--answers", "mended.csv", "--round", ROUND, "--plain") as terminal:
        terminal.send("y")
        terminal.read_until("“y” was typed before this question was shown")
        terminal.answer("Is this a correction? (y or n)", "n")
        assert terminal.wait() == 2
    assert Path(ROUND).read_bytes() == before


def test_a_named_form_that_comes_where_one_was_erased_is_told(capsys: Captured) -> None:
    header = f"respondent,{COLUMNS}"
    rows = [f"{chr(97 + n)},{row}" for n, row in enumerate(WEEK)]
    table("week1.csv", *rows, header=header)
    assessed(capsys, "--answers", "week1.csv", "--round", ROUND, *NAMED)
    assert run(["correct", ROUND, "--erase-form", "c"]) == 0
    capsys.readouterr()
    said = assessed(capsys, "--answers", "week1.csv", "--round", ROUND)[1]
    assert "The form of c stands where one was erased, and counts." in said
    assert "partnercheck correct ROUND --erase-form c" in said


# --- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x" * 100_000, " \t\u00a0", "\u200b", "a\u202eb", "a\x1b]0;b", "a\nb", "a\u2028b"])
def test_a_name_that_is_refused_is_refused_on_every_path(capsys: Captured, name: str) -> None:
    table("a.csv", *WEEK)
    said: set[str] = set()
    paths: Sequence[list[str]] = ([], ["--round", ROUND], ["--round", ROUND, "--close"])
    for more in paths:
        said.add(assessed(capsys, "--answers", "a.csv", "--partnership", name, *more, code=2)[1])
    assert len(said) == 1
    assert said.pop().startswith("partnercheck: The partnership cannot be called that: ")
    assert not Path(ROUND).exists()
    stated = {"questionnaire": "pulse", "partnership": name, "responses": [{}]}
    Path("a.json").write_text(json.dumps(stated), encoding="utf-8")
    blank = not name.strip()  # then the file states none
    for more in paths if not blank else ():
        _, told = assessed(capsys, "--answers", "a.json", *more, code=2)
        assert re.search(r"a\.json:1:\d+: error PC(203|106) ", told)
    assert run(["check", "--no-cache", "a.json"]) == (0 if blank else 1)
    capsys.readouterr()


def test_the_name_of_a_file_is_made_fit_to_be_a_name(capsys: Captured) -> None:
    found, _ = assessed(capsys, "--answers", table(f"{'x' * 150}.csv", *WEEK))
    assert len(str(found["partnership"])) < 120
    _, said = assessed(capsys, "--answers", table(f"{'x' * 150}.csv", *WEEK), "--round", ROUND, "--close")
    assert "closed with 7" in said


def test_an_import_is_taken_back_without_those_who_were_there_before(capsys: Captured) -> None:
    for file in (table("week1.csv", *WEEK), table("week2.csv", *WEEK, *MORE)):
        before = () if Path(ROUND).exists() else NAMED
        assessed(capsys, "--answers", file, "--round", ROUND, *before)
    assert run(["correct", ROUND]) == 0
    assert "  1. forms 7\n  2. forms 4\n" in capsys.readouterr().out
    assert run(["correct", ROUND, "--take-back-import", "2"]) == 0
    assert len(load_round(ROUND).responses) == 7
    said = assessed(capsys, "--answers", "week2.csv", "--round", ROUND)[1]
    assert "7 forms are there already, with the same answers, and are left out; none are added." in said
    assert "4 forms were taken back and stay out." in said
