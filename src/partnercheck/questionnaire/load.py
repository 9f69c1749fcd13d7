"""Load a questionnaire, a bundled one in its fast form."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from partnercheck.errors import PartnercheckError, problem_count
from partnercheck.questionnaire.bundled import bundled_path
from partnercheck.questionnaire.compiled import compiled
from partnercheck.questionnaire.model import Questionnaire
from partnercheck.questionnaire.source import Source, read_source
from partnercheck.questionnaire.tree import Plain


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


def read_questionnaire(source: Source) -> Loaded:
    """The questionnaire in a file's text.

    Raises:
        PartnercheckError: it has problems; all of them are in `findings`.
    """
    from partnercheck.questionnaire.look import look  # most who load a bundled one never need it

    tree, questionnaire, findings = look(source)
    if questionnaire is None or not isinstance(tree.plain, dict):
        raise PartnercheckError(problem_count(len(findings)), findings=findings)
    return Loaded(questionnaire, tree.plain, digest(tree.plain))


def digest(plain: Plain) -> str:
    """The SHA-256 of a questionnaire's content; comments, order of keys and layout do not matter."""
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
