"""Tables: every cell's text and place, whatever wrote the CSV."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.core.files import TextFile
from partnercheck.rounds.answers_file import Cell, Table, read_table, separator_of
from sampling import examples

some = examples(200)
SEPARATORS = [",", ";", "\t"]
ENDS = ["\n", "\r\n", "\r"]


def read(text: str) -> Table:
    return read_table(TextFile("a.csv", text))


def cells(table: Table) -> list[list[Cell]]:
    """The cells of all rows but the header."""
    return [table.cells(row) for row in table.rows]


def places(table: Table) -> list[str]:
    return [f"{f.location.line}:{f.location.column} {f.code}" for f in sorted(table.findings)]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_table_keeps_the_place_of_every_cell(separator: str, end: str) -> None:
    text = end.join(("respondent|a|b", 'x|"1|""2"""|3', 'y|"two', 'lines"| 4 |', "", "z||")) + end
    table = read(text.replace("|", separator))
    assert not table.findings
    assert table.header == [Cell("respondent", 1, 1), Cell("a", 1, 12), Cell("b", 1, 14)]
    assert cells(table) == [
        [Cell("x", 2, 1), Cell(f'1{separator}"2"', 2, 3), Cell("3", 2, 13)],
        [Cell("y", 3, 1), Cell("two\nlines", 3, 3), Cell("4", 4, 9), Cell("", 4, 12)],
        [Cell("z", 6, 1), Cell("", 6, 3), Cell("", 6, 4)],
    ]


def test_a_quote_inside_an_unquoted_cell_is_a_character_like_any_other() -> None:
    table = read('respondent,a,b\nx,5" pipe,2\ny,"5"" pipe",3\n')
    assert not table.findings
    assert [[*row.texts] for row in table.rows] == [["x", '5" pipe', "2"], ["y", '5" pipe', "3"]]
    assert [row[2] for row in cells(table)] == [Cell("2", 2, 11), Cell("3", 3, 14)]


def test_spaces_around_cells_do_not_matter() -> None:
    table = read('respondent , a, b\n x , "1, 2", 3\n')
    assert [cell.text for cell in (*table.header, *cells(table)[0])] == ["respondent", "a", "b", "x", "1, 2", "3"]
    assert cells(table)[0] == [Cell("x", 2, 2), Cell("1, 2", 2, 6), Cell("3", 2, 14)]


def test_blank_lines_before_and_between_do_not_matter() -> None:
    table = read("\n \n;;\nrespondent;a\n\n;\nx;1\n")
    assert table.header[0] == Cell("respondent", 4, 1)
    assert cells(table) == [[Cell("x", 7, 1), Cell("1", 7, 3)]]


@pytest.mark.parametrize(
    ("header", "separator"),
    [("a,b", ","), ("a;b", ";"), ("a\tb", "\t"), ('"a,b,c";d', ";"), ("a,b;c,d", ","), ("a", ",")],
)
def test_the_separator_is_what_parts_the_header(header: str, separator: str) -> None:
    assert separator_of(header) == separator


@some
@given(
    st.lists(
        st.lists(st.text(st.sampled_from("ab1 \",;\t\n'é😀"), max_size=6), min_size=3, max_size=5),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_whatever_a_program_writes_is_read_back_with_its_places(
    rows: list[list[str]], separator: str, end: str, quote_all: bool
) -> None:
    stream = io.StringIO(newline="")
    written = [["one", "two", "three"], *([cell.strip() for cell in row] for row in rows)]
    csv.writer(
        stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    ).writerows(written)
    source = TextFile("a.csv", stream.getvalue())
    table = read_table(source)
    found = [table.header, *cells(table)]
    assert [[cell.text for cell in row] for row in found] == [row for row in written if any(row)]
    for cell in (cell for row in found for cell in row):
        standing = source.lines[cell.line - 1][cell.column - 1 :]
        start = cell.text.split("\n")[0]
        assert standing.startswith((start, '"' + start.replace('"', '""')))


@some
@given(st.text(st.sampled_from('ab", ;\t\n\r\'="é\x0b\x85\u2028'), max_size=40).filter(str.strip))
def test_any_text_is_a_table_or_has_findings(text: str) -> None:
    source = TextFile("a.csv", text)
    table = read_table(source)
    for cell in (cell for row in (table.header, *cells(table)) for cell in row):
        assert 1 <= cell.line <= len(source.lines)
        assert 1 <= cell.column <= len(source.lines[cell.line - 1]) + 1
    assert all(1 <= found.location.line <= len(source.lines) for found in table.findings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("respondent\nx\n", ["1:1 PC806"]),
        ("respondent,a\nx,1,2\ny,1,\n", ["2:5 PC806"]),
        ('respondent,a\nx,"open\ny,2\n', ["2:1 PC806"]),
        ('respondent,a\nx,"1"2\n', ["2:1 PC806"]),
        ("respondent,a\nx,=1+1\ny,@x\nz,+cmd\n-w,1\n", ["2:3 PC807", "3:3 PC807", "4:3 PC807", "5:1 PC807"]),
        ("respondent,a\nx,-1\ny,+31 6\nz,-\nw,- a note\nv,-.5\n", []),
        ("respondent,a\nx,\x1b[31m\ny,a\u202eb\nz,a\x0bb\n", ["2:3 PC106", "3:3 PC106", "4:3 PC106"]),
        (f"respondent,a\nx,{'y' * 200_000}\n", ["2:1 PC806"]),
    ],
)
def test_what_is_wrong_with_a_table_is_found_where_it_stands(text: str, found: list[str]) -> None:
    assert places(read(text)) == found
