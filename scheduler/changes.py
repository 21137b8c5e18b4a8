"""What a what-if changes of a week."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scheduler.campaign_parts import CampaignVolume
from scheduler.comfort import Comfort
from scheduler.design.menu import LEAST_TYPES, MOST_TYPES
from scheduler.errors import require
from scheduler.outsourcing import VendorOffer
from scheduler.rule_lever import RuleValue
from scheduler.staff_changes import Newcomers

HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Changes:
    """
    What differs from a week as it is; maps go by post, posts left out stay as they are.

    Parameters
    ----------
    volume
        Factor on the chats expected, 0 or more.
    handed_over
        Share of all contacts that a robot is to hand over to people (转人工率), in [0, 1]: the
        chats expected move as it does to the share that is forecast.
    agents
        People more (above 0) or fewer (below 0) who work on the post first.
    handle_s, chats_at_once, patience_s, service_level, within_s, shrinkage, absence_rate
        As in ``StaffingInputs``.
    hourly_cost
        Yuan an hour for everybody; None: as each contract says.
    level
        Staff for this quantile of the forecast; None: for its mean.
    comfort
        How steady the weeks of everybody are; None: as the week's rules say.
    plan_name
        What the work plan is called that people without one then have.
    at_once_slower
        Share by which chats take longer with each chat at once more, 0 or more; only beside
        ``chats_at_once``, and in place of what is known of the post by numbers of chats.
    attrition
        Share of the people who work on the post first that has left, in [0, 1).
    wages
        Factor on the hourly cost of those who work on the post first, 0 or more.
    hires
        People who are hired.
    vendor
        A vendor takes the hours of some posts and times, at its price; None: nobody does.
    promotion
        Days on which a factor more chats come than are forecast, each of its hours alike.
    opens, closes
        From when and until when a post is open, on weekdays on which it is, in hours after
        midnight; dated hours stay.
    menu
        Shift types are the best menu of at most so many starts; None: those of the rules.
    rule
        Single rules that say another number.
    """

    volume: Mapping[str, float] = field(default_factory=dict)
    agents: Mapping[str, int] = field(default_factory=dict)
    handle_s: Mapping[str, float] = field(default_factory=dict)
    chats_at_once: Mapping[str, int] = field(default_factory=dict)
    patience_s: Mapping[str, float] = field(default_factory=dict)
    service_level: Mapping[str, float] = field(default_factory=dict)
    within_s: Mapping[str, float] = field(default_factory=dict)
    shrinkage: Mapping[str, float] = field(default_factory=dict)
    hourly_cost: Decimal | None = None
    level: float | None = None
    comfort: Comfort | None = None
    plan_name: str = "comfort"
    handed_over: Mapping[str, float] = field(default_factory=dict)
    absence_rate: Mapping[str, float] = field(default_factory=dict)
    at_once_slower: Mapping[str, float] = field(default_factory=dict)
    attrition: Mapping[str, float] = field(default_factory=dict)
    wages: Mapping[str, float] = field(default_factory=dict)
    hires: tuple[Newcomers, ...] = ()
    vendor: VendorOffer | None = None
    promotion: tuple[CampaignVolume, ...] = ()
    opens: Mapping[str, float] = field(default_factory=dict)
    closes: Mapping[str, float] = field(default_factory=dict)
    menu: int | None = None
    rule: tuple[RuleValue, ...] = ()

    def __post_init__(self) -> None:
        for post, share in self.handed_over.items():
            good = 0 <= share <= 1
            require(good, "share_out_of_range", column="handed_over", value=share, post=post)
        for post, share in self.attrition.items():
            good = 0 <= share < 1
            require(good, "shrinkage_range", column="attrition", value=share, post=post)
        for name in ("volume", "at_once_slower", "wages"):
            for post, factor in getattr(self, name).items():
                good = 0 <= factor < float("inf")
                require(good, "negative", column=name, value=factor, post=post)
        for name in ("opens", "closes"):
            for post, hour in getattr(self, name).items():
                good = 0 <= hour <= HOURS_A_DAY
                require(good, "clock_unreadable", column=name, value=f"{hour:g}", post=post)
        alone = sorted(self.at_once_slower.keys() - self.chats_at_once.keys())
        require(not alone, "slower_alone", column="at_once_slower", value=", ".join(alone))
        if self.hourly_cost is not None:
            good = self.hourly_cost.is_finite() and self.hourly_cost >= 0
            require(good, "negative", column="hourly_cost", value=self.hourly_cost)
        good = self.menu is None or LEAST_TYPES <= self.menu <= MOST_TYPES
        limits = {"least": LEAST_TYPES, "most": MOST_TYPES}
        require(good, "design_size", column="size", value=str(self.menu), **limits)

    @property
    def posts(self) -> frozenset[str]:
        """Return the posts anything changes on."""
        return frozenset(
            (
                *(
                    post
                    for item in dataclasses.fields(self)
                    if isinstance(found := getattr(self, item.name), Mapping)
                    for post in found
                ),
                *(post for each in self.hires for post in (each.post, *each.kind.also)),
                *(post for each in self.promotion for post in each.posts or ()),
            )
        )
