"""Which shift types there should be: ``shifts design``."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.horizon import DAY_MIN, format_clock, parse_clock
from service.roster import designing
from service.roster.rules import rules_sheet
from ui.cli.acting import Acting, told
from ui.cli.demand_tables import number, percent
from ui.cli.options import TimeLimit
from ui.cli.screen import Screen
from ui.cli.spelled import Report

WeekOrLabel = Annotated[str, typer.Argument(metavar="DIR|WEEK", help="cli.option.design_week")]
Most = Annotated[int, typer.Option("--most", metavar="N", help="cli.option.design_most")]
First = Annotated[str, typer.Option("--first", metavar="TIME", help="cli.option.design_first")]
Last = Annotated[str, typer.Option("--last", metavar="TIME", help="cli.option.design_last")]
Step = Annotated[
    int, typer.Option("--step", min=1, metavar="MINUTES", help="cli.option.design_step")
]
Adopt = Annotated[int | None, typer.Option("--adopt", metavar="N", help="cli.option.design_adopt")]


def design(
    screen: Screen,
    week: WeekOrLabel,
    *,
    most: Most = 8,
    first: First = "00:00",
    last: Last = "23:00",
    step: Step = 60,
    time_limit: TimeLimit = 60.0,
    adopt: Adopt = None,
    at: Acting,
) -> Report:
    """Lay the best menus of two, three and more shift types side by side, and adopt one."""
    hours = parse_clock(first), parse_clock(last), step
    asked = designing.DesignAsked(most, *hours, time_limit or None)
    folder = Path(week)
    if folder.exists():
        at.stand_aside()
        curve = designing.design_folder(folder, asked)
        report = _shown(screen, curve)
        if adopt is not None:
            designing.adopt_in_folder(folder, designing.of_size(curve, adopt))
            screen.say("cli.design_adopted", size=adopt, week=week)
        return report | {"adopted": adopt}
    with at.desk() as desk:
        before = rules_sheet(desk, week).week.rules
        curve = designing.design_week(desk, week, asked)
        report = _shown(screen, curve)
        if adopt is not None:
            menu = designing.of_size(curve, adopt)
            designing.adopt_in_week(desk, week, menu, before=before, for_later=True)
            screen.say("cli.design_adopted", size=adopt, week=week)
    return told(screen, desk, report | {"adopted": adopt})


def _shown(screen: Screen, curve: tuple[designing.Menu, ...]) -> Report:
    """Print the curve, a row per menu, and which is its knee; return it for programs."""
    rows = [
        (
            menu.size,
            number(menu.short_hours, 1),
            number(menu.surplus_hours, 1),
            number(menu.unsealed_hours, 1),
            number(menu.cost_hours, 1),
            number(menu.bound_hours, 1),
            percent(menu.gap, 1),
            "  ".join(
                f"{kind.code} {format_clock(kind.start_clock)}-"
                f"{format_clock((kind.start_clock + kind.length_min) % DAY_MIN)}"
                for kind in menu.types
            ),
        )
        for menu in curve
    ]
    heads = ("size", "short", "surplus", "unsealed", "cost", "bound", "gap", "types")
    screen.table(tuple(f"design.{name}" for name in heads), rows)
    report = designing.design_report(curve)
    screen.say("design.averaged")
    screen.say(designing.knee_word(curve), size=report["knee"])
    if report["unproven"]:
        sizes = screen.word("list.comma").join(map(str, report["unproven"]))
        screen.say("design.unproven", sizes=sizes)
    return report
