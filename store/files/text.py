"""Bytes of a text file to text, in the encodings that spreadsheets write."""

from __future__ import annotations

import codecs

from scheduler.errors import Fault, InputError


def decoded(content: bytes, file: str) -> str:
    """
    Return the text of a file: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030 (GBK).

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
