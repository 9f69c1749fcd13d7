"""Load a questionnaire, a bundled one in the fast form that is made when the program is built."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from partnercheck.core.files import TextFile, bundled_files, bundled_folder, bundled_path, read_source
from partnercheck.core.findings import PartnercheckError, problem_count
from partnercheck.questionnaire.document import Plain
from partnercheck.questionnaire.model import Questionnaire

FOLDER = Path(__file__).parents[1] / "compiled"


class CompiledQuestionnaire(NamedTuple):
    """A bundled questionnaire's plain content, pieces put in, and its digest."""

    plain: dict[str, Plain]
    digest: str


def compiled(path: Path) -> CompiledQuestionnaire | None:
    """The fast form of a bundled questionnaire; none where its YAML has to be read.

    Args:
        path: Its YAML file.
    """
    try:
        kept = json.loads((FOLDER / f"{path.stem}.json").read_bytes())
        return CompiledQuestionnaire(kept["plain"], kept["digest"]) if kept["made_from"] == made_from(path) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def made_from(path: Path) -> str:
    """The SHA-256 of everything that a bundled questionnaire is read from: its file and the shared pieces."""
    shared = sorted((bundled_folder("questionnaires") / "shared").glob("*.yaml"))
    return hashlib.sha256(b"\0".join([each.read_bytes() for each in (path, *shared)])).hexdigest()


def compile_all(folder: Path) -> None:
    """Write the fast form of every bundled questionnaire into a folder.

    Raises:
        PartnercheckError: one of them has problems.
        OSError: nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in bundled_files():
        loaded = load_with_plain(path)
        kept = {"made_from": made_from(path), "digest": loaded.digest, "plain": loaded.plain}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{path.stem}.json").write_text(text, encoding="utf-8", newline="\n")


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


def read_questionnaire(source: TextFile) -> Loaded:
    """The questionnaire in a file's text.

    Raises:
        PartnercheckError: it has problems; all of them are in `findings`.
    """
    from partnercheck.questionnaire.parser import parse  # most who load a bundled one never need it

    tree, questionnaire, findings = parse(source)
    if questionnaire is None or not isinstance(tree.plain, dict):
        raise PartnercheckError(problem_count(len(findings)), findings=findings)
    return Loaded(questionnaire, tree.plain, digest(tree.plain))


def digest(plain: Plain) -> str:
    """The SHA-256 of a questionnaire's content; comments, order of keys and layout do not matter."""
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
