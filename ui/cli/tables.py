"""Results as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.words.catalogue import t
from ui.words.names import post_name, rule_name
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.problem import RosterProblem
    from scheduler.verify.verdict import Verdict
    from ui.cli.screen import Screen

Report = dict[str, Any]


def verdict(screen: Screen, problem: RosterProblem, found: Verdict, *, show: int) -> None:
    """Print the breaches by rule, the first sentences of them, and the cost by its parts."""
    if found.is_clean:
        screen.say("cli.no_breach")
    else:
        rows = [(rule_name(rule, screen.lang), count) for rule, count in found.by_rule.items()]
        screen.table(("cli.head.rule", "cli.head.breaches"), rows)
        for violation in found.violations[:show]:
            screen.text("· " + violation_sentence(violation, problem, screen.lang))
        if len(found.violations) > show:
            screen.say("cli.more_breaches", count=len(found.violations) - show)
    cost = found.cost
    screen.say(
        "cli.cost",
        cost=_number(cost.total),
        short=_number(cost.short_hours),
        surplus=_number(cost.surplus_hours),
        wishes=_number(cost.wishes),
    )


def solved(screen: Screen, report: Report) -> None:
    """Print how a solve ended, and in words how far from the best its roster may be."""
    screen.say(f"status.{report['status']}")
    if report["breaches"] is None:
        for reason in report["reasons"]:
            screen.text("· " + _reason(reason, screen.lang))
        return
    screen.say(
        "cli.roster_made",
        shifts=report["shifts"],
        breaches=report["breaches"],
        cost=_number(report["cost"]),
        bound=_number(report["bound"]),
        seconds=_number(report["seconds"], 1),
    )
    if report["gap_hours"] is not None:
        share = report["gap_of_required"]
        key = "cli.gap" if share is not None else "cli.gap_hours"
        screen.say(key, hours=_number(report["gap_hours"], 1), share=_percent(share, 2))
    screen.say("cli.ended_by_clock" if report["ended_by_clock"] else "cli.repeatable")


def _reason(reason: Mapping[str, Any], lang: str) -> str:
    return t(f"reason.{reason['code']}", lang, names=", ".join(reason["names"]))


def requirement(screen: Screen, report: Report) -> None:
    """Print the people needed, a row per post."""
    rows = [
        (
            post_name(post, screen.lang),
            _number(part["hours"], 1),
            _number(part["peak"], 2),
            _number(part["open_hours"], 1),
        )
        for post, part in report["posts"].items()
    ]
    rows.append((screen.word("cli.all"), _number(report["required_hours"], 1), "", ""))
    heads = ("cli.head.post", "cli.head.hours", "cli.head.peak", "cli.head.open_hours")
    screen.table(heads, rows)


def simulated(screen: Screen, report: Report) -> None:
    """Print the measures of a simulation, a row per post."""
    rows = []
    for post, part in report["posts"].items():
        sign = screen.word("cli.missed" if part["target_missed"] else "cli.held")
        name = post_name(post, screen.lang)
        rows.append((name, *_measures(part), _percent(part["target"]), sign))
    rows.append((screen.word("cli.all"), *_measures(report["total"]), "", ""))
    names = ("post", "offered", "level", "answered", "wait", "occupancy", "concurrency")
    screen.table(tuple(f"cli.head.{name}" for name in (*names, "target", "held")), rows)


def _measures(part: Report) -> tuple[str, ...]:
    level = part["service_level"]
    shown = _percent(level["mean"], 1)
    if level["low"] is not None:
        shown += f" ({_percent(level['low'], 1)}–{_percent(level['high'], 1)})"
    return (
        _number(part["mean_offered"]["mean"], 0),
        shown,
        _percent(part["answer_rate"]["mean"], 1),
        _number(part["mean_wait_s"]["mean"], 1),
        _percent(part["occupancy"]["mean"], 1),
        _number(part["concurrency"]["mean"], 2),
    )


def _number(value: float | None, decimals: int = 3) -> str:
    if value is None:
        return "-"
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals == 3 else text


def _percent(share: float | None, decimals: int = 0) -> str:
    return "-" if share is None else f"{share:.{decimals}%}"
