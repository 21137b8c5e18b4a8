"""Style sheets and the script of the roster table, read as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def sheet(name: str) -> str:
    """Return the text of a file beside this one, such as ``app.css``."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
