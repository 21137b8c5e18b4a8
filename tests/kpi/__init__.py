"""Facts, schemes, scores and payouts."""
