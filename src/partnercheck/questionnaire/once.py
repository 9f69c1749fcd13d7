"""The same fault in many places, told once.

Each place is a finding of its own until then: what takes faulty parts out of a questionnaire needs every one of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from partnercheck.findings import Finding
from partnercheck.questionnaire.paths import shown
from partnercheck.questionnaire.translations import texts_of
from partnercheck.questionnaire.tree import Tree

MOST_TEXTS = 10
"""A language that more texts lack than this, and more than half of all, is told of once, at `languages`."""
_IN_TEXTS = "PC207 "
_ANSWERING = ("cases", "next_steps", "scores")
"""Parts that name questions many times over."""


def told_once(tree: Tree, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about references, with those that say the same about one name or one language put together."""
    every = [(found, _same(tree, found)) for found in findings]
    told: dict[str, Finding] = {}
    for found, same in every:
        told.setdefault(same, found)
    count = Counter(same for _, same in every)
    wide = any(same.startswith(_IN_TEXTS) and count[same] > MOST_TEXTS for same in told)
    texts = sum(path[:2] not in tree.borrowed for path, _ in texts_of(tree)) if wide else 0
    for found, same in every:
        in_texts = same.startswith(_IN_TEXTS)
        if not same and found.code == "PC207" and count[_about(found)] > max(MOST_TEXTS, texts / 2):
            continue  # a piece of the library has not what the questionnaire itself has not
        if not same or (in_texts and (count[same] <= MOST_TEXTS or count[same] * 2 <= texts)):
            yield found
        elif told[same] is found:
            yield _of_all_texts(tree, found, count[same], texts) if in_texts else _of_places(found, count[same])


def _same(tree: Tree, found: Finding) -> str:
    """What findings have in common that are told once; empty for one that stands by itself."""
    if found.code == "PC207":
        return _about(found) if found.where[:2] not in tree.borrowed else ""
    about_question = found.message.endswith(("is no question", "stands nowhere under questions"))
    return found.message if about_question and found.where[0] in _ANSWERING else ""


def _about(found: Finding) -> str:
    """What a finding about a text's language says beside the place."""
    return _IN_TEXTS + (found.message if found.message.startswith("this text") else str(found.where[-1]))


def _of_places(found: Finding, count: int) -> Finding:
    if count == 1:
        return found
    more = "1 more place" if count == 2 else f"{count - 1} more places"
    return replace(found, message=f"{found.message}, here and in {more}")


def _of_all_texts(tree: Tree, found: Finding, count: int, texts: int) -> Finding:
    """One finding at `languages` for all texts. It is about no single part, so it blames none."""
    if found.message.startswith("this text"):
        language = found.remedy.removeprefix("add ").removesuffix(": …")
        languages = tree.plain["languages"] if isinstance(tree.plain, dict) and "languages" in tree.plain else ["en"]
        place = languages.index(language) if isinstance(languages, list) else 0
        message = f"{count} of {texts} texts are missing in {shown(language)}"
        remedy = f"add {language}: … to each of them, or take {language} out of languages"
        if not (isinstance(tree.plain, dict) and "languages" in tree.plain):
            remedy = "say under languages which languages the texts have"
        return replace(tree.at(("languages", place), "PC207", message, remedy), where=())
    language = str(found.where[-1])
    message = f"{shown(language)} stands in {count} of {texts} texts, and not among the languages"
    return replace(tree.at(("languages",), "PC207", message, f"add {language} to languages"), where=())
