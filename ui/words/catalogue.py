"""The sentences of both languages, read from the gettext files beside this one."""

from __future__ import annotations

import logging
import os
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")

log = logging.getLogger("paiban.words")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """
    Return every sentence of a language by its key.

    Raises
    ------
    ValueError
        When two files of a language have the same key.
    """
    found: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.po")):
        with path.open("rb") as file:
            messages = {
                str(message.id): str(message.string) for message in read_po(file) if message.id
            }
        if twice := found.keys() & messages.keys():
            raise ValueError(f"{path.name} repeats {sorted(twice)}")
        found |= messages
    return found


def has(key: str, lang: str) -> bool:
    """Return whether there is a sentence for a key."""
    return bool(catalogue(lang).get(key))


def t(key: str, lang: str, **values: object) -> str:
    """
    Return a sentence with its values filled in.

    A key without a sentence raises KeyError under a test, and stands for itself in front of a user.
    """
    text = catalogue(lang).get(key)
    if not text:
        if "PYTEST_CURRENT_TEST" in os.environ:
            raise KeyError(f"no sentence for {key!r} in {lang!r}")
        log.error("no sentence for %r in %r", key, lang)
        return key
    return text.format(**values) if values else text
