import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from report_samples import sample

from partnercheck.errors import PartnercheckError
from partnercheck.reports.filters import cell, date, md, number, plain, width
from partnercheck.reports.render import render

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes template files, named by keyword with `__` for a dot, and gives their folder."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def fault(template: Path, format_: str = "md") -> PartnercheckError:
    before = sorted(template.rglob("*"))
    with pytest.raises(PartnercheckError) as caught:
        render(sample("clear"), format_, template=template)  # type: ignore[arg-type]  # a parameter
    assert sorted(template.rglob("*")) == before
    assert caught.value.hint
    assert "Traceback" not in str(caught.value)
    return caught.value


def test_a_template_of_ones_own(folder: Write) -> None:
    own = folder(report__md__j2="{{ assessment.partnership }}: {{ assessment.verdict.certainty|percent }}\n")
    assert render(sample("clear"), "md", template=own) == "Harbour Technicians: 81%\n"


def test_a_template_may_change_one_part_and_keep_the_rest(folder: Write) -> None:
    own = folder(
        report__html__j2='{% extends "stage/report.html.j2" %}\n'
        "{% block title %}<h1>Ours</h1>{{ super() }}{% endblock %}",
        style__css="body { color: rebeccapurple }",
    )
    html = render(sample("clear"), template=own)
    assert "<h1>Ours</h1>" in html
    assert "Harbour Technicians" in html
    assert "rebeccapurple" in html
    assert "--accent:" not in html
    assert "What points elsewhere" in html


def test_super_in_markdown_is_not_escaped_twice(folder: Write) -> None:
    own = folder(report__md__j2='{% extends "stage/report.md.j2" %}{% block title %}{{ super() }}{% endblock %}')
    assert render(sample("clear"), "md", template=own) == render(sample("clear"), "md")


def test_what_a_template_forgets_to_escape_is_escaped(folder: Write) -> None:
    own = folder(report__html__j2="{{ assessment.partnership }}", report__md__j2="{{ assessment.partnership }}")
    strange = sample("clear", partnership="<b>*x*</b>")
    assert render(strange, template=own) == "&lt;b&gt;*x*&lt;/b&gt;\n"
    assert render(strange, "md", template=own) == "\\<b\\>\\*x\\*\\</b\\>\n"


def test_a_missing_folder_and_a_missing_file(tmp_path: Path) -> None:
    assert "there is no template folder" in fault(tmp_path / "nowhere").message
    found = fault(tmp_path)
    assert "report.md.j2" in found.message
    assert 'extends "stage/report.md.j2"' in found.hint


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{% if %}", 2, "Expected an expression"),
        ("a\n\n{{ assesment.date }}", 3, "'assesment' is undefined"),
        ("{{ assessment.nothing }}", 1, "nothing"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ words('{n}') }}", 1, "n"),
        ("a\n{% include 'other.md.j2' %}", 2, "there is no template other.md.j2"),
        ("{% include '../secret' %}", 1, "there is no template ../secret"),
        ("{% include 'report.md.j2' %}", 1, "without end"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "without end"),
        ("{{ 9**9**9 }}", 1, "may not use **"),
        ("{{ 'a' * 999999999 }}", 1, "may not use *"),
        ("a\n{% for n in range(100000) %}{% endfor %}", 2, "1000"),
        ("{{ assessment.model_copy() }}", 1, "unsafe"),
        ("{{ words.catalogue.install() }}", 1, "unsafe"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ assessment.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ assessment.verdict.stages.append(1) }}", 1, "append"),
        ("{{ lipsum() }}", 1, "lipsum"),
        ("{{ [1, 2]|random }}", 1, "random"),
        ("{{ 2|date }}", 1, ""),
    ],
)
def test_a_faulty_template_is_told_by_file_and_line(folder: Write, text: str, line: int, said: str) -> None:
    own = folder(report__md__j2=text)
    found = fault(own)
    assert found.message.startswith(f"{own / 'report.md.j2'}:{line}: ")
    assert said in found.message


def test_a_fault_in_an_included_file_is_told_there(folder: Write) -> None:
    own = folder(report__html__j2="{% include 'part.j2' %}", part__j2="\n\n{{ nothing }}")
    assert fault(own, "html").message.startswith(f"{own / 'part.j2'}:3: ")


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "report.md.j2").write_bytes(b"\xff\xfe\x00")
    assert "report.md.j2:1" in fault(tmp_path).message


def test_a_template_that_never_stops_printing(folder: Write) -> None:
    loops = "{% for a in range(1000) %}{% for b in range(1000) %}{{ '" + "x" * 100 + "' }}{% endfor %}{% endfor %}"
    assert "longer than" in fault(folder(report__md__j2=loops)).message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"),
        ("1. one", r"1\. one"),
        ("12) one", r"12\) one"),
        ("1.5", "1.5"),
        ("- l", r"\- l"),
        ("# h", r"\# h"),
        ("a\n\nb", "a b"),
        ("    code", "code"),
        ("a_b*c`d", r"a\_b\*c\`d"),
        ("https://x.example www.x.example", r"https\://x.example www\.x.example"),
        ("&amp; <b>", r"\&amp; \<b\>"),
        ("well-known, no change (really)!", "well-known, no change (really)!"),
        (7, "7"),
    ],
)
def test_markdown_escapes_only_what_it_must(text: object, shown: str) -> None:
    assert str(md(text)) == shown
    assert str(cell(text)) == shown


def test_nothing_in_a_cell_is_a_dash_and_nothing_elsewhere_is_nothing() -> None:
    assert str(cell(None)) == str(cell("  ")) == "–"
    assert str(md(None)) == ""
    assert plain(None) == ""


def test_numbers_are_written_the_readers_way() -> None:
    assert number(1234.5, lang="nl") == "1.234,5"
    assert number(126.0, lang="en") == "126"
    assert number(-0.001, 2, lang="en") == "0.00"
    assert number(0.5, 2, lang="nl-BE") == "0,50"
    assert date(datetime.date(2026, 3, 1), "nl") == "1 maart 2026"
    assert [width(2, 3), width(0, 0), width(7, 2), width(-1)] == ["66.7%", "0.0%", "100.0%", "0.0%"]
