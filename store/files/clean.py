"""
Text of a cell as it was meant: without what nobody can see.

Exports leave tabs, full-width and non-breaking spaces, byte order marks and zero-width characters
around names and numbers. Every table and log is cleaned once, when it is opened, so that a key with
a blank behind it is the key without.
"""

from __future__ import annotations

import re

JOINERS = "\u200c\u200d"  # hold letters and emoji together inside a name; mean nothing at its ends
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by name, blanks to the eye
BLANKS = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
INVISIBLE = (
    *(0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFFF9, 0xFFFC),
)
WIDE = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x2212: 0x2D}
"""Full-width forms, and the minus sign, by what a keyboard has."""
SPACES = re.compile(r"\s+")


SEEN: dict[int, str | None] = dict.fromkeys(BLANKS, " ") | dict.fromkeys(INVISIBLE)
"""What becomes of characters: any blank a space, what is invisible nothing."""


def cleaned(text: str) -> str:
    """Return a text without blanks and invisible characters around it, or invisible ones in it."""
    if text.isascii():
        return text.strip("\0 \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f")
    plain = text.translate(SEEN).strip().strip(JOINERS).strip()
    return plain.strip(FILLERS).strip() or plain


def narrow(text: str) -> str:
    """Return a text with full-width digits, letters and signs as a keyboard has them."""
    return text if text.isascii() else text.translate(WIDE)


def folded(text: str) -> str:
    """Return a text as people mean it: full-width letters as others, no blanks, one case."""
    return SPACES.sub("", narrow(text)).casefold()
