"""The selling platforms' rules, and how a shop stands against them."""
