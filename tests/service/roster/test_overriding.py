"""Breaking a rule by hand: never one of law, one of the house with its price and a reason."""

import dataclasses
import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.house_price import OTHER, HousePrice, Per, price_of
from scheduler.repair import with_facts
from scheduler.roster import Roster
from scheduler.shift import Sitting, Span
from scheduler.solve.conflicts import pin_conflicts
from scheduler.verify.checker import MARKS
from scheduler.verify.standing import RuleStanding
from scheduler.verify.verdict import Violation
from scheduler.work_law import LegalGround
from service.roster import editing, intake, pinning, publishing, rosters
from service.roster import house_prices as own_prices
from service.roster.house_prices import OwnPrice
from service.roster.overriding import set_by_hand
from service.shop import shops
from store.files.absences import write_reported
from store.files.rules_preset import house_prices
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.words.catalogue import LANGUAGES, has
from ui.words.sentences import fault_sentence

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)
LATE = s.shift("A2", day=2, hour=12)  # until 21:00; the post closes at 18:00


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WHO))
    publishing.keep_roster(at_desk(opened, **WHO), *HERE, s.roster())
    yield opened
    opened.close()


def change(database, **moved):
    return editing.change(at_desk(database, **WHO), *HERE, **moved)


def sheet(database):
    return rosters.roster_sheet(at_desk(database), *HERE)


def refused(database, **moved):
    with pytest.raises(InputError) as caught:
        change(database, **moved)
    assert sheet(database).version.version.roster == s.roster()
    return caught.value.faults


def test_a_house_rule_is_broken_only_with_a_reason(database):
    (fault,) = refused(database, added=(LATE,), reason="  ")
    assert (fault.code, fault.column, fault.details["price"]) == (
        "house_reason_missing",
        "reason",
        "10",
    )
    found = change(database, added=(LATE,), reason="盘点")
    assert found.weighed.price == 10
    assert LATE in sheet(database).version.version.roster.shifts


def test_a_shop_has_its_own_price_from_a_week_on(database):
    desk, start = at_desk(database, **WHO), s.week().horizon.start
    day = dt.timedelta(1)
    first = own_prices.set_price(desk, OwnPrice("closed_post", 99, Per.BREACH, start - 7 * day))
    own_prices.set_price(desk, OwnPrice("closed_post", 3, Per.BREACH, start))
    own_prices.set_price(desk, OwnPrice("closed_post", 50, Per.BREACH, start + day))
    assert editing.preview(desk, *HERE, added=(LATE,)).weighed.price == 3
    lines = [
        line for line in own_prices.price_lines(desk, *HERE) if line.price.rule == "closed_post"
    ]
    assert [(line.price.price, line.is_in_force) for line in lines] == [
        (99, False),
        (3, True),
        (50, False),
    ]
    own_prices.remove_price(desk, lines[1].id)
    assert editing.preview(desk, *HERE, added=(LATE,)).weighed.price == 99
    assert change(database, added=(LATE,), reason="盘点").weighed.price == 99
    own_prices.remove_price(desk, first)
    (kept,) = sheet(database).overrides
    assert kept.value.price == 99  # what was recorded stays


def test_a_price_set_again_for_a_date_takes_the_place_of_the_first(database):
    desk, start = at_desk(database, **WHO), s.week().horizon.start
    for price in (4, 6):
        own_prices.set_price(desk, OwnPrice("rest", price, Per.HOUR, start))
    found = [line for line in own_prices.price_lines(desk, *HERE) if line.price.rule == "rest"]
    assert [(line.price.price, line.valid_from) for line in found] == [(10, None), (6, start)]


@pytest.mark.parametrize(
    ("rule", "price"),
    [
        ("absence", 5),  # law
        ("min_agents", 5),  # of posts: no matter of a single edit
        ("rest", -1),
    ],
)
def test_a_price_of_law_of_posts_or_below_nothing_is_refused(rule, price):
    with pytest.raises(InputError):
        OwnPrice(rule, price, Per.BREACH, s.week().horizon.start)


def test_who_broke_a_house_rule_and_why_stays_with_the_roster(database):
    change(database, added=(LATE,), reason=" 盘点 ")
    now = sheet(database)
    (told,) = now.overrides
    assert (told.value.rule, told.value.agent_id, told.value.reason) == (
        "closed_post",
        "A2",
        "盘点",
    )
    assert told.entered.by == "王经理"
    (breach,) = now.verdict.violations
    assert told.value.is_of(breach)


def test_a_shift_set_by_hand_and_pinned_is_no_conflict_of_the_next_roster(database):
    change(database, added=(LATE,), reason="盘点")
    pinning.pin(at_desk(database, **WHO), *HERE, LATE)
    now = sheet(database)
    problem, roster = now.problem, now.version.version.roster
    assert [code for code, _ in pin_conflicts(problem)] == ["pin_closed_post"]
    told = [one.value for one in now.overrides]
    by_hand = set_by_hand(problem, roster, told)
    assert LATE in by_hand
    assert {one.agent_id for one in by_hand} == {"A2"}
    assert pin_conflicts(dataclasses.replace(problem, overruled=by_hand)) == ()
    assert set_by_hand(problem, roster, ()) == frozenset()
    assert with_facts(problem, LATE.start_min).overruled == frozenset()  # it is to come
    assert with_facts(problem, LATE.start_min + 1).overruled == {LATE}


def test_what_a_file_says_was_broken_by_hand_is_kept_once_and_marked(database, tmp_path):
    change(database, added=(LATE,), reason="盘点")
    now = sheet(database)
    path, told = tmp_path / "roster.csv", tuple(one.value for one in now.overrides)
    other = dataclasses.replace(told[0], at_min=0)  # of a breach that is none any more
    roster = now.version.version.roster
    write_reported(roster, (), path, now.problem.horizon.clock, (*told, other))
    publishing.import_roster(at_desk(database, **WHO), *HERE, path)
    assert tuple(one.value for one in sheet(database).overrides) == told


