"""
New databases for tests: files, or with ``PAIBAN_TEST_DB=postgresql`` on a server of their own.

What is laid or filled once is copied for each test: a file by its bytes, on the server by a
template. On the server a database goes when the test that asked for it is over.
"""

import os
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path

from store.address import file_of
from store.database import open_database
from tests.postgres_server import server

KIND = os.environ.get("PAIBAN_TEST_DB", "sqlite")
ON_SERVER = {"sqlite": False, "postgresql": True}[KIND]
_numbers = count(1)
_made = []


def new_url(tmp_path, fill=None):
    """
    Return the address of a new database whose tables are laid.

    Parameters
    ----------
    tmp_path
        The folder of one that is a file.
    fill
        A function that fills a new database. It is called once: what it left is copied.
    """
    if ON_SERVER:
        return _copy_of(_template(fill))
    return str(lay(tmp_path / "paiban.db", fill))


def empty_url(tmp_path):
    """Return the address of a new database without tables."""
    return server_url() if ON_SERVER else f"sqlite:///{tmp_path / 'empty.db'}"


def server_url():
    """Return the address of a new database without tables on a server, whatever tests stand on."""
    return _copy_of("template0")


def _copy_of(template):
    name = f"test{next(_numbers)}"
    # as files: by far the faster way where nothing is synced
    server().execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER paiban STRATEGY FILE_COPY")
    _made.append(name)
    return server().url(name)


@cache
def _template(fill):
    """Return the name of a database that nobody uses, for copies."""
    url = _copy_of("template0" if fill is None else _template(None))
    stay(url)
    opened = open_database(url)
    if fill is not None:
        fill(opened)
    opened.close()
    return _name(url)


def made_so_far():
    """Return how many databases there are on the server now."""
    return len(_made)


def stay(url):
    """Let a database stay when the test that asked for it is over: others look at it too."""
    if ON_SERVER:
        _made.remove(_name(url))


def _name(url):
    return url.split("?")[0].rpartition("/")[2]


def drop_since(number):
    """Drop the databases made since there were so many."""
    while len(_made) > number:
        server().execute(f"DROP DATABASE {_made.pop()} WITH (FORCE)")


@cache
def _laid(fill=None):
    """Return the pages of a database; the migrations, and what fills it, are done once for all."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paiban.db"
        if fill is not None:
            lay(path)
        opened = open_database(str(path))
        if fill is not None:
            fill(opened)
        opened.close()
        return path.read_bytes()


def lay(path, fill=None):
    """Write a database to a file, new as ``open_database`` lays one where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_laid(fill))
    return path


def filled(opened, fill):
    """Return an open new database as a function fills it."""
    if ON_SERVER:
        fill(opened)
        return opened
    with tempfile.TemporaryDirectory() as folder:
        made = sqlite3.connect(lay(Path(folder) / "paiban.db", fill))
        there = sqlite3.connect(file_of(opened.url))
        with closing(made), closing(there):
            made.backup(there)
    return opened
