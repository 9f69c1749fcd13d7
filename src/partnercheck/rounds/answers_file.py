"""Answers files: YAML, JSON or CSV to responses, every fault of every file in one go."""

import csv
import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from partnercheck.assessment.responses import Answer, Response, name_problem, text_problem
from partnercheck.core.files import LINE_END, TextFile, read_source
from partnercheck.core.findings import Finding, PartnercheckError, Problem, clip, did_you_mean, problem_count, shown
from partnercheck.core.text import UNPRINTABLE, folded, tidied
from partnercheck.core.words import LANGUAGES, SECTORS, words_for
from partnercheck.questionnaire.document import KeyPath, Plain, Tree
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.reader import read_tree
from partnercheck.rounds.answer_parser import Offered, read_date

SEPARATORS = ",;\t"
MAX_FINDINGS = 1000
"""After so many problems the file is something else than a table of answers."""
_FORMULA = re.compile(r"[=@]|[+-][^\d\s.,]")


class Cell(NamedTuple):
    """A cell's text, stripped, and the line and column it starts at."""

    text: str
    line: int
    column: int


class TableRow(NamedTuple):
    """A row's texts, stripped, and the line it starts at; a hundred thousand of them fit into memory."""

    texts: tuple[str, ...]
    line: int


class Table(NamedTuple):
    """The header's cells, the rows, and what was wrong with the table itself."""

    source: TextFile
    separator: str
    header: list[Cell]
    rows: list[TableRow]
    findings: list[Finding]

    def cells(self, row: TableRow) -> list[Cell]:
        """The cells of a row with their places, which are looked for only where they are needed."""
        places = _places(self.source.lines, row.line, self.separator)
        return [Cell(text, *place) for text, place in zip(row.texts, places, strict=True)]


def read_table(source: TextFile) -> Table:
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
    findings.extend(islice(_cell_findings(table), MAX_FINDINGS))
    del table.rows[0]
    return table


def _beyond(table: Table, row: TableRow) -> Finding | None:
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


def _rows(table: Table) -> Iterator[TableRow]:
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
            yield TableRow(kept, start)
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


TABLES = (".csv", ".tsv", ".txt")


@dataclass
class AnswersFile:
    """One file as it was read, before its answers are held against a questionnaire."""

    source: TextFile
    tree: Tree | None = None
    table: Table | None = None

    def stated(self, key: str) -> str | None:
        """What the file itself says about `questionnaire`, `partnership` or `date`."""
        plain = self.tree.plain if self.tree else None
        if not self.tree or not isinstance(plain, dict) or isinstance(plain.get(key), dict | list):
            return None
        return written_text(self.tree, (key,), plain.get(key)) or None


def open_answers(paths: Sequence[Path]) -> list[AnswersFile]:
    """Read answers files as trees and tables.

    Raises:
        PartnercheckError: one cannot be read at all.
    """
    files, problems = [], []
    for path in paths:
        try:
            source = read_source(path, "an answers file")
        except PartnercheckError as problem:
            problems.append(problem)
            continue
        if path.suffix.lower() in TABLES:
            files.append(AnswersFile(source, table=read_table(source)))
        else:
            files.append(AnswersFile(source, tree=read_tree(source)))
    if problems:
        findings = [finding for problem in problems for finding in problem.findings]
        said = dict.fromkeys(problem.message for problem in problems)
        raise PartnercheckError("\n".join(said), problems[0].hint, findings)
    return files


def date_of(files: Sequence[AnswersFile]) -> datetime.date | None:
    """The date that the files state, the latest when they differ; none when no file states one."""
    stated = [read_date(text) for file in files if (text := file.stated("date"))]
    return max((datetime.date.fromisoformat(text) for text in stated if text), default=None)


def written_text(tree: Tree, path: KeyPath, value: Plain) -> str:
    """A single value as it stands in the file: `1.10` and `1e3` name people, too."""
    if isinstance(value, float | bool):
        line, column, length = tree.values[path]
        return tree.source.lines[line - 1][column - 1 :][:length]
    return "" if value is None else str(value).strip()


_Place = Callable[[int, str, str, str, str], Finding]
"""Makes a finding at a response's key or column: the response's number, key, code, message, remedy."""

COMMENT = "comment:"
MAX_FORMS = 50_000
"""Forms of one run; a partnership of so many people answers in another way."""
PEOPLE = ("respondent", "partner", "sector")
TOTALS = frozenset(
    ("total", "totals", "sum", "average", "mean", "count", "totaal", "totalen", "som", "gemiddelde", "aantal")
)
"""What the first cell of a row says that is no person's."""


