"""Whom to hire by when, so that weeks that stay short are short no more."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.capacity.params import CapacityParams
    from scheduler.demand import Floats

NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class Joiners:
    """
    People who begin together.

    Parameters
    ----------
    week
        Number of their first week.
    people
        How many begin together, 1 or more.
    is_late
        Whether nobody can come early enough to be worked in when they are needed.
    """

    week: int
    people: int
    is_late: bool


def joiners(short: Floats, hours_week: float, params: CapacityParams) -> list[Joiners]:
    """
    Return the people to hire, as few and as late as does.

    Week after week, what is short for long enough and not yet done by earlier hires is hired for:
    people begin early enough to be worked in by then, or as soon as anybody can.

    Parameters
    ----------
    short
        Hours missing by week; shape (weeks,).
    hours_week
        What one person works in a week, once worked in.
    params
        Lead, ramp, and how long a shortage must last.
    """
    found: list[Joiners] = []
    lasting = lasting_part(short, params.lasting_weeks)
    for week, hours in enumerate(lasting.tolist()):
        missing = hours - done(found, week, hours_week, params)
        if missing <= NOISE or week < params.lead_weeks:
            continue
        wanted = week - params.ramp_weeks
        first = max(wanted, params.lead_weeks)
        people = math.ceil(missing / (hours_week * params.output(week - first)) - NOISE)
        found.append(Joiners(first, people, wanted < params.lead_weeks))
    return found


def done(hired: list[Joiners], week: int, hours_week: float, params: CapacityParams) -> float:
    """Return the hours that hires work in a week."""
    return hours_week * sum(each.people * params.output(week - each.week) for each in hired)


def lasting_part(short: Floats, weeks: int) -> Floats:
    """Return the part of a shortage that lasts so many weeks in a row; shape (weeks,)."""
    wide = min(weeks, len(short))
    if wide <= 1:
        return np.array(short)
    windows = np.lib.stride_tricks.sliding_window_view(short, wide).min(axis=1)
    found = np.zeros(len(short))
    for shift in range(wide):
        found[shift : shift + len(windows)] = np.maximum(
            found[shift : shift + len(windows)], windows
        )
    return found
