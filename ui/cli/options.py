"""Options that several commands share, each named and explained once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.simulate.held import WhatCounts
from service.demand.volume_file import NoRow, Repeated
from service.roster.long_weeks import MOST_WEEKS

LARGEST = 2**31 - 1  # number of anything kept; a database's own whole numbers end not far above

Week = Annotated[Path, typer.Argument(metavar="DIR", help="cli.option.week")]
RosterFile = Annotated[Path, typer.Argument(metavar="ROSTER", help="cli.option.roster")]
Json = Annotated[str | None, typer.Option("--json", metavar="PATH", help="cli.option.json")]
KeepAnyway = Annotated[
    str | None, typer.Option("--keep-anyway", metavar="REASON", help="cli.option.keep_anyway")
]
SaidOfAll = Annotated[str, typer.Option("--set", metavar="COLUMN=TEXT,…", help="cli.option.set")]
Out = Annotated[Path | None, typer.Option("--out", metavar="PATH", help="cli.option.out")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="cli.option.seed")]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0, metavar="SECONDS", help="cli.option.time_limit")
]
WorkLimit = Annotated[
    int | None, typer.Option("--work-limit", min=1, metavar="N", help="cli.option.work_limit")
]
Weeks = Annotated[
    int | None,
    typer.Option("--weeks", min=1, max=MOST_WEEKS, metavar="N", help="cli.option.weeks"),
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="cli.option.workers")]
Cluster = Annotated[
    str | None, typer.Option("--cluster", metavar="tcp://…", help="cli.option.sweep_cluster")
]
Level = Annotated[float | None, typer.Option("--level", help="cli.option.level")]
OwnSpeeds = Annotated[
    Path | None, typer.Option("--own-speeds", metavar="CHATS", help="cli.option.own_speeds")
]
Chance = Annotated[
    float | None, typer.Option("--chance", metavar="SHARE", help="cli.option.chance")
]
Replications = Annotated[int, typer.Option("--replications", min=1, help="cli.option.replications")]
Counting = Annotated[WhatCounts, typer.Option("--counts", help="cli.option.counts")]
LEAST_HOURS = 0.95
LeastHours = Annotated[
    float, typer.Option("--least-hours", metavar="SHARE", help="cli.option.least_hours")
]

Volumes = Annotated[Path, typer.Option("--volumes", metavar="FILE", help="cli.option.volumes")]
Map = Annotated[str, typer.Option("--map", metavar="OUR=THEIR,…", help="cli.option.map")]
PostName = Annotated[str, typer.Option("--post", metavar="NAME", help="cli.option.post")]
Timezone = Annotated[str, typer.Option("--timezone", help="cli.option.timezone")]
Drop = Annotated[str, typer.Option("--drop", metavar="COLUMN=TEXT,…", help="cli.option.drop")]
ClockChanges = Annotated[
    bool, typer.Option("--drop-clock-changes", help="cli.option.drop_clock_changes")
]
NoRowMeans = Annotated[NoRow | None, typer.Option("--no-row", help="cli.option.no_row")]
RepeatedMeans = Annotated[Repeated | None, typer.Option("--repeated", help="cli.option.repeated")]
LeaveOutPosts = Annotated[
    str, typer.Option("--leave-out", metavar="POST,POST", help="cli.option.leave_out_posts")
]
Country = Annotated[str | None, typer.Option("--country", help="cli.option.country")]
FactsOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="cli.option.facts_out")
]
Interval = Annotated[
    int, typer.Option("--interval", min=1, metavar="MINUTES", help="cli.option.interval")
]
MonthText = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="cli.option.month")]
TableFile = Annotated[
    Path | None, typer.Option("--table", metavar="FILE.xlsx", help="cli.option.table")
]
