"""What the campaigns of a shop change on given days, for all who read them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.campaign import Campaign, with_opening, with_rules, with_special_days
from scheduler.campaign_helpers import with_helpers
from scheduler.opening import DAYS_AFTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Requirement
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.post import Post
    from scheduler.ruleset import RuleSet
    from store.unit import Unit
    from store.weeks import KeptWeek

DAY = dt.timedelta(days=1)


def campaigns_in(
    unit: Unit, shop_id: str, first: dt.date | None = None, last: dt.date | None = None
) -> tuple[Campaign, ...]:
    """Return the campaigns with days between two dates, both included, in order; None: all."""
    kept = (one.value for one in unit.register.all(shop_id, Campaign, last=last))
    found = [one for one in kept if first is None or first <= one.last]
    return tuple(sorted(found, key=lambda one: (one.first, one.name)))


def posts_in(unit: Unit, shop_id: str, dates: Sequence[dt.date]) -> tuple[Post, ...]:
    """Return a shop's posts with the opening hours of campaigns on dates and just around them."""
    first, last = dates[0] - DAY, dates[-1] + DAY * DAYS_AFTER
    campaigns = campaigns_in(unit, shop_id, first, last)
    return with_opening(unit.shops.posts(shop_id), campaigns, first, last)


def rules_in(unit: Unit, week: KeptWeek) -> RuleSet:
    """Return a week's rules with what campaigns change."""
    dates = week.horizon.dates
    first = dates[0].replace(day=1)  # a month's limit of overtime holds on all of its days
    last = dates[-1].replace(day=monthrange(dates[-1].year, dates[-1].month)[1])
    return with_rules(week.rules, campaigns_in(unit, week.shop_id, first, last), week.horizon)


def required_in(unit: Unit, week: KeptWeek, required: Requirement) -> Requirement:
    """Return what is required of a week's own people beside the helpers of campaigns."""
    return with_helpers(required, helping_in(unit, week))


def helping_in(unit: Unit, week: KeptWeek) -> tuple[Campaign, ...]:
    """Return the campaigns whose helpers may be there in a week."""
    first, last = week.horizon.dates[0] - DAY, week.horizon.dates[-1]
    return tuple(each for each in campaigns_in(unit, week.shop_id, first, last) if each.helper)


def own_post(unit: Unit, shop_id: str, post: Post) -> Post:
    """Return a post as it is kept: without the hours that one of the shop's campaigns brings."""
    names = {each.name for each in campaigns_in(unit, shop_id)}
    kept = tuple(each for each in post.opening_on if each.by not in names)
    return post if kept == post.opening_on else replace(post, opening_on=kept)


def special_days_in(unit: Unit, shop_id: str) -> tuple[SpecialDay, ...]:
    """Return the special days people entered, and those that campaigns make."""
    return with_special_days(unit.demand.special_days(shop_id), campaigns_in(unit, shop_id))
