"""The what-if on a week's folder: as it is and with changes, side by side."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.errors import Fault, InputError
from scheduler.simulate.params import SimulationParams
from service.trial.whatif import Changes, posts_of, whatif_folder
from service.trial.whatif_report import whatif_report
from ui.cli import endings
from ui.cli.options import Json, Level, Seed, Week, Workers, WorkLimit
from ui.cli.pairs import by_post
from ui.cli.progress import solving
from ui.cli.roster import solve_params
from ui.cli.whatif_table import whatif_table

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Volume = Annotated[str, typer.Option("--volume", metavar="[POST=]X,…", help="cli.option.w_volume")]
People = Annotated[str, typer.Option("--people", metavar="POST=N,…", help="cli.option.w_people")]
Aht = Annotated[str, typer.Option("--aht", metavar="[POST=]S,…", help="cli.option.w_aht")]
AtOnce = Annotated[
    str, typer.Option("--concurrency", metavar="[POST=]K,…", help="cli.option.w_concurrency")
]
Patience = Annotated[
    str, typer.Option("--patience", metavar="[POST=]S,…", help="cli.option.w_patience")
]
Target = Annotated[str, typer.Option("--target", metavar="[POST=]X,…", help="cli.option.w_target")]
Within = Annotated[str, typer.Option("--within", metavar="[POST=]S,…", help="cli.option.w_within")]
Shrinkage = Annotated[
    str, typer.Option("--shrinkage", metavar="[POST=]X,…", help="cli.option.w_shrinkage")
]
HourlyCost = Annotated[
    str | None, typer.Option("--hourly-cost", metavar="YUAN", help="cli.option.w_hourly_cost")
]
Simulate = Annotated[int, typer.Option("--simulate", min=0, help="cli.option.w_simulate")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="cli.option.w_out")]
Limit = Annotated[
    float, typer.Option("--time-limit", min=0, metavar="SECONDS", help="cli.option.time_limit")
]


def whatif(
    ctx: typer.Context,
    week: Week,
    *,
    volume: Volume = "",
    people: People = "",
    aht: Aht = "",
    concurrency: AtOnce = "",
    patience: Patience = "",
    target: Target = "",
    within: Within = "",
    shrinkage: Shrinkage = "",
    hourly_cost: HourlyCost = None,
    level: Level = None,
    simulate: Simulate = 0,
    out: Out = None,
    time_limit: Limit = 10.0,
    work_limit: WorkLimit = None,
    seed: Seed = 1,
    workers: Workers = 2,
    json_path: Json = None,
) -> None:
    """Lay a week with changes beside the week as it is."""
    screen: Screen = ctx.obj
    posts = posts_of(week)
    changes = Changes(
        volume=by_post(volume, posts),
        agents=_whole(by_post(people, posts, all_posts=False)),
        handle_s=by_post(aht, posts),
        chats_at_once=_whole(by_post(concurrency, posts)),
        patience_s=by_post(patience, posts),
        service_level=by_post(target, posts),
        within_s=by_post(within, posts),
        shrinkage=by_post(shrinkage, posts),
        hourly_cost=_yuan(hourly_cost),
        level=level,
    )
    params = solve_params(time_limit, work_limit, seed, workers)
    chats = SimulationParams(replications=simulate, seed=seed) if simulate else None
    with solving(screen, time_limit_s=params.time_limit_s) as watched:
        found = whatif_folder(
            week,
            changes,
            params,
            simulation=chats,
            out=out,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = whatif_report(found, params)
    whatif_table(screen, report)
    screen.answer(json_path, report)
    raise typer.Exit(_ending(report["changed"]))


def _ending(changed: dict[str, Any]) -> int:
    return max(endings.of_roster(changed["roster"]), endings.of_simulation(changed["simulation"]))


def _whole(values: dict[str, float]) -> dict[str, int]:
    wrong = [value for value in values.values() if value != int(value)]
    if wrong:
        raise InputError([Fault("not_whole", value=str(value)) for value in wrong])
    return {post: int(value) for post, value in values.items()}


def _yuan(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        raise InputError(Fault("not_number", column="hourly_cost", value=text)) from None
