"""Vendors (外包): what was agreed with them, and what a month of their people comes to."""
