"""Look at a questionnaire file: text to tree to model, with every problem of the file in one go."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pydantic import ValidationError

from partnercheck.findings import Finding
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.once import told_once
from partnercheck.questionnaire.pieces import take_pieces
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.references import MOST_FINDINGS, every_reference
from partnercheck.questionnaire.shape import shape_findings
from partnercheck.questionnaire.source import Source
from partnercheck.questionnaire.tree import Tree

MOST_PARTS = 200_000
"""Values and keys of a questionnaire; the largest that anybody can answer has some thousands."""


class Looked(NamedTuple):
    """A file as it was read: its tree, the questionnaire where nothing is wrong, and everything that is."""

    tree: Tree
    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]


def look(source: Source) -> Looked:
    """Read a questionnaire file as far as it can be read. Never raises for content."""
    tree = read_tree(source, MOST_PARTS)
    take_pieces(tree)
    findings = list(tree.findings)
    questionnaire: Questionnaire | None = None
    try:
        questionnaire = Questionnaire.model_validate(tree.plain)
    except ValidationError as problem:
        findings.extend(islice(_without_noise(tree, problem), MOST_FINDINGS))
    findings.extend(islice(told_once(tree, every_reference(tree)), MOST_FINDINGS))
    return Looked(tree, None if findings else questionnaire, tuple(findings))


def _without_noise(tree: Tree, problem: ValidationError) -> Iterator[Finding]:
    """The shape's findings, but for what follows from findings that stand already."""
    told = {finding.location for finding in tree.findings}
    for finding in shape_findings(tree, problem):
        if finding.location in told and finding.code == "PC203":
            continue  # an alias, say, is no text either, but that is not what is wrong with it
        if tree.stopped is None or tree.plain is not None:
            yield finding
