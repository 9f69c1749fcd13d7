"""`partnercheck diff`: what changed between two versions of a questionnaire."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from partnercheck.cli.console import show_text, wrapped
from partnercheck.cli.show import bundled_ids

if TYPE_CHECKING:
    from partnercheck.questionnaire.parser import ParseResult

EXAMPLES = """Examples:

\b
  partnercheck diff our-own-1.0.yaml our-own.yaml
  partnercheck diff pulse our-pulse.yaml
  partnercheck diff old.yaml new.yaml --require-bump
  partnercheck diff old.yaml new.yaml --format markdown > comment.md
"""

NOT_ENOUGH = 1


Format = Literal["text", "json", "markdown"]


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE",
            help="The version before: a file, or the id of a bundled questionnaire.",
            autocompletion=bundled_ids,
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="AFTER",
            help="The version after: a file, or the id of a bundled questionnaire.",
            autocompletion=bundled_ids,
        ),
    ],
    require_bump: Annotated[
        bool, typer.Option("--require-bump", help="Exit with 1 when the version number does not say what changed.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = "text",
) -> None:
    """Say what changed between two versions of a questionnaire.

    Changes are compatible, or move scores, or make rounds no longer comparable.
    """
    import sys

    from partnercheck.checking.versions.compare import Version, changes_between
    from partnercheck.checking.versions.render import as_markdown, as_plain, as_text
    from partnercheck.core.findings import PartnercheckError, problem_count

    looked: list[ParseResult] = []
    problems: list[PartnercheckError] = []
    for name in (old, new):
        try:
            looked.append(_look(name))
        except PartnercheckError as problem:
            problems.append(problem)
    findings = [found for each in looked for found in each.findings]
    findings += [found for problem in problems for found in problem.findings]
    if problems and not findings:
        raise PartnercheckError(" ".join(dict.fromkeys(p.message for p in problems)), problems[0].hint)
    versions = [Version(each.tree, each.questionnaire) for each in looked if each.questionnaire]
    if len(versions) < 2:
        unread = [problem.message for problem in problems if not problem.findings]
        raise PartnercheckError(" ".join([problem_count(len(findings)), *unread]), findings=findings)
    found = changes_between(versions[0], versions[1])
    if form == "json":
        import json

        show_text(json.dumps(as_plain(found), ensure_ascii=False, indent=2) + "\n")
    elif form == "text":
        show_text(wrapped(as_text(found), sys.stdout, hanging=2))
    else:
        show_text(as_markdown(found))
    if require_bump and not found.bump.enough:
        raise typer.Exit(NOT_ENOUGH)


def _look(name: str) -> "ParseResult":
    """Read a questionnaire by id or path, whatever is in it.

    Raises:
        PartnercheckError: it cannot be opened, or is no text.
    """
    from partnercheck.cli.rounds import load_named
    from partnercheck.core.files import bundled_path, path_exists, read_source
    from partnercheck.questionnaire.parser import parse

    path = bundled_path(name) or Path(name)
    if not path_exists(path):
        load_named(name)  # it says what there is instead
    return parse(replace(read_source(path, "a questionnaire"), path=name))
