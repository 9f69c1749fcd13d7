"""The same form twice: what repeats, what is new, what is corrected, and how a round remembers what came together."""

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from round_samples import DAY, loaded

from counting import calls
from partnercheck.assessment.responses import Response
from partnercheck.core.findings import Finding, Location, PartnercheckError
from partnercheck.rounds.answers_file import Batch
from partnercheck.rounds.closing import close_round
from partnercheck.rounds.duplicates import Comparison, cells_of, compare
from partnercheck.rounds.events import Finished, Joined, Withdrawn
from partnercheck.rounds.journal import RoundFile, erase_forms, header_for
from partnercheck.rounds.reader import load_round
from partnercheck.rounds.record import record_comparison
from sampling import examples

some = examples(150)
QUESTIONS = [{"id": f"q{n}", "text": "?", "scale": "agreement", "sign_of": "norming"} for n in range(4)]
ASKS = loaded(questions=QUESTIONS)


def form(said: str, name: str = "", **more: object) -> Response:
    """Somebody's form: one digit from 1 to 3 for each question answered."""
    answers = {f"q{n}": digit for n, digit in enumerate(said)}
    return Response.model_validate({"respondent": name, "answers": answers, **more})


def forms(*said: str) -> list[Response]:
    return [form(each) for each in said]


A, B, C, D, E, F = ALL_SIX = ("1123", "2231", "3312", "1321", "2213", "3123")


def batch(responses: Sequence[Response], name: str = "") -> Batch:
    """A file of these forms."""
    text = name or "".join(each.model_dump_json() for each in responses)

    def place(number: int, key: str, code: str, message: str, remedy: str) -> Finding:
        return Finding(Location(f"{key} {name}", number + 2), code, message, remedy)

    return Batch(list(responses), place, text)


def compared(*files: Sequence[str], replace: bool = False) -> Comparison:
    return compare([batch(forms(*said)) for said in files], ASKS.questionnaire, replace=replace)


def said(found: Comparison) -> Counter[str]:
    return Counter("".join(map(str, each.answers.values())) for each in found.people)


@pytest.fixture
def file(tmp_path: Path) -> RoundFile:
    return RoundFile.create(tmp_path / "r.round.jsonl", header_for(ASKS, "Fictional", DAY))


def read(file: RoundFile, responses: Sequence[Response], *, replace: bool = False) -> Comparison:
    """Read a file into a round as the command does; nothing is recorded where something is refused."""
    found = compare([batch(responses)], ASKS.questionnaire, file.round(), "r.round.jsonl", replace=replace)
    if not found.refused:
        record_comparison(file, found)
    return found


def in_round(file: RoundFile) -> Counter[str]:
    assert load_round(file.path).responses == file.round().responses
    return Counter("".join(map(str, each.answers.values())) for each in file.round().responses)


# --- what repeats -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "people", "repeated", "alike"),
    [
        ([A, B, C], [A, B, C, D], 4, 3, 0),
        ([D, A, B, C], [A, B, C, F], 5, 3, 0),
        ([A, A, B], [A, A, B], 3, 3, 0),
        ([A, A, A, D], [B, A, A, A], 8, 0, 3),  # all alike
        ([D, A, B], [E, A, B], 6, 0, 2),  # two may be two people
        ([D, A, B, C], [E, A, F, B, C], 9, 0, 3),  # not below each other
        ([A], [A, B], 2, 1, 0),  # the whole of an earlier file, however short
        ([A, A], [A, A, B], 3, 2, 0),
        ([B], [A, B], 3, 0, 1),
        ([A, B, C], [A, B, C, A, B, C], 6, 3, 0),  # rows of one file never repeat each other
        ([A, B, A, B], [A, B, A, B], 4, 4, 0),
        (["1", "2", "3", "1"], ["3", "1", "2", "3"], 8, 0, 0),  # too little answered
        ([A, "1", B, C], [D, A, "1", B, C], 5, 4, 0),  # what is little answered goes along with the rest
        (["11", "12", "13", D], [E, "11", "12", "13"], 5, 3, 0),  # half is enough
        ([], [A, B, C], 3, 0, 0),
    ],
)
def test_what_counts_as_the_same_form_twice(
    one: list[str], other: list[str], people: int, repeated: int, alike: int
) -> None:
    for files in ((one, other), (other, one)):
        found = compared(*files)
        assert (len(found.people), found.repeated, found.alike) == (people, repeated, alike)
        assert not found.refused


