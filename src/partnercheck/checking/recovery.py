"""Error recovery: a faulty questionnaire as far as it can be read; findings in answers and round files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import ValidationError

from partnercheck.assessment.scoring import Weighed, weigh_all
from partnercheck.checking.catalog import CatalogEntry, QuestionnaireCatalog
from partnercheck.core.files import TextFile
from partnercheck.core.findings import Finding, PartnercheckError
from partnercheck.questionnaire.document import KeyPath, Plain, Tree, placeless
from partnercheck.questionnaire.model import Case, NextStep, Option, Question, Questionnaire
from partnercheck.questionnaire.parser import parse
from partnercheck.questionnaire.reader import read_tree
from partnercheck.questionnaire.references import MAX_FINDINGS, TEXTS, reference_findings
from partnercheck.questionnaire.schema_errors import fits, model_at, shape_findings
from partnercheck.rounds.answers_file import COMMENT, AnswersFile, read_responses, read_table
from partnercheck.rounds.reader import load_lines

MAX_TRIES = 12
LEFT_OUT = "\u2026\u200b"
"""What stands for a text that is missing or wrong; nobody writes it."""
FILLED: dict[str, Plain] = {"format": 1, "version": "0", "name": LEFT_OUT}
"""What stands for a required key that is missing or wrong, beside ids and texts."""
HARMLESS = frozenset({"theme", "text", "help", "reason", "sources", "label"})
"""Keys of questions and options that no verdict rests on."""
_LISTS = ("questions", "next_steps", "scores", "cases")


class Salvaged(NamedTuple):
    """What could be had.

    `places` says for each list of the questionnaire at which place in the file each of its entries stands. `whole` is
    false where something was taken out that a verdict rests on.
    """

    questionnaire: Questionnaire | None
    places: dict[str, list[int]]
    whole: bool


def salvage(tree: Tree, findings: Iterable[Finding]) -> Salvaged:
    """The questionnaire in a tree, without what findings blame."""
    nothing = Salvaged(None, {}, whole=False)
    if not isinstance(tree.plain, dict):
        return nothing
    saved = _Saved(tree)
    blamed = [found.where for found in findings if found.where]
    if tree.stopped and len(tree.stopped) > 1:
        blamed.append(tree.stopped[:2])  # what was being read when reading stopped
    for _ in range(MAX_TRIES):
        saved.take_out(blamed)
        if saved.lost:
            return nothing
        questionnaire, blamed = saved.judged()
        if questionnaire and not blamed:
            return Salvaged(questionnaire, saved.places, saved.whole)
    return nothing


class _Saved:
    """A copy of the plain content, from which parts go."""

    def __init__(self, tree: Tree) -> None:
        self.source = tree.source
        self.plain: Any = cast("Any", _copy(tree.plain))
        self.whole = True
        self.lost = False
        self.places: dict[str, list[int]] = {}
        for name in _LISTS:
            if isinstance(self.plain.get(name), list):
                self.places[name] = list(range(len(self.plain[name])))

    def judged(self) -> tuple[Questionnaire | None, list[KeyPath]]:
        """The questionnaire, if there is one, and what is blamed still."""
        tree = placeless(self.source, self.plain)
        found: list[Finding] = []
        questionnaire: Questionnaire | None = None
        try:
            questionnaire = Questionnaire.model_validate(self.plain)
        except ValidationError as problem:
            found += shape_findings(tree, problem)
        found += reference_findings(tree)
        return questionnaire, [each.where for each in found]

    def take_out(self, blamed: Iterable[KeyPath]) -> None:
        """Take every blamed part out, the last ones first, so that the others stay where they are."""
        for path in sorted(
            set(blamed), key=lambda path: [(isinstance(step, int), step) for step in path], reverse=True
        ):
            self._cut(path)

    def _cut(self, path: KeyPath) -> None:
        if path[:1] == ("cases",) and len(path) > 1:
            path = path[:2]  # a case without one of its answers is another case
        while path:
            parent, last = self._at(path[:-1]), path[-1]
            model = model_at(path[:-1])
            if isinstance(parent, list) and isinstance(last, int):
                if last < len(parent):
                    self._blame(path)
                    del parent[last]
                    if len(path) == 2 and path[0] in self.places:
                        del self.places[str(path[0])][last]
                return
            if isinstance(parent, dict):
                field = (
                    next((f for n, f in model.model_fields.items() if (f.alias or n) == last), None) if model else None
                )
                filled = _filled(path)
                if not field or not field.is_required():
                    if last in parent:
                        self._blame(path)
                        del parent[last]
                    return
                if filled is not None and parent.get(last) != filled:
                    self._blame(path)
                    parent[last] = filled
                    return
            path = path[:-1]
        self.lost = True

    def _blame(self, path: KeyPath) -> None:
        if path[0] in ("questions", "scales", "norms") and not HARMLESS & {str(step) for step in path[2:]}:
            self.whole = False

    def _at(self, path: KeyPath) -> Any:  # noqa: ANN401 - plain content of any kind
        here = self.plain
        for step in path:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                return None
        return here


def _filled(path: KeyPath) -> Plain:
    """What may stand for a required value that is wrong or missing; none where nothing may."""
    if path[-1] == "id":
        return "-".join(["no-id", *(str(step) for step in path if isinstance(step, int))])
    return {"*": LEFT_OUT} if any(fits(each.split("/"), path) for each in TEXTS) else FILLED.get(str(path[-1]))


def _copy(plain: Plain) -> Plain:
    if isinstance(plain, dict):
        return {key: _copy(value) for key, value in plain.items()}
    return [_copy(each) for each in plain] if isinstance(plain, list) else plain


Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Draft:
    """A questionnaire file that is being checked.

    `found` is what reading it told. `questionnaire` is what remains without the faulty parts; none where nothing does.
    `whole` is false where a part that verdicts rest on had to be left out: what is then worked out about verdicts would
    not be true of the mended file.
    """

    tree: Tree
    found: tuple[Finding, ...]
    questionnaire: Questionnaire | None
    whole: bool
    places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def source(self) -> TextFile:
        """The file's text."""
        return self.tree.source

    def at(self, path: KeyPath, code: str, message: str, remedy: str = "", *, key: bool = False) -> Finding:
        """A finding at the value of a path of the file (or at its key)."""
        return self.tree.at(path, code, message, remedy, key=key)

    def questions(self) -> Iterator[tuple[KeyPath, Question]]:
        """Every question that could be read, with its path in the file."""
        yield from self._entries("questions", self.questionnaire.questions if self.questionnaire else ())

    def next_steps(self) -> Iterator[tuple[KeyPath, NextStep]]:
        """Every next step that could be read, with its path in the file."""
        yield from self._entries("next_steps", self.questionnaire.next_steps if self.questionnaire else ())

    def cases(self) -> Iterator[tuple[KeyPath, Case]]:
        """Every case that could be read, with its path in the file."""
        yield from self._entries("cases", self.questionnaire.cases if self.questionnaire else ())

    def options(self, path: KeyPath, question: Question) -> Iterator[tuple[KeyPath, Option]]:
        """The options of a question (its scale's, where it has one), each with its path in the file."""
        if self.questionnaire:
            where: KeyPath = ("scales", question.scale) if question.scale else (*path, "options")
            at = {str(value).lower(): index for index, value in self._values(where)}
            for option in self.questionnaire.options_of(question):
                yield (*where, at.get(option.value, 0)), option

    @cached_property
    def weighed(self) -> dict[str, Weighed]:
        """The evidence of every question that carries any, by question id."""
        return weigh_all(self.questionnaire) if self.questionnaire else {}

    def _entries(self, part: str, entries: tuple[Entry, ...]) -> Iterator[tuple[KeyPath, Entry]]:
        places = self.places.get(part) or range(len(entries))
        for place, entry in zip(places, entries, strict=True):
            yield (part, place), entry

    def _values(self, path: KeyPath) -> Iterator[tuple[int, object]]:
        here: object = self.tree.plain
        for step in path:
            here = here[step] if isinstance(here, dict | list) else None  # type: ignore[index]  # the model came from here
        for index, option in enumerate(here if isinstance(here, list) else ()):
            yield index, option.get("value") if isinstance(option, dict) else None


