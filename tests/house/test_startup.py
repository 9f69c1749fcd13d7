"""Heavy imports stand inside the command that needs them."""

import json
import subprocess
import sys
from pathlib import Path

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


def test_a_bundled_questionnaire_and_answers_in_json_need_no_yaml(tmp_path: Path) -> None:
    """Nor does a command load the others."""
    answers = tmp_path / "answers.json"
    people = [{"respondent": name, "answers": {"one-carries": "3"}} for name in "abc"]
    answers.write_text(json.dumps({"partnership": "Harbour", "responses": people}))
    program = SHOW_MODULES.format(arguments=["assess", "pulse", "--answers", str(answers)])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split()
    assert code == "0"
    assert not {"yaml", "jinja2", "babel", "partnercheck.cli.check"} & set(modules)


def test_the_end_of_a_run_looks_for_no_garbage() -> None:
    program = "import atexit, gc, sys\natexit.register(lambda: print(gc.get_freeze_count() > 1000, file=sys.stderr))\n"
    program += "sys.argv = ['partnercheck', '--version']\nfrom partnercheck.__main__ import main\nmain()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "True\n"


def test_scoring_loads_no_terminal_and_no_templates() -> None:
    program = "import sys, partnercheck.assessment.assess; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"yaml", "typer", "rich", "jinja2", "babel"} & set(done.stdout.split())


def test_the_library_loads_lazily() -> None:
    program = "import sys, partnercheck; print(partnercheck.__version__, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "False"


def test_every_public_name_is_there() -> None:
    import partnercheck

    for name in partnercheck.__all__:
        assert getattr(partnercheck, name)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    import partnercheck

    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        _ = partnercheck.guess
