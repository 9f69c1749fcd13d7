"""Every word a reader meets is translated, and the compiled catalogue is the one that was written."""

import ast
import string
from pathlib import Path

import pytest

import catalogue
from partnercheck.core.words import LANGUAGES, words_for

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lang", catalogue.TRANSLATIONS)
def test_the_translation_has_every_message_and_no_other(lang: str) -> None:
    assert catalogue.written(catalogue.updated(lang)) == catalogue.po_path(lang).read_bytes(), "run make words"


@pytest.mark.parametrize("lang", catalogue.TRANSLATIONS)
def test_every_message_is_translated(lang: str) -> None:
    missing = [m.id for m in catalogue.translation(lang) if m.id and not catalogue.any_text(m.string)]
    assert not missing


@pytest.mark.parametrize("lang", catalogue.TRANSLATIONS)
def test_the_compiled_catalogue_is_current(lang: str) -> None:
    compiled = catalogue.compiled(catalogue.translation(lang))
    assert catalogue.po_path(lang).with_suffix(".mo").read_bytes() == compiled, "run make words"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", catalogue.TRANSLATIONS)
def test_translations_keep_the_places(lang: str) -> None:
    for message in catalogue.translation(lang):
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        for text in texts if message.id else []:
            assert places(text or "") in (places(ids[-1]), places(ids[0])), text


def test_no_message_hides_where_the_collector_does_not_look() -> None:
    """Inside an f-string, or not a literal."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
            assert not [call for call in ast.walk(text) if _says(call)], f"{path}:{text.lineno}"
        for call in (node for node in ast.walk(tree) if _says(node)):
            assert isinstance(call, ast.Call)
            assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"


def _says(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in ("words", "many")


def test_every_language_is_spoken() -> None:
    assert len({words_for(lang)("Who answered") for lang in LANGUAGES}) == len(LANGUAGES)
    assert words_for("nl-BE")("Who answered") == words_for("nl")("Who answered")
    assert words_for("zz")("Who answered") == "Who answered"
