"""The shell completes commands, options and the ids of bundled questionnaires."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "import sys; sys.argv[0] = 'partnercheck'; from partnercheck.__main__ import main; main()"


def completed(words: str) -> list[str]:
    """What bash is offered behind these words."""
    env = {
        **os.environ,
        "_PARTNERCHECK_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=False)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("partnercheck re", ["report"]),
        ("partnercheck show p", ["partnership-for-skills", "pulse"]),
        ("partnercheck assess pu", ["pulse"]),
        ("partnercheck assess --pl", ["--plain"]),
        ("partnercheck check --select PC10", [f"PC10{digit}" for digit in range(1, 10)]),
        ("partnercheck check --ignore pc3,PC80", [f"pc3,PC80{digit}" for digit in range(1, 10)]),
        ("partnercheck new -l e", ["en"]),
        ("partnercheck new --language n", ["nl"]),
    ],
)
def test_bash_completes(words: str, offered: list[str]) -> None:
    assert completed(words) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_can_be_had(shell: str, tmp_path: Path) -> None:
    env = {**os.environ, "_PARTNERCHECK_COMPLETE": f"source_{shell}", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=False)
    assert "partnercheck" in done.stdout
