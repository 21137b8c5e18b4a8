import dataclasses
import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import SpeedsFrom, StaffingInputs
from scheduler.staffing.cycle import ReplyCycle
from service.records.platform_view import SoldOn, save_sold_on, sold_on
from service.shop import shops
from service.start.platform_aims import (
    aim_at,
    aimed,
    aims_seen,
    platform_aims,
    platforms_known,
    platforms_written,
)
from service.start.setting_up import NewShop, add_posts, create_shop
from store.files.proposed_posts import proposed, proposed_ids
from tests.desks import at_desk
from tests.service import small_shop as s

DAY = dt.date(2026, 12, 1)
RHYTHM = ReplyCycle(30.0, 60.0, 5.0)


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    yield at_desk(opened, "corner", now=s.NOW)
    opened.close()


def asked(*platforms, on=DAY, inputs=None):
    return aimed(inputs or StaffingInputs(), platform_aims(platforms, on), RHYTHM)


def test_without_a_platform_inputs_stay_as_they_are():
    assert asked() == StaffingInputs()


def test_a_rule_of_sessions_is_the_first_reply_and_nothing_else():
    found = asked("jd", inputs=StaffingInputs(service_level=0.5, within_s=99.0))
    assert found == StaffingInputs(service_level=0.8, within_s=30.0)


def test_a_rule_of_turns_is_asked_of_every_turn_in_its_own_window():
    found = asked("taobao")
    assert (found.service_level, found.within_s) == (0.9, 180.0)
    (turns,) = found.targets
    assert turns.every_turn
    assert (turns.share, turns.within_s, turns.hours) == (0.9, 180.0, ClockSpan(540, 1380))
    assert found.speeds_from is SpeedsFrom.RHYTHM
    assert found.handle_s == pytest.approx(600.0, abs=1.0)  # a chat lasts as long as before


def test_customers_with_every_turn_in_time_are_a_root_of_turns_rounded_up():
    (turns,) = asked("pinduoduo").targets
    turns_of_a_chat = RHYTHM.lasting(3, 600.0).turns
    assert turns.share**turns_of_a_chat >= 0.85 > (turns.share - 0.001) ** turns_of_a_chat


def test_of_several_platforms_the_shortest_time_is_asked_of_the_first_reply():
    found = asked("taobao", "jd", "taobao")
    assert (found.service_level, found.within_s) == (0.8, 30.0)
    assert [target.within_s for target in found.targets] == [180.0]


def test_a_rhythm_that_is_known_stays():
    own = ReplyCycle(20.0, 40.0, 9.0)
    inputs = StaffingInputs(speeds_from=SpeedsFrom.RHYTHM, reply_cycle=own)
    assert asked("taobao", inputs=inputs).reply_cycle == own


def test_every_platform_can_be_staffed_for_on_every_proposed_post():
    for post in (*proposed_ids(), "other"):
        told = proposed(post, DAY)
        for platform in platforms_known():
            found = aimed(told.staffing, platform_aims([platform], DAY), told.rhythm)
            assert 0 < found.service_level < 1


def test_what_is_no_published_number_is_told():
    (aim,) = platform_aims(["douyin"], DAY)
    assert (aim.is_share_ours, aim.has_ended, aim.rule.source != "") == (True, True, True)
    (aim,) = platform_aims(["taobao"], DAY)
    assert (aim.is_share_ours, aim.has_ended) == (False, False)


def test_a_rule_holds_from_its_day():
    (before,) = platform_aims(["taobao"], dt.date(2022, 12, 31))
    (after,) = platform_aims(["taobao"], dt.date(2023, 1, 1))
    assert (str(before.rule.window), str(after.rule.window)) == ("08:00-24:00", "09:00-23:00")
    assert (before.is_share_ours, after.is_share_ours) == (True, False)


def test_platforms_are_known_by_what_people_write():
    assert platforms_written("天猫、 PDD,jd;淘宝，火星") == ("taobao", "pinduoduo", "jd", "火星")
    with pytest.raises(InputError) as caught:
        platform_aims(["火星", "jd", "mars"], DAY)
    assert [fault.value for fault in caught.value.faults] == ["火星", "mars"]


def test_a_new_shop_and_posts_added_later_are_staffed_for_its_platforms(desk):
    create_shop(desk, NewShop("小店", ("presales",), platforms=("taobao",)))
    assert sold_on(desk).platforms == ("taobao",)
    add_posts(desk, ["客诉"])
    assert [post.staffing.within_s for post in shops.posts(desk)] == [180.0, 180.0]
    assert all(post.staffing.targets for post in shops.posts(desk))
    assert aims_seen(desk).is_used


def test_an_unknown_platform_is_told_with_all_else(desk):
    with pytest.raises(InputError) as caught:
        create_shop(desk, NewShop(" ", platforms=("mars",)))
    assert [fault.code for fault in caught.value.faults] == ["empty", "unknown_platform"]
    assert shops.shops(desk.database) == ()


def test_a_shop_keeps_what_it_has_until_somebody_asks(desk):
    create_shop(desk, NewShop("小店", ("presales", "aftersales")))
    assert aims_seen(desk).is_used  # of no platform: what was proposed
    before = shops.posts(desk)
    waits = dataclasses.replace(before[1].staffing, is_deferrable=True, within_s=7200.0)
    shops.save_post(desk, dataclasses.replace(before[1], staffing=waits))
    save_sold_on(desk, SoldOn(("kuaishou",)))
    assert not aims_seen(desk).is_used
    assert shops.posts(desk)[0] == before[0]
    (aim,) = aim_at(desk, ("kuaishou",))
    first, second = (post.staffing for post in shops.posts(desk))
    assert (first.service_level, first.within_s) == (aim.share, 180.0)
    assert second == waits  # its replies may wait
    assert aims_seen(desk).is_used
    with pytest.raises(InputError):
        aim_at(desk, ())
