"""People's own data: handed out, erased, kept for its time, and who looked at it."""
