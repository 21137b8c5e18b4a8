"""The week to be made: opened, forecast and staffed in one go, from what a shop has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from service.demand.forecasting import forecast_week
from service.demand.staffing import staff_week
from service.roster.weeks import WeekSummary, open_week, weeks
from service.start.shop_seen import look
from service.start.what_next import Aim, SetUpStep, missing

if TYPE_CHECKING:
    from service.desk import Desk


def make_week(desk: Desk, label: str = "") -> WeekSummary:
    """
    Open a week where it is not, forecast and staff it where it is not, and return it.

    What is there already stays. The roster itself is made, and published, by a person.

    Parameters
    ----------
    label
        This or next week; empty: the one that is to be made.

    Raises
    ------
    InputError
        With every step that is missing; when the history does not do for a forecast.
    """
    seen = look(desk)
    lacking = missing(seen, Aim.FORECAST)
    if not seen.has_rules:
        lacking = (*lacking, SetUpStep.RULES)
    if lacking:
        raise InputError(Fault(f"next_lacks_{step}") for step in lacking)
    weeks_near = (seen.coming, seen.this, seen.next)
    week = next((one for one in weeks_near if label in ("", one.label)), None)
    if week is None:
        raise InputError(Fault("week_not_near", value=label))
    if week.summary is None:
        open_week(desk, week.label)
    if week.forecast_on is None:
        forecast_week(desk, week.label)
    if not week.is_staffed:
        staff_week(desk, week.label)
    return next(one for one in weeks(desk) if one.label == week.label)
