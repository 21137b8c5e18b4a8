"""Results as tables for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scheduler.solve.result import SolveStatus
from service.roster.overriding import judged
from ui.cli.demand_tables import number, percent, reading
from ui.cli.simulated_tables import simulated
from ui.words.cover_sentences import closed_sentence, helper_sentence, stretch_sentence
from ui.words.liveable_rows import liveable_notes, liveable_rows
from ui.words.names import post_name, rule_name
from ui.words.owed_lines import owed_lines
from ui.words.sentences import STUCK, judged_sentence, left_out_lines, reason_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.house_price import Override
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.verify.verdict import Verdict
    from service.roster.open_intervals import OpenPoint
    from ui.cli.screen import Screen

Report = dict[str, Any]


def verdict(
    screen: Screen,
    problem: RosterProblem,
    roster: Roster,
    found: Verdict,
    *,
    show: int,
    overrides: Sequence[Override] = (),
) -> None:
    """Print the breaches by rule and standing, the first sentences of them, the cost by parts."""
    if found.is_clean:
        screen.say("cli.no_breach")
    else:
        breaches = judged(problem, roster, found.stretches)
        counted = Counter((each.found.rule, each.standing) for each in breaches)
        rows = [
            (rule_name(rule, screen.lang), screen.word(f"standing.{standing or 'unknown'}"), count)
            for (rule, standing), count in counted.items()
        ]
        screen.table(tuple(f"cli.head.{name}" for name in ("rule", "standing", "breaches")), rows)
        for each in breaches[:show]:
            screen.text("· " + judged_sentence(each, problem, screen.lang, overrides))
        if len(breaches) > show:
            screen.say("cli.more_breaches", count=len(breaches) - show)
    cost = found.cost
    screen.say(
        "cli.cost",
        cost=number(cost.total),
        short=number(cost.short_hours),
        surplus=number(cost.surplus_hours),
        wishes=number(cost.wishes),
    )
    if cost.standby_hours:
        screen.say("standby.missing", hours=number(cost.standby_hours, 1))


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
        screen.say(key, hours=number(report["gap_hours"], 1), share=percent(share, 2))
    outside_opening(screen, report)
    liveable(screen, report)
    owed(screen, report)
    screen.say("cli.ended_by_clock" if report["ended_by_clock"] else "cli.repeatable")


def liveable(screen: Screen, report: Report) -> None:
    """Print how liveable a roster is, beside the week before."""
    screen.say("liveable.title")
    heads = tuple(f"liveable.{name}" for name in ("measure", "now", "before"))
    screen.table(heads, liveable_rows(report["liveable"], screen.lang))
    for note in liveable_notes(report["liveable"], screen.lang):
        screen.text("· " + note)


def owed(screen: Screen, report: Report) -> None:
    """Print who gets fewer hours than owed, and the hours that cover has no use for."""
    for line in owed_lines(report["hours_owed"], screen.lang, str):
        screen.text("· " + line)


def left_out(screen: Screen, people: Sequence[Report]) -> None:
    """Print who cannot be given any shift, why, and what would help."""
    if people:
        screen.say("left_out.title", count=len(people))
    told = ((each["agent_id"], each["cause"], each["values"]) for each in people)
    for text in left_out_lines(told, screen.lang):
        screen.text("· " + text)


def status_key(report: Report) -> str:
    """Return the sentence of how a solve ended; a relaxed one may hold all cover."""
    key = f"status.{report['status']}"
    people = report["reasons"] and all(each["code"].startswith(STUCK) for each in report["reasons"])
    return f"{key}_people" if people and report["status"] == SolveStatus.RELAXED else key


def _rules_of_plan(screen: Screen, rules: Report) -> None:
    """Print the shift types and the work plan a plan was made by, and posts to watch together."""
    if rules["types"]:
        told = (" ".join((each["code"], *dict.fromkeys(each["starts"]))) for each in rules["types"])
        screen.say("cli.plan_rules", types=", ".join(told), plan=rules["work_plan"] or "-")
    else:
        screen.say("cli.plan_free_starts")
    for each in rules["plans_fitted"]:
        key = "cli.plan_shrunk" if each["is_there"] else "cli.plan_gone"
        screen.say(key, plan=each["work_plan"], types=", ".join(each["types"]))
    if group := rules["night_group"]:
        names = ", ".join(post_name(post, screen.lang) for post in group["posts"])
        key = "cli.plan_night_group" if group["used"] else "cli.plan_night_group_could"
        screen.say(key, posts=names, hours=group["hours"], people=group["people"])


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
            wape=percent(hit["wape"], 2),
            bias=percent(hit["bias"], 2),
            floor=percent(hit["floor"], 2),
        )
    screen.say(
        "cli.plan_required",
        required=number(report["required_hours"], 1),
        agents=report["agents"],
        contract=number(report["contract_hours"], 0),
    )
    if hours := report["opening"]:
        outside = percent(hours["outside"], 1)
        screen.say("cli.plan_opening_asked", proposed=hours["proposed"], outside=outside)
    _rules_of_plan(screen, report["rules"])
    solved(screen, report["roster"])
    for key in ("simulation", "simulation_of_arrivals"):
        if report[key] is not None:
            screen.text("")
            screen.say(f"cli.plan_{key}", replications=report[key]["replications"])
            simulated(screen, report[key])
