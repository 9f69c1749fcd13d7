import json
from dataclasses import replace
from pathlib import Path

import pytest

from partnercheck.checking.cache import Cache
from partnercheck.checking.checker import check_paths, check_text
from partnercheck.checking.settings import Settings
from partnercheck.core.files import bundled_path

FAULTY = Path(__file__).parents[1] / "questionnaire" / "files" / "many-faults.yaml"
QUICK = Settings(simulate=False)


def codes(settings: Settings, path: Path = FAULTY) -> set[str]:
    return {each.code for each in check_paths([path], settings).findings}


def test_findings_come_sorted_each_once_and_the_same_every_time() -> None:
    first, second = check_paths([FAULTY], QUICK), check_paths([FAULTY], QUICK)
    assert first == second
    assert list(first.findings) == sorted(set(first.findings))
    assert [str(each) for each in first.findings] == [str(each) for each in second.findings]


def test_a_fault_in_one_file_hides_none_in_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"questions: \xff")
    (tmp_path / "b.yaml").write_text("questions: [", encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(FAULTY.read_bytes())
    report = check_paths([tmp_path, tmp_path / "none.yaml"], QUICK)
    found = {Path(each.location.path).name: each.code for each in report.findings}
    assert (found["a.yaml"], found["none.yaml"]) == ("PC101", "PC111")
    assert {"b.yaml", "c.yaml"} <= set(found)
    assert len(report.checked) == 4


def test_a_fault_of_shape_hides_none_in_wording_and_advice() -> None:
    text = (bundled_path("pulse") or FAULTY).read_text(encoding="utf-8")
    text = text.replace("minutes: 5", "minuts: 5", 1)
    text = text.replace("We can discuss a sore point calmly.", "Of course we can discuss a sore point calmly.", 1)
    found = {each.code for each in check_text("pulse.yaml", text.encode(), QUICK) or ()}
    assert {"PC201", "PC304"} <= found
    assert "PC004" not in found


def test_where_evidence_cannot_be_read_nothing_is_said_about_verdicts() -> None:
    text = (
        (bundled_path("pulse") or FAULTY)
        .read_text(encoding="utf-8")
        .replace("sign_of: storming", "sign_of: storning", 1)
    )
    found = {each.code for each in check_text("pulse.yaml", text.encode(), Settings()) or ()}
    assert {"PC204", "PC004"} <= found
    assert not {code for code in found if code.startswith(("PC4", "PC7"))}


def test_select_and_ignore_choose_codes_and_families() -> None:
    assert codes(replace(QUICK, select=("PC207",))) == {"PC207"}
    assert all(code.startswith("PC20") for code in codes(replace(QUICK, select=("PC2",))))
    assert "PC207" not in codes(replace(QUICK, ignore=("PC207",)))
    assert not codes(replace(QUICK, ignore=("PC",)))


def test_a_level_may_be_raised_and_a_least_level_asked_for() -> None:
    raised = check_paths(
        [FAULTY], replace(QUICK, select=("PC207", "PC004"), levels={"PC207": "note", "PC004": "error"})
    )
    assert {each.code: each.level for each in raised.findings} == {"PC207": "note", "PC004": "error"}
    assert "PC004" in codes(QUICK)
    assert "PC004" not in codes(replace(QUICK, level="warning"))


def test_settings_ignore_codes_in_the_files_that_a_pattern_fits(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_bytes(FAULTY.read_bytes())
    settings = replace(QUICK, select=("PC207",), per_file={"old/*.yaml": ("PC2",)}, folder=tmp_path)
    found = check_paths([tmp_path], settings).findings
    assert {Path(each.location.path).parent.name for each in found} == {"new"}


def test_an_unnamed_file_of_another_kind_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ci.yaml").write_text("on: push\n", encoding="utf-8")
    assert check_paths([tmp_path], QUICK).checked == ()
    assert check_paths([tmp_path / "ci.yaml"], QUICK).checked == (str(tmp_path / "ci.yaml"),)


def test_the_cache_tells_the_same_without_looking_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, cache = tmp_path / "a.yaml", Cache(tmp_path / "kept")
    path.write_bytes(FAULTY.read_bytes())
    first = check_paths([path], QUICK, cache=cache)
    monkeypatch.setattr("partnercheck.checking.checker._look", lambda *_: pytest.fail("it looked again"))
    again = check_paths([path], QUICK, cache=cache)
    assert [repr(each) for each in again.findings] == [repr(each) for each in first.findings]
    moved = path.rename(tmp_path / "b.yaml")
    found = check_paths([moved], QUICK, cache=cache).findings
    assert {each.location.path for each in found} == {str(moved)}


def test_the_cache_knows_content_and_settings_apart(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = {
        cache.key("a.yaml", b"x", QUICK),
        cache.key("a.json", b"x", QUICK),
        cache.key("a.yaml", b"y", QUICK),
        cache.key("a.yaml", b"x", Settings()),
        cache.key("a.yaml", b"x", replace(QUICK, select=("PC3",))),
        cache.key("a.yaml", b"x", replace(QUICK, ignore=("PC3",))),
    }
    assert len(keys) == 6
    assert cache.key("b.yaml", b"x", replace(QUICK, level="error")) in keys


@pytest.mark.parametrize("content", [b"", b"{", b"[[1]]", b"null", b'[["a"]]', b"\xff"])
def test_a_damaged_cache_is_no_cache(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "key.json").write_bytes(content)
    assert cache.get("key", "a.yaml") is None


SOUND = [1, 2, "PC301", "m", "r", "x", 1, "note", ["a", 0], [[0, 1, "x"]], "no-question", "a"]
DAMAGE: list[tuple[int, object]] = [
    (0, "1"), (0, True), (1, None), (2, "PC999"), (3, 3), (5, None), (6, 1.5), (7, "high"), (8, 3), (9, [[0, 1]]),
    (10, "new"), (11, 3),
]  # fmt: skip


@pytest.mark.parametrize(("place", "wrong"), DAMAGE)
def test_a_damaged_entry_of_the_cache_is_no_finding(tmp_path: Path, place: int, wrong: object) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "key.json").write_text(json.dumps([SOUND]), encoding="utf-8")
    assert [each.code for each in cache.get("key", "a.yaml") or ()] == ["PC301"]
    damaged = [*SOUND[:place], wrong, *SOUND[place + 1 :]]
    (tmp_path / "key.json").write_text(json.dumps([SOUND, damaged]), encoding="utf-8")
    assert cache.get("key", "a.yaml") is None


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "kept")
    assert check_paths([FAULTY], QUICK, cache=cache).findings == check_paths([FAULTY], QUICK).findings


def test_the_cache_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnercheck.checking.cache.MAX_KEPT", 4)
    cache = Cache(tmp_path)
    for number in range(20):
        cache.put(f"{number}", [])
    assert len(list(tmp_path.iterdir())) <= 6
    assert cache.get("19", "a.yaml") == []