@pytest.mark.parametrize(
    "change",
    [{"sector": "union"}, {"partner": "South"}, {"comments": {"q0": "No."}}, {"answers": {"q0": "1"}}, {"joint": True}],
)
def test_every_cell_counts(change: dict[str, object]) -> None:
    one = [form(each, sector="employer", partner="North", comments={"q0": "Yes."}) for each in (A, B, C)]
    other = [one[0].model_copy(update=change), *one[1:], form(D), form(E)]
    assert len(compare([batch([form(F), *one]), batch(other)], ASKS.questionnaire).people) == 9
    again = [each.model_copy(update={"partner": " NORTH. "}) for each in one]
    assert len(compare([batch([form(F), *one]), batch(again)], ASKS.questionnaire).people) == 4


def test_other_names_are_other_people_and_no_name_may_be_anybody() -> None:
    one = [form(each, name) for each, name in ((A, "ann"), (B, "bo"), (C, "cy"))]
    two = [form(each, name) for each, name in ((A, "dee"), (B, "ed"), (C, "flo"))]
    assert len(compare([batch(one), batch(two)], ASKS.questionnaire).people) == 6
    assert len(compare([batch(one), batch(forms(A, B, C))], ASKS.questionnaire).people) == 3


SAID = st.sampled_from([A, B, C, D, "1111", "12", "1"])
FILE = st.lists(SAID, max_size=7)
THICK = st.lists(st.sampled_from([A, B, C, D, "1111", "12"]), min_size=1, max_size=7)


@some
@given(st.lists(FILE, min_size=1, max_size=3))
def test_the_order_of_files_does_not_matter(files: list[list[str]]) -> None:
    found = [compared(*order) for order in permutations(files)]
    assert len({tuple(sorted(said(each).items())) for each in found if not each.refused}) <= 1
    assert len({(each.repeated, each.alike, len(each.refused)) for each in found}) == 1


@some
@given(st.lists(FILE, min_size=1, max_size=3))
def test_nobody_is_lost_who_stands_in_one_file(files: list[list[str]]) -> None:
    found = compared(*files)
    most = Counter[str]()
    for each in files:
        most |= Counter(each)
    if not found.refused:
        assert said(found) >= most, "no file holds more of a form than there are people with it"
        assert sum(said(found).values()) + found.repeated == sum(map(len, files))


@some
@given(THICK, THICK)
def test_a_file_that_grows_adds_what_is_new(first: list[str], more: list[str]) -> None:
    found = compared(first, first + more)
    assert said(found) == Counter(first + more)
    assert (found.repeated, found.refused) == (len(first), [])


@some
@given(st.lists(THICK, min_size=1, max_size=4), st.data())
def test_what_was_read_into_a_round_is_not_read_again(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[str]], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("round") / "r.round.jsonl"
    with RoundFile.create(path, header_for(ASKS, "Fictional", DAY)) as file:
        done = [each for each in files if not read(file, forms(*each)).refused]
        before = path.read_bytes()
        for each in data.draw(st.permutations(done)):
            again = read(file, forms(*each))
            assert (again.new, again.refused, again.repeated) == ([], [], len(each))
        assert path.read_bytes() == before


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("between", [False, True])
def test_week_after_week_one_more(file: RoundFile, newest_first: bool, between: bool) -> None:
    weeks = [A, B, C, D, E, F, "1112", "1113", "2223"]
    for n in range(3, len(weeks) + 1):
        if between:
            file.append_all([Joined(respondent=f"typed-{n}"), Finished(respondent=f"typed-{n}")])
        found = read(file, forms(*(weeks[:n][::-1] if newest_first else weeks[:n])))
        assert not found.refused
        assert len(found.new) == (3 if n == 3 else 1)
    assert {each: n for each, n in in_round(file).items() if each} == dict.fromkeys(weeks, 1)


