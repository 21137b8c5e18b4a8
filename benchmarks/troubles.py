"""
What befalls the database of a served app: what people are told, what is kept, how it goes on.

``python -m benchmarks.troubles --on sqlite --away 30`` serves a shop, and while somebody enters
wishes over the app's own connection the database is filled to the last byte, may only be read, is
held by somebody else, is gone, or the clock is set back an hour. Each trouble must be told in a
sentence, nothing acknowledged may be lost, and the same server must go on without a restart. Disks
are small file systems in memory (needs root), the clock is ``faketime``'s; what cannot be done here
says so.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from benchmarks.places import KINDS, SETTINGS, faults
from benchmarks.wire import connected
from service.roster.intake import keep_week
from store.address import file_of, url_of
from store.database import open_database
from tests.browser.conftest import started, wait_for, without_accounts
from tests.desks import at_desk
from tests.postgres_server import Server
from tests.service import small_shop as s

QUERY = "shop=main&role=supervisor&lang=zh"
DISK_MB = {"sqlite": 8, "postgresql": 220}
BACK_S = 90.0  # in which it must go on
PAGE_ROWS = 1000  # more than a page holds


@dataclass
class Told:
    """What came of a trouble."""

    name: str
    words: str = ""
    clicks: int = 0
    acknowledged: int = 0
    lost: int = 0
    again_s: float = -1.0
    traceback: str = ""
    wrong: str = ""


def _shell(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


@contextmanager
def _disk(folder: Path, size_mb: int):
    """Lay a small file system over a folder."""
    folder.mkdir(exist_ok=True)
    _shell("mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=0777", "tmpfs", folder)
    try:
        yield folder
    finally:
        _shell("umount", "-l", folder)


class OnFile:
    """Troubles of an SQLite file; whoever looks it up anew finds it on a disk of reading only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = url_of(str(folder / "paiban.db"))

    def fill(self) -> None:
        with suppress(OSError), (self.folder / "filler").open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()

    def empty(self) -> None:
        (self.folder / "filler").unlink()

    def read_only(self) -> None:
        _shell("mount", "--bind", self.folder, self.folder)
        _shell("mount", "-o", "remount,bind,ro", self.folder)

    def writable(self) -> None:
        _shell("umount", "-l", self.folder)

    @contextmanager
    def held(self):
        with closing(sqlite3.connect(file_of(self.url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def go(self) -> None:
        for each in list(self.folder.glob("paiban.db*")):
            each.rename(each.with_name(f"gone-{each.name}"))

    def come_back(self) -> None:
        for each in list(self.folder.glob("gone-*")):
            each.rename(each.with_name(each.name.removeprefix("gone-")))

    def close(self) -> None:
        """Nothing is left running."""


class OnServer:
    """Troubles of a PostgreSQL server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tempfile.tempdir = str(folder)  # the server's folder lies on the small disk
        self.server = Server(**SETTINGS, min_wal_size="'32MB'", max_wal_size="'64MB'")
        tempfile.tempdir = None
        self.server.execute("CREATE DATABASE paiban TEMPLATE template0 OWNER paiban")
        self.url = url_of(self.server.url("paiban"))

    def fill(self) -> None:
        """Fill the disk, and the page of the log that the next line would still fit into."""
        OnFile.fill(self)
        engine = create_engine(url_of(self.server.url("paiban", "postgres")))
        again = text("INSERT INTO action OVERRIDING SYSTEM VALUE SELECT * FROM action LIMIT 1")
        for _ in range(PAGE_ROWS):  # each is refused as known already, and leaves a dead row
            try:
                with engine.begin() as other:
                    other.execute(text("SET LOCAL session_replication_role = replica"))
                    other.execute(again)
            except IntegrityError:
                continue
            except OperationalError:  # no page more
                break
        else:
            raise RuntimeError("the log never needed another page")
        engine.dispose()

    def empty(self) -> None:
        OnFile.empty(self)

    def read_only(self) -> None:
        self._may("REVOKE", "FROM")

    def writable(self) -> None:
        self._may("GRANT", "TO")

    def _may(self, verb: str, whom: str) -> None:
        """Take the right to write away, or give it back."""
        rights = "INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public"
        self.server.execute(f"{verb} {rights} {whom} paiban", "paiban")

    @contextmanager
    def held(self):
        engine = create_engine(self.url)
        with engine.begin() as other:
            other.execute(text("LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"))
            yield
        engine.dispose()

    def go(self) -> None:
        self.server.stop("immediate")

    def come_back(self) -> None:
        self.server.start()

    def close(self) -> None:
        self.server.remove()


def _wishes(url: str) -> int:
    with closing(open_database(url)) as database, database.read() as unit:
        return len(unit.staff.wishes("main", s.MONDAY, s.MONDAY + dt.timedelta(days=6)))


async def _click(page, rng, told: Told) -> bool:
    """Enter a wish; note what was told, and return whether it was acknowledged."""
    told.clicks += 1
    if page.drawn.find("button", "wish.enter") is None:
        drawn = await page.open("requests")
    if page.drawn.find("button", "wish.enter") is not None:
        agents = page.drawn.find("selectbox", "wish.agent")
        drawn = await page.change(agents, {"string_value": str(rng.choice(agents.options))})
        button = page.drawn.find("button", "wish.enter")
        if button is not None:
            drawn = await page.click(button)
    told.traceback = told.traceback or drawn.traceback
    if drawn.faults or page.drawn.find("button", "wish.enter") is None:
        told.words = told.words or " ".join(drawn.faults)[:160]
        return False
    told.acknowledged += 1
    return True


async def _go_on(page, rng, told: Told) -> None:
    """Click until it is acknowledged again."""
    began = time.monotonic()
    while time.monotonic() - began < BACK_S:
        if await _click(page, rng, told):
            told.again_s = time.monotonic() - began
            return
        await asyncio.sleep(0.5)


async def _during(page, rng, told: Told, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await _click(page, rng, told)
        await asyncio.sleep(0.5)


async def _all(on, address: str, away_s: float, clock: Path | None) -> list[Told]:
    rng, found = np.random.default_rng(1), []
    page = await connected(address, {}, QUERY)
    await page.open("requests")

    @contextmanager
    def trouble(name: str):
        told = Told(name)
        found.append(told)
        before = _wishes(on.url)
        yield told
        told.lost = max(0, before + told.acknowledged - _wishes(on.url))
        told.wrong = faults(on.url)

    async def through(name, begin, end, seconds):
        with trouble(name) as told:
            begin()
            await _during(page, rng, told, seconds)
            end()
            await _go_on(page, rng, told)

    await through("full", on.fill, on.empty, min(away_s, 20))
    await through("read-only", on.read_only, on.writable, min(away_s, 10))
    with trouble(f"locked {away_s:g} s") as told:
        free = threading.Event()
        holder = threading.Thread(target=_hold, args=(on, free))
        holder.start()
        threading.Timer(away_s, free.set).start()
        await _during(page, rng, told, away_s)
        await asyncio.to_thread(holder.join)
        await _go_on(page, rng, told)
    await through(f"gone {away_s:g} s", on.go, on.come_back, away_s)
    if clock is not None:
        await through(
            "clock back an hour",
            lambda: clock.write_text("-3600"),
            lambda: clock.write_text("+0"),
            min(away_s, 20),
        )
    await page.line.close()
    return found


def _hold(on, free: threading.Event) -> None:
    with on.held():
        free.wait()


def _clocked(folder: Path) -> tuple[Path | None, dict[str, str]]:
    """Return the file that sets a server's clock, and the variables that let it."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        return None, {}
    clock = folder / "clock"
    clock.write_text("+0")
    return clock, {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def show(found: list[Told]) -> None:
    """Print a row for each trouble."""
    heads = ("trouble", "clicks", "acknowledged", "lost", "goes on after", "told")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    for one in found:
        again = f"{one.again_s:.1f} s" if one.again_s >= 0 else "never"
        said = (one.words or "nothing").replace("|", "/").replace("\n", " ")
        print(f"| {one.name} | {one.clicks} | {one.acknowledged} | {one.lost} | {again} | {said} |")
    for one in found:
        if one.traceback or one.wrong:
            print(f"{one.name}: {one.traceback} {one.wrong}")


def main() -> None:
    """Print what came of each; end with 1 where anything was lost, untold or did not go on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    parser.add_argument("--away", type=float, default=30.0)
    asked = parser.parse_args()
    if shutil.which("mount") is None or os.geteuid() != 0:
        sys.exit("a small disk is laid by root alone")
    with tempfile.TemporaryDirectory() as name, _disk(Path(name) / "disk", DISK_MB[asked.on]) as at:
        os.environ["XDG_DATA_HOME"] = name
        os.chmod(name, 0o711)  # a server runs as somebody else
        on = OnFile(at) if asked.on == "sqlite" else OnServer(at)
        with closing(open_database(on.url)) as database:
            keep_week(at_desk(database), s.week(), shop_name="小店")
        without_accounts(on.url)
        clock, more = _clocked(Path(name))
        server, address = started(on.url, more=more)
        try:
            wait_for(address, server)
            found = asyncio.run(_all(on, address, asked.away, clock))
            is_up = server.poll() is None
        finally:
            server.terminate()
            server.wait(60)
            on.close()
    show(found)
    if clock is None:
        print("the clock was not set back: faketime is not installed")
    bad = any(one.lost or one.traceback or one.wrong or one.again_s < 0 for one in found)
    sys.exit(bad or not is_up)


if __name__ == "__main__":
    main()
