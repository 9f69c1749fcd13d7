"""Forms, closings and actions that are taken back: nothing counts any more, and nobody can be found by subtraction."""

import contextlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from round_samples import DAY, hand_in, header, start
from test_closing import fill_in, start_counting

from partnercheck.assessment.assess import assess, why_open
from partnercheck.assessment.privacy import Standing, standing
from partnercheck.assessment.scoring import MIN_PEOPLE
from partnercheck.core.findings import PartnercheckError
from partnercheck.core.words import words_for
from partnercheck.rounds.closing import close_round
from partnercheck.rounds.events import (
    ActionWithdrawn,
    Agreed,
    Answered,
    Closed,
    Commented,
    CommentWithheld,
    Erased,
    Finished,
    Imported,
    Invited,
    Joined,
    Reopened,
    Withdrawn,
)
from partnercheck.rounds.journal import RoundFile, erase_forms
from partnercheck.rounds.reader import load_round
from sampling import examples

ENGLISH = words_for("en")


def people(count: int, first: int = 0) -> list[str]:
    return [f"r{n}" for n in range(first, first + count)]


def test_a_form_that_is_taken_back_counts_no_more(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1", "r2")
        file.append(Withdrawn(respondent="r1"))
        assert [form.respondent for form in file.round().responses] == ["r2"]
        for late in (Answered(respondent="r1", question="urgent", answer="3"), Finished(respondent="r1")):
            with pytest.raises(PartnercheckError, match="was taken back before this"):
                file.append(late)
        assert close_round(file).respondents == ("r2",)
    assert load_round(file.path) == file.round()


def test_somebody_whose_form_no_closing_counted_can_begin_anew(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        file.append(Withdrawn(respondent="r1"))
        file.append(Joined(respondent="r1", sector="union"))
        assert [(form.sector, form.answers) for form in file.round().unfinished] == [("union", {})]
        hand_in(file, "r1")
        assert len(file.round().responses) == 1
    assert load_round(file.path) == file.round()


def test_after_a_closing_the_next_result_waits_until_k_are_taken_back(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, *people(8))
        close_round(file)
        for gone, waiting in ((1, 2), (2, 1)):
            file.append(Withdrawn(respondent=f"r{gone}"))
            round_ = file.round()
            assert standing(round_) == Standing(new=0, missing=0, taken_back=gone, waiting=waiting)
            assert round_.still_open
            shown = assess(round_, ENGLISH)
            assert (shown.verdict.kind, shown.questions, shown.people.answered) == ("open", (), 8 - gone)
            assert "The earlier report stands." in shown.verdict.words
            with pytest.raises(PartnercheckError, match="a few forms that it counted were taken back"):
                close_round(file)
        with pytest.raises(PartnercheckError, match="taken back after a closing had counted it"):
            file.append(Joined(respondent="r1"))
        file.append(Withdrawn(respondent="r3"))
        assert close_round(file).respondents == ("r0", "r4", "r5", "r6", "r7")
        assert not file.round().still_open
        assert assess(file.round(), ENGLISH).people.counted == 5
    assert load_round(file.path) == file.round()


def test_new_people_are_no_cover_for_one_who_goes_nor_the_other_way_round(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, *people(5))
        close_round(file)
        file.append(Withdrawn(respondent="r0"))
        fill_in(file, *people(6, 5))
        with pytest.raises(PartnercheckError, match="taken back"):
            close_round(file)
        for gone in ("r1", "r2"):
            file.append(Withdrawn(respondent=gone))
        close_round(file)
        fill_in(file, "late")
        with pytest.raises(PartnercheckError, match="2 more filled-in forms are needed"):
            close_round(file)


def test_where_all_signed_a_form_is_simply_left_out(tmp_path: Path) -> None:
    with start(tmp_path, opened=True) as file:
        hand_in(file, "r1", "r2", "r3", "r4")
        close_round(file)
        file.append(Withdrawn(respondent="r1"))
        assert not file.round().still_open
        assert assess(file.round(), ENGLISH).people.answered == 3


def test_an_early_closing_of_one_or_two_showed_nothing_and_is_taken_back(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, "r1", "r2")
        close_round(file)
        file.append(Reopened())
        assert (file.round().closing, file.round().still_open) == (None, True)
        file.append(Answered(respondent="r1", question="q0", answer="3"))
        fill_in(file, "r3")
        assert close_round(file).earlier == ()
        with pytest.raises(PartnercheckError, match="its result may have been seen"):
            file.append(Reopened())
    assert load_round(file.path) == file.round()


def test_a_closing_of_a_signed_round_can_always_be_taken_back(tmp_path: Path) -> None:
    with start(tmp_path, opened=True) as file:
        hand_in(file, "r1", "r2", "r3")
        close_round(file)
        hand_in(file, "r4")
        close_round(file)
        file.append(Reopened())
        closing = file.round().closing
        assert closing
        assert closing.respondents == ("r1", "r2", "r3")
        file.append(Reopened())
        with pytest.raises(PartnercheckError, match="no closing stands"):
            file.append(Reopened())


def test_an_action_is_taken_back_by_its_words(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        for what in ("1", "Ring them.", "1"):
            file.append(Agreed(what=what, when=DAY))
        file.append(ActionWithdrawn(what="1", when=DAY))
        assert [action.what for action in file.round().actions] == ["1", "Ring them."]
        with pytest.raises(PartnercheckError, match="there is no such action"):
            file.append(ActionWithdrawn(what="1", who="Somebody else"))


def test_a_withheld_comment_is_nowhere_and_counted(tmp_path: Path) -> None:
    with start(tmp_path, opened=True) as file:
        hand_in(file, "r1", "r2", "r3")
        file.append(Commented(respondent="r1", question="urgent", text="Ask Ann."))
        close_round(file)
        file.append(CommentWithheld(respondent="r1", question="urgent"))
        shown = assess(file.round(), ENGLISH)
        assert "Ask Ann." not in shown.model_dump_json()
        assert "1 comment is not shown, as the facilitator chose." in shown.notes
    assert load_round(file.path) == file.round()


def test_how_many_were_invited_can_be_said_later(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        file.append(Invited(invited=9))
        assert file.round().invited == 9
    assert load_round(file.path).invited == 9


def test_what_came_together_is_known(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1", "r2")
        file.append(Imported(respondents=("r1", "r2")))
        with pytest.raises(PartnercheckError, match="'r9' has not joined"):
            file.append(Imported(respondents=("r9",)))


def test_an_erased_form_still_counts_among_the_people_of_a_closing(tmp_path: Path) -> None:
    path = tmp_path / "erased.round.jsonl"
    forms = [Joined(respondent=name).written() + Finished(respondent=name).written() for name in ("r1", "r2")]
    closed = Closed(respondents=("erased-1", "r1", "r2"), by="sector", k=5).written()
    path.write_bytes(header().written() + b"".join(forms) + Erased(respondent="erased-1").written() + closed)
    round_ = load_round(path)
    assert (round_.erased, round_.still_open) == (("erased-1",), True)
    assert standing(round_).waiting == 4


def test_an_erased_form_is_no_way_round_a_closing_that_was_seen(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, *people(3))
        close_round(file)
    erase_forms(file.path, ["r0"])
    with RoundFile.open(file.path) as file, pytest.raises(PartnercheckError, match="its result may have been seen"):
        file.append(Reopened())


@pytest.mark.parametrize("gone", [0, 1])
def test_an_early_closing_that_is_in_the_way_is_named_as_the_way_out(tmp_path: Path, gone: int) -> None:
    with start_counting(tmp_path, k=5) as file:
        fill_in(file, "r1", "r2")
        close_round(file)
        file.append_all(Withdrawn(respondent=f"r{n + 1}") for n in range(gone))
        fill_in(file, *people(4, 5))
        with pytest.raises(PartnercheckError) as refused:
            close_round(file)
        assert refused.value.hint.startswith("The last closing told nothing of anybody:")
        said = why_open(file.round(), ENGLISH)
        assert said.endswith("The last closing told nothing of anybody. Take it back, and close the round anew.")
        assert "waits" not in said
        file.append(Reopened())
        close_round(file)


def test_where_too_few_stood_in_a_closing_it_is_not_said_to_wait_for_more(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=5) as file:
        fill_in(file, *people(4))
        close_round(file)
        file.append_all(Withdrawn(respondent=name) for name in ("r1", "r2"))
        assert why_open(file.round(), ENGLISH) == (
            "2 forms that counted were taken back. A new result would tell what they said. So there will be none. "
            "The earlier report stands."
        )
        with pytest.raises(PartnercheckError) as refused:
            close_round(file)
        assert refused.value.hint.endswith("Start a new round for the forms that came since.")


STEPS = st.lists(st.sampled_from(("join", "join", "join", "leave", "leave", "close")), max_size=60)


@examples(120)
@given(STEPS, st.integers(3, 5), st.integers(0, 2**32))
def test_no_two_results_of_a_round_part_a_few_people(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], k: int, seed: int
) -> None:
    """Whoever comes and goes: the people of any two closings differ by none, or by k, in either direction."""
    dice = Random(seed)  # noqa: S311 - a repeatable order, no secret
    published: list[set[str]] = []
    with start_counting(tmp_path_factory.mktemp("round"), k=k) as file:
        names = iter(people(60))
        for step in steps:
            here = [form.respondent for form in file.round().responses]
            if step == "join":
                fill_in(file, next(names))
            elif step == "leave" and here:
                file.append(Withdrawn(respondent=dice.choice(here)))
            elif step == "close":
                with_all = {*here}
                try:
                    close_round(file)
                except PartnercheckError:
                    assert not with_all or any(few(with_all, then, k) or with_all == then for then in published)
                else:
                    assert not any(few(with_all, then, k) for then in published)
                    published.append(with_all)
            shown = assess(file.round(), ENGLISH).verdict.kind != "open"
            assert shown == bool(published and {*file.round().closing.respondents} <= standing_people(file))  # type: ignore[union-attr]  # a closing stands where one was made
    event(f"{len(published)} closings")
    assert load_round(file.path) == file.round()


def few(one: set[str], other: set[str], k: int) -> bool:
    return any(0 < len(part) < k for part in (one - other, other - one))


def standing_people(file: RoundFile) -> set[str]:
    return {form.respondent for form in file.round().responses}


UNDONE = st.lists(st.sampled_from(("join", "leave", "erase", "reopen", "close")), max_size=20)


@examples(60)
@given(UNDONE, st.integers(3, 4), st.integers(0, 2**32))
@example(["erase", "reopen", "join", "close"], 3, 0)
def test_nothing_that_is_undone_parts_a_few_people_from_a_result_that_was_seen(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], k: int, seed: int
) -> None:
    """Whatever is taken back, erased or reopened: what three people said and what was seen of it stays apart."""
    dice = Random(seed)  # noqa: S311 - a repeatable order, no secret
    seen: list[set[str]] = []
    names = iter(people(40))
    with start_counting(tmp_path_factory.mktemp("round"), k=k) as file:
        fill_in(file, *(next(names) for _ in range(3)))
    for step in ("close", *steps):
        here = sorted(standing_people(file))
        if step == "erase":
            if here:
                erase_forms(file.path, [dice.choice(here)])
                file = RoundFile.open(file.path)
                file.close()
            continue
        with RoundFile.open(file.path) as file:
            with contextlib.suppress(PartnercheckError):
                if step == "join":
                    fill_in(file, next(names))
                elif step == "leave" and here:
                    file.append(Withdrawn(respondent=dice.choice(here)))
                elif step == "reopen":
                    file.append(Reopened())
                elif step == "close":
                    close_round(file)
            closing, shown = file.round().closing, assess(file.round(), ENGLISH)
            if shown.verdict.kind != "open" and shown.people.counted >= MIN_PEOPLE:
                assert closing
                assert not any(few({*closing.respondents}, then, k) for then in seen)
                seen.append({*closing.respondents})
    event(f"{len(seen)} seen")
