"""Scorecards -> payouts: plans, pay schemes, overtime, what the law allows."""
