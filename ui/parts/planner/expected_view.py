"""The forecast of a week on the screen: answers, what limits its worth, the week and the past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from scheduler.horizon import DAY_MIN, WEEK_DAYS
from service.forecasting import history
from ui import figures, link, state
from ui.charts.expected import week_charts
from ui.charts.history import history_chart, runs_of
from ui.parts.markup import Card, Tag, Tone, empty
from ui.parts.planner.special_days import day_name
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.demand import Caveat, Volumes
    from scheduler.horizon import Horizon
    from service.forecasting import History, PostBacktest
    from service.rosters import RosterSheet

AHEAD_DAYS = 120
PAST_WEEKS = (4, 8, 20, 52)


def known_history(found: RosterSheet) -> History:
    """Return the past and the special days until some months after the week."""
    until = found.week.horizon.date(found.week.horizon.days - 1) + dt.timedelta(days=AHEAD_DAYS)
    return history(link.database(), found.shop.id, until)


def has_past(found: RosterSheet, known: History) -> bool:
    """Return whether there is a record before the week to forecast from."""
    volumes = known.volumes
    return volumes is not None and bool(
        np.isfinite(volumes.counts[:, volumes.start_min < found.week.horizon.start_min]).any()
    )


def tags(found: RosterSheet, known: History) -> list[Tag]:
    """Return when the forecast was made and from which past."""
    marks = []
    if found.forecast is None:
        marks.append(Tag(say("forecast.tag_none"), Tone.LOOK))
    else:
        kept = found.forecast
        at = figures.stamp(kept.entered.at, found.week.horizon.clock, state.lang())
        how = "imported" if kept.note.source == "import" else "made"
        marks.append(Tag(say(f"forecast.tag_{how}", by=kept.entered.by, at=at)))
    if known.volumes is not None:
        first, last = (
            figures.short_date(known.volumes.clock.date_of(int(at)), state.lang())
            for at in known.volumes.start_min[[0, -1]]
        )
        marks.append(Tag(say("forecast.tag_past", first=first, last=last)))
    return marks


def nothing() -> None:
    """Say that there is neither a past nor a forecast, and offer the page that brings them."""
    empty(say("forecast.empty"), say("forecast.empty_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(say("empty.go_weeks"), type="primary", icon=":material/upload_file:"):
            st.switch_page(link.page("weeks"))


def answers(found: RosterSheet, known: History, tests: tuple[PostBacktest, ...]) -> list[Card]:
    """Return the cards: how many chats, when most, how far off such forecasts were."""
    assert found.forecast is not None
    return [*_chats(found, known), _peak(found), _error(tests), _bands(tests)]


def _chats(found: RosterSheet, known: History) -> list[Card]:
    assert found.forecast is not None
    lang, forecast = state.lang(), found.forecast.forecast
    total = float(np.nansum(forecast.mean))
    before = np.nansum(_shifted(found, known, WEEK_DAYS))
    note = say("forecast.no_week_before")
    if before > 0:
        change = figures.change(total / float(before) - 1, lang)
        note = say("forecast.week_before", chats=figures.number(float(before), lang, 0), by=change)
    parts = (
        f"{post_name(post, lang)} {figures.number(float(np.nansum(forecast.of(post))), lang, 0)}"
        for post in forecast.posts
    )
    value = say("forecast.chats", chats=figures.number(total, lang, 0))
    return [Card(say("forecast.card_chats"), value, f"{note}\n{' · '.join(parts)}")]


def _peak(found: RosterSheet) -> Card:
    assert found.forecast is not None
    lang, forecast = state.lang(), found.forecast.forecast
    horizon, all_posts = forecast.horizon, np.nansum(forecast.mean, axis=0)
    busiest = int(np.argmax(all_posts))
    lines = (
        say(
            "forecast.peak_post",
            post=post_name(post, lang),
            when=figures.moment(horizon, horizon.minute(int(np.nanargmax(row))), lang),
            chats=figures.number(float(np.nanmax(row)), lang, 0),
        )
        for post, row in zip(forecast.posts, forecast.mean, strict=True)
        if not np.isnan(row).all()
    )
    when = figures.moment(horizon, horizon.minute(busiest), lang)
    return Card(say("forecast.card_peak"), when, "\n".join(lines))


def _error(tests: tuple[PostBacktest, ...]) -> Card:
    lang, name = state.lang(), say("forecast.card_error")
    if not tests:
        return Card(name, say("forecast.error_unknown"), say("forecast.error_unknown_note"))
    lines = (
        say(
            "forecast.error_post",
            post=post_name(test.post, lang),
            error=figures.share(test.chosen.wape, lang),
            floor=figures.share(test.floor, lang),
        )
        for test in tests
    )
    worst = max(test.chosen.wape for test in tests)
    best = min(test.chosen.wape for test in tests)
    same = figures.share(best, lang) == figures.share(worst, lang)
    value = (
        figures.share(best, lang)
        if same
        else (f"{figures.number(best * 100, lang, 0)}–{figures.share(worst, lang)}")
    )
    return Card(name, value, "\n".join(lines))


def _bands(tests: tuple[PostBacktest, ...]) -> Card:
    lang, name = state.lang(), say("forecast.card_bands")
    if not tests:
        return Card(name, say("forecast.error_unknown"), say("forecast.error_unknown_note"))
    lines = (
        say(
            "forecast.bands_post",
            post=post_name(test.post, lang),
            narrow=figures.share(test.coverage_80, lang),
            wide=figures.share(test.coverage_95, lang),
        )
        for test in tests
    )
    good = all(
        0.75 <= test.coverage_80 <= 0.85 and 0.92 <= test.coverage_95 <= 0.98 for test in tests
    )
    value = say("forecast.bands_good" if good else "forecast.bands_off")
    return Card(name, value, "\n".join(lines), Tone.GOOD if good else Tone.LOOK)


def caveats(found: RosterSheet) -> None:
    """Say what a reader must know before trusting the forecast."""
    assert found.forecast is not None
    sentences = [caveat_sentence(caveat) for caveat in found.forecast.note.caveats]
    if sentences:
        st.warning("\n".join(f"- {line}" for line in sentences), icon=":material/info:")


def caveat_sentence(caveat: Caveat) -> str:
    """Return a caveat in words, with the post it concerns."""
    details = {name: value for name, value in caveat.details.items()}
    if "name" in details:
        details["name"] = day_name(str(details["name"]), state.lang())
    if "date" in details:
        date = dt.date.fromisoformat(str(details["date"]))
        details["date"] = figures.day(date, state.lang())
    text = say(f"caveat.{caveat.code}", **details)
    if not caveat.post:
        return text
    return say("forecast.of_post", post=post_name(caveat.post, state.lang()), text=text)


def week(found: RosterSheet, known: History) -> None:
    """Draw the week by the interval: expected, bands, the week before, and what has arrived."""
    assert found.forecast is not None
    st.subheader(say("expected.title"), help=say("expected.help"), anchor=False)
    charts = week_charts(
        found.forecast.forecast,
        state.lang(),
        before=_shifted(found, known, WEEK_DAYS),
        arrived=_shifted(found, known, 0),
        order=_order(found, known),
    )
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"forecast.week.{place}")


def _shifted(found: RosterSheet, known: History, days: int) -> npt.NDArray[np.float64]:
    """Return what arrived so many days before each interval; NaN: unknown; (posts, intervals)."""
    assert found.forecast is not None
    forecast = found.forecast.forecast
    blank = np.full(forecast.mean.shape, np.nan)
    if known.volumes is None or known.volumes.interval_min != forecast.horizon.interval_min:
        return blank
    for row, post in enumerate(forecast.posts):
        if post in known.volumes.posts:
            blank[row] = _counts(known.volumes, post, forecast.horizon, days)
    return blank


def _counts(volumes: Volumes, post: str, horizon: Horizon, days: int) -> npt.NDArray[np.float64]:
    wanted = horizon.start_min + horizon.interval_min * np.arange(horizon.intervals)
    wanted = wanted - days * DAY_MIN
    places = np.searchsorted(volumes.start_min, wanted)
    places = np.minimum(places, len(volumes.start_min) - 1)
    counts = volumes.counts[volumes.posts.index(post)][places]
    return np.where(volumes.start_min[places] == wanted, counts, np.nan)


def _order(found: RosterSheet, known: History) -> list[str]:
    """Return all posts of the shop, so that each has one colour on every page."""
    if found.problem is not None:
        return [post.id for post in found.problem.posts]
    named = found.forecast.forecast.posts if found.forecast is not None else ()
    return list(dict.fromkeys((*named, *(known.volumes.posts if known.volumes else ()))))


def past(found: RosterSheet, known: History) -> None:
    """Draw the chats of each day, special days marked, and go on with what is expected."""
    assert known.volumes is not None
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("history.title"), help=say("history.help"), anchor=False)
    with choice, st.container(horizontal_alignment="right"):
        weeks = st.segmented_control(
            say("history.weeks"),
            PAST_WEEKS,
            default=PAST_WEEKS[2],
            format_func=lambda count: say("history.last", count=count),
            key="forecast.weeks",
            required=True,
            label_visibility="collapsed",
        )
    horizon = found.week.horizon
    begin = known.volumes.clock.date_of(int(known.volumes.start_min[0]))
    first = max(begin, horizon.start - dt.timedelta(weeks=weeks))
    chart = history_chart(
        known.volumes,
        None if found.forecast is None else found.forecast.forecast,
        runs_of(known.special_days, lambda name: day_name(name, state.lang())),
        state.lang(),
        first=min(first, horizon.start),
        last=horizon.date(horizon.days - 1),
        order=_order(found, known),
    )
    st.altair_chart(chart, width="stretch", theme=None, key="forecast.history")
