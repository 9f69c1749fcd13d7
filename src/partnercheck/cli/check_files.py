"""What `partnercheck check` looks at: files and folders, or standard input; to report on, or to mend."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from partnercheck.checking.cache import Cache
from partnercheck.checking.discovery import Found, files_in
from partnercheck.checking.kinds import kind_of
from partnercheck.checking.runner import WHAT, Report, check_files, check_text
from partnercheck.checking.settings import Settings
from partnercheck.checking.shelf import Shelf
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding
from partnercheck.questionnaire.source import MOST_BYTES, Source, decode, read_bytes

BOM = b"\xef\xbb\xbf"


class Desk:
    """Where files are checked and mended.

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

    @property
    def text(self) -> str:
        """What came from standard input, as it is now."""
        return (self.content or b"").decode("utf-8", "replace")

    def report(self) -> Report:
        """Everything found."""
        if self.content is None:
            return check_files(self._found(), self.settings, self.given, self.cache)
        path = str(self.paths[0])
        if len(self.content) > MOST_BYTES:
            raise PartnercheckError(
                f"Standard input is more than {MOST_BYTES / 1e6:.0f} MB.", "Is this the right file?"
            )
        found = check_text(path, self.content, self.settings, Shelf(self.given))
        return Report(tuple(found or ()), (path,))

    def fix(self) -> None:
        """Mend what needs no judgement, where it stands."""
        from partnercheck.checking.fixes import rewrite

        for path, content, _, after in self._mended():
            if self.content is None:
                rewrite(path, content, after)
            else:
                self.content = (BOM if content.startswith(BOM) else b"") + after.encode()

    def differences(self) -> str:
        """What mending would change, as unified differences."""
        from partnercheck.checking.difference import difference

        return "".join(difference(str(path), before, after) for path, _, before, after in self._mended())

    def _found(self) -> list[Found]:
        found = files_in(self.paths, self.settings.exclude, self.settings.folder)
        return [Found(each.path, each.named and not self.skip_others) for each in found]

    def _mended(self) -> Iterator[tuple[Path, bytes, str, str]]:
        """Each file that mending changes: its path and content, its text before and after."""
        from partnercheck.checking.fixes import fixed

        found = self._found() if self.content is None else []
        shelf = Shelf(self.given, [each.path for each in found])
        named = {each.path: each.named for each in found} or {self.paths[0]: True}

        quick = replace(self.settings, simulate=False)  # no dice are needed to see what can be mended

        def look(source: Source) -> list[Finding]:
            return check_text(source.path, source.text.encode(), quick, shelf) or []

        for path, by_name in named.items():
            try:
                content = read_bytes(path, "a file to mend") if self.content is None else self.content
                kind = kind_of(str(path), content.decode("utf-8", "replace"), named=by_name)
                source = decode(str(path), content, WHAT[kind]) if kind else None
            except PartnercheckError:
                continue  # the report tells
            after = fixed(source, look)[0] if source else ""
            if source and after != source.text:
                yield path, content, source.text, after


def _cache() -> Cache:
    from platformdirs import user_cache_path

    return Cache(user_cache_path("partnercheck") / "check")
