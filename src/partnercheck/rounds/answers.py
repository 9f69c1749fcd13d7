"""Answers files: YAML, JSON or CSV to responses, every fault of every file in one go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from partnercheck.assessment.round import MOST_NAME, MOST_TEXT, Answer, Response
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding, did_you_mean
from partnercheck.questionnaire.load import problem_count
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.paths import shown
from partnercheck.questionnaire.source import Source
from partnercheck.questionnaire.tree import Path as TreePath
from partnercheck.questionnaire.tree import Plain, Tree
from partnercheck.rounds.answer import Offered, Refused, folded, read_date
from partnercheck.rounds.opened import AnswersFile, written_text
from partnercheck.rounds.table import MOST_FINDINGS, Cell, Table
from partnercheck.words import LANGUAGES, SECTORS, words_for

_At = Callable[[str, str, str, str], Finding]
"""Makes a finding at a respondent's key or column: key, code, message, remedy."""

COMMENT = "comment:"
PEOPLE = ("respondent", "partner", "sector")


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
        own = {folded(label): id_ for id_, text in self.questionnaire.sectors.items() for label in text.values()}
        usual = {folded(words_for(lang).name(id_)): id_ for id_ in SECTORS for lang in LANGUAGES}
        self.sector_labels = (own or usual) | {folded(id_): id_ for id_ in self.sectors}


def read_responses(files: Sequence[AnswersFile], questionnaire: Questionnaire) -> tuple[Response, ...]:
    """The responses in answers files; those who give no name have none.

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
    return tuple(reading.responses)


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
    reading.findings += _head_findings(reading.questionnaire, tree, plain)
    responses = plain.get("responses")
    if not isinstance(responses, list):
        if not tree.findings:
            reading.findings.append(tree.at(("responses",), "PC202", "a list under the key 'responses' is missing"))
        return
    for index, response in enumerate(responses):
        if len(reading.findings) > MOST_FINDINGS:
            return
        _read_entry(reading, tree, ("responses", index), response)


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


def _unknown_keys(tree: Tree, path: TreePath, plain: dict[str, Plain], known: Sequence[str]) -> Iterator[Finding]:
    for key in plain:
        if key not in known:
            yield tree.at(
                (*path, key), "PC201", f"the key {shown(key)} is not known here", did_you_mean(key, known), key=True
            )


def _read_entry(reading: _Reading, tree: Tree, path: TreePath, entry: Plain) -> None:
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
    reading.findings += _people_findings(
        reading, people, lambda key, code, message, remedy: tree.at((*path, key), code, message, remedy)
    )
    if not isinstance(entry.get("joint", False), bool):
        reading.findings.append(tree.at((*path, "joint"), "PC203", "true or false is expected here"))
    given = dict(_answers_in(reading, tree, path, entry))
    said = dict(_comments_in(reading, tree, path, entry))
    reading.responses.append(
        Response.model_validate({**people, "joint": entry.get("joint") is True, "answers": given, "comments": said})
    )


def _answers_in(reading: _Reading, tree: Tree, path: TreePath, entry: dict[str, Plain]) -> Iterator[tuple[str, Answer]]:
    for name, where, written in _asked(reading, tree, path, entry, "answers"):
        answer = reading.offered[name].read(_as_written(tree, where, written))
        if isinstance(answer, Refused):
            reading.findings.append(tree.at(where, "PC802", *answer))
        elif answer is not None:
            yield name, answer


def _comments_in(reading: _Reading, tree: Tree, path: TreePath, entry: dict[str, Plain]) -> Iterator[tuple[str, str]]:
    for name, where, written in _asked(reading, tree, path, entry, "comments"):
        if isinstance(written, dict | list):
            reading.findings.append(tree.at(where, "PC203", "a text is expected here"))
        elif len(text := written_text(tree, where, written)) > MOST_TEXT:
            reading.findings.append(tree.at(where, "PC203", *_long(text)))
        elif text:
            yield name, text


def _long(text: str) -> tuple[str, str]:
    return f"a comment of {len(text)} characters", f"{MOST_TEXT} are enough"


def _asked(
    reading: _Reading, tree: Tree, path: TreePath, entry: dict[str, Plain], key: str
) -> Iterator[tuple[str, TreePath, Plain]]:
    """What stands under `answers` or `comments`, as far as it names questions that are asked: id, place, value."""
    found = entry.get(key)
    if found is not None and not isinstance(found, dict):
        message = "question ids and answers are expected here (key: value)"
        reading.findings.append(tree.at((*path, key), "PC203", message))
        return
    for name, written in (found or {}).items():
        where = (*path, key, name)
        if len(reading.findings) > MOST_FINDINGS:
            return
        if name in reading.offered:
            yield name, where, written
        else:
            remedy = did_you_mean(name, reading.offered)
            reading.findings.append(tree.at(where, "PC801", f"{shown(name)} is no question here", remedy, key=True))


def _as_written(tree: Tree, path: TreePath, written: Plain) -> Plain:
    """An answer as it stands in the file; a number in JSON is what it is, and can only be read in one way."""
    if isinstance(written, list):
        return [_as_written(tree, (*path, index), each) for index, each in enumerate(written)]
    if isinstance(written, bool) or (isinstance(written, float) and not tree.source.path.lower().endswith(".json")):
        return written_text(tree, path, written)
    return written


def _people_findings(reading: _Reading, people: dict[str, str], at: _At) -> Iterator[Finding]:
    """Findings about who answered. A sector's label becomes its id; respondents are remembered."""
    sector, respondent = people["sector"], people["respondent"]
    people["sector"] = reading.sector_labels.get(folded(sector), sector)
    if sector and people["sector"] not in reading.sectors:
        yield at("sector", "PC805", f"{shown(sector)} is no sector here", did_you_mean(sector, reading.sectors))
    for key, text in people.items():
        if len(text) > MOST_NAME:
            yield at(key, "PC203", f"this name has {len(text)} characters", f"{MOST_NAME} are enough")
    if respondent in reading.first:
        message = f"the respondent {shown(respondent)} stands twice; first at {reading.first[respondent]().location}"
        yield at("respondent", "PC804", message, "keep one of the two, or give them different names")
    elif respondent:
        reading.first[respondent] = partial(at, "respondent", "PC804", "", "")


