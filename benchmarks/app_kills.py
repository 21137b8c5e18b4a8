"""
Whether anything acknowledged on the screen is lost or done twice when the app's server is killed.

``python -m benchmarks.app_kills --kills 200 --seed 1 --on sqlite`` serves a small shop, enters
wishes through the app's own connection, kills the server (``SIGKILL``) at a random moment of a
click, and starts it again where it was. A wish that the page acknowledged must be there once, one
that it did not at most once; no worker may stay behind, and a check of the database and of its log
must find nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.places import KINDS, faults, place_of
from benchmarks.wire import connected
from service.roster.intake import keep_week
from store.database import open_database
from tests.browser.conftest import started, wait_for, without_accounts
from tests.desks import at_desk
from tests.service import small_shop as s

DRAWINGS = 8  # within so many the kill comes
QUERY = "shop=main&role=supervisor&lang=zh"
BROKEN = (WebSocketException, OSError, EOFError, TimeoutError, AttributeError)


@dataclass
class Tally:
    """What was counted; ``whole`` are wishes that are there and were not acknowledged."""

    kills: int = 0
    acknowledged: int = 0
    whole: int = 0
    lost: int = 0
    twice: int = 0
    slowest_s: float = 0.0
    faults: Counter[str] | None = None

    @property
    def is_clean(self) -> bool:
        """Return whether nothing was lost, twice there or damaged."""
        return not (self.lost or self.twice or self.faults)


def _there(url):
    """Return how often each agent's wish of each day is kept."""
    database = open_database(url)
    with database.read() as unit:
        found = unit.staff.wishes("main", s.MONDAY, s.MONDAY + dt.timedelta(days=6))
    database.close()
    return Counter((one.wish.agent_id, one.wish.date) for one in found)


async def _until_killed(address, server, rng):
    """
    Enter wishes until the server is killed; return how many were acknowledged.

    The moment lies within some drawings of the page, however long one takes on this machine.
    """
    page = await connected(address, {}, QUERY)
    await page.open("requests")  # the first one loads every library
    done, drawn = 0, await page.open("requests")
    asyncio.get_running_loop().call_later(rng.uniform(0, DRAWINGS) * drawn.seconds, server.kill)
    with suppress(*BROKEN):
        while True:
            agents = page.drawn.find("selectbox", "wish.agent")
            await page.change(agents, {"string_value": str(rng.choice(agents.options))})
            drawn = await page.click(page.drawn.find("button", "wish.enter"))
            if drawn.traceback:
                raise RuntimeError(drawn.traceback)
            done += not drawn.faults
    return done


def run(kills: int, seed: int, url: str, *, seconds: float = 3600.0) -> Tally:
    """Kill servers and return what was counted."""
    rng, tally = np.random.default_rng(seed), Tally(faults=Counter())
    database = open_database(url)
    keep_week(at_desk(database), s.week(), shop_name="小店")
    database.close()
    without_accounts(url)
    until = time.monotonic() + seconds
    port = 0
    while tally.kills < kills and time.monotonic() < until:
        before = _there(url).total()
        began = time.monotonic()
        server, address = started(url, port=port)
        port = int(address.rpartition(":")[2])
        wait_for(address, server)
        tally.slowest_s = max(tally.slowest_s, time.monotonic() - began)
        done = asyncio.run(_until_killed(address, server, rng))
        server.wait(30)
        tally.kills += 1
        tally.acknowledged += done
        more = _there(url).total() - before
        tally.lost += max(0, done - more)
        tally.whole += more == done + 1
        tally.twice += max(0, more - done - 1)
        wrong = faults(url)
        if wrong:
            tally.faults[wrong] += 1
    return tally


def main() -> None:
    """Print what was counted; end with 1 where anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, place_of(asked.on, Path(name)) as place:
        os.environ["XDG_DATA_HOME"] = name
        tally = run(asked.kills, asked.seed, place.make("app"), seconds=asked.seconds)
    print("| kills | acknowledged | done unacknowledged | lost | twice | longest start |")
    print("|---" * 6 + "|")
    print(
        f"| {tally.kills} | {tally.acknowledged} | {tally.whole} | {tally.lost} | {tally.twice} "
        f"| {tally.slowest_s:.0f} s |\n\nfaults: {dict(tally.faults or {}) or 'none'}"
    )
    sys.exit(not tally.is_clean)


if __name__ == "__main__":
    main()
