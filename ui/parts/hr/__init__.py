"""Pieces of HR's pages: scores and their lines, payouts, schemes, the register, imports."""