class Batch(NamedTuple):
    """The responses of one answers file in its order, how a finding is made at one of them, and the text's digest."""

    responses: list[Response]
    place: _Place
    digest: str


@dataclass
class _Reading:
    """The questionnaire's words, and the findings so far; of one file, its responses and who has a name in it."""

    questionnaire: Questionnaire
    findings: list[Finding] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    forms: int = 0

    def __post_init__(self) -> None:
        self.offered = {question.id: Offered(self.questionnaire, question) for question in self.questionnaire.questions}
        self.sectors = list(self.questionnaire.sectors or SECTORS)
        own = {folded(label): id_ for id_, text in self.questionnaire.sectors.items() for label in text.values()}
        usual = {folded(words_for(lang).name(id_)): id_ for id_ in SECTORS for lang in LANGUAGES}
        self.sector_labels = (own or usual) | {folded(id_): id_ for id_ in self.sectors}

    def batch(self, file: AnswersFile) -> Batch:
        """What one file holds."""
        self.responses, self.first = [], {}
        place = _place_in(file)
        if file.tree:
            _read_tree(self, file.tree, place)
        elif file.table:
            _read_rows(self, file.table, place)
        return Batch(self.responses, place, sha256(file.source.text.encode(errors="surrogatepass")).hexdigest())

    def add(self, people: dict[str, str], given: dict[str, Answer], said: dict[str, str], *, joint: bool) -> None:
        """One more response, its answers in the questionnaire's order: that of the columns says nothing.

        Raises:
            PartnercheckError: there are more than can be worked out in seconds.
        """
        self.forms += 1
        if self.forms > MAX_FORMS:
            raise PartnercheckError(
                f"These files hold more than {MAX_FORMS} forms, and no more are read.",
                "Are these the answers of one partnership?",
            )
        self.responses.append(
            Response.model_construct(  # every part has been checked, and checking all again takes memory and time
                _FIELDS,
                **people,
                joint=joint,
                answers={name: given[name] for name in self.offered if name in given},
                comments={name: said[name] for name in self.offered if name in said},
            )
        )


_FIELDS = set(Response.model_fields)


def _place_in(file: AnswersFile) -> _Place:
    if file.tree:
        tree = file.tree
        return lambda number, key, code, message, remedy: tree.at(("responses", number, key), code, message, remedy)
    table = file.table
    assert table is not None  # noqa: S101 - a file is one of the two

    def place(number: int, key: str, code: str, message: str, remedy: str) -> Finding:
        columns = [cell.text for cell in table.header]
        cells = table.cells(table.rows[number])
        at = columns.index(key) if key in columns[: len(cells)] else 0
        cell = cells[at]
        return table.source.finding(cell.line, cell.column, code, message, remedy, len(cell.text))

    return place


def read_batches(files: Sequence[AnswersFile], questionnaire: Questionnaire) -> list[Batch]:
    """The responses in answers files, file by file; those who give no name have none.

    Args:
        files: What `open_answers` returned.
        questionnaire: What they answer.

    Raises:
        PartnercheckError: there is any problem in any of the files, or nobody has answered; all are in `findings`.
    """
    reading = _Reading(questionnaire)
    batches = [reading.batch(file) for file in files]
    if reading.findings:
        raise PartnercheckError(problem_count(len(reading.findings)), findings=reading.findings)
    if not any(batch.responses for batch in batches):
        names = ", ".join(file.source.path for file in files)
        raise PartnercheckError(
            f"There are no answers in {names}.", "One row, or one entry of responses, a respondent."
        )
    return batches


def read_responses(files: Sequence[AnswersFile], questionnaire: Questionnaire) -> tuple[Response, ...]:
    """As `read_batches`, all files' responses one after another.

    Raises:
        PartnercheckError: there is any problem in any of the files, or nobody has answered.
    """
    return tuple(response for batch in read_batches(files, questionnaire) for response in batch.responses)


def _read_tree(reading: _Reading, tree: Tree, place: _Place) -> None:
    reading.findings += tree.findings
    plain = tree.plain
    if not isinstance(plain, dict):
        if not tree.findings:
            message = "an answers file is a mapping with questionnaire, partnership, date and responses"
            reading.findings.append(tree.at((), "PC203", message))
        return
    known = ("format", "questionnaire", "partnership", "date", "lang", "responses")
    reading.findings += _unknown_keys(tree, (), plain, known)
    reading.findings += _head_findings(reading.questionnaire, tree, plain)
    responses = plain.get("responses")
    if not isinstance(responses, list):
        if not tree.findings:
            reading.findings.append(tree.at(("responses",), "PC202", "a list under the key 'responses' is missing"))
        return
    for index, response in enumerate(responses):
        if len(reading.findings) > MAX_FINDINGS:
            return
        _read_entry(reading, tree, ("responses", index), response, place)


