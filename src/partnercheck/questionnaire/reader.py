"""A file of YAML or JSON to plain values that know their place."""

from partnercheck.questionnaire.source import Source
from partnercheck.questionnaire.strict_json import without_fault
from partnercheck.questionnaire.tree import MOST_NODES, Places, Tree


def read_tree(source: Source, most: int = MOST_NODES) -> Tree:
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
    from partnercheck.questionnaire.yaml_reader import build_tree

    return build_tree(source, most)


def _places(source: Source) -> tuple[Places, Places]:
    from partnercheck.questionnaire.yaml_reader import find_places

    return find_places(source)
