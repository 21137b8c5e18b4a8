"""A month of work: its facts, scores and scorecards."""
