"""
The kinds of cells that only a week's tables have: moments of its horizon, stretches, wishes.

Built of the readers in ``cells``.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import DAY_MIN, ClockSpan, format_clock, parse_clock
from scheduler.shift import BreakRule, Sitting, Span, Stint
from scheduler.shift_kind import NIGHT, WEEKEND
from scheduler.work_plan import OFF
from store.files.cells import known_post, moment_text, names, read_date, read_moment
from store.files.clean import narrow
from store.files.kinds import Kind, Known, as_text, is_missing
from store.files.number_cells import read_number, whole_or_decimal

if TYPE_CHECKING:
    from scheduler.horizon import Clock, Horizon

NOT = "not "
ONLY = "only "  # whenever at work that day: a day off does not break it


class WishedText(NamedTuple):
    """What the text of a wish says: a window, a kind of shift or against one; nothing: day off."""

    window: tuple[int, int] | None = None
    kind: str = ""
    is_against: bool = False
    is_only: bool = False


def _known_kind(text: str, known: Known) -> str:
    require(bool(text), "empty")
    there = known.kinds is None or text in {NIGHT, WEEKEND, *known.kinds}
    require(there, "unknown_kind", value=text)
    return text


def _pinned_kind(text: str, known: Known) -> str:
    require(bool(text), "empty")
    if text.lower() in OFF:
        return ""
    require(known.kinds is None or text in known.kinds, "unknown_kind", value=text)
    return text


def _pinned_kind_text(kind: str, _: Clock) -> str:
    return kind or "off"


def _wish_date(text: str, known: Known) -> dt.date:
    date = read_date(text, known)
    week = known.horizon
    if week is not None and not 0 <= week.day(date) < week.days:
        raise InputError(Fault("date_outside", value=text, details=_first_last(week)))
    return date


def _past_moment(text: str, known: Known) -> int:
    minute = read_moment(text, known)
    week = known.horizon
    good = week is None or minute < week.start_min
    require(good, "history_not_before", value=text, week_start=week and week.start)
    return minute


def _week_moment(text: str, known: Known) -> int:
    minute = read_moment(text, known)
    week = known.horizon
    if week is not None and minute not in week:
        raise InputError(Fault("date_outside", value=text, details=_first_last(week)))
    return minute


def _call_moment(text: str, known: Known) -> int:
    """Read a moment of the week, or of the nights that reach into it and run on after it."""
    minute, week = read_moment(text, known), known.horizon
    if week is not None and not week.start_min - DAY_MIN <= minute < week.end_min + DAY_MIN:
        raise InputError(Fault("date_outside", value=text, details=_first_last(week)))
    return minute


def _interval_start(text: str, known: Known) -> int:
    minute = _week_moment(text, known)
    _require_on_grid(minute, text, known)
    return minute


def _past_interval_start(text: str, known: Known) -> int:
    minute = read_moment(text, known)
    _require_on_grid(minute, text, known)
    return minute


def _require_on_grid(minute: int, text: str, known: Known) -> None:
    if known.horizon is not None:
        step = known.horizon.interval_min
        good = known.clock.clock_of(minute) % step == 0
        require(good, "off_grid", value=text, interval_min=step)


def _stretch(text: str, known: Known) -> Span:
    start, slash, end = text.partition("/")
    require(slash == "/", "stretch_unreadable", value=text)
    first, last = read_moment(start.strip(), known), read_moment(end.strip(), known)
    require(first < last, "ends_before_start", value=text)
    return Span(first, last)


def _stretch_or_none(text: str, known: Known) -> Span | None:
    return None if is_missing(text) else _stretch(text, known)


def _stretches(text: str, known: Known) -> tuple[Span, ...]:
    return tuple(_stretch(part, known) for part in names(text, known))


def _span_text(span: Span, clock: Clock) -> str:
    return f"{clock.format(span.start_min)}/{clock.format(span.end_min)}"


def _spans_text(spans: tuple[Span, ...], clock: Clock) -> str:
    return "|".join(_span_text(span, clock) for span in spans)


def _sittings_text(sittings: tuple[Sitting, ...], clock: Clock) -> str:
    return "|".join(f"{each.session}@{_span_text(each.span, clock)}" for each in sittings)


def _stints_text(stints: tuple[Stint, ...], clock: Clock) -> str:
    return "|".join(f"{each.post}@{_span_text(each.span, clock)}" for each in stints)


def _sittings(text: str, known: Known) -> tuple[Sitting, ...]:
    return tuple(_sitting(part, known) for part in names(text, known))


def _sitting(text: str, known: Known) -> Sitting:
    session, at, span = text.partition("@")
    require(bool(session.strip() and at), "sitting_unreadable", value=text)
    return Sitting(_stretch(span, known), session.strip())


def _stints(text: str, known: Known) -> tuple[Stint, ...]:
    return tuple(_stint(part, known) for part in names(text, known))


def _stint(text: str, known: Known) -> Stint:
    post, at, span = text.rpartition("@")
    require(bool(post.strip() and at), "stint_unreadable", value=text)
    return Stint(_stretch(span, known), known_post(post.strip(), known))


def _wish(text: str, known: Known) -> WishedText:
    require(bool(text), "empty")
    if text.lower() == "off":
        return WishedText()
    marks = tuple(text.lower().startswith(mark) for mark in (NOT, ONLY))
    name = text.partition(" ")[2].strip() if any(marks) else text
    if any(marks) or (":" not in narrow(text) and known.kinds):
        return WishedText(None, _known_kind(name, known), *marks)
    span = ClockSpan.parse(narrow(text))
    require(span.start_clock < span.end_clock, "window_order", value=text)
    return WishedText((span.start_clock, span.end_clock))


def _wish_text(wish: WishedText, _: Clock) -> str:
    if wish.kind:
        mark = NOT if wish.is_against else ONLY if wish.is_only else ""
        return f"{mark}{wish.kind}"
    return "off" if wish.window is None else "-".join(map(format_clock, wish.window))


def _clock(text: str, _: Known) -> int:
    return parse_clock(narrow(text))


def _clock_or_none(text: str, known: Known) -> int | None:
    return None if is_missing(text) else _clock(text, known)


def _window_or_none(text: str, _: Known) -> ClockSpan | None:
    return None if is_missing(text) else ClockSpan.parse(narrow(text))


def _hours(text: str, known: Known) -> int:
    minutes = 60 * read_number(text, known)
    require(abs(minutes - round(minutes)) < 1e-6, "not_whole_minutes", value=text)
    require(minutes >= 0, "negative", value=text)
    return round(minutes)


def _lengths(text: str, known: Known) -> int | tuple[int, ...]:
    found = tuple(_hours(part, known) for part in names(text, known))
    return found if len(found) > 1 else _hours(text.strip(" |"), known)


def _hours_or_none(text: str, known: Known) -> int | None:
    return None if is_missing(text) else _hours(text, known)


def _range(text: str, known: Known) -> tuple[float, float]:
    low, dash, high = narrow(text).partition("-")
    first = read_number(low.strip(), known)
    return first, read_number(high.strip(), known) if dash else first


def _contracts(text: str, known: Known) -> object:
    found = tuple(_range(part, known) for part in names(text, known))
    return found if len(found) > 1 else _range(text.strip(" |"), known)


def _pauses(text: str, known: Known) -> tuple[BreakRule, ...]:
    return tuple(_pause(part, known) for part in names(text, known))


def _pause(text: str, known: Known) -> BreakRule:
    minutes, at, window = narrow(text).partition("@")
    first, dash, last = window.partition("-")
    require(bool(at and dash), "pause_unreadable", value=text)
    return BreakRule(_after(first), _after(last), round(read_number(minutes.strip(), known)))


def _after(text: str) -> int:
    """Return minutes of hours and minutes after the start of a shift."""
    hours, colon, minutes = text.strip().partition(":")
    good = bool(colon) and hours.isdigit() and minutes.isdigit()
    require(good, "pause_unreadable", value=text)
    return int(hours) * 60 + int(minutes)


def _clock_text(clock: int, _: Clock) -> str:
    return format_clock(clock)


def _hours_text(minutes: int, _: Clock) -> float | int:
    return whole_or_decimal(minutes / 60)


def _lengths_text(minutes: int | tuple[int, ...], clock: Clock) -> float | int | str:
    if isinstance(minutes, int):
        return _hours_text(minutes, clock)
    return "|".join(str(_hours_text(each, clock)) for each in minutes)


def _contracts_text(hours: tuple[Any, ...], clock: Clock) -> str:
    told = hours if isinstance(hours[0], tuple) else (hours,)
    return "|".join(_range_text(each, clock) for each in told)


def _range_text(span: tuple[float, float], _: Clock) -> str:
    return "-".join(f"{each:g}" for each in span)


def _hours_after(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _pauses_text(pauses: tuple[BreakRule, ...], _: Clock) -> str:
    return "|".join(
        f"{each.minutes}@{_hours_after(each.earliest_min)}-{_hours_after(each.latest_min)}"
        for each in pauses
    )


def _first_last(week: Horizon) -> dict[str, object]:
    return {"first": week.start, "last": week.date(week.days - 1)}


WishDate = Annotated[dt.date, Kind(_wish_date, write=as_text)]
Wished = Annotated[WishedText, Kind(_wish, write=_wish_text)]
PastMoment = Annotated[int, Kind(_past_moment, write=moment_text)]
WeekMoment = Annotated[int, Kind(_week_moment, write=moment_text)]
CallMoment = Annotated[int, Kind(_call_moment, write=moment_text)]
IntervalStart = Annotated[int, Kind(_interval_start)]
PastIntervalStart = Annotated[int, Kind(_past_interval_start)]
Stretch = Annotated[Span | None, Kind(_stretch_or_none, write=_span_text)]
Stretches = Annotated[tuple[Span, ...], Kind(_stretches, write=_spans_text)]
Sittings = Annotated[tuple[Sitting, ...], Kind(_sittings, write=_sittings_text)]
Stints = Annotated[tuple[Stint, ...], Kind(_stints, write=_stints_text)]
ClockTime = Annotated[int, Kind(_clock, write=_clock_text)]
ClockTimeOrNone = Annotated[int | None, Kind(_clock_or_none, write=_clock_text)]
WindowOrNone = Annotated[ClockSpan | None, Kind(_window_or_none, write=as_text)]
HoursCell = Annotated[int, Kind(_hours, write=_hours_text)]
HoursOrNone = Annotated[int | None, Kind(_hours_or_none, write=_hours_text)]
Range = Annotated[tuple[float, float], Kind(_range, write=_range_text)]
Lengths = Annotated[int | tuple[int, ...], Kind(_lengths, write=_lengths_text)]
Contracts = Annotated[
    tuple[float, float] | tuple[tuple[float, float], ...],
    Kind(_contracts, write=_contracts_text),
]
Pauses = Annotated[tuple[BreakRule, ...], Kind(_pauses, write=_pauses_text)]
KnownKind = Annotated[str, Kind(_known_kind)]
PinnedKind = Annotated[str, Kind(_pinned_kind, write=_pinned_kind_text)]
