"""The commands, and the one place where errors become exit codes."""

import contextlib
import hashlib
import io
import os
import re
import shlex
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from partnercheck import __version__
from partnercheck.cli.console import wrapped
from partnercheck.core.findings import PartnercheckError, printable


class PlainCommand(TyperCommand):
    """A command whose help shows what its arguments are called, and not of which type of Python they are."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - what typer passes on
        super().__init__(*args, **options)
        for each in self.params:
            if each.param_type_name == "argument":
                setattr(each, "display_type_rich", lambda **_: "")  # noqa: B010 - a method, for this argument only


MAX_SAID = 200
"""The characters of a message that are shown on the one line."""


def told(problem: BaseException) -> str:
    """One line for the user about an exception that nobody expected; its details go to a file."""
    said = " ".join(f"{type(problem).__name__}: {problem}".split())[:MAX_SAID]
    said = "".join(each if each.isprintable() else "?" for each in said).removesuffix(":")
    file = _written(problem)
    where = f"please report it with what is in {file}" if file else "please report it; its details cannot be written"
    return f"partnercheck: a fault of its own stopped it ({said}); {where}"


def _written(problem: BaseException) -> Path | None:
    """The file that the details were written to, in the user's cache or the folder for temporary files."""
    with contextlib.suppress(Exception):
        import platform
        import tempfile

        from partnercheck.core.files import own_folder

        trace = "".join(traceback.format_exception(problem, limit=-60))
        content = f"partnercheck {__version__}, Python {platform.python_version()}, {sys.platform}\n\n{trace}"
        encoded = content.encode(errors="backslashreplace")
        folder = own_folder("faults")
        if folder:
            file = folder / f"{hashlib.sha256(encoded).hexdigest()[:12]}.txt"  # the same fault again is the same file
            with contextlib.suppress(OSError):
                file.write_bytes(encoded)
                return file
        with tempfile.NamedTemporaryFile(prefix="partnercheck-", suffix=".txt", delete=False) as stream:
            stream.write(encoded)
            return Path(stream.name)
    return None


FINE, FAILED, INTERRUPTED = 0, 2, 130
MAX_SHOWN = 50
"""Findings printed at once; a file with more of them has one cause, and the count says how many there are."""
FILE_NAME = re.compile(r"[/\\]|\.(ya?ml|json|csv|tsv|jsonl)$", re.IGNORECASE)
"""What a file is called, and no command."""

SIZE = re.compile("[1-9][0-9]{0,3}")
"""How wide and how high a terminal may be said to be."""


class _Closed(io.TextIOWrapper):
    """What stands in for a stream that is closed, and knows whether anything was written to it."""

    def __init__(self) -> None:
        self.written = io.BytesIO()
        super().__init__(self.written, encoding="utf-8", errors="replace")


COMMANDS = {
    "assess": "assess",
    "report": "report",
    "correct": "correct",
    "guide": "guide",
    "check": "check",
    "new": "new",
    "schema": "schema",
    "list": "list_questionnaires",
    "show": "show",
    "explain": "explain",
    "preview": "preview",
    "diff": "diff",
}
"""Every command in the order of the help, each a module of this name, and what its function is called there."""


def app_with(commands: Iterable[str]) -> typer.Typer:
    """The program with some of its commands; loading all takes longer than most of them need for their work."""
    app = typer.Typer(
        name="partnercheck",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        help="Find out which stage a partnership for skills is in, how sure that is, and what to do next.",
        epilog="Start here: partnercheck assess --partnership 'Your partnership'",
    )
    app.callback()(options)
    for name in commands:
        module = import_module(f"partnercheck.cli.{name}")
        app.command(name, epilog=module.EXAMPLES, cls=PlainCommand)(getattr(module, COMMANDS[name]))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"partnercheck {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """What every command shares."""


def _needed(arguments: Sequence[str]) -> Iterable[str]:
    """The command that is named, none for the version alone, and all where any may be asked for."""
    if arguments and arguments[0] in COMMANDS:
        return arguments[:1]
    return () if [*arguments] == ["--version"] else COMMANDS


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Args:
        arguments: The words after `partnercheck`.

    Returns:
        The exit code.
    """
    _prepare()
    try:
        _refuse_file(arguments)
        app_with(_needed(arguments))(expand_answers_option(arguments))
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # how typer and rich stop when the reader went away
            return _unprinted(stop.__context__, FINE)
        return _flushed(stop.code if isinstance(stop.code, int) else FINE)
    except PartnercheckError as problem:
        _complain(problem)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as problem:
        if problem.filename is not None:
            raise  # files are opened where their errors are understood; what remains is printing
        return _unprinted(problem, FINE)
    return FINE


def _prepare() -> None:
    """Make streams and surroundings such that everything behind them works."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins that we do not use costs 20 ms
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the shell: >&-
            setattr(sys, name, _Closed())
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    for name in ("COLUMNS", "LINES"):  # what is no size here is no size for the libraries that read it too
        if not SIZE.fullmatch(os.environ.get(name, "80")):
            del os.environ[name]


def _refuse_file(arguments: Sequence[str]) -> None:
    """Say which command was probably meant where a file stands in its place.

    Raises:
        PartnercheckError: it does.
    """
    first = arguments[0] if arguments else ""
    if first.startswith("-") or first in COMMANDS or not (FILE_NAME.search(first) or os.path.exists(first)):  # noqa: PTH110 - pathlib raises for what no file can be called
        return
    raise PartnercheckError(
        f"{printable(first)} is a file or a folder, and a command is expected here.",
        f"Did you mean: partnercheck check {shlex.quote(printable(first))}",
    )


def expand_answers_option(arguments: Sequence[str]) -> Sequence[str]:
    """`--answers a b c` as `--answers a --answers b --answers c`, so that a shell's `*.csv` works behind it."""
    spreaded = []
    behind = False
    for argument in arguments:
        if argument == "--answers":
            behind = True
        elif argument.startswith("--answers="):
            behind = True
            spreaded.append(argument)
        elif argument.startswith("-") and argument != "-":
            behind = False
            spreaded.append(argument)
        else:
            spreaded += ["--answers", argument] if behind else [argument]
    return [*spreaded, "--answers"] if arguments and arguments[-1] == "--answers" else spreaded


def _complain(problem: PartnercheckError) -> None:
    shown = [str(finding) for finding in problem.findings[:MAX_SHOWN]]
    if len(problem.findings) > MAX_SHOWN:
        shown.append(f"… and {len(problem.findings) - MAX_SHOWN} more.")
    closing = wrapped(f"partnercheck: {problem.message}" + (f"\n  {problem.hint}" if problem.hint else ""), sys.stderr)
    with contextlib.suppress(OSError):  # nobody can be told then
        typer.echo("\n".join([*shown, closing]), err=True)


def _flushed(code: int) -> int:
    """The code, once everything printed has gone out."""
    try:
        sys.stdout.flush()
        if isinstance(sys.stdout, _Closed) and sys.stdout.written.tell():
            _complain(PartnercheckError("Nothing can be printed: standard output is closed."))
            return FAILED
    except OSError as problem:
        return _unprinted(problem, code)
    return code


def _unprinted(problem: OSError, code: int) -> int:
    """What was to be printed cannot be. A reader that went away, as `head` does, is no fault and changes no code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(problem, BrokenPipeError):
        return code
    from partnercheck.core.files import reason

    _complain(PartnercheckError(f"Nothing can be printed: {reason(problem)}."))
    return FAILED
