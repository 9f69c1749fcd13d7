"""What `partnercheck check` looks at, files and folders or standard input, and what it looks for."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import typer

from partnercheck.checking.cache import Cache
from partnercheck.checking.catalog import QuestionnaireCatalog
from partnercheck.checking.checker import WHAT, CheckResult, check_files, check_text, report_of
from partnercheck.checking.discovery import Found, absolute, files_in, is_folder, kind_in
from partnercheck.checking.fixes import BOM, difference, fixed, rewrite
from partnercheck.checking.settings import Settings, code_problem, read_settings, settings_near
from partnercheck.checking.suppressions import SIGN
from partnercheck.cli.console import Counter
from partnercheck.cli.explain import written_out
from partnercheck.core.codes import Level
from partnercheck.core.files import TextFile, bundled_files, decode, own_folder, read_bytes
from partnercheck.core.findings import Finding, PartnercheckError, clip, did_you_mean, shown_path
from partnercheck.core.words import capitalised


def chosen_settings(
    paths: Sequence[Path],
    file: Path | None,
    select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    level: Level | None,
    max_warnings: int | None,
    simulation: bool | None,
) -> Settings:
    """The settings for these paths.

    Args:
        paths: What is checked; the nearest file of settings in the folder they share, or above it, holds.
        file: The file of settings that is to hold instead.
        select: Codes, or how they start, parted by commas; like the rest none where the command line does not say.
        ignore: Likewise; these come on top of those of the settings.
        level: The least level that is told.
        max_warnings: How many warnings are no failure.
        simulation: Whether partnerships are simulated.

    Raises:
        PartnercheckError: the settings cannot be used.
        typer.BadParameter: there is no such code.
    """
    found = (read_settings(file) or Settings(folder=file.parent)) if file else settings_near(_shared_folder(paths))
    return replace(
        found,
        select=_codes("--select", select) or found.select,
        ignore=(*found.ignore, *_codes("--ignore", ignore)),
        level=level or found.level,
        max_warnings=found.max_warnings if max_warnings is None else max_warnings,
        simulate=found.simulate if simulation is None else simulation,
    )


def _shared_folder(paths: Sequence[Path]) -> Path:
    try:
        shared = Path(os.path.commonpath([absolute(path) for path in paths]))
    except ValueError:  # on two disks of Windows
        shared = paths[0]
    return shared if is_folder(shared) else shared.parent


def _codes(option: str, words: Sequence[str] | None) -> tuple[str, ...]:
    """The codes in options, which may be repeated and hold several with commas between; 201 and pc201 mean PC201."""
    said = [code.strip() for word in words or () for code in word.split(",") if code.strip()]
    if words and not said:
        raise typer.BadParameter(f"{option} names no code; a code is like PC301.")
    for code in said:
        problem = code_problem(written_out(code))
        if problem:
            raise typer.BadParameter(f"there is no code {clip(code, 40)!r}; {problem[1]}")
    return tuple(map(written_out, said))


class Mended(NamedTuple):
    """A file that mending changes: its content, its text before and after, and how many faults that mends."""

    path: Path
    content: bytes
    before: str
    after: str
    made: int


class CheckSession:
    """Where files are checked and mended.

    While mending, `unread` are the files that could not be read, `unwritten` those that could not be written, and
    `mended` is what was mended.

    Args:
        paths: The files and folders, or what standard input is called.
        content: What came from standard input; none where the paths are to be read.
        settings: What to look for.
        given: The questionnaire that answers are held against; empty for the one they name.
        keep: Whether findings of unchanged files are kept and used again.
        skip_others: Whether named files that are none of ours are passed over.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        content: bytes | None,
        settings: Settings,
        given: str,
        *,
        keep: bool = False,
        skip_others: bool = False,
    ) -> None:
        self.paths, self.content, self.settings, self.given = paths, content, settings, given
        self.cache = _cache() if keep else None
        self.skip_others = skip_others
        self.unread: list[PartnercheckError] = []
        self.unwritten: list[PartnercheckError] = []
        self.mended: list[Mended] = []

    def refuse_unknown(self) -> None:
        """Stop where the questionnaire that answers are to be held against is nowhere.

        Raises:
            PartnercheckError: it is.
        """
        if QuestionnaireCatalog(self.given, [each.path for each in self.found]).lacks_given():
            known = [path.stem for path in bundled_files()]
            remedy = "" if Path(self.given).suffix else did_you_mean(self.given, known)
            raise PartnercheckError(
                f"There is no questionnaire {clip(self.given, 60)!r}, which --questionnaire names.",
                capitalised(remedy),
            )

    def report(self) -> CheckResult:
        """Everything found."""
        if self.content is None:
            with Counter(sys.stderr, len(self.found)) as counter:
                return check_files(self.found, self.settings, self.given, self.cache, counter.step)
        path = str(self.paths[0])
        found = check_text(path, self.content, self.settings, QuestionnaireCatalog(self.given))
        return report_of(found or (), [path], self.settings)

    def fix(self) -> None:
        """Mend what needs no judgement, where it stands."""
        for each in self._mended():
            if self.content is None:
                try:
                    rewrite(each.path, each.content, each.after)
                except PartnercheckError as problem:
                    self.unwritten.append(problem)
                    continue
            else:
                self.content = (BOM if each.content.startswith(BOM) else b"") + each.after.encode()
            self.mended.append(each)

    def differences(self) -> str:
        """What mending would change, as unified differences."""
        return "".join(difference(str(each.path), each.before, each.after) for each in self._mended())

    @cached_property
    def found(self) -> list[Found]:
        """The files that are looked at; standard input counts as one that was named."""
        if self.content is not None:
            return [Found(self.paths[0], named=True)]
        found = files_in(self.paths, self.settings.exclude, self.settings.folder)
        return [each._replace(named=each.named and not self.skip_others) for each in found]

    def _mended(self) -> Iterator[Mended]:
        shelf = QuestionnaireCatalog(self.given, [each.path for each in self.found])
        with Counter(sys.stderr, len(self.found)) as counter:
            for each in self.found:
                try:
                    mended = self._mended_file(each, shelf)
                except PartnercheckError as problem:
                    self.unread.append(problem)
                    mended = None
                if mended:
                    yield mended
                counter.step()

    def _mended_file(self, found: Found, shelf: QuestionnaireCatalog) -> Mended | None:
        path = str(found.path)
        if found.closed:
            raise PartnercheckError(f"{shown_path(path)} cannot be looked into: {found.closed}.")
        content = read_bytes(found.path, "a file to mend") if self.content is None else self.content
        kind = kind_in(path, content, named=found.named)
        if not kind:
            return None
        source = decode(path, content, WHAT[kind])
        after, made = self._mended_text(source, shelf)
        return Mended(found.path, content, source.text, after, made) if after != source.text else None

    def _mended_text(self, source: TextFile, shelf: QuestionnaireCatalog) -> tuple[str, int]:
        # what can be mended takes no dice to find, but for a suppression that simulation alone shows to be idle
        asked = replace(self.settings, simulate=self.settings.simulate and SIGN in source.text)

        def look(text: TextFile) -> list[Finding]:
            return check_text(text.path, text.text.encode(), asked, shelf) or []

        return fixed(source, look)


def _cache() -> Cache | None:
    """Where findings are kept; none where there is no folder that is the user's alone."""
    folder = own_folder("check")
    return Cache(folder) if folder else None
