"""The one exception that is meant for users; anything else that escapes is a bug and keeps its traceback."""

from collections.abc import Sequence

from partnercheck.findings import Finding


class PartnercheckError(Exception):
    """The work could not be done, and the user can do something about it.

    Args:
        message: What is wrong, one sentence, in plain words.
        hint: What to do about it.
        findings: Every problem that was found, each with its place; may be empty.
    """

    def __init__(self, message: str, hint: str = "", findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.findings = tuple(sorted(findings))

    def __str__(self) -> str:
        parts = [str(finding) for finding in self.findings]
        parts.append(self.message if not self.hint else f"{self.message}\n  {self.hint}")
        return "\n".join(parts)


def problem_count(n: int) -> str:
    """The closing line under a list of findings."""
    return "1 problem found; nothing was done." if n == 1 else f"{n} problems found; nothing was done."
