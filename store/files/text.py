"""Bytes of a text file to text, in the encodings that spreadsheets write."""

from __future__ import annotations

import codecs

from scheduler.errors import Fault, InputError

SAMPLE = 4096
LEAST_NULS = 4
"""In UTF-16 each digit, separator and line end has one, always in the same half."""


def decoded(content: bytes, file: str) -> str:
    """
    Return the text of a file: UTF-8 with or without BOM, UTF-16, or GB18030 (GBK).

    Raises
    ------
    InputError
        ``empty_file`` when there is nothing but white space, ``encoding_unreadable`` when it is no
        text in any of these.
    """
    text = _decoded(content, file)
    if not text.strip():
        raise InputError(Fault("empty_file", file))
    return text


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif wide := _wide(content[:SAMPLE]):
        encodings = (wide,)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(Fault("encoding_unreadable", file))


def _wide(sample: bytes) -> str:
    """Return the encoding of UTF-16 without a mark, known by its NULs; empty: it is none."""
    first, second = sample[::2].count(0), sample[1::2].count(0)
    fewer, more = sorted((first, second))
    if more < LEAST_NULS or 20 * more < len(sample) or 10 * fewer > more:
        return ""
    return "utf-16-le" if second > first else "utf-16-be"
