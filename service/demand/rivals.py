"""What would have been forecast had nobody overruled it, kept beside what was."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.campaign import Campaign
from scheduler.forecast.models import Model
from service.demand.overruling import forecast_by, only
from store.demand import Overruling, OverrulingKind, TableNote

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.demand import Forecast, Volumes
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.drivers import Driver
    from scheduler.forecast.params import ForecastParams
    from store.stamp import Stamp
    from store.unit import Unit
    from store.writing import Writing

WITHOUT = "without_overruling"
Told = tuple["SpecialDay", "Stamp"]


def factors_told(
    unit: Unit, shop_id: str, days: Iterable[SpecialDay], dates: Sequence[dt.date]
) -> tuple[Told, ...]:
    """Return the special days of some dates whose factor somebody told, with who did when."""
    entered = dict(unit.demand.entered_special_days(shop_id))
    for entry in unit.register.all(shop_id, Campaign):
        entered |= dict.fromkeys(entry.value.special_days(), entry.entered)
    told = [day for day in days if day.factor is not None and day.date in set(dates)]
    return tuple((day, entered[day]) for day in told if day in entered)


def rivals(
    volumes: Volumes,
    made: Forecast,
    *,
    special_days: Sequence[SpecialDay],
    models: Mapping[str, Model],
    factors: Sequence[Told],
    params: ForecastParams,
    contacts: Volumes | None = None,
    drivers: tuple[Driver, ...] = (),
) -> dict[OverrulingKind, Forecast]:
    """
    Return what would have been forecast without each kind of overruling, of the posts it concerns.

    Parameters
    ----------
    volumes, special_days, params, contacts, drivers
        What the forecast was made from.
    made
        The forecast.
    models, factors
        The models people chose, by post, and the days whose factor they told.
    """
    found: dict[OverrulingKind, Forecast] = {}
    posts = [post for post in made.posts if post in models]
    if posts:
        found[OverrulingKind.MODEL] = forecast_by(
            only(volumes, posts),
            made.horizon,
            special_days=special_days,
            models={},
            params=params,
            contacts=contacts,
            drivers=drivers,
        )
    told = {day for day, _ in factors}
    posts = [post for post in made.posts if any(day.concerns(post) for day in told)]
    if posts:
        learnt = (
            dataclasses.replace(day, factor=None) if day in told else day for day in special_days
        )
        same = {post: Model(made.models[made.posts.index(post)]) for post in posts}
        found[OverrulingKind.FACTOR] = forecast_by(
            only(volumes, posts),
            made.horizon,
            special_days=learnt,
            models=same,
            params=params,
            contacts=contacts,
            drivers=drivers,
        )
    return found


def keep_overrulings(
    unit: Writing,
    found: Mapping[OverrulingKind, Forecast],
    *,
    models: Mapping[str, Model],
    factors: Sequence[Told],
    before: Sequence[Overruling],
) -> tuple[Overruling, ...]:
    """
    Keep what would have been forecast, and return who overruled it in what.

    Parameters
    ----------
    before
        The overrulings of the week's last forecast: a model that stays chosen is still theirs.
    """
    numbers = {
        kind: unit.demand.add_forecast(
            unit.shop_id, rival, TableNote(rival.posts, WITHOUT, {}), unit.stamp
        )
        for kind, rival in found.items()
    }
    earlier = {(each.posts, each.value): each.entered for each in before if each.date is None}
    made = []
    for post, model in models.items():
        if post in getattr(found.get(OverrulingKind.MODEL), "posts", ()):
            entered = earlier.get(((post,), model.value), unit.stamp)
            rival = numbers[OverrulingKind.MODEL]
            made.append(Overruling(OverrulingKind.MODEL, (post,), model.value, rival, entered))
    for day, entered in factors:
        posts = tuple(post for post in found[OverrulingKind.FACTOR].posts if day.concerns(post))
        rival = numbers[OverrulingKind.FACTOR]
        told = (OverrulingKind.FACTOR, posts, str(day.factor), rival, entered)
        made.append(Overruling(*told, date=day.date, name=day.name))
    return tuple(made)
