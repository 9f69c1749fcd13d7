"""What rules look at: a questionnaire file as far as it can be read, and where everything in it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from partnercheck.assessment.evidence import Weighed, weigh_all
from partnercheck.checking.salvage import salvage
from partnercheck.findings import Finding
from partnercheck.questionnaire.look import look
from partnercheck.questionnaire.model import Case, NextStep, Option, Question, Questionnaire
from partnercheck.questionnaire.references import MOST_FINDINGS
from partnercheck.questionnaire.source import Source
from partnercheck.questionnaire.tree import Path, Tree

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
    def source(self) -> Source:
        """The file's text."""
        return self.tree.source

    def at(self, path: Path, code: str, message: str, remedy: str = "", *, key: bool = False) -> Finding:
        """A finding at the value of a path of the file (or at its key)."""
        return self.tree.at(path, code, message, remedy, key=key)

    def questions(self) -> Iterator[tuple[Path, Question]]:
        """Every question that could be read, with its path in the file."""
        yield from self._entries("questions", self.questionnaire.questions if self.questionnaire else ())

    def next_steps(self) -> Iterator[tuple[Path, NextStep]]:
        """Every next step that could be read, with its path in the file."""
        yield from self._entries("next_steps", self.questionnaire.next_steps if self.questionnaire else ())

    def cases(self) -> Iterator[tuple[Path, Case]]:
        """Every case that could be read, with its path in the file."""
        yield from self._entries("cases", self.questionnaire.cases if self.questionnaire else ())

    def options(self, path: Path, question: Question) -> Iterator[tuple[Path, Option]]:
        """The options of a question (its scale's, where it has one), each with its path in the file."""
        if self.questionnaire:
            where: Path = ("scales", question.scale) if question.scale else (*path, "options")
            at = {str(value).lower(): index for index, value in self._values(where)}
            for option in self.questionnaire.options_of(question):
                yield (*where, at.get(option.value, 0)), option

    @cached_property
    def weighed(self) -> dict[str, Weighed]:
        """The evidence of every question that carries any, by question id."""
        return weigh_all(self.questionnaire) if self.questionnaire else {}

    def _entries(self, part: str, entries: tuple[Entry, ...]) -> Iterator[tuple[Path, Entry]]:
        places = self.places.get(part) or range(len(entries))
        for place, entry in zip(places, entries, strict=True):
            yield (part, place), entry

    def _values(self, path: Path) -> Iterator[tuple[int, object]]:
        here: object = self.tree.plain
        for step in path:
            here = here[step] if isinstance(here, dict | list) else None  # type: ignore[index]  # the model came from here
        for index, option in enumerate(here if isinstance(here, list) else ()):
            yield index, option.get("value") if isinstance(option, dict) else None


def draft_of(source: Source) -> Draft:
    """A questionnaire file's text as a draft. Never raises for content."""
    tree, questionnaire, found = look(source)
    if questionnaire:
        return Draft(tree, found, questionnaire, whole=True)
    if len(found) >= MOST_FINDINGS:  # it is something else than a questionnaire
        return Draft(tree, found, None, whole=False)
    saved = salvage(tree, found)
    return Draft(tree, found, saved.questionnaire, saved.whole and tree.stopped is None, saved.places)
