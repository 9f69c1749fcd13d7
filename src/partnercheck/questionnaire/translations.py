"""Texts in every language that a questionnaire declares, and in no other."""

from collections.abc import Iterator

from partnercheck.findings import Finding
from partnercheck.questionnaire.model import ANY_LANGUAGE
from partnercheck.questionnaire.paths import at_pattern, shown
from partnercheck.questionnaire.slips import slip_at
from partnercheck.questionnaire.tree import Path, Plain, Tree

TEXTS = (
    "title", "about", "sources/*/title", "themes/*", "sectors/*", "scales/*/*/label", "questions/*/text",
    "questions/*/help", "questions/*/reason", "questions/*/options/*/label", "next_steps/*/title", "next_steps/*/do",
    "next_steps/*/why", "next_steps/*/who", "next_steps/*/time", "next_steps/*/material", "next_steps/*/watch",
    "scores/*/title", "scores/*/bands/*/label", "scores/*/bands/*/says",
)  # fmt: skip
"""Where texts stand that every declared language should have."""


def texts_of(tree: Tree) -> Iterator[tuple[Path, dict[str, Plain]]]:
    """Every text that says which languages it is in."""
    for pattern in TEXTS:
        for path, text in at_pattern(tree, pattern):
            if isinstance(text, dict) and ANY_LANGUAGE not in text:
                yield path, text


def texts_in_every_language(tree: Tree) -> Iterator[Finding]:
    """PC207: a text that lacks a declared language or has another one; nothing while `languages` cannot be read."""
    languages = _languages(tree)
    for path, text in texts_of(tree) if languages else ():
        if any(slip_at(tree, (*path, each)) for each in text if each not in languages):
            continue  # a space is missing behind a language's colon, and that is told
        for language in languages:
            if language not in text:
                message = f"this text is missing in {shown(language)}"
                yield tree.at(path, "PC207", message, f"add {language}: …", key=True)
        for language in text:
            if language not in languages:
                message = f"{shown(language)} is none of the questionnaire's languages ({', '.join(languages)})"
                yield tree.at((*path, language), "PC207", message, "add it to languages, or take it out", key=True)


def _languages(tree: Tree) -> list[str]:
    """The declared languages, `en` where none are; nothing where they cannot be read."""
    plain = tree.plain if isinstance(tree.plain, dict) else {}
    written = plain.get("languages", ["en"])
    if not tree.in_full("languages") or not isinstance(written, list):
        return []
    return [each for each in written if isinstance(each, str)] if all(isinstance(each, str) for each in written) else []
