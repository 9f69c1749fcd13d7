"""The bundled folders: questionnaires, report templates, pages about rules, in a wheel or in a checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def bundled_folder(name: str) -> Path:
    """The folder `questionnaires`, `reports`, `examples` or `docs/rules`: in an installed package or in a checkout."""
    installed = _PACKAGE / "bundled" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def bundled_path(questionnaire_id: str) -> Path | None:
    """The file of a bundled questionnaire, or none when no bundled one has this id."""
    return {path.stem: path for path in bundled_files()}.get(questionnaire_id)


def bundled_files() -> list[Path]:
    """The files of the bundled questionnaires, sorted by id; each is named after its id."""
    return sorted(bundled_folder("questionnaires").glob("*.yaml"))
