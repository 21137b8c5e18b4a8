"""A table drawn as a picture: heads, rows of coloured cells, notes below."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from service.drawing.fonts import Typeface, font_for

if TYPE_CHECKING:
    from collections.abc import Sequence


INK, GREY, RED, LINE, HEAD = "#1F2933", "#5F6B7A", "#C62828", "#9AA5B1", "#F5F7FA"
SIZE, TITLE_SIZE = 28, 38  # pixels; drawn large, so that phones and paper show it sharp
PAD, ROOM = 10, 48  # around a cell's text; around the table
FEWEST_WIDTH = 84
NOTE_GAP = 8
A4_LANDSCAPE = (2339, 1654)  # pixels at 200 to the inch
PER_INCH = 200
MARGIN = 60


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """
    A cell of a picture.

    Parameters
    ----------
    text
        With line breaks.
    colour
        Of its background, such as ``#DCECF7``; None: white.
    is_marked
        Whether it is framed in red.
    is_left
        Whether its text stands at the left; else in the middle.
    """

    text: str
    colour: str | None = None
    is_marked: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """
    A table to be drawn.

    Parameters
    ----------
    title, status, warning
        Above it; empty: left out.
    rows
        Of equal length; the first ``heads`` of them are heads.
    notes
        Lines below: a background (None: none), the text in it, and what it means.
    heads
        How many rows are heads.
    """

    title: str
    status: str
    warning: str
    rows: tuple[tuple[DrawnCell, ...], ...]
    notes: tuple[tuple[str | None, str, str], ...] = ()
    heads: int = 1


@dataclass(frozen=True, slots=True)
class _Top:
    text: str
    colour: str
    font: Typeface
    height: int


class _Drawing:
    """The measures of a table, and the pencil."""

    def __init__(self, table: DrawnTable) -> None:
        self._table = table
        text = _all_text(table)
        self._font, self._large = font_for(text, SIZE), font_for(text, TITLE_SIZE)
        self._measure = ImageDraw.Draw(Image.new("1", (1, 1)))
        self._line = round(SIZE * 1.35)
        cells = [[self._box(cell.text) for cell in row] for row in table.rows]
        self._widths = [max(FEWEST_WIDTH, *(row[at][0] for row in cells)) for at in _places(table)]
        self._heights = [max(height for _width, height in row) for row in cells]
        tops = (
            _Top(table.title, INK, self._large, round(TITLE_SIZE * 1.5)),
            _Top(table.status, GREY, self._font, round(SIZE * 1.5)),
            _Top(table.warning, RED, self._font, round(SIZE * 1.5)),
        )
        self._tops = [top for top in tops if top.text]

    def drawn(self) -> Image.Image:
        """Return the picture."""
        told = (self._length(top.text, top.font) for top in self._tops)
        width = max((sum(self._widths), *told))
        above = sum(top.height for top in self._tops)
        lines, wide = self._note_lines(width)
        height = (
            above + sum(self._heights) + (SIZE if lines else 0) + lines * (self._line + NOTE_GAP)
        )
        size = (max(width, wide) + 2 * ROOM, height + 2 * ROOM)
        picture = Image.new("RGB", size, "white")
        pencil = ImageDraw.Draw(picture)
        y = self._draw_tops(pencil, ROOM)
        y = self._draw_rows(pencil, y)
        self._draw_notes(pencil, y + SIZE, width)
        return picture

    def _draw_tops(self, pencil: ImageDraw.ImageDraw, y: int) -> int:
        for top in self._tops:
            pencil.text((ROOM, y), top.text, fill=top.colour, font=top.font)
            y += top.height
        return y

    def _draw_rows(self, pencil: ImageDraw.ImageDraw, y: int) -> int:
        marked = []
        for at, (row, height) in enumerate(zip(self._table.rows, self._heights, strict=True)):
            x = ROOM
            for cell, width in zip(row, self._widths, strict=True):
                box = (x, y, x + width, y + height)
                ground = cell.colour or (HEAD if at < self._table.heads else "white")
                pencil.rectangle(box, fill=ground, outline=LINE)
                self._write(pencil, box, cell)
                if cell.is_marked:
                    marked.append(box)
                x += width
            y += height
        for box in marked:  # last, so that no neighbour's line runs over them
            pencil.rectangle(box, outline=RED, width=4)
        return y

    def _write(
        self, pencil: ImageDraw.ImageDraw, box: tuple[int, int, int, int], cell: DrawnCell
    ) -> None:
        left, top, right, bottom = box
        lines = cell.text.split("\n")
        y = top + (bottom - top - len(lines) * self._line) / 2
        for line in lines:
            spare = right - left - self._length(line, self._font)
            x = left + (PAD if cell.is_left else spare / 2)
            pencil.text((x, y), line, fill=INK, font=self._font)
            y += self._line

    def _note_lines(self, width: int) -> tuple[int, int]:
        """Return how many lines the notes take, and how wide the widest is."""
        placed = self._placed(width)
        lines = placed[-1][1] + 1 if placed else 0
        return lines, max((x + length for x, _line, length in placed), default=0)

    def _placed(self, width: int) -> list[tuple[int, int, int]]:
        """Return where each note stands (pixels from the left, line) and how long it is."""
        placed, x, line = [], 0, 0
        for _colour, sign, text in self._table.notes:
            length = self._note_length(sign, text)
            if x and x + length > width:
                x, line = 0, line + 1
            placed.append((x, line, length))
            x += length + SIZE
        return placed

    def _note_length(self, sign: str, text: str) -> int:
        return self._box(sign)[0] + PAD + self._length(text, self._font)

    def _draw_notes(self, pencil: ImageDraw.ImageDraw, top: int, width: int) -> None:
        for (colour, sign, text), (x, line, _) in zip(
            self._table.notes, self._placed(width), strict=True
        ):
            left, y = ROOM + x, top + line * (self._line + NOTE_GAP)
            wide = self._box(sign)[0]
            if colour is not None:
                pencil.rectangle((left, y, left + wide, y + self._line + 2), fill=colour)
            pencil.text((left + PAD, y), sign, fill=INK, font=self._font)
            pencil.text((left + wide + PAD, y), text, fill=GREY, font=self._font)

    def _box(self, text: str) -> tuple[int, int]:
        lines = text.split("\n")
        width = max(self._length(line, self._font) for line in lines)
        return width + 2 * PAD, len(lines) * self._line + PAD

    def _length(self, text: str, font: Typeface) -> int:
        return round(self._measure.textlength(text, font=font)) + 1


def _places(table: DrawnTable) -> range:
    return range(len(table.rows[0]))


def _all_text(table: DrawnTable) -> str:
    told = [table.title, table.status, table.warning]
    told += [cell.text for row in table.rows for cell in row]
    told += [sign + text for _colour, sign, text in table.notes]
    return "".join(told)


def drawn(table: DrawnTable) -> Image.Image:
    """Return a table as a picture, as large as its text needs."""
    return _Drawing(table).drawn()


def png(table: DrawnTable) -> bytes:
    """Return a table as PNG; few colours, so that it stays small."""
    buffer = io.BytesIO()
    drawn(table).quantize(128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def pdf(tables: Sequence[DrawnTable], title: str) -> bytes:
    """Return tables as PDF, each on a landscape page of A4, as large as the page allows."""
    pages = [_page(drawn(table)) for table in tables]
    buffer = io.BytesIO()
    pages[0].save(
        buffer, "PDF", save_all=True, append_images=pages[1:], resolution=PER_INCH, title=title
    )
    return buffer.getvalue()


def _page(picture: Image.Image) -> Image.Image:
    width, height = (side - 2 * MARGIN for side in A4_LANDSCAPE)
    scale = min(width / picture.width, height / picture.height, 1.0)
    size = (round(picture.width * scale), round(picture.height * scale))
    page = Image.new("RGB", A4_LANDSCAPE, "white")
    page.paste(picture.resize(size, Image.Resampling.LANCZOS), (MARGIN, MARGIN))
    return page
