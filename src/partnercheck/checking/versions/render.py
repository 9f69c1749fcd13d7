"""What changed between two versions, as text, as Markdown for a pull request, and as plain values for JSON."""

from collections.abc import Iterator
from typing import Any

from partnercheck.assessment.simulation import Paired
from partnercheck.checking.versions.compare import Change, Version, VersionDiff
from partnercheck.checking.versions.tree_diff import KINDS, Kind
from partnercheck.core.findings import printable, shown_path
from partnercheck.core.text import escape_markdown

_HEADINGS: dict[Kind, str] = {
    "not-comparable": "Rounds are no longer comparable",
    "scores-move": "Scores move",
    "compatible": "Compatible: reports may read differently, and no score moves",
}
_COUNTED: dict[Kind, str] = {
    "not-comparable": "not comparable",
    "scores-move": "scores move",
    "compatible": "compatible",
}


def as_text(found: VersionDiff) -> str:
    """Lines for a terminal."""
    lines = [f"{_version(found.old)} → {_version(found.new)}", ""]
    for kind in reversed(KINDS):
        if changes := found.of(kind):
            lines += [_HEADINGS[kind], *(f"  {_line(change)}" for change in changes), ""]
    if found.paired:
        lines += [_moved(found.paired), "", f"  {'leads in its own partnerships':<31}{'before':>8}{'after':>8}"]
        lines += [f"  {stage:<31}{before:>8}{after:>8}" for stage, before, after in _recovered(found.paired)]
        lines.append("")
    return "\n".join([*lines, summary(found), _bump(found), ""])


def as_markdown(found: VersionDiff) -> str:
    """A comment for a pull request."""
    lines = [f"### `{_plain(found.old)}` → `{_plain(found.new)}`", "", f"**{summary(found)}** {_bump(found)}", ""]
    for kind in reversed(KINDS):
        if changes := found.of(kind):
            lines += [f"#### {_HEADINGS[kind]}", "", *(f"- {_escaped(change)}" for change in changes), ""]
    if found.paired:
        lines += [
            _moved(found.paired),
            "",
            "| leads in its own partnerships | before | after |",
            "| --- | ---: | ---: |",
        ]
        lines += [f"| {stage} | {before} | {after} |" for stage, before, after in _recovered(found.paired)]
        lines.append("")
    return "\n".join(lines)


def as_plain(found: VersionDiff) -> dict[str, Any]:
    """Everything, for JSON. `needed` is null where the version numbers cannot be compared."""
    paired = found.paired
    return {
        "old": _named_change(found.old),
        "new": _named_change(found.new),
        "changes": [
            {
                "kind": change.kind,
                "path": change.location.path,
                "line": change.location.line,
                "column": change.location.column,
                "where": list(change.where),
                "message": change.message,
                "warning": change.loud,
            }
            for change in found.changes
        ],
        "simulated": paired
        and {
            "partnerships": paired.partnerships,
            "people": paired.people,
            "other_verdict": paired.changed,
            "recovered": {
                stage: {"before": before, "after": after} for stage, (before, after) in paired.recovered.items()
            },
        },
        "version": {"enough": found.bump.enough, "needed": found.bump.needed or None},
    }


def summary(found: VersionDiff) -> str:
    """How much changed, in one line."""
    if not found.changes:
        return "Nothing changed."
    counts = {_COUNTED[kind]: len(of) for kind in reversed(KINDS) if (of := found.of(kind))}
    n = len(found.changes)
    told = ", ".join(f"{many} {kind}" if len(counts) > 1 else kind for kind, many in counts.items())
    return f"{n} change{'' if n == 1 else 's'}: {told}."


def _bump(found: VersionDiff) -> str:
    old, new, needed = found.old.questionnaire, found.new.questionnaire, found.bump.needed
    if old.id != new.id:
        return "It has another id, so the versions are not compared."
    back = f"The version goes back, from {old.version} to {new.version}. " if found.bump.back else ""
    if not found.changes:
        return f"{back}It needs no other version."
    if found.bump.enough:
        return f"The version {new.version} says so."
    return f"{back}Raise the version to {needed}." if needed else f"Give it another version than {old.version}."


def _moved(paired: Paired) -> str:
    share = f"{paired.changed * 100:.1f}".removesuffix(".0")
    return f"Of {paired.partnerships:,} simulated partnerships of {paired.people} people, {share}% get another verdict."


def _recovered(paired: Paired) -> Iterator[tuple[str, str, str]]:
    for stage, (before, after) in paired.recovered.items():
        yield stage, f"{round(before * 100)}%", f"{round(after * 100)}%"


def _line(change: Change) -> str:
    warning = "warning: " if change.loud else ""
    place = f"{shown_path(change.location.path)}:{change.location.line}"
    return f"{place}: {warning}{printable(change.message)}"


def _escaped(change: Change) -> str:
    place = f"{shown_path(change.location.path)}:{change.location.line}".replace("`", "'")
    return f"`{place}` {'**warning:** ' if change.loud else ''}{escape_markdown(printable(change.message))}"


def _plain(version: Version) -> str:
    return f"{version.questionnaire.id} {version.questionnaire.version}"


def _version(version: Version) -> str:
    path = version.tree.source.path
    return _plain(version) if path == version.questionnaire.id else f"{shown_path(path)} ({_plain(version)})"


def _named_change(version: Version) -> dict[str, str]:
    asks = version.questionnaire
    return {"path": version.tree.source.path, "id": asks.id, "version": asks.version}
