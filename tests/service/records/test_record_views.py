import datetime as dt

import pytest

from kpi.month import Month
from kpi.registers.five_s import Audit, Correction, FiveS
from scheduler.errors import InputError
from service import file_asked
from service.month import kpi_exports
from service.month.kpi_exports import ExportMapping
from service.records import (
    five_s,
    five_s_view,
    follow_up_day,
    platform_rules,
    platform_view,
    quality,
    quality_view,
)
from service.records.quality import AnswerSheet
from store.files.audit_sheet import audit_preset
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
NOVEMBER = Month(2026, 11)
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def messages(database, tmp_path, *rows, name="messages.csv"):
    path = tmp_path / name
    lines = ["post,user,agent,time,sender"]
    for user, agent, clock in rows:
        sender = "agent" if agent else "customer"
        lines.append(f"presales,{user},{agent},2026-11-20T{clock},{sender}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    platform_rules.import_messages(at_desk(database, **WHO), path)


def test_month_of_a_platform_is_that_of_its_days(database, tmp_path):
    messages(database, tmp_path, ("u1", "", "10:00:00"), ("u1", "A1", "10:00:20"))
    now = s.NOW
    found = platform_view.platform_month(at_desk(database, now=now), NOVEMBER)
    assert found.days == (DAY,)
    assert {one.standing.good for one in found.on(DAY)} == {1}


def test_month_without_messages_has_no_sources(database):
    assert platform_view.platform_sources(at_desk(database), NOVEMBER).is_empty


def test_platforms_sold_on_are_remembered(database):
    assert platform_view.sold_on(at_desk(database)).platforms == ()
    for chosen in (("jd",), ("jd", "taobao")):
        platform_view.save_sold_on(at_desk(database, **WHO), platform_view.SoldOn(chosen))
    assert platform_view.sold_on(at_desk(database)).platforms == ("jd", "taobao")


def test_follow_ups_of_a_day_are_told_by_agent(database, tmp_path):
    messages(
        database,
        tmp_path,
        *(("u1", "", "10:00:00"), ("u1", "A1", "10:00:20"), ("u1", "A1", "10:03:00")),  # in time
        *(("u2", "", "11:00:00"), ("u2", "A2", "11:00:20")),  # never written to again
    )
    found = follow_up_day.follow_up_day(at_desk(database, now=s.NOW), DAY)
    assert found.by_agent == (("A2", 1, 0), ("A1", 1, 1))
    assert [one.user for one in found.waiting] == ["u2"]
    assert found.overdue(int(s.NOW.timestamp()) // 60) == 1
    assert follow_up_day.message_days(at_desk(database), NOVEMBER) == (DAY,)


def test_quality_is_told_by_post_and_month(database):
    asked = quality.survey(at_desk(database)).questions
    for number, (post, day, marks) in enumerate(
        [
            ("presales", DAY, (6.0, 5.0)),
            ("aftersales", DAY, (6.0, 4.0)),
            ("presales", dt.date(2026, 10, 5), (6.0, 6.0)),
        ]
    ):
        sheet = AnswerSheet(f"R{number}", post, day, dict.fromkeys(asked, marks))
        quality.save_answers(at_desk(database, **WHO), sheet)
    found = quality_view.quality_view(at_desk(database), NOVEMBER)
    assert found.whole.weighted.gap == -1.5
    assert {post: one.weighted.gap for post, one in found.by_post.items()} == {
        "aftersales": -2.0,
        "presales": -1.0,
    }
    assert [one.weighted.gap for one in found.by_month.values()] == [0.0, -1.5]
    alone = quality_view.quality_view(at_desk(database), NOVEMBER, post="presales")
    assert alone.whole.weighted.gap == -1.0


def audit(day=DAY, due=DAY, **changed):
    used = audit_preset()
    points = {item.id: item.most for item in used.items} | changed
    fix = (Correction("sort1", "清理", "A1", due),)
    return Audit("售前区", day, "王", used.id, used.version, points, {}, fix)


def test_audits_are_told_by_area_and_block(database):
    five_s.enter_audit(at_desk(database, **WHO), audit(sort1=0))
    found = five_s_view.five_s_view(at_desk(database), NOVEMBER, today=DAY)
    assert [one.score.points for one in found.areas()["售前区"]] == [96]
    blocks = found.blocks("售前区")
    assert blocks[FiveS.SORT] == pytest.approx(22 / 26)
    assert blocks[FiveS.CLEAN] == 1.0


def test_what_is_left_of_earlier_months_is_still_to_be_put_right(database):
    five_s.enter_audit(at_desk(database, **WHO), audit(dt.date(2026, 10, 9)))
    found = five_s_view.five_s_view(at_desk(database), NOVEMBER, today=DAY + dt.timedelta(days=1))
    (one,) = found.to_do
    assert one.is_overdue
    five_s.correct(at_desk(database, **WHO), one.audit_id, "sort1", done=DAY)
    assert five_s_view.five_s_view(at_desk(database), NOVEMBER, today=DAY).to_do == ()


def test_export_is_looked_at_and_its_mapping_found_again(database, tmp_path):
    path = tmp_path / "日报.csv"
    path.write_text("客服,日期,接待人数,快答率\nA1,2026-11-02,200,0.875\n合计,,200,-\n", "utf-8")
    desk = at_desk(database, **WHO)
    head = file_asked.file_head(desk, path, "facts", "facts")
    assert head.columns == ("客服", "日期", "接待人数", "快答率")
    assert head.samples["接待人数"] == ("200",)
    assert head.told == {"agent_id": "客服", "date": "日期", "received": "接待人数"}
    assert file_asked.mapped_before(desk, head.columns) == file_asked.NamesTold()
    mapping = {
        "agent_id": "客服",
        "date": "日期",
        "received": "接待人数",
        "replied_3min": "快答率 * 接待人数",
    }
    fixed = {"post": "presales", "date": "2026-11-30"}
    with pytest.raises(InputError, match="unknown_post"):
        kpi_exports.import_export(desk, path, ExportMapping("日报", mapping, {"post": "x"}))
    how = ExportMapping("日报", {one: mapping[one] for one in mapping if one != "date"}, fixed)
    assert kpi_exports.import_export(desk, path, how) == (NOVEMBER,)
    known = file_asked.mapped_before(desk, head.columns)
    assert (known.columns["facts"], known.constants) == (how.mapping, {"post": "presales"})
    assert file_asked.mapped_before(desk, ("客服", "日期")) == file_asked.NamesTold()


def test_of_two_columns_that_say_the_same_the_head_is_shown_all_the_same(database, tmp_path):
    path = tmp_path / "考勤.csv"
    path.write_text("工号,员工编号,日期,上班,下班\nA1,x,2026-11-02,9:00,18:00\n", "utf-8")
    head = file_asked.file_head(at_desk(database, **WHO), path, "attendance", "attendance")
    assert head.columns == ("工号", "员工编号", "日期", "上班", "下班")
    assert head.told["agent_id"] == "工号"


def test_file_that_is_no_table_has_no_head(database, tmp_path):
    path = tmp_path / "junk.xlsx"
    path.write_bytes(b"\x00\x01junk")
    with pytest.raises(InputError, match="workbook_unreadable"):
        file_asked.file_head(at_desk(database, **WHO), path, "facts", "facts")
