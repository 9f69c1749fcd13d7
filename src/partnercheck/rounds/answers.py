"""Answers files: YAML, JSON or CSV to responses, every fault of every file in one go."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from partnercheck.assessment.round import Answer, Response
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding, did_you_mean
from partnercheck.questionnaire.load import problem_count
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.reader import Path as TreePath
from partnercheck.questionnaire.reader import Plain, Tree, read_tree
from partnercheck.questionnaire.source import Source, read_source
from partnercheck.rounds.answer import Offered, Refused, read_date
from partnercheck.rounds.table import Cell, Table, read_table
from partnercheck.words import SECTORS

_At = Callable[[str, str, str, str], Finding]
"""Makes a finding at a respondent's key or column: key, code, message, remedy."""

TABLES = (".csv", ".tsv", ".txt")
COMMENT = "comment:"
PEOPLE = ("respondent", "partner", "sector")


@dataclass
class AnswersFile:
    """One file as it was read, before its answers are held against a questionnaire."""

    source: Source
    tree: Tree | None = None
    table: Table | None = None

    def stated(self, key: str) -> str | None:
        """What the file itself says about `questionnaire`, `partnership` or `date`."""
        plain = self.tree.plain if self.tree else None
        value = plain.get(key) if isinstance(plain, dict) else None
        return value if isinstance(value, str) else None


