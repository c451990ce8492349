"""Entries as files: `columns` (a document as cells), `parts` (several values in one cell), `files` (the formats)."""
