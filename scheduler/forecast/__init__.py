"""Volumes -> Forecast: weekly profile times level, special days, back-test."""
