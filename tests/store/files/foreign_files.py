"""Files as other programs write them, made here byte by byte: no program at hand writes them."""

import io
import struct
import zipfile

import openpyxl

SECTOR = 512
FREE, CHAIN_END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(200)


def old_workbook(rows, sheet="Sheet1"):
    """Return an ``.xls`` with a sheet of texts and numbers."""
    cells = b"".join(
        _cell(line, column, value)
        for line, row in enumerate(rows)
        for column, value in enumerate(row)
        if value != ""
    )
    size = _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + size + cells
    body += _record(0x0A, b"")
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    begin += _record(0x42, struct.pack("<H", 1200))
    name = sheet.encode("utf-16-le")
    told = struct.pack("<BB", len(sheet), 1) + name
    at = len(begin) + 4 + 6 + len(told) + 4
    listed = _record(0x85, struct.pack("<IBB", at, 0, 0) + told)
    return compound("Workbook", begin + listed + _record(0x0A, b"") + body)


def locked_workbook():
    """Return a workbook that asks for a password, as today's spreadsheets pack it."""
    return compound("EncryptedPackage", bytes(5000))


def compound(name, stream):
    """Return a compound file with one stream."""
    stream = stream.ljust(-(-max(len(stream), 4096) // SECTOR) * SECTOR, b"\0")
    count = len(stream) // SECTOR
    fat = [FAT, CHAIN_END, *range(3, 2 + count), CHAIN_END]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    assert len(fat) == SECTOR // 4
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, CHAIN_END, 0, CHAIN_END, 0),
    )
    head += struct.pack("<109I", 0, *[FREE] * 108)
    entries = _entry("Root Entry", 5, CHAIN_END, 0, child=1) + _entry(name, 2, 2, len(stream))
    entries += bytes(SECTOR - len(entries))
    return head + struct.pack(f"<{len(fat)}I", *fat) + entries + stream


def packed(**parts):
    """Return an archive with such parts; ``__`` in a name is a slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def workbook(*rows, sheet="Sheet1"):
    """Return a workbook of today with one sheet."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def web_page(*rows, charset="utf-8"):
    """Return a web page with one table, as back offices call ``.xls``."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    page = f'<html><head><meta charset="{charset}"></head><body><table>{body}</table></body></html>'
    return page.encode(charset)


def _record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def _cell(line, column, value):
    at = struct.pack("<HHH", line, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x204, at + struct.pack("<HB", len(value), 1) + text)
    return _record(0x203, at + struct.pack("<d", value))


def _entry(name, kind, start, size, child=FREE):
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        text,
        *(len(text), kind, 1, FREE, FREE, child),
        bytes(16),
        *(0, 0, 0, start, size),
    )
