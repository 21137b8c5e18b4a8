"""Files that were taken in: ``kpi imports`` lists them, ``kpi withdraw`` takes one back."""

from typing import TYPE_CHECKING, Annotated

import typer

from service.month import imports as service
from service.month.months import Month
from service.shop.shops import shop as shop_of
from ui import figures, import_words
from ui.cli.acting import Acting, Looking, told
from ui.cli.options import LARGEST
from ui.cli.screen import Screen
from ui.cli.spelled import Report

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.month.imports import FileImport

About = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="cli.option.import_month")]
Number = Annotated[
    int, typer.Argument(metavar="NUMBER", min=1, max=LARGEST, help="cli.option.import_number")
]
COLUMNS = ("number", "file", "kind", "months", "at", "by", "rows", "people", "sums", "state")


def imports(screen: Screen, *, month: About = "", at: Looking) -> Report:
    """List the files that were taken in, newest first."""
    with at.desk() as desk:
        found = service.imports(desk, Month.parse(month) if month else None)
        clock = shop_of(desk).clock
    if found:
        rows = [_row(one, clock, screen.lang) for one in found]
        screen.table([f"cli.head.{name}" for name in COLUMNS], rows)
    else:
        screen.say("imports.none")
    return told(screen, desk, {"shop": at.shop, "imports": [_report(one) for one in found]})


def withdraw(screen: Screen, number: Number, *, at: Acting) -> Report:
    """Withdraw a file; what it had replaced comes back."""
    with at.desk() as desk:
        (taken,) = service.withdraw_imports(desk, [number])
    kind = import_words.kind_word(taken.kind, screen.lang)
    screen.say("cli.import_withdrawn", file=taken.file, kind=kind, number=taken.id)
    report = {"shop": at.shop, "withdrawn": taken.id, "file": taken.file, "kind": taken.kind}
    return told(screen, desk, report)


def _row(one: "FileImport", clock: "Clock", lang: str) -> tuple[object, ...]:
    return (
        one.id,
        one.file,
        import_words.kind_word(one.kind, lang),
        import_words.months_word(one.held, lang),
        figures.stamp(one.entered.at, clock, lang),
        one.entered.by,
        one.held.rows,
        one.held.people or "",
        import_words.sums_word(one.held, lang),
        import_words.state_word(one, clock, lang),
    )


def _report(one: "FileImport") -> Report:
    withdrawn = one.withdrawn
    return {
        "number": one.id,
        "file": one.file,
        "kind": one.kind,
        "months": [str(month) for month in one.held.months],
        "rows": one.held.rows,
        "left_out": one.held.left_out,
        "people": one.held.people,
        "sums": {name: str(value) for name, value in one.held.sums.items()},
        "by": one.entered.by,
        "at": one.entered.at.isoformat(),
        "withdrawn": None if withdrawn is None else withdrawn.at.isoformat(),
        "withdrawn_by": None if withdrawn is None else withdrawn.by,
    }
