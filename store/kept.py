"""
What has been kept so far, and where: files written whole, and transactions that held.

Whoever must say what changed when something goes wrong listens with ``noting_kept``.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.data_folder import data_folder as of_user

if TYPE_CHECKING:
    from collections.abc import Iterator

_listening: ContextVar[tuple[list[str], ...]] = ContextVar("listening", default=())


def data_folder() -> Path:
    """Return the folder of the program's own files: ``paiban`` in the user's data folder."""
    return Path(of_user())


@contextmanager
def noting_kept() -> Iterator[list[str]]:
    """Hand out the list of what is kept from here on: files by their path, each once."""
    kept: list[str] = []
    token = _listening.set((*_listening.get(), kept))
    try:
        yield kept
    finally:
        _listening.reset(token)


def note_kept(what: str) -> None:
    """Tell those who listen that something now stands on the disk."""
    for kept in _listening.get():
        if what not in kept:
            kept.append(what)


def keep_file(path: Path, content: bytes) -> None:
    """
    Write a file whole or not at all: a full disk leaves what was there before.

    Raises
    ------
    OSError
        When it cannot be written; its ``filename`` is the path.
    """
    if path.exists() and not path.is_file():  # a device or pipe takes what it is given
        path.write_bytes(content)
        note_kept(str(path))
        return
    beside = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from None
    note_kept(str(path))
