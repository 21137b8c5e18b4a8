"""What the demo came to, on one screen: next week's roster and its test, last month's pay."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from ui.cli import kpi_tables, simulated_tables, tables
from ui.words.names import post_name

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Report = dict[str, Any]
BEST = 5


def show(screen: Screen, report: Report) -> None:
    """Print the summary."""
    screen.text("")
    screen.say(
        "cli.demo_week",
        week=report["week"],
        agents=report["agents"],
        chats=f"{report['chats_expected']:,.0f}",
        hours=f"{report['required_hours']:,.0f}",
    )
    tables.solved(screen, report["roster"])
    if report["simulation"] is not None:
        screen.text("")
        screen.say("cli.plan_simulation", replications=report["simulation"]["replications"])
        simulated_tables.simulated(screen, report["simulation"])
        screen.text("")
        _projection(screen, report["projection"])
    screen.text("")
    _month(screen, report["month"])
    screen.text("")


def _projection(screen: Screen, rows: list[Report]) -> None:
    posts = [row for row in rows if not row["agent_id"] and row["value"] is not None]
    names = list(dict.fromkeys(row["indicator"] for row in posts))
    value = {(row["post"], row["indicator"]): _with_unit(row) for row in posts}
    table = [
        (post_name(post, screen.lang), *(value.get((post, name), "-") for name in names))
        for post in dict.fromkeys(row["post"] for row in posts)
    ]
    screen.say("cli.projection")
    screen.table(("cli.head.post", *(f"indicator.{name}" for name in names)), table)


def _with_unit(row: Report) -> str:
    number, unit = Decimal(row["value"]), INDICATORS[row["indicator"]].unit
    if unit is Measured.SHARE:
        return f"{number:.1%}"
    return f"{number:.1f} s" if unit is Measured.SECOND else f"{number:.1f}"


def _month(screen: Screen, month: Report) -> None:
    grades = (
        f"{grade[screen.lang]} {grade['agents']}"
        for grade in month["grades"].values()
        if grade["agents"]
    )
    screen.say(
        "cli.demo_month",
        month=month["month"],
        agents=len(month["agents"]),
        mean=month["mean_score"] or "-",
        grades=" · ".join(grades),
        paid=kpi_tables.yuan(month["paid"]),
    )
    best = sorted(month["agents"], key=kpi_tables.best_first)[:BEST]
    ids = [agent["agent_id"] for agent in best]
    paid = {payout["agent_id"]: payout for payout in month["payouts"]}
    shown = {
        **month,
        "agents": best,
        "payouts": [paid[agent_id] for agent_id in ids if agent_id in paid],
    }
    screen.say("cli.demo_best", count=len(ids))
    kpi_tables.payouts(screen, shown, with_sum=False)
