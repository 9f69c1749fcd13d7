"""A file of YAML or JSON to plain values that know their place."""

from partnercheck.core.files import TextFile
from partnercheck.questionnaire.document import MAX_NODES, Places, Tree, without_fault


def read_tree(source: TextFile, most: int = MAX_NODES) -> Tree:
    """Read YAML, or JSON where the name ends in .json. Never raises for content: problems are the tree's findings.

    Args:
        source: The file.
        most: How many values and keys are read; what comes behind them is left out, and a finding says so.
    """
    if source.path.lower().endswith(".json"):
        try:
            return Tree(source, without_fault(source.text, most), find_places=_places)
        except (ValueError, RecursionError):
            pass  # the other reader says where
    from partnercheck.questionnaire.yaml_document import build_tree

    return build_tree(source, most)


def _places(source: TextFile) -> tuple[Places, Places]:
    from partnercheck.questionnaire.yaml_document import find_places

    return find_places(source)
