"""The rounds between roster and simulation, as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.cli import simulated_tables, tables

if TYPE_CHECKING:
    from ui.cli.screen import Screen


def closed(screen: Screen, report: dict[str, Any]) -> None:
    """Print each round, and the best one's roster."""
    rows = [
        (
            str(number),
            f"{each['asked_hours']:,.1f}",
            "-" if each["cost"] is None else f"{each['cost']:,.1f}",
            str(each["hours_met"]),
            "-" if each["hours_at_target"] is None else f"{each['hours_at_target']:.1%}",
            "-" if each["hours_missed"] is None else str(each["hours_missed"]),
            "-" if each["hours_missed_short"] is None else str(each["hours_missed_short"]),
            "-"
            if each["all_hours_at_target"] is None
            else f"{each['all_hours_at_target']:.1%} / {each['chats_in_hours_at_target']:.1%}",
        )
        for number, each in enumerate(report["rounds"], start=1)
    ]
    names = ("round", "asked", "cost", "met", "at_target", "missed", "short", "all")
    screen.table(tuple(f"cli.head.loop_{name}" for name in names), rows)
    screen.say("cli.loop_best", round=report["best_round"])
    for post, held in report.get("held", {}).items():
        simulated_tables.by_what_counts(screen, post, held)
    simulated_tables.worst_hours(screen, report.get("hours", ()))
    tables.solved(screen, report)
