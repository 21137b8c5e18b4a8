"""Beginning: setting a shop up, and what is next in somebody's work."""