@dataclass
class _Reading:
    """The responses and findings so far."""

    questionnaire: Questionnaire
    responses: list[Response] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    first: dict[str, Callable[[], Finding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.offered = {question.id: Offered(self.questionnaire, question) for question in self.questionnaire.questions}
        self.sectors = list(self.questionnaire.sectors or SECTORS)


def open_answers(paths: Sequence[Path]) -> list[AnswersFile]:
    """Read answers files as trees and tables.

    Raises:
        PartnercheckError: one cannot be read at all.
    """
    files = []
    for path in paths:
        source = read_source(path, "an answers file")
        if path.suffix.lower() in TABLES:
            files.append(AnswersFile(source, table=read_table(source)))
        else:
            files.append(AnswersFile(source, tree=read_tree(source)))
    return files


def read_responses(files: Sequence[AnswersFile], questionnaire: Questionnaire) -> tuple[Response, ...]:
    """The responses in answers files.

    Args:
        files: What `open_answers` returned.
        questionnaire: What they answer.

    Raises:
        PartnercheckError: there is any problem in any of the files; all of them are in `findings`.
    """
    reading = _Reading(questionnaire)
    for file in files:
        if file.tree:
            _read_tree(reading, file.tree)
        elif file.table:
            _read_rows(reading, file.source, file.table)
    if reading.findings:
        raise PartnercheckError(problem_count(len(reading.findings)), findings=reading.findings)
    if not reading.responses:
        names = ", ".join(file.source.path for file in files)
        raise PartnercheckError(
            f"There are no answers in {names}.", "One row, or one entry of responses, a respondent."
        )
    return tuple(_named(reading.responses))


def _named(responses: Sequence[Response]) -> Iterator[Response]:
    """The responses, those without a name numbered."""
    taken = {response.respondent for response in responses}
    number = 0
    for response in responses:
        if response.respondent:
            yield response
            continue
        number += 1
        while f"r{number}" in taken:
            number += 1
        yield response.model_copy(update={"respondent": f"r{number}"})


def _read_tree(reading: _Reading, tree: Tree) -> None:
    reading.findings += tree.findings
    plain = tree.plain
    if not isinstance(plain, dict):
        if not tree.findings:
            message = "an answers file is a mapping with questionnaire, partnership, date and responses"
            reading.findings.append(tree.at((), "PC203", message))
        return
    known = ("format", "questionnaire", "partnership", "date", "lang", "responses")
    reading.findings += _unknown_keys(tree, (), plain, known)
    if plain.get("questionnaire") not in (None, reading.questionnaire.id):
        message = f"these are answers to {plain['questionnaire']!r}, not to {reading.questionnaire.id!r}"
        reading.findings.append(tree.at(("questionnaire",), "PC808", message, "name the right questionnaire"))
    if "date" in plain and not (isinstance(plain["date"], str) and read_date(plain["date"])):
        reading.findings.append(tree.at(("date",), "PC203", "this is not a date", "write it as 2026-11-21"))
    responses = plain.get("responses")
    if not isinstance(responses, list):
        if not tree.findings:
            reading.findings.append(tree.at(("responses",), "PC202", "a list under the key 'responses' is missing"))
        return
    for index, response in enumerate(responses):
        _read_entry(reading, tree, ("responses", index), response)


def _unknown_keys(tree: Tree, path: TreePath, plain: dict[str, Plain], known: Sequence[str]) -> Iterator[Finding]:
    for key in plain:
        if key not in known:
            yield tree.at(
                (*path, key), "PC201", f"the key {key!r} is not known here", did_you_mean(key, known), key=True
            )


def _read_entry(reading: _Reading, tree: Tree, path: TreePath, entry: Plain) -> None:
    if not isinstance(entry, dict):
        reading.findings.append(tree.at(path, "PC203", "a mapping (key: value) is expected here"))
        return
    reading.findings += _unknown_keys(tree, path, entry, (*PEOPLE, "joint", "answers", "comments"))
    people = {key: "" if entry.get(key) is None else str(entry[key]).strip() for key in PEOPLE}
    reading.findings += _people_findings(
        reading, people, lambda key, code, message, remedy: tree.at((*path, key), code, message, remedy)
    )
    if not isinstance(entry.get("joint", False), bool):
        reading.findings.append(tree.at((*path, "joint"), "PC203", "true or false is expected here"))
    answers, comments = (
        _mapping(reading, tree, path, entry, "answers"),
        _mapping(reading, tree, path, entry, "comments"),
    )
    given: dict[str, Answer] = {}
    for name, written in answers.items():
        where = (*path, "answers", name)
        if name not in reading.offered:
            remedy = did_you_mean(name, reading.offered)
            reading.findings.append(tree.at(where, "PC801", f"{name!r} is no question here", remedy, key=True))
            continue
        answer = reading.offered[name].read(written)
        if isinstance(answer, Refused):
            reading.findings.append(tree.at(where, "PC802", *answer))
        elif answer is not None:
            given[name] = answer
    for name, text in comments.items():
        where = (*path, "comments", name)
        if name not in reading.offered:
            remedy = did_you_mean(name, reading.offered)
            reading.findings.append(tree.at(where, "PC801", f"{name!r} is no question here", remedy, key=True))
        elif not isinstance(text, str):
            reading.findings.append(tree.at(where, "PC203", "a text is expected here", "put quotes around it"))
    said = {name: text for name, text in comments.items() if isinstance(text, str)}
    reading.responses.append(
        Response.model_validate({**people, "joint": entry.get("joint") is True, "answers": given, "comments": said})
    )


def _mapping(reading: _Reading, tree: Tree, path: TreePath, entry: dict[str, Plain], key: str) -> dict[str, Plain]:
    found = entry.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        message = "question ids and answers are expected here (key: value)"
        reading.findings.append(tree.at((*path, key), "PC203", message))
        return {}
    return found


def _people_findings(reading: _Reading, people: dict[str, str], at: _At) -> Iterator[Finding]:
    """Findings about who answered; also remembers the respondent, so that a second form of theirs is found."""
    sector, respondent = people["sector"], people["respondent"]
    if sector and sector not in reading.sectors:
        yield at("sector", "PC805", f"{sector!r} is no sector here", did_you_mean(sector, reading.sectors))
    if respondent in reading.first:
        message = f"the respondent {respondent!r} stands twice; first at {reading.first[respondent]().location}"
        yield at("respondent", "PC804", message, "keep one of the two, or give them different names")
    elif respondent:
        reading.first[respondent] = partial(at, "respondent", "PC804", "", "")


def _read_rows(reading: _Reading, source: Source, table: Table) -> None:
    reading.findings += table.findings
    columns: dict[int, str] = {}
    for index, cell in enumerate(table.header):
        name = cell.text
        question = name.removeprefix(COMMENT).strip()
        if name in columns.values():
            message, remedy = f"the column {name!r} stands twice", "keep one of the two"
            reading.findings.append(source.finding(cell.line, cell.column, "PC803", message, remedy, len(name)))
        elif name in PEOPLE or question in reading.offered:
            columns[index] = name
        elif name or any(index < len(row) and row[index].text for row in table.rows):
            message = f"{name!r} is no question here" if name else "a column without a name holds answers"
            remedy = did_you_mean(question, [*reading.offered, *PEOPLE])
            reading.findings.append(source.finding(cell.line, cell.column, "PC801", message, remedy, len(name) or 1))
    for row in table.rows:
        _read_row(reading, source, {columns[i]: cell for i, cell in enumerate(row) if i in columns})


def _read_row(reading: _Reading, source: Source, cells: dict[str, Cell]) -> None:
    people = {key: cells[key].text if key in cells else "" for key in PEOPLE}
    start = next(iter(cells.values()), Cell("", 1, 1))

    def at(key: str, code: str, message: str, remedy: str) -> Finding:
        cell = cells.get(key, start)
        return source.finding(cell.line, cell.column, code, message, remedy, len(cell.text))

    reading.findings += _people_findings(reading, people, at)
    given: dict[str, Answer] = {}
    said: dict[str, str] = {}
    for name, cell in cells.items():
        if name.startswith(COMMENT):
            if cell.text:
                said[name.removeprefix(COMMENT).strip()] = cell.text
        elif name not in PEOPLE:
            answer = reading.offered[name].read(cell.text)
            if isinstance(answer, Refused):
                reading.findings.append(at(name, "PC802", *answer))
            elif answer is not None:
                given[name] = answer
    reading.responses.append(Response.model_validate({**people, "answers": given, "comments": said}))


def date_of(files: Sequence[AnswersFile]) -> datetime.date | None:
    """The date that the files state, the latest when they differ; none when no file states one."""
    stated = [read_date(text) for file in files if (text := file.stated("date"))]
    return max((datetime.date.fromisoformat(text) for text in stated if text), default=None)
