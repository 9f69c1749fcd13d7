"""`partnercheck assess --answers`: whole outputs, and what the options mean."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import Golden
from partnercheck.assessment.result import Assessment
from partnercheck.cli.app import expand_answers_option, run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "harbour-technicians.yaml"
GOLDEN = Path(__file__).parent / "golden"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def printed(capsys: Captured, *arguments: str, code: int = 0) -> str:
    assert run([*arguments]) == code
    return capsys.readouterr().out


def answers(path: Path, *forms: dict[str, object], **more: object) -> str:
    """An answers file for the pulse."""
    content = {"questionnaire": "pulse", "partnership": "Fictional", "date": "2026-11-21", **more}
    responses = [{"sector": form.pop("sector", ""), "answers": form} for form in map(dict, forms)]
    path.write_text(json.dumps({**content, "responses": responses}), encoding="utf-8")
    return str(path)


def form(value: str, **more: object) -> dict[str, object]:
    """A form that picks the option for one stage wherever there is one for it."""
    from partnercheck import load_questionnaire

    pulse = load_questionnaire("pulse")
    chosen: dict[str, object] = {}
    for question in pulse.questions:
        for option in question.options:
            if option.evidence.get(value) == 1:  # type: ignore[call-overload]  # a stage's name
                chosen[question.id] = option.value
    return {**chosen, **more}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("card-en", ["--k", "3"]),
        ("card-nl", ["--k", "3", "--lang", "nl"]),
        ("card-plain", ["--plain"]),
        ("card-open", ["--open", "--invited", "14"]),
        ("card-by-partner", ["--k", "3", "--by", "partner"]),
    ],
)
def test_the_stage_card(name: str, arguments: list[str], capsys: Captured, golden: Golden) -> None:
    golden(printed(capsys, "assess", "--answers", str(EXAMPLE), *arguments), GOLDEN / f"{name}.txt")


def test_the_json(capsys: Captured, golden: Golden) -> None:
    shown = printed(capsys, "assess", "--answers", str(EXAMPLE), "--json")
    golden(shown, GOLDEN / "assessment.json")
    assert Assessment.model_validate_json(shown).verdict.kind == "clear"


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("between", ["storming"] * 3 + ["norming"] * 3),
        ("differ", ["forming", "forming", "performing", "performing", "adjourning", "storming"]),
        ("one-person", ["norming"]),
        ("two-people", ["norming", "storming"]),
    ],
)
def test_every_kind_of_verdict(name: str, stages: list[str], capsys: Captured, golden: Golden, tmp_path: Path) -> None:
    file = answers(tmp_path / "a.json", *[form(stage) for stage in stages])
    golden(printed(capsys, "assess", "--answers", file), GOLDEN / f"card-{name}.txt")


def test_a_joint_form(capsys: Captured, golden: Golden, tmp_path: Path) -> None:
    file = answers(tmp_path / "a.json", form("performing"))
    golden(printed(capsys, "assess", "--answers", file, "--joint"), GOLDEN / "card-joint.txt")


def test_a_joint_form_is_one_form(capsys: Captured, tmp_path: Path) -> None:
    file = answers(tmp_path / "a.json", form("performing"), form("norming"))
    assert run(["assess", "--answers", file, "--joint"]) == 2
    assert "A joint form is one form, and these are 2." in capsys.readouterr().err


def test_several_files_in_any_order_give_the_same_bytes(capsys: Captured, tmp_path: Path) -> None:
    one = answers(tmp_path / "a.json", form("norming", sector="employer"), form("storming", sector="union"))
    two = answers(tmp_path / "b.json", *[form("norming", sector="education") for _ in range(4)])
    forwards = printed(capsys, "assess", "--answers", one, two, "--json")
    assert printed(capsys, "assess", "--answers", two, "--answers", one, "--json") == forwards
    assert json.loads(forwards)["people"]["answered"] == 6


def test_files_of_two_partnerships_are_not_one(capsys: Captured, tmp_path: Path) -> None:
    one = answers(tmp_path / "a.json", form("norming"))
    two = answers(tmp_path / "b.json", form("norming"), partnership="Another")
    assert run(["assess", "--answers", one, two]) == 2
    assert "different partnerships: Another, Fictional" in capsys.readouterr().err
    assert run(["assess", "--answers", one, two, "--partnership", "Both"]) == 0
    assert capsys.readouterr().out.startswith("Both\n")


def test_a_file_may_say_its_language(capsys: Captured, tmp_path: Path) -> None:
    file = answers(tmp_path / "a.json", form("norming"), lang="nl")
    assert "Te weinig antwoorden" in printed(capsys, "assess", "--answers", file)
    assert "Too few answers" in printed(capsys, "assess", "--answers", file, "--lang", "en")


def test_answers_swallow_file_names_up_to_the_next_option() -> None:
    assert expand_answers_option(["assess", "--answers", "a", "b", "--lang", "nl", "x"]) == [
        "assess", "--answers", "a", "--answers", "b", "--lang", "nl", "x",
    ]  # fmt: skip
    assert expand_answers_option(["assess", "--answers"]) == ["assess", "--answers"]
    assert expand_answers_option(["assess", "--json", "--answers", "-"]) == ["assess", "--json", "--answers", "-"]


def test_json_is_alone_on_stdout_and_notes_go_to_stderr(capsys: Captured, tmp_path: Path) -> None:
    path = tmp_path / "r.round.jsonl"
    assert run(["assess", "--answers", str(EXAMPLE), "--round", str(path), "--json", "--close"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["partnership"] == "Harbour Technicians (fictional)"
    assert "closed with 11" in captured.err


def test_a_round_gives_what_its_answers_gave(capsys: Captured, tmp_path: Path) -> None:
    path = str(tmp_path / "r.round.jsonl")
    straight = printed(capsys, "assess", "--answers", str(EXAMPLE), "--json")
    recorded = printed(capsys, "assess", "--answers", str(EXAMPLE), "--round", path, "--json", "--close")
    again = printed(capsys, "assess", "--round", path, "--json", "--close")
    assert straight == recorded == again


def test_late_forms_wait_until_there_are_enough(capsys: Captured, tmp_path: Path) -> None:
    path = str(tmp_path / "r.round.jsonl")
    first = answers(tmp_path / "a.json", *[form("norming") for _ in range(5)])
    assert (
        json.loads(printed(capsys, "assess", "--answers", first, "--round", path, "--json", "--close"))["people"][
            "answered"
        ]
        == 5
    )
    late = answers(tmp_path / "b.json", form("storming", sector="union"))
    assert run(["assess", "--answers", late, "--round", path, "--json", "--close"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["people"]["answered"] == 5
    assert "needs 4 more" in captured.err
    more = answers(tmp_path / "c.json", *[form("storming") for _ in range(4)])
    assert (
        json.loads(printed(capsys, "assess", "--answers", more, "--round", path, "--json", "--close"))["people"][
            "answered"
        ]
        == 10
    )


@pytest.mark.parametrize(
    "option",
    [
        ["--partnership", "Other"],
        ["--date", "2020-01-01"],
        ["--k", "4"],
        ["--open"],
        ["--signed"],
        ["--by", "none"],
        ["--invited", "3"],
    ],
)
def test_a_round_keeps_what_it_was_started_with(option: list[str], capsys: Captured, tmp_path: Path) -> None:
    path = str(tmp_path / "r.round.jsonl")
    printed(capsys, "assess", "--answers", str(EXAMPLE), "--round", path, "--invited", "14")
    assert run(["assess", "--round", path, *option]) == 2
    name = {"--open": "--signed"}.get(option[0], option[0])
    how = "without" if name == "--signed" else "with"
    said = capsys.readouterr().err
    assert f"was started {how} {name}" in said
    assert "None" not in said
    assert "False" not in said


def test_how_many_were_invited_can_be_said_where_the_round_is_gone_on_with(capsys: Captured, tmp_path: Path) -> None:
    path = str(tmp_path / "r.round.jsonl")
    printed(capsys, "assess", "--answers", str(EXAMPLE), "--round", path)
    for _ in range(2):
        assert "11 of 14 invited people" in printed(capsys, "assess", "--round", path, "--invited", "14")
    assert Path(path).read_text(encoding="utf-8").count('"event":"invited"') == 1


def test_a_round_goes_on_with_the_same_questionnaire_named_by_its_path(capsys: Captured, tmp_path: Path) -> None:
    path, own = str(tmp_path / "r.round.jsonl"), str(ROOT / "questionnaires" / "pulse.yaml")
    file = answers(tmp_path / "a.json", *[form("norming") for _ in range(3)])
    printed(capsys, "assess", own, "--answers", file, "--round", path, "--close")
    assert "norming" in printed(capsys, "assess", own, "--round", path)


def test_another_questionnaire_is_refused(capsys: Captured, tmp_path: Path) -> None:
    path = str(tmp_path / "r.round.jsonl")
    printed(capsys, "assess", "--answers", str(EXAMPLE), "--round", path)
    assert run(["assess", "pulse", "--round", path]) == 2
    assert "was started with questionnaire" in capsys.readouterr().err


def test_by_and_k_reach_a_round_without_a_file(capsys: Captured) -> None:
    found = json.loads(printed(capsys, "assess", "--answers", str(EXAMPLE), "--json", "--by", "none"))
    assert "breakdown" not in found
    assert found["people"]["groups"] == []


def test_nobody_to_ask(capsys: Captured) -> None:
    assert run(["assess"]) == 2
    assert "nobody to ask" in capsys.readouterr().err
    assert run(["assess", "--round", "no-such.round.jsonl"]) == 2
    assert "nobody to ask" in capsys.readouterr().err


def test_an_unknown_questionnaire_is_named_with_a_guess(capsys: Captured, tmp_path: Path) -> None:
    file = answers(tmp_path / "a.json", form("norming"), questionnaire="pulse")
    assert run(["assess", "puls", "--answers", file]) == 2
    assert "did you mean 'pulse'?" in capsys.readouterr().err


def test_a_language_nobody_speaks(capsys: Captured) -> None:
    assert run(["assess", "--answers", str(EXAMPLE), "--lang", "fr"]) == 2
    assert "does not speak 'fr'" in capsys.readouterr().err


def test_a_table_needs_no_name_or_date(capsys: Captured, tmp_path: Path) -> None:
    table = tmp_path / "our-region.csv"
    table.write_text("respondent;sector\na;union\n", encoding="utf-8")
    found = json.loads(printed(capsys, "assess", "--answers", str(table), "--json"))
    assert found["partnership"] == "our-region"
    assert found["verdict"]["kind"] == "too-few"


def test_usage_errors_exit_with_2(capsys: Captured) -> None:
    assert run(["assess", "--k", "2"]) == 2
    assert run(["no-such-command"]) == 2
    capsys.readouterr()


def test_too_many_findings_are_counted(capsys: Captured, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("respondent,sector\n" + "a,nobody\n" * 80, encoding="utf-8")
    assert run(["assess", "--answers", str(table)]) == 2
    said = capsys.readouterr().err
    assert "… and 109 more." in said
    assert "159 problems found" in said


def test_the_example_is_not_changed_by_reading_it(capsys: Captured, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    shutil.copy(EXAMPLE, copy)
    printed(capsys, "assess", "--answers", str(copy))
    assert copy.read_bytes() == EXAMPLE.read_bytes()


def test_a_questionnaire_behind_answers_files_is_told_where_it_belongs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("respondent,one-carries\na,3\nb,4\nc,5\n", encoding="utf-8")
    assert run(["assess", "--answers", "a.csv", "pulse"]) == 2
    told = capsys.readouterr().err
    assert "pulse is a questionnaire, and stands among the answers files." in told
    assert "partnercheck assess pulse --answers" in told
    Path("pulse").write_text("not a questionnaire", encoding="utf-8")
    assert run(["assess", "--answers", "a.csv", "pulse"]) == 2
    assert "is a questionnaire" not in capsys.readouterr().err
