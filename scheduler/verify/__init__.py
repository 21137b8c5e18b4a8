"""The checker: one check per rule, and the cost, written for clarity; no solver in sight."""
