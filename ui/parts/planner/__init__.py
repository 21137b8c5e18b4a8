"""What the planner's pages are made of."""
