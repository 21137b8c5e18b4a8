"""Names under which people sign in: how they are compared, and what they may hold."""

from __future__ import annotations

import hashlib
import unicodedata

from scheduler.errors import gathering

LONGEST = 60


def folded(name: str) -> str:
    """Return what tells names apart: neither case, width nor blanks around them."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def cleaned(name: str) -> str:
    """Return a new name as it is kept; raises InputError with all for which it will not do."""
    found = unicodedata.normalize("NFKC", name).strip()
    with gathering() as check:
        check(bool(found), "empty", column="name")
        check(len(found) <= LONGEST, "name_long", column="name", value=found[:LONGEST])
        plain = all(
            unicodedata.category(letter)[0] not in "CZ" or letter == " " for letter in found
        )
        check(plain, "name_signs", column="name")
    return found
