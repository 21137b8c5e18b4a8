"""Options that several commands share, each named and explained once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Week = Annotated[Path, typer.Argument(metavar="DIR", help="cli.option.week")]
RosterFile = Annotated[Path, typer.Argument(metavar="ROSTER", help="cli.option.roster")]
Json = Annotated[str | None, typer.Option("--json", metavar="PATH", help="cli.option.json")]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="cli.option.out")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="cli.option.seed")]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0, metavar="SECONDS", help="cli.option.time_limit")
]
WorkLimit = Annotated[
    int | None, typer.Option("--work-limit", min=1, metavar="N", help="cli.option.work_limit")
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="cli.option.workers")]
Level = Annotated[float | None, typer.Option("--level", help="cli.option.level")]
Replications = Annotated[int, typer.Option("--replications", min=1, help="cli.option.replications")]
