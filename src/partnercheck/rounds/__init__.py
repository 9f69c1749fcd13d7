"""The round file: one occasion in one append-only file, written so that nothing acknowledged is lost."""
