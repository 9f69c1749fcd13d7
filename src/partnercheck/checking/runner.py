"""Check files: read each, look at it with every rule, stamp levels, suppress, sort."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from partnercheck.checking.draft import draft_of
from partnercheck.checking.rules import RULES
from partnercheck.checking.settings import Settings
from partnercheck.codes import Level
from partnercheck.errors import PartnercheckError
from partnercheck.findings import Finding
from partnercheck.questionnaire.source import Source


@dataclass(frozen=True)
class Report:
    """What a check found: every finding, sorted by place, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int

    def count(self, level: Level) -> int:
        """How many findings have this level."""
        return sum(finding.level == level for finding in self.findings)


def questionnaire_findings(source: Source, settings: Settings) -> list[Finding]:
    """Everything there is to say about a questionnaire file, unstamped and unsorted."""
    draft = draft_of(source)
    findings = list(draft.found)
    for rule in RULES:
        if settings.wants(rule.codes) and (settings.simulate or not rule.simulates):
            findings += rule.look(draft)
    return findings
