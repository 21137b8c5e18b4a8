"""The exit code that a result deserves."""

from __future__ import annotations

from typing import Any

from ui.cli.screen import DONE, NO_ROSTER, RULE_BROKEN

Report = dict[str, Any]


def of_roster(report: Report) -> int:
    """Return 0 for a clean roster, 1 for one with breaches, 3 for none."""
    if report["breaches"] is None:
        return NO_ROSTER
    return RULE_BROKEN if report["breaches"] else DONE


def of_simulation(report: Report | None) -> int:
    """Return 1 when a post's service level lies below its target by more than its interval."""
    posts = {} if report is None else report["posts"]
    return RULE_BROKEN if any(post["target_missed"] for post in posts.values()) else DONE


def of_plan(report: Report) -> int:
    """Return the graver of the roster's and the simulation's."""
    return max(of_roster(report["roster"]), of_simulation(report["simulation"]))
