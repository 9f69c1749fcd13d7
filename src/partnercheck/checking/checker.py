"""Check files: tell their kind, look with every rule, suppress, set levels, sort.

What reads YAML or runs rules is imported where a file is looked at, so that files that the cache knows cost nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from partnercheck.checking.cache import Cache
from partnercheck.checking.catalog import QuestionnaireCatalog
from partnercheck.checking.discovery import Found, Kind, files_in, fits_any, kind_in
from partnercheck.checking.settings import Settings
from partnercheck.core.codes import LEVELS, Level
from partnercheck.core.files import decode, read_bytes
from partnercheck.core.findings import Finding, Location, PartnercheckError, clip, printable, shown_path

WHAT: dict[Kind, str] = {
    "questionnaire": "a questionnaire",
    "answers": "an answers file",
    "table": "an answers file",
    "round": "a round file",
}


MAX_OF_A_FILE = 1000
"""Findings of one file that are listed; the others are counted."""
NOT_SIMULATED = "Partnerships were not simulated."


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    `findings` are sorted by place, at most `MAX_OF_A_FILE` of each file. `checked` are the paths of the files that
    were looked at. `notes` are sentences about what was not looked at or is not listed, and why. `unlisted` says how
    many findings of each level a file has beside those that are listed.
    """

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    notes: tuple[str, ...] = ()
    unlisted: Mapping[str, Mapping[Level, int]] = field(default_factory=dict)

    def count(self, level: Level) -> int:
        """How many findings have this level, those that are not listed too."""
        listed = sum(finding.level == level for finding in self.findings)
        return listed + sum(counts.get(level, 0) for counts in self.unlisted.values())


def check_paths(paths: Iterable[Path], settings: Settings, given: str = "", cache: Cache | None = None) -> CheckResult:
    """Check every file that these paths mean; the rest is as in `check_files`."""
    return check_files(files_in(paths, settings.exclude, settings.folder), settings, given, cache)


def check_files(
    found: Sequence[Found],
    settings: Settings,
    given: str = "",
    cache: Cache | None = None,
    on_file: Callable[[], None] = lambda: None,
) -> CheckResult:
    """Check files.

    Args:
        found: The files.
        settings: What to look for.
        given: The questionnaire that answers are held against, by id or path; empty for the one they name.
        cache: Where findings of unchanged files are kept; none for looking at everything anew.
        on_file: Is called whenever a file has been looked at.
    """
    shelf = QuestionnaireCatalog(given, [each.path for each in found])
    findings: list[Finding] = []
    checked: list[str] = []
    for each in found:
        told = _check_file(each, settings, shelf, cache)
        if told is not None:
            checked.append(str(each.path))
            findings += told
        on_file()
    return report_of(findings, checked, settings)


def report_of(findings: Iterable[Finding], checked: Iterable[str], settings: Settings) -> CheckResult:
    """What was found in files, and what these settings left out."""
    listed: list[Finding] = []
    unlisted: dict[str, Mapping[Level, int]] = {}
    notes = [] if settings.simulate else [NOT_SIMULATED]
    for path, group in groupby(sorted(findings), lambda each: each.location.path):
        found = list(group)
        listed += found[:MAX_OF_A_FILE]
        if more := Counter(each.level for each in found[MAX_OF_A_FILE:]):
            unlisted[path] = more
            notes.append(f"{shown_path(path)}: … and {more.total():,} more findings, which are not listed.")
    return CheckResult(tuple(listed), tuple(checked), tuple(notes), unlisted)


def check_text(
    path: str, content: bytes, settings: Settings, shelf: QuestionnaireCatalog | None = None, *, named: bool = True
) -> list[Finding] | None:
    """Check the bytes of one file, whatever kind of file it is.

    Args:
        path: What the file is called; its ending and its folder say how it is read.
        content: What is in it.
        settings: What to look for.
        shelf: Where the questionnaires of answers are looked for.
        named: Whether the user asked for this file by name.

    Returns:
        The findings, sorted; none where this is not a file of ours, which can only be if it was not named.
    """
    return _check(path, content, settings, shelf or QuestionnaireCatalog(), None, named=named)


def _check_file(
    found: Found, settings: Settings, shelf: QuestionnaireCatalog, cache: Cache | None
) -> list[Finding] | None:
    if found.closed:
        message = f"the folder cannot be looked into: {found.closed}"
        return _told(str(found.path), [Finding(Location(str(found.path)), "PC111", message)], settings)
    try:
        content = read_bytes(found.path, "a file to check")
    except PartnercheckError as problem:
        return _told(str(found.path), [_unread(found.path, problem)], settings)
    return _check(str(found.path), content, settings, shelf, cache, named=found.named)


def _unread(path: Path, problem: PartnercheckError) -> Finding:
    """That a file cannot be read, and why; the finding's place says which file."""
    place = Location(str(path))
    said = problem.message.removeprefix(clip(printable(str(path)), 300)).strip().removesuffix(".")
    try:
        target = str(path.readlink()) if path.is_symlink() and not path.exists() else ""
    except OSError:
        target = ""
    if not target:
        return Finding(place, "PC111", f"the file {said}", problem.hint)
    message = f"this is a link to {clip(target, 200)}, and there is nothing"
    return Finding(place, "PC111", message, "take the link away, or let it lead to a file")


def _check(
    path: str, content: bytes, settings: Settings, shelf: QuestionnaireCatalog, cache: Cache | None, *, named: bool
) -> list[Finding] | None:
    kind = kind_in(path, content, named=named)
    if kind is None:
        return None
    key = cache.key(path, content, settings) if cache and kind == "questionnaire" else ""
    known = cache.get(key, path) if cache and key else None
    if known is None:
        known = _look(path, content, kind, settings, shelf)
        if cache and key:
            cache.put(key, known)
    return _told(path, known, settings)


def _look(path: str, content: bytes, kind: Kind, settings: Settings, shelf: QuestionnaireCatalog) -> list[Finding]:
    """Everything that is looked for in a file, but what it suppresses itself."""
    from partnercheck.checking import recovery
    from partnercheck.checking.fixes import with_fixes
    from partnercheck.checking.rules.registry import SIMULATED, file_findings, questionnaire_findings
    from partnercheck.checking.suppressions import apply_suppressions

    def looked_for(code: str) -> bool:
        return settings.wants(code) and (settings.simulate or code not in SIMULATED)

    if kind == "round":
        return [each for each in recovery.round_findings(path, content) if looked_for(each.code)]
    try:
        source = decode(path, content, WHAT[kind])
    except PartnercheckError as problem:
        return [each for each in problem.findings if looked_for(each.code)]
    beside = Path(path).parent
    if kind == "questionnaire":
        findings = questionnaire_findings(source, looked_for)
    elif kind == "answers":
        findings = [*recovery.answers_findings(source, shelf, beside), *file_findings(source, looked_for)]
    else:
        return [each for each in recovery.table_findings(source, shelf, beside) if looked_for(each.code)]
    wanted = [each for each in findings if looked_for(each.code)]
    return apply_suppressions(source, with_fixes(source, wanted), looked_for)


def _told(path: str, findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings that settings let through, each once and with the level that it has there, sorted."""
    here = tuple(
        code
        for pattern, codes in settings.per_file.items()
        if fits_any(Path(path), [pattern], settings.folder)
        for code in codes
    )
    told = []
    for each in dict.fromkeys(findings):
        level = settings.levels.get(each.code, each.level)
        if LEVELS.index(level) <= LEVELS.index(settings.level) and not (here and each.code.startswith(here)):
            told.append(each if level == each.level else replace(each, level=level))
    return sorted(told)
