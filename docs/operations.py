"""Draws the tables of settings in ``operations.md``: ``python docs/operations.py``."""

from __future__ import annotations

from pathlib import Path

from service.settings import provider_table, table

PAGE = Path(__file__).with_suffix(".md")
TABLES = {"<!-- settings -->\n": table, "<!-- providers -->\n": provider_table}
END = "<!-- end -->\n"


def drawn(page: str) -> str:
    """Return the page with the tables as they are now."""
    for begin, draw in TABLES.items():
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(END)
        page = f"{before}{begin}{draw()}{END}{after}"
    return page


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
