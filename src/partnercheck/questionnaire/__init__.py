"""The questionnaire: its model, the YAML reader that keeps positions, and the bundled library."""
