"""Damaged files and strange words, thrown at every command: what must never happen does not."""
