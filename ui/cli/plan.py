"""Planning from volumes in one go, and the made-up staff list for where there is none."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.compiled import Part
from scheduler.post import StaffingInputs
from scheduler.simulate.params import SimulationParams
from service.plan_report import plan_report
from service.planning import PRESETS, USUAL_DAYS, PlanRequest
from service.planning import plan as make_plan
from service.shop.opening import opening as opening_hours
from service.shop.staff_list import make_staff_file
from ui.cli import endings, tables
from ui.cli.acting import today_in
from ui.cli.options import Country, Interval, Replications, Seed, Timezone, Volumes, Weeks
from ui.cli.pairs import Layout, weights
from ui.cli.progress import tell_preparing
from ui.cli.roster import CloseLoop
from ui.cli.screen import Screen
from ui.cli.solving import Solving
from ui.cli.spelled import Ended

Agents = Annotated[Path, typer.Option("--agents", metavar="FILE", help="cli.option.agents")]
PlanWeek = Annotated[str, typer.Option("--week", metavar="WEEK", help="cli.option.plan_week")]
PlanOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="cli.option.plan_out")]
Handle = Annotated[float, typer.Option("--aht", metavar="SECONDS", help="cli.option.aht")]
Slots = Annotated[int, typer.Option("--concurrency", metavar="N", help="cli.option.concurrency")]
Patience = Annotated[float, typer.Option("--patience", help="cli.option.patience")]
Target = Annotated[float, typer.Option("--target", metavar="SHARE", help="cli.option.target")]
Within = Annotated[float, typer.Option("--within", metavar="SECONDS", help="cli.option.within")]
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
    target: Target = 0.8,
    within: Within = 30.0,
    shrinkage: Shrinkage = 0.0,
    opening: Opening = None,
    rules: Rules = PRESETS[0],
    days_a_week: DaysWeek = USUAL_DAYS,
    together_at_night: Together = False,
    limits: Solving,
    replications: Replications = 30,
    close_loop: CloseLoop = 0,
) -> Ended:
    """Go from volumes to a checked and simulated roster."""
    request = PlanRequest(
        layout.file(volumes, timezone=timezone, near=today_in(timezone)),
        agents,
        week,
        interval,
        StaffingInputs(aht, concurrency, patience, target, within, shrinkage),
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
    tell_preparing(screen, Part.STAFFING, Part.SIMULATION)
    with limits.watched(screen) as watched:
        planned = make_plan(
            request,
            params,
            simulation=SimulationParams(replications=replications, seed=limits.seed),
            out=out,
            rounds=close_loop,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = plan_report(planned, params)
    tables.plan(screen, report)
    screen.say("cli.written", path=out)
    return Ended(report, endings.of_plan(report))


def agents(
    screen: Screen, *, count: Count, out: StaffOut, posts: Posts = "chat", seed: Seed = 1
) -> None:
    """Make up a staff list."""
    made = make_staff_file(count, weights(posts), seed=seed, out=out)
    hours = sum(agent.contract.hours_week for agent in made)
    screen.say("cli.agents_made", count=count, hours=f"{hours:,.0f}", file=out)
