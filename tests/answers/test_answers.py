"""Answers files: the same answers from YAML, JSON and CSV; everything that is wrong with them, at its place."""

import csv
import datetime
import io
import json
import tracemalloc
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.assessment.responses import MAX_NAME, MAX_TEXT, Response
from partnercheck.core.findings import PartnercheckError, Problem
from partnercheck.core.text import folded
from partnercheck.core.words import ESCAPES, words_for
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.rounds.answer_parser import Offered
from partnercheck.rounds.answers_file import TOTALS, date_of, open_answers, read_responses
from sampling import examples

FILES = Path(__file__).parent / "files"
ASKS = load_questionnaire(FILES / "asks.yaml")
BAD = sorted(path for path in (FILES / "bad").iterdir() if path.suffix != ".expected")

some = examples(100)


def responses_in(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Response, ...]:
    """The responses in files of these names and contents."""
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_responses(open_answers(paths), ASKS)


# --- one answer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "written", "meant"),
    [
        ("we-trust", 4, "4"),
        ("we-trust", "4", "4"),
        ("we-trust", " 4 ", "4"),
        ("we-trust", "4.0", "4"),
        ("we-trust", "4,0", "4"),
        ("we-trust", "Agree", "4"),
        ("we-trust", "helemaal  EENS", "5"),
        ("we-trust", "dont-know", "dont-know"),
        ("we-trust", "Don't know", "dont-know"),
        ("we-trust", "don’t KNOW", "dont-know"),
        ("we-trust", "Not applicable", "not-applicable"),
        ("we-trust", "I'd rather not say", "prefer-not-to-say"),
        ("we-trust", "", None),
        ("we-trust", None, None),
        ("roles", "accepted", "accepted"),
        ("roles", "There is friction, often.", "contested"),
        ("roles", "Daar hebben we het niet over.", "accepted"),
        ("roles", "2", "accepted"),
        ("roles", 1, "contested"),
        ("changes", "new-partner", ("new-partner",)),
        ("changes", "new-leader | new-partner", ("new-partner", "new-leader")),
        ("changes", ["A new leader", 1], ("new-partner", "new-leader")),
        ("changes", "Geen van deze", ("none-of-these",)),
        ("changes", ["dont-know"], "dont-know"),
        ("changes", "dont-know", "dont-know"),
        ("changes", "|", None),
        ("changes", [], None),
        ("partners", "12", 12.0),
        ("partners", "12,5", 12.5),
        ("partners", "12.5", 12.5),
        ("partners", 1.25, 1.25),
        ("partners", 1.125, 1.125),
        ("partners", "1250", 1250.0),
        ("partners", "dont-know", "dont-know"),
        ("ends", "2026-11-21", "2026-11-21"),
        ("ends", "21-11-2026", "2026-11-21"),
        ("ends", "1.2.2027", "2027-02-01"),
        ("ends", "not-applicable", "not-applicable"),
        ("words", " a | b ", "a | b"),
        ("words", "007", "007"),
        ("words", "dont-know", "dont-know"),
        ("words", "Weet ik niet", "dont-know"),
        ("words", ["dont-know"], ("dont-know",)),
        ("words", [" dont-know "], ("dont-know",)),
        ("words", ["Don't know"], "Don't know"),
        ("words", ["a | b"], "a | b"),
        ("words", [7], "7"),
        ("words", [""], None),
        ("partners", "0001,5", 1.5),
        ("must-say", True, None),
        ("must-say", "yes", "yes"),
        ("must-say", "Nee", "no"),
    ],
)
def test_a_written_answer_is_what_was_meant(question: str, written: str | int | list[object], meant: object) -> None:
    found = Offered(ASKS, ASKS.question(question)).read(written)  # type: ignore[arg-type]  # lists are invariant
    if meant is None and written is True:
        assert isinstance(found, Problem)
    else:
        assert found == meant


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_escapes_are_known_by_their_label(lang: str) -> None:
    for question in ASKS.questions:
        for escape in question.escapes:
            assert Offered(ASKS, question).read(words_for(lang).name(escape).upper()) == escape


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_text_that_reads_like_an_escape_is_a_text_where_the_escape_is_not_offered(escape: str) -> None:
    question = ASKS.question("words").model_copy(update={"escapes": ()})
    assert Offered(ASKS, question).read(escape) == (escape,)


