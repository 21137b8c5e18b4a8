"""Where a database lies: the address as people write it, as the engine reads it, as it is shown."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from store.kept import data_folder

URL_VARIABLE = "PAIBAN_DB"
SERVER = re.compile(r"postgres(ql)?(\+\w+)?:", re.IGNORECASE)
DRIVEN = "postgresql+psycopg:"
PASSWORD = re.compile(r"(:/*[^:/@?]*):.*@")  # up to the last @: one in a password may be unquoted
IN_QUERY = re.compile(r"(?<=[?&])((?:ssl)?password=)[^&#]*", re.IGNORECASE)


def default_url() -> str:
    """
    Return where the database lies when nobody says otherwise.

    ``PAIBAN_DB`` (a URL, or the path of an SQLite file) if set, else the file
    ``paiban/paiban.db`` in ``XDG_DATA_HOME``, else in ``~/.local/share``.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        return url_of(named)
    return url_of(str(data_folder() / "paiban.db"))


def url_of(text: str) -> str:
    """
    Return the URL of a text that is one, or that is the path of an SQLite file.

    However the driver of a PostgreSQL server is named, or not, it is psycopg.
    """
    text = text.strip()
    if SERVER.match(text):
        return SERVER.sub(DRIVEN, text, count=1)
    return text if "://" in text else f"sqlite:///{Path(text).expanduser().absolute()}"


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None where an URL names another kind."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # no URL, or its port is no number
        return None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, ":memory:")
    return Path(str(parsed.database)) if is_file else None


def shown(url: str) -> str:
    """Return a URL as people may see it: as they write it, without a password."""
    if SERVER.match(url):
        url = SERVER.sub("postgresql:", url, count=1)
    elif url.startswith("sqlite:"):
        return url
    return IN_QUERY.sub(r"\1…", PASSWORD.sub(r"\1:…@", url))


def name_of(url: str) -> str:
    """Return how a database is named in sentences: its file, or its address without a password."""
    return str(file_of(url) or shown(url))
