"""Load a questionnaire: text to tree to model, with every problem of the file in one go."""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding
from partnercheck.questionnaire.bundled import bundled_path
from partnercheck.questionnaire.compiled import compiled
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.once import told_once
from partnercheck.questionnaire.pieces import take_pieces
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.references import MOST_FINDINGS, every_reference
from partnercheck.questionnaire.shape import shape_findings
from partnercheck.questionnaire.source import Source, read_source
from partnercheck.questionnaire.tree import Plain, Tree

MOST_PARTS = 200_000
"""Values and keys of a questionnaire; the largest that anybody can answer has some thousands."""


class Loaded(NamedTuple):
    """A questionnaire, the plain content of its file, which a round file carries along, and the digest of that."""

    questionnaire: Questionnaire
    plain: dict[str, Plain]
    digest: str


def load_questionnaire(name: str | Path) -> Questionnaire:
    """Load a questionnaire by the id of a bundled one or by the path of a file (YAML, or JSON where it ends in .json).

    Raises:
        PartnercheckError: it cannot be read or has problems; all of them are in `findings`.
    """
    return load_with_plain(name).questionnaire


def load_with_plain(name: str | Path) -> Loaded:
    """As `load_questionnaire`, together with the file's plain content.

    Raises:
        PartnercheckError: it cannot be read or has problems; all of them are in `findings`.
    """
    bundled = bundled_path(name) if isinstance(name, str) else None
    fast = compiled(bundled) if bundled else None
    if fast:
        return Loaded(Questionnaire.model_validate(fast.plain), fast.plain, fast.digest)
    return read_questionnaire(read_source(bundled or Path(name), "a questionnaire"))


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


def read_questionnaire(source: Source) -> Loaded:
    """The questionnaire in a file's text.

    Raises:
        PartnercheckError: it has problems; all of them are in `findings`.
    """
    tree, questionnaire, findings = look(source)
    if questionnaire is None or not isinstance(tree.plain, dict):
        raise PartnercheckError(problem_count(len(findings)), findings=findings)
    return Loaded(questionnaire, tree.plain, digest(tree.plain))


def _without_noise(tree: Tree, problem: ValidationError) -> Iterator[Finding]:
    """The shape's findings, but for what follows from findings that stand already."""
    told = {finding.location for finding in tree.findings}
    for finding in shape_findings(tree, problem):
        if finding.location in told and finding.code == "PC203":
            continue  # an alias, say, is no text either, but that is not what is wrong with it
        if tree.stopped is None or tree.plain is not None:
            yield finding


def problem_count(n: int) -> str:
    """The closing line under a list of findings."""
    return "1 problem found; nothing was done." if n == 1 else f"{n} problems found; nothing was done."


def digest(plain: Plain) -> str:
    """The SHA-256 of a questionnaire's content; comments, order of keys and layout do not matter."""
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
