"""When two writings of a name are one, and how one is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.core.text import folded, tidied
from sampling import examples

some = examples(300)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crane Works", "CRANE  works"),
        ("Crane Works", " Crane Works. "),
        ("Crane Works", "Crane\u00a0Works"),
        ("Crane Works", "Crane\u202f\u2009Works"),
        ("Crane Works", "Crane\u200b Works\ufeff"),
        ("Crane Works", "Cra\u00adne Works"),
        ("Collège du Port", unicodedata.normalize("NFD", "Collège du Port")),
        ("St John's", "St John’s"),
        ("Straße", "STRASSE"),
        ("B.V.", "b.v"),
    ],
)
def test_two_writings_of_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("North College", "NorthCollege"), ("Eén", "Een"), ("A-team", "A team"), ("A1", "A2"), ("x.y", "xy"), ("...", "")],
)
def test_two_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@some
@given(NAMES)
def test_a_fold_is_final_and_forgets_how_a_name_was_typed(name: str) -> None:
    fold = folded(name)
    assert folded(fold) == fold
    assert tidied(tidied(name)) == tidied(name)
    assert folded(tidied(name)) == fold
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, name)) == fold
    assert folded(f" {name}\u200b\u00a0") == fold
    assert bool(tidied(name)) >= bool(fold)
