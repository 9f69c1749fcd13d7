"""`partnercheck diff`: what is printed, and how it ends."""

import json
import os
import sys
from pathlib import Path

import pytest
from driver import Terminal

from conftest import Golden
from partnercheck.cli.app import run

GOLDEN = Path(__file__).parent / "golden"
Captured = pytest.CaptureFixture[str]

OLD = """\
format: 1
id: harbour-pulse
version: "1.0"
languages: [en, nl]
title: {en: Harbour pulse (fictional), nl: Havenpols (verzonnen)}
minutes: 4
sources:
  nesta: {title: Five steps to successful partnerships for skills, by: Nesta}
themes:
  trust: {en: Trust, nl: Vertrouwen}
  work: {en: Work, nl: Werk}
scales:
  agreement:
    - {value: 1, label: {en: No, nl: Nee}}
    - {value: 2, label: {en: A little, nl: Een beetje}}
    - {value: 3, label: {en: "Yes", nl: Ja}}
questions:
  - id: sore-points
    theme: trust
    text: {en: We can discuss a sore point calmly., nl: We kunnen een gevoelig punt rustig bespreken.}
    scale: agreement
    sign_of: storming
    reverse: true
    weight: 2
  - id: own-initiative
    theme: work
    text: {en: Partners solve problems on their own., nl: Partners lossen zelf problemen op.}
    scale: agreement
    sign_of: performing
    weight: 2
  - id: what-next
    theme: work
    text: {en: What do we talk about most?, nl: Waar praten we het meest over?}
    weight: 4
    options:
      - {value: ideas, label: {en: What we might do, nl: Wat we zouden kunnen doen}, evidence: {forming: 1}}
      - {value: course, label: {en: Whose course to follow, nl: Wiens koers we volgen}, evidence: {storming: 1}}
      - {value: plan, label: {en: Our plan, nl: Ons plan}, evidence: {norming: 1}}
      - {value: reach, label: {en: More people, nl: Meer mensen}, evidence: {performing: 1}}
      - {value: stop, label: {en: Stopping, nl: Stoppen}, evidence: {adjourning: 1}}
  - id: how-we-decide
    theme: work
    text: {en: How do we decide?, nl: Hoe besluiten we?}
    weight: 4
    options:
      - {value: reopened, label: {en: Again and again, nl: Telkens opnieuw}, evidence: {storming: 1}}
      - {value: rules, label: {en: By our rules, nl: Volgens onze regels}, evidence: {norming: 1}}
      - {value: convenor, label: {en: One proposes, nl: Eén stelt voor}, evidence: {forming: 1}}
      - {value: endings, label: {en: About endings, nl: Over het einde}, evidence: {adjourning: 1}}
      - {value: close-by, label: {en: Close to the work, nl: Dicht bij het werk}, evidence: {performing: 1}}
  - id: partners
    text: {en: How many partners are there?, nl: Hoeveel partners zijn er?}
    kind: number
next_steps:
  - id: talk
    for: {stage: storming, theme: trust}
    do: {en: Talk it through., nl: Praat het uit.}
    why: {en: It helps., nl: Het helpt.}
    who: {en: The chair, nl: De voorzitter}
    time: {en: One hour, nl: Een uur}
    sources: [nesta]
cases:
  - name: nobody answers
    answers: [{sore-points: 1}]
    expect: too-few
"""
EDITS = (
    ('version: "1.0"', 'version: "1.1"'),
    ("minutes: 4", "minutes: 5"),
    ("We can discuss a sore point calmly.", "We can calmly discuss a sore point."),
    ("A little,", "Somewhat,"),
    ("Over het einde}, evidence: {adjourning: 1}", "Over het einde}, evidence: {adjourning: 1, forming: 0.5}"),
    ("    weight: 2\n  - id: own", "    weight: 3\n  - id: own"),
    ("id: talk\n", "id: talk-it-through\n"),
    ("sources: [nesta]\ncases", "sources: []\ncases"),
    ("value: plan", "value: our-plan"),
    ("  - id: partners\n", "  - id: number-of-partners\n"),
    ("  nesta: {", '  pact: {title: "Pact for *skills*"}\n  nesta: {'),
)  # fmt: skip
NEW = OLD
for _before, _after in EDITS:
    assert NEW.count(_before) == 1, _before
    NEW = NEW.replace(_before, _after)


