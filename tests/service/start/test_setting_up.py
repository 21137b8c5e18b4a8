import dataclasses
import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from service.roster.weeks import open_week
from service.shop import shops
from service.start.setting_up import (
    NewShop,
    add_posts,
    create_shop,
    free_id,
    posts_written,
    propose_rules,
    set_opening,
)
from store.files.proposed_posts import proposed, proposed_ids
from tests.desks import at_desk
from tests.service import small_shop as s


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    yield at_desk(opened, "corner", now=s.NOW)
    opened.close()


def faults(function, *told):
    with pytest.raises(InputError) as caught:
        function(*told)
    return [fault.code for fault in caught.value.faults]


def test_a_new_shop_has_its_posts_open_and_types_within_its_hours(desk):
    create_shop(desk, NewShop("小店", ("presales", "客诉"), "每天 08:30-24:00"))
    assert shops.shop(desk).name == "小店"
    posts = shops.posts(desk)
    assert [post.id for post in posts] == ["presales", "客诉"]
    assert all(post.opening == ((ClockSpan(510, 1440),),) * 7 for post in posts)
    assert posts[0].duties == proposed("presales", s.NOW.date()).duties_zh
    types = shops.rules(desk).types
    assert min(each.start_clock for each in types) == 510
    assert not [each.code for each in types if each.start_clock < 510]
    assert open_week(desk, s.LABEL).label == s.LABEL  # rules are there


def test_all_that_is_wrong_with_a_new_shop_is_told_at_once(desk):
    told = NewShop(" ", ("a|b", "售前", "售前 "), "sometimes", "Mars/Base", 7)
    assert faults(create_shop, desk, told) == [
        *("empty", "post_name_sign", "post_exists", "opening_unreadable", "timezone_unknown"),
    ]
    assert faults(create_shop, desk, NewShop("小店", ())) == ["shop_without_posts"]
    assert shops.shops(desk.database) == ()


def test_a_shop_is_not_set_up_twice_under_one_id(desk):
    create_shop(desk, NewShop("小店"))
    assert faults(create_shop, desk, NewShop("小店")) == ["shop_exists"]


def test_ids_are_letters_and_digits_that_no_shop_has(desk):
    assert free_id(desk, " Corner  Store! ") == "corner-store"
    assert free_id(desk, "小店（旗舰店）") == "小店-旗舰店"
    assert free_id(desk, "!!") == "shop"
    create_shop(desk, NewShop("Corner"))
    assert free_id(desk, "Corner") == "corner-2"


def test_usual_posts_are_known_by_their_usual_names_own_ones_stay_as_written():
    assert posts_written("售前、售后客服，大客户;客诉") == (
        "presales",
        "aftersales",
        "大客户",
        "客诉",
    )


def test_other_hours_move_the_types_unless_somebody_changed_them(desk):
    create_shop(desk, NewShop("小店"))
    assert set_opening(desk, "10:00-22:00")
    assert min(each.start_clock for each in shops.rules(desk).types) == 600
    own = dataclasses.replace(shops.rules(desk), may_end_after_min=15)
    shops.save_rules(desk, own)
    assert not set_opening(desk, "08:00-24:00")
    assert shops.rules(desk) == own
    assert shops.posts(desk)[0].opening[0] == (ClockSpan(480, 1440),)


def test_another_preset_takes_the_place_of_the_rules_for_later_weeks(desk):
    create_shop(desk, NewShop("小店", opening="10:00-22:00"))
    before = shops.rules(desk)
    assert propose_rules(desk, "strict") == 2
    assert shops.rules(desk) != before
    propose_rules(desk, "liveable")
    assert shops.rules(desk) == before


def test_posts_added_later_open_with_the_others(desk):
    create_shop(desk, NewShop("小店", ("presales",), "10:00-22:00"))
    (new,) = add_posts(desk, ["客诉"])
    assert shops.posts(desk)[1] == new
    assert new.opening == shops.posts(desk)[0].opening
    assert faults(add_posts, desk, ["presales", ""]) == ["empty", "post_exists"]


def test_proposed_posts_hold_from_their_day_and_another_one_begins_as_any():
    assert proposed_ids() == ("presales", "insales", "aftersales")
    assert proposed("客诉", dt.date(2027, 1, 1)).id == "other"
    early = proposed("aftersales", dt.date(2000, 1, 1))
    assert early == proposed("aftersales", dt.date(2027, 1, 1))
