"""The platforms' rules with their dates and sources, and a shop's own version of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from kpi.platforms.rules import Counts
from scheduler.horizon import ClockSpan
from service.records import platform_rules
from service.records.platform_rules import conduct_ladder, platform_presets
from ui import figures, link, state
from ui.guard import action
from ui.parts.hr.asking import day_choice, days_between, full_day, text_told
from ui.parts.hr.platform_days import limit_text, platform_name, rule_title
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.catalogue import has

if TYPE_CHECKING:
    from service.records.platform_rules import PlatformRule

DONE = "platforms.done"
SPAN = dt.timedelta(days=60)
HUNDRED = 100


def show_done() -> None:
    """Say what was just done, once."""
    told = st.session_state.pop(DONE, "")
    if told:
        st.success(plain(told), icon=":material/check:")


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
    if one.counts is Counts.MEAN:
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
    rule = known[chosen]
    today = link.now().date()
    with st.form(f"platforms.new.{chosen}", border=True):
        first, second, third, fourth = st.columns(4)
        with first:
            days = days_between(today - SPAN, today + SPAN)
            key = f"platforms.from.{chosen}"
            day_choice(say("platforms.valid_from"), days, key, index=days.index(today))
        share = rule.counts is Counts.SHARE
        value = None if rule.threshold is None else float(rule.threshold * (100 if share else 1))
        second.number_input(
            say("platforms.threshold_share" if share else "platforms.threshold_s"),
            min_value=0.0,
            max_value=100.0 if share else None,
            value=value,
            step=1.0,
            format="%.1f",
            key=f"platforms.threshold.{chosen}",
        )
        third.number_input(
            say("platforms.limit_s"),
            min_value=0,
            value=rule.limit_s,
            step=10,
            disabled=not share,
            key=f"platforms.limit.{chosen}",
        )
        fourth.number_input(
            say("platforms.min_n"),
            min_value=0,
            value=rule.min_n,
            step=10,
            key=f"platforms.min_n.{chosen}",
        )
        first, second, third, fourth = st.columns(4)
        clocks = list(range(0, 24 * 60 + 1, 30))
        for column, name, clock in (
            (first, "opens", rule.window.start_clock),
            (second, "closes", rule.window.end_clock),
        ):
            column.selectbox(
                say(f"platforms.{name}"),
                clocks,
                index=clocks.index(clock) if clock in clocks else 0,
                format_func=figures.clock_name,
                key=f"platforms.{name}.{chosen}",
            )
        third.number_input(
            say("platforms.fine"),
            min_value=0,
            value=int(rule.penalty_yuan),
            step=100,
            key=f"platforms.fine.{chosen}",
        )
        fourth.text_input(
            say("platforms.source"),
            key=f"platforms.source.{chosen}",
            placeholder=say("platforms.source_hint"),
        )
        st.form_submit_button(say("platforms.save"), type="primary", on_click=_save, args=(rule,))


@action
def _save(rule: PlatformRule) -> None:
    told = {
        name: st.session_state[f"platforms.{name}.{rule.id}"]
        for name in ("from", "threshold", "limit", "min_n", "opens", "closes", "fine")
    }
    threshold = None if told["threshold"] is None else Decimal(str(told["threshold"]))
    if threshold is not None and rule.counts is Counts.SHARE:
        threshold /= HUNDRED
    kept = replace(
        rule,
        valid_from=told["from"],
        valid_to=None,
        threshold=threshold,
        limit_s=told["limit"],
        min_n=told["min_n"],
        window=ClockSpan(told["opens"], told["closes"]),
        penalty_yuan=Decimal(told["fine"]),
        source=text_told(f"platforms.source.{rule.id}")
        or say("platforms.own_source", by=link.by()),
        ours="",
    )
    platform_rules.save_platform_rule(link.desk(), kept)
    st.session_state[DONE] = say(
        "platforms.saved", rule=rule_title(kept), first=full_day(kept.valid_from)
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
                say("platform_source.conduct"),
            )
        )
        for one in conduct_ladder()
    ]
    listing(heads, rows, numbers=frozenset())
