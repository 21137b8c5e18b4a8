"""A PostgreSQL server for tests: in a folder of its own, on a socket in there, gone at the end."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine

OLDEST = 15
FAST = {  # nothing here has to outlive a loss of power
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "lc_messages": "C",
}


@cache
def programs():
    """Return the folder of the server's programs; skips where none is installed."""
    there = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    there += sorted(debian, key=lambda folder: -float(folder.parent.name))
    for folder in there:
        said = subprocess.run(
            [folder / "postgres", "-V"], capture_output=True, text=True, check=True
        )
        if float(said.stdout.split()[2].split(".")[0]) >= OLDEST:
            return folder
    pytest.skip(f"no PostgreSQL {OLDEST} or later: apt-get install postgresql")
    return None


class Server:
    """A server with its data in a new folder; started at once, with settings besides ``FAST``."""

    def __init__(self, **settings):
        self.bin = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self.user = _nobody_special()
        if self.user is not None:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        atexit.register(self.remove)
        self.run(
            "initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "-A", "trust", "--no-sync"
        )
        with (self.data / "postgresql.conf").open("a") as conf:
            told = {
                **FAST,
                "listen_addresses": "''",
                "unix_socket_directories": f"'{self.folder}'",
                **settings,
            }
            conf.writelines(f"{name} = {value}\n" for name, value in told.items())
        self._engine = self._new_engine("postgres")  # kept: each test asks it for a database
        self.start()
        self.execute("CREATE ROLE paiban LOGIN CREATEDB")  # as docs/databases.md makes it: plain

    @property
    def data(self):
        return self.folder / "data"

    def url(self, database="postgres", user="paiban", password=None):
        """Return the address of one of its databases."""
        name = user if password is None else f"{user}:{password}"
        return f"postgresql://{name}@/{database}?host={self.folder}"

    def run(self, program, *arguments):
        """Run one of its programs; as root, as a user who may run a server."""
        rights = {}
        if self.user is not None:
            rights = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": ()}
        with (self.folder / "log").open("a") as log:
            subprocess.run(
                [self.bin / program, *arguments],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                check=True,
                **rights,
            )

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "server", "start")

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def remove(self):
        """Stop the server, where it still runs, and take its folder away."""
        atexit.unregister(self.remove)
        self._engine.dispose()
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def execute(self, statement, database="postgres"):
        """Execute one statement outside of a transaction, as the server's superuser does."""
        engine = self._engine if database == "postgres" else self._new_engine(database)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        if engine is not self._engine:
            engine.dispose()

    def _new_engine(self, database):
        url = self.url(database, "postgres").replace("postgresql:", "postgresql+psycopg:")
        return create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)


def _nobody_special():
    """Return the user as whom to run; None: as whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("a server cannot be run by root, and there is nobody else")


@cache
def server():
    """Return the server of this process's tests, started when first asked for."""
    return Server()
