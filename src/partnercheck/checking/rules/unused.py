"""Parts that are declared and then never named."""

from collections.abc import Iterator

from partnercheck.checking.draft import Draft
from partnercheck.findings import Finding
from partnercheck.questionnaire.paths import at_pattern, declared, shown
from partnercheck.questionnaire.references import REFERENCES

_DECLARED = {"scales": "scale", "themes": "theme", "sources": "source"}


def unused_parts(draft: Draft) -> Iterator[Finding]:
    """PC208: a scale or a theme without a question, a source that neither a question nor a step names."""
    for part, word in _DECLARED.items() if draft.tree.stopped is None else ():
        named = {
            str(name) for pattern, target in REFERENCES if target == part for _, name in at_pattern(draft.tree, pattern)
        }
        for name in declared(draft.tree, part):
            if name not in named:
                message = f"no question or next step names the {word} {shown(name)}"
                yield draft.at((part, name), "PC208", message, "use it, or take it out", key=True)
