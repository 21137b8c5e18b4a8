"""
What a robot hands over to people: all contacts of a post times the share handed over (转人工率).

The share is a series of its own: it moves when the robot learns or forgets, while the contacts move
with the shop. Its profile by weekday and slot is of weighted sums, drawn towards the slot's share
over all days and towards the whole where few contacts come; its level follows the last days.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError, require
from scheduler.forecast.ahead import Ahead
from scheduler.forecast.events import trend
from scheduler.forecast.fit import expect
from scheduler.forecast.following import followed
from scheduler.forecast.resample import on_interval
from scheduler.forecast.series import all_series
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.demand import Floats, Ints, Volumes
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.fit import Expected
    from scheduler.forecast.params import ForecastParams
    from scheduler.forecast.series import Series

PRIOR_CONTACTS = 30.0
"""Contacts of evidence that a slot's share is that of the slot on all days, and of all slots."""
ROUNDS = 2
LEAST_SCALE = 0.02
"""Least deviation of a usual day's share, as a logarithm: a share may always move a little."""


def share_ahead(
    chats: Series, contacts: Series, row: int, days: int, params: ForecastParams
) -> Floats:
    """
    Return the share handed over that is to be expected; shape (days, slots), in [0, 1].

    Parameters
    ----------
    chats, contacts
        Chats that came to people, and all contacts; only days before ``row`` are looked at.
    row, days
        First row of the chats' series asked for, and how many.
    params
        How fast weeks age.

    Returns
    -------
    NaN throughout where no day has both.
    """
    human, whole = _both(chats.until(row), contacts)
    total = whole.sum()
    if total <= 0:
        return np.full((days, chats.values.shape[1]), np.nan)
    weekdays = chats.weekdays(row + days)
    ages = np.arange(len(human))[::-1] / WEEK_DAYS
    weights = (0.5 ** (ages / params.half_life_weeks))[:, np.newaxis]
    level = np.ones(len(human))
    for _ in range(ROUNDS):  # the profile at one level, then the level of each day over it
        share = _profile(human * weights, whole * level[:, np.newaxis] * weights, weekdays)
        usual = (whole * share[weekdays[: len(human)]]).sum(axis=1)
        known = usual > 0
        ratios = np.where(known, np.log((human.sum(axis=1) + 0.5) / (usual + 0.5)), 0.0)
        level = np.exp(trend(ratios, known))
    off = np.abs(ratios - trend(ratios, known))[known]
    scale = max(LEAST_SCALE, 1.4826 * float(np.median(off)) if len(off) else 0.0)
    lead = np.arange(days, dtype=np.float64) + (row - len(human) + 1)
    path = followed(ratios, known, lead, scale=scale)
    found: Floats = np.clip(share[weekdays[row:]] * np.exp(path)[:, np.newaxis], 0.0, 1.0)
    return found


def _profile(part: Floats, of: Floats, weekdays: Ints) -> Floats:
    """Return the share of each weekday's slots; shape (7, slots)."""
    by_slot = _drawn(part.sum(axis=0), of.sum(axis=0), np.array(part.sum() / of.sum()))
    rows = (weekdays[: len(part)] == weekday for weekday in range(WEEK_DAYS))
    return np.stack([_drawn(part[r].sum(axis=0), of[r].sum(axis=0), by_slot) for r in rows])


def _drawn(part: Floats, of: Floats, towards: Floats) -> Floats:
    """Return shares, drawn towards others where few contacts speak."""
    found: Floats = (part + PRIOR_CONTACTS * towards) / (of + PRIOR_CONTACTS)
    return found


def _both(chats: Series, contacts: Series) -> tuple[Floats, Floats]:
    """Return chats and contacts where both are known, 0 elsewhere; shapes of the chats' values."""
    whole = np.full(chats.values.shape, np.nan)
    shift = contacts.row(chats.first)
    for row in range(chats.days):
        if 0 <= row + shift < contacts.days:
            whole[row] = contacts.values[row + shift]
    known = ~np.isnan(whole) & ~np.isnan(chats.values)
    return np.where(known, chats.values, 0.0), np.where(known, whole, 0.0)


def handed_ahead(
    chats: Series,
    contacts: Series,
    row: int,
    profile: Expected,
    *,
    special_days: tuple[SpecialDay, ...],
    params: ForecastParams,
) -> Ahead:
    """
    Return all contacts expected times the share handed over; the profile's where that is not known.

    Parameters
    ----------
    chats, contacts
        As for ``share_ahead``.
    row, profile
        First of the days, and the profile's forecast of the chats on them.
    special_days, params
        As for ``expect``.
    """
    days = len(profile.point)
    own = Ahead(profile.point, profile.mean)
    first = contacts.row(chats.date(row))
    past = contacts.until(max(0, min(first, contacts.days)))
    if past.days < params.enough_days:
        return own
    share = share_ahead(chats, past, row, days, params)
    told = expect(past, first, days, special_days, params)
    point = (told.point + told.followed_point) / 2 * share
    mean = (told.mean + told.followed_mean) / 2 * share
    point, mean = (
        np.where(np.isnan(each) | np.isnan(base), base, each)
        for each, base in ((point, own.point), (mean, own.mean))
    )
    return Ahead(point, mean)


def require_contacts(chats: Volumes, contacts: Volumes) -> None:
    """
    Raise InputError with every post to whose people more chats came than there were contacts.

    Both are compared at the coarser of their intervals, where both are known.
    """
    longest = max(chats.interval_min, contacts.interval_min)
    mine, whole = on_interval(chats, longest), on_interval(contacts, longest)
    shared, here, there = np.intersect1d(mine.start_min, whole.start_min, return_indices=True)
    faults = []
    for post in (name for name in whole.posts if name in mine.posts):
        part = mine.counts[mine.posts.index(post), here]
        of = whole.counts[whole.posts.index(post), there]
        known = ~np.isnan(part) & ~np.isnan(of)
        over = np.flatnonzero(known & (part > of))
        if len(over):
            first = int(shared[over[0]])
            told = {"count": len(over), "first": mine.clock.format(first)}
            told |= {"chats": f"{part[over[0]]:g}", "contacts": f"{of[over[0]]:g}"}
            faults.append(Fault("contacts_below_chats", column="post", value=post, details=told))
    if faults:
        raise InputError(faults)


def contacts_of(
    chats: Volumes,
    contacts: Volumes | None,
    interval_min: int,
    special_days: tuple[SpecialDay, ...],
) -> dict[str, Series]:
    """
    Return all contacts of the posts that have any, by day and slot; none where none are told.

    Raises
    ------
    InputError
        When clocks or intervals differ, or a post has fewer contacts than chats.
    """
    if contacts is None:
        return {}
    same = chats.clock == contacts.clock
    zones = {"value": contacts.clock.timezone, "expected": chats.clock.timezone}
    require(same, "clock_differs", column="timezone", **zones)
    require_contacts(chats, contacts)
    known = [row for row, counts in enumerate(contacts.counts) if np.isfinite(counts).any()]
    kept = [row for row in known if contacts.posts[row] in chats.posts]
    if not kept:
        return {}
    names = tuple(contacts.posts[row] for row in kept)
    mine = replace(contacts, posts=names, counts=contacts.counts[kept])
    return all_series(mine, interval_min, special_days)
