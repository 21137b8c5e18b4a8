"""Pieces of the administrator's pages: the lines of the log and what they changed."""
