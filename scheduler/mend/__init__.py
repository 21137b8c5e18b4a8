"""Mending a roster people know: proposals from the fewest changes to fuller ones."""