@pytest.fixture(autouse=True)
def _two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(OLD, encoding="utf-8")
    Path("new.yaml").write_text(NEW, encoding="utf-8")


@pytest.mark.parametrize(("form", "kind"), [("text", "txt"), ("markdown", "md")])
def test_the_whole_output(form: str, kind: str, capsys: Captured, golden: Golden) -> None:
    assert run(["diff", "old.yaml", "new.yaml", "--format", form]) == 0
    golden(capsys.readouterr().out, GOLDEN / f"diff.{kind}")


def test_json_holds_the_same_and_nothing_else_is_printed(capsys: Captured) -> None:
    assert run(["diff", "old.yaml", "new.yaml", "--format", "json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err == ""
    assert found["old"] == {"path": "old.yaml", "id": "harbour-pulse", "version": "1.0"}
    assert found["version"] == {"enough": False, "needed": "2.0"}
    assert found["simulated"]["partnerships"] == 1000
    assert 0 < found["simulated"]["other_verdict"] < 0.5
    assert set(found["simulated"]["recovered"]["forming"]) == {"before", "after"}
    assert run(["diff", "old.yaml", "new.yaml"]) == 0
    text = capsys.readouterr().out
    for change in found["changes"]:
        assert f"  {change['path']}:{change['line']}: {change['message']}\n" in text
    assert len(found["changes"]) == len(EDITS) - 1  # the version itself is no change


def test_the_same_pair_gives_the_same_bytes(capsys: Captured) -> None:
    outputs = []
    for _ in range(2):
        assert run(["diff", "old.yaml", "new.yaml"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize(("number", "code"), [("1.0", 1), ("1.1", 1), ("2.0", 0), ("2", 0), ("next", 0)])
def test_a_version_number_that_does_not_say_so_ends_with_one_where_it_must(
    number: str, code: int, capsys: Captured
) -> None:
    Path("new.yaml").write_text(NEW.replace('version: "1.1"', f'version: "{number}"'), encoding="utf-8")
    assert run(["diff", "old.yaml", "new.yaml", "--require-bump"]) == code
    said = f"The version {number} says so." if code == 0 else "Raise the version to 2.0."
    assert capsys.readouterr().out.endswith(f"{said}\n")
    assert run(["diff", "old.yaml", "new.yaml"]) == 0


def test_nothing_changed_needs_no_other_version(capsys: Captured) -> None:
    assert run(["diff", "pulse", "pulse", "--require-bump"]) == 0
    assert capsys.readouterr().out.endswith("\n\nNothing changed.\nIt needs no other version.\n")


def test_comments_and_layout_are_no_change(capsys: Captured) -> None:
    Path("new.yaml").write_text("# a comment\n" + OLD.replace("format: 1", "format:   1"), encoding="utf-8")
    assert run(["diff", "old.yaml", "new.yaml", "--require-bump"]) == 0
    assert "Nothing changed." in capsys.readouterr().out


def test_the_faults_of_both_files_are_shown_at_once(capsys: Captured) -> None:
    Path("old.yaml").write_text(OLD.replace("theme: trust", "theme: trusty", 1), encoding="utf-8")
    Path("new.yaml").write_text(NEW.replace("minutes: 5", "minutes: soon"), encoding="utf-8")
    assert run(["diff", "old.yaml", "new.yaml"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "old.yaml:19:12: error PC204 'trusty' stands nowhere under themes" in printed.err
    assert "new.yaml:6:10: error PC203 a whole number is expected here" in printed.err
    assert "partnercheck: 2 problems found; nothing was done." in printed.err


def test_faults_of_one_file_do_not_hide_that_the_other_is_not_there(capsys: Captured) -> None:
    Path("old.yaml").write_text(OLD.replace("minutes: 4", "minutes: soon"), encoding="utf-8")
    assert run(["diff", "old.yaml", "no-such.yaml"]) == 2
    printed = capsys.readouterr().err
    assert "PC203" in printed
    assert (
        "partnercheck: 1 problem found; nothing was done. no-such.yaml cannot be read: there is no such file."
        in printed
    )


def test_a_file_that_is_no_text_is_shown_with_the_faults_of_the_other(capsys: Captured) -> None:
    Path("old.yaml").write_bytes(b"id: \xff")
    Path("new.yaml").write_text(NEW.replace("minutes: 5", "minutes: soon"), encoding="utf-8")
    assert run(["diff", "old.yaml", "new.yaml"]) == 2
    printed = capsys.readouterr().err
    assert "old.yaml:1:5: error PC101" in printed
    assert "new.yaml:6:10: error PC203" in printed


def test_an_id_that_is_none_names_the_nearest(capsys: Captured) -> None:
    assert run(["diff", "puls", "new.yaml"]) == 2
    assert "did you mean 'pulse'?" in capsys.readouterr().err
    assert run(["diff", "no-such.yaml", "nor-such.yaml"]) == 2
    printed = capsys.readouterr().err
    assert "no-such.yaml cannot be read" in printed
    assert "nor-such.yaml cannot be read" in printed


def test_control_characters_and_markdown_in_texts_do_no_harm(capsys: Captured) -> None:
    Path("new.yaml").write_text(OLD.replace("en: Trust,", 'en: "Trust <b>@all</b> [x](y)",'), encoding="utf-8")
    assert run(["diff", "old.yaml", "new.yaml", "--format", "markdown"]) == 0
    printed = capsys.readouterr().out
    assert "“Trust” → “Trust \\<b\\>@\u200call\\</b\\> \\[x\\](y)”" in printed


def changed(*edits: tuple[str, str]) -> None:
    text = OLD
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    Path("new.yaml").write_text(text, encoding="utf-8")


def lines(capsys: Captured, *arguments: str) -> list[str]:
    assert run(["diff", "old.yaml", "new.yaml", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_versions_of_questionnaires_with_other_ids_are_not_compared(capsys: Captured) -> None:
    changed(("id: harbour-pulse", "id: quay-pulse"), ('version: "1.0"', 'version: "0.1"'))
    assert lines(capsys, "--require-bump")[-2:] == [
        "1 change: compatible.",
        "It has another id, so the versions are not compared.",
    ]


def test_a_version_that_goes_back_is_told(capsys: Captured) -> None:
    changed(('version: "1.0"', 'version: "0.9"'), ("minutes: 4", "minutes: 5"))
    assert lines(capsys)[-1] == "The version goes back, from 1.0 to 0.9. Raise the version to 1.0.1."
    changed(('version: "1.0"', 'version: "0.9"'))
    assert lines(capsys, "--require-bump")[-1] == ("The version goes back, from 1.0 to 0.9. It needs no other version.")


def test_a_version_that_is_no_number_is_to_be_another(capsys: Captured) -> None:
    Path("old.yaml").write_text(OLD.replace('version: "1.0"', "version: spring"), encoding="utf-8")
    changed(('version: "1.0"', "version: spring"), ("minutes: 4", "minutes: 5"))
    assert lines(capsys)[-1] == "Give it another version than spring."


def test_a_kind_that_is_the_only_one_is_counted_once(capsys: Captured) -> None:
    changed(("minutes: 4", "minutes: 5"), ("A little", "Somewhat"))
    assert lines(capsys)[-2] == "2 changes: compatible."
    changed(("minutes: 4", "minutes: 5"), ("weight: 4", "weight: 3"))
    assert lines(capsys)[-2] == "2 changes: 1 scores move, 1 compatible."


def test_a_bundled_questionnaire_is_named_by_its_id(capsys: Captured) -> None:
    assert run(["diff", "pulse", "new.yaml", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["old"]["path"] == "pulse"
    assert {change["path"] for change in found["changes"]} == {"pulse", "new.yaml"}
    assert run(["diff", "pulse", "new.yaml"]) == 0
    assert capsys.readouterr().out.startswith("pulse 1.")


def test_lines_fit_the_terminal() -> None:
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "partnercheck", "diff", "old.yaml", "new.yaml"]
    with Terminal(command, env, columns=70) as desk:
        assert desk.wait() == 0
    assert max(map(len, desk.text.splitlines())) <= 70
    assert " 'number-of-partners' " in " ".join(desk.text.split())
