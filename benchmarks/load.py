"""
Fifty signed-in people browse and edit at once, over real connections.

``python -m benchmarks.load --people 50 --seconds 600 --on sqlite`` serves a database with a week of
200 people, signs everybody in by the form, opens the app's own connection for each and lets them
open pages, look at other days and enter wishes. Thinking times are exponential, 15 s in the mean.
``--solve`` asks for a roster of that week half-way, which a worker beside the server makes.
A click's seconds are from its sending until the server says that the drawing is over.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.fuzz.watch import processor_s
from benchmarks.house import SHOP, fill, memory_of, people, sign_in
from benchmarks.places import KINDS, place_of
from benchmarks.wire import connected
from scheduler.solve.result import SolveParams
from service import jobs
from service.database import check
from store.database import open_database
from tests.browser.conftest import started, wait_for
from tests.desks import at_desk

PAGES = ("week", "day", "requests", "people", "versions", "today")
SHARES = {"open": 0.6, "week": 0.2, "edit": 0.2}
SAMPLE_S = 5.0


@dataclass
class Seen:
    """
    What was seen.

    Parameters
    ----------
    seconds
        Of each click, with what it did and whether a solve went on beside it.
    faults
        What pages said was wrong, and connections that ended.
    tracebacks
        What no page should show.
    memory
        Seconds since the beginning, MB of the server, and how many were in.
    edits
        Wishes that were acknowledged.
    processor_s
        What the server used of the processor in all.
    """

    seconds: dict[tuple[str, bool], list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)
    tracebacks: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float, int]] = field(default_factory=list)
    edits: int = 0
    open: int = 0
    solving: bool = False
    processor_s: float = 0.0

    def note(self, what: str, drawn) -> None:
        """Note a click."""
        self.seconds[what, self.solving].append(drawn.seconds)
        self.faults.update(drawn.faults)
        if drawn.traceback:
            self.tracebacks[drawn.traceback[:200]] += 1


@dataclass(frozen=True)
class There:
    """What is served: where it is kept, its address, the week, and who may sign in."""

    url: str
    address: str
    label: str
    names: list[str]


async def person(number, visitor, rng, seen, *, until, think_s):
    """Do what somebody does at the screen until the end."""
    await asyncio.sleep(rng.uniform(0, think_s))
    query = f"shop={SHOP}&role=supervisor&lang=zh"
    page = await connected(visitor.address, visitor.cookies, query)
    seen.note("first page", await page.open("week"))
    seen.open += 1
    while time.monotonic() < until:
        await asyncio.sleep(rng.exponential(think_s))
        what = rng.choice(list(SHARES), p=list(SHARES.values()))
        if what == "edit":
            await _wish(page, number, rng, seen)
        elif what == "week" and page.page == "week":
            found = page.drawn.find("text_input", "grid.search")
            seen.note("search", await page.change(found, {"string_value": f"{number}"}))
        else:
            seen.note("open a page", await page.open(str(rng.choice(PAGES))))
    await page.line.close()
    seen.open -= 1


async def _wish(page, number, rng, seen):
    """Enter a wish of one of this person's own agents."""
    if page.page != "requests":
        seen.note("open a page", await page.open("requests"))
        await asyncio.sleep(1.0)
    agents = page.drawn.find("selectbox", "wish.agent")
    agent = agents.options[(number * 4 + int(rng.integers(4))) % len(agents.options)]
    seen.note("choose", await page.change(agents, {"string_value": agent}))
    days = page.drawn.find("selectbox", "wish.day")
    day = days.options[int(rng.integers(len(days.options)))]
    seen.note("choose", await page.change(days, {"string_value": day}))
    before = seen.faults.total()
    seen.note("enter a wish", await page.click(page.drawn.find("button", "wish.enter")))
    seen.edits += seen.faults.total() == before


async def _sampled(pid, seen, began, until):
    while time.monotonic() < until:
        seen.memory.append((time.monotonic() - began, memory_of(pid), seen.open))
        await asyncio.sleep(SAMPLE_S)


