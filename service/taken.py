"""What a file is, what is told of it, and how many of its rows were taken or left out and why."""

from store.files.forms import BOOKS, FileForm, form_of
from store.files.taken import FileRows, noting_rows
from store.files.told import NamesTold, as_told

__all__ = ["BOOKS", "FileForm", "FileRows", "NamesTold", "as_told", "form_of", "noting_rows"]
