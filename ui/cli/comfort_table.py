"""What comfort costs, as a table for people: what is proven first, then the rosters found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.cli.demand_tables import number, percent
from ui.words.comfort_rows import HEADS, dearer_text

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Report = dict[str, Any]


def comfort_table(screen: Screen, report: Report) -> None:
    """Print a row for each line of comfort, and what the lines mean."""
    rows = [_row(screen, name, line) for name, line in report["lines"].items()]
    screen.table(tuple(f"comfort.head_{name}" for name in HEADS), rows)
    for name in report["lines"]:
        screen.text(f"· {screen.word(f'comfort.{name}')}: {screen.word(f'comfort.{name}_means')}")
    if not report["has_types"]:
        screen.say("comfort.no_types")
    if report["not_computed"]:
        left = (screen.word(f"comfort.{name}") for name in report["not_computed"])
        screen.say("comfort.not_computed", names=screen.word("list.comma").join(left))
    if all(line["wage_cost"] is None for line in report["lines"].values()):
        screen.say("comfort.no_wages")
    for name, line in report["lines"].items():
        if people := line["roster"]["left_out"]:
            told = screen.word(f"comfort.{name}")
            screen.say("comfort.left_out", line=told, count=len(people))
    screen.say("comfort.read")


def _row(screen: Screen, name: str, line: Report) -> tuple[str, ...]:
    roster, tested = line["roster"], line["simulation"]
    lived = roster.get("liveable")
    level = None if tested is None else tested["total"]["service_level"]["mean"]
    found = (lived and lived[key]["mean"] for key in ("starts_per_week", "jump_hours"))
    return (
        screen.word(f"comfort.{name}"),
        dearer_text(line["dearer_hours"], screen.lang),
        number(line["bound_hours"], 1),
        number(roster.get("shortage_agent_hours"), 1),
        number(line["gap_hours"], 1),
        percent(level, 1),
        number(None if line["wage_cost"] is None else float(line["wage_cost"]), 0),
        *(number(mean, 1) for mean in found),
        number(roster["stretches"], 0),
    )
