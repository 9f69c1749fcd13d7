"""The questionnaires that answers may name: those beside them, those that are checked with them, the bundled ones."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.checking.discovery import TREES, kind_of
from partnercheck.core.files import TextFile, bundled_files, path_exists, read_source
from partnercheck.core.findings import PartnercheckError, clip
from partnercheck.questionnaire.references import declared

if TYPE_CHECKING:
    from partnercheck.questionnaire.model import Questionnaire

_ID = re.compile(r"""^["']?id["']?\s*:\s*["']?([a-z0-9-]+)""", re.MULTILINE)
MAX_READ = 200_000
"""The characters of a file whose id does not stand at the start of a line, as in JSON, and that is read to find it."""
_OPTION = "name it with --questionnaire"
_SAY = f"write questionnaire: and its id at the top of the file, or {_OPTION}"


class CatalogEntry(NamedTuple):
    """A questionnaire that was looked for, or why there is none and what to do about it."""

    questionnaire: "Questionnaire | None"
    problem: str = ""
    remedy: str = ""


class QuestionnaireCatalog:
    """Finds questionnaires by id, each read once.

    Args:
        given: The id or the path of the questionnaire that all answers are held against; empty for the one they name.
        checked: The files that are checked together.
    """

    def __init__(self, given: str = "", checked: Iterable[Path] = ()) -> None:
        self.given = given
        self.checked = tuple(checked)
        self._known_ids: dict[Path, str] = {}
        self._known_questions: dict[Path, frozenset[str]] = {}
        self._loaded: dict[Path, CatalogEntry] = {}

    def named(self, name: str, beside: Path) -> CatalogEntry:
        """The questionnaire with this id, or the one that is given, for answers in the folder `beside`."""
        name = self.given or name
        if not name:
            return CatalogEntry(None, "these answers do not say which questionnaire they belong to", _SAY)
        for path in self._paths(name, beside):
            return self._load(path)
        message = f"there is no questionnaire {clip(repr(name), 60)} among the bundled ones or beside these answers"
        return CatalogEntry(None, message, f"put it beside the answers, or {_OPTION}")

    def lacks_given(self) -> bool:
        """Whether a questionnaire is given that is neither there, nor checked, nor beside what is checked."""
        folders = dict.fromkeys(path.parent for path in self.checked) or {Path(): None}
        return bool(self.given) and not any(
            path_exists(path) for each in folders for path in self._paths(self.given, each)
        )

    def asking(self, columns: Iterable[str], beside: Path) -> CatalogEntry:
        """The questionnaire that asks most of these columns; the shorter one where two ask as many."""
        if self.given:
            return self.named("", beside)
        wanted = set(columns)
        ranked = []
        for path in dict.fromkeys([*self._with_id(beside), *bundled_files()]):
            asked = self._asked(path)
            if wanted & asked:
                ranked.append((-len(wanted & asked), len(asked), str(path), path))
        if not ranked:
            return CatalogEntry(None, "no questionnaire asks what these columns are called", _OPTION)
        return self._load(min(ranked)[3])

    def _paths(self, name: str, beside: Path) -> Iterator[Path]:
        if self.given and Path(name).suffix:
            yield Path(name)
            return
        yield from (path for path in self._with_id(beside) if self._id_in(path) == name)
        yield from (path for path in bundled_files() if path.stem == name)

    def _with_id(self, folder: Path) -> Iterator[Path]:
        """The questionnaires in a folder, and those that are checked too."""
        for path in [*(sorted(folder.glob("*")) if folder.is_dir() else ()), *self.checked]:
            if self._id_in(path):
                yield path

    def _id_in(self, path: Path) -> str:
        """The id of the questionnaire in a file; empty where there is none."""
        if path not in self._known_ids:
            self._known_ids[path] = _id_of(path) if path.suffix.lower() in TREES else ""
        return self._known_ids[path]

    def _asked(self, path: Path) -> frozenset[str]:
        """The ids of the questions in a file, a faulty one too."""
        from partnercheck.questionnaire.reader import read_tree

        if path not in self._known_questions:
            source = _read(path)
            self._known_questions[path] = frozenset(declared(read_tree(source), "questions") if source else ())
        return self._known_questions[path]

    def _load(self, path: Path) -> CatalogEntry:
        from partnercheck.questionnaire.loader import load_questionnaire

        if path not in self._loaded:
            try:
                self._loaded[path] = CatalogEntry(load_questionnaire(path))
            except PartnercheckError as problem:
                faulty = f"the questionnaire in {path} has faults of its own"
                unread = problem.message.removesuffix(".")
                remedy = "mend these first" if problem.findings else "name another one with --questionnaire"
                self._loaded[path] = CatalogEntry(None, faulty if problem.findings else unread, remedy)
        return self._loaded[path]


def _id_of(path: Path) -> str:
    source = _read(path)
    if not source or kind_of(str(path), source.text, named=False) != "questionnaire":
        return ""
    found = _ID.search(source.text)
    if found:
        return found[1]
    if len(source.text) > MAX_READ:
        return ""
    from partnercheck.questionnaire.reader import read_tree

    plain = read_tree(source).plain
    return str(plain.get("id", "")) if isinstance(plain, dict) else ""


def _read(path: Path) -> TextFile | None:
    try:
        return read_source(path, "a questionnaire")
    except PartnercheckError:
        return None
