"""Facts and schemes -> scorecards, and where each number comes from."""
