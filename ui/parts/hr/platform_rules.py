"""The platforms' rules with their dates and sources, and a shop's own version of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import streamlit as st

from kpi.platforms.rules import JudgedCounts
from scheduler.horizon import ClockSpan
from scheduler.keys import Asked
from service.records import platform_rules
from service.records.platform_rules import conduct_ladder, platform_presets
from ui import figures, link, state
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import day, days_between, full_day
from ui.parts.hr.platform_days import limit_text, platform_name, rule_title
from ui.parts.markup import Row, listing
from ui.state import say, spoken
from ui.words.catalogue import has

if TYPE_CHECKING:
    from service.desk import Desk
    from service.records.platform_rules import PlatformRule

SPAN = dt.timedelta(days=60)
HUNDRED = 100
WEEK_S = 7 * 24 * 3600
MOST_FINE = 10_000_000


def rule_list(rules: tuple[PlatformRule, ...], platforms: frozenset[str]) -> None:
    """List all versions of the rules with dates and sources."""
    heads = [
        say(f"platforms.{name}")
        for name in ("rule", "valid", "window", "counted", "limit", "threshold", "few", "source")
    ]
    rows = [
        Row(
            (
                rule_title(one),
                _valid(one),
                figures.window((one.window.start_clock, one.window.end_clock)),
                _counted(one),
                _limit(one),
                limit_text(one),
                str(one.min_n) if one.min_n else "—",
                _source(one),
            )
        )
        for one in sorted(rules, key=lambda each: (each.platform, each.id, each.valid_from))
        if one.platform in platforms
    ]
    listing(heads, rows, numbers=frozenset({5, 6}))
    st.caption(say("platforms.presets"))


def _valid(one: PlatformRule) -> str:
    return (
        say("platforms.from_to", first=full_day(one.valid_from), last=full_day(one.valid_to))
        if (one.valid_to)
        else say("platforms.from_on", first=full_day(one.valid_from))
    )


def _counted(one: PlatformRule) -> str:
    unit = say(f"platform_unit.{one.unit}")
    return unit if one.days == 1 else say("platforms.over_days", unit=unit, days=one.days)


def _limit(one: PlatformRule) -> str:
    if one.counts is JudgedCounts.MEAN:
        return say("platforms.mean")
    who = "by_people" if one.human_only else "by_anyone"
    return say(f"platforms.{who}", seconds=figures.number(one.limit_s, state.lang(), 0))


def _source(one: PlatformRule) -> str:
    key = f"platform_source.{one.id}.{one.valid_from.year}"
    if state.lang() == "zh":
        return say(key) if has(key, "zh") and one in platform_presets() else one.source
    if not one.ours:
        return one.source
    return say("platforms.source_ours", source=one.source, ours=one.ours)


def editor(rules: tuple[PlatformRule, ...], platforms: frozenset[str]) -> None:
    """Ask for a new version of a rule, valid from a date on."""
    newest = {one.id: one for one in sorted(rules, key=lambda each: each.valid_from)}
    known = {name: one for name, one in newest.items() if one.platform in platforms}
    if not known:
        return
    titles = {name: rule_title(one) for name, one in known.items()}
    chosen = st.selectbox(
        say("platforms.change"),
        list(titles),
        format_func=spoken(titles, titles.__getitem__),
        key="platforms.edit",
    )
    _form(known[chosen])


@dataclass(frozen=True, slots=True)
class RuleTold:
    """What is asked for a version of a rule; a share is asked for in per cent."""

    valid_from: dt.date
    opens: int
    closes: int
    min_n: int
    fine: Annotated[int, Asked(step=100, most=MOST_FINE)]
    source: str
    threshold_s: Decimal | None = None
    threshold_share: Annotated[Decimal | None, Asked(most=HUNDRED)] = None
    limit_s: Annotated[int, Asked(step=10, most=WEEK_S)] = 0


def _form(rule: PlatformRule) -> None:
    today = link.today()
    is_share = rule.counts is JudgedCounts.SHARE
    asked = "threshold_share" if is_share else "threshold_s"
    held = rule.threshold
    own = {rule.window.start_clock, rule.window.end_clock}
    clocks = {each: figures.clock_name(each) for each in sorted({*range(0, 1441, 30), *own})}
    begins = None if held is None else held * (HUNDRED if is_share else 1)
    limit = (Ask("limit_s", begins=rule.limit_s),) if is_share else ()
    rows = (
        (
            day("valid_from", days_between(today - SPAN, today + SPAN), today),
            Ask(asked, begins=begins),
            *limit,
            Ask("min_n", begins=rule.min_n),
        ),
        (
            Ask("opens", clocks, rule.window.start_clock),
            Ask("closes", clocks, rule.window.end_clock),
            Ask("fine", begins=int(rule.penalty_yuan)),
            Ask("source"),
        ),
    )

    def enter(desk: Desk, told: RuleTold) -> PlatformRule:
        kept = _changed(rule, told)
        platform_rules.save_platform_rule(desk, kept)
        return kept

    def saved(_told: RuleTold, kept: PlatformRule) -> str:
        return say("platforms.saved", rule=rule_title(kept), first=full_day(kept.valid_from))

    entry_form.draw(
        Form(
            "platforms",
            RuleTold,
            rows,
            enter,
            done=saved,
            title="",
            button="save",
            key=f"platforms.{rule.id}",
        )
    )


def _changed(rule: PlatformRule, told: RuleTold) -> PlatformRule:
    is_share = rule.counts is JudgedCounts.SHARE
    threshold = told.threshold_share if is_share else told.threshold_s
    if threshold is not None and is_share:
        threshold /= HUNDRED
    return replace(
        rule,
        valid_from=told.valid_from,
        valid_to=None,
        threshold=threshold,
        limit_s=told.limit_s if is_share else rule.limit_s,
        min_n=told.min_n,
        window=ClockSpan(told.opens, told.closes),
        penalty_yuan=Decimal(told.fine),
        source=told.source or say("platforms.own_source", by=link.by()),
        ours="",
    )


def conduct() -> None:
    """List what platforms do for misconduct of each grade."""
    st.subheader(say("platforms.conduct"), anchor=False)
    lang = state.lang()
    heads = [say(f"platforms.{name}") for name in ("platform", "grade", "penalty", "source")]
    rows = [
        Row(
            (
                platform_name(one.platform),
                one.title_zh if lang == "zh" else one.title_en,
                one.penalty_zh if lang == "zh" else one.penalty_en,
                say(f"platform_source.conduct.{one.platform}.{one.grade}"),
            )
        )
        for one in conduct_ladder()
    ]
    listing(heads, rows, numbers=frozenset())