def test_the_log_tells_the_rule_its_price_and_the_reason(database):
    change(database, added=(LATE,), reason="盘点")
    done = shops.actions(at_desk(database))[0]
    assert (done.name, done.done.by) == ("roster_changed", "王经理")
    told = {"rules": "closed_post", "price": "10", "reason": "盘点"}
    assert done.details == {"removed": "0", "added": "1"} | told


def test_a_law_rule_is_broken_by_nobody_whatever_the_reason(database):
    (fault,) = refused(database, added=(s.shift("A2", day=1),), reason="无人可替")  # on leave
    assert (fault.code, fault.value) == ("breaks_law", "客服002")
    said = fault_sentence(fault, "zh")
    assert "劳动法第四十五条" in said
    assert "先撤销请假" in said
    assert "Labour Law, Arts. 45 and 51" in fault_sentence(fault, "en")


def test_who_has_no_certificate_is_refused_without_an_article(database):
    faults = refused(database, added=(s.shift("A2", day=2, post="aftersales"),), reason="x")
    assert [fault.code for fault in faults] == ["breaks_order"]
    assert "请排给有该岗位资格的人" in fault_sentence(faults[0], "zh")


def test_a_look_tells_both_before_the_act_and_keeps_nothing(database):
    tired = tuple(s.shift("A3", day=day, post="aftersales") for day in range(1, 7))
    found = editing.preview(at_desk(database), *HERE, added=tired)
    assert {each.ground for each in found.weighed.law} == {
        LegalGround.WEEK_HOURS,
        LegalGround.WEEK_REST,
    }
    assert [each.found.rule for each in found.weighed.house] == ["consecutive_days"]
    assert sheet(database).overrides == ()


def test_less_of_the_same_breach_needs_no_reason(database):
    """Who takes a seventh day out of a week somebody kept with seven may do so."""
    week = tuple(s.shift("A3", day=day, post="aftersales") for day in range(7))
    whole = Roster((s.shift("A1"), *week))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, whole)
    found = change(database, removed=(week[6],))
    assert [each.rule for each in found.new] == ["hours_per_week"]  # 48 h after 56
    assert found.weighed.law == ()


def test_a_longer_breach_of_the_same_kind_is_refused(database):
    week = tuple(s.shift("A3", day=day, post="aftersales") for day in range(6))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, Roster((s.shift("A1"), *week)))
    with pytest.raises(InputError) as caught:
        change(database, added=(s.shift("A3", day=6, post="aftersales"),), reason="x")
    assert {fault.details["remedy"] for fault in caught.value.faults} == {
        "week_hours",
        "week_rest",
    }


def test_fewest_people_on_a_post_are_asked_about_when_it_is_published(database):
    """A draft in the making passes through open posts."""
    posts = tuple(dataclasses.replace(post, min_agents=1) for post in s.week().posts)
    other = s.week(posts=posts)
    intake.keep_week(at_desk(database, **WHO), other)
    found = change(database, removed=(s.shift("A1"),))
    assert "sealed" in {each.rule for each in found.new}
    assert found.weighed.house == ()


def test_two_people_swap_their_shifts_of_a_day(database):
    whole = Roster((s.shift("A1"), s.shift("A4", hour=10), s.shift("A3", post="aftersales")))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, whole)
    mine, theirs = s.shift("A1"), s.shift("A4", hour=10)
    removed, added = editing.exchanged(mine, "A4", theirs)
    change(database, removed=removed, added=added, reason="两人说好", action="shifts_swapped")
    by_agent = sheet(database).version.version.roster.by_agent()
    assert by_agent["A1"] == (s.shift("A1", hour=10),)
    assert by_agent["A4"] == (s.shift("A4"),)


def test_a_claim_that_law_forbids_is_refused(database):
    on_leave = s.shift("A1", day=1)
    publishing.keep_roster(at_desk(database, **WHO), *HERE, Roster((on_leave,)))
    removed, added = editing.exchanged(on_leave, "A2")
    with pytest.raises(InputError) as caught:
        change(database, removed=removed, added=added, reason="说好", action="shift_claimed")
    assert caught.value.faults[0].details["remedy"] == "leave"


def test_training_stays_with_its_person():
    sitting = Sitting(Span(s.at(0, 10), s.at(0, 11)), "S1")
    sat = dataclasses.replace(s.shift("A1"), sessions=(sitting,))
    _, (given,) = editing.exchanged(sat, "A4")
    assert (given.agent_id, given.sessions) == ("A4", ())


@pytest.mark.parametrize(
    ("per", "price"),
    [(Per.BREACH, 10), (Per.HOUR, 20), (Per.UNIT, 1200)],
)
def test_a_price_counts_by_breach_hour_or_unit(per, price):
    short = Violation("rest", "A1", measured=540, limit=660)
    assert HousePrice("rest", 10, per).of(short) == price


def test_a_rule_without_a_price_of_its_own_has_that_of_the_others():
    prices = (HousePrice(OTHER, 7), HousePrice("rest", 1))
    assert price_of(prices, Violation("pin", "A1")) == 7


def test_the_prices_that_ship_are_of_rules_of_the_house():
    named = {each.rule for each in house_prices()}
    assert OTHER in named
    assert all(MARKS[rule].standing is RuleStanding.HOUSE for rule in named - {OTHER})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_ground_has_a_remedy(lang):
    assert all(has(f"remedy.{ground}", lang) for ground in LegalGround)
