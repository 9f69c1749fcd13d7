"""Plain values of every kind, for what reads them back."""

import re

import yaml
from hypothesis import strategies as st

from partnercheck.questionnaire.document import KeyPath, Plain
from sampling import examples

some = examples(150)
LOADERS = {"C": getattr(yaml, "CLoader", yaml.Loader), "pure": yaml.Loader}

READABLE = st.text(
    st.characters(codec="utf-8", exclude_characters="\ufeff\u2028\u2029", exclude_categories=("Cc", "Cf", "Cn")),
    max_size=30,
)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
NESTED: st.SearchStrategy[Plain] = st.recursive(
    READABLE | NUMBERS | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(READABLE, inner, max_size=5),
    max_leaves=15,
)
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def walk(value: Plain, path: KeyPath = ()) -> list[tuple[KeyPath, Plain]]:
    """Every path of a value, with what stands there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value), *(pair for key, each in inside for pair in walk(each, (*path, key)))]


def is_no_number(value: Plain) -> bool:
    """Whether no text in it looks like a number of YAML 1.2; PyYAML writes YAML 1.1 and does not quote all of them."""
    words = [each for path, here in walk(value) for each in (*path, here) if isinstance(each, str)]
    return not any(_NUMBER.fullmatch(word) for word in words)
