"""The page about the architecture says what the code is."""

import architecture
import fences
import pages
from fences import Golden

PAGE = fences.ROOT / "docs" / "architecture.md"
MAX_FILES_OF_A_WALK = 30
"""Who follows one thing through the code should not have to open more."""


def test_the_page_of_the_architecture_is_current(golden: Golden) -> None:
    golden(pages.with_generated(fences.prose(PAGE), architecture.architecture()), PAGE)


def test_no_walk_is_too_long() -> None:
    _, *walks = fences.prose(PAGE).partition("## Three walks")[2].split("\n### ")
    assert len(walks) == 3
    for walk in walks:
        assert walk.count("\n1") + walk.count("\n2") > 0
        assert f"\n{MAX_FILES_OF_A_WALK + 1}. " not in walk


def test_every_file_that_the_page_names_is_there() -> None:
    for name in architecture.named_files(fences.prose(PAGE)):
        assert (architecture.PACKAGE / name).exists() or (fences.ROOT / name).exists(), name