def test_a_round_knows_which_forms_came_together(file: RoundFile) -> None:
    read(file, forms(A, B))
    read(file, [form(C, "cy"), form(D)])
    read(file, forms(A, B, E))
    names = [each.respondent for each in file.round().responses]
    assert file.round().imports == ((names[0], names[1]), ("cy", names[3]), (names[0], names[1], names[4]))


def test_a_short_file_that_was_read_first_is_known_among_others(file: RoundFile) -> None:
    read(file, forms(D, E, F))
    read(file, forms(A))
    found = read(file, forms(A, B))
    assert (len(found.new), found.repeated) == (1, 1)
    found = read(file, forms(E))
    assert (len(found.new), found.alike) == (1, 1), "one equal form may be somebody else's"


def test_the_same_files_give_the_same_round(tmp_path: Path) -> None:
    made = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        with RoundFile.create(tmp_path / folder / "r.round.jsonl", header_for(ASKS, "Fictional", DAY)) as file:
            read(file, forms(A, B, C))
            read(file, forms(A, B, C, D))
            made.append(file.path.read_bytes())
    assert made[0] == made[1]


def test_a_form_that_was_taken_back_stays_out(file: RoundFile) -> None:
    read(file, forms(A, B, C, D))
    file.append(Withdrawn(respondent=file.round().responses[1].respondent))
    found = read(file, forms(A, B, C, D, E))
    assert (found.repeated, found.taken_back, len(found.new)) == (3, 1, 1)
    assert in_round(file) == Counter([A, C, D, E])
    assert read(file, forms(A, B, C, D, E)).new == []


def test_a_form_that_was_erased_is_not_read_again_in_its_place(file: RoundFile) -> None:
    read(file, forms(A, B, C, D, E))
    name = file.round().responses[3].respondent
    file.close()
    erase_forms(file.path, [name])
    with RoundFile.open(file.path) as again:
        before = again.path.read_bytes()
        for replace in (False, True):
            found = read(again, forms(A, B, C, D, E, F), replace=replace)
            (told,) = found.refused
            assert (told.location.line, found.fixed) == (5, True)
            assert "erased" in told.message
        assert again.path.read_bytes() == before
        assert len(read(again, forms(A, B, C, E, F)).new) == 1


def test_a_named_form_that_comes_where_one_was_erased_is_told(file: RoundFile) -> None:
    named = [form.model_copy(update={"respondent": name}) for name, form in zip("abcdef", forms(*ALL_SIX), strict=True)]
    read(file, named[:5])
    file.close()
    erase_forms(file.path, ["c"])
    with RoundFile.open(file.path) as again:
        assert read(again, [*named[:2], *named[3:]]).where_erased == [], "somebody else who comes at the end"
        assert read(again, named).where_erased == ["c"]
        assert read(again, named).where_erased == []


def test_comparing_costs_as_much_for_every_form_as_for_the_first() -> None:
    def cost(people: int) -> int:
        chance = Random(people)  # noqa: S311 - repeatable forms, no secret
        rows = ["".join(chance.choice("123") for _ in range(4)) for _ in range(people)]
        files = [batch(forms(*rows)), batch(forms(*rows, A))]
        return calls(lambda: compare(files, ASKS.questionnaire))

    assert cost(800) < 12 * cost(100)


