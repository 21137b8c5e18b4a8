"""What a shop's earlier promotions did, and what special days do to a week to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.forecast import promotions as past
from scheduler.forecast.calendar import CHINA
from scheduler.forecast.effects import DayEffect, FactorSource, effects
from scheduler.forecast.promotions import Phase, Promotion, PromotionDay
from service.history.volumes import history_of

if TYPE_CHECKING:
    from service.desk import Desk

__all__ = ["DayEffect", "FactorSource", "Phase", "Promotion", "PromotionDay"]


@dataclass(frozen=True, slots=True)
class Learnt:
    """
    What special days do.

    Parameters
    ----------
    promotions
        Of the past, the newest first, those of one by post.
    week
        Days of the week to come that special days or closures move.
    """

    promotions: tuple[Promotion, ...]
    week: tuple[DayEffect, ...]


def learnt(desk: Desk, label: str, country: str = CHINA) -> Learnt:
    """Return what promotions of the past did, and what a week's special days are taken to do."""
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        known = history_of(unit, desk.shop_id, horizon.date(horizon.days - 1), country)
    if known.volumes is None:
        return Learnt((), ())
    special, volumes = known.special_days, known.volumes
    found = past.promotions(volumes, interval_min=shop.interval_min, special_days=special)
    return Learnt(found, effects(volumes, horizon, special_days=special))