def _read_rows(reading: _Reading, source: Source, table: Table) -> None:
    reading.findings += table.findings
    columns: dict[int, str] = {}
    for index, cell in enumerate(table.header):
        question = cell.text.removeprefix(COMMENT).strip()
        name = f"{COMMENT}{question}" if cell.text.startswith(COMMENT) else cell.text
        if len(reading.findings) > MOST_FINDINGS:
            return
        if name in columns.values():
            message, remedy = f"the column {shown(name)} stands twice", "keep one of the two"
            reading.findings.append(source.finding(cell.line, cell.column, "PC803", message, remedy, len(name)))
        elif name in PEOPLE or question in reading.offered:
            columns[index] = name
        elif name or any(index < len(row) and row[index].text for row in table.rows):
            message = f"{shown(name)} is no question here" if name else "a column without a name holds answers"
            remedy = did_you_mean(question, [*reading.offered, *PEOPLE])
            reading.findings.append(source.finding(cell.line, cell.column, "PC801", message, remedy, len(name) or 1))
    for row in table.rows:
        if len(reading.findings) > MOST_FINDINGS:
            return
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
            if len(cell.text) > MOST_TEXT:
                reading.findings.append(at(name, "PC203", *_long(cell.text)))
            elif cell.text:
                said[name.removeprefix(COMMENT)] = cell.text
        elif name not in PEOPLE:
            answer = reading.offered[name].read(cell.text)
            if isinstance(answer, Refused):
                reading.findings.append(at(name, "PC802", *answer))
            elif answer is not None:
                given[name] = answer
    reading.responses.append(Response.model_validate({**people, "answers": given, "comments": said}))
