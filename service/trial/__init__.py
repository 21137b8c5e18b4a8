"""Rosters put to the test by simulation, and what-ifs."""
