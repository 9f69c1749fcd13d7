"""Checking: a file's text to findings; the rules, the runner and the output formats."""