@pytest.mark.parametrize("question", ["we-trust", "roles", "changes", "partners", "ends", "must-say"])
@pytest.mark.parametrize(
    "written",
    [
        *("maybe", "999", "-1", "0", "6", "1.250", "12.345.678", "1,2,3", "2026-02-30", "٣", "x" * 100_000),
        *({}, [[]], ["a"], True, False, -1.5, 1e300, 10**30),
    ],
)
def test_what_is_not_offered_is_refused_or_read_only_where_it_is(
    question: str, written: str | float | list[object] | dict[str, object]
) -> None:
    allowed = {("partners", "999"), ("partners", "6")}
    found = Offered(ASKS, ASKS.question(question)).read(written)  # type: ignore[arg-type]  # lists are invariant
    assert isinstance(found, Problem) is ((question, written) not in allowed if isinstance(written, str) else True)
    if isinstance(found, Problem):
        assert 0 < len(found.message) < 200
        assert 0 < len(found.remedy) < 300


def test_an_option_that_stands_alone_excludes_the_others() -> None:
    found = Offered(ASKS, ASKS.question("changes")).read("new-partner|none-of-these")
    assert isinstance(found, Problem)
    assert "'none-of-these' excludes" in found.message


def test_escapes_that_are_switched_off_are_no_answers() -> None:
    found = Offered(ASKS, ASKS.question("must-say")).read("dont-know")
    assert isinstance(found, Problem)
    assert "dont-know" not in found.remedy


# --- the same answers, whatever file they come in ---------------------------------------------------------------------

SAID = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=20)
SAFE = SAID.map(str.strip).filter(lambda text: not text.startswith(("=", "@", "+", "-")))
ESCAPED = st.sampled_from(["dont-know", "not-applicable", "Don't know", ""])
WRITTEN = st.fixed_dictionaries(
    {},
    optional={
        "we-trust": st.sampled_from([1, 5, "Agree", "Helemaal oneens"]) | ESCAPED,
        "roles": st.sampled_from(["contested", "accepted", "There is friction, often.", 3]) | ESCAPED,
        "changes": st.lists(st.sampled_from(["new-partner", "A new leader"]), unique=True) | st.just(["none-of-these"]),
        "partners": st.integers(1, 999) | st.sampled_from(["12,5", "12.75", 0.5 + 1]) | ESCAPED,
        "ends": st.dates().map(lambda day: day.isoformat()) | ESCAPED,
        "words": SAFE,
    },
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "respondent": SAFE.filter(lambda name: folded(name) and folded(name) not in TOTALS),
            "partner": SAFE,
            "sector": st.sampled_from(["", "employer", "union"]),
            "answers": WRITTEN,
            "comments": st.dictionaries(st.sampled_from(["we-trust", "roles"]), SAFE),
        }
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda each: folded(str(each["respondent"])),
)


def as_table(people: list[dict[str, object]], separator: str, end: str) -> str:
    """The same as CSV."""
    rows = []
    for each in people:
        answers, comments = each["answers"], each["comments"]
        assert isinstance(answers, dict)
        assert isinstance(comments, dict)
        row = {key: str(each[key]) for key in ("respondent", "partner", "sector")}
        row |= {key: "|".join(value) if isinstance(value, list) else str(value) for key, value in answers.items()}
        rows.append(row | {f"comment:{key}": value for key, value in comments.items()})
    columns = ["respondent", "partner", "sector", *(q.id for q in ASKS.questions), "comment:we-trust", "comment:roles"]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


