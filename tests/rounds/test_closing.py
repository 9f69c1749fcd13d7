"""Closing a round: what has been published does not change, and nobody can be found by subtraction."""

from pathlib import Path

import pytest
from round_samples import DAY, hand_in, loaded, start

from partnercheck.assessment.privacy import Standing, standing
from partnercheck.core.findings import PartnercheckError
from partnercheck.rounds.closing import close_round
from partnercheck.rounds.events import Answered, Closed, Commented, Corrected, Finished, Joined
from partnercheck.rounds.journal import RoundFile, header_for
from partnercheck.rounds.reader import load_round

THREE = [{"id": f"q{n}", "text": "?", "scale": "agreement", "sign_of": "norming"} for n in range(3)]


def start_counting(folder: Path, **more: object) -> RoundFile:
    """A round in which three answers make a form that counts."""
    return RoundFile.create(folder / "three.round.jsonl", header_for(loaded(questions=THREE), "Fictional", DAY, **more))


def fill_in(file: RoundFile, *respondents: str, answers: int = 3) -> None:
    for respondent in respondents:
        file.append(Joined(respondent=respondent))
        for n in range(answers):
            file.append(Answered(respondent=respondent, question=f"q{n}", answer="2"))
        file.append(Finished(respondent=respondent))


def test_a_round_without_forms_cannot_be_closed(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        file.append(Joined(respondent="r1"))
        with pytest.raises(PartnercheckError, match="nothing to close"):
            close_round(file)


def test_the_first_closing_counts_the_finished_forms(tmp_path: Path) -> None:
    with start(tmp_path, k=3, by="partner") as file:
        hand_in(file, "r2", "r1")
        file.append(Joined(respondent="r3"))
        closing = close_round(file)
    assert closing.respondents == ("r1", "r2")
    assert (closing.by, closing.k) == ("partner", 3)
    assert load_round(file.path).closing == closing


def test_late_forms_count_only_when_k_are_new(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, "r1")
        close_round(file)
        with pytest.raises(PartnercheckError, match="3 more filled-in forms are needed"):
            close_round(file)
        fill_in(file, "r2", "r3")
        with pytest.raises(PartnercheckError, match="1 more filled-in form is needed"):
            close_round(file)
        round_ = file.round()
        assert standing(round_) == Standing(new=2, missing=1, taken_back=0, waiting=0)
        assert len(round_.responses) == 3
        assert round_.closing
        assert round_.closing.respondents == ("r1",)
        fill_in(file, "r4")
        closing = close_round(file)
        assert closing.respondents == ("r1", "r2", "r3", "r4")
        assert closing.earlier == (("r1",),)


def test_empty_forms_are_no_cover_for_one_that_is_filled_in(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, "r1", "r2", "r3")
        close_round(file)
        fill_in(file, "r4")
        fill_in(file, "r5", "r6", "r7", answers=1)
        with pytest.raises(PartnercheckError, match="2 more filled-in forms are needed"):
            close_round(file)


def test_an_open_round_can_always_be_closed_again(tmp_path: Path) -> None:
    with start(tmp_path, opened=True) as file:
        hand_in(file, "r1")
        close_round(file)
        close_round(file)
        file.append(Corrected(respondent="r1", question="urgent", answer="3"))
        assert file.round().responses[0].answers == {"urgent": "2"}, "what was published has not changed"
        close_round(file)
        assert file.round().responses[0].answers == {"urgent": "3"}


def test_forms_in_a_closing_are_frozen_for_writers(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        close_round(file)
        for event in (
            Joined(respondent="r1", sector="union"),
            Answered(respondent="r1", question="partners", answer=3.0),
            Corrected(respondent="r1", question="urgent", answer=None),
            Commented(respondent="r1", question="urgent", text="No!"),
        ):
            with pytest.raises(PartnercheckError, match="does not change any more"):
                file.append(event)
        hand_in(file, "r2")
        file.append(Corrected(respondent="r2", question="urgent", answer="3"))


def test_changes_after_a_closing_are_not_replayed(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        close_round(file)
        published = file.round()
    with file.path.open("ab") as stream:
        stream.write(Corrected(respondent="r1", question="urgent", answer="3").written())
        stream.write(Joined(respondent="r1", sector="union").written())
    assert load_round(file.path) == published


def test_the_breakdown_and_k_stay_what_they_were(tmp_path: Path) -> None:
    with start_counting(tmp_path, k=3) as file:
        fill_in(file, "r1")
        assert close_round(file, by="partner", k=4).by == "partner"
        fill_in(file, "r2", "r3", "r4", "r5")
        for by, k in (("sector", None), ("none", None), (None, 5)):
            with pytest.raises(PartnercheckError, match="k = 4 and a breakdown by partner"):
                close_round(file, by=by, k=k)  # type: ignore[arg-type]  # the loop forgets the literals
        closing = close_round(file)
        assert (closing.by, closing.k) == ("partner", 4)


def test_no_breakdown_can_be_chosen(tmp_path: Path) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        assert close_round(file, by="none").by == ""
    assert load_round(file.path).closing == file.round().closing


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Closed(respondents=("r1", "r9"), by="sector", k=5), "'r9' is counted here, but was not handed in"),
        (Closed(respondents=("r2",), by="sector", k=5), "left out: 'r1'"),
        (Closed(respondents=("r1", "r2"), by="partner", k=5), "the k of its first closing"),
        (Closed(respondents=("r1", "r2"), by="sector", k=3), "the k of its first closing"),
    ],
)
def test_a_closing_that_does_not_fit_is_found_in_the_file(tmp_path: Path, event: Closed, said: str) -> None:
    with start(tmp_path) as file:
        hand_in(file, "r1")
        close_round(file)
        hand_in(file, "r2")
        with pytest.raises(PartnercheckError):
            file.append(event)
    with file.path.open("ab") as stream:
        stream.write(event.written())
    with pytest.raises(PartnercheckError, match=said):
        load_round(file.path)
