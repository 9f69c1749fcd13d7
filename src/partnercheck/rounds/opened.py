"""Answers files as they were read, before their answers are held against a questionnaire."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from partnercheck.errors import PartnercheckError
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.source import Source, read_source
from partnercheck.questionnaire.tree import Path as TreePath
from partnercheck.questionnaire.tree import Plain, Tree
from partnercheck.rounds.answer import read_date
from partnercheck.rounds.table import Table, read_table

TABLES = (".csv", ".tsv", ".txt")


@dataclass
class AnswersFile:
    """One file as it was read, before its answers are held against a questionnaire."""

    source: Source
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


def written_text(tree: Tree, path: TreePath, value: Plain) -> str:
    """A single value as it stands in the file: `1.10` and `1e3` name people, too."""
    if isinstance(value, float | bool):
        line, column, length = tree.values[path]
        return tree.source.lines[line - 1][column - 1 :][:length]
    return "" if value is None else str(value).strip()
