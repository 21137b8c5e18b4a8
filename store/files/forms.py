"""
What a file is by its first bytes, whatever its name says: a workbook of some kind, text, or none.

Back offices name a web page or a text ``.xls``, people rename a photo to ``.xlsx``: what a file is
called decides nothing here but where its content leaves it open.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES = 4096
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(rb"^[\s\xef\xbb\xbf]*<(?:!doctype html|html|head|meta|style|table|body)\b", re.I)
XML_BOOK = b"urn:schemas-microsoft-com:office:spreadsheet"


class FileForm(StrEnum):
    """What a file is."""

    WORKBOOK = "workbook"
    """Of today's spreadsheets (``.xlsx``)."""
    OLD_WORKBOOK = "old_workbook"
    """``.xls``, ``.et``, ``.xlsb``, ``.ods``."""
    WEB_TABLE = "web_table"
    """A web page with a table, such as back offices call ``.xls``."""
    TEXT = "text"
    """Text, or nothing known."""
    XML_BOOK = "xml_book"
    LOCKED = "locked"
    NUMBERS = "numbers"
    PICTURE = "picture"
    PDF = "pdf"
    LETTER = "letter"
    """A text document or slides."""
    ARCHIVE = "archive"


BOOKS = frozenset({FileForm.WORKBOOK, FileForm.OLD_WORKBOOK, FileForm.WEB_TABLE})
READ = BOOKS | {FileForm.TEXT}
"""What holds tables that are read; all else is told by what it is."""
MAGIC = (
    (b"%PDF", FileForm.PDF),
    (b"\xff\xd8\xff", FileForm.PICTURE),
    (b"\x89PNG\r\n", FileForm.PICTURE),
    (b"GIF87a", FileForm.PICTURE),
    (b"GIF89a", FileForm.PICTURE),
    (b"II*\0", FileForm.PICTURE),
    (b"MM\0*", FileForm.PICTURE),
    (b"Rar!\x1a", FileForm.ARCHIVE),
    (b"7z\xbc\xaf", FileForm.ARCHIVE),
)
PARTS = (
    ("xl/workbook.xml", FileForm.WORKBOOK),
    ("xl/", FileForm.OLD_WORKBOOK),  # of binary parts
    ("word/", FileForm.LETTER),
    ("ppt/", FileForm.LETTER),
    ("Index/Tables/", FileForm.NUMBERS),
    ("Index/CalculationEngine", FileForm.NUMBERS),
    ("Index/Document.iwa", FileForm.NUMBERS),
    ("Index.zip", FileForm.NUMBERS),
)
"""Parts of packed files that say what they are, the most telling first."""
STREAMS = (
    ("EncryptedPackage", FileForm.LOCKED),
    ("Workbook", FileForm.OLD_WORKBOOK),
    ("Book", FileForm.OLD_WORKBOOK),
    ("WordDocument", FileForm.LETTER),
    ("PowerPoint Document", FileForm.LETTER),
)
"""Streams of compound files, likewise."""
OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def form_of(content: bytes) -> FileForm:
    """Return what a file's content is."""
    if content.startswith(ZIP):
        return _packed(content)
    if content.startswith(COMPOUND):
        streams = (form for name, form in STREAMS if _utf16(name) in content)
        return next(streams, FileForm.OLD_WORKBOOK)  # cut off: its reader says so
    head = content[:HEAD_BYTES]
    magic = next((form for start, form in MAGIC if head.startswith(start)), None)
    if magic is not None:
        return magic
    if _is_other_picture(content):
        return FileForm.PICTURE
    plain = head.replace(b"\0", b"")  # of UTF-16
    if XML_BOOK in plain:
        return FileForm.XML_BOOK
    page = plain.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return FileForm.WEB_TABLE if HTML.match(page) else FileForm.TEXT


def require_read(content: bytes, file: str) -> FileForm:
    """Return what a file is; raises InputError that tells what it looks like, if none is read."""
    form = form_of(content)
    if form not in READ:
        raise InputError(Fault(f"form_{form}", file))
    return form


def is_book(path: Path) -> bool:
    """Return whether a file is a workbook, or calls itself one; what cannot be opened is none."""
    if path.suffix.lower() == ".xlsx":
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            is_whole = head.startswith((ZIP, COMPOUND))
            return form_of(head + file.read() if is_whole else head) in BOOKS
    except (OSError, ValueError):
        return False


def _packed(content: bytes) -> FileForm:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if "mimetype" in names and packed.getinfo("mimetype").file_size < HEAD_BYTES:
                kind = packed.read("mimetype")
                return FileForm.OLD_WORKBOOK if kind == OPEN_SHEET else FileForm.LETTER
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return FileForm.WORKBOOK  # damaged: its reader says so
    found = (form for part, form in PARTS if any(name.startswith(part) for name in names))
    return next(found, FileForm.ARCHIVE)


def _is_other_picture(content: bytes) -> bool:
    is_bitmap = content[:2] == b"BM" and content[2:6] == len(content).to_bytes(4, "little")
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    is_phone = content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"avif"}
    return is_bitmap or is_webp or is_phone


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
