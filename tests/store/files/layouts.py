"""Made-up layouts of tables: the same rows as files of many shapes, for any reader of tables."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

import openpyxl


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its rows, and the ranges that are merged."""

    rows: tuple
    title: str = "Sheet1"
    merged: tuple = ()


@dataclass(frozen=True)
class Layout:
    """A file of a name for tests; CSV where it has no further sheets and ``is_book`` is not set."""

    name: str
    sheets: tuple[Sheet, ...]
    is_book: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","

    def write(self, folder):
        """Return the path of the file, written into a folder."""
        if self.is_book or len(self.sheets) > 1:
            path = folder / "file.xlsx"
            book = openpyxl.Workbook()
            book.remove(book.active)
            for sheet in self.sheets:
                made = book.create_sheet(sheet.title)
                for row in sheet.rows:
                    made.append(list(row))
                for area in sheet.merged:
                    made.merge_cells(area)
            book.save(path)
            return path
        path = folder / "file.csv"
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter).writerows(self.sheets[0].rows)
        path.write_bytes(text.getvalue().encode(self.encoding))
        return path


def table(name, rows, **kinds):
    """Return the layout of one sheet of rows."""
    known = {key: kinds.pop(key) for key in ("title", "merged") if key in kinds}
    return Layout(name, (Sheet(tuple(map(tuple, rows)), **known),), **kinds)


def below(layout, *titles):
    """Return a layout of one sheet below titles and a blank row."""
    [sheet] = layout.sheets
    above = tuple((title,) for title in titles)
    return replace(layout, sheets=(replace(sheet, rows=(*above, (), *sheet.rows)),))