def _head_findings(questionnaire: Questionnaire, tree: Tree, plain: dict[str, Plain]) -> Iterator[Finding]:
    if plain.get("format", 1) != 1:
        yield tree.at(("format",), "PC203", "this version reads format 1", "take the line away, or write 1")
    for key in ("questionnaire", "partnership", "date", "lang"):
        value = plain.get(key)
        if isinstance(value, dict | list):
            yield tree.at((key,), "PC203", "a text is expected here")
        elif key == "questionnaire" and value is not None and str(value) != questionnaire.id:
            message = f"these are answers to {shown(value)}, not to {questionnaire.id!r}"
            yield tree.at((key,), "PC808", message, "name the right questionnaire")
        elif key == "date" and value is not None and not read_date(str(value)):
            yield tree.at((key,), "PC203", "this is not a date", "write it as 2026-11-21")
        elif key == "partnership" and (problem := _named(written_text(tree, (key,), value))):
            yield tree.at((key,), "PC203", *problem)


def _unknown_keys(tree: Tree, path: KeyPath, plain: dict[str, Plain], known: Sequence[str]) -> Iterator[Finding]:
    for key in plain:
        if key not in known:
            yield tree.at(
                (*path, key), "PC201", f"the key {shown(key)} is not known here", did_you_mean(key, known), key=True
            )


def _read_entry(reading: _Reading, tree: Tree, path: KeyPath, entry: Plain, place: _Place) -> None:
    if not isinstance(entry, dict):
        reading.findings.append(tree.at(path, "PC203", "a mapping (key: value) is expected here"))
        return
    reading.findings += _unknown_keys(tree, path, entry, (*PEOPLE, "joint", "answers", "comments"))
    people = dict.fromkeys(PEOPLE, "")
    for key in PEOPLE:
        if isinstance(entry.get(key), dict | list):
            reading.findings.append(tree.at((*path, key), "PC203", "a text is expected here"))
        else:
            people[key] = written_text(tree, (*path, key), entry.get(key))
    reading.findings += _people_findings(reading, people, place)
    if not isinstance(entry.get("joint", False), bool):
        reading.findings.append(tree.at((*path, "joint"), "PC203", "true or false is expected here"))
    given = dict(_answers_in(reading, tree, path, entry))
    said = dict(_comments_in(reading, tree, path, entry))
    reading.add(people, given, said, joint=entry.get("joint") is True)


def _answers_in(reading: _Reading, tree: Tree, path: KeyPath, entry: dict[str, Plain]) -> Iterator[tuple[str, Answer]]:
    for name, where, written in _asked(reading, tree, path, entry, "answers"):
        answer = reading.offered[name].read(_as_written(tree, where, written))
        if isinstance(answer, Problem):
            reading.findings.append(tree.at(where, "PC802", *answer))
        elif answer is not None:
            yield name, answer


def _comments_in(reading: _Reading, tree: Tree, path: KeyPath, entry: dict[str, Plain]) -> Iterator[tuple[str, str]]:
    for name, where, written in _asked(reading, tree, path, entry, "comments"):
        if isinstance(written, dict | list):
            reading.findings.append(tree.at(where, "PC203", "a text is expected here"))
        elif problem := text_problem(text := written_text(tree, where, written), "comment"):
            reading.findings.append(tree.at(where, "PC203", *problem))
        elif text:
            yield name, text


def _asked(
    reading: _Reading, tree: Tree, path: KeyPath, entry: dict[str, Plain], key: str
) -> Iterator[tuple[str, KeyPath, Plain]]:
    """What stands under `answers` or `comments`, as far as it names questions that are asked: id, place, value."""
    found = entry.get(key)
    if found is not None and not isinstance(found, dict):
        message = "question ids and answers are expected here (key: value)"
        reading.findings.append(tree.at((*path, key), "PC203", message))
        return
    for name, written in (found or {}).items():
        where = (*path, key, name)
        if len(reading.findings) > MAX_FINDINGS:
            return
        if name in reading.offered:
            yield name, where, written
        else:
            remedy = did_you_mean(name, reading.offered)
            reading.findings.append(tree.at(where, "PC801", f"{shown(name)} is no question here", remedy, key=True))


def _as_written(tree: Tree, path: KeyPath, written: Plain) -> Plain:
    """An answer as it stands in the file; a number in JSON is what it is, and can only be read in one way."""
    if isinstance(written, list):
        return [_as_written(tree, (*path, index), each) for index, each in enumerate(written)]
    if isinstance(written, bool) or (isinstance(written, float) and not tree.source.path.lower().endswith(".json")):
        return written_text(tree, path, written)
    return written


