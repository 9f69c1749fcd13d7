"""A fuzzer's target: any bytes through the reader to a draft. Run by `test_any_bytes.py` with a fixed budget."""

import sys

import atheris  # type: ignore[import-untyped]  # it comes without types

with atheris.instrument_imports(include=["partnercheck.questionnaire", "partnercheck.checking", "yaml"]):
    from partnercheck.checking.recovery import draft_of
    from partnercheck.core.files import decode
    from partnercheck.core.findings import PartnercheckError

LONGEST = 3000


def look_at(content: bytes) -> None:
    """Read the bytes as YAML, or as JSON where they start like it; what is found must be told in a few lines."""
    name = "fuzzed.json" if content.startswith(b"{") else "fuzzed.yaml"
    try:
        source = decode(name, content, "a questionnaire")
    except PartnercheckError as problem:
        found = problem.findings
    else:
        found = draft_of(source).found
    for each in found:
        told = str(each)
        if len(told) > LONGEST or not all(line.isprintable() for line in told.split("\n")):
            raise AssertionError(told)


if __name__ == "__main__":
    atheris.Setup(sys.argv, look_at)
    atheris.Fuzz()
