"""What every room builds on: findings and the one error, text, files, and the words of the field."""
