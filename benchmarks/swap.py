"""
A swap of two shifts as people do it in a browser: asked, accepted, approved on three screens.

    python -m benchmarks.swap

Two phones (390 x 844) and the supervisor's page in Chromium, on a server of this machine; a
scripted person presses as soon as what is next stands on the screen. Both calendars are read before
and after.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time

from playwright.sync_api import Browser, sync_playwright

from benchmarks.phones import shifted
from scheduler.roster import Roster
from service.database import open_database
from service.phone.feeds import own_calendar
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from tests.browser.conftest import FLAGS, chromium, served, without_accounts
from tests.browser.screen import Screen, new_window
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import own_desk

PHONE = {"width": 390, "height": 844}
SHOP = "main"


def prepare(url: str) -> str:
    """Publish next week in a shop of its own; return its label."""
    now = dt.datetime.now(dt.UTC)
    monday = now.astimezone(s.CLOCK.zone).date()
    monday += dt.timedelta(days=7 - monday.weekday())
    database = open_database(url)
    desk = at_desk(database, SHOP, by="王经理", now=now)
    week = s.week(monday, absences=(), wishes=())
    keep_week(desk, week, shop_name="小店")
    later = week.horizon.start_min - s.at(0, 0)
    label = week.horizon.iso_week
    shifts = (shifted(s.shift("A1", 1), later), shifted(s.shift("A2", 3), later))
    keep_roster(desk, label, Roster(shifts))
    publish(desk, label)
    database.close()
    without_accounts(url)
    return label


def calendars(url: str) -> list[list[tuple[int, bool]]]:
    """Return what the calendars of both people hold: starts, and whether each is cancelled."""
    database, now = open_database(url), dt.datetime.now(dt.UTC)
    found = []
    for agent in ("A1", "A2"):
        events = own_calendar(own_desk(database, agent, now), agent, "zh").events
        found.append([(one.shift.start_min, one.is_cancelled) for one in events])
    database.close()
    return found


def main() -> None:
    """Swap, and print how long each screen took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/swap.db"
        label = prepare(url)
        before = calendars(url)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with served(url) as where:
            boss = Screen(new_window(browser).new_page(), where)
            boss.open("requests", shop=SHOP, week=label, lang="zh", role="supervisor")
            took = [_asked(browser, where), _accepted(browser, where), _approved(boss, label)]
        browser.close()
        after = calendars(url)
    for name, seconds in zip(("asked", "accepted", "approved"), took, strict=True):
        print(f"{name}: {seconds:.1f} s")
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    print(f"all: {sum(took):.1f} s; {changed} of 2 calendars changed")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def _asked(browser: Browser, where: str) -> float:
    page = browser.new_page(viewport=PHONE)
    begun = time.perf_counter()
    page.goto(f"{where}/phone/requests?shop={SHOP}&me=A1&lang=zh")
    page.get_by_role("link", name="换班").first.click()
    page.locator("input[name=choice][value^='A2:']").first.check()
    page.locator("form[action='/phone/swap'] button").click()
    page.get_by_text("等对方答复").first.wait_for()
    return time.perf_counter() - begun


def _accepted(browser: Browser, where: str) -> float:
    page = browser.new_page(viewport=PHONE)
    begun = time.perf_counter()
    page.goto(f"{where}/phone/requests?shop={SHOP}&me=A2&lang=zh")
    page.locator("form[action='/phone/answer'] button[value=yes]").click()
    page.locator("form[action='/phone/answer']").wait_for(state="detached")
    return time.perf_counter() - begun


def _approved(boss: Screen, label: str) -> float:
    begun = time.perf_counter()
    boss.open("requests", shop=SHOP, week=label, lang="zh", role="supervisor")
    boss.page.get_by_role("tab", name="客服申请").click()
    boss.page.locator("[class*='st-key-inbox-reason'] input").fill("说好了")
    boss.press("批准并发布", exact=True)
    boss.page.get_by_text("已批准，班表已更新并发布").first.wait_for()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
