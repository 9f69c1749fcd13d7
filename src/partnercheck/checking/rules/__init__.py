"""The rules about questionnaires, one file a subject, and their registry."""