def _named(name: str) -> Problem | None:
    """What is wrong with a name that may be left out; control characters were found when the file was read."""
    return name_problem(name) if name and not UNPRINTABLE.search(name) else None


def _people_findings(reading: _Reading, people: dict[str, str], place: _Place) -> Iterator[Finding]:
    """Findings about who answered. A sector's label becomes its id; respondents are remembered."""
    number = len(reading.responses)
    for key in PEOPLE:
        people[key] = people[key] if tidied(people[key]) else ""  # what cannot be seen is no name
        if problem := _named(people[key]):
            yield place(number, key, "PC203", *problem)
    sector, respondent = people["sector"], people["respondent"]
    people["sector"] = reading.sector_labels.get(folded(sector), sector)
    if sector and people["sector"] not in reading.sectors:
        remedy = did_you_mean(sector, reading.sectors)
        yield place(number, "sector", "PC805", f"{shown(sector)} is no sector here", remedy)
    if not respondent:
        return
    before = reading.first.setdefault(folded(respondent), number)
    if before != number:
        written = reading.responses[before].respondent
        first = place(before, "respondent", "PC804", "", "").location
        otherwise = "" if written == respondent else f", written {shown(written)}"
        message = f"the respondent {shown(respondent)} stands twice; first at {first}{otherwise}"
        yield place(number, "respondent", "PC804", message, "keep one of the two, or give them different names")


def _read_rows(reading: _Reading, table: Table, place: _Place) -> None:
    reading.findings += table.findings
    source = table.source
    columns: dict[str, int] = {}
    for index, cell in enumerate(table.header):
        question = cell.text.removeprefix(COMMENT).strip()
        name = f"{COMMENT}{question}" if cell.text.startswith(COMMENT) else cell.text
        if len(reading.findings) > MAX_FINDINGS:
            return
        if name in columns:
            message, remedy = f"the column {shown(name)} stands twice", "keep one of the two"
            reading.findings.append(source.finding(cell.line, cell.column, "PC803", message, remedy, len(name)))
        elif name in PEOPLE or question in reading.offered:
            columns[name] = index
        elif name or any(index < len(row.texts) and row.texts[index] for row in table.rows):
            message = f"{shown(name)} is no question here" if name else "a column without a name holds answers"
            remedy = did_you_mean(question, [*reading.offered, *PEOPLE])
            reading.findings.append(source.finding(cell.line, cell.column, "PC801", message, remedy, len(name) or 1))
    people_in = len(table.rows)
    while people_in and (key := _totals(reading, columns, table.rows[people_in - 1])):
        people_in -= 1
        said = shown(table.rows[people_in].texts[columns[key]])
        message, remedy = f"this row holds {said} and is no person's", "take the row out of the table"
        reading.findings.append(place(people_in, key, "PC811", message, remedy))
    for number in range(people_in):
        if len(reading.findings) > MAX_FINDINGS:
            return
        _read_row(reading, columns, table.rows[number], place)


def _totals(reading: _Reading, columns: dict[str, int], row: TableRow) -> str:
    """The column with the word by which a row at the end is no person's; empty without, or where it answers as one."""
    texts = {name: row.texts[index] for name, index in columns.items() if index < len(row.texts)}
    key = next((key for key in PEOPLE if folded(texts.get(key, "")).rstrip(" :") in TOTALS), "")
    if not key:
        return ""
    given = {name: text for name, text in texts.items() if text and name in reading.offered}
    refused = any(isinstance(reading.offered[name].read(text), Problem) for name, text in given.items())
    return key if refused or len(given) * 2 < len(reading.offered) else ""


def _read_row(reading: _Reading, columns: dict[str, int], row: TableRow, place: _Place) -> None:
    number = len(reading.responses)
    people = dict.fromkeys(PEOPLE, "")
    given: dict[str, Answer] = {}
    said: dict[str, str] = {}
    for name, index in columns.items():
        text = row.texts[index] if index < len(row.texts) else ""
        if not text:
            continue
        if name in people:
            people[name] = text
        elif name.startswith(COMMENT):
            if problem := text_problem(text, "comment"):
                reading.findings.append(place(number, name, "PC203", *problem))
            said[name.removeprefix(COMMENT)] = text
        else:
            answer = reading.offered[name].read(text)
            if isinstance(answer, Problem):
                reading.findings.append(place(number, name, "PC802", *answer))
            elif answer is not None:
                given[name] = answer
    reading.findings += _people_findings(reading, people, place)
    reading.add(people, given, said, joint=False)
