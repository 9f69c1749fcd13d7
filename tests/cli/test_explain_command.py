"""`partnercheck explain`."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console
from test_completion import completed

from conftest import Golden
from partnercheck.cli.app import run
from partnercheck.cli.explain import page_of
from partnercheck.cli.page import print_markdown
from partnercheck.core.codes import CODES, FAMILIES

PAGES = Path(__file__).parents[2] / "docs" / "rules"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed goes to a terminal of 80 columns, or so it seems."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize("word", ["PC203", "pc203", "203", " Pc203 "])
def test_a_code_is_explained_by_its_page(word: str, capsys: Captured) -> None:
    assert run(["explain", word]) == 0
    assert capsys.readouterr().out == (PAGES / "PC203.md").read_text(encoding="utf-8")


def test_several_codes_are_explained_in_the_order_asked_each_once(capsys: Captured) -> None:
    assert run(["explain", "802", "PC201", "pc802"]) == 0
    assert capsys.readouterr().out == f"{page_of('PC802')}\n{page_of('PC201')}"


def test_without_a_code_all_are_listed(capsys: Captured) -> None:
    assert run(["explain"]) == 0
    listed = re.findall(r"^  (PC\d{3})  (\w+) +(.+)$", capsys.readouterr().out, re.MULTILINE)
    assert listed == [tuple(each) for each in CODES]


def test_a_family_is_listed(capsys: Captured) -> None:
    assert run(["explain", "pc9"]) == 0
    assert capsys.readouterr().out == (
        "PC9  round files\n"
        "  PC901  error    a line of the round file that cannot be read\n"
        "  PC902  error    a round file that a later version wrote\n"
        "  PC903  note     the last line of a round file is half written\n"
        "\n"
        "A page about one of them: partnercheck explain PC901\n"
    )


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        (["PC9O3"], "There is no code 'PC9O3'.", "A code is written like PC203."),
        (["204x"], "There is no code '204x'.", "A code is written like PC203."),
        (["PC2031"], "There is no code 'PC2031'.", "did you mean 'PC203'?"),
        (["209"], "There is no code '209'.", "partnercheck explain PC2"),
        (["PC201", "trust", "209"], "None of these is a code: 'trust', '209'.", "partnercheck explain PC2"),
        (["9" * 5000], "There is no code '999", "A code is written like PC203."),
    ],
)
def test_an_unknown_code_is_said_and_nothing_is_printed(
    words: list[str], message: str, remedy: str, capsys: Captured
) -> None:
    assert run(["explain", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert remedy in err
    assert len(err) < 400


def test_json_holds_the_pages(capsys: Captured) -> None:
    assert run(["explain", "PC9", "203", "901", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == ["PC901", "PC902", "PC903", "PC203"]
    assert rows[3] == {
        "code": "PC203",
        "level": "error",
        "title": "the wrong kind of value",
        "family": FAMILIES["PC2"],
        "page": (PAGES / "PC203.md").read_text(encoding="utf-8"),
    }


@pytest.mark.usefixtures("terminal")
def test_a_page_in_a_terminal(capsys: Captured, golden: Golden) -> None:
    assert run(["explain", "203", "PC901"]) == 0
    golden(capsys.readouterr().out, Path(__file__).parent / "golden" / "explain-terminal.txt")


@pytest.mark.parametrize("code", sorted(page.stem for page in PAGES.glob("PC*.md")))
def test_every_page_can_be_read_in_a_narrow_terminal(code: str) -> None:
    stream = io.StringIO()
    print_markdown(page_of(code), Console(file=stream, width=50, force_terminal=True, color_system=None))
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= 50
    assert not [line for line in lines if "```" in line or "](" in line or line.startswith("#")]


def test_the_shell_completes_codes() -> None:
    assert completed("partnercheck explain PC90") == ["PC901", "PC902", "PC903"]
    assert completed("partnercheck explain 90") == ["901", "902", "903"]
    assert completed("partnercheck explain PC901 pc80")[:2] == ["pc801", "pc802"]
    assert completed("partnercheck explain ")[-1] == "PC903"
