"""`partnercheck new`."""

import json
import os
import re
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import jsonschema
import pytest
from driver import CTRL_C, CTRL_D, Terminal
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.checking.rules.registry import questionnaire_findings
from partnercheck.cli.app import run
from partnercheck.core.files import TextFile, read_source
from partnercheck.core.text import slug_of
from partnercheck.core.words import STAGES
from partnercheck.questionnaire.loader import load_questionnaire, read_questionnaire
from partnercheck.questionnaire.model import SLUG
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.scaffold import MAX_THEMES, ORDERS, Start, copied, started, theme_ids
from sampling import examples

ROOT = Path(__file__).parents[2]
SCHEMA = (ROOT / "src/partnercheck/schemas/questionnaire.schema.json").read_text(encoding="utf-8")
PULSE = ROOT / "questionnaires" / "pulse.yaml"
Captured = pytest.CaptureFixture[str]
some = examples(60)

THEMES = ("Trust", "Shared training", "2030", "日本", "No", "Roles and tasks")
LANGUAGES = (("en",), ("nl",), ("en", "nl"), ("nl", "en"))
NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")) | st.sampled_from("abc :#'\"{}[]&*!|>%@`-\\"),
    min_size=1,
    max_size=40,
).filter(lambda name: name.isprintable() and name == " ".join(name.split()))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found_in(text: str) -> list[str]:
    return list(map(str, questionnaire_findings(TextFile("new.yaml", text), lambda _: True)))


@pytest.mark.parametrize("languages", LANGUAGES, ids=str)
@pytest.mark.parametrize("many", range(MAX_THEMES + 1))
def test_a_start_passes_the_check_without_a_finding(languages: tuple[str, ...], many: int) -> None:
    text = started(Start("harbour-check", languages, "", THEMES[:many]), "questionnaire.schema.json")
    assert found_in(text) == []
    questionnaire = read_questionnaire(TextFile("new.yaml", text)).questionnaire
    assert questionnaire.languages == languages
    assert len(questionnaire.themes) == 2 + many
    assert {case.expect for case in questionnaire.cases} == set(STAGES)
    assert set(questionnaire.themes) == {question.theme for question in questionnaire.questions}
    jsonschema.validate(read_tree(TextFile("new.yaml", text)).plain, json.loads(SCHEMA))


@some
@given(NAMES, st.lists(NAMES, max_size=MAX_THEMES), st.sampled_from(LANGUAGES))
def test_any_title_and_any_themes_can_be_read(title: str, themes: list[str], languages: tuple[str, ...]) -> None:
    start = Start(slug_of(title) or "x", languages, title, tuple(themes))
    questionnaire = read_questionnaire(TextFile("new.yaml", started(start, ""))).questionnaire
    assert questionnaire.id == start.id
    assert questionnaire.title == {"*": title}
    for slug, name in theme_ids(themes).items():
        assert questionnaire.themes[slug] == {"*": name}


@some
@given(NAMES)
def test_a_short_name_is_one_or_nothing(text: str) -> None:
    slug = slug_of(text)
    assert slug == "" or (len(slug) <= 60 and re.fullmatch(SLUG, slug))


def test_the_orders_name_every_stage_once_and_none_climbs() -> None:
    letters = [stage[0].upper() for stage in STAGES]
    loop = "".join(letters) * 2
    for many, orders in enumerate(ORDERS):
        named = orders.split()
        assert len(named) == 3 + many
        for order in named:
            assert order in map("".join, permutations(letters))
            assert order not in loop
            assert order[::-1] not in loop


