import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.attribution import CreditBy, Order
from kpi.facts.follow_ups import FollowUpKind
from kpi.facts.reminders import Noted
from kpi.month import Month
from scheduler.errors import InputError
from service.month import sales
from service.records import follow_ups, platform_rules
from service.records.follow_up_day import follow_up_day
from service.roster import intake
from store.files.kpi_tables import ORDERS
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_sales import hold, rule

NOVEMBER = Month(2026, 11)
WHO = {"by": "主管", "now": s.NOW}


def test_open_follow_ups_are_shown_and_past_ones_counted(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week())
    path = tmp_path / "messages.csv"
    path.write_text(
        "post,user,agent,time,sender\n"
        "presales,u1,,2026-11-20T10:00:00,customer\n"
        "presales,u1,A1,2026-11-20T10:01:00,agent\n"
        "presales,u1,A1,2026-11-20T10:05:00,agent\n"
        "presales,u2,,2026-11-23T08:57:00,customer\n"
        "presales,u2,A1,2026-11-23T08:58:00,agent\n",
        "utf-8",
    )
    platform_rules.import_messages(at_desk(database, **WHO), path)
    (open_,) = follow_up_day(at_desk(database, now=s.NOW), s.NOW.date()).waiting  # 9:00
    assert (open_.user, open_.latest_min - open_.since_min) == ("u2", 5)
    counted = follow_ups.count_follow_ups(at_desk(database, **WHO), NOVEMBER)
    assert counted["follow_ups_due"].tolist() == counted["follow_ups_in_time"].tolist() == [1]
    later = s.NOW + dt.timedelta(hours=1)
    again = follow_ups.count_follow_ups(at_desk(database, by="主管", now=later), NOVEMBER)
    database.close()
    assert again["follow_ups_due"].sum() == 2
    assert again["follow_ups_in_time"].sum() == 1


def test_unpaid_orders_and_notes_are_followed_up_too(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week())
    path = tmp_path / "messages.csv"
    path.write_text(
        "post,user,agent,time,sender\n"
        "presales,b1,A1,2026-11-20T10:00:00,agent\n"
        "presales,b1,A1,2026-11-20T10:17:00,agent\n",
        "utf-8",
    )
    platform_rules.import_messages(at_desk(database, **WHO), path)
    placed = s.CLOCK.at(dt.date(2026, 11, 20), 10 * 60 + 5)
    order = Order("O1", "b1", "presales", placed, placed + 30, Decimal(100))
    ORDERS.write([order], tmp_path / "orders.csv", s.CLOCK)
    sales.import_orders(at_desk(database, **WHO), tmp_path / "orders.csv")
    hold(database, tmp_path, rule(CreditBy.ORDER))
    now_min = int(s.NOW.timestamp()) // 60
    noted = Noted(FollowUpKind.HESITATING, "b2", "A1", "presales", now_min - 5)
    follow_ups.note_follow_up(at_desk(database, **WHO), noted)
    (open_,) = follow_up_day(at_desk(database, now=s.NOW), s.NOW.date()).waiting
    assert (open_.user, open_.kind) == ("b2", FollowUpKind.HESITATING)
    counted = follow_ups.count_follow_ups(at_desk(database, **WHO), NOVEMBER)
    assert [counted[f"reminded{end}"][0] for end in ("", "_in_time", "_paid")] == [1, 1, 1]
    stranger = Noted(FollowUpKind.HESITATING, "b2", "A9", "presales", now_min)
    with pytest.raises(InputError, match="unknown_agent"):
        follow_ups.note_follow_up(at_desk(database, **WHO), stranger)
    database.close()
