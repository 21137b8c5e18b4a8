"""The forecast of a week on the screen: answers, what limits its worth, the week and the past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from scheduler.horizon import DAY_MIN, WEEK_DAYS
from service.history.volumes import history
from ui import figures, link, state
from ui.charts.expected import week_charts
from ui.parts.markup import Card, Tag, Tone, empty
from ui.parts.planner.by_hour import choose_view, maps
from ui.parts.planner.overruling import names_in_use
from ui.parts.planner.table_files import by_interval, table_files
from ui.plain import plain
from ui.state import say
from ui.words.caveats import caveat_text
from ui.words.names import post_name

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.demand import Caveat, Forecast, Volumes
    from scheduler.horizon import Horizon
    from service.demand.forecasting import PostBacktest
    from service.history.volumes import History
    from service.roster.rosters import RosterSheet
    from service.spreadsheet import SheetTable

AHEAD_DAYS = 120
UNDECIDED = ("days_unlike", "days_doubtful")


def known_history(found: RosterSheet) -> History:
    """Return the past and the special days until some months after the week."""
    until = found.week.horizon.date(found.week.horizon.days - 1) + dt.timedelta(days=AHEAD_DAYS)
    return history(link.desk(found.shop.id), until)


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
        told = names_in_use(kept)
        if told:
            marks.append(Tag(say("overrule.tag", names=told), Tone.LOOK))
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
        if st.button(say("forecast.go_history"), type="primary", icon=":material/upload_file:"):
            st.switch_page(link.page("history"))


def answers(found: RosterSheet, known: History, tests: tuple[PostBacktest, ...]) -> list[Card]:
    """Return the cards: how many chats, when most, how far off such forecasts were."""
    assert found.forecast is not None
    return [
        *_chats(found, known),
        _peak(found),
        _error(tests),
        _bands(tests),
        *_handed_over(found),
    ]


def _handed_over(found: RosterSheet) -> list[Card]:
    """Return what a robot is expected to hand over, where that is known."""
    assert found.forecast is not None
    lang, forecast = state.lang(), found.forecast.forecast
    shares = {post: forecast.handed_of(post) for post in forecast.posts}
    told = {post: share for post, share in shares.items() if share is not None}
    if not told:
        return []
    values = (
        f"{post_name(post, lang)} {figures.share(share, lang)}" for post, share in told.items()
    )
    note = say("forecast.handed_over_note")
    return [Card(say("forecast.handed_over"), say("list.comma").join(values), note)]


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
    good = all(0.75 <= test.even_80 <= 0.85 and 0.92 <= test.even_95 <= 0.98 for test in tests)
    value = say("forecast.bands_good" if good else "forecast.bands_off")
    return Card(name, value, "\n".join(lines), Tone.GOOD if good else Tone.LOOK)


def caveats(found: RosterSheet) -> None:
    """Say what a reader must know before trusting the forecast; folded, what moves the chats."""
    assert found.forecast is not None
    told = found.forecast.note.caveats
    limits = [caveat_sentence(caveat) for caveat in told if not is_of_driver(caveat)]
    if limits:
        st.warning("\n".join(f"- {plain(line)}" for line in limits), icon=":material/info:")
    if drivers := [caveat_sentence(caveat) for caveat in told if is_of_driver(caveat)]:
        with st.expander(say("forecast.drivers"), icon=":material/conversion_path:"):
            st.markdown("\n".join(f"- {plain(line)}" for line in drivers))
    if any(caveat.code in UNDECIDED for caveat in found.forecast.note.caveats):
        st.page_link(link.page("history"), label=say("decide.go"), icon=":material/rule:")


def is_of_driver(caveat: Caveat) -> bool:
    """Return whether a caveat tells what moves the chats, not what limits the forecast's worth."""
    return caveat.code.startswith("driver")


def caveat_sentence(caveat: Caveat) -> str:
    """Return a caveat in words, with the post it concerns."""
    text = caveat_text(caveat.code, caveat.details, state.lang())
    if not caveat.post:
        return text
    return say("forecast.of_post", post=post_name(caveat.post, state.lang()), text=text)


def week(found: RosterSheet, known: History) -> None:
    """Draw the week by the interval: expected, bands, the week before, what came; or as maps."""
    assert found.forecast is not None
    forecast = found.forecast.forecast
    posts = order(found, known)
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("expected.title"), help=say("expected.help"), anchor=False)
    with choice, st.container(horizontal=True, horizontal_alignment="right"):
        view = choose_view("forecast.view")
        stem = f"{found.week.label}-forecast"
        table_files(lambda: _table(forecast), stem, key="forecast.table")
    if view == "heat":
        maps(
            forecast.mean,
            forecast.horizon,
            forecast.posts,
            order=posts,
            key="forecast.heat",
            name=say("expected.mean"),
            sums=True,
        )
        return
    before, arrived = (_shifted(found, known, days) for days in (WEEK_DAYS, 0))
    charts = week_charts(forecast, state.lang(), before=before, arrived=arrived, order=posts)
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"forecast.week.{place}")


def _table(forecast: Forecast) -> SheetTable:
    values = {say("expected.mean"): forecast.mean}
    for level in forecast.levels:
        share = figures.share(level, state.lang(), 1 if level * 100 % 1 else 0)
        values[say("expected.not_above", share=share)] = forecast.at(level)
    if forecast.handed_over is not None:
        values[say("forecast.handed_over")] = forecast.handed_over
    return by_interval("forecast", forecast.horizon, forecast.posts, values)


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


def order(found: RosterSheet, known: History) -> list[str]:
    """Return all posts of the shop, so that each has one colour on every page."""
    if found.problem is not None:
        return [post.id for post in found.problem.posts]
    named = found.forecast.forecast.posts if found.forecast is not None else ()
    return list(dict.fromkeys((*named, *(known.volumes.posts if known.volumes else ()))))
