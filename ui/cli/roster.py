"""The command that makes a roster, and what it shares with planning from volumes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service.roster.long_weeks import alike_weeks
from service.roster.open_intervals import open_points
from service.roster.report import solve_report
from service.roster.solving import make_roster
from service.trial.closing import close_week, closed_report
from ui.cli import endings, loop, tables
from ui.cli.options import Json, Replications, Seed, TimeLimit, Week, Weeks, Workers, WorkLimit
from ui.cli.progress import solving

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Start = Annotated[Path | None, typer.Option("--start", metavar="ROSTER", help="cli.option.start")]
CloseLoop = Annotated[
    int, typer.Option("--close-loop", min=0, metavar="N", help="cli.option.close_loop")
]
Out = Annotated[Path, typer.Option("--out", metavar="ROSTER", help="cli.option.roster_out")]


def roster(
    ctx: typer.Context,
    week: Week,
    *,
    out: Out,
    weeks: Weeks = None,
    time_limit: TimeLimit = 60.0,
    work_limit: WorkLimit = None,
    seed: Seed = 1,
    workers: Workers = 2,
    start: Start = None,
    close_loop: CloseLoop = 0,
    replications: Replications = 30,
    json_path: Json = None,
) -> None:
    """Make the week's roster."""
    screen: Screen = ctx.obj
    params = solve_params(time_limit, work_limit, seed, workers)
    if close_loop:
        chats = SimulationParams(replications=replications, seed=seed)
        with solving(screen, time_limit_s=params.time_limit_s) as watched:
            closed = close_week(
                week,
                params,
                simulation=chats,
                rounds=close_loop,
                out=out,
                weeks=weeks,
                listener=watched.listener,
                stop=watched.stop,
            )
        report = closed_report(closed, params)
        loop.closed(screen, report)
        screen.answer(json_path, report)
        raise typer.Exit(endings.of_roster(report))
    with solving(screen, time_limit_s=params.time_limit_s) as watched:
        solved = make_roster(
            week,
            params,
            weeks=weeks,
            out=out,
            start_file=start,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = solve_report(solved.problem, params, solved.result, solved.verdict)
    alike = alike_weeks(solved.problem) if weeks else ()
    report |= {"days": solved.problem.horizon.days, "alike_weeks": list(alike)}
    if alike:
        screen.say("cli.alike_weeks", weeks=screen.word("cli.comma").join(map(str, alike)))
    tables.solved(screen, report)
    if solved.result.roster is not None and solved.verdict is not None:
        points = open_points(solved.problem, solved.result.roster)
        tables.open_stretches(screen, solved.problem, points)
    screen.answer(json_path, report)
    raise typer.Exit(endings.of_roster(report))


def solve_params(
    time_limit: float | None, work_limit: int | None, seed: int, workers: int
) -> SolveParams:
    """Return a solve's limits; a time limit of 0 is none, so that counted work alone decides."""
    return SolveParams(
        seed=seed, time_limit_s=time_limit or None, work_limit=work_limit, workers=workers
    )
