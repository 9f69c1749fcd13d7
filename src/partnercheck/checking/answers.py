"""Findings in answers files and round files."""

from collections.abc import Sequence
from pathlib import Path

from partnercheck.checking.shelf import Shelf, Wanted
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.source import Source
from partnercheck.rounds.answers import COMMENT, read_responses
from partnercheck.rounds.load import load_lines
from partnercheck.rounds.opened import AnswersFile
from partnercheck.rounds.table import read_table


def answers_findings(source: Source, shelf: Shelf, beside: Path) -> list[Finding]:
    """Everything there is to say about answers in YAML or JSON; `beside` is the folder they are in."""
    tree = read_tree(source)
    file = AnswersFile(source, tree=tree)
    wanted = shelf.named(file.stated("questionnaire") or "", beside)
    return _held(file, wanted, tree.findings, tree.at(("questionnaire",), "PC809", wanted.problem, wanted.remedy))


def table_findings(source: Source, shelf: Shelf, beside: Path) -> list[Finding]:
    """Everything there is to say about answers in a table; `beside` is the folder it is in."""
    table = read_table(source)
    wanted = shelf.asking([cell.text.removeprefix(COMMENT).strip() for cell in table.header], beside)
    lost = source.finding(1, 1, "PC809", wanted.problem, wanted.remedy)
    return _held(AnswersFile(source, table=table), wanted, table.findings, lost)


def _held(file: AnswersFile, wanted: Wanted, found: Sequence[Finding], lost: Finding) -> list[Finding]:
    """A file held against its questionnaire; without one, what reading it told, and that it is lost."""
    if wanted.questionnaire is None:
        return [*found, lost]
    try:
        read_responses([file], wanted.questionnaire)
    except PartnercheckError as problem:
        return list(problem.findings) or [file.source.finding(1, 1, "PC202", "there are no answers in this file")]
    return []


def round_findings(path: str, content: bytes) -> list[Finding]:
    """Everything there is to say about a round file."""
    try:
        return list(load_lines(path, content).notes)
    except PartnercheckError as problem:
        return list(problem.findings)
