"""Two versions of a questionnaire compared: what changed, what it means, which version number says so."""
