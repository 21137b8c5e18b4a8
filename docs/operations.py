"""Draws the table of settings in ``operations.md``: ``python docs/operations.py``."""

from __future__ import annotations

from pathlib import Path

from service.settings import table

PAGE = Path(__file__).with_suffix(".md")
BEGIN, END = "<!-- settings -->\n", "<!-- end -->\n"


def drawn(page: str) -> str:
    """Return the page with the table as it is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