def draft_of(source: TextFile) -> Draft:
    """A questionnaire file's text as a draft. Never raises for content."""
    tree, questionnaire, found = parse(source)
    if questionnaire:
        return Draft(tree, found, questionnaire, whole=True)
    if len(found) >= MAX_FINDINGS:  # it is something else than a questionnaire
        return Draft(tree, found, None, whole=False)
    saved = salvage(tree, found)
    return Draft(tree, found, saved.questionnaire, saved.whole and tree.stopped is None, saved.places)


def answers_findings(source: TextFile, shelf: QuestionnaireCatalog, beside: Path) -> list[Finding]:
    """Everything there is to say about answers in YAML or JSON; `beside` is the folder they are in."""
    tree = read_tree(source)
    file = AnswersFile(source, tree=tree)
    wanted = shelf.named(file.stated("questionnaire") or "", beside)
    return _held(file, wanted, tree.findings, tree.at(("questionnaire",), "PC809", wanted.problem, wanted.remedy))


def table_findings(source: TextFile, shelf: QuestionnaireCatalog, beside: Path) -> list[Finding]:
    """Everything there is to say about answers in a table; `beside` is the folder it is in."""
    table = read_table(source)
    wanted = shelf.asking([cell.text.removeprefix(COMMENT).strip() for cell in table.header], beside)
    lost = source.finding(1, 1, "PC809", wanted.problem, wanted.remedy)
    return _held(AnswersFile(source, table=table), wanted, table.findings, lost)


def _held(file: AnswersFile, wanted: CatalogEntry, found: Sequence[Finding], lost: Finding) -> list[Finding]:
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
