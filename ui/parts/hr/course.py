"""What a running month is on course for: answers, missing targets, everybody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

import streamlit as st

from ui import figures, link, state
from ui.parts import register
from ui.parts.hr import values
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.month.month_course import AgentCourse, Missed, Month, MonthCourse

PER_CENT = 100
LINES_SHOWN = 2
ROWS_SHOWN = 7


def chosen_day(month: Month) -> dt.date | None:
    """Return the day the month was last looked at with; None: none was chosen."""
    chosen: dt.date | None = st.session_state.get(_day_key(month))
    return chosen


def choose_day(course: MonthCourse) -> None:
    """Draw the days known so far, to go back to one of them."""
    first = course.month.first
    days = [first + dt.timedelta(days=n) for n in range((course.known - first).days + 1)]
    if len(days) == 1:
        return
    st.session_state.setdefault(_day_key(course.month), course.through)
    st.select_slider(
        say("course.through"),
        days,
        format_func=state.spoken(days, lambda day: plain(figures.short_date(day, state.lang()))),
        help=say("course.through_help"),
        key=_day_key(course.month),
    )


def _day_key(month: Month) -> str:
    return f"course.through.{state.chosen('shop')}.{month}"


def answers(course: MonthCourse) -> None:
    """Draw how far the month is, the mean on course for, who falls, what misses most."""
    lang = state.lang()
    known = [one for one in course.agents if one.score.share_of_full is not None]
    mean = fmean(_share(one) for one in known) if known else 0.0
    before = [score for one in known if (score := _before(one)) is not None]
    falling = sum((_more(one) or 0) <= -5 for one in known)
    behind = min(course.behind.values(), default=0)
    note = say("course.no_before")
    if before:
        note = say("course.before", mean=figures.number(fmean(before), lang, 1))
    cards(
        [
            Card(
                say("course.behind"),
                figures.share(float(behind), lang),
                say("course.behind_note", day=figures.day(course.through, lang)),
            ),
            Card(say("course.mean"), figures.number(mean, lang, 1), note),
            Card(
                say("course.falling"),
                say("scores.people_count", count=falling),
                say("course.falling_note"),
                Tone.LOOK if falling else Tone.GOOD,
            ),
            Card(say("scores.grades"), *_grades(course)),
        ]
    )


def _share(one: AgentCourse) -> float:
    return PER_CENT * float(one.score.share_of_full or 0)


def _score(one: AgentCourse) -> float | None:
    return None if one.score.share_of_full is None else _share(one)


def _before(one: AgentCourse) -> float | None:
    return None if one.before is None else PER_CENT * float(one.before)


def _more(one: AgentCourse) -> float | None:
    score, before = _score(one), _before(one)
    return None if score is None or before is None else score - before


def _known(one: AgentCourse) -> float | None:
    return None if one.score.coverage is None else PER_CENT * float(one.score.coverage)


def _posts(one: AgentCourse) -> str:
    return " + ".join(post_name(card.post, state.lang()) for card in one.score.cards)


def _missing(one: AgentCourse) -> str:
    return "; ".join(_lack(each) for each in one.missed[:LINES_SHOWN])


def _titles(course: MonthCourse) -> dict[str, str]:
    return {
        grade.id: values.capital(grade.title_zh if state.lang() == "zh" else grade.title_en)
        for scheme in course.schemes.values()
        for grade in scheme.grades
    }


def _grades(course: MonthCourse) -> tuple[str, str]:
    titles = _titles(course)
    counts = Counter(one.score.grade for one in course.agents)
    parts = [
        say("scores.grade_count", grade=title, count=counts[grade])
        for grade, title in titles.items()
    ]
    return " · ".join(parts[:2]), " · ".join(parts[2:])


def targets(course: MonthCourse) -> None:
    """Draw by line how many people would not get its full points, and what it costs them."""
    st.subheader(say("course.missing"), help=say("course.missing_help"), anchor=False)
    by_line: dict[tuple[str, str], list[Missed]] = {}
    for agent in course.agents:
        for one in agent.missed:
            by_line.setdefault((one.post, one.indicator), []).append(one)
    on_post = Counter(card.post for agent in course.agents for card in agent.score.cards)
    ordered = sorted(by_line.items(), key=lambda item: -sum(one.lost for one in item[1]))
    lang = state.lang()
    rows = [
        Row(
            (
                post_name(post, lang),
                values.indicator_name(indicator, lang),
                say("effect.of_people", count=len(lacking), of=on_post[post]),
                figures.number(sum(one.lost for one in lacking) / len(lacking), lang, 1),
            )
        )
        for (post, indicator), lacking in ordered
    ]
    if not rows:
        st.caption(say("course.nothing_missing"))
        return
    heads = [say(f"course.{name}") for name in ("post", "line", "short", "lost")]
    listing(heads, rows[:ROWS_SHOWN], numbers=frozenset({2, 3}))
    if rows[ROWS_SHOWN:]:
        with st.expander(plain(say("course.more_lines", count=len(rows) - ROWS_SHOWN))):
            listing(heads, rows[ROWS_SHOWN:], numbers=frozenset({2, 3}))


def table(course: MonthCourse, names: Mapping[str, str], teams: Mapping[str, str]) -> None:
    """Draw everybody: on course for, last month, and what lacks most."""
    titles = _titles(course)
    columns: tuple[Column[AgentCourse], ...] = (
        Column("agent", lambda one: one.score.agent_id),
        Column("name", lambda one: names.get(one.score.agent_id, "")),
        Column("team", lambda one: teams.get(one.score.agent_id, "")),
        Column("post", _posts),
        Column("score", _score, "%.1f", head=say("course.score")),
        Column("known", _known, "%.0f %%", head=say("coverage.known")),
        Column("grade", lambda one: titles.get(one.score.grade or "", "")),
        Column("before", _before, "%.1f", head=say("course.last_month")),
        Column("more", _more, "%+.1f", head=say("effect.more")),
        Column("missing", _missing, width="large", head=say("course.lacks")),
    )
    ordered = sorted(course.agents, key=lambda one: -(one.score.share_of_full or -1))
    shown = Register(
        "scores", columns, title="course.people", widths=(3, 2), height_px=560, key="course.table"
    )
    register.show(shown, ordered)


def _lack(one: Missed) -> str:
    """Return a line that lacks points: where it stands, what would bring more."""
    lang = state.lang()
    name = values.indicator_name(one.indicator, lang)
    value = values.value_text(one.indicator, one.value, lang)
    lost = values.short(one.lost, lang, 1)
    if one.wanted is None:
        return say("course.lack", line=name, value=value, lost=lost)
    wanted = values.edge_text(one.indicator, one.wanted, lang)
    return say("course.lack_wanted", line=name, value=value, wanted=wanted, lost=lost)


def offer_data() -> None:
    """Offer the page that brings the data where none of the month is known yet."""
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(say("hr.go_data"), type="primary", key="course.go"):
            st.switch_page(link.page("data"))
