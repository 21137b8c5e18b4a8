"""A plan of what-ifs searched: least cost for a goal, most for a budget."""

from pathlib import Path
from typing import Annotated

import typer

from service.settings import settings
from service.trial.sweep import SweepFile, read_plan
from service.trial.sweep_search import SearchFound, SearchGoal, search, search_report
from ui.cli.endings import Ending
from ui.cli.options import Cluster, OwnSpeeds, Week
from ui.cli.progress import stopped_by_interrupt
from ui.cli.screen import Screen
from ui.cli.solving import Sweeping
from ui.cli.spelled import Ended
from ui.cli.whatif_sweep import AtOnce, PlanFile, ProgressLines, RowsOut, cell
from ui.cli.whatif_table import speeds_note
from ui.words.search_words import sentences
from ui.words.sweep_words import scenario_name

MostShort = Annotated[
    float | None, typer.Option("--short", min=0, metavar="HOURS", help="cli.option.search_short")
]
Target = Annotated[
    float | None, typer.Option("--target", metavar="SHARE", help="cli.option.search_target")
]
Budget = Annotated[
    float | None, typer.Option("--budget", metavar="YUAN", help="cli.option.search_budget")
]
Simulate = Annotated[int, typer.Option("--simulate", min=0, help="cli.option.search_simulate")]
COLUMNS = ("scenario", "people", "contracts", "least_short", "short", "level")


def search_plan(
    screen: Screen,
    week: Week,
    plan: PlanFile,
    *,
    short: MostShort = None,
    target: Target = None,
    budget: Budget = None,
    out: RowsOut = Path("search.jsonl"),
    processes: AtOnce = 2,
    cluster: Cluster = None,
    simulate: Simulate = 20,
    own_speeds: OwnSpeeds = None,
    limits: Sweeping,
) -> Ended:
    """Search a plan for what costs least and keeps a goal, or gives most for a budget."""
    goal, params = SearchGoal(short, target, budget), limits.params
    tested = limits.tested(0 if goal.most_short is not None else simulate, own_speeds)
    file = SweepFile(
        week,
        read_plan(plan),
        out=out,
        params=params,
        simulation=tested,
        chats=own_speeds,
    )
    with stopped_by_interrupt(screen) as stop:
        found = search(
            file,
            goal,
            processes=processes,
            cluster=settings().cluster if cluster is None else cluster,
            told=ProgressLines(screen),
            stop=stop,
        )
    _table(screen, found)
    tried = [(row.own_speeds, row.people or 0) for row in file.swept.rows]
    speeds_note(screen, tested, tried)
    for sentence in sentences(found, goal, len(file.rows), len(file.scenarios), screen.lang):
        screen.text(sentence)
    report = search_report(found, goal, len(file.scenarios), len(file.rows))
    return Ended(report, Ending.DONE if found.best is not None else Ending.AMISS)


def _table(screen: Screen, found: SearchFound) -> None:
    """Print the front: none of the scenarios tried costs less and gives as much."""
    if not found.front:
        return
    lines = [
        [
            scenario_name(row, screen.lang) if name == "scenario" else cell(name, row, None)
            for name in COLUMNS
        ]
        for row in found.front
    ]
    screen.table([f"cli.head.sweep_{name}" for name in COLUMNS], lines)
    screen.say("search.front")
