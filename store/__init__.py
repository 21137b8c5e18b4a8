"""The database, and files in and out."""
