"""What a check found, as text of many kinds: for people, editors, forges and dashboards."""