async def _solve(there, seen, began, until):
    """Ask for the week's roster half-way, for the rest of the time."""
    half = (until - began) / 2
    await asyncio.sleep(half)
    with closing(open_database(there.url)) as database:
        desk = at_desk(database, SHOP, by="计划员", now=dt.datetime.now(dt.UTC))
        params = SolveParams(time_limit_s=half, workers=1)
        number = jobs.start_solve(desk, there.label, params, accept=False).id
        while time.monotonic() < until:
            with database.read() as unit:
                seen.solving = unit.jobs.get(number).pid is not None
            await asyncio.sleep(0.5)


async def _all(asked, there, pid):
    seen, names = Seen(), there.names
    visitors = [await asyncio.to_thread(sign_in, there.address, name) for name in names]
    first = await connected(there.address, visitors[0].cookies, f"shop={SHOP}&role=supervisor")
    for page in PAGES:  # what is loaded once belongs to nobody's session
        await first.open(page)
    await first.line.close()
    began = time.monotonic()
    until = began + asked.seconds
    rngs = np.random.default_rng(asked.seed).spawn(len(names))
    tasks = [
        person(number, visitor, rng, seen, until=until, think_s=asked.think)
        for number, (visitor, rng) in enumerate(zip(visitors, rngs, strict=True))
    ]
    beside = [_sampled(pid, seen, began, until)]
    if asked.solve:
        beside.append(_solve(there, seen, began, until))
    used = processor_s(pid)
    ended = await asyncio.gather(*tasks, *beside, return_exceptions=True)
    seen.processor_s = processor_s(pid) - used
    for one in ended:
        if isinstance(one, BaseException):
            seen.tracebacks[f"{type(one).__name__} {one}"[:200]] += 1
    return seen


def _wishes(url):
    with closing(open_database(url)) as database, database.read() as unit:
        return len(unit.staff.wishes(SHOP, dt.date(2000, 1, 1), dt.date(2100, 1, 1)))


def show(seen: Seen, there: int) -> None:
    """Print the tables."""
    print("| click | solve beside it | count | median s | p95 s | most s |\n" + "|---" * 6 + "|")
    groups = dict(seen.seconds)
    for beside in (False, True):
        groups["all", beside] = [
            one for (_, when), each in seen.seconds.items() if when is beside for one in each
        ]
    for (what, beside), each in groups.items():
        if each:
            numbers = " | ".join(f"{x:.2f}" for x in (*np.percentile(each, (50, 95)), max(each)))
            print(f"| {what} | {'yes' if beside else 'no'} | {len(each)} | {numbers} |")
    clicks = sum(map(len, seen.seconds.values()))
    print(f"\nprocessor of the server: {seen.processor_s / clicks:.2f} s for each click")
    print(f"wishes acknowledged {seen.edits}, more in the database {there - seen.edits}")
    print(f"faults said: {dict(seen.faults) or 'none'}; errors: {dict(seen.tracebacks) or 'none'}")
    full = max((count for *_, count in seen.memory), default=0)
    steady = [(at, mb) for at, mb, count in seen.memory if count == full]
    base = seen.memory[0][1]
    if len(steady) > 2:
        slope = np.polyfit(*np.array(steady).T, 1)[0] * 600
        print(
            f"memory: {base:.0f} MB before, {steady[0][1]:.0f} with {full} in, {steady[-1][1]:.0f} "
            f"in the end: {(steady[-1][1] - base) / full:.1f} MB each, {slope:+.0f} MB in 10 min"
        )


def main() -> None:
    """Print what was seen; end with 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--think", type=float, default=15.0, help="mean seconds between clicks")
    parser.add_argument("--week", default="cc200")
    parser.add_argument("--solve", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, place_of(asked.on, Path(name)) as place:
        os.environ["XDG_DATA_HOME"] = name
        url = place.make("load")
        label = fill(url, asked.week)
        names = people(url, asked.people)
        before = _wishes(url)
        server, address = started(url)
        try:
            wait_for(address, server)
            seen = asyncio.run(_all(asked, There(url, address, label, names), server.pid))
        finally:
            server.terminate()
            server.wait(30)
        there = _wishes(url) - before
        check(url)
    show(seen, there)
    if asked.json:
        asked.json.write_text(json.dumps(seen.memory), encoding="utf-8")
    sys.exit(bool(seen.tracebacks) or there < seen.edits)


if __name__ == "__main__":
    main()