def test_the_file_is_named_after_the_id_and_brings_the_schema(folder: Path, capsys: Captured) -> None:
    assert run(["new", "--title", "Eén haven?", "-l", "nl", "--no-input"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["een-haven.yaml", "questionnaire.schema.json"]
    text = (folder / "een-haven.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=questionnaire.schema.json\n")
    assert 'title: "Eén haven?"\n' in text
    assert (folder / "questionnaire.schema.json").read_text(encoding="utf-8") == SCHEMA
    assert capsys.readouterr().out == (
        "een-haven.yaml: 8 questions in nl.\n"
        "questionnaire.schema.json: tells your editor which keys there are.\n"
        "\nNext:\n"
        "  partnercheck check een-haven.yaml\n"
        "  partnercheck preview een-haven.yaml\n"
        '  partnercheck assess een-haven.yaml --partnership "Your partnership"\n'
    )


def test_the_next_commands_work(folder: Path, capsys: Captured) -> None:
    assert run(["new", "our own.yaml"]) == 0
    assert "partnercheck check 'our own.yaml'\n" in capsys.readouterr().out
    assert run(["check", "our own.yaml", "--no-cache"]) == 0
    assert run(["show", "our own.yaml"]) == 0
    assert load_questionnaire(folder / "our own.yaml").id == "our-own"


def test_without_a_wish_there_is_a_default(folder: Path) -> None:
    assert run(["new", "--no-schema"]) == 0
    assert [path.name for path in folder.iterdir()] == ["our-partnership.yaml"]
    assert "$schema" not in (folder / "our-partnership.yaml").read_text(encoding="utf-8")


def test_a_schema_of_somebody_else_is_kept_and_told(folder: Path, capsys: Captured) -> None:
    (folder / "questionnaire.schema.json").write_text("mine", encoding="utf-8")
    assert run(["new"]) == 0
    assert (folder / "questionnaire.schema.json").read_text(encoding="utf-8") == "mine"
    told = capsys.readouterr().out
    assert "it is left alone. The first line of our-partnership.yaml points your editor to it" in told
    assert run(["new", "second.yaml", "--no-schema"]) == 0
    assert "left alone" not in capsys.readouterr().out


def test_a_schema_of_ours_is_kept_without_a_word(capsys: Captured) -> None:
    assert run(["new", "a.yaml"]) == 0
    assert "tells your editor" in capsys.readouterr().out
    assert run(["new", "b.yaml"]) == 0
    assert "schema" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "languages"),
    [
        ("both", ("en", "nl")),
        ("English", ("en",)),
        ("Dutch", ("nl",)),
        ("Nederlands", ("nl",)),
        ("nl and en", ("nl", "en")),
        ("en,nl", ("en", "nl")),
        ("EN + NL", ("en", "nl")),
        ("nl, and English", ("nl", "en")),
    ],
)
def test_languages_are_known_by_what_people_call_them(said: str, languages: tuple[str, ...], folder: Path) -> None:
    assert run(["new", "a.yaml", "-l", said]) == 0
    assert load_questionnaire(folder / "a.yaml").languages == languages


def test_a_dash_prints_it_and_writes_nothing(folder: Path, capsys: Captured) -> None:
    assert run(["new", "-", "--id", "harbour-check", "--theme", "Trust"]) == 0
    out = capsys.readouterr().out
    assert found_in(out) == []
    assert "$schema" not in out
    assert not list(folder.iterdir())


