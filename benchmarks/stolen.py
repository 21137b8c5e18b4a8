"""
How long a stolen cookie is worth anything after its owner signed out, or somebody ended the visit.

``python -m benchmarks.stolen --count 20 --on sqlite`` signs people in by the form, lets a thief
hold a copy of the cookie and an open connection of their own, ends the visit in each way there is,
and asks every 20 ms until the cookie lets nobody in any more and the connection is closed.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

from benchmarks.house import CHEAP, SHOP, people, sign_in
from benchmarks.places import KINDS, place_of
from benchmarks.wire import connected
from service.access import accounts, visits
from service.desk import HOUSE
from service.roster.intake import keep_week
from store.database import open_database
from tests.browser.conftest import started, wait_for
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.gate.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_S = 1.0
GIVE_UP_S = 60.0


def _sign_out(_desk, owner, _name):
    owner.fill("/sign-out")


def _revoke(desk, _owner, name):
    guest = next(one for one in visits.guests(desk.database, desk.now) if one.name == name)
    visits.revoke(desk, visits.number_of(guest.visit))


def _lock(desk, _owner, name):
    accounts.lock(desk, name)


def _reset(desk, _owner, name):
    accounts.reset(desk, name, cost=CHEAP)


WAYS: dict[str, Callable] = {
    "signed out": _sign_out,
    "visit revoked": _revoke,
    "account locked": _lock,
    "password reset": _reset,
}


async def _tried(database, address, name, way) -> tuple[float, float]:
    """Return the seconds until the stolen cookie, and the thief's open connection, were useless."""
    owner = await asyncio.to_thread(sign_in, address, name)
    thief = Visitor(address)
    thief.cookies = dict(owner.cookies)
    page = await connected(address, thief.cookies, f"shop={SHOP}&role=supervisor")
    await page.open("requests")
    now = dt.datetime.now(dt.UTC)
    await asyncio.to_thread(WAYS[way], at_desk(database, HOUSE, now=now), owner, name)
    ended = time.perf_counter()
    closing_at = asyncio.ensure_future(_closed(page))
    while (await asyncio.to_thread(thief.ask, "/signed-in"))[0] != 401:
        if time.perf_counter() - ended > GIVE_UP_S:
            break
        await asyncio.sleep(0.02)
    useless = time.perf_counter() - ended
    return useless, await closing_at - ended


async def _closed(page):
    try:
        while True:
            await asyncio.wait_for(page.line.recv(), GIVE_UP_S)
    except (ConnectionClosed, TimeoutError):
        return time.perf_counter()


def main() -> None:
    """Print a row for each way; end with 1 where a cookie was worth something for too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    parser.add_argument("--count", type=int, default=20)
    asked = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as name, place_of(asked.on, Path(name)) as place:
        os.environ["XDG_DATA_HOME"] = name
        url = place.make("stolen")
        with closing(open_database(url)) as database:
            keep_week(at_desk(database), s.week(), shop_name="小店")
            names = people(url, asked.count)
            server, address = started(url)
            try:
                wait_for(address, server)
                for number, who in enumerate(names):
                    way = list(WAYS)[number % len(WAYS)]
                    found[way].append(asyncio.run(_tried(database, address, who, way)))
            finally:
                server.terminate()
                server.wait(30)
    print("| way | tried | cookie useless after, most | connection closed after, most |")
    print("|---|---|---|---|")
    for way, each in found.items():
        if each:
            most = " | ".join(f"{max(one):.2f} s" for one in zip(*each, strict=True))
            print(f"| {way} | {len(each)} | {most} |")
    sys.exit(any(max(each) > MOST_S for one in found.values() for each in one))


if __name__ == "__main__":
    main()
