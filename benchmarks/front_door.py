"""
From a shop's own files to a published roster and a locked month: clicks, fields and seconds.

``python -m benchmarks.front_door`` drives the app in Chromium with the files of
``PAIBAN_SHARED/front_door``, each way from an empty database: the supervisor's in both languages,
the planner's, HR's; and the second week and month after a first one. Counted are clicks and fields
beyond choosing files; a page of a menu is two.
``--chats N`` times a log of N chats instead: its head, the look, keeping it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.later_files import WEEK, report_later, table_moved, volumes_between
from kpi.month import Month
from service.database import open_database
from service.history.chat_columns import ChatColumns, columns_of, guessed
from service.history.chat_history import keep_chats, look_at_chats
from service.month.months import month_run
from service.pay.pay_review import review_state
from service.roster.weeks import weeks
from service.shop.told import NamesTold
from service.start.setting_up import NewShop, create_shop
from tests.browser.conftest import FLAGS, chromium, served
from tests.browser.hand import Hand
from tests.browser.screen import new_window
from tests.browser.ways import (
    close_month,
    make_week,
    next_month,
    next_week,
    set_up,
    solve_and_publish,
    take_past,
)
from tests.desks import at_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.database import Database

    Way = Callable[[Hand, Database], str]

FILES = Path(os.environ.get("PAIBAN_SHARED", "../shared")) / "front_door"
STAFF, VOLUMES, ROSTER = "员工名单.xlsx", "咨询量_20周.csv", "班表_第48周.xlsx"
REPORT, PUNCHES = "赤兔_客服绩效_2026年10月.xlsx", "考勤_2026年10月.xlsx"
COMPLAINTS, PAY = "投诉_2026年10月.xlsx", "工资标准.xlsx"
SHOP = "front-door"
OCTOBER = Month(2026, 10)
LAST_WEEK = dt.date(2026, 11, 23)
"""First day of the last week that the volumes hold."""
DAY = dt.timedelta(days=1)
CLOCK = ZoneInfo("Asia/Shanghai")


def begin(hand: Hand) -> None:
    """Go on without sign-in, which the first page of an empty database asks about."""
    hand.page.goto(f"{hand.address}/?lang={hand.lang}")
    hand.page.get_by_role("button", name=hand.say("gate.alone")).click()
    hand.count += 1


def supervisor(hand: Hand, database: Database) -> str:
    """From the staff list, volumes and the roster in use to a published week."""
    hand.open("setup", lang=hand.lang)
    set_up(hand, "Front Door", "08:30-24:00", FILES / STAFF, 12)
    off = hand.say("import.code_off")
    take_past(hand, FILES / VOLUMES, FILES / ROSTER, "A/B", off, left_out=("售中", "售后"))
    make_week(hand)
    hand.waited = solve_and_publish(hand, "店长")
    made = weeks(at_desk(database, SHOP))[-1]
    return f"{made.label} {made.state}, {made.breaches} breaches, solved in {hand.waited:.0f} s"


def two_weeks(hand: Hand, database: Database) -> str:
    """From a first week as above to a second one, with the volumes of the week between."""
    with tempfile.TemporaryDirectory() as name:
        before, between = Path(name) / "before.csv", Path(name) / "between.csv"
        volumes_between(FILES / VOLUMES, before, None, LAST_WEEK - DAY)
        volumes_between(FILES / VOLUMES, between, LAST_WEEK, None)
        hand.open("setup", lang=hand.lang)
        set_up(hand, "Front Door", "08:30-24:00", FILES / STAFF, 12)
        off = hand.say("import.code_off")
        take_past(hand, before, FILES / ROSTER, "A/B", off, left_out=("售中", "售后"))
        make_week(hand)
        hand.waited = solve_and_publish(hand, "店长")
        first = hand.count
        hand.leave()  # and come back a week later: nothing is known but what is kept
        hand.open("week", shop=SHOP, lang=hand.lang)
        hand.waited += next_week(hand, between)
    made = weeks(at_desk(database, SHOP))[-1]
    second = hand.count - first
    return f"{made.label} {made.state}, {made.breaches} breaches, {second} in the second week"


def planner(hand: Hand, database: Database) -> str:
    """From volumes to a forecast that tells its spike and its missing day."""
    create_shop(at_desk(database, SHOP), NewShop("前门", ("presales", "insales", "aftersales")))
    say = hand.say
    hand.open("history", shop=SHOP, role="planner", lang=hand.lang)
    hand.page.locator("input[type=file]").first.set_input_files(FILES / VOLUMES)
    hand.settle(must_say=True)
    hand.press(say("past.take"), exact=True)
    hand.count += 1
    hand.page.get_by_role("link", name=say("past.to_forecast")).last.click()
    hand.settle(must_say=True)
    make_week(hand)
    hand.visit("forecast", shop=SHOP, role="planner", lang=hand.lang)
    told = " ".join(hand.page.get_by_role("alert").all_inner_texts())
    return " / ".join(told.split())


def hr(hand: Hand, database: Database) -> str:
    """From five files to a locked month."""
    _new_shop(hand)
    _first_month(
        hand, OCTOBER, [FILES / name for name in (STAFF, REPORT, PUNCHES, COMPLAINTS, PAY)]
    )
    return _locked(database, OCTOBER)


def two_months(hand: Hand, database: Database) -> str:
    """From a first month as above to a second one: the last month and the one before it."""
    second = Month.of(dt.datetime.now(CLOCK).date()).before
    with tempfile.TemporaryDirectory() as name:
        _new_shop(hand)
        _first_month(hand, second.before, _files_of(second.before, Path(name), "1"))
        first = hand.count
        hand.leave()
        hand.open("month", shop=SHOP, role="hr", lang="zh")
        next_month(hand, _files_of(second, Path(name), "2"))
    return f"{_locked(database, second)}, {hand.count - first} in the second month"


def _new_shop(hand: Hand) -> None:
    hand.open("setup", lang="zh")
    hand.fill("店铺名称", "Front Door")
    hand.press("创建店铺")


def _first_month(hand: Hand, month: Month, files: list[Path]) -> None:
    look = {"shop": SHOP, "role": "hr", "month": str(month), "lang": "zh"}
    close_month(hand, look, files, "KF001 客服001")


def _files_of(month: Month, folder: Path, number: str) -> list[Path]:
    """Return the five files as they would be of a month; the lists of staff and pay stay."""
    by = WEEK * round((month.first - OCTOBER.first) / WEEK)
    end = f"_{month.year}年{month.number}月.xlsx"
    return [
        FILES / STAFF,
        report_later(FILES / REPORT, folder / f"赤兔_客服绩效{end}", less=int(number)),
        table_moved(FILES / PUNCHES, folder / f"考勤{end}", by, month),
        table_moved(FILES / COMPLAINTS, folder / f"投诉{end}", by, month, number=number),
        FILES / PAY,
    ]


def _locked(database: Database, month: Month) -> str:
    """Return how far a month is, what was scored, and what it pays."""
    desk = at_desk(database, SHOP)
    run = month_run(desk, month)
    assert run is not None
    lines = [line for one in run.scores for line in one.cards[0].lines]
    scored = sum(line.left_out is None for line in lines)
    total = sum(one.total for one in run.payouts)
    state = review_state(desk, month)
    return f"{month} {state and state.state}, {scored} of {len(lines)} lines scored, {total} yuan"


WAYS: dict[str, tuple[Way, str]] = {
    "supervisor, zh": (supervisor, "zh"),
    "supervisor, en": (supervisor, "en"),
    "two weeks, zh": (two_weeks, "zh"),
    "planner, zh": (planner, "zh"),
    "HR, zh": (hr, "zh"),
    "two months, zh": (two_months, "zh"),
}


def walk(way: Way, lang: str) -> None:
    """Go one way from an empty database and print what each part of it took."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        database = open_database(f"sqlite:///{folder / 'front.db'}")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        window = new_window(browser)
        with served(database.url) as address:
            hand = Hand(window.new_page(), address, lang)
            begin(hand)
            hand.open("setup", lang=lang)  # the first page of all loads every library
            began = time.perf_counter()
            told = way(hand, database)
            seconds = time.perf_counter() - began - hand.waited
            print(f"  {hand.count} clicks and fields, {seconds:.0f} s: {told}", flush=True)
        browser.close()
        database.close()


