"""What all tests share: golden files, and programs that a fresh machine may not have."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)  # a busy machine is no failure
settings.load_profile("here")

Golden = Callable[[str, Path], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Rewrite the golden files with what is made now.")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Hold a text to a file: `golden(text, path)`; with `--update-golden` the file is rewritten."""
    update = bool(request.config.getoption("--update-golden"))

    def hold(text: str, path: Path) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is not there; --update-golden writes it"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; --update-golden rewrites it"

    return hold


def program(*names: str) -> str:
    """The path of the first of these programs; without any, the test is skipped, and fails in CI."""
    for name in names:
        if found := shutil.which(name):
            return found
    reason = f"{names[0]} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)  # a fresh machine may lack it; in CI that fails above


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """The path of a Chromium."""
    return program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def needs_pdfinfo() -> str:
    """The path of pdfinfo, which comes with poppler."""
    return program("pdfinfo")
