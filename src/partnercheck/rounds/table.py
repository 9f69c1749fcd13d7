"""A table of answers as text: CSV with commas, semicolons or tabs, every cell with its place."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from partnercheck.findings import Finding, clip
from partnercheck.questionnaire.characters import UNPRINTABLE
from partnercheck.questionnaire.source import LINE_END, Source

SEPARATORS = ",;\t"
MOST_FINDINGS = 1000
"""After so many problems the file is something else than a table of answers."""
_FORMULA = re.compile(r"[=@]|[+-][^\d\s.,]")


class Cell(NamedTuple):
    """A cell's text, stripped, and the line and column it starts at."""

    text: str
    line: int
    column: int


class Row(NamedTuple):
    """A row's texts, stripped, and the line it starts at; a hundred thousand of them fit into memory."""

    texts: tuple[str, ...]
    line: int


class Table(NamedTuple):
    """The header's cells, the rows, and what was wrong with the table itself."""

    source: Source
    separator: str
    header: list[Cell]
    rows: list[Row]
    findings: list[Finding]

    def cells(self, row: Row) -> list[Cell]:
        """The cells of a row with their places, which are looked for only where they are needed."""
        places = _places(self.source.lines, row.line, self.separator)
        return [Cell(text, *place) for text, place in zip(row.texts, places, strict=True)]


def read_table(source: Source) -> Table:
    """Read a table. Never raises for content: problems are the table's findings."""
    findings: list[Finding] = []
    table = Table(source, separator_of(next(line for line in source.lines if line.strip())), [], [], findings)
    table.rows.extend(_rows(table))
    if not table.rows:
        return table
    table.header.extend(table.cells(table.rows[0]))
    if len(table.header) < 2:  # one column holds no answers
        remedy = "the first line names the columns: respondent, sector, and question ids"
        findings.append(source.finding(1, 1, "PC806", "only one column is found here", remedy))
    beyond = (_beyond(table, row) for row in table.rows if len(row.texts) > len(table.header))
    findings.extend(found for found in beyond if found)
    findings.extend(islice(_cell_findings(table), MOST_FINDINGS))
    del table.rows[0]
    return table


def _beyond(table: Table, row: Row) -> Finding | None:
    """The first cell of a row that is too long; one is enough, for it has one cause."""
    for cell in table.cells(row)[len(table.header) :]:
        if cell.text:
            message = f"this cell stands beyond the last of {len(table.header)} columns"
            remedy = "is a separator inside a text?"
            return table.source.finding(cell.line, cell.column, "PC806", message, remedy)
    return None


def separator_of(line: str) -> str:
    """The separator that stands most often in a header line, outside quotes; a comma when there is none."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def _rows(table: Table) -> Iterator[Row]:
    reader = csv.reader(_lines(table.source.text), delimiter=table.separator, skipinitialspace=True, strict=True)
    known: dict[str, str] = {}
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
            table.findings.append(table.source.finding(start, 1, "PC806", message, remedy))
            return
        texts = (_one_line_end(text).strip() for text in row)
        kept = tuple([known.setdefault(text, text) for text in texts])  # the same few answers stand in all rows
        if any(kept):
            yield Row(kept, start)
        start = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one at a time: a second copy of a large file would fill the memory."""
    start = 0
    for end in LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


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


def _cell_findings(table: Table) -> Iterator[Finding]:
    """What no cell may hold."""
    harmless: set[str] = set()
    for row in table.rows:
        if harmless.issuperset(row.texts):
            continue
        suspect = {text for text in row.texts if _FORMULA.match(text) or UNPRINTABLE.search(text)}
        harmless.update(text for text in row.texts if text not in suspect)
        for cell in table.cells(row) if suspect else ():
            if _FORMULA.match(cell.text):
                message = f"{clip(cell.text, 40)!r} looks like a spreadsheet formula"
                remedy = "write the answer itself; a text does not start with = + - or @"
                yield table.source.finding(cell.line, cell.column, "PC807", message, remedy, len(cell.text))
            if UNPRINTABLE.search(cell.text):
                message = "this cell holds a control character"
                yield table.source.finding(cell.line, cell.column, "PC106", message, "take it out")
