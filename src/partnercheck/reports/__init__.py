"""The reports: an assessment in, text out. Templates show what an assessment holds; they work nothing out."""
