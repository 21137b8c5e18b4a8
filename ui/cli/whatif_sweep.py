"""Many what-ifs on a week's folder: a row each, kept as it comes."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.simulate.params import SimulationParams
from service.trial.sweep import Depth, SweepRow, SweepStep, read_plan, run_sweep, sweep_report
from ui.cli.endings import Ending
from ui.cli.options import Week
from ui.cli.progress import stopped_by_interrupt
from ui.cli.screen import Screen
from ui.cli.solving import Sweeping
from ui.cli.spelled import Ended
from ui.words.names import post_name
from ui.words.sentences import fault_sentence

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", help="cli.option.sweep_plan")]
RowsOut = Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.sweep_out")]
HowFar = Annotated[Depth, typer.Option("--depth", help="cli.option.sweep_depth")]
Quick = Annotated[bool, typer.Option("--quick", help="cli.option.sweep_quick")]
AtOnce = Annotated[
    int, typer.Option("--processes", min=1, max=256, help="cli.option.sweep_processes")
]
Cluster = Annotated[
    str, typer.Option("--cluster", metavar="tcp://…", help="cli.option.sweep_cluster")
]
Simulate = Annotated[int, typer.Option("--simulate", min=2, help="cli.option.sweep_simulate")]
PAUSE_S = 5.0  # between two lines of progress
UNSURE = "≈"


def sweep(
    screen: Screen,
    week: Week,
    plan: PlanFile,
    *,
    out: RowsOut = Path("sweep.jsonl"),
    depth: HowFar = Depth.ESTIMATE,
    quick: Quick = False,
    processes: AtOnce = 2,
    cluster: Cluster = "",
    simulate: Simulate = 20,
    limits: Sweeping,
) -> Ended:
    """Try many changes to a week, each alone or all together."""
    params = limits.params
    tested = SimulationParams(replications=simulate, seed=params.seed)
    with stopped_by_interrupt(screen) as stop:
        found = run_sweep(
            week,
            read_plan(plan),
            out=out,
            params=None if depth is Depth.ESTIMATE else params,
            simulation=tested if depth is Depth.SIMULATED else None,
            quick=quick,
            processes=processes,
            cluster=cluster,
            told=_Lines(screen),
            stop=stop,
        )
    _table(screen, found.rows, depth)
    screen.say(f"sweep.depth_{depth}")
    if depth is not Depth.ESTIMATE:
        screen.say("sweep.unsure" if params.time_limit_s is None else "sweep.unsure_timed")
    if quick:
        screen.say("sweep.quick")
    failed = [row for row in found.rows if row.faults]
    for row in failed:
        why = "; ".join(fault_sentence(each, screen.lang) for each in row.faults)
        screen.say("sweep.failed", number=row.number, name=_name(screen, row), why=why)
    left = found.size - len(found.rows)
    if left:
        screen.say("sweep.left", left=left, file=out.name)
    return Ended(sweep_report(found), Ending.AMISS if failed or left else Ending.DONE)


class _Lines:
    """Says how far a sweep is, every few seconds."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.last = screen, time.monotonic()

    def __call__(self, done: int, size: int, left_s: float) -> None:
        now = time.monotonic()
        if now - self.last >= PAUSE_S:
            self.last = now
            told = self.screen.word("sweep.progress", done=done, size=size, left=round(left_s))
            self.screen.note(told)


def _table(screen: Screen, rows: tuple[SweepRow, ...], depth: Depth) -> None:
    good = [row for row in rows if not row.faults]
    base = next((row for row in good if row.number == 0), None)
    columns = _columns(depth)
    cells = [
        [_name(screen, row) if name == "scenario" else _cell(name, row, base) for name in columns]
        for row in good
    ]
    if cells:
        screen.table([f"cli.head.sweep_{name}" for name in columns], cells)


def _columns(depth: Depth) -> tuple[str, ...]:
    """Return the columns that a depth has numbers for."""
    least = ("scenario", "people", "required", "least_cost", "least_short", "more_people")
    if depth is Depth.ESTIMATE:
        return least
    solved = (*least, "cost", "difference", "short", "wages")
    return (*solved, "level") if depth is Depth.SIMULATED else solved


def _cell(name: str, row: SweepRow, base: SweepRow | None) -> str:
    if name == "difference":
        return _difference(row, base)
    if name == "level":
        return _level(row)
    value: Any = {
        "people": row.people,
        "required": row.required_hours,
        "least_cost": row.least_cost,
        "least_short": row.least_short_hours,
        "more_people": row.more_people,
        "cost": row.cost,
        "short": row.short_hours,
        "wages": None if row.wage_cost is None else float(row.wage_cost),
    }[name]
    return "-" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def _difference(row: SweepRow, base: SweepRow | None) -> str:
    """Return by how much a roster costs more than the base's; marked where bounds leave it open."""
    if base is None or row.cost is None or base.cost is None:
        return "-"
    if row.bound is None or base.bound is None:
        return "-"
    is_sure = row.bound > base.cost or row.cost < base.bound or row.number == 0
    return f"{'' if is_sure else UNSURE}{row.cost - base.cost:+,.1f}"


def _level(row: SweepRow) -> str:
    if row.level is None or row.level_low is None or row.level_high is None:
        return "-"
    return f"{row.level:.1%} ({row.level_low:.1%}-{row.level_high:.1%})"


def _name(screen: Screen, row: SweepRow) -> str:
    """Return what a scenario changes, in words."""
    told = [_step(screen, each) for each in row.steps]
    return screen.word("list.comma").join(told) or screen.word("sweep.as_it_is")


def _step(screen: Screen, step: SweepStep) -> str:
    sign = "× " if step.what == "volume" else ""
    amount = f"{step.amount:+g} %" if step.is_percent else f"{sign}{step.amount:g}"
    if step.what == "agents" and not step.is_percent:
        amount = f"{step.amount:+g}"
    post = post_name(step.post, screen.lang) if step.post else ""
    what = screen.word(f"sweep.what_{step.what}")
    return " ".join(part for part in (post, what, amount) if part)
