"""Own people or a vendor: the same hours, both costs, by hand."""

from decimal import Decimal

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.outsourcing import VendorOffer, own_or_vendor
from scheduler.roster import Roster
from tests.service import small_shop as s

PROBLEM = s.week().problem()  # each post open 9 to 18 on seven days, one person
PRICE = Decimal(45)


def found(**more):
    return own_or_vendor(PROBLEM, s.roster(), VendorOffer(PRICE, **more))


def test_all_posts_and_hours_cost_the_roster_and_the_requirement():
    one = found()
    # 2 posts * 7 days * 9 hours; two shifts of 8 hours and a meal at 31.50
    assert (one.required_hours, one.own_hours) == (126, 16)
    assert (one.own_cost, one.vendor_cost) == (Decimal(504), Decimal(5670))
    assert one.short_hours == 126 - 16


def test_only_named_posts_and_times_are_counted():
    one = found(posts=("presales",), window=ClockSpan.parse("09:00-12:00"))
    assert (one.required_hours, one.own_hours, one.short_hours) == (21, 3, 18)
    assert (one.own_cost, one.vendor_cost) == (Decimal("94.50"), Decimal(945))


def test_a_window_may_cross_midnight():
    one = found(window=ClockSpan.parse("17:00-10:00"))  # 17-18 and 9-10
    assert one.required_hours == 2 * 7 * 2


def test_nobody_rostered_costs_nothing_and_all_is_short():
    one = own_or_vendor(PROBLEM, Roster(()), VendorOffer(PRICE))
    assert (one.own_hours, one.own_cost, one.short_hours) == (0, 0, 126)


def test_an_unknown_post_and_a_price_of_nothing_are_refused():
    with pytest.raises(InputError, match="unknown_post"):
        found(posts=("直播",))
    with pytest.raises(InputError, match="not_positive"):
        VendorOffer(Decimal(0))