def time_chats(count: int) -> None:
    """Print the seconds that a log of so many made-up chats takes to be looked at and kept."""
    chance = np.random.default_rng(7)
    days = chance.integers(0, 140, count)
    seconds = (chance.beta(2.2, 1.8, count) * 54_000 + 30_600).astype(int)
    starts = np.sort(days * 86_400 + seconds)
    origin = dt.datetime(2026, 7, 13)  # noqa: DTZ001 - a wall clock, as logs have it
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "会话.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("会话ID", "技能组", "客服", "接入时间", "首次回复时间", "会话结束时间"))
            for number, start in enumerate(starts.tolist()):
                came = origin + dt.timedelta(seconds=start)
                reply = came + dt.timedelta(seconds=int(chance.exponential(40)))
                end = reply + dt.timedelta(seconds=int(chance.exponential(500)))
                rows.writerow((f"C{number}", "售前", f"K{number % 12}", came, reply, end))
        database = open_database(f"sqlite:///{Path(name) / 'chats.db'}")
        desk = at_desk(database, SHOP)
        create_shop(desk, NewShop("前门", ("presales",)))
        began = time.perf_counter()
        columns = ChatColumns(**guessed(columns_of(path)))
        head = time.perf_counter() - began
        found = look_at_chats(desk, path, columns, told=NamesTold(posts={"售前": "presales"}))
        looked = time.perf_counter() - began
        keep_chats(desk, found, path.name)
        kept = time.perf_counter() - began
        database.close()
    print(f"{count:,} chats: head {head:.1f} s, looked at {looked:.1f} s, kept {kept:.1f} s")


def main() -> None:
    """Go the ways asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=0, metavar="N")
    parser.add_argument("--ways", nargs="*", choices=list(WAYS), default=list(WAYS))
    asked = parser.parse_args()
    if asked.chats:
        time_chats(asked.chats)
        return
    for name in asked.ways:
        print(name, flush=True)
        walk(*WAYS[name])


if __name__ == "__main__":
    main()
