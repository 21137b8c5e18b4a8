"""Pieces of the agents' own pages."""
