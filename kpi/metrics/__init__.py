"""Facts -> totals -> indicators."""
