"""Results of what-ifs side by side: ``whatif compare``."""

from typing import Annotated

import typer

from service.trial.compare import (
    MEASURES,
    Compared,
    compare_report,
    difference_in,
    sides_of,
    value_in,
)
from ui.cli.endings import Ending
from ui.cli.screen import Screen
from ui.cli.spelled import Ended
from ui.cli.whatif_sweep import UNSURE
from ui.cli.whatif_table import wages_note
from ui.words.sentences import fault_sentence
from ui.words.sweep_words import scenario_name

Results = Annotated[
    list[str], typer.Argument(metavar="FILE[@N,N]…", help="cli.option.compare_results")
]
WHOLE = frozenset({"people", "more_people"})


def compare(screen: Screen, results: Results) -> Ended:
    """Lay stored results of what-ifs side by side, with what of their differences may be noise."""
    found = sides_of(results)
    names = [
        name
        for name in MEASURES
        if any(value_in(side.row, name) is not None for side in found.sides)
    ]
    lines = [_line(screen, place, names, found) for place in range(len(found.sides))]
    screen.table(
        ["sweep.number", "sweep.scenario", *(f"sweep.col_{name}" for name in names)], lines
    )
    for place, side in enumerate(found.sides, start=1):
        for fault in side.row.faults:
            screen.text(f"{place}: {fault_sentence(fault, screen.lang)}")
    screen.say("compare.read")
    for each in found.caveats:
        screen.say(f"compare.other_{each}")
    good = [side.row for side in found.sides if side.row.is_good]
    wages_note(screen, [(row.unpriced, row.people or 0) for row in good])
    is_whole = len(good) == len(found.sides)
    return Ended(compare_report(found), Ending.DONE if is_whole else Ending.AMISS)


def _line(screen: Screen, place: int, names: list[str], found: Compared) -> list[str]:
    base, side = found.sides[0].row, found.sides[place]
    cells = [str(place + 1), f"{scenario_name(side.row, screen.lang)} [{side.file}]"]
    for name in names:
        value = value_in(side.row, name)
        if value is None:
            cells.append("-")
            continue
        text = f"{value:.1%}" if name == "level" else _number(name, value)
        by = None if place == 0 else difference_in(name, side.row, base)
        if by is not None:
            more = f"{by.by:+.1%}" if name == "level" else f"{by.by:+,.{_decimals(name)}f}"
            text = f"{text} ({'' if by.is_sure else UNSURE}{more})"
        cells.append(text)
    return cells


def _number(name: str, value: float) -> str:
    return f"{value:,.{_decimals(name)}f}"


def _decimals(name: str) -> int:
    return 0 if name in WHOLE else 1
