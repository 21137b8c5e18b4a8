"""Shops, their posts, people and rules."""