@some
@given(PEOPLE, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_the_same_answers_in_any_format_are_the_same_responses(
    folder: Path, people: list[dict[str, object]], separator: str, end: str, mark: str
) -> None:
    found = [
        responses_in(folder, {name: mark + text})
        for name, text in (
            ("a.csv", as_table(people, separator, end)),
            ("a.yaml", yaml.safe_dump(json.loads(json.dumps({"responses": people})), allow_unicode=True)),
            ("a.yml", json.dumps({"responses": people}, ensure_ascii=False, indent=1)),
            ("a.json", json.dumps({"questionnaire": "asks", "responses": people})),
        )
    ]
    assert found[0] == found[1] == found[2] == found[3]
    assert [response.respondent for response in found[0]] == [each["respondent"] for each in people]


def test_names_and_texts_stay_as_they_were_written(tmp_path: Path) -> None:
    written = ["007", "1.10", "1e3", "true", "12:30", "2026-11-21", "no", "1_000", "5"]
    table = "respondent,partner,words,comment:roles\n" + "".join(f"{w},{w},{w},{w}\n" for w in written)
    entries = "".join(
        f"  - {{respondent: {w}, partner: {w}, answers: {{words: {w}}}, comments: {{roles: {w}}}}}\n" for w in written
    )
    found = responses_in(tmp_path, {"a.yaml": f"responses:\n{entries}"})
    assert found == responses_in(tmp_path, {"a.csv": table})
    assert [each.respondent for each in found] == written
    assert [each.answers["words"] for each in found] == written
    assert [each.comments["roles"] for each in found] == written


def test_a_number_that_reads_in_two_ways_is_refused_where_a_person_wrote_it(tmp_path: Path) -> None:
    assert responses_in(tmp_path, {"a.json": '{"responses": [{"answers": {"partners": 1.250}}]}'})[0].answers == {
        "partners": 1.25
    }
    for files in ({"a.yaml": "responses: [{answers: {partners: 1.250}}]"}, {"a.csv": "respondent,partners\na,1.250"}):
        with pytest.raises(PartnercheckError, match="two ways"):
            responses_in(tmp_path, files)


def test_people_without_a_name_may_be_many(tmp_path: Path) -> None:
    files = {
        "a.csv": "respondent,words\n,x\nr1,y\n,z\n",
        "b.yaml": "responses: [{answers: {}}]",
    }
    assert [each.respondent for each in responses_in(tmp_path, files)] == ["", "r1", "", ""]


def test_a_joint_form_says_so(tmp_path: Path) -> None:
    files = {"a.yaml": "responses: [{joint: true, answers: {we-trust: 4}}]"}
    assert [each.joint for each in responses_in(tmp_path, files)] == [True]


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        *(("partnership: Harbour", "Harbour"), ("partnership: 2026", "2026"), ("partnership: 1.10", "1.10")),
        *(("lang: nl", None), ("partnership: ", None), ("partnership: [a]", None)),
    ],
)
def test_what_a_file_states_is_read_as_it_was_written(tmp_path: Path, written: str, stated: str | None) -> None:
    (tmp_path / "a.yaml").write_text(f"{written}\nresponses: []\n")
    (file,) = open_answers([tmp_path / "a.yaml"])
    assert file.stated("partnership") == stated


def test_the_latest_date_counts_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    for name, day in (("a", "2026-11-20"), ("b", "21-11-2026"), ("c", "2025-12-31")):
        (tmp_path / f"{name}.yaml").write_text(f"date: {day}\nresponses: []\n")
    paths = sorted(tmp_path.iterdir())
    assert date_of(open_answers(paths)) == date_of(open_answers(paths[::-1])) == datetime.date(2026, 11, 21)
    assert date_of(open_answers([])) is None


# --- what is wrong ----------------------------------------------------------------------------------------------------


