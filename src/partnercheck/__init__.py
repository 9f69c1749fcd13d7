"""partnercheck: which stage a partnership for skills is in, how sure that is, and what to do next."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnercheck.api import assess, check, load_round, render
    from partnercheck.assessment.responses import Response, Round
    from partnercheck.assessment.result import Assessment
    from partnercheck.core.findings import Finding, Location, PartnercheckError
    from partnercheck.questionnaire.loader import load_questionnaire
    from partnercheck.questionnaire.model import Questionnaire

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Finding",
    "Location",
    "PartnercheckError",
    "Questionnaire",
    "Response",
    "Round",
    "__version__",
    "assess",
    "check",
    "load_questionnaire",
    "load_round",
    "render",
]

_PLACES = {
    "Assessment": "partnercheck.assessment.result",
    "Finding": "partnercheck.core.findings",
    "Location": "partnercheck.core.findings",
    "PartnercheckError": "partnercheck.core.findings",
    "Questionnaire": "partnercheck.questionnaire.model",
    "Response": "partnercheck.assessment.responses",
    "Round": "partnercheck.assessment.responses",
    "assess": "partnercheck.api",
    "check": "partnercheck.api",
    "load_questionnaire": "partnercheck.questionnaire.loader",
    "load_round": "partnercheck.api",
    "render": "partnercheck.api",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    """Load a public name when it is first used, so that `partnercheck --version` loads next to nothing."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
