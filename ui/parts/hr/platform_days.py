"""A day against the platforms' rules: what stands where, what would break, and the month so far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.platforms.rules import JudgedCounts
from service.records import platform_view
from service.records.platform_view import PlatformMonth, SoldOn
from ui import figures, link, state
from ui.against import goal, mean_places, pair
from ui.charts.standing import standing_chart
from ui.guard import action
from ui.parts.hr.asking import full_day
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words import names

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from service.month.months import Month
    from service.records.platform_rules import PlatformRule, Standing
    from service.records.platform_view import Watch

REFRESH_S = 300
NEAR = 0.05  # of those counted: so few more late ones and the threshold breaks


def standings(month: Month) -> PlatformMonth | None:
    """Return a month's standings; None where there are no messages. Read once for all reruns."""
    desk = link.desk()
    sources = platform_view.platform_sources(desk, month)
    if sources.is_empty:
        return None
    is_now = link.today() <= month.last
    at = int(desk.now.timestamp()) // REFRESH_S if is_now else 0  # what waits can still turn late
    rules = hash((sources.rules, sources.suspensions))
    key = (link.seen_as(), desk.shop_id, str(month), sources.messages, rules, at)
    with st.spinner(say("platforms.reading")):
        return _read(key, month)


@st.cache_resource(max_entries=6, show_spinner=False)
def _read(key: tuple[object, ...], _month: Month) -> PlatformMonth:
    return platform_view.platform_month(link.desk(str(key[1])), _month)


def rule_title(rule: PlatformRule) -> str:
    """Return platform and title of a rule."""
    title = rule.title_zh if state.lang() == "zh" else rule.title_en
    return say("platforms.rule_title", platform=platform_name(rule.platform), title=title)


def platform_name(platform: str) -> str:
    """Return a platform's name in words; as written where it is none of those known."""
    return names.platform_name(platform, state.lang())


def choose_platforms(rules: Iterable[PlatformRule], messages: Iterable[str] = ()) -> frozenset[str]:
    """
    Ask on which platforms the shop sells, which is remembered; return those looked at.

    Until somebody said so they are those its messages name.
    """
    known = sorted({rule.platform for rule in rules})
    kept = platform_view.sold_on(link.desk()).platforms or messages
    chosen = st.multiselect(
        say("platforms.sold_on"),
        known,
        default=[one for one in kept if one in known],
        format_func=spoken(known, platform_name),
        placeholder=say("platforms.all_platforms"),
        help=say("platforms.sold_on_help"),
        key="platforms.sold_on",
        on_change=_keep_platforms,
    )
    return frozenset(chosen or known)


@action
def _keep_platforms() -> None:
    kept = SoldOn(tuple(st.session_state["platforms.sold_on"]))
    platform_view.save_sold_on(link.desk(), kept)


def value_text(one: Standing) -> str:
    """Return the share or the mean of a standing; a dash where nothing was counted."""
    value = one.value
    if value is None:
        return "—"
    limit = one.rule.threshold
    if one.rule.counts is JudgedCounts.MEAN:
        places = 1 if limit is None else mean_places(float(value), float(limit))
        return say("platforms.seconds", value=figures.number(value, state.lang(), places))
    if limit is None:
        return figures.share(float(value), state.lang(), 1)
    return pair(float(value), float(limit), state.lang(), 1)[0]


def threshold_text(rule: PlatformRule) -> str:
    """Return what is asked for; a dash where the platform names no threshold."""
    if rule.threshold is None:
        return "—"
    if rule.counts is JudgedCounts.MEAN:
        return say("platforms.at_most", value=figures.number(rule.threshold, state.lang(), 0))
    return say("platforms.at_least", share=goal(float(rule.threshold), state.lang()))


def limit_text(rule: PlatformRule) -> str:
    """Return the threshold as short as it can be; a dash where the platform names none."""
    if rule.threshold is None:
        return "—"
    if rule.counts is JudgedCounts.MEAN:
        value = figures.number(rule.threshold, state.lang(), 0)
        return f"≤ {say('platforms.seconds', value=value)}"
    return f"≥ {goal(float(rule.threshold), state.lang())}"


def risk_text(watch: Watch) -> str:
    """Return in words how near a rule is to breaking."""
    one, risk = watch.standing, watch.risk
    if one.is_resting:
        return say("rests.today", n=_whole(one.rested_n))
    if one.rule.threshold is None:
        return say("platforms.no_threshold")
    if risk is None:
        return say("platforms.mean_broken" if one.is_broken else "platforms.mean_kept")
    if risk.until_judged:
        return say("platform_risk.until_judged", count=_whole(risk.until_judged))
    if one.is_broken:
        return say("platform_risk.good_to_mend", count=_whole(risk.good_to_mend))
    return say("platform_risk.late_to_break", count=_whole(risk.late_to_break))


def _whole(count: int) -> str:
    return figures.number(count, state.lang(), 0)


