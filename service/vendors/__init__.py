"""Vendors (外包): contracts, settlements of months, signing, and their file."""
