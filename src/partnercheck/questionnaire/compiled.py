"""The bundled questionnaires as JSON, made when the program is built: reading YAML takes longer than all the rest."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from partnercheck.questionnaire.bundled import bundled_files, bundled_folder
from partnercheck.questionnaire.tree import Plain

FOLDER = Path(__file__).parents[1] / "compiled"


class Compiled(NamedTuple):
    """A bundled questionnaire's plain content, pieces put in, and its digest."""

    plain: dict[str, Plain]
    digest: str


def compiled(path: Path) -> Compiled | None:
    """The fast form of a bundled questionnaire; none where its YAML has to be read.

    Args:
        path: Its YAML file.
    """
    try:
        kept = json.loads((FOLDER / f"{path.stem}.json").read_bytes())
        return Compiled(kept["plain"], kept["digest"]) if kept["made_from"] == made_from(path) else None
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
    from partnercheck.questionnaire.load import load_with_plain

    folder.mkdir(parents=True, exist_ok=True)
    for path in bundled_files():
        loaded = load_with_plain(path)
        kept = {"made_from": made_from(path), "digest": loaded.digest, "plain": loaded.plain}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{path.stem}.json").write_text(text, encoding="utf-8", newline="\n")
