import datetime as dt
from dataclasses import replace

import pytest

from scheduler.errors import InputError
from service.records import platform_rules
from service.records.platform_rules import Occasion, Suspension
from service.records.platform_view import platform_month, platform_sources
from tests.desks import at_desk
from tests.service.records.test_platform_rules import (  # noqa: F401 - the fixture is the shop
    DAY,
    NOVEMBER,
    OVER,
    WHO,
    database,
    take_in,
    watch,
)

RULE = "pdd_effective_reply"
FEAST = Suspension(
    "sale", "pinduoduo", "大促", "sale", Occasion.PROMOTION, DAY, DAY, "公告", rules=(RULE,)
)


def test_a_day_at_rest_brings_no_fine_and_tells_both_counts(database, tmp_path):  # noqa: F811
    take_in(database, tmp_path, 59, 120)
    assert watch(database).standing.penalty_yuan == 1000
    platform_rules.suspend(at_desk(database, **WHO), FEAST)
    rested = watch(database).standing
    assert (rested.penalty_yuan, rested.n, rested.rested_n) == (0, 0, 120)
    assert watch(database, "pdd_3min").standing.n == 120  # it is not named
    month = platform_month(at_desk(database, now=OVER), NOVEMBER)
    assert [one.is_broken for one in month.standings[RULE]] == [False]
    (told,) = month.rests
    assert (told.rule.id, told.days) == (RULE, (DAY,))
    assert (told.all_n, told.all_good, told.n, told.good) == (120, 59, 0, 0)
    assert (told.all_broken, told.broken) == (1, 0)


def test_what_is_drawn_anew_knows_of_suspensions(database, tmp_path):  # noqa: F811
    take_in(database, tmp_path, 59, 120)
    before = platform_sources(at_desk(database), NOVEMBER)
    number = platform_rules.suspend(at_desk(database, **WHO), FEAST)
    assert platform_sources(at_desk(database), NOVEMBER) != before
    platform_rules.end_suspension(at_desk(database, **WHO), number)
    assert platform_sources(at_desk(database), NOVEMBER) == before
    assert watch(database).standing.penalty_yuan == 1000


def test_one_of_the_same_name_replaces_the_other_also_one_that_ships(database):  # noqa: F811
    shipped = platform_rules.suspensions(at_desk(database))
    assert all(one.number is None for one in shipped)
    own = replace(shipped[0].suspension, last=shipped[0].suspension.last + dt.timedelta(days=1))
    platform_rules.suspend(at_desk(database, **WHO), own)
    platform_rules.suspend(at_desk(database, **WHO), own)
    found = platform_rules.suspensions(at_desk(database))
    assert len(found) == len(shipped)
    assert [one.suspension.last for one in found if one.number is not None] == [own.last]


def test_a_rule_that_is_not_there_cannot_rest(database):  # noqa: F811
    with pytest.raises(InputError) as caught:
        platform_rules.suspend(at_desk(database, **WHO), replace(FEAST, rules=("taobao_3min",)))
    assert [fault.code for fault in caught.value.faults] == ["unknown_platform_rule"]
    assert not [one for one in platform_rules.suspensions(at_desk(database)) if one.number]


def test_a_month_without_messages_still_tells_which_rules_rest(database):  # noqa: F811
    platform_rules.suspend(at_desk(database, **WHO), FEAST)
    (told,) = platform_month(at_desk(database), NOVEMBER).rests
    assert (told.days, told.all_n, told.broken) == ((DAY,), 0, 0)
