"""Planning from volumes in one go, and the made-up staff list for where there is none."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from scheduler.compiled import Part
from scheduler.errors import InputError, require
from scheduler.horizon import monday_of
from scheduler.post import Post, StaffingInputs
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import SimulationParams
from service.plan_report import plan_report
from service.planning import PRESETS, USUAL_DAYS, PlanRequest
from service.planning import plan as make_plan
from service.shop.opening import opening as opening_hours
from service.shop.staff_list import make_staff_file
from service.start.platform_aims import (
    AimsSeen,
    PlatformAim,
    aimed_post,
    aims_report,
    platform_aims,
    platforms_written,
)
from ui.cli import endings, tables
from ui.cli.acting import today_in
from ui.cli.options import (
    LEAST_HOURS,
    Counting,
    Country,
    Interval,
    LeastHours,
    Replications,
    Seed,
    Timezone,
    Volumes,
    Weeks,
)
from ui.cli.pairs import Layout, weights
from ui.cli.progress import tell_preparing
from ui.cli.roster import CloseLoop
from ui.cli.screen import Screen
from ui.cli.shop import Platforms
from ui.cli.solving import Solving
from ui.cli.spelled import Ended
from ui.words.platform_sentences import aim_sentences

Agents = Annotated[Path, typer.Option("--agents", metavar="FILE", help="cli.option.agents")]
PlanWeek = Annotated[str, typer.Option("--week", metavar="WEEK", help="cli.option.plan_week")]
PlanOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="cli.option.plan_out")]
Handle = Annotated[float, typer.Option("--aht", metavar="SECONDS", help="cli.option.aht")]
Slots = Annotated[int, typer.Option("--concurrency", metavar="N", help="cli.option.concurrency")]
Patience = Annotated[float, typer.Option("--patience", help="cli.option.patience")]
Target = Annotated[
    float | None, typer.Option("--target", metavar="SHARE", help="cli.option.target")
]
Within = Annotated[
    float | None, typer.Option("--within", metavar="SECONDS", help="cli.option.within")
]
Shrinkage = Annotated[float, typer.Option("--shrinkage", help="cli.option.shrinkage")]
Opening = Annotated[
    str | None, typer.Option("--opening", metavar="HOURS", help="cli.option.opening")
]
Rules = Annotated[str, typer.Option("--rules", metavar="FILE|NAME", help="cli.option.rules")]
DaysWeek = Annotated[int, typer.Option("--days-a-week", metavar="N", help="cli.option.days_week")]
Together = Annotated[bool, typer.Option("--together-at-night", help="cli.option.together_at_night")]
Count = Annotated[int, typer.Option("--count", metavar="N", help="cli.option.count")]
Posts = Annotated[str, typer.Option("--posts", help="cli.option.posts")]
StaffOut = Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.agents_out")]

ROUND_THE_CLOCK = "24x7"
TARGET, WITHIN = "service_level", "within_s"
OTHER = "other"
"""Whose rhythm of replies every post of the volumes is given."""


def plan(
    screen: Screen,
    *,
    volumes: Volumes,
    agents: Agents,
    week: PlanWeek,
    out: PlanOut,
    weeks: Weeks = None,
    timezone: Timezone = "Asia/Shanghai",
    country: Country = None,
    layout: Layout,
    interval: Interval = 30,
    aht: Handle = 600.0,
    concurrency: Slots = 3,
    patience: Patience = 180.0,
    target: Target = None,
    within: Within = None,
    platforms: Platforms = "",
    shrinkage: Shrinkage = 0.0,
    opening: Opening = None,
    rules: Rules = PRESETS[0],
    days_a_week: DaysWeek = USUAL_DAYS,
    together_at_night: Together = False,
    limits: Solving,
    replications: Replications = 30,
    close_loop: CloseLoop = 0,
    counts: Counting = WhatCounts.WEEK_CHATS,
    least_hours: LeastHours = LEAST_HOURS,
) -> Ended:
    """Go from volumes to a checked and simulated roster."""
    staffing = StaffingInputs(aht, concurrency, patience, shrinkage=shrinkage)
    staffing, aims = _aimed(screen, staffing, week, platforms, {TARGET: target, WITHIN: within})
    request = PlanRequest(
        layout.file(volumes, timezone=timezone, near=today_in(timezone)),
        agents,
        week,
        interval,
        staffing,
        opening_hours(opening or ROUND_THE_CLOCK),
        country,
        None if rules in PRESETS else Path(rules),
        weeks or 1,
        rules if rules in PRESETS else PRESETS[0],
        days_a_week,
        together_at_night,
        opening is not None,
    )
    params = limits.params
    chats = SimulationParams(
        replications=replications, seed=limits.seed, counts=counts, least_hours=least_hours
    )
    tell_preparing(screen, Part.STAFFING, Part.SIMULATION)
    with limits.watched(screen) as watched:
        planned = make_plan(
            request,
            params,
            simulation=chats,
            out=out,
            rounds=close_loop,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = plan_report(planned, params) | {"aims": aims_report(aims)}
    tables.plan(screen, report)
    screen.say("cli.written", path=out)
    return Ended(report, endings.of_plan(report))


def _aimed(
    screen: Screen,
    staffing: StaffingInputs,
    week: str,
    platforms: str,
    own: dict[str, float | None],
) -> tuple[StaffingInputs, tuple[PlatformAim, ...]]:
    """Return inputs with the level somebody told, or what platforms ask, which is said; these."""
    told = {name: value for name, value in own.items() if value is not None}
    staffing = replace(staffing, **told)  # type: ignore[arg-type]  # names as declared
    try:
        monday = monday_of(week)
    except InputError:  # told with the faults of all files, when the plan is asked for
        return staffing, ()
    aims = platform_aims(platforms_written(platforms), monday)
    require(not (aims and told), "target_beside_platforms", column="platforms")
    if not told:
        for line in aim_sentences(AimsSeen(aims, is_used=True), screen.lang):
            screen.text(line)
    return aimed_post(Post(OTHER, staffing), aims, monday).staffing, aims


def agents(
    screen: Screen, *, count: Count, out: StaffOut, posts: Posts = "chat", seed: Seed = 1
) -> None:
    """Make up a staff list."""
    made = make_staff_file(count, weights(posts), seed=seed, out=out)
    hours = sum(agent.contract.hours_week for agent in made)
    screen.say("cli.agents_made", count=count, hours=f"{hours:,.0f}", file=out)
