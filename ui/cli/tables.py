"""Results as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.solve.result import SolveStatus
from ui.against import digits, goal_places, reach
from ui.words.catalogue import t
from ui.words.cover_sentences import closed_sentence, helper_sentence, stretch_sentence
from ui.words.names import post_name, rule_name
from ui.words.reading import reading_lines
from ui.words.sentences import STUCK, left_out_sentence, reason_sentence, violation_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.verify.verdict import Verdict
    from service.roster.open_intervals import OpenPoint
    from ui.cli.screen import Screen

Report = dict[str, Any]


def verdict(screen: Screen, problem: RosterProblem, found: Verdict, *, show: int) -> None:
    """Print the breaches by rule, the first sentences of them, and the cost by its parts."""
    if found.is_clean:
        screen.say("cli.no_breach")
    else:
        rows = [
            (rule_name(rule, screen.lang), count) for rule, count in found.stretches_by_rule.items()
        ]
        screen.table(("cli.head.rule", "cli.head.breaches"), rows)
        for violation in found.stretches[:show]:
            screen.text("· " + violation_sentence(violation, problem, screen.lang))
        if len(found.stretches) > show:
            screen.say("cli.more_breaches", count=len(found.stretches) - show)
    cost = found.cost
    screen.say(
        "cli.cost",
        cost=number(cost.total),
        short=number(cost.short_hours),
        surplus=number(cost.surplus_hours),
        wishes=number(cost.wishes),
    )


def beside(screen: Screen, count: int) -> None:
    """Print how many absences stand beside the roster file, where any does: they count."""
    if count:
        screen.say("away.beside", count=count)


def away(screen: Screen, report: Report) -> None:
    """Print how much rostered work falls into absences, where any does: nobody counts then."""
    if not report["away_hours"]:
        return
    counted = {"people": report["away_people"], "hours": number(report["away_hours"], 1)}
    if "of_cost" in report:
        short = number(report["shortage_agent_hours"], 1)
        told = number(report["of_cost"]["shortage_agent_hours"], 1)
        screen.say("away.cli_short", **counted, short=short, of_cost=told)
    else:
        screen.say("away.note", **counted)


def outside_opening(screen: Screen, report: Report) -> None:
    """Print the hours of work outside opening hours."""
    hours = report["hours_outside_opening"], report["hours_outside_opening_allowed"]
    screen.text(closed_sentence(*hours, screen.lang))


def open_stretches(screen: Screen, problem: RosterProblem, points: Sequence[OpenPoint]) -> None:
    """Print where people are missing, and who comes nearest to helping."""
    if not points:
        return
    screen.say("open_stretch.title")
    looked_up = [point for point in points if point.nearest is not None]
    for point in looked_up:
        screen.text("· " + stretch_sentence(point.stretch, problem, screen.lang))
        for helper in point.nearest or ():
            screen.text("    " + helper_sentence(helper, problem, screen.lang))
        if not point.nearest:
            screen.text("    " + screen.word("open_stretch.nobody"))
    if len(points) > len(looked_up):
        screen.say("open_stretch.more_not_looked_up", count=len(points) - len(looked_up))


def solved(screen: Screen, report: Report) -> None:
    """Print how a solve ended, and in words how far from the best its roster may be."""
    screen.say(status_key(report))
    for reason in report["reasons"]:
        screen.text("· " + reason_sentence(reason["code"], reason["names"], screen.lang))
    left_out(screen, report["left_out"])
    if report["breaches"] is None:
        return
    screen.say(
        "cli.roster_made",
        shifts=report["shifts"],
        breaches=report["stretches"],
        cost=number(report["cost"]),
        bound=number(report["bound"]),
        seconds=number(report["seconds"], 1),
    )
    if report["gap_hours"] is not None:
        share = report["gap_of_required"]
        key = "cli.gap" if share is not None else "cli.gap_hours"
        screen.say(key, hours=number(report["gap_hours"], 1), share=_percent(share, 2))
    outside_opening(screen, report)
    screen.say("cli.ended_by_clock" if report["ended_by_clock"] else "cli.repeatable")


def left_out(screen: Screen, people: Sequence[Report]) -> None:
    """Print who cannot be given any shift, why, and what would help."""
    if people:
        screen.say("left_out.title", count=len(people))
    for each in people:
        text = left_out_sentence(each["agent_id"], each["cause"], each["values"], screen.lang)
        screen.text("· " + text)


def status_key(report: Report) -> str:
    """Return the sentence of how a solve ended; a relaxed one may hold all cover."""
    key = f"status.{report['status']}"
    people = report["reasons"] and all(each["code"].startswith(STUCK) for each in report["reasons"])
    return f"{key}_people" if people and report["status"] == SolveStatus.RELAXED else key


def requirement(screen: Screen, report: Report) -> None:
    """Print the people needed, a row per post."""
    rows = [
        (
            post_name(post, screen.lang),
            number(part["hours"], 1),
            number(part["peak"], 2),
            number(part["open_hours"], 1),
            *_expected(part["expected"]),
        )
        for post, part in report["posts"].items()
    ]
    blank = ("",) * 6
    rows.append((screen.word("cli.all"), number(report["required_hours"], 1), *blank))
    names = ("post", "hours", "peak", "open_hours", "met_level", "left_share", "asa", "occupancy")
    screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    for each in report["overloads"]:
        one = len(each["posts"]) == 1
        screen.say(
            "cli.overload",
            post=post_name(each["posts"][0], screen.lang) if one else screen.word("cli.all"),
            required=number(each["required_hours"], 1),
            contract=number(each["contract_hours"], 1),
            peak=number(each["peak"], 1),
            people=each["people"],
            hours=number(each["short_hours"], 1),
            missing=number(each["short_people"], 1),
        )


def _expected(met: Report | None) -> tuple[str, ...]:
    """Return what customers would meet: service level, those who leave, speed of answer, use."""
    if met is None:
        return ("", "", "", "")
    return (
        _percent(met["service_level"], 1),
        _percent(met["abandoned_share"], 1),
        number(met["answer_wait_s"], 1),
        _percent(met["occupancy"], 1),
    )


def simulated(screen: Screen, report: Report) -> None:
    """Print the measures of a simulation, a row per post, then its further targets if counted."""
    rows = []
    for post, part in report["posts"].items():
        sign = _stands(screen, part["service_level"], part["target"])
        name = post_name(post, screen.lang)
        rows.append(
            (
                name,
                *_measures(part, part["target"]),
                _percent(part["target"], goal_places(part["target"])),
                sign,
            )
        )
    rows.append((screen.word("cli.all"), *_measures(report["total"]), "", ""))
    names = ("post", "offered", "level", "answered", "wait", "occupancy", "concurrency")
    screen.table(tuple(f"cli.head.{name}" for name in (*names, "target", "held")), rows)
    for post, part in report["posts"].items():
        for each in part.get("promises", ()):
            _promise(screen, post, each)


def _promise(screen: Screen, post: str, promise: Report) -> None:
    """Print whether a further target of a post is kept."""
    within, hours = promise["within_seconds"], promise["hours"]
    key = "cli.promise_answer_rate" if within is None else "cli.promise"
    told = {} if within is None else {"within": number(within, 0)}
    screen.say(
        key,
        post=post_name(post, screen.lang),
        kept=_beside(promise["kept"]["mean"], promise["share"]),
        share=_percent(promise["share"], max(1, goal_places(promise["share"]))),
        held=_stands(screen, promise["kept"], promise["share"]),
        hours="" if hours is None else f" ({hours})",
        **told,
    )


def _stands(screen: Screen, level: Report, target: float) -> str:
    """Return whether a level holds its target; one of no chats does."""
    if level["mean"] is None:
        return screen.word("cli.held")
    return screen.word(f"cli.{reach(level['mean'], target, level['high']).name.lower()}")


def _beside(share: float | None, target: float | None) -> str:
    """Return a share with the decimals it needs beside its target."""
    places = 1 if share is None or target is None else digits(share, target, 1)
    return _percent(share, places)


def _measures(part: Report, target: float | None = None) -> tuple[str, ...]:
    level = part["service_level"]
    shown = _beside(level["mean"], target)
    if level["low"] is not None:
        shown += f" ({_percent(level['low'], 1)}–{_percent(level['high'], 1)})"
    return (
        number(part["mean_offered"]["mean"], 0),
        shown,
        _percent(part["answer_rate"]["mean"], 1),
        number(part["mean_wait_s"]["mean"], 1),
        _percent(part["occupancy"]["mean"], 1),
        number(part["concurrency"]["mean"], 2),
    )


def forecast(screen: Screen, report: Report) -> None:
    """Print what is expected of each post, and how good such forecasts have been."""
    rows = [
        (post_name(post, screen.lang), number(part["volume"], 0))
        for post, part in report["posts"].items()
    ]
    screen.say("cli.forecast_of", first=report["first"], days=report["days"])
    screen.table(("cli.head.post", "cli.head.offered"), rows)
    for caveat in report["caveats"]:
        post = post_name(caveat["post"], screen.lang) if caveat["post"] else screen.word("cli.all")
        text = t(f"caveat.{caveat['code']}", screen.lang, post=post, **caveat["details"])
        screen.text("· " + text)
    reading(screen, report["reading"])
    _effects(screen, report["effects"])
    tested = {post: part for post, part in report["posts"].items() if part["models"]}
    if tested:
        _backtest(screen, tested)


def _effects(screen: Screen, effects: list[Report]) -> None:
    if not effects:
        return
    rows = [
        (
            post_name(each["post"], screen.lang),
            each["date"].isoformat(),
            ", ".join(each["names"]) or screen.word("cli.around_day"),
            "—" if each["source"] == "closed" else f"× {each['factor']:.2f}",
            screen.word(f"effect_source.{each['source']}"),
        )
        for each in effects
    ]
    screen.say("cli.effects")
    heads = ("post", "date", "day_name", "factor", "source")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)


def _backtest(screen: Screen, posts: Mapping[str, Report]) -> None:
    rows = [
        (
            post_name(post, screen.lang),
            screen.word(f"forecast_model.{model}"),
            _percent(found["wape"], 2),
            _percent(found["bias"], 2),
            screen.word("cli.chosen") if model == part["chosen"] else "",
        )
        for post, part in posts.items()
        for model, found in part["models"].items()
    ]
    rows += [
        (
            post_name(post, screen.lang),
            screen.word("cli.chosen_each_week"),
            _percent(part["chosen_on_earlier_folds"]["wape"], 2),
            _percent(part["chosen_on_earlier_folds"]["bias"], 2),
            "",
        )
        for post, part in posts.items()
    ]
    screen.text("")
    heads = ("post", "model", "wape", "bias", "chosen")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)
    for post, part in posts.items():
        screen.say(
            "cli.backtest",
            post=post_name(post, screen.lang),
            weeks=len(part["folds"]),
            floor=_percent(part["floor"], 2),
            c80=_percent(part["coverage_80"], 1),
            c95=_percent(part["coverage_95"], 1),
            e80=_percent(part["even_coverage_80"], 1),
            e95=_percent(part["even_coverage_95"], 1),
            mean_bias=_percent(part["mean_bias"], 2),
        )


def reading(screen: Screen, told: Report) -> None:
    """Print how many rows of a file were kept and left out, and how the rest was read."""
    for line in reading_lines(told, screen.lang):
        screen.text("· " + line)


def plan(screen: Screen, report: Report) -> None:
    """Print a plan's numbers, stage by stage."""
    screen.say("cli.plan_of", week=report["week"])
    for post, chats in report["closed_hours_chats"].items():
        name = post_name(post, screen.lang)
        screen.say("cli.closed_hours_chats", post=name, chats=number(chats, 0))
    reading(screen, report["reading"])
    expected = report["forecast"]
    screen.say("cli.plan_forecast", volume=number(expected["volume"], 0))
    if hit := expected["hit"]:
        screen.say(
            "cli.plan_hit",
            arrived=number(hit["arrived"], 0),
            wape=_percent(hit["wape"], 2),
            bias=_percent(hit["bias"], 2),
            floor=_percent(hit["floor"], 2),
        )
    screen.say(
        "cli.plan_required",
        required=number(report["required_hours"], 1),
        agents=report["agents"],
        contract=number(report["contract_hours"], 0),
    )
    solved(screen, report["roster"])
    for key in ("simulation", "simulation_of_arrivals"):
        if report[key] is not None:
            screen.text("")
            screen.say(f"cli.plan_{key}", replications=report[key]["replications"])
            simulated(screen, report[key])


def number(value: float | None, decimals: int = 3) -> str:
    """Return a number with its decimals, those at the end of three left out where they are 0."""
    if value is None:
        return "-"
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals == 3 else text


def _percent(share: float | None, decimals: int = 0) -> str:
    return "-" if share is None else f"{share:.{decimals}%}"
