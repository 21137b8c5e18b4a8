"""How many rows of each file were taken, which were left out and why, and what is said of all."""

from store.files.heads import said_of_all
from store.files.taken import FileRows, noting_rows

__all__ = ["FileRows", "noting_rows", "said_of_all"]
