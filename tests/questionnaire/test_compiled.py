"""The fast form of the bundled questionnaires says the same as their YAML, or is passed over."""

import json
from pathlib import Path

import pytest

from partnercheck.core.files import bundled_files, read_source
from partnercheck.questionnaire import loader as fast
from partnercheck.questionnaire.loader import Loaded, load_with_plain, read_questionnaire

PATHS = bundled_files()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the fast forms made anew, which is the one that is looked into."""
    monkeypatch.setattr(fast, "FOLDER", tmp_path)
    fast.compile_all(tmp_path)
    return tmp_path


def from_yaml(path: Path) -> Loaded:
    return read_questionnaire(read_source(path, "a questionnaire"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.usefixtures("folder")
def test_the_fast_form_is_the_yaml(path: Path) -> None:
    assert fast.compiled(path) is not None
    assert load_with_plain(path.stem) == from_yaml(path)


def test_a_fast_form_of_other_yaml_is_passed_over(folder: Path) -> None:
    path = PATHS[0]
    kept = json.loads((folder / f"{path.stem}.json").read_text(encoding="utf-8"))
    kept["plain"]["title"] = "Something old"
    spoilt: tuple[object, ...] = ({**kept, "made_from": "0" * 64}, {"plain": kept["plain"]}, [])
    for changed in spoilt:
        (folder / f"{path.stem}.json").write_text(json.dumps(changed), encoding="utf-8")
        assert load_with_plain(path.stem) == from_yaml(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"null"])
def test_a_spoilt_fast_form_is_passed_over(folder: Path, content: bytes) -> None:
    (folder / f"{PATHS[0].stem}.json").write_bytes(content)
    assert load_with_plain(PATHS[0].stem) == from_yaml(PATHS[0])


def test_a_missing_fast_form_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "FOLDER", tmp_path / "nowhere")
    assert load_with_plain(PATHS[0].stem) == from_yaml(PATHS[0])
