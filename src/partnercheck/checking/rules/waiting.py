"""What a faulty questionnaire keeps from being looked at."""

from collections.abc import Iterator

from partnercheck.checking.draft import Draft
from partnercheck.findings import Finding


def waiting_rules(draft: Draft) -> Iterator[Finding]:
    """PC004: parts that verdicts rest on cannot be read, so that nothing can be said about verdicts yet."""
    if not draft.whole:
        message = "cases and scoring are not looked at yet, for some questions or scales cannot be read in full"
        yield draft.at((), "PC004", message, "mend the errors in questions and scales, then check again")
