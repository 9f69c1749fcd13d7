"""`partnercheck check`: every fault of questionnaires, answers and rounds, in one run."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from partnercheck.cli.console import painter, show_text
from partnercheck.cli.explain import codes_listed
from partnercheck.cli.show import bundled_ids
from partnercheck.core.findings import PartnercheckError, printable, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from partnercheck.checking.checker import CheckResult
    from partnercheck.checking.settings import Settings

EXAMPLES = """Examples:

\b
  partnercheck check our-own.yaml
  partnercheck check questionnaires answers.csv
  partnercheck check --fix --diff our-own.yaml
  partnercheck check --select PC3,PC4 --max-warnings 0 .
  partnercheck check --format sarif --output findings.sarif .
  cat our-own.yaml | partnercheck check - --stdin-filename our-own.yaml
"""

STDIN = Path("-")
NO, FAILED = 1, 2
"""The exit codes when the check worked and the answer is no, and when it could not do all of its work."""

Format = Literal["text", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"]
LevelName = Literal["error", "warning", "note"]


def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            readable=False,  # what cannot be read is a finding
            help="Files, folders (what is in them and no ignore file leaves out), or - for standard input.",
        ),
    ],
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", readable=False, help="What standard input is called: its ending says how it is read."
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODES",
            help="Look only for these codes, or for what starts like this: PC3,PC401.",
            autocompletion=codes_listed,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Do not look for these codes, or families.", autocompletion=codes_listed),
    ] = None,
    level: Annotated[
        LevelName | None,
        typer.Option(metavar="LEVEL", help="Tell and count only this level and above: error, warning or note."),
    ] = None,
    max_warnings: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Exit with 1 also when there are more warnings than this.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what needs no judgement, then tell what remains.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    format_: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How findings are written; text, or github under its actions."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", readable=False, help="Write them to this file.")
    ] = None,
    questionnaire: Annotated[
        str | None,
        typer.Option(
            metavar="ID|FILE",
            help="What all answers files are held against; else what each of them names.",
            autocompletion=bundled_ids,
        ),
    ] = None,
    simulation: Annotated[
        bool | None, typer.Option("--simulation/--no-simulation", help="Whether partnerships are simulated.")
    ] = None,
    skip_others: Annotated[
        bool, typer.Option("--skip-others", help="Pass over named files that are none of ours, as in folders.")
    ] = False,
    cache: Annotated[
        bool,
        typer.Option("--cache/--no-cache", help="Use what was found before in questionnaires that have not changed."),
    ] = True,
    settings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,
            help="A file of settings; else the nearest partnercheck.toml or pyproject.toml.",
        ),
    ] = None,
) -> None:
    """Check questionnaires, answers files and round files.

    Every fault is told at its place, in one run.
    """
    from partnercheck.cli.check_files import CheckSession, chosen_settings
    from partnercheck.core.files import check_target

    if STDIN in paths and len(paths) > 1:
        raise typer.BadParameter("standard input is checked alone, without other files.")
    if stdin_filename and STDIN not in paths:
        raise typer.BadParameter("--stdin-filename goes with the path -.")
    if diff and (format_ or output):
        raise typer.BadParameter("--diff shows changes, so --format and --output do not go with it.")
    content = _standard_input() if STDIN in paths else None
    named = [stdin_filename or Path("stdin.yaml")] if content is not None else paths
    chosen = chosen_settings(named, settings, select, ignore, level, max_warnings, simulation)
    desk = CheckSession(named, content, chosen, questionnaire or "", keep=cache, skip_others=skip_others)
    desk.refuse_unknown()
    if output:
        check_target(output, keep=[each.path for each in desk.found])
    if diff:
        changes = desk.differences()
        show_text(changes if not sys.stdout.isatty() else _visible(changes))
        _complain(desk.unread)
        if not changes and not desk.unread:
            show_text("nothing to mend\n", err=True)
        raise typer.Exit(FAILED if desk.unread else NO if changes else 0)
    if fix:
        desk.fix()
        if desk.content is not None:
            show_text(desk.content)
        show_text("".join(f"{each.made} mended in {shown_path(str(each.path))}\n" for each in desk.mended), err=True)
    report = desk.report()
    _print(report, format_, output, err=fix and content is not None)
    _complain(desk.unwritten)
    if not report.checked and not skip_others:
        _complain([_nothing(paths)])
        raise typer.Exit(FAILED)
    unread = any(each.code == "PC111" for each in report.findings)
    raise typer.Exit(FAILED if unread or desk.unwritten else _answer(report, chosen))


def _standard_input() -> bytes:
    from partnercheck.core.files import read_stream

    if not hasattr(sys.stdin, "buffer"):
        raise PartnercheckError("There is no standard input.", "Name a file.")
    return read_stream(sys.stdin.buffer, "Standard input", "a file to check")


def _visible(text: str) -> str:
    """The text with every control character made visible; a pipe gets it as it is, for `patch`."""
    return "".join(f"{printable(line)}\n" for line in text.split("\n")[:-1])


def _complain(problems: "Iterable[PartnercheckError]") -> None:
    for problem in problems:
        show_text(f"partnercheck: {problem}\n", err=True)


def _nothing(paths: "Sequence[Path]") -> "PartnercheckError":
    from partnercheck.checking.discovery import files_left_out

    if files_left_out(paths):
        return PartnercheckError("An ignore file, or exclude in the settings, leaves out all there is.", "Name a file.")
    return PartnercheckError("There is no questionnaire, answers file or round file here.", "Name a file.")


def _print(report: "CheckResult", format_: Format | None, output: Path | None, *, err: bool) -> None:
    from partnercheck.checking.output.machine import FORMATS
    from partnercheck.checking.output.text import text

    name = format_ or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    stream = sys.stderr if err else sys.stdout
    if output:
        from partnercheck.core.files import write_text

        write_text(output, FORMATS[name](report))
    elif name == "text":
        show_text(text(report, painter(os.environ, stream)), err=err, color=True)
    else:
        show_text(FORMATS[name](report), err=err)


def _answer(report: "CheckResult", settings: "Settings") -> int:
    most = settings.max_warnings
    too_many = most is not None and report.count("warning") > most
    return NO if report.count("error") or too_many else 0
