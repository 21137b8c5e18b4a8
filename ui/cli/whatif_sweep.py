"""Many what-ifs on a week's folder: a row each, kept as it comes."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.sweep_row import base_of, cost_difference
from service.settings import settings
from service.trial.sweep import Depth, SweepFile, SweepRow, read_plan, sweep_report
from ui.cli.endings import Ending
from ui.cli.options import Cluster, OwnSpeeds, Week
from ui.cli.progress import stopped_by_interrupt
from ui.cli.screen import Screen
from ui.cli.solving import Sweeping
from ui.cli.spelled import Ended
from ui.cli.whatif_table import speeds_note, wages_note
from ui.words.sentences import fault_sentence
from ui.words.sweep_words import pretended_lines, scenario_name

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", help="cli.option.sweep_plan")]
RowsOut = Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.sweep_out")]
HowFar = Annotated[Depth, typer.Option("--depth", help="cli.option.sweep_depth")]
Quick = Annotated[bool, typer.Option("--quick", help="cli.option.sweep_quick")]
AtOnce = Annotated[
    int, typer.Option("--processes", min=1, max=256, help="cli.option.sweep_processes")
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
    cluster: Cluster = None,
    simulate: Simulate = 20,
    own_speeds: OwnSpeeds = None,
    limits: Sweeping,
) -> Ended:
    """Try many changes to a week, each alone or all together."""
    params = limits.params
    tested = limits.tested(simulate if depth is Depth.SIMULATED else 0, own_speeds)
    with stopped_by_interrupt(screen) as stop:
        found = SweepFile(
            week,
            read_plan(plan),
            out=out,
            params=None if depth is Depth.ESTIMATE else params,
            simulation=tested,
            chats=own_speeds,
            quick=quick,
        ).run(
            processes=processes,
            cluster=settings().cluster if cluster is None else cluster,
            told=ProgressLines(screen),
            stop=stop,
        )
    _table(screen, found.rows, depth)
    screen.say(f"sweep.depth_{depth}")
    if depth is not Depth.ESTIMATE:
        screen.say("sweep.unsure" if params.time_limit_s is None else "sweep.unsure_timed")
    if quick:
        screen.say("sweep.quick")
    speeds_note(screen, tested, [(row.own_speeds, row.people or 0) for row in found.rows])
    wages_note(screen, [(row.unpriced, row.people or 0) for row in found.rows if row.is_good])
    for line in pretended_lines(found.rows, lang=screen.lang):
        screen.text(line)
    failed = [row for row in found.rows if row.faults]
    for row in failed:
        why = "; ".join(fault_sentence(each, screen.lang) for each in row.faults)
        screen.say("sweep.failed", number=row.number, name=scenario_name(row, screen.lang), why=why)
    left = found.size - len(found.rows)
    if left:
        screen.say("sweep.left", left=left, file=out.name)
    return Ended(sweep_report(found), Ending.AMISS if failed or left else Ending.DONE)


class ProgressLines:
    """Says how far a sweep is, every few seconds."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.last = screen, time.monotonic()

    def __call__(self, done: int, size: int, left_s: float) -> None:
        """Say it, where the last time is some seconds ago."""
        now = time.monotonic()
        if now - self.last >= PAUSE_S:
            self.last = now
            told = self.screen.word("sweep.progress", done=done, size=size, left=round(left_s))
            self.screen.note(told)


def _table(screen: Screen, rows: tuple[SweepRow, ...], depth: Depth) -> None:
    good, base = [row for row in rows if row.is_good], base_of(rows)
    columns = _columns(depth)
    cells = [
        [
            scenario_name(row, screen.lang) if name == "scenario" else cell(name, row, base)
            for name in columns
        ]
        for row in good
    ]
    if cells:
        screen.table([f"cli.head.sweep_{name}" for name in columns], cells)


def _columns(depth: Depth) -> tuple[str, ...]:
    """Return the columns that a depth has numbers for."""
    least = (
        "scenario",
        "people",
        "contracts",
        "required",
        "least_cost",
        "least_short",
        "more_people",
    )
    if depth is Depth.ESTIMATE:
        return least
    solved = (*least, "cost", "difference", "short", "wages")
    return (*solved, "level") if depth is Depth.SIMULATED else solved


def cell(name: str, row: SweepRow, base: SweepRow | None) -> str:
    """Return a number of a row as it is printed; a dash where it is not known."""
    if name == "difference":
        return _difference(row, base)
    if name == "level":
        return _level(row)
    value: Any = {
        "people": row.people,
        "contracts": None if row.contract_cost is None else float(row.contract_cost),
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
    found = cost_difference(row, base)
    return "-" if found is None else f"{'' if found.is_sure else UNSURE}{found.by:+,.1f}"


def _level(row: SweepRow) -> str:
    if row.level is None or row.level_low is None or row.level_high is None:
        return "-"
    return f"{row.level:.1%} ({row.level_low:.1%}-{row.level_high:.1%})"
