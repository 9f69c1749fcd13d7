"""A table of answers as text: CSV with commas, semicolons or tabs, every cell with its place."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from partnercheck.findings import Finding, clip
from partnercheck.questionnaire.characters import UNPRINTABLE
from partnercheck.questionnaire.source import Source

SEPARATORS = ",;\t"
MOST_FINDINGS = 1000
"""After so many problems the file is something else than a table of answers."""
_FORMULA = re.compile(r"[=@]|[+-][^\d\s.,]")


class Cell(NamedTuple):
    """A cell's text, stripped, and the line and column it starts at."""

    text: str
    line: int
    column: int


class Table(NamedTuple):
    """The header's cells, the rows' cells, and what was wrong with the table itself."""

    header: list[Cell]
    rows: list[list[Cell]]
    findings: list[Finding]


def read_table(source: Source) -> Table:
    """Read a table. Never raises for content: problems are the table's findings."""
    findings: list[Finding] = []
    separator = separator_of(next(line for line in source.lines if line.strip()))
    rows = list(_rows(source, separator, findings))
    if not rows:
        return Table([], [], findings)
    header, body = rows[0], rows[1:]
    if len(header) < 2:  # one column holds no answers
        remedy = "the first line names the columns: respondent, sector, and question ids"
        findings.append(source.finding(1, 1, "PC806", "only one column is found here", remedy))
    for row in body:
        for cell in row[len(header) :]:
            if cell.text:  # one is enough: a row that is too long has one cause
                message = f"this cell stands beyond the last of {len(header)} columns"
                findings.append(
                    source.finding(cell.line, cell.column, "PC806", message, "is a separator inside a text?")
                )
                break
    wrong = (found for row in rows for cell in row for found in _cell_findings(source, cell))
    return Table(header, body, [*findings, *islice(wrong, MOST_FINDINGS)])


def separator_of(line: str) -> str:
    """The separator that stands most often in a header line, outside quotes; a comma when there is none."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def _rows(source: Source, separator: str, findings: list[Finding]) -> Iterator[list[Cell]]:
    stream = io.StringIO(source.text, newline="")
    reader = csv.reader(stream, delimiter=separator, skipinitialspace=True, strict=True)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            open_quote = "unexpected end" in str(problem)
            message = "the quote that opens in this row is never closed" if open_quote else "this row cannot be read"
            if "expected after" in str(problem):
                message = "something stands behind a closing quote in this row, or a quote before it is not closed"
            remedy = 'close it with "; a quote inside a quoted text is written twice'
            findings.append(source.finding(start, 1, "PC806", message, remedy))
            return
        if any(text.strip() for text in row):
            places = _places(source.lines, start, separator)
            yield [Cell(_one_line_end(text).strip(), *place) for text, place in zip(row, places, strict=True)]
        start = reader.line_num + 1


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _places(lines: list[str], number: int, separator: str) -> Iterator[tuple[int, int]]:
    """Line and column of each cell of the row that starts on a line; a quoted cell may go on over several lines."""
    quoted = begins_with_quote = False
    cell: tuple[int, int] | None = None
    while True:
        for column, character in enumerate(lines[number - 1], 1):
            if character == separator and not quoted:
                yield cell or (number, column)
                cell, begins_with_quote = None, False
            elif cell is None and character != " ":
                cell, quoted = (number, column), character == '"'
                begins_with_quote = quoted
            elif character == '"' and begins_with_quote:
                quoted = not quoted
        if not quoted:
            yield cell or (number, len(lines[number - 1]) + 1)
            return
        number += 1


def _cell_findings(source: Source, cell: Cell) -> Iterator[Finding]:
    if _FORMULA.match(cell.text):
        message = f"{clip(cell.text, 40)!r} looks like a spreadsheet formula"
        remedy = "write the answer itself; a text does not start with = + - or @"
        yield source.finding(cell.line, cell.column, "PC807", message, remedy, len(cell.text))
    if UNPRINTABLE.search(cell.text):
        yield source.finding(cell.line, cell.column, "PC106", "this cell holds a control character", "take it out")
