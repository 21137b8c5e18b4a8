import datetime as dt
from dataclasses import replace
from decimal import Decimal
from importlib import resources

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.records import platform_rules
from service.records.platform_view import platform_month, platform_sources
from store.files.platform_rules import read_platform_rules
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
DAY = dt.date(2026, 11, 30)
NOVEMBER = Month(2026, 11)
OVER = dt.datetime(2026, 12, 2, tzinfo=dt.UTC)  # nothing can be in time any more


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def take_in(
    database, tmp_path, effective, all_, *, name="messages.csv", post="presales", date="2026-11-30"
):
    lines = ["post,user,agent,time,sender,automatic"]
    for number in range(all_):
        lines.append(f"{post},u{number},,{date}T10:00:00,customer,0")
        if number < effective:
            lines.append(f"{post},u{number},A1,{date}T10:30:00,agent,0")
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return platform_rules.import_messages(at_desk(database, **WHO), path)


def watch(database, rule="pdd_effective_reply", *, now=OVER):
    found = platform_month(at_desk(database, now=now), NOVEMBER).on(DAY)
    return next(one for one in found if one.standing.rule.id == rule)


def test_a_day_stands_against_each_rule(database, tmp_path):
    assert take_in(database, tmp_path, 71, 120) == (Month(2026, 11),)
    found = watch(database)
    assert (found.standing.good, found.standing.n) == (71, 120)
    assert found.risk.late_to_break == 12


def test_the_same_file_replaces_itself_and_another_adds(database, tmp_path):
    take_in(database, tmp_path, 119, 120)
    take_in(database, tmp_path, 59, 120)
    assert watch(database).standing.penalty_yuan == 1000
    take_in(database, tmp_path, 120, 120, name="more.csv")  # the same users, answered elsewhere
    assert watch(database).standing.n == 120


def test_today_counts_what_can_still_be_in_time(database, tmp_path):
    take_in(database, tmp_path, 1, 2)
    now = dt.datetime(2026, 11, 30, 2, 45, tzinfo=dt.UTC)  # 10:45 in Shanghai
    assert watch(database, now=now).standing.waiting == 1
    assert watch(database).standing.waiting == 0


def test_a_month_is_shown_day_by_day(database, tmp_path):
    take_in(database, tmp_path, 120, 120, name="before.csv", date="2026-11-29")
    take_in(database, tmp_path, 59, 120)
    month = platform_month(at_desk(database, now=OVER), NOVEMBER)
    days = month.standings["pdd_effective_reply"]
    assert [(one.date.day, one.is_broken) for one in days] == [(29, False), (30, True)]


def test_hr_replaces_a_rule_from_a_date_on(database, tmp_path):
    take_in(database, tmp_path, 59, 120, name="before.csv", date="2026-11-29")
    take_in(database, tmp_path, 59, 120)
    old = watch(database).standing.rule
    stricter = replace(old, valid_from=DAY, threshold=Decimal("0.49"), source="平台公告")
    platform_rules.save_platform_rule(at_desk(database, **WHO), stricter)
    assert watch(database).standing.penalty_yuan == 0
    days = platform_month(at_desk(database, now=OVER), NOVEMBER).standings[old.id]
    assert [one.rule.threshold for one in days] == [Decimal("0.50"), Decimal("0.49")]


def test_messages_of_an_unknown_post_are_refused(database, tmp_path):
    with pytest.raises(InputError, match="unknown_post"):
        take_in(database, tmp_path, 1, 1, post="kitchen")
    assert platform_sources(at_desk(database), NOVEMBER).is_empty


def test_rules_of_a_file_are_taken_in_all_or_none(database):
    old = at_desk(database, seen=at_desk(database).seen_now(), **WHO)
    path = resources.files("data") / "platforms" / "pinduoduo.toml"
    last = read_platform_rules(path).rules[-1]
    platform_rules.save_platform_rule(at_desk(database, by="王经理", now=s.NOW), last)
    newest = at_desk(database).seen_now()
    with pytest.raises(InputError, match="changed_meanwhile"):
        platform_rules.import_platform_rules(old, path)
    assert at_desk(database).seen_now() == newest
    taken = platform_rules.import_platform_rules(at_desk(database, **WHO), path)
    lines = len(taken.rules) + 1  # of each rule, and of the file
    assert at_desk(database).seen_now() == newest + lines > newest + 2
