"""
The day's page of 200 people: reading the day, its expected level by simulation, the page drawn.

``python -m benchmarks.floor_day --instances DIR [--only cc200] [--rounds 3]``

The week's known roster is published in a database of its own and looked at on its Tuesday at ten.
The page is drawn whole in a test session of Streamlit, without a browser: opened, drawn again, and
after a click that marks somebody as here.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from service.desk import Desk, Person
from service.floor.day import expected_level, floor_day
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from store.address import URL_VARIABLE
from store.database import open_database
from store.files.week import read_roster, read_week
from tests.ui.pages.app import APP, PATIENCE_S, opened
from ui import link

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR, MINUTES_S = 10, 60


def timed(name: str, verb: Callable[[], object]) -> object:
    """Do something, print the seconds of clock and processor, and return what came of it."""
    begun, busy = time.perf_counter(), time.process_time()
    found = verb()
    clock, cpu = time.perf_counter() - begun, time.process_time() - busy
    print(f"{name}: {clock:.2f} s, {cpu:.2f} s of processor")
    return found


def main() -> None:
    """Publish the week and look at its day."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--only", default="cc200")
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    folder = told.instances / told.only
    week = read_week(folder)
    horizon = week.problem().horizon
    label, date = horizon.iso_week, horizon.date(1)
    with tempfile.TemporaryDirectory() as scratch:
        database = open_database(f"sqlite:///{scratch}/paiban.db")
        early = dt.datetime.fromtimestamp(horizon.start_min * MINUTES_S, dt.UTC)
        desk = Desk(database, "main", Person("benchmark"), early)
        keep_week(desk, week, shop_name="benchmark")
        keep_roster(desk, label, read_roster(folder / "known_roster.csv", week.problem()))
        publish(desk, label, reason="benchmark")
        now_min = horizon.clock.at(date, HOUR * 60)
        now = dt.datetime.fromtimestamp(now_min * MINUTES_S, dt.UTC)
        desk = Desk(database, "main", Person("benchmark"), now)
        for _ in range(told.rounds):
            floor = timed("day", lambda: floor_day(desk, label, date))
            timed("level", lambda: expected_level(floor))  # noqa: B023 - called at once
        database.close()
        page(f"sqlite:///{scratch}/paiban.db", now, label=label, rounds=told.rounds)


def page(url: str, now: dt.datetime, *, label: str, rounds: int) -> None:
    """Open the page of the day, draw it again, and mark somebody as here."""
    os.environ[URL_VARIABLE] = url
    link.now = lambda: now
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
    timed("page opened", lambda: opened(app, "today", week=label, lang="zh", role="supervisor"))
    for _ in range(rounds):
        timed("page drawn again", app.run)
    for number in range(rounds):
        who = app.multiselect(key="floor.mark_who")
        timed("somebody chosen", who.set_value([who.options[number].partition(" ")[0]]).run)
        timed("marked as here", app.button(key="floor.mark").click().run)
    assert not app.exception


if __name__ == "__main__":
    main()
