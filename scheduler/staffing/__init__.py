"""Forecast -> Requirement: chat slots, Erlang formulas, people."""
