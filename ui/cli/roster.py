"""The command that makes a roster."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.errors import require
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import SimulationParams
from service.roster.long_weeks import alike_weeks, proposed_cycles, read_weeks
from service.roster.open_intervals import open_points
from service.roster.report import solve_report
from service.roster.solving import SolvedWeek, make_roster
from service.settings import settings
from service.trial.closing import close_week, closed_report
from service.trial.in_parts import InParts
from ui.cli import endings, loop, tables
from ui.cli.code_table import check_table, write_code_table
from ui.cli.options import (
    LEAST_HOURS,
    Cluster,
    Counting,
    LeastHours,
    Replications,
    TableFile,
    Week,
    Weeks,
)
from ui.cli.screen import Screen
from ui.cli.solving import Solving
from ui.cli.spelled import Ended

Start = Annotated[Path | None, typer.Option("--start", metavar="ROSTER", help="cli.option.start")]
CloseLoop = Annotated[
    int, typer.Option("--close-loop", min=0, metavar="N", help="cli.option.close_loop")
]
Parts = Annotated[int, typer.Option("--parts", min=0, metavar="N", help="cli.option.parts")]
BeginCycles = Annotated[bool, typer.Option("--begin-cycles", help="cli.option.begin_cycles")]
Out = Annotated[Path, typer.Option("--out", metavar="ROSTER", help="cli.option.roster_out")]


def roster(
    screen: Screen,
    week: Week,
    *,
    out: Out,
    weeks: Weeks = None,
    limits: Solving,
    start: Start = None,
    close_loop: CloseLoop = 0,
    table: TableFile = None,
    replications: Replications = 30,
    counts: Counting = WhatCounts.WEEK_CHATS,
    least_hours: LeastHours = LEAST_HOURS,
    begin_cycles: BeginCycles = False,
    parts: Parts = 0,
    cluster: Cluster = None,
) -> Ended:
    """Make the week's roster."""
    check_table(table)
    require(not parts or not (start or close_loop), "parts_alone")
    require(bool(parts) or not cluster, "cluster_without_parts", value=cluster)
    is_usual = counts is WhatCounts.WEEK_CHATS and least_hours == LEAST_HOURS
    require(bool(close_loop) or is_usual, "counts_without_rounds", value=counts.value)
    on = settings().cluster if cluster is None else cluster
    by = InParts(parts, on) if parts else None
    params = limits.params
    begun = proposed_cycles(read_weeks(week, weeks)) if begin_cycles else {}
    for agent, day in begun.items():
        screen.say("cli.cycle_begun", agent=agent, start=day.isoformat())
    if close_loop:
        chats = SimulationParams(
            replications=replications, seed=params.seed, counts=counts, least_hours=least_hours
        )
        with limits.watched(screen) as watched:
            closed = close_week(
                week,
                params,
                simulation=chats,
                rounds=close_loop,
                out=out,
                weeks=weeks,
                begun=begun,
                listener=watched.listener,
                stop=watched.stop,
            )
        report = closed_report(closed, params)
        loop.closed(screen, report)
        best = closed.best.solved
        _write(screen, table, week, best)
        return Ended(report, endings.of_roster(report))
    with limits.watched(screen) as watched:
        solved = make_roster(
            week,
            params,
            weeks=weeks,
            begun=begun,
            out=out,
            start_file=start,
            by=by,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = solve_report(solved.problem, params, solved.result, solved.verdict)
    alike = alike_weeks(solved.problem) if weeks else ()
    report["cycles_begun"] = {agent: day.isoformat() for agent, day in begun.items()}
    report |= {"days": solved.problem.horizon.days, "alike_weeks": list(alike)}
    if alike:
        screen.say("cli.alike_weeks", weeks=screen.word("list.comma").join(map(str, alike)))
    tables.solved(screen, report)
    _write(screen, table, week, solved)
    if solved.result.roster is not None and solved.verdict is not None:
        points = open_points(solved.problem, solved.result.roster)
        tables.open_stretches(screen, solved.problem, points)
    return Ended(report, endings.of_roster(report))


def _write(screen: Screen, table: Path | None, week: Path, solved: SolvedWeek) -> None:
    if solved.result.roster is not None and solved.verdict is not None:
        told = (solved.problem, solved.result.roster, solved.verdict)
        write_code_table(screen, (table, week), told)
