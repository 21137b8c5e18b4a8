"""When a platform's rules rest: the list, an own entry, and what that changes in the month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from service.records import platform_rules
from service.records.platform_rules import HeldSuspension, Occasion, Suspension
from ui import figures, link, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import day, days_between, full_day
from ui.parts.hr.platform_days import platform_name, rule_title
from ui.parts.markup import Row, listing
from ui.parts.register import Act, Column, Register, each
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from service.records.platform_rules import PlatformRule
    from service.records.platform_view import PlatformMonth, RuleAtRest

ONE = dt.timedelta(days=1)
BACK, AHEAD = dt.timedelta(days=400), dt.timedelta(days=120)


def changes(found: PlatformMonth, platforms: frozenset[str]) -> None:
    """Draw which rules rest on which days of the month, and the counts with and without."""
    rests = [one for one in found.rests if one.rule.platform in platforms]
    if not rests:
        return
    st.subheader(say("rests.changes"), help=say("rests.changes_help"), anchor=False)
    names = ("rule", "days", "with", "without", "broken_with", "broken")
    heads = [say(f"rests.{name}") for name in names]
    with st.container(key="rests_changes"):
        listing(heads, [_change(one) for one in rests], numbers=frozenset({2, 3, 4, 5}))


def _change(one: RuleAtRest) -> Row:
    lang = state.lang()
    return Row(
        (
            rule_title(one.rule),
            _days(one.days),
            say("rests.counted", good=_whole(one.all_good), n=_whole(one.all_n)),
            say("rests.counted", good=_whole(one.good), n=_whole(one.n)),
            figures.number(one.all_broken, lang, 0),
            figures.number(one.broken, lang, 0),
        )
    )


def _whole(count: int) -> str:
    return figures.number(count, state.lang(), 0)


def _days(days: Sequence[dt.date]) -> str:
    """Return days as stretches, such as 10-17 February."""
    lang = state.lang()
    ends = [0, *(at for at, (one, two) in enumerate(pairwise(days), 1) if two - one > ONE)]
    parts = [days[start:end] for start, end in pairwise([*ends, len(days)])]
    return say("list.comma").join(
        figures.stretch(part[0], part[-1], lang) if len(part) > 1 else full_day(part[0])
        for part in parts
    )


def listed(rules: tuple[PlatformRule, ...], platforms: frozenset[str]) -> None:
    """List the suspensions of some platforms; those a shop entered can be taken out."""
    st.subheader(say("rests.title"), help=say("rests.help"), anchor=False)
    found = [
        one
        for one in platform_rules.suspensions(link.desk())
        if one.suspension.platform in platforms
    ]
    titles = {rule.id: rule.title_zh if state.lang() == "zh" else rule.title_en for rule in rules}
    columns: tuple[Column[HeldSuspension], ...] = (
        Column("platform", lambda one: platform_name(one.suspension.platform)),
        Column("name", _title),
        Column("occasion", lambda one: say(f"rests.occasion_{one.suspension.occasion}")),
        Column("first", lambda one: full_day(one.suspension.first)),
        Column("last", lambda one: full_day(one.suspension.last)),
        Column("rules", lambda one: _rules(one.suspension, titles)),
        Column("source", _source, width="large"),
    )
    remove: Act[HeldSuspension] = Act(
        "remove", each(_remove), ":material/delete:", can=lambda one: one.number is not None
    )
    register.draw(Register("rests", columns, (remove,)), found)


def _title(one: HeldSuspension) -> str:
    return one.suspension.title_zh if state.lang() == "zh" else one.suspension.title_en


def _rules(one: Suspension, titles: dict[str, str]) -> str:
    if not one.rules:
        return say("rests.all_rules")
    return say("list.comma").join(titles.get(name, name) for name in one.rules)


def _source(one: HeldSuspension) -> str:
    suspension = one.suspension
    if one.by:
        return say("campaigns.by", line=suspension.source, name=one.by)
    if one.number is None:
        return say(f"platform_source.{suspension.id}")
    if not suspension.ours:
        return suspension.source
    return say("platforms.source_ours", source=suspension.source, ours=suspension.ours)


def _remove(desk: Desk, one: HeldSuspension) -> object:
    assert one.number is not None  # ``can`` asks for it
    return platform_rules.end_suspension(desk, one.number)


@dataclass(frozen=True, slots=True)
class RestTold:
    """What is asked for days on which rules rest."""

    of: str
    occasion: Occasion
    first: dt.date
    last: dt.date
    name: str
    source: str


def entry(rules: tuple[PlatformRule, ...], platforms: frozenset[str]) -> None:
    """Ask for days on which all rules of a platform, or one of them, rest."""
    today = link.today()
    days = days_between(today - BACK, today + AHEAD)
    newest = {rule.id: rule for rule in sorted(rules, key=lambda one: one.valid_from)}
    known = {name: rule for name, rule in newest.items() if rule.platform in platforms}
    of = {
        f"{name}|": say("rests.all_of", platform=platform_name(name))
        for name in sorted({rule.platform for rule in known.values()})
    }
    of |= {f"{rule.platform}|{name}": rule_title(rule) for name, rule in sorted(known.items())}
    if not known:
        return
    rows = (
        (Ask("of", of), Ask("occasion"), day("first", days, today), day("last", days, today)),
        (Ask("name", fault="rest_without_title"), Ask("source", fault="rest_without_source")),
    )

    def enter(desk: Desk, told: RestTold) -> int:
        return platform_rules.suspend(desk, _suspension(told))

    entry_form.draw(
        Form("rests", RestTold, rows, enter, done=_done, undo=platform_rules.end_suspension)
    )


def _suspension(told: RestTold) -> Suspension:
    platform, _, rule = told.of.partition("|")
    return Suspension(
        "-".join(filter(None, (platform, rule, told.first.isoformat()))),
        platform,
        told.name,
        told.name,
        told.occasion,
        told.first,
        told.last,
        told.source,
        (rule,) if rule else (),
    )


def _done(told: RestTold, _number: int) -> str:
    return say("rests.done", first=full_day(told.first), last=full_day(told.last))
