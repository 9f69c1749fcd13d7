"""Where partnercheck plugs in: pre-commit for real, and what GitHub and GitLab would run, as far as it goes here."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FAULTY = ROOT / "tests" / "questionnaire" / "files" / "many-faults.yaml"
PULSE = ROOT / "questionnaires" / "pulse.yaml"


def ran(arguments: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **environment}
    return subprocess.run(arguments, cwd=folder, env=env, capture_output=True, text=True, check=False)


def repository(folder: Path) -> str:
    """Make a git repository of everything in a folder; the name of its commit."""
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "All"]):
        assert ran([*git, *arguments], folder).returncode == 0
    return ran([*git, "rev-parse", "HEAD"], folder).stdout.strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This project as a repository that others use, and its commit."""
    folder = tmp_path_factory.mktemp("project")
    listed = ran(["git", "ls-files", "--cached", "--others", "--exclude-standard"], ROOT).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder, repository(folder)


def test_pre_commit_runs_it_and_lets_only_good_files_through(project: tuple[Path, str], tmp_path: Path) -> None:
    source, commit = project
    ours = tmp_path / "ours"
    ours.mkdir()
    config = {"repos": [{"repo": str(source), "rev": commit, "hooks": [{"id": "partnercheck"}]}]}
    (ours / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    shutil.copy(PULSE, ours / "pulse.yaml")
    repository(ours)
    home = {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PIP_CONSTRAINT": (ROOT / "constraints.txt").as_uri(),  # a path with spaces would be two
    }
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    passed = ran(command, ours, **home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
    shutil.copy(FAULTY, ours / "faults.yaml")
    assert ran(["git", "add", "-A"], ours).returncode == 0
    failed = ran(command, ours, **home)
    assert failed.returncode == 1
    assert "faults.yaml:6:1: error PC207" in failed.stdout
    assert ".pre-commit-config.yaml" not in failed.stdout


def test_every_hook_names_a_command_that_there_is() -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        words = hook["entry"].split()
        done = ran([sys.executable, "-m", *words, str(PULSE), "--no-simulation", "--diff"], ROOT)
        assert done.returncode == 0, done.stderr


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return found


def command_on_path(folder: Path) -> str:
    """A PATH on which `partnercheck` is this one."""
    program = folder / "bin" / "partnercheck"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m partnercheck "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


def checked_by_the_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's check as GitHub does: the inputs, with their defaults, in its environment."""
    step = next(each for each in action()["runs"]["steps"] if each.get("name") == "Check")
    given = {name: str(each.get("default", "")) for name, each in action()["inputs"].items()} | inputs
    environment = {
        name: given[said.removeprefix("${{ inputs.").removesuffix(" }}")] for name, said in step["env"].items()
    }
    return ran(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        folder,
        PATH=command_on_path(folder),
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(folder / "summary.md"),
        XDG_CACHE_HOME=str(folder / "cache"),
        PYTHONPATH=str(ROOT / "src"),
        **environment,
    )


def test_the_action_passes_good_files(tmp_path: Path) -> None:
    shutil.copy(PULSE, tmp_path / "pulse.yaml")
    done = checked_by_the_action(tmp_path, options="--no-simulation")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::error" not in done.stdout


def test_the_action_shows_faults_beside_their_lines_and_in_the_summary(tmp_path: Path) -> None:
    shutil.copy(FAULTY, tmp_path / "my faults.yaml")
    done = checked_by_the_action(tmp_path, sarif="found.sarif", options="--level error --no-simulation")
    assert done.returncode == 1, done.stderr
    assert "::error file=my faults.yaml,line=6,col=1" in done.stdout
    assert "PC207" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]


def test_what_is_given_to_the_action_is_never_run(tmp_path: Path) -> None:
    done = checked_by_the_action(tmp_path, paths="$(touch hacked) `touch hacked` ; touch hacked")
    assert done.returncode != 0
    assert not (tmp_path / "hacked").exists()
    assert all("${{" not in step.get("run", "") for step in action()["runs"]["steps"])


def test_the_action_installs_what_stands_beside_it() -> None:
    step = next(each for each in action()["runs"]["steps"] if each.get("name") == "Install partnercheck")
    assert step["env"] == {"ACTION_PATH": "${{ github.action_path }}"}
    assert step["run"].startswith('python -I -m pip install --quiet "$ACTION_PATH"')


def test_the_job_for_gitlab_writes_what_it_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml gitlab\n(.*?)```", page, re.DOTALL)
    assert shown
    job = yaml.safe_load(shown[1])["questionnaires"]
    shutil.copy(FAULTY, tmp_path / "faults.yaml")
    script = [line for line in job["script"] if not line.startswith("pip ")]
    done = ran(
        ["bash", "-e", "-c", "\n".join(script)],
        tmp_path,
        PATH=command_on_path(tmp_path),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
        PYTHONPATH=str(ROOT / "src"),
    )
    assert done.returncode == 1, done.stderr
    report = job["artifacts"]["reports"]["codequality"]
    found = json.loads((tmp_path / report).read_text(encoding="utf-8"))
    assert {each["location"]["path"] for each in found} == {"faults.yaml"}
