"""
300 agents' phones within a minute: how long they wait, and what that costs the server.

    python -m benchmarks.phones [--phones 300] [--seconds 60] [--way beside]

A shop of that many agents has a published week; each phone comes by its own link at a moment of its
own, looks at the week, at the balances, and says that it has read. The server and the phones share
this machine.

``--way beside`` is how the app serves: the agents' pages as a layer around Streamlit's ASGI app, on
one port. ``--way alone`` puts the same layer, behind the same gate, into a small Starlette app in a
process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from scheduler.agent import Agent, Certificate, Contract
from scheduler.roster import Roster
from scheduler.shift import Shift, Span
from service.access import accounts
from service.access.links import give_link, open_link
from service.access.passwords import PasswordCost
from service.database import open_database
from service.desk import HOUSE
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from store.address import URL_VARIABLE
from tests.browser.conftest import started, wait_for
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.gate.gate import EntryGate
from ui.gate.house import House
from ui.own_hosts import OwnHosts
from ui.phone.layer import AgentPages

PHONES, SECONDS, SEED = 300, 60.0, 7
MIB, ALONE_PORT = 1024, 8533
TICKS = os.sysconf("SC_CLK_TCK")
WAYS = ("beside", "alone")


def alone(url: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the small app in a process of its own; return it and its address."""
    code = f"from benchmarks.phones import serve_alone; serve_alone({url!r})"
    environment = {**os.environ, URL_VARIABLE: url}
    server = subprocess.Popen([sys.executable, "-c", code], env=environment)
    return server, f"http://127.0.0.1:{ALONE_PORT}"


def serve_alone(url: str) -> None:
    """Serve the agents' pages without Streamlit, until it is ended."""
    house = House(open_database(url), cost=PasswordCost(1, 8, 1))
    layers = [
        Middleware(OwnHosts, names=()),
        Middleware(EntryGate, house=house),
        Middleware(AgentPages, house=house),
    ]
    health = Route("/_stcore/health", lambda _: PlainTextResponse("ok"))
    app = Starlette(routes=[health], middleware=layers)
    uvicorn.run(app, host="127.0.0.1", port=ALONE_PORT, log_level="error")


def prepare(url: str, phones: int) -> list[str]:
    """Return the tokens of that many phones, in a shop of that many agents."""
    now = dt.datetime.now(dt.UTC)
    today = now.astimezone(s.CLOCK.zone).date()
    monday = today - today.weekday() * dt.timedelta(days=1)
    skills = (Certificate("presales"),)
    agents = tuple(
        Agent(f"A{one}", f"客服{one:04d}", f"{one // 20}组", skills, Contract(40.0))
        for one in range(1, phones + 1)
    )
    database = open_database(url)
    desk = at_desk(database, now=now)
    week = s.week(monday, agents=agents, absences=(), wishes=())
    keep_week(desk, week)
    moved = week.horizon.start_min - s.at(0, 0)
    shifts = tuple(shifted(s.shift(one.id, day), moved) for one in agents for day in range(5))
    label = week.horizon.iso_week
    keep_roster(desk, label, Roster(shifts))
    publish(desk, label, reason="benchmark")
    accounts.create(replace(desk, shop_id=HOUSE), "王经理", cost=PasswordCost(1, 8, 1))
    tokens = [open_link(database, give_link(desk, one.id), now, "127.0.0.1")[0] for one in agents]
    database.close()
    return tokens


def shifted(shift: Shift, minutes: int) -> Shift:
    """Return a shift that much later."""
    meal = shift.meal and Span(shift.meal.start_min + minutes, shift.meal.end_min + minutes)
    begins, ends = shift.start_min + minutes, shift.end_min + minutes
    return replace(shift, start_min=begins, end_min=ends, meal=meal)


class Phone:
    """A phone: keeps its cookies, and how long each answer took in seconds."""

    def __init__(self, host: str, token: str) -> None:
        self.host, self.jar = host, {"paiban": token}
        self.took: dict[str, float] = {}
        self.wrong: list[str] = []

    def ask(self, path: str, body: str | None = None, expect: int = 200) -> str:
        """Ask for a page, or send a form."""
        line = http.client.HTTPConnection(self.host, timeout=60)
        cookies = "; ".join(f"{name}={one}" for name, one in self.jar.items())
        heads = {"Cookie": cookies, "Accept": "text/html"}
        if body is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        line.request("GET" if body is None else "POST", path, body, heads)
        answer = line.getresponse()
        text = answer.read().decode()
        self.took[path] = time.perf_counter() - began
        for told in answer.headers.get_all("set-cookie") or []:
            name, _, value = told.partition(";")[0].partition("=")
            self.jar[name] = value
        line.close()
        if answer.status != expect:
            self.wrong.append(f"{path} {answer.status}")
        return text

    def visit(self) -> None:
        """Look at the week and the balances, and say that the week is read."""
        text = self.ask("/phone")
        form = re.search(r"<form method='post' action='/phone/read'.*?</form>", text)
        self.ask("/phone/mine")
        if form is None:
            self.wrong.append("nothing to read")
            return
        fields = dict(re.findall(r"name='(\w+)' value='([^']*)'", form.group()))
        self.ask("/phone/read", urlencode(fields), expect=303)


def memory_mib(process: int) -> float:
    """Return what a process holds in memory, in MiB."""
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / MIB


def busy_s(process: int) -> float:
    """Return the seconds of the processor that a process has had."""
    parts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


async def crowd(phones: list[Phone], seconds: float) -> None:
    """Let every phone visit at a moment of its own, drawn evenly over the time."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(len(phones)))
    moments = np.random.default_rng(SEED).uniform(0, seconds, len(phones))

    async def come(phone: Phone, at: float) -> None:
        await asyncio.sleep(at)
        await asyncio.to_thread(phone.visit)

    await asyncio.gather(*map(come, phones, moments))


def main(phones: int, seconds: float, way: str) -> None:
    """Serve, let the phones come, and print what they waited and what the server holds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/phones.db"
        tokens = prepare(url, phones)
        server, where = started(url) if way == "beside" else alone(url)
        host = where.removeprefix("http://")
        try:
            wait_for(where, server)
            Phone(host, tokens[0]).ask("/phone")  # compiled and loaded once
            before, busy = memory_mib(server.pid), busy_s(server.pid)
            crew = [Phone(host, one) for one in tokens]
            began = time.perf_counter()
            asyncio.run(crowd(crew, seconds))
            took, after = time.perf_counter() - began, memory_mib(server.pid)
            busy = busy_s(server.pid) - busy
        finally:
            server.terminate()
            server.wait(timeout=30)
    wrong = [one for phone in crew for one in phone.wrong]
    print(f"{way}: {phones} phones in {took:.1f} s, {len(wrong)} answers wrong {wrong[:3]}")
    for path in ("/phone", "/phone/mine", "/phone/read"):
        times = np.array([phone.took[path] for phone in crew if path in phone.took])
        print(
            f"{path}: median {np.median(times):.3f} s, p95 {np.quantile(times, 0.95):.3f} s,"
            f" worst {times.max():.3f} s"
        )
    everything = np.array([one for phone in crew for one in phone.took.values()])
    print(f"all: p95 {np.quantile(everything, 0.95):.3f} s")
    print(f"server: {before:.0f} MiB before, {after:.0f} MiB after (+{after - before:.0f})")
    print(f"server: {1000 * busy / len(everything):.1f} ms of the processor an answer")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--phones", type=int, default=PHONES)
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--way", choices=WAYS, default=WAYS[0])
    main(**vars(asked.parse_args()))
