"""Reports made by hand, with paths and texts as people have them and worse, and reports of any kind at all."""

import os

from hypothesis import strategies as st

from partnercheck.checking.checker import CheckResult
from partnercheck.core.codes import CODES, LEVELS
from partnercheck.core.findings import Edit, Finding, Location, printable

ODD = "Ons werk/naïve: 50% #1, `a|b` <i>.yaml"
NASTY = 'a "quote", a | pipe, ]]> and <b>\r\n::error::x\x1b[31m\u202e, 100% `sure` [a](b) 🙂 \x00\ufffe_é_'
LONG_LINE = "text: " + "een heel lange regel " * 12 + "eind"

FINDINGS = (
    Finding(
        Location("examples/pulse.yaml", 3, 5),
        "PC201",
        "the key 'them' is unknown here",
        "did you mean 'theme'?",
        "    them: shared-need",
        4,
        "error",
        ("questions", 0, "them"),
        (Edit(40, 44, "theme"),),
    ),
    Finding(
        Location("examples/pulse.yaml", 3, 5),
        "PC306",
        "the scale 'agreement' has 4 points and no middle",
        excerpt="    them: shared-need",
        length=4,
        level="note",
        where=("scales", "agree/ment~x"),
    ),
    Finding(
        Location("examples/pulse.yaml", 12, 260),
        "PC301",
        "the text has 262 characters; a phone shows 140 of them without scrolling",
        "say it in fewer words, or move what explains it to `help`, which opens when it is asked for",
        LONG_LINE,
        9,
        "warning",
        ("questions", 1, "text", "nl"),
    ),
    Finding(Location("examples/pulse.yaml", 19, 1), "PC103", "the key 'id' stands twice; it stood first on line 7"),
    Finding(Location(ODD, 1, 1), "PC109", NASTY, NASTY, f"\ttitle: 🙂 {NASTY}", 400, "warning"),
    Finding(
        Location(ODD, 7, 11), "PC109", "'yes' is true for other programs", "", "  help: 🙂 yes", 3, "warning"
    ),
    Finding(
        Location(ODD, 8, 11),
        "PC109",
        "'yes' is true for other programs",
        "write 'yes' in quotes",
        "  help: 🙂 yes",
        3,
        "warning",
        (),
        (Edit(60, 60, '"'), Edit(63, 63, '"')),
    ),
)  # fmt: skip
RICH = CheckResult(
    FINDINGS,
    ("examples/pulse.yaml", ODD, "examples/fine.yaml"),
    ("no partnerships were simulated: --no-simulation",),
)
EMPTY = CheckResult((), ("examples/fine.yaml",))

ANY_TEXT = st.text(st.characters(), max_size=60)
ANY_PATH = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20),
    st.binary(min_size=1, max_size=20).filter(lambda name: b"\0" not in name).map(os.fsdecode),
).filter(lambda path: bool(printable(path).strip()))
"""Any name that a file can have, not only UTF-8."""
FINDING = st.builds(
    Finding,
    st.builds(Location, ANY_PATH, st.integers(1, 10**6), st.integers(1, 500)),
    st.sampled_from([each.code for each in CODES]),
    ANY_TEXT,
    ANY_TEXT,
    st.one_of(ANY_TEXT, st.just(LONG_LINE)),
    st.integers(0, 500),
    st.sampled_from(LEVELS),
    st.lists(st.one_of(ANY_TEXT, st.integers(0, 99)), max_size=4).map(tuple),
    st.lists(st.builds(lambda at, n, new: Edit(at, at + n, new), st.integers(0, 99), st.integers(0, 9), ANY_TEXT)).map(
        tuple
    ),
)
REPORT = st.builds(
    lambda findings, checked, notes: CheckResult(tuple(sorted(findings)), tuple(dict.fromkeys(checked)), tuple(notes)),
    st.lists(FINDING, max_size=6),
    st.lists(ANY_PATH, max_size=3),
    st.lists(ANY_TEXT, max_size=2),
)
"""Any report: findings in files that were looked at or not, and characters of every kind, half surrogates too."""
