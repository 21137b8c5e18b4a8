"""The demo: the whole main job on a made-up shop, and one readable summary of it."""

import time
from typing import TYPE_CHECKING

import typer

from service.database import url_of
from service.demo import demo_url, fresh_database, run_demo
from service.demo_report import demo_report
from ui.cli import demo_summary, endings
from ui.cli.database import Db
from ui.cli.options import Json, Replications, Seed, TimeLimit, Workers, WorkLimit
from ui.cli.progress import solving
from ui.cli.roster import solve_params

if TYPE_CHECKING:
    from ui.cli.screen import Screen


def demo(
    ctx: typer.Context,
    *,
    time_limit: TimeLimit = 20.0,
    work_limit: WorkLimit = None,
    seed: Seed = 1,
    workers: Workers = 2,
    replications: Replications = 30,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Go through the whole main job with the demo shop."""
    screen: Screen = ctx.obj
    begun = time.perf_counter()
    params = solve_params(time_limit, work_limit, seed, workers)
    where = demo_url() if url is None else url_of(url)
    database = fresh_database(where)
    try:
        with solving(screen, time_limit_s=params.time_limit_s) as watched:
            ran = run_demo(
                database,
                params,
                replications=replications,
                tell=lambda step: screen.note(screen.word(f"cli.demo_step.{step}")),
                listener=watched.listener,
                stop=watched.stop,
            )
    finally:
        database.close()
    report = demo_report(ran, params) | {"database": where}
    demo_summary.show(screen, report)
    command = "paiban serve --demo" if url is None else f"paiban serve --db {where}"
    seconds = f"{time.perf_counter() - begun:.0f}"
    screen.say("cli.demo_open", command=command, seconds=seconds)
    screen.answer(json_path, report)
    raise typer.Exit(endings.of_plan(report))
