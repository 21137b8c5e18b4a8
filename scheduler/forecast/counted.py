"""
Chats of a log counted by interval, with closed hours and gaps told apart from quiet ones.

An interval without chats is 0 only where the log shows the post open: weekday hours in which no
week has a chat are taken as closed, and a long silence where many chats are usual as a gap in the
records. Both are NaN in the volumes, and reported. NaN is also what lies before a post's first chat
and after its last: the log may begin and end at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Volumes, require_unbroken
from scheduler.errors import require
from scheduler.forecast.series import day_and_slot
from scheduler.history import Finding, Flags
from scheduler.horizon import DAY_MIN, WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.demand import Floats, Ints
    from scheduler.history import ChatHistory
    from scheduler.horizon import Clock

SILENT_CHATS = 15.0  # usual in a stretch that has none: by chance once in three million stretches
FEWEST_WEEKS = 2
NIGHT = range(20 * 60, 32 * 60)  # where the quietest hours of a shop are expected to begin
QUIET_MIN = 6 * 60


@dataclass(frozen=True, eq=False)
class CountedLog:
    """Volumes of a log, and what was found on the way."""

    volumes: Volumes
    findings: tuple[Finding, ...]


def counted(history: ChatHistory, clock: Clock, interval_min: int) -> CountedLog:
    """
    Return the chats by post and interval, from the first logged day to the last.

    Raises
    ------
    InputError
        For a log without chats, or an interval that does not divide an hour.
    """
    require(len(history) > 0, "no_rows", file="chats")
    require(60 % interval_min == 0, "interval_not_multiple", value=interval_min, interval=1)
    minutes = np.floor(history.arrived_s / 60).astype(np.int64)
    require_unbroken(clock, np.sort(minutes))
    first = clock.at(clock.date_of(int(minutes.min())))
    last = int(minutes.max())
    starts = np.arange(first, last + 1, interval_min)
    whole_day = clock.at(clock.date_of(last)) + DAY_MIN
    starts = np.concatenate(
        (starts, np.arange(int(starts[-1]) + interval_min, whole_day, interval_min))
    )
    starts = starts[np.array([clock.date_of(int(at)) <= clock.date_of(last) for at in starts])]
    days, slots = day_and_slot(clock, starts, interval_min)
    counts = np.zeros((len(history.posts), len(starts)))
    np.add.at(counts, (history.post, (minutes - first) // interval_min), 1)
    findings: list[Finding] = []
    for row, post in enumerate(history.posts):
        found = _told_apart(counts[row], days, slots, DAY_MIN // interval_min)
        findings += _findings(post, found, starts, clock, interval_min)
        counts[row, found.closed | found.gaps | _outside(counts[row])] = np.nan
    findings += _clock_suspicion(counts, slots, interval_min)
    volumes = Volumes(clock, interval_min, history.posts, starts, counts)
    return CountedLog(volumes, tuple(findings))


def _outside(counts: Floats) -> Flags:
    """Return which intervals lie before the first chat or after the last; shape (intervals,)."""
    none_yet = np.cumsum(counts) == 0
    none_left = np.cumsum(counts[::-1])[::-1] == 0
    return np.asarray(none_yet | none_left)


@dataclass(frozen=True, eq=False)
class _Apart:
    """Which intervals of a post are closed, and which are gaps; shape (intervals,)."""

    closed: Flags
    gaps: Flags


def _told_apart(counts: Floats, days: Ints, slots: Ints, per_day: int) -> _Apart:
    place = (days % WEEK_DAYS) * per_day + slots
    size = WEEK_DAYS * per_day
    seen = np.bincount(place, minlength=size)
    used = np.bincount(place, weights=counts, minlength=size)
    closed = ((used == 0) & (seen >= FEWEST_WEEKS))[place]
    usual = np.zeros(size)
    for each in np.unique(place):
        usual[each] = np.median(counts[place == each])
    gaps = np.zeros(len(counts), dtype=bool)
    for begin, end in _runs((counts == 0) | closed):
        inside = slice(begin, end)
        if float(usual[place[inside]][~closed[inside]].sum()) >= SILENT_CHATS:
            gaps[inside] = ~closed[inside]
    return _Apart(closed, gaps)


def _findings(
    post: str, found: _Apart, starts: Ints, clock: Clock, interval_min: int
) -> Iterator[Finding]:
    weeks = len(starts) * interval_min / (WEEK_DAYS * DAY_MIN)
    if found.closed.any():
        hours = float(found.closed.sum()) * interval_min / 60 / weeks
        yield Finding(
            "closed_hours", int(found.closed.sum()), post, details={"hours": round(hours)}
        )
    for begin, end in _runs(found.gaps):
        shown = {
            "first": clock.format(int(starts[begin])),
            "until": clock.format(int(starts[end - 1]) + interval_min),
        }
        yield Finding("gap", end - begin, post, details=shown)


def _clock_suspicion(counts: Floats, slots: Ints, interval_min: int) -> Iterator[Finding]:
    """Yield a finding where the quietest hours lie in the middle of the day."""
    per_day = DAY_MIN // interval_min
    day = np.bincount(slots, weights=np.nan_to_num(counts).sum(axis=0), minlength=per_day)
    width = QUIET_MIN // interval_min
    around = np.convolve(np.concatenate((day, day[: width - 1])), np.ones(width), "valid")
    begin = int(np.argmin(around)) * interval_min
    share = float(around.min() / max(day.sum(), 1.0)) * per_day / width
    if share < 0.5 and begin not in NIGHT and begin + DAY_MIN not in NIGHT:
        shown = {"first": f"{begin // 60:02d}:{begin % 60:02d}", "hours": QUIET_MIN // 60}
        yield Finding("clock_suspect", 1, details=shown)


def _runs(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(np.int8), 0]))
    return [(int(first), int(after)) for first, after in edges.reshape(-1, 2)]
