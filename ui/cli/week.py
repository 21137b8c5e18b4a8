"""Commands on a week's folder: ``staff``, ``verify``, ``simulate``."""

from dataclasses import asdict
from typing import Annotated

import typer

from scheduler.compiled import Part
from scheduler.post import LevelDefinition
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import Routing, SimulationParams
from scheduler.staffing.offered_load import USUAL, Load
from service.demand.demand_report import requirement_report
from service.demand.staffed_volume import StaffedVolume
from service.roster import folder
from service.roster.open_intervals import open_points
from service.roster.report import verdict_report
from service.trial.simulation_report import simulation_report
from ui.cli import demand_tables, endings, simulated_tables, tables
from ui.cli.code_table import check_table, write_code_table
from ui.cli.looking import looking_at
from ui.cli.options import (
    LEAST_HOURS,
    Chance,
    Counting,
    KeepAnyway,
    LeastHours,
    Level,
    Out,
    OwnSpeeds,
    Replications,
    RosterFile,
    Seed,
    TableFile,
    Week,
    Weeks,
)
from ui.cli.pairs import whole_numbers
from ui.cli.progress import tell_preparing
from ui.cli.screen import Screen
from ui.cli.spelled import Ended, Report

LoadName = Annotated[Load, typer.Option("--load", help="cli.option.load")]
Definition = Annotated[
    LevelDefinition | None, typer.Option("--definition", help="cli.option.definition")
]
RoutingName = Annotated[Routing, typer.Option("--routing", help="cli.option.routing")]
Absence = Annotated[
    float | None, typer.Option("--absence", metavar="SHARE", help="cli.option.absence")
]
StopsBefore = Annotated[
    float, typer.Option("--stop-before", metavar="MINUTES", help="cli.option.stop_before")
]
PutsBack = Annotated[bool, typer.Option("--put-back", help="cli.option.put_back")]
Precision = Annotated[
    float | None, typer.Option("--precision", metavar="SHARE", help="cli.option.precision")
]
Backlog = Annotated[str, typer.Option("--backlog", metavar="POST=N,…", help="cli.option.backlog")]
Prices = Annotated[bool, typer.Option("--prices", help="cli.option.prices")]
Show = Annotated[int, typer.Option("--show", min=0, help="cli.option.show")]


def verify(
    screen: Screen,
    week: Week,
    roster: RosterFile,
    *,
    weeks: Weeks = None,
    show: Show = 20,
    table: TableFile = None,
) -> Ended:
    """Check a roster: every breach, and the cost."""
    check_table(table)
    checked = folder.verify_roster(week, roster, weeks=weeks)
    told = (checked.problem, checked.roster, checked.verdict)
    write_code_table(screen, (table, week), told)
    tables.beside(screen, checked.beside)
    report = verdict_report(*told, checked.overrides)
    tables.verdict(screen, *told, show=show, overrides=checked.overrides)
    tables.outside_opening(screen, report)
    tables.away(screen, report)
    tables.liveable(screen, report)
    tables.owed(screen, report)
    points = open_points(checked.problem, checked.roster)
    tables.open_stretches(screen, checked.problem, points)
    tables.left_out(screen, report["left_out"])
    return Ended(report, endings.of_roster(report))


def staff(
    screen: Screen,
    week: Week,
    *,
    out: Out = None,
    level: Level = None,
    chance: Chance = None,
    prices: Prices = False,
    load: LoadName = USUAL,
    definition: Definition = None,
) -> Report:
    """Work out the people a week's forecast needs."""
    asked = StaffedVolume(level, chance)
    tell_preparing(screen, Part.STAFFING)
    staffed = folder.staff_week(
        week, volume=asked, load=load, definition=definition, with_prices=prices, out=out
    )
    told = (staffed.overloads, staffed.met, staffed.carried, staffed.hours_with_minimums)
    report = requirement_report(staffed.requirement, *told)
    demand_tables.requirement(screen, report)
    if load is Load.PRICED_PEOPLE:
        report |= {"not_priced": staffed.not_priced}
        demand_tables.priced(screen, report)
    if staffed.prices is not None:
        report |= {"chances": asdict(staffed.prices)}
        demand_tables.chances(screen, report["chances"])
    return report


def simulate(
    screen: Screen,
    week: Week,
    roster: RosterFile,
    *,
    weeks: Weeks = None,
    replications: Replications = 30,
    seed: Seed = 1,
    routing: RoutingName = Routing.LEAST_BUSY,
    absence: Absence = None,
    stop_before: StopsBefore = 0.0,
    put_back: PutsBack = False,
    precision: Precision = None,
    backlog: Backlog = "",
    own_speeds: OwnSpeeds = None,
    counts: Counting = WhatCounts.WEEK_CHATS,
    least_hours: LeastHours = LEAST_HOURS,
    keep_anyway: KeepAnyway = None,
) -> Ended:
    """Play the week's chats against a roster."""
    params = SimulationParams(
        replications=replications,
        seed=seed,
        half_width=precision,
        absence_rate=absence,
        stops_before_min=stop_before,
        finishes=not put_back,
        routing=routing,
        backlog=whole_numbers(backlog, example="aftersales=40"),
        with_own_speeds=own_speeds is not None,
        counts=counts,
        least_hours=least_hours,
    )
    tell_preparing(screen, Part.SIMULATION)
    with looking_at(screen, keep_anyway):
        simulated = folder.simulate_roster(week, roster, params, weeks=weeks, chats=own_speeds)
    report = simulation_report(simulated.problem, simulated.simulation, with_intervals=True)
    report |= {"away_people": simulated.away.people, "away_hours": simulated.away.hours}
    report |= {"speeds": simulated.speeds}
    usual = simulated.usual
    report |= {"usual_level": None if usual is None else float(usual.mean)}
    tables.beside(screen, simulated.beside)
    if own_speeds is not None:
        people = len(simulated.problem.agents)
        screen.say("cli.own_speeds", count=len(simulated.speeds), people=people)
    simulated_tables.simulated(screen, report)
    simulated_tables.effect(screen, report)
    tables.away(screen, report)
    return Ended(report, endings.of_simulation(report))
