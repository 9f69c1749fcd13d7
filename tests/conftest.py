"""What all tests share: golden files, and what a fresh machine may lack."""

import importlib.util
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from sampling import examples

settings.register_profile("here", examples(100))
settings.load_profile("here")

Golden = Callable[[str, Path], None]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WANTING = "for want of: "


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


def program(*names: str) -> str | None:
    """The path of the first of these programs that is here."""
    return next(filter(None, map(shutil.which, names)), None)


def has_pango() -> bool:
    """Whether WeasyPrint finds what pip does not bring."""
    try:
        import weasyprint  # type: ignore[import-untyped] # noqa: F401
    except OSError:
        return False
    return True


def dejavu_sans() -> Path | None:
    """The file of the font that pictures are compared in."""
    return next(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"), None)


NEEDED: dict[str, Callable[[], object]] = {
    "browser": lambda: program(*BROWSERS),
    "poppler": lambda: program("pdfinfo") and program("pdftoppm"),
    "Pango": has_pango,
    "DejaVu Sans": dejavu_sans,
    "atheris": lambda: importlib.util.find_spec("atheris"),
    "/dev/full": lambda: Path("/dev/full").exists(),
}
"""What tests may need beside what every machine can have from pip, and how to find out whether it is here."""


@cache
def is_here(name: str) -> bool:
    return bool(NEEDED[name]())


def need(*names: str) -> None:
    """Leave the test out where one of these is lacking; in CI it fails instead."""
    lacking = [name for name in names if not is_here(name)]
    if lacking and os.environ.get("CI"):
        pytest.fail(WANTING + ", ".join(lacking), pytrace=False)
    if lacking:
        pytest.skip(WANTING + ", ".join(lacking))


SLOW = (
    "assessment/test_rooms.py",
    "assessment/test_simulation.py",
    "audit",
    "bad_input",
    "checking/test_advice.py",
    "checking/test_any_bytes.py",
    "checking/test_changes.py",
    "checking/test_limits.py",
    "checking/test_rule_pages.py",
    "checking/test_scoring_rules.py",
    "checking/test_suppressions.py",
    "cli/test_new_command.py",
    "cli/test_workshop.py",
    "docs/test_architecture.py",
    "docs/test_examples.py",
    "docs/test_shelf.py",
    "house/test_left_out.py",
    "house/test_wheel.py",
    "interview/test_bare_python.py",
    "interview/test_taken_away.py",
    "interview/test_terminal.py",
    "plugs",
    "reports/test_first_page.py",
    "reports/test_loop_engines.py",
    "reports/test_report_browser.py",
    "reports/test_templates.py",
    "rounds/test_round_file.py",
    "rounds/test_round_shapes.py",
)
"""What `make check` leaves out: it starts many programs, or goes to the limits of size."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and item.path.relative_to(here).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: left out by `make check`")
    config.addinivalue_line("markers", "needs(*names): left out where one of these is lacking, and named at the end")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        need(*mark.args)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Name in one line, below everything else, what was left out."""
    yield
    reasons = [str(report.longrepr[-1]) for report in terminalreporter.getreports("skipped")]
    lacking = [reason.split(WANTING, 1)[1].split(", ") for reason in reasons if WANTING in reason]
    counted = Counter(name for names in lacking for name in names)
    if counted:
        told = ", ".join(f"{name} ({n})" for name, n in sorted(counted.items()))
        terminalreporter.write_line(f"Left out, {WANTING}{told}.", yellow=True)


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """The path of a Chromium."""
    need("browser")
    return str(program(*BROWSERS))


@pytest.fixture(scope="session")
def needs_pdfinfo() -> str:
    """The path of pdfinfo, which comes with poppler."""
    need("poppler")
    return str(program("pdfinfo"))


@pytest.fixture(scope="session")
def needs_pdftotext() -> str:
    """The path of pdftotext, which comes with poppler."""
    need("poppler")
    return str(program("pdftotext"))


QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]

Browse = Callable[..., str]


@pytest.fixture
def browse(needs_chromium: str, tmp_path: Path) -> Browse:
    """Opens a page in a fresh Chromium with some options, and gives what it printed."""

    def browse(page: str, *options: str) -> str:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [needs_chromium, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *options, file.as_uri()]
        return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode()

    return browse
