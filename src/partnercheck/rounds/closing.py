"""Closing a round: which forms count in every report of it."""

from typing import Literal

from partnercheck.assessment.responses import RULES, Closing
from partnercheck.core.findings import PartnercheckError
from partnercheck.rounds.events import Breakdown, Closed
from partnercheck.rounds.journal import RoundFile


def close_round(file: RoundFile, by: Breakdown | Literal["none"] | None = None, k: int | None = None) -> Closing:
    """Close a round, or close it again with late forms.

    The first closing fixes the breakdown and k, from the header where they are not given; later ones repeat them.

    Args:
        file: The round, open for writing.
        by: The breakdown of all reports, or `none`; the header's when it is left out.
        k: Groups smaller than this are not shown; the header's when none is given.

    Raises:
        PartnercheckError: no form was handed in, or so few are new that the reports would give them away; or
            `by` or `k` differ from the first closing's.
    """
    round_ = file.round()
    before = round_.closing
    wanted = {None: before.by if before else file.header.by or "", "none": ""}.get(by, by or "")
    fixed_by, fixed_k = (before.by, before.k) if before else (wanted, k or file.header.k)
    if wanted != fixed_by or (k and k != fixed_k):
        breakdown = f"a breakdown by {fixed_by}" if fixed_by else "no breakdown"
        raise PartnercheckError(
            f"This round was closed with k = {fixed_k} and {breakdown}, and keeps them.",
            "Two breakdowns of one round could be subtracted from each other.",
        )
    if not round_.responses:
        raise PartnercheckError("No form is handed in, so there is nothing to close.")
    finished = tuple(sorted(response.respondent for response in round_.responses))
    file.append(Closed.model_validate({"respondents": finished, "by": fixed_by or None, "k": fixed_k, "rules": RULES}))
    closing = file.round().closing
    assert closing is not None  # noqa: S101 - it was appended on the line above
    return closing
