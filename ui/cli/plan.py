"""Planning from volumes in one go, and the made-up staff list for where there is none."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.compiled import Part
from scheduler.post import StaffingInputs
from scheduler.simulate.params import SimulationParams
from service.plan_report import plan_report
from service.planning import PlanRequest
from service.planning import plan as make_plan
from service.shop.opening import opening as opening_hours
from service.shop.staff_list import make_staff_file
from ui.cli import endings, tables
from ui.cli.options import (
    ClockChanges,
    Country,
    Drop,
    Interval,
    Json,
    Map,
    NoRowMeans,
    PostName,
    Replications,
    Seed,
    TimeLimit,
    Timezone,
    Volumes,
    Weeks,
    Workers,
    WorkLimit,
)
from ui.cli.pairs import volume_file, weights
from ui.cli.progress import solving, tell_preparing
from ui.cli.roster import CloseLoop, solve_params

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Agents = Annotated[Path, typer.Option("--agents", metavar="FILE", help="cli.option.agents")]
PlanWeek = Annotated[str, typer.Option("--week", metavar="WEEK", help="cli.option.plan_week")]
PlanOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="cli.option.plan_out")]
Handle = Annotated[float, typer.Option("--aht", metavar="SECONDS", help="cli.option.aht")]
Slots = Annotated[int, typer.Option("--concurrency", metavar="N", help="cli.option.concurrency")]
Patience = Annotated[float, typer.Option("--patience", help="cli.option.patience")]
Target = Annotated[float, typer.Option("--target", metavar="SHARE", help="cli.option.target")]
Within = Annotated[float, typer.Option("--within", metavar="SECONDS", help="cli.option.within")]
Shrinkage = Annotated[float, typer.Option("--shrinkage", help="cli.option.shrinkage")]
Opening = Annotated[str, typer.Option("--opening", metavar="HOURS", help="cli.option.opening")]
Rules = Annotated[Path | None, typer.Option("--rules", metavar="FILE", help="cli.option.rules")]
Count = Annotated[int, typer.Option("--count", metavar="N", help="cli.option.count")]
Posts = Annotated[str, typer.Option("--posts", help="cli.option.posts")]
StaffOut = Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.agents_out")]


def plan(
    ctx: typer.Context,
    *,
    volumes: Volumes,
    agents: Agents,
    week: PlanWeek,
    out: PlanOut,
    weeks: Weeks = None,
    columns: Map = "",
    post: PostName = "chat",
    timezone: Timezone = "Asia/Shanghai",
    country: Country = None,
    drop: Drop = "",
    drop_clock_changes: ClockChanges = False,
    no_row: NoRowMeans = None,
    interval: Interval = 30,
    aht: Handle = 600.0,
    concurrency: Slots = 3,
    patience: Patience = 180.0,
    target: Target = 0.8,
    within: Within = 30.0,
    shrinkage: Shrinkage = 0.0,
    opening: Opening = "24x7",
    rules: Rules = None,
    time_limit: TimeLimit = 60.0,
    work_limit: WorkLimit = None,
    workers: Workers = 2,
    seed: Seed = 1,
    replications: Replications = 30,
    close_loop: CloseLoop = 0,
    json_path: Json = None,
) -> None:
    """Go from volumes to a checked and simulated roster."""
    screen: Screen = ctx.obj
    request = PlanRequest(
        volume_file(
            volumes,
            timezone=timezone,
            columns=columns,
            post=post,
            drop=drop,
            drop_clock_changes=drop_clock_changes,
            no_row=no_row,
        ),
        agents,
        week,
        interval,
        StaffingInputs(aht, concurrency, patience, target, within, shrinkage),
        opening_hours(opening),
        country,
        rules,
        weeks or 1,
    )
    params = solve_params(time_limit, work_limit, seed, workers)
    chats = SimulationParams(replications=replications, seed=seed)
    tell_preparing(screen, Part.STAFFING, Part.SIMULATION)
    with solving(screen, time_limit_s=params.time_limit_s) as watched:
        planned = make_plan(
            request,
            params,
            simulation=chats,
            out=out,
            rounds=close_loop,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = plan_report(planned, params)
    tables.plan(screen, report)
    screen.say("cli.written", path=out)
    screen.answer(json_path, report)
    raise typer.Exit(endings.of_plan(report))


def agents(
    ctx: typer.Context, *, count: Count, out: StaffOut, posts: Posts = "chat", seed: Seed = 1
) -> None:
    """Make up a staff list."""
    screen: Screen = ctx.obj
    made = make_staff_file(count, weights(posts), seed=seed, out=out)
    hours = sum(agent.contract.hours_week for agent in made)
    screen.say("cli.agents_made", count=count, hours=f"{hours:,.0f}", file=out)
