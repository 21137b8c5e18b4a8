"""One step of the tables each, in order of their numbers."""
