"""`partnercheck guide`."""

import shlex
import shutil
from pathlib import Path

import pytest

from partnercheck.cli.app import run
from partnercheck.questionnaire.loader import load_questionnaire
from partnercheck.reports.guide import guide_for

BUNDLED = Path(__file__).parents[2] / "questionnaires"
Captured = pytest.CaptureFixture[str]


def test_a_guide_is_printed_in_the_first_language_for_ninety_minutes(capsys: Captured) -> None:
    assert run(["guide", "pulse"]) == 0
    assert capsys.readouterr().out.startswith("# A workshop of 90 minutes: Pulse")
    assert run(["guide", "zij-instroom", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("# Een bijeenkomst van 90 minuten: Zij-instroom")


def test_the_length_and_the_language_can_be_chosen(capsys: Captured) -> None:
    assert run(["guide", "pulse", "--minutes", "180", "--lang", "NL"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# Een bijeenkomst van 180 minuten: ")
    assert "| 2:50–3:00 | 10 | Afsluiten |" in out


def test_the_format_follows_the_name_or_the_option(tmp_path: Path, capsys: Captured) -> None:
    assert run(["guide", "pulse", "-f", "html"]) == 0
    html = capsys.readouterr().out
    assert html.startswith("<!DOCTYPE html>")
    for name, start in (("a.html", "<!DOCTYPE"), ("a.htm", "<!DOCTYPE"), ("a.md", "# "), ("a", "# ")):
        assert run(["guide", "pulse", "-o", str(tmp_path / name)]) == 0
        captured = capsys.readouterr()
        assert (captured.out, captured.err) == ("", f"{tmp_path / name}\n")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == html
    assert run(["guide", "pulse", "-f", "html", "-o", str(tmp_path / "b.txt")]) == 0
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == html


def test_a_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BUNDLED, tmp_path / "our own")
    assert run(["guide", "our own/pulse.yaml", "--minutes", "60"]) == 0
    assert "partnercheck assess 'our own/pulse.yaml' --answers" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pulze"], "There is no questionnaire 'pulze'"),
        (["pulse", "--lang", "fr"], "does not speak 'fr'"),
        (["pulse", "--minutes", "75"], "75"),
        (["pulse", "-o", "guide.pdf"], "A guide is Markdown or HTML, not .pdf"),
        (["pulse", "-o", "no/such.md"], "cannot be written"),
        (["pulse.yaml", "-o", "pulse.yaml", "-f", "md"], "is what is read here"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(BUNDLED / "pulse.yaml", tmp_path)
    before = (tmp_path / "pulse.yaml").read_bytes()
    assert run(["guide", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert [path.name for path in tmp_path.iterdir()] == ["pulse.yaml"]
    assert (tmp_path / "pulse.yaml").read_bytes() == before


def test_the_commands_of_a_guide_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(tmp_path)
    found = load_questionnaire("pulse")
    first = next(question for question in found.questions if question.options)
    answer = first.options[0].value
    (tmp_path / "forms.csv").write_text(f"sector,{first.id}\nemployer,{answer}\n", encoding="utf-8")
    beforehand, in_turn, together, report = (
        shlex.split(command)[1:] for command in guide_for(found, 90, "en", "pulse").commands
    )
    for alone in (in_turn, together):
        assert run(alone) == 2
        assert "There is nobody to ask" in capsys.readouterr().err
    assert run(beforehand) == 0
    assert run(report) == 0
    assert (tmp_path / "ours.html").is_file()
