"""
The text of CSV files that people may open in a spreadsheet: written and read in one way.

A spreadsheet takes a text such as ``=HYPERLINK(…)`` for a formula and runs it. Such a text gets an
apostrophe before it, which spreadsheets know as "text follows"; the readers here take it off again.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSEEN = r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
FORMULA = re.compile(rf"'*{UNSEEN}[=+\-@\t\r＝＋－＠]|'*[\t\r]")
NUMBER = re.compile(r"[+-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?%?|[+-]?(inf|nan)|-")
QUOTED = re.compile(r'[,;\t"\r\n]')


def escaped(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; a number stays a number."""
    is_formula = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def unescaped(text: str) -> str:
    """Return the text that ``escaped`` was given."""
    return text[1:] if text.startswith("'") and escaped(text[1:]) == text else text


def csv_text(rows: Iterable[Iterable[object]], *, line_end: str = "\n") -> str:
    """
    Return the text of a CSV file, its heads being the first row.

    Parameters
    ----------
    rows
        Cells: text is escaped, all else written as it prints, None as nothing.
    line_end
        What ends a line.
    """
    return "".join(_line([_cell(cell) for cell in row]) + line_end for row in rows)


def text_frame(text: str, delimiter: str = ",") -> pd.DataFrame:
    """
    Return a CSV text as a table of texts, for logs too long to be read row by row.

    Raises
    ------
    ParserError, EmptyDataError
        Those of pandas.
    """
    frame = pd.read_csv(
        StringIO(text),
        sep=delimiter,
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,  # rows keep their place in the file
    )
    frame.columns = [unescaped(str(name)) for name in frame.columns]
    for place in range(len(frame.columns)):
        column = frame.iloc[:, place]
        if column.str.startswith("'", na=False).any():
            frame.isetitem(place, column.map(unescaped, na_action="ignore").array)
    return frame


def frame_text(frame: pd.DataFrame) -> str:
    """Return the CSV text of a table, its texts escaped."""
    safe = frame.copy()
    for name in safe.columns:
        known = {value: escaped(value) for value in safe[name].unique() if isinstance(value, str)}
        if any(value != text for value, text in known.items()):
            safe[name] = safe[name].map(lambda value, known=known: known.get(value, value))
    return safe.to_csv(index=False)


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    return escaped(cell) if isinstance(cell, str) else str(cell)


def _line(cells: list[str]) -> str:
    """Return a line; cells in quotes wherever any usual separator would part them."""
    parts = ['"' + cell.replace('"', '""') + '"' if QUOTED.search(cell) else cell for cell in cells]
    return ",".join(parts) if parts != [""] else '""'
