"""Overtime that rosters propose: ``kpi overtime`` lists it, ``kpi confirm`` makes entries of it."""

from enum import StrEnum
from typing import Annotated

import typer

from scheduler.horizon import Clock
from service.month.months import Month
from service.pay import sixth_days
from service.pay.campaign_leave import CampaignLeave, leave_owed
from service.pay.sixth_days import Proposal
from service.shop.shops import shop as shop_of
from ui.cli.acting import Acting, Looking, told
from ui.cli.looking import kept_anyway, looking_at
from ui.cli.options import KeepAnyway, MonthText
from ui.cli.screen import Screen
from ui.cli.spelled import Report

HOUR_MIN = 60


class PaidBy(StrEnum):
    """What is given for work on a rest day."""

    PAY = "pay"
    TIME_OFF = "time_off"


By = Annotated[PaidBy | None, typer.Option("--give", help="cli.option.overtime_give")]
Whom = Annotated[
    list[str] | None,
    typer.Option("--agent", metavar="AGENT", help="cli.option.overtime_agent"),
]


def overtime(screen: Screen, *, month: MonthText, at: Looking) -> Report:
    """List the overtime that rosters in force propose for a month, and how it stands."""
    with at.desk() as desk:
        found = sixth_days.proposals(desk, Month.parse(month))
        clock = shop_of(desk).clock
        leave = leave_owed(desk, month=Month.parse(month))
    _table(screen, found, clock)
    _leave_table(screen, leave)
    waiting = sum(one.waits for one in found)
    screen.say("cli.overtime_waiting", month=month, count=waiting, of=len(found))
    report = {
        "month": month,
        "proposals": [_told(one, clock) for one in found],
        "campaign_leave": [
            {
                "campaign": one.campaign,
                "until": one.until.isoformat(),
                "agent_id": one.agent_id,
                "owed_hours": one.owed_min / HOUR_MIN,
                "confirmed_hours": one.confirmed_min / HOUR_MIN,
                "planned_hours": one.planned_min / HOUR_MIN,
            }
            for one in leave
        ],
    }
    return told(screen, desk, report)


def confirm(
    screen: Screen,
    *,
    month: MonthText,
    agents: Whom = None,
    give: By = None,
    keep_anyway: KeepAnyway = None,
    at: Acting,
) -> Report:
    """Make entries of the overtime that waits, of all or of some people, and of no other."""
    wanted = Month.parse(month)
    with looking_at(screen, keep_anyway) as look, at.desk() as desk:
        found = sixth_days.proposals(desk, wanted)
        clock = shop_of(desk).clock
        chosen = [one for one in found if one.waits and (not agents or one.agent_id in agents)]
        time_off = None if give is None else give is PaidBy.TIME_OFF
        sixth_days.confirm(desk, wanted, chosen, time_off=time_off)
    _table(screen, chosen, clock)
    screen.say("cli.overtime_confirmed", month=month, count=len(chosen))
    report = {"month": month, "confirmed": [_told(one, clock) for one in chosen]}
    return told(screen, desk, report | kept_anyway(look))


def _table(screen: Screen, found: list[Proposal] | tuple[Proposal, ...], clock: Clock) -> None:
    rows = [
        (
            *(one.agent_id, f"{clock.format(one.start_min)} – {clock.format(one.end_min)}"),
            *(f"{one.minutes / 60:.2f}", one.week, one.plan),
            "" if one.until is None else f"{one.campaign} {one.until}",
            screen.word(f"sixth_day.stands_{one.stands}"),
            ", ".join(screen.word(f"sixth_day.doubt_{each}") for each in one.doubts),
        )
        for one in found
    ]
    names = ("agent", "times", "hours", "week", "plan", "leave_or_pay", "stands", "doubts")
    if rows:
        screen.table(tuple(f"sixth_day.{name}" for name in names), rows)


def _leave_table(screen: Screen, found: tuple[CampaignLeave, ...]) -> None:
    """Print the leave that campaigns of the month owe; what is only planned stands apart."""
    rows = [
        (
            *(one.campaign, one.until, one.agent_id),
            *(
                f"{part / HOUR_MIN:.2f}"
                for part in (one.owed_min, one.confirmed_min, one.planned_min)
            ),
        )
        for one in found
    ]
    names = ("campaign", "agent", "leave_owed", "leave_confirmed", "leave_planned")
    heads = [f"campaigns.{name}" for name in names]
    if rows:
        screen.table((heads[0], "campaigns.leave_until", *heads[1:]), rows)


def _told(one: Proposal, clock: Clock) -> Report:
    before = None if one.before is None else [clock.format(at) for at in one.before]
    return {
        "agent_id": one.agent_id,
        "start": clock.format(one.start_min),
        "end": clock.format(one.end_min),
        "minutes": one.minutes,
        "week": one.week,
        "plan": one.plan,
        "campaign": one.campaign,
        "time_off_until": one.until and one.until.isoformat(),
        "stands": one.stands.value,
        "doubts": [each.value for each in one.doubts],
        "entry": one.entry,
        "before": before,
    }
