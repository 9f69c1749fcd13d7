"""Names for people who give none, and forms from answers files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from round_samples import form, start

from counting import calls
from partnercheck.assessment.responses import Response
from partnercheck.rounds.ids import ids_for, random_id
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import load_round
from partnercheck.rounds.record import record_responses


def recorded(folder: Path, *imports: list[Response]) -> tuple[list[str], bytes]:
    """The respondents of a new round in the order of its file, and its bytes."""
    folder.mkdir()
    with start(folder) as file:
        for responses in imports:
            record_responses(file, responses)
        names = [each.respondent for each in file.round().responses]
    assert [each.respondent for each in load_round(file.path).responses] == names
    return names, file.path.read_bytes()


def forms(*answers: str) -> list[Response]:
    return [Response(respondent="", answers={"urgent": answer}) for answer in answers]


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    assert recorded(tmp_path / "a", forms("1", "2", "2")) == recorded(tmp_path / "b", forms("1", "2", "2"))


def test_imports_never_get_in_each_others_way(tmp_path: Path) -> None:
    one, _ = recorded(tmp_path / "a", forms("1", "2", "2"), forms("1", "2", "2"), forms("1", "2"))
    other, _ = recorded(tmp_path / "b", forms("1", "2", "3"))
    assert len({*one, *other}) == len(one) + len(other) == 11


def test_a_name_that_is_given_is_not_given_out(tmp_path: Path) -> None:
    (name,), _ = recorded(tmp_path / "a", forms("1"))
    first = next(ids_for([forms("1")[0].model_dump_json()], ()))
    assert name == first
    taken, _ = recorded(tmp_path / "b", [Response(respondent=name)], forms("1"))
    assert len(set(taken)) == 2


def test_rounds_of_two_laptops_share_no_name(tmp_path: Path) -> None:
    names: list[str] = []
    for laptop in ("a", "b"):
        (tmp_path / laptop).mkdir()
        with start(tmp_path / laptop) as file:
            for _ in range(20):
                names.append(file.new_respondent())
                file.append_all(form(names[-1]))
    assert len(set(names)) == 40


def test_counted_names_of_before_stay_valid(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        file.append_all([*form("r1"), *form("r2")])
    with RoundFile.open(file.path) as again:
        again.append_all(form(again.new_respondent()))
    assert [each.respondent for each in load_round(file.path).responses][:2] == ["r1", "r2"]


@given(st.lists(st.text(), max_size=3))
def test_names_hold_no_look_alikes_and_no_words(content: list[str]) -> None:
    made = ids_for(content, ())
    for name in (next(made), next(made), random_id(())):
        assert len(name) == 9
        assert name[4] == "-"
        assert not set(name) & set("aeiou0125890lsbqzAB")


@pytest.mark.parametrize("respondent", ["", "p{}"])
def test_recording_costs_as_much_for_every_form_as_for_the_first(tmp_path: Path, respondent: str) -> None:
    def cost(people: int) -> int:
        folder = tmp_path / f"{people}"
        folder.mkdir()
        responses = [Response(respondent=respondent.format(n), answers={"urgent": "1"}) for n in range(people)]
        with start(folder) as file:
            return calls(lambda: record_responses(file, responses))

    cost(1)
    assert cost(400) < 8.5 * cost(50)
