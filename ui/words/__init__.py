"""Sentences in both languages: gettext files, read at run time."""