def told_about(path: Path, monkeypatch: pytest.MonkeyPatch) -> PartnercheckError:
    """What is told about a bad answers file, or about all files of a folder, by their bare names."""
    monkeypatch.chdir(path if path.is_dir() else path.parent)
    paths = [Path(each.name) for each in (sorted(path.iterdir()) if path.is_dir() else [path])]
    with pytest.raises(PartnercheckError) as caught:
        read_responses(open_answers(paths), ASKS)
    return caught.value


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_file_tells_everything_that_is_wrong_with_it(
    path: Path, golden: Callable[[str, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = told_about(path, monkeypatch)
    told = str(problem)
    assert path.name[:5] in {found.code for found in problem.findings}
    assert all(line.isprintable() for line in told.split("\n"))
    golden(told + "\n", path.with_name(path.name + ".expected"))


def test_every_golden_has_its_file() -> None:
    goldens = {path.name.removesuffix(".expected") for path in (FILES / "bad").glob("*.expected")}
    assert goldens == {path.name for path in BAD}


def test_a_file_without_respondents_is_no_answers_file(tmp_path: Path) -> None:
    for name, text in (("a.csv", "respondent,words\n"), ("a.yaml", "responses: []\n")):
        with pytest.raises(PartnercheckError, match="no answers in"):
            responses_in(tmp_path, {name: text})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "respondent," + ",".join(f"c{n}" for n in range(50_000)) + "\na\n"),
        ("a.csv", "respondent,we-trust\n" + "a,maybe\n" * 50_000),
        ("a.csv", "respondent,words\n" + "a,=1\n" * 50_000),
        ("a.yaml", "responses:\n" + "- {answers: {we-trust: maybe}}\n" * 20_000),
        ("a.yaml", "responses:\n- answers:\n" + "".join(f"    q{n}: 1\n" for n in range(20_000))),
    ],
    ids=["columns", "answers", "formulas", "entries", "questions"],
)
def test_thousands_of_problems_are_told_soon(tmp_path: Path, name: str, text: str) -> None:
    start = datetime.datetime.now(datetime.UTC)
    with pytest.raises(PartnercheckError) as caught:
        responses_in(tmp_path, {name: text})
    assert (datetime.datetime.now(datetime.UTC) - start).total_seconds() < 60  # a hang, not a speed
    assert 500 < len(caught.value.findings) < 5_000


PARTS = [
    *(
        "responses:",
        "answers",
        "comments",
        "we-trust",
        "changes",
        "respondent",
        "a",
        "\n",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
    ),
    *(",", ";", "\t", "'", '"', "4", "~", "x", "|", "\r\n", "\x00", "\x1b", "=", "é", "\ufeff", "comment:"),
]


@some
@given(
    st.lists(st.sampled_from(PARTS), max_size=40).map("".join),
    st.sampled_from(["a.csv", "a.yaml", "a.json", "a.txt"]),
)
def test_any_text_is_responses_or_an_error_for_users(folder: Path, text: str, name: str) -> None:
    try:
        found = responses_in(folder, {name: text})
    except PartnercheckError as problem:
        told = str(problem)
    else:
        told = found[0].respondent
    assert told
    assert "\x1b" not in told


# --- limits and names, wherever they are written ----------------------------------------------------------------------

LONG = "x" * (MAX_NAME + 1)


@pytest.mark.parametrize("name", ["x" * 100_000, LONG, "a\u202eb", "a\x1b[31mb", "a\nb", "a\tb", "a\u2028b"])
@pytest.mark.parametrize("key", ["respondent", "partner"])
def test_names_have_the_same_limits_in_every_format(tmp_path: Path, key: str, name: str) -> None:
    table = io.StringIO(newline="")
    csv.writer(table).writerows([[key, "we-trust"], [name, "4"]])
    entry = json.dumps({"responses": [{key: name, "answers": {"we-trust": 4}}]})
    for file, text in (("a.csv", table.getvalue()), ("a.json", entry), ("a.yaml", entry)):
        with pytest.raises(PartnercheckError) as caught:
            responses_in(tmp_path, {file: text})
        assert {found.code for found in caught.value.findings} <= {"PC203", "PC106"}
        assert len(caught.value.findings) == 1


