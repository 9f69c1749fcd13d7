"""The library: check, load, assess and render, in one place."""

from pathlib import Path

from partnercheck.assessment.assess import assess as assess_purely
from partnercheck.assessment.responses import Round
from partnercheck.assessment.result import Assessment
from partnercheck.core.findings import Finding
from partnercheck.core.words import words_for
from partnercheck.reports.render import render
from partnercheck.rounds.reader import load_round

__all__ = ["assess", "check", "load_round", "render"]


def assess(round_: Round, lang: str | None = None, *, by: str | None = None, k: int | None = None) -> Assessment:
    """Work out everything about a round.

    Args:
        round_: A round, as `load_round` returns it.
        lang: The language of the texts, such as "nl"; the round's own by default.
        by: What people are grouped by: "sector", "partner" or "none"; as the round says if it is None.
        k: Groups smaller than this are not shown, 3 at least; as the round says if it is None. A closed round keeps its
            own of both.

    Raises:
        ValueError: k is less than 3, or `by` is something else.

    Returns:
        The assessment, frozen; `assessment.model_dump_json()` is what `partnercheck assess --json` prints.
    """
    return assess_purely(round_, words_for(lang or round_.lang), by=by, k=k)


def check(path: str | Path, *, questionnaire: str = "") -> tuple[Finding, ...]:
    """Check a file, or everything in a folder, as `partnercheck check` does, with the settings that stand beside it.

    Args:
        path: A questionnaire, an answers file, a round file, or a folder.
        questionnaire: What answers are held against, by id or path; what they name themselves by default.

    Raises:
        PartnercheckError: the settings cannot be read.

    Returns:
        Every finding, sorted by place; a path that cannot be read is a finding too.
    """
    from partnercheck.checking.checker import check_paths
    from partnercheck.checking.settings import settings_near

    path = Path(path)
    return check_paths([path], settings_near(path if path.is_dir() else path.parent), questionnaire).findings
