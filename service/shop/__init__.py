"""Shops: their posts, opening hours and people."""
