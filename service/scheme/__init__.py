"""Schemes and weights: writing, publishing and reading them."""
