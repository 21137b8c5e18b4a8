"""Facts -> scorecard -> payout."""