# --- what is corrected ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "row"),
    [
        ([A, B, C, D], [A, B, C, E], 5),
        ([A, B, C, D], [A, B, C, E, F], 5),
        ([D, A, B, C], [E, A, B, C, F], 2),
        ([A, B, D, C], [A, B, E, C], 4),
        ([A, B, C, D, E, F], [A, B, C, "1111", E, F], 5),
    ],
)
def test_a_form_in_the_place_of_a_missing_one_is_no_person(
    file: RoundFile, one: list[str], other: list[str], row: int
) -> None:
    read(file, forms(*one))
    before = file.path.read_bytes()
    found = read(file, forms(*other))
    (told,) = found.refused
    assert (told.code, told.location.line) == ("PC810", row)
    assert "r.round.jsonl" in told.message
    assert "--replace" in told.remedy
    assert file.path.read_bytes() == before
    done = read(file, forms(*other), replace=True)
    assert (done.corrected, done.refused) == (1, [])
    assert in_round(file) == Counter(other)
    assert read(file, forms(*other)).new == []
    (there,) = compared(one, other).refused
    assert there.code == "PC810"
    assert said(compared(one, other, replace=True)) == Counter(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([A, B, C, D], [A, B, C]),
        ([A, B, C, D], [B, C, D, E]),
        ([A, B, C, D], [E, A, B, C, D]),
        ([A, B, C], [A, D, B, C]),
    ],
)
def test_what_is_only_missing_or_only_new_is_no_correction(one: list[str], other: list[str]) -> None:
    assert compared(one, other).refused == []


def test_corrections_say_what_differs_and_all_of_it_is_corrected(file: RoundFile) -> None:
    read(file, [form(each, name, comments={"q1": "Yes."}) for each, name in ((A, "ann"), (B, "bo"))])
    after = Response(
        respondent="ANN ", sector="union", partner="North", answers={"q0": "3", "q1": "1"}, comments={"q2": "No."}
    )
    (told,) = read(file, [after, form(B, "bo", comments={"q1": "Yes."})]).refused
    assert told.code == "PC804"
    assert "partner, sector, q0, q2, q3, comment:q1, comment:q2" in told.message
    found = read(file, [after], replace=True)
    assert (found.corrected, found.repeated, found.new) == (1, 0, [])
    (ann, _) = file.round().responses
    assert ann == after.model_copy(update={"respondent": "ann"})


def test_a_form_that_somebody_has_begun_is_no_new_one(file: RoundFile) -> None:
    file.append(Joined(respondent="ann"))
    (told,) = read(file, [form(A, "ann")]).refused
    assert "has begun a form" in told.message
    read(file, [form(A, "ann")], replace=True)
    assert in_round(file) == Counter([A])


def test_a_counted_form_does_not_change(file: RoundFile) -> None:
    read(file, forms(A, B, C, D, E))
    close_round(file)
    before = file.path.read_bytes()
    found = read(file, forms(A, B, C, D, F))
    assert found.fixed
    assert "--replace" not in found.refused[0].remedy
    with pytest.raises(PartnercheckError, match="does not change any more"):
        read(file, forms(A, B, C, D, F), replace=True)
    assert file.path.read_bytes() == before


def test_names_in_two_files_decide() -> None:
    one, other = [form(A, "ann"), form(B, "bo")], [form(C, "cy"), form(B, "BO"), form(D, "ann")]
    found = compare([batch(one), batch(other, "x")], ASKS.questionnaire)
    assert [each.code for each in found.refused] == ["PC804"]
    found = compare([batch(one), batch(other)], ASKS.questionnaire, replace=True)
    assert said(found) == Counter([D, B, C])
    assert (found.repeated, found.corrected) == (1, 1)


def test_cells_are_compared_as_they_are_meant() -> None:
    one = Response(respondent="a", partner="Café  Noord", answers={"q0": "1", "w": "é"}, comments={"q0": "é"})
    other = Response(
        respondent="b", partner="CAFE\u0301 noord.", answers={"w": "e\u0301", "q0": "1"}, comments={"q0": "e\u0301"}
    )
    assert cells_of(one) == cells_of(other)
