import datetime as dt

from kpi.month import Month
from service import follow_ups, intake, platform_rules
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
WHO = {"by": "主管", "now": s.NOW}


def test_open_follow_ups_are_shown_and_past_ones_counted(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(database, s.week(), **WHO)
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
    platform_rules.import_messages(database, "main", path, **WHO)
    (open_,) = follow_ups.follow_ups_due(database, "main", NOVEMBER, now=s.NOW)  # 9:00
    assert (open_.user, open_.latest_min - open_.since_min) == ("u2", 5)
    counted = follow_ups.count_follow_ups(database, "main", NOVEMBER, **WHO)
    assert counted["follow_ups_due"].tolist() == counted["follow_ups_in_time"].tolist() == [1]
    later = s.NOW + dt.timedelta(hours=1)
    again = follow_ups.count_follow_ups(database, "main", NOVEMBER, by="主管", now=later)
    database.close()
    assert again["follow_ups_due"].sum() == 2
    assert again["follow_ups_in_time"].sum() == 1
