"""How many rows of each file were taken, which were left out and why, and what is said of all."""

from store.files.taken import FileRows, noting_rows
from store.files.told import NamesTold, as_told

__all__ = ["FileRows", "NamesTold", "as_told", "noting_rows"]
