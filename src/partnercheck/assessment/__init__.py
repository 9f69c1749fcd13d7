"""Pure: evidence to profile to verdict; agreement; next steps. Reads beside the scoring page line by line."""
