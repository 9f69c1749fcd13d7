"""Heavy imports stand inside the command that needs them."""

import subprocess
import sys

import pytest

HEAVY = ("pydantic", "yaml", "rich", "jinja2", "babel", "partnercheck.questionnaire", "partnercheck.assessment")

SHOW_MODULES = """
import sys
from partnercheck.cli.app import run
code = run({arguments!r})
print(code, *sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_small_questions_load_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW_MODULES.format(arguments=arguments)], capture_output=True, text=True, check=True
    )
    code, *modules = done.stderr.split()
    assert code == "0"
    assert not [name for name in modules if name.startswith(HEAVY)]


def test_scoring_loads_no_terminal_and_no_templates() -> None:
    program = "import sys, partnercheck.assessment.assess; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"yaml", "typer", "rich", "jinja2", "babel"} & set(done.stdout.split())


def test_the_library_loads_lazily() -> None:
    program = "import sys, partnercheck; print(partnercheck.__version__, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "False"


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    import partnercheck

    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        _ = partnercheck.guess
