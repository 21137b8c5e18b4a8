"""A simulated roster as tables for people: measures by post, what counts, the worst hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.simulate.held import WhatCounts
from ui.against import digits, goal_places, reach
from ui.cli.demand_tables import number, percent
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.cli.screen import Screen

Report = dict[str, Any]
WORST_SHOWN = 10


def simulated(screen: Screen, report: Report) -> None:
    """Print the measures of a simulation, a row per post, then its further targets if counted."""
    rows = []
    for post, part in report["posts"].items():
        sign = _verdict(screen, part)
        name = post_name(post, screen.lang)
        rows.append(
            (
                name,
                *_measures(part, part["target"]),
                percent(part["target"], goal_places(part["target"])),
                sign,
            )
        )
    rows.append((screen.word("cli.all"), *_measures(report["total"]), "", ""))
    names = ("post", "offered", "level", "answered", "wait", "occupancy", "concurrency")
    screen.table(tuple(f"cli.head.{name}" for name in (*names, "target", "held")), rows)
    for post, part in report["posts"].items():
        by_what_counts(screen, post, part.get("held"))
        for each in part.get("promises", ()):
            _promise(screen, post, each)
        _response(screen, post, part)
    worst_hours(screen, report.get("hours", ()))


def worst_hours(screen: Screen, hours: Sequence[Report]) -> None:
    """Print the hours that miss their target by more than their interval, worst first."""
    missed = [each for each in hours if each["missed"]]
    if not missed:
        return
    screen.say(
        "cli.worst_hours",
        count=len(missed),
        all=len(hours),
        share=percent(sum(each["offered"] for each in missed) / _offered(hours), 1),
    )
    rows = [
        (
            each["start"].replace("T", " "),
            post_name(each["post"], screen.lang),
            number(each["offered"], 1),
            _beside(each["service_level"]["mean"], each["target"]),
            percent(each["target"], goal_places(each["target"])),
            number(each["late"], 1),
            number(each["lost"], 1),
        )
        for each in missed[:WORST_SHOWN]
    ]
    names = ("start", "post", "offered", "level", "target", "late", "lost")
    screen.table(tuple(f"cli.head.{name}" for name in names), rows)


def _offered(hours: Sequence[Report]) -> float:
    return float(sum(each["offered"] for each in hours))


def _response(screen: Screen, post: str, part: Report) -> None:
    """Print the mean time to the reply of a turn, where the post's rhythm is known."""
    mean, first = part["mean_response_s"]["mean"], part["mean_reply_s"]["mean"]
    if mean is not None and first is not None:
        told = {"seconds": number(mean, 0), "first": number(first, 0)}
        screen.say("cli.mean_response", post=post_name(post, screen.lang), **told)


def _promise(screen: Screen, post: str, promise: Report) -> None:
    """Print whether a further target of a post is kept."""
    within, hours = promise["within_seconds"], promise["hours"]
    key = "cli.promise_answer_rate" if within is None else "cli.promise"
    key = "cli.promise_turns" if promise["every_turn"] else key
    told = {} if within is None else {"within": number(within, 0)}
    screen.say(
        key,
        post=post_name(post, screen.lang),
        kept=_beside(promise["kept"]["mean"], promise["share"]),
        share=percent(promise["share"], max(1, goal_places(promise["share"]))),
        held=_stands(screen, promise["kept"], promise["share"]),
        hours="" if hours is None else f" ({hours})",
        **told,
    )


def _verdict(screen: Screen, part: Report) -> str:
    """Return whether a post holds its target, by what counts."""
    held = part.get("held")
    if held is None or held["counts"] == WhatCounts.WEEK_CHATS:
        return _stands(screen, part["service_level"], part["target"])
    return screen.word("cli.held" if held["is_held"] else "cli.missed")


def by_what_counts(screen: Screen, post: str, held: Report | None) -> None:
    """Print how many days or hours of a post reach what is asked, where these count."""
    if held is None or held["counts"] == WhatCounts.WEEK_CHATS:
        return
    told = screen.word(
        f"held.{held['counts']}",
        held=held["held"],
        units=held["units"],
        least=percent(held["least_hours"], 0),
        when=held["worst"].replace("T", " "),
        lowest=percent(held["lowest"], 1),
    )
    screen.say("held.of_post", post=post_name(post, screen.lang), told=told)


def _stands(screen: Screen, level: Report, target: float) -> str:
    """Return whether a level holds its target; one of no chats does."""
    if level["mean"] is None:
        return screen.word("cli.held")
    return screen.word(f"cli.{reach(level['mean'], target, level['high']).name.lower()}")


def _beside(share: float | None, target: float | None) -> str:
    """Return a share with the decimals it needs beside its target."""
    places = 1 if share is None or target is None else digits(share, target, 1)
    return percent(share, places)


def _measures(part: Report, target: float | None = None) -> tuple[str, ...]:
    level = part["service_level"]
    shown = _beside(level["mean"], target)
    if level["low"] is not None:
        shown += f" ({percent(level['low'], 1)}–{percent(level['high'], 1)})"
    return (
        number(part["mean_offered"]["mean"], 0),
        shown,
        percent(part["answer_rate"]["mean"], 1),
        number(part["mean_wait_s"]["mean"], 1),
        percent(part["occupancy"]["mean"], 1),
        number(part["concurrency"]["mean"], 2),
    )


def effect(screen: Screen, report: Report) -> None:
    """Print what stopping early, leaving on time and own speeds do to the level, if anything."""
    if report["usual_level"] is None:
        return
    level = report["total"]["service_level"]["mean"]
    told, usual = percent(level, 1), percent(report["usual_level"], 1)
    screen.say("level.effect", level=told, usual=usual)
