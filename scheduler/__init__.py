"""Volumes to forecast, requirement, roster and simulation: no file, no clock, no screen."""
