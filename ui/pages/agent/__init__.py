"""Agents' own pages, made for a phone."""
