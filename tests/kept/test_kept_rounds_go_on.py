"""Rounds that earlier versions started can be gone on with: the names in them stay, and new ones are no one's."""

import shutil
from pathlib import Path

import pytest

from partnercheck.rounds.events import Finished, Joined, Noted
from partnercheck.rounds.journal import RoundFile
from partnercheck.rounds.reader import load_round

ROUNDS = sorted((Path(__file__).parent / "0.1").glob("*.round.jsonl"))


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_a_kept_round_is_gone_on_with(path: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copy(path, tmp_path))
    before = load_round(path)
    with RoundFile.open(copied) as file:
        file.append(Noted(text="Gone on with"))
        if not any(form.joint for form in before.responses):
            name = file.new_respondent()
            file.append_all((Joined(respondent=name), Finished(respondent=name)))
    after = load_round(copied)
    assert copied.read_bytes().startswith(path.read_bytes())
    assert after.responses[: len(before.responses)] == before.responses
    assert after.closing == before.closing
    assert after.notes == (*before.notes, "Gone on with")
