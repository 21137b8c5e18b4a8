"""How many rows of each file were taken, and how many left out and why."""

from store.files.taken import FileRows, noting_rows

__all__ = ["FileRows", "noting_rows"]
