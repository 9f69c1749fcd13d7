"""The wheel and the sdist: built, and used in an empty environment from an empty folder."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built from a copy of what git would hand out."""
    source = tmp_path_factory.mktemp("a source with spaces")
    for name in ("src", "questionnaires", "reports", "docs"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(ROOT / name, source / name)
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
        # The copy is not the source that coverage is asked about.
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
    )
    return out


@pytest.fixture(scope="module")
def installed(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `partnercheck` command of an environment that holds the wheel and what it needs, and nothing else."""
    home = tmp_path_factory.mktemp("an environment")
    venv.create(home, with_pip=True)
    wheel = next(packages.glob("*.whl"))
    subprocess.run(
        [home / "bin" / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel],
        check=True,
        capture_output=True,
    )
    return home / "bin" / "partnercheck"


def bare() -> dict[str, str]:
    """An environment in which nothing of this checkout can be found."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def test_what_the_wheel_holds(packages: Path) -> None:
    names = set(zipfile.ZipFile(next(packages.glob("*.whl"))).namelist())
    assert "partnercheck/bundled/questionnaires/partnership-for-skills.yaml" in names
    assert "partnercheck/bundled/reports/stage/report.html.j2" in names
    assert "partnercheck/bundled/docs/rules/PC203.md" in names
    assert "partnercheck/locales/nl/LC_MESSAGES/partnercheck.mo" in names
    assert "partnercheck/schemas/assessment.schema.json" in names
    assert "partnercheck/compiled/pulse.json" in names
    assert "partnercheck/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "docs")) or "__pycache__" in name]


def test_what_the_sdist_holds(packages: Path) -> None:
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        names = archive.getnames()
    assert any(name.endswith("/questionnaires/pulse.yaml") for name in names)
    assert any(name.endswith("/LICENSE") for name in names)


def test_the_wheel_works_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [installed, *arguments], cwd=tmp_path, env=bare(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("--version").startswith("partnercheck ")
    assert "partnership-for-skills" in run("list")
    assert "pulse" in run("show", "pulse", "--lang", "nl")
    assert run("explain", "PC203") == (ROOT / "docs" / "rules" / "PC203.md").read_text(encoding="utf-8")
    shutil.copy(ROOT / "examples" / "harbour-technicians.yaml", tmp_path)
    card = run("assess", "--answers", "harbour-technicians.yaml", "--round", "harbour.round.jsonl", "--lang", "nl")
    assert "Harbour Technicians" in card
    run("report", "harbour.round.jsonl", "-o", "harbour.html")
    run("report", "harbour.round.jsonl", "-o", "harbour.md")
    assert (tmp_path / "harbour.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "harbour.md").read_text(encoding="utf-8").startswith("# ")
    program = (
        "from partnercheck.core.files import bundled_files; "
        "from partnercheck.questionnaire.loader import compiled; "
        "print(all(map(compiled, bundled_files())))"
    )
    python = str(installed.with_name("python"))
    assert (
        subprocess.run([python, "-c", program], env=bare(), capture_output=True, text=True, check=True).stdout
        == "True\n"
    )