def tone(watch: Watch) -> Tone:
    """Return how a standing is coloured: broken, near to it, kept, or nothing to judge by."""
    one, risk = watch.standing, watch.risk
    if one.is_broken:
        return Tone.BAD
    if not one.is_judged:
        return Tone.PLAIN
    near = risk is not None and risk.late_to_break <= max(5, math.ceil(NEAR * one.n))
    return Tone.LOOK if near else Tone.GOOD


def answers(watches: Iterable[Watch]) -> None:
    """Draw a card for each rule with a threshold, the most urgent first."""
    order = [Tone.BAD, Tone.LOOK, Tone.PLAIN, Tone.GOOD]
    ruled = [one for one in watches if one.standing.rule.threshold is not None]
    ruled.sort(key=lambda one: order.index(tone(one)))
    signs = {Tone.BAD: "✕ ", Tone.LOOK: "! ", Tone.GOOD: "✓ "}
    cards(
        [
            Card(
                rule_title(one.standing.rule),
                f"{signs.get(tone(one), '')}{value_text(one.standing)}",
                f"{threshold_text(one.standing.rule)}\n{risk_text(one)}",
                tone(one),
            )
            for one in ruled
        ]
    )


def table(watches: Iterable[Watch]) -> None:
    """List every rule of the day with what was counted."""
    lang = state.lang()
    heads = [
        say(f"platforms.{name}")
        for name in ("rule", "n", "good", "late", "waiting", "value", "threshold", "penalty")
    ]
    rows = []
    for watch in watches:
        one = watch.standing
        is_mean = one.rule.counts is JudgedCounts.MEAN
        penalty = one.rule.penalty_zh if lang == "zh" else one.rule.penalty_en
        if one.rested_n or one.is_resting:
            penalty = say("rests.today" if one.is_resting else "rests.of_days", n=one.rested_n)
        rows.append(
            Row(
                (
                    rule_title(one.rule),
                    figures.number(one.n, lang, 0),
                    figures.number(one.good, lang, 0),
                    "—" if is_mean else figures.number(one.n - one.good, lang, 0),
                    "—" if is_mean else figures.number(one.waiting, lang, 0),
                    value_text(one),
                    limit_text(one.rule),
                    penalty or "—",
                ),
                "gone" if one.is_broken else "",
            )
        )
    listing(heads, rows, numbers=frozenset(range(1, 7)))


def measured_on(found: PlatformMonth) -> None:
    """Say of how many messages of which platform the month's standings are made."""
    lang = state.lang()
    named = [
        say("platforms.count_of", platform=platform_name(name), count=figures.number(n, lang, 0))
        for name, n in found.messages.items()
        if name
    ]
    told = [say("platforms.measured_on", counts=" · ".join(named))] if named else []
    if without := found.messages.get("", 0):
        told.append(say("platforms.names_none", count=figures.number(without, lang, 0)))
    st.caption(plain(" ".join([*told, say("platforms.own_figures")])))


def history(found: PlatformMonth, platforms: frozenset[str]) -> None:
    """Ask for a rule and draw its month, day by day."""
    lang = state.lang()
    titles = {
        name: rule_title(each[-1].rule)
        for name, each in found.standings.items()
        if each[-1].rule.platform in platforms
    }
    if not titles:
        st.caption(say("platforms.nothing_chosen"))
        return
    has_threshold = [
        name for name in titles if found.standings[name][-1].rule.threshold is not None
    ]
    first = (has_threshold or list(titles))[0]
    chosen = st.selectbox(
        say("platforms.rule"),
        list(titles),
        index=list(titles).index(first),
        format_func=spoken(titles, titles.__getitem__),
        key="platforms.history",
    )
    days = [one for one in found.standings[chosen] if one.value is not None]
    if not days:
        st.caption(say("platforms.nothing_counted"))
        return
    is_share = days[-1].rule.counts is JudgedCounts.SHARE
    rows = pd.DataFrame([_point(one) for one in days])
    broken = [one for one in days if one.is_broken]
    fine = sum((one.penalty_yuan for one in broken), start=days[0].penalty_yuan * 0)
    key = "platforms.month_broken" if broken else "platforms.month_kept"
    told = say(key, count=len(broken), days=len(days))
    if fine:
        told += say("platforms.month_fine", amount=figures.money(fine, lang))
    if broken:
        st.warning(plain(told), icon=":material/warning:")
    else:
        st.success(plain(told), icon=":material/check:")
    st.altair_chart(standing_chart(rows, lang, is_share=is_share), width="stretch")


def _point(one: Standing) -> dict[str, object]:
    value, threshold = one.value, one.rule.threshold
    judged = one.is_judged or one.rule.threshold is None
    return {
        "day": one.date.day,
        "date": full_day(one.date),
        "value": float(value or 0),
        "n": one.n,
        "good": one.good,
        "threshold": float("nan") if threshold is None else float(threshold),
        "state": "broken" if one.is_broken else "kept" if judged else "few",
    }


def default_day(found: PlatformMonth, today: dt.date) -> int:
    """Return the place of the day that is looked at first: today, else the last with messages."""
    days = list(reversed(found.days))
    return days.index(today) if today in days else 0
