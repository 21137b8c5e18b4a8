"""Beginning: setting a shop up, and the line that says what is next."""
