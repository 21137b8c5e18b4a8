"""What the killed process does: months of one small shop, action by action, always the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.pay.payout import PayPlan
from scheduler.roster import Roster
from scheduler.shift import Span
from service.history.volumes import import_volumes
from service.month import kpi_intake, kpi_plans, months
from service.pay import pay_review
from service.roster import editing, intake, pinning, publishing
from store.database import Database, open_database
from store.files.kpi_facts import write_facts
from store.files.kpi_tables import PAY_PLANS
from tests.desks import at_desk
from tests.kpi.making import bands, facts, line, scheme
from tests.service import small_shop as s

if TYPE_CHECKING:
    from pathlib import Path

HR, BOSS = "HR", "shop manager"
WEEK_MIN = 7 * 24 * 60
STEPS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))


@dataclass(frozen=True)
class Act:
    """One acknowledged action, and of which kind it is."""

    kind: str
    do: Callable[[Database], object]


def _act(kind, function, *arguments, by=HR, **options):
    def do(database):
        return function(at_desk(database, by=by, now=s.NOW), *arguments, **options)

    return Act(kind, do)


def _shifts(week):
    """Return the two shifts of a week, and the first one an hour later."""
    ahead = week * WEEK_MIN
    first, second = (
        replace(
            one,
            start_min=one.start_min + ahead,
            end_min=one.end_min + ahead,
            meal=Span(one.meal.start_min + ahead, one.meal.end_min + ahead),
        )
        for one in s.roster().shifts
    )
    later = replace(
        first,
        start_min=first.start_min + 60,
        end_min=first.end_min + 60,
        meal=Span(first.meal.start_min + 60, first.meal.end_min + 60),
    )
    return first, second, later


def acts(folder: Path, cycles: int) -> tuple[Act, ...]:
    """Return what is done in some weeks and as many months, their files written to a folder."""
    found: list[Act] = []
    for number in range(cycles):
        monday = s.MONDAY + dt.timedelta(weeks=number)
        label = "{}-W{:02}".format(*monday.isocalendar())
        month = Month(2028 + number // 12, number % 12 + 1)
        first, second, later = _shifts(number)
        path = folder / f"facts{number}.csv"
        day = month.first + dt.timedelta(days=2)
        rows = [
            facts(agent=name, date=day, replied=count, received=100)
            for name, count in (("A1", 90 - number), ("A2", 80))
        ]
        write_facts(merge(rows), path)
        here, then = (label,), (month,)
        found += [
            _act("import", intake.keep_week, s.week(monday, absences=(), wishes=())),
            _act("import", import_volumes, s.volumes(monday, days=7)),
            _act("edit", publishing.keep_roster, *here, Roster((first, second))),
            _act(
                "edit",
                editing.change,
                *here,
                removed=(first,),
                added=(later,),
                reason="stock taking",
            ),
            _act("edit", pinning.pin, *here, later),
            _act("publish", publishing.publish, *here, reason="asked for"),
            _act("import", kpi_intake.import_facts, path),
            _act("payout", months.score, *then),
            _act("payout", pay_review.send_to_review, *then),
            _act("payout", pay_review.approve_month, *then, by=BOSS),
            _act("payout", pay_review.lock_month, *then, by=BOSS),
            _act("payout", pay_review.correct_month, *then, reason="late file"),
        ]
    return tuple(found)


def new_shop(path: Path, url: str = "") -> None:
    """
    Make the database all runs begin with: people, scheme and pay plans of the shop.

    Parameters
    ----------
    path
        Its file; of one with an address, a file beside which its files lie.
    url
        Its address, where it is no file.
    """
    database = open_database(url or str(path))
    do = partial(_act, "import")
    plans = [
        PayPlan(name, dt.date(2026, 1, 1), Decimal(3000), Decimal(1000)) for name in ("A1", "A2")
    ]
    PAY_PLANS.write(plans, path.with_name("pay_plan.csv"))
    before = s.MONDAY - dt.timedelta(weeks=1)
    for act in (
        do(intake.keep_week, s.week(before, absences=(), wishes=())),
        do(kpi_plans.save_scheme, scheme(line(bands=STEPS))),
        do(kpi_plans.import_pay_plans, path.with_name("pay_plan.csv")),
    ):
        act.do(database)
    database.close()
