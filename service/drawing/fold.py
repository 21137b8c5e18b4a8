"""Text folded into lines of a width; Chinese characters count twice and break anywhere."""

from __future__ import annotations

import re

from service.drawing.fonts import FIRST_BEYOND_LATIN

CLOSING = "，。、；：！？）》」』】”’"
PARTS = re.compile(
    f"[{FIRST_BEYOND_LATIN}-\uffef][{CLOSING}]*"
    f"|[^\\s{FIRST_BEYOND_LATIN}-\uffef]+(?: %)?[{CLOSING}]*|\\s+"
)
"""What stays on one line: a Chinese character or a word, with the signs that close after it."""


def width_of(text: str) -> int:
    """Return how wide a text is, in Latin characters."""
    return sum(2 if sign >= FIRST_BEYOND_LATIN else 1 for sign in text)


def folded(text: str, most: int) -> str:
    """Return a text with line breaks, no line wider than ``most`` where a break allows it."""
    lines: list[str] = []
    for given in text.split("\n"):
        line = ""
        for part in PARTS.findall(given):
            if line.strip() and width_of(line) + width_of(part) > most:
                lines.append(line.rstrip())
                line = ""
            line += part if line else part.lstrip()
        lines.append(line.rstrip())
    return "\n".join(lines)
