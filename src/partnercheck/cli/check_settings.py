"""What `partnercheck check` looks for: the nearest settings, and over them what the command line says."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from partnercheck.checking.discovery import absolute, is_folder
from partnercheck.checking.settings import Settings, code_problem, read_settings, settings_near
from partnercheck.cli.explain import written_out
from partnercheck.codes import Level
from partnercheck.findings import clip


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
