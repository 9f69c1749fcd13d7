"""The formats by name."""

from collections.abc import Callable

from partnercheck.checking.formats.concise import concise
from partnercheck.checking.formats.github import github
from partnercheck.checking.formats.gitlab import gitlab
from partnercheck.checking.formats.json_object import json_object
from partnercheck.checking.formats.junit import junit
from partnercheck.checking.formats.markdown import markdown
from partnercheck.checking.formats.sarif import sarif
from partnercheck.checking.formats.text import text
from partnercheck.checking.runner import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "concise": concise,
    "json": json_object,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
    "markdown": markdown,
}
"""What makes a text of a report, by what `--format` calls it."""
