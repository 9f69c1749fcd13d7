"""What happens to tests where something is lacking that pip does not bring."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

@pytest.mark.needs("browser")
def test_a_mark(): ...

def test_a_fixture(needs_chromium): ...

@pytest.mark.needs("poppler", "browser")
def test_two_marks(): ...

def test_of_its_own():
    pytest.skip("needs must")
"""


def run(folder: Path, *options: str, **env: str) -> list[str]:
    """The lines of a run of the tests above with the shared conftest, on a machine without any programs."""
    for name in ("conftest.py", "sampling.py"):
        shutil.copy(ROOT / "tests" / name, folder)
    (folder / "test_it.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n", encoding="utf-8")
    kept = {name: said for name, said in os.environ.items() if name != "CI" and not name.startswith(("PYTEST", "COV"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:cov", *options]
    done = subprocess.run(
        command, cwd=folder, env={**kept, "PATH": "", **env}, capture_output=True, text=True, check=False
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.mark.parametrize("options", [(), ("-n", "1"), ("-rs", "-q")], ids=str)
def test_one_line_below_everything_names_what_was_left_out(tmp_path: Path, options: tuple[str, ...]) -> None:
    lines = run(tmp_path, *options)
    assert lines[-2:-1] == ["Left out, for want of: browser (3), poppler (1)."]
    assert "4 skipped" in lines[-1]


def test_in_ci_what_lacks_fails(tmp_path: Path) -> None:
    lines = run(tmp_path, CI="true")
    assert "for want of: browser" in lines
    assert "for want of: poppler, browser" in lines
    assert not any("Left out" in line for line in lines)
    assert "1 skipped" in lines[-1]
    assert "3 errors" in lines[-1]
