import os
import shutil

import pytest


def program(*names: str) -> str:
    """The path of the first of these programs; without any, the test is skipped, and fails in CI."""
    for name in names:
        if found := shutil.which(name):
            return found
    reason = f"{names[0]} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """The path of a Chromium."""
    return program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def needs_pdfinfo() -> str:
    """The path of pdfinfo, which comes with poppler."""
    return program("pdfinfo")
