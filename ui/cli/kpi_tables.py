"""Scores and payouts as tables for people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault, InputError
from ui.words.explained import card_lines, pay_lines, whole_line
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.month.explaining import MonthTold
    from ui.cli.screen import Screen
    from ui.words.explained import ToldLine

Report = dict[str, Any]
PAID = (
    frozenset({"base"}),
    frozenset({"performance"}),
    frozenset(
        {
            *("overtime_workday", "overtime_rest_day", "holiday"),
            *("quarter_beyond", "time_off_ended"),
        }
    ),
)
"""Kinds of payout lines, by the columns of the table."""


def scores(screen: Screen, report: Report) -> None:
    """Print every agent's score and grade, the best first."""
    rows = [
        (
            agent["agent_id"],
            "+".join(post_name(card["post"], screen.lang) for card in agent["cards"]),
            agent["total"] or "-",
            _grade(screen, report, agent),
        )
        for agent in sorted(report["agents"], key=best_first)
    ]
    names = ("agent", "post", "score", "grade")
    screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    _doubts(screen, report)


def payouts(screen: Screen, report: Report, *, with_sum: bool = True) -> None:
    """Print every agent's score, grade and payout by its kinds of lines, and the sum of all."""
    by_agent = {agent["agent_id"]: agent for agent in report["agents"]}
    rows = [
        (
            payout["agent_id"],
            by_agent[payout["agent_id"]]["total"] or "-",
            _grade(screen, report, by_agent[payout["agent_id"]]),
            *(yuan(_sum_of(payout, kinds)) for kinds in PAID),
            yuan(payout["total"]),
            ", ".join(screen.word(f"unpaid.{reason}") for reason in payout["unpaid"]),
        )
        for payout in report["payouts"]
    ]
    names = ("agent", "score", "grade", "base", "performance", "overtime", "payout", "unpaid")
    screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    if with_sum:
        screen.say("cli.paid", agents=len(rows), total=yuan(report["paid"]))
    if "compared" in report:
        _unlike(screen, report["compared"])
    _doubts(screen, report)


def coverage(screen: Screen, report: Report) -> None:
    """Print which lines give whom no points and why, and of whom too little is known to score."""
    rows = [
        (
            post_name(line["post"], screen.lang),
            screen.word(f"indicator.{line['indicator']}"),
            f"{len(line['agents'])} / {line['of']}",
            percent(line["share"]),
            screen.word(f"left_out.{line['why']}.short"),
        )
        for line in report["lines"]
    ]
    if rows:
        names = ("post", "indicator", "people", "falls_away", "left_out")
        screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    else:
        screen.say("cli.all_scored", month=report["month"])
    _below(screen, report)


def _below(screen: Screen, report: Report) -> None:
    """Say of whom too little is known to be scored, and how they can be scored all the same."""
    told = {"coverage": percent, "least_coverage": percent}
    below = [one | {name: how(one[name]) for name, how in told.items()} for one in report["below"]]
    for one in below:
        screen.say("cli.scored_anyway" if one["scored"] else "cli.not_scored", **one)
    if any(not one["scored"] for one in below):
        screen.say("cli.not_scored_help")


def percent(share: str) -> str:
    """Return a share, a text in [0, 1], as percent."""
    return f"{Decimal(share) * 100:.1f}".rstrip("0").rstrip(".") + " %"


def _unlike(screen: Screen, compared: Report) -> None:
    """Print whose pay is unlike last month's, and of how many it is not known."""
    rows = [
        (
            one["agent_id"],
            yuan(one["before"]),
            yuan(one["now"]),
            "-" if one["part"] is None else screen.word(f"pays.{one['part']}"),
            "-" if one["part"] is None else f"{yuan(one['part_before'])} → {yuan(one['part_now'])}",
        )
        for one in compared["outliers"]
    ]
    if rows:
        screen.say("cli.pay_unlike", count=len(rows))
        names = ("agent", "last_month", "this_month", "changed_most", "changed_how")
        screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    if compared["known"] < compared["people"]:
        count = compared["people"] - compared["known"]
        screen.say("cli.pay_before_unknown", count=count)


def _doubts(screen: Screen, report: Report) -> None:
    """Say who is not scored, and which presences nobody can mean as they stand."""
    _below(screen, report["coverage"])
    for one in report["scored_anyway"]:
        screen.say("cli.decided_anyway", **(one | {"agents": ", ".join(one["agents"])}))
    if report["attended_only"]:
        screen.say("cli.attended_only", agents=", ".join(report["attended_only"]))
    doubted = report["presences_in_doubt"]
    for one in doubted:
        screen.say("cli.presence_in_doubt", doubt=screen.word(f"doubt.{one['why']}"), **one)
    if doubted:
        screen.say("cli.presences_in_doubt")
    if not report["attendance_has_cards"]:
        screen.say("cli.punches_no_cards")
    for one in report["exceptions_left_out"]:
        why = screen.word(f"not_counted.{one['why']}")
        screen.say("cli.exception_left_out", **(one | {"why": why}))
    for one in report["outside_employment"]:
        screen.say(f"outside_employment.{one['kind']}", **one)


def _sum_of(payout: Report, kinds: frozenset[str]) -> Decimal:
    lines = payout["lines"]
    return sum((Decimal(line["amount"]) for line in lines if line["pays"] in kinds), Decimal())


def of_agent(report: Report, agent_id: str) -> Report:
    """Return one agent's score and payout; raises InputError when the month has no such agent."""
    for agent in report["agents"]:
        if agent["agent_id"] == agent_id:
            mine = [one for one in report["payouts"] if one["agent_id"] == agent_id]
            payout = mine[0] if mine else None
            below = [one for one in report["coverage"]["below"] if one["agent_id"] == agent_id]
            told = {"month": report["month"], "grades": report["grades"], "payout": payout}
            return {**agent, **told, "below": below}
    raise InputError(Fault("unknown_agent", value=agent_id))


def explanation(screen: Screen, found: Report, explained: MonthTold) -> None:
    """Print how each line of an agent's scorecards and of the payout came about."""
    lang = screen.lang
    screen.say(
        "cli.explained",
        agent=found["agent_id"],
        month=found["month"],
        total=found["total"] or "-",
        grade=_grade(screen, found, found),
    )
    _below(screen, found)
    for account in explained.account.cards:
        card = account.card
        screen.text("")
        screen.say(
            "cli.card",
            post=post_name(card.post, lang),
            scheme=card.scheme_id,
            version=card.scheme_version,
            total="-" if card.total is None else card.total,
        )
        _parts(screen, card_lines(account, lang))
    screen.text("")
    _parts(screen, [whole_line(explained.account, lang)])
    if explained.payout is not None:
        screen.text("")
        _parts(screen, pay_lines(explained.payout, lang))


def _parts(screen: Screen, parts: Sequence[ToldLine]) -> None:
    for part in parts:
        screen.text(f"{part.title}  {part.result}")
        for sentence in part.sentences:
            screen.text(f"    {sentence}")


def _grade(screen: Screen, report: Report, agent: Report) -> str:
    title: str = report["grades"].get(agent["grade"], {}).get(screen.lang, "-")
    return title


def yuan(amount: Decimal | str) -> str:
    """Return an amount as money."""
    return f"¥{Decimal(amount):,.2f}"


def best_first(agent: Report) -> tuple[bool, Decimal, str]:
    """Return the key that sorts agents by score, the best first, the unscored last."""
    total = agent["total"]
    return total is None, -Decimal(total or 0), agent["agent_id"]
