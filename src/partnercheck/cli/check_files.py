"""What `partnercheck check` looks at: files and folders, or standard input; to report on, or to mend."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from partnercheck.checking.cache import Cache
from partnercheck.checking.discovery import Found, files_in
from partnercheck.checking.fixes import BOM, fixed, rewrite
from partnercheck.checking.kinds import kind_of
from partnercheck.checking.runner import WHAT, Report, check_files, check_text, report_of
from partnercheck.checking.settings import Settings
from partnercheck.checking.shelf import Shelf
from partnercheck.checking.suppressions import SIGN
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding
from partnercheck.questionnaire.source import MOST_BYTES, Source, decode, read_bytes


class Mended(NamedTuple):
    """A file that mending changes: its content, and its text before and after."""

    path: Path
    content: bytes
    before: str
    after: str


class Desk:
    """Where files are checked and mended.

    `problems` are those of files that could not be read or written while mending.

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
        if content is not None and len(content) > MOST_BYTES:
            most = f"{MOST_BYTES / 1e6:.0f} MB"
            raise PartnercheckError(f"Standard input is more than {most}.", "Is this the right file?")
        self.paths, self.content, self.settings, self.given = paths, content, settings, given
        self.cache = _cache() if keep else None
        self.skip_others = skip_others
        self.problems: list[PartnercheckError] = []

    def report(self) -> Report:
        """Everything found."""
        if self.content is None:
            return check_files(self.found, self.settings, self.given, self.cache)
        path = str(self.paths[0])
        found = check_text(path, self.content, self.settings, Shelf(self.given))
        return report_of(found or (), [path], self.settings)

    def fix(self) -> None:
        """Mend what needs no judgement, where it stands."""
        for each in self._mended():
            if self.content is None:
                try:
                    rewrite(each.path, each.content, each.after)
                except PartnercheckError as problem:
                    self.problems.append(problem)
            else:
                self.content = (BOM if each.content.startswith(BOM) else b"") + each.after.encode()

    def differences(self) -> str:
        """What mending would change, as unified differences."""
        from partnercheck.checking.difference import difference

        return "".join(difference(str(each.path), each.before, each.after) for each in self._mended())

    @cached_property
    def found(self) -> list[Found]:
        """The files that are looked at; standard input counts as one that was named."""
        if self.content is not None:
            return [Found(self.paths[0], named=True)]
        found = files_in(self.paths, self.settings.exclude, self.settings.folder)
        return [Found(each.path, each.named and not self.skip_others) for each in found]

    def _mended(self) -> Iterator[Mended]:
        shelf = Shelf(self.given, [each.path for each in self.found])
        for each in self.found:
            try:
                content = read_bytes(each.path, "a file to mend") if self.content is None else self.content
                kind = kind_of(str(each.path), content.decode("utf-8", "replace"), named=each.named)
                source = decode(str(each.path), content, WHAT[kind]) if kind else None
            except PartnercheckError as problem:
                self.problems.append(problem)
                continue
            after = self._mended_text(source, shelf) if source else ""
            if source and after != source.text:
                yield Mended(each.path, content, source.text, after)

    def _mended_text(self, source: Source, shelf: Shelf) -> str:
        # what can be mended takes no dice to find, but for a suppression that simulation alone shows to be idle
        asked = replace(self.settings, simulate=self.settings.simulate and SIGN in source.text)

        def look(text: Source) -> list[Finding]:
            return check_text(text.path, text.text.encode(), asked, shelf) or []

        return fixed(source, look)


def _cache() -> Cache:
    from platformdirs import user_cache_path

    return Cache(user_cache_path("partnercheck") / "check")
