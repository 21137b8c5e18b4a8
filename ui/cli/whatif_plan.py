"""The months to come week by week, several scenarios laid over each other: ``whatif plan``."""

from decimal import Decimal
from typing import Annotated

import typer

from scheduler.capacity.weekly import by_week
from scheduler.errors import Fault, InputError, require
from service.demand.capacity import (
    KEYS,
    QUARTER_WEEKS,
    CapacityScenario,
    MonthsAhead,
    scenarios_ahead,
)
from service.demand.capacity_report import capacity_report
from service.demand.capacity_terms import newest_terms
from service.desk import Desk
from service.shop.shops import shop
from ui.cli.acting import Looking, now, told
from ui.cli.pairs import numbers
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.names import post_name

Weeks = Annotated[int, typer.Option("--weeks", min=1, max=53, help="cli.option.plan_weeks")]
Given = Annotated[str, typer.Option("--set", metavar="KEY=X,…", help="cli.option.plan_set")]
Others = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="NAME:KEY=X,…", help="cli.option.plan_scenario"),
]
EXAMPLE = "volume=1.2,leaving_per_year=0.3"
HEADS = (
    *("week", "required_people", "people", "left_people", "away_hours"),
    *("joining", "training_hours", "gap_hours", "cost"),
)
AGAINST = ("scenario", "peak", "hires", "decide_by", "gap_hours", "cost", "difference", "bound")
MOST = 20


def plan(
    screen: Screen,
    *,
    weeks: Weeks = QUARTER_WEEKS,
    given: Given = "",
    scenario: Others = None,
    at: Looking,
) -> Report:
    """Plan the months to come: people asked for, there, lost and to hire, under each assumption."""
    name = screen.word("cli.plan_base")
    base = CapacityScenario(name).changed(name, numbers(given, example=EXAMPLE, known=KEYS))
    with at.desk() as desk:
        scenarios = [base, *_others(base, scenario or [], desk)]
        today = now().astimezone(shop(desk).clock.zone).date()
        found = scenarios_ahead(desk, scenarios, today=today, weeks=weeks)
        for each, ahead in zip(scenarios, found, strict=True):
            _weeks(screen, each, ahead)
        if len(scenarios) > 1:
            _against(screen, scenarios, found)
        screen.say("cli.plan_meaning")
        if any(ahead.cheapest is None for ahead in found):
            screen.say("cli.plan_no_cost")
        return told(screen, desk, capacity_report(scenarios, found))


def _others(base: CapacityScenario, texts: list[str], desk: Desk) -> list[CapacityScenario]:
    """
    Return the scenarios by their text, or those kept under a name alone.

    Raises
    ------
    InputError
        With all that is wrong with them.
    """
    require(len(texts) <= MOST, "plan_scenarios_many", value=len(texts), limit=MOST)
    found: list[CapacityScenario] = []
    faults: list[Fault] = []
    for text in texts:
        name, colon, values = (part.strip() for part in text.partition(":"))
        if not name or (not colon and "=" in name):
            faults.append(Fault("plan_scenario_unreadable", value=text))
            continue
        if name in {each.name for each in (base, *found)}:
            faults.append(Fault("plan_scenario_twice", value=name))
            continue
        try:
            told = numbers(values, example=EXAMPLE, known=KEYS)
            found.append(base.changed(name, told) if colon else newest_terms(desk, name))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _weeks(screen: Screen, scenario: CapacityScenario, ahead: MonthsAhead) -> None:
    """Print a scenario's weeks, all posts together, and whom it hires."""
    screen.text(scenario.name)
    rows = [
        (
            week.label,
            *(f"{value:,.1f}" for value in (week.required_people, week.people, week.left_people)),
            f"{week.away_hours:,.0f}",
            f"{week.joining}",
            *(f"{value:,.0f}" for value in (week.training_hours, week.gap_hours)),
            _yuan(week.cost),
        )
        for week in by_week(ahead.lines)
    ]
    screen.table([f"cli.head.plan_{name}" for name in HEADS], rows)
    for hire in ahead.hires:
        screen.say(
            "cli.plan_hire",
            people=hire.people,
            post=post_name(hire.post, screen.lang),
            first=hire.first_day,
            decide=hire.decide_by,
        )


def _against(
    screen: Screen, scenarios: list[CapacityScenario], found: tuple[MonthsAhead, ...]
) -> None:
    """Print the scenarios side by side; the first is what the others differ from."""
    base = found[0].totals
    rows = []
    for each, ahead in zip(scenarios, found, strict=True):
        sums = ahead.totals
        differs = None if sums.cost is None or base.cost is None else sums.cost - base.cost
        first = min((hire.decide_by for hire in ahead.hires), default=None)
        rows.append(
            (
                each.name,
                f"{sums.peak_people:,.1f}",
                f"{sums.hired}",
                "-" if first is None else str(first),
                f"{sums.gap_hours:,.0f}",
                _yuan(sums.cost),
                "-" if differs is None else f"{differs:+,.0f}",
                _yuan(sums.bound),
            )
        )
    screen.table([f"cli.head.plan_{name}" for name in AGAINST], rows)


def _yuan(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
