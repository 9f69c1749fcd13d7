"""Lines of a round file that cannot be read: what is told about each."""

import pytest

from partnercheck.core.findings import Finding
from partnercheck.rounds.reader import Place, read_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"event": "no', "the quote that opens here is never closed"),
        ('{"event": }', "a value is expected here"),
        ("{event: 1}", "a key in double quotes is expected here"),
        ('{"event" 1}', "a colon is expected here"),
        ('{"event": 1} x', "something stands behind the end"),
    ],
)
def test_a_line_that_is_not_json_is_told_in_plain_words(line: str, expected: str) -> None:
    found = read_line(Place("a.round.jsonl", 1, line))
    assert isinstance(found, Finding)
    assert (found.code, found.message) == ("PC901", f"this line is not JSON: {expected}")