@pytest.mark.parametrize("text", ["x" * (MAX_TEXT + 1), "a\u202eb", "a\x1bb"])
def test_texts_have_the_same_limits_in_every_format(tmp_path: Path, text: str) -> None:
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["words", "comment:words"], [text, text]])
    entry = json.dumps({"responses": [{"answers": {"words": text}, "comments": {"words": text}}]})
    for file, written in (("a.csv", table.getvalue()), ("a.json", entry), ("a.yaml", entry)):
        with pytest.raises(PartnercheckError) as caught:
            responses_in(tmp_path, {file: written})
        assert len(caught.value.findings) == 2


def test_a_name_of_which_nothing_is_seen_is_no_name(tmp_path: Path) -> None:
    for file, text in (
        ("a.csv", "respondent,partner,we-trust\n\u200b,\u00a0\ufeff\u200b,4\n\u200b,,5\n"),
        (
            "a.json",
            '{"responses": [{"respondent": "\\u200b", "partner": " ", "answers": {}}, {"respondent": "\\u200b"}]}',
        ),
    ):
        assert {(each.respondent, each.partner) for each in responses_in(tmp_path, {file: text})} == {("", "")}


def test_labels_and_sectors_are_read_as_a_mac_writes_them(tmp_path: Path) -> None:
    asks = ASKS.model_copy(update={"sectors": {"cafe": {"*": "Café"}}})
    path = tmp_path / "a.csv"
    path.write_text("sector,must-say\n" + unicodedata.normalize("NFD", "CAFÉ,ja\u200b.\n"), encoding="utf-8")
    (found,) = read_responses(open_answers([path]), asks)
    assert (found.sector, found.answers) == ("cafe", {"must-say": "yes"})


@pytest.mark.parametrize("word", sorted(TOTALS))
def test_a_row_of_totals_at_the_end_is_nobody(tmp_path: Path, word: str) -> None:
    for row in (f"{word},,,5", f",{word.upper()},,5", f"{word}:,x,y,1", f"{word},contested,4,12345678901234567890"):
        with pytest.raises(PartnercheckError) as caught:
            responses_in(
                tmp_path,
                {
                    "a.csv": f"respondent,roles,we-trust,partners\na,contested,4,6\n{row}\n".replace(
                        "roles", "partner", row.startswith(",")
                    )
                },
            )
        assert [found.code for found in caught.value.findings] == ["PC811"], row
        assert caught.value.findings[0].location.line == 3


def test_the_columns_order_leaves_no_trace(tmp_path: Path) -> None:
    one = responses_in(tmp_path, {"a.csv": "roles,comment:words,we-trust,comment:roles\ncontested,x,4,y\n"})
    other = responses_in(tmp_path, {"b.csv": "comment:roles,we-trust,roles,comment:words\ny,4,contested,x\n"})
    assert one[0].model_dump_json() == other[0].model_dump_json()


def test_a_large_table_needs_little_memory(tmp_path: Path) -> None:
    rows = [
        f",North College,union,{n % 5 + 1},accepted,new-partner|new-leader,{n % 500 + 1},2026-11-21,,yes"
        for n in range(5_000)
    ]
    header = "respondent,partner,sector,we-trust,roles,changes,partners,ends,words,must-say"
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    tracemalloc.start()
    try:
        files = open_answers([path])
        found = read_responses(files, ASKS)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(files) == 1
    assert len(found) == len(rows)
    assert held / len(rows) < 2_000


def test_more_forms_than_a_partnership_has_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnercheck.rounds.answers_file.MAX_FORMS", 3)
    row = "respondent,we-trust\n,4\n,5\n"
    assert len(responses_in(tmp_path, {"a.csv": row})) == 2
    with pytest.raises(PartnercheckError, match="more than 3 forms"):
        responses_in(tmp_path, {"a.csv": row, "b.csv": row})
    with pytest.raises(PartnercheckError, match="more than 3 forms"):
        responses_in(tmp_path, {"a.yaml": "responses:\n" + "- answers: {we-trust: 4}\n" * 4})
