"""What a paid month hands out: ``kpi slips``, ``kpi payroll``, ``kpi layout``."""

from pathlib import Path
from typing import Annotated

import typer

from service.desk import Desk
from service.kept import keep_file
from service.month import payroll_layout
from service.month.export_month import MonthWords, payroll_csv, payroll_workbook
from service.month.months import MonthRun
from service.month.slips import slips_workbook
from service.pay.pay_review import review_state
from service.shop.shops import agent_names, shop
from ui.cli.acting import Acting, Looking, told
from ui.cli.kpi import kept_run
from ui.cli.options import MonthText
from ui.cli.persons import note_looked
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.month_words import month_words
from ui.slip_words import month_slips

SlipsOut = Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="cli.option.slips_out")]
PayrollOut = Annotated[
    Path, typer.Option("--out", metavar="FILE.xlsx|FILE.csv", help="cli.option.payroll_out")
]
OneAgent = Annotated[str, typer.Option("--agent", metavar="AGENT", help="cli.option.one_agent")]
LayoutName = Annotated[str, typer.Option("--layout", metavar="NAME", help="cli.option.layout")]
NewLayout = Annotated[str, typer.Argument(metavar="NAME", help="cli.option.layout_name")]
Columns = Annotated[
    str, typer.Option("--columns", metavar="HEADING=SOURCE,…", help="cli.option.layout_columns")
]


def slips(
    screen: Screen, *, month: MonthText = "", out: SlipsOut, agent: OneAgent = "", at: Looking
) -> Report:
    """Write everybody's pay slip of a month, or one agent's."""
    with at.desk() as desk:
        run, words = _paid(screen, desk, month)
        note_looked(screen, desk, run.month, "kpi slips", agent_id=agent)
    made = month_slips(run, words, agent=agent or None)
    keep_file(out, slips_workbook(made))
    screen.say("cli.slips_written", count=len(made), file=out)
    return told(screen, desk, {"month": str(run.month), "run": run.number, "slips": len(made)})


def payroll(
    screen: Screen,
    *,
    month: MonthText = "",
    out: PayrollOut,
    layout: LayoutName = "",
    at: Looking,
) -> Report:
    """Write a month's payroll, in a payroll program's columns where a layout is named."""
    ending = out.suffix.removeprefix(".").lower() or "csv"
    with at.desk() as desk:
        run, words = _paid(screen, desk, month)
        wanted = payroll_layout.layout(desk, layout) if layout else None
        note_looked(screen, desk, run.month, "kpi payroll")
    if wanted is not None:
        content = payroll_layout.layout_file(run, words, wanted, ending)
    else:
        content = (payroll_csv if ending == "csv" else payroll_workbook)(run, words)
    keep_file(out, content)
    screen.say("cli.payroll_written", count=len(run.payouts), file=out)
    return told(screen, desk, {"month": str(run.month), "run": run.number, "file": out.name})


def layout(screen: Screen, name: NewLayout, *, columns: Columns, at: Acting) -> Report:
    """Remember which columns a payroll program asks for, in their order."""
    made = payroll_layout.layout_of(columns, name)
    with at.desk() as desk:
        payroll_layout.save_layout(desk, made)
    screen.say("cli.layout_kept", name=name, columns=len(made.columns))
    return told(screen, desk, {"layout": name, "columns": [one.head for one in made.columns]})


def _paid(screen: Screen, desk: Desk, month: str) -> tuple[MonthRun, MonthWords]:
    run = kept_run(desk, month)
    state = review_state(desk, run.month).state
    names, zone = agent_names(desk), shop(desk).clock.zone
    return run, month_words(run, names, screen.lang, state=state, zone=zone)
