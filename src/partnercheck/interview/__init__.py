"""The interview: people answer at a terminal, one after another or together."""