def test_a_file_that_is_there_is_kept_unless_forced(folder: Path, capsys: Captured) -> None:
    (folder / "x.yaml").write_text("mine", encoding="utf-8")
    assert run(["new", "x.yaml"]) == 2
    assert "x.yaml is there already." in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["x.yaml"]
    assert (folder / "x.yaml").read_text(encoding="utf-8") == "mine"
    assert run(["new", "x.yaml", "--force"]) == 0
    assert load_questionnaire(folder / "x.yaml").id == "x"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--id", "Our Pulse"], "'Our Pulse' cannot be an id.\n  Small letters,"),
        (["--id", "Our Pulse"], "60 at most, such as our-pulse."),
        (["--id", "a" * 61], "cannot be an id"),
        (["--id", "日本"], "such as harbour-check."),
        (["--id", "pulse"], "pulse is a questionnaire of partnercheck's own.\n  Choose another id, such as our-pulse."),
        (["pulse.yaml"], "pulse is a questionnaire of partnercheck's own."),
        (["-l", "de"], "There are no texts to start with in 'de'.\n  Start in en, nl, or both. Afterwards add de to"),
        (["-l", "German"], "Afterwards add de to languages"),
        (["-l", "soon"], "'soon' is no language.\n  Start in en, nl, or both.\n"),
        (["--title", " \t"], "The title is empty"),
        (["--title", "a\x1b[31mb"], "holds a character that cannot be read"),
        (["--title", "x" * 121], "The title has 121 characters."),
        (["--theme", ""], "A theme is empty"),
        ([part for name in THEMES for part in ("--theme", name)], "6 themes are many to start with; 5 at most."),
        (["x.json"], "End the name in .yaml."),
        (["no/x.yaml"], "there is no such folder"),
        (["."], "is a folder"),
        (["--from", "puls"], "did you mean 'pulse'?"),
        (["--from", "pulse", "-l", "en"], "A copy keeps its languages and themes."),
        (["--from", "pulse", "--id", "pulse"], "pulse is a questionnaire of partnercheck's own."),
        (["--from", "none.yaml"], "there is no such file"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_written(
    arguments: list[str], said: str, folder: Path, capsys: Captured
) -> None:
    assert run(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(folder.iterdir())


def test_a_theme_that_every_start_has_is_not_asked_about_twice() -> None:
    assert theme_ids(["Shared aim", "Trust", "trust", "Working together!"]) == {"trust": "Trust"}


@pytest.mark.parametrize("path", sorted((ROOT / "questionnaires").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_copy_differs_in_its_id_its_version_and_its_first_lines_only(path: Path, folder: Path) -> None:
    assert run(["new", "--from", path.stem]) == 0
    old = path.read_text(encoding="utf-8").splitlines()
    new = (folder / f"our-{path.stem}.yaml").read_text(encoding="utf-8").splitlines()
    original = load_questionnaire(path.stem)
    assert new[:2] == [
        "# yaml-language-server: $schema=questionnaire.schema.json",
        f"# Made from {path.stem} {original.version}, licence {original.licence}. Say here what you have changed.",
    ]
    changed = {f"id: {path.stem}": f"id: our-{path.stem}", f'version: "{original.version}"': 'version: "0.1"'}
    assert new[2:] == [changed.get(line, line) for line in old[1:]]
    assert found_in("\n".join(new)) == []


def test_a_copy_of_ones_own_file_keeps_its_notes_and_line_ends(folder: Path) -> None:
    text = PULSE.read_text(encoding="utf-8").replace("id: pulse\n", "id:   pulse   # ours\n", 1)
    (folder / "ours.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run(["new", "copy.yaml", "--from", "ours.yaml", "--title", "Two: #2", "--id", "2-b", "--no-schema"]) == 0
    copy = (folder / "copy.yaml").read_bytes()
    assert copy.count(b"\n") == copy.count(b"\r\n")
    assert b'\r\nid: "2-b"   # ours\r\n' in copy
    assert b'\r\ntitle: "Two: #2"\r\nabout:\r\n' in copy
    assert b"$schema" not in copy
    questionnaire = load_questionnaire(folder / "copy.yaml")
    assert (questionnaire.id, questionnaire.version) == ("2-b", "0.1")
    assert questionnaire.questions == load_questionnaire("pulse").questions


@some
@given(NAMES)
def test_a_copy_may_have_any_title(title: str) -> None:
    text = copied(read_source(PULSE, "a questionnaire"), "ours", title, "")
    assert read_questionnaire(TextFile("ours.yaml", text)).questionnaire.title == {"*": title}


def test_a_layout_that_cannot_be_copied_line_by_line_is_said(folder: Path, capsys: Captured) -> None:
    plain = {
        "format": 1,
        "id": "x",
        "version": "1",
        "title": "X",
        "questions": [{"id": "q", "text": "?", "kind": "text"}],
    }
    (folder / "flow.yaml").write_text(json.dumps(plain), encoding="utf-8")
    (folder / "flow.json").write_text(json.dumps(plain), encoding="utf-8")
    assert run(["new", "copy.yaml", "--from", "flow.yaml"]) == 2
    assert "is laid out in a way that cannot be copied" in capsys.readouterr().err
    assert run(["new", "copy.yaml", "--from", "flow.json"]) == 2
    assert "A JSON file cannot be copied" in capsys.readouterr().err
    assert not (folder / "copy.yaml").exists()


def test_a_faulty_file_is_not_copied(folder: Path, capsys: Captured) -> None:
    (folder / "faulty.yaml").write_text("format: 1\nid: x\n", encoding="utf-8")
    assert run(["new", "copy.yaml", "--from", "faulty.yaml"]) == 2
    assert "faulty.yaml:1:1" in capsys.readouterr().err
    assert not (folder / "copy.yaml").exists()


def terminal(folder: Path, *arguments: str) -> Terminal:
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return Terminal([sys.executable, "-m", "partnercheck", "new", *arguments], env, folder)


def test_on_a_terminal_it_asks(folder: Path) -> None:
    with terminal(folder) as desk:
        desk.answer("What is it called? (Enter: a title of ours): ", "How is the harbour doing?")
        desk.answer("[how-is-the-harbour-doing]: ", "Harbour")
        desk.read_until("cannot be an id.")
        desk.answer("[how-is-the-harbour-doing]: ", "harbour-check")
        desk.answer("Languages: en, nl, or both [en]: ", "nl, en")
        desk.answer("Themes of your own, with commas between them (Enter: none): ", "Vertrouwen, Samen opleiden")
        desk.read_until("partnercheck check harbour-check.yaml")
        assert desk.wait() == 0
    text = (folder / "harbour-check.yaml").read_text(encoding="utf-8")
    assert found_in(text) == []
    questionnaire = load_questionnaire(folder / "harbour-check.yaml")
    assert questionnaire.languages == ("nl", "en")
    assert list(questionnaire.themes)[2:] == ["vertrouwen", "samen-opleiden"]


def test_enter_takes_what_is_offered_and_a_copy_is_asked_less(folder: Path) -> None:
    with terminal(folder, "--from", "pulse") as desk:
        desk.answer("What is it called? (Enter: the same): ", "")
        desk.answer("[our-pulse]: ", "")
        assert desk.wait() == 0
    assert load_questionnaire(folder / "our-pulse.yaml").title == load_questionnaire("pulse").title


def test_what_was_said_is_not_asked(folder: Path) -> None:
    with terminal(folder, "--title", "A", "--id", "a-b", "-l", "en", "--theme", "Trust") as desk:
        assert desk.wait() == 0
        assert "called" not in desk.text
    with terminal(folder, "--no-input") as desk:
        assert desk.wait() == 0
    assert {"a-b.yaml", "our-partnership.yaml"} <= {path.name for path in folder.iterdir()}


def test_pasted_lines_answer_one_question_and_not_those_that_follow(folder: Path) -> None:
    with terminal(folder) as desk:
        desk.read_until("(Enter: a title of ours): ")
        desk.press("Harbour\nmine\nnl\nTrust, Money\n")
        said = "“mine nl Trust, Money” was typed before this question was shown, so it is not taken as the answer."
        assert said in " ".join(desk.read_until("[harbour]: ").split())
        desk.press("No id\nnor this\n")
        desk.read_until("cannot be an id.")
        desk.read_until("“nor this” was typed before")
        desk.answer("[harbour]: ", "harbour-check")
        desk.read_until("[en]: ")
        for key in "nl\n":
            desk.press(key)
        desk.answer("(Enter: none): ", "")
        assert desk.wait() == 0
        assert desk.text.count("was typed before") == 2
    made = load_questionnaire(folder / "harbour-check.yaml")
    assert (made.say(made.title, "nl"), made.languages) == ("Harbour", ("nl",))


def test_a_pipe_is_asked_nothing(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "partnercheck", "new"], input="Harbour\nmine\n", cwd=folder,
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"},
    )  # fmt: skip
    assert "was typed before" not in done.stdout + done.stderr
    assert (folder / "our-partnership.yaml").is_file()


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_stopping_writes_nothing(key: str, folder: Path) -> None:
    with terminal(folder) as desk:
        desk.answer("What is it called? (Enter: a title of ours): ", "Harbour")
        desk.read_until("[harbour]: ")
        desk.press(key)
        assert desk.wait() == 130
        assert desk.text.endswith("\nNothing was written.\n")
    assert not list(folder.iterdir())


def test_what_is_offered_can_be_had(folder: Path) -> None:
    for name in ("our-pulse.yaml", "harbour.yaml"):
        (folder / name).write_text("mine", encoding="utf-8")
    with terminal(folder) as desk:
        desk.answer("called?", "Pulse")
        desk.answer("[our-pulse-2]: ", "harbour")
        desk.read_until("harbour.yaml is there already.")
        desk.answer("[our-pulse-2]: ", "pulse")
        desk.read_until("Choose another id, such as our-pulse.")
        desk.answer("[our-pulse-2]: ", "")
        desk.answer("[en]: ", "soon")
        desk.read_until("'soon' is no language. Start in en, nl, or both.")
        desk.answer("[en]: ", "both")
        desk.answer("(Enter: none): ", "")
        assert desk.wait() == 0
    assert load_questionnaire(folder / "our-pulse-2.yaml").languages == ("en", "nl")
    assert (folder / "harbour.yaml").read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_there_is_told_before_anything_is_asked(folder: Path) -> None:
    (folder / "harbour.yaml").write_text("mine", encoding="utf-8")
    with terminal(folder, "--id", "harbour") as desk:
        assert desk.wait() == 2
        assert "harbour.yaml is there already." in desk.text
        assert "called?" not in desk.text


def test_lines_are_no_wider_than_the_terminal(folder: Path) -> None:
    (folder / "questionnaire.schema.json").write_text("mine", encoding="utf-8")
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with Terminal([sys.executable, "-m", "partnercheck", "new", "-l", "en"], env, folder, columns=60) as desk:
        desk.answer("called?", "x" * 121)
        desk.answer("called?", "Harbour")
        desk.answer("[harbour]: ", "Our Own Harbour")
        desk.answer("[harbour]: ", "")
        desk.answer("(Enter: none): ", "")
        assert desk.wait() == 0
    prompts = ("called?", "]: ", "(Enter: ", "--partnership")
    printed = [line for line in desk.text.splitlines() if not any(each in line for each in prompts)]
    assert max(map(len, printed)) <= 60
    assert "it is left" in desk.text
