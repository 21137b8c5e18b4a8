"""How good week-ahead forecasts of the past would have been, beside two simple ways."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from scheduler.forecast.models import Model
from service.demand.forecasting import backtest_forecast
from service.demand.overruling import overruled
from ui import figures, link, state
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.forecast.backtest import Accuracy
    from service.demand.forecasting import KeptForecast, PostBacktest
    from service.history.volumes import History

YARDSTICKS = ("median_8_weeks", "last_week")
"""Ways anybody could forecast by hand."""


def tests(known: History) -> tuple[PostBacktest, ...]:
    """Return the back-test of a past; empty where there is too little of it."""
    if known.volumes is None:
        return ()
    try:
        return _tested(state.chosen("shop"), key_of_past(known))
    except InputError:
        return ()


def key_of_past(known: History) -> str:
    """Return a key of all of a past that a forecast learns from."""
    assert known.volumes is not None
    digest = hashlib.sha256(repr(known.special_days).encode())
    digest.update(known.volumes.start_min.tobytes())
    digest.update(known.volumes.counts.tobytes())
    return digest.hexdigest()


@st.cache_data(max_entries=16, show_spinner=False)
def _tested(
    shop: str,
    key_of_past: str,  # noqa: ARG001 - what the answer is remembered under
) -> tuple[PostBacktest, ...]:
    return backtest_forecast(link.desk(shop))


def table(found: tuple[PostBacktest, ...], kept: KeptForecast | None) -> None:
    """Draw how far off each way was, post by post; the nearest is marked, the one in use named."""
    st.subheader(say("accuracy.title"), help=say("accuracy.help"), anchor=False)
    if not found:
        st.caption(say("accuracy.none"))
        return
    everything = st.toggle(say("accuracy.all"), key="forecast.all_ways")
    columns = ("post", "way", "wape", "bias", "floor", "narrow", "wide")
    names = [say(f"accuracy.{column}") for column in columns]
    told = overruled(kept)
    rows = [
        row for test in found for row in _rows(test, told.get(test.post), everything=everything)
    ]
    listing(names, rows, numbers=frozenset({2, 3, 4, 5, 6}))
    folds = found[0].folds
    lang = state.lang()
    first, last = figures.short_date(folds[0], lang), figures.short_date(folds[-1], lang)
    st.caption(plain(say("accuracy.note", weeks=len(folds), first=first, last=last)))


def _rows(test: PostBacktest, told: Model | None, *, everything: bool) -> list[Row]:
    lang = state.lang()
    ways: dict[str, Accuracy] = {"ours": test.chosen}
    shown = list(test.accuracy) if everything else [Model(name) for name in YARDSTICKS]
    ways |= {model.value: test.accuracy[model] for model in shown}
    nearest = min(ways, key=lambda name: _or_worst(ways[name].wape))
    rows = []
    for name, measured in ways.items():
        ours = name == "ours"
        best = model_name(test.best)
        said = say("accuracy.ours", model=best) if ours else model_name(Model(name))
        if told is not None and name == told.value:
            said = say("accuracy.in_use", way=said)
        cells = (
            post_name(test.post, lang) if ours else "",
            f"✓ {said}" if name == nearest else said,
            _share(measured.wape),
            _bias(test.mean_bias if ours else measured.bias),
            _share(test.floor) if ours else "",
            _share(test.coverage_80, 0) if ours else "",
            _share(test.coverage_95, 0) if ours else "",
        )
        rows.append(Row(cells, "here" if ours else ""))
    return rows


def model_name(model: Model) -> str:
    """Return a way to forecast in words."""
    return say(f"forecast_model.{model}")


def _bias(value: float) -> str:
    return "—" if math.isnan(value) else figures.change(value, state.lang())


def _or_worst(value: float) -> float:
    return math.inf if math.isnan(value) else value


def _share(value: float, decimals: int = 1) -> str:
    return "—" if math.isnan(value) else figures.share(value, state.lang(), decimals)
