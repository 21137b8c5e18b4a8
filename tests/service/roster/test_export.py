import csv
import dataclasses
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from scheduler.agent import Agent
from scheduler.errors import InputError
from scheduler.roster import Roster
from scheduler.shift import Span, Stint
from scheduler.type_pin import TypePin
from service.roster import export, intake, pinning, publishing, rosters
from service.roster.export_cells import Colours, RosterCells
from service.roster.export_marks import content
from service.spreadsheet import SheetColumn, SheetKind, SheetTable, csv_of, workbook_of
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.export_words import export_words

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)
COLOURS = Colours({"presales": "#DCECF7", "aftersales": "#FBEDCF"}, {})


def words(**changes):
    values = {
        "title": "旗舰店 第49周",
        "status": "第1版 草稿",
        "reason": "",
        "roster": "班表",
        "shifts": "班次",
        "violations": "违规",
        "days": tuple("一二三四五六日"),
        "posts": {"presales": "售前", "aftersales": "售后"},
        "pinned": "已锁定",
        "locked": "已锁定类型",
        "broken": "违规",
        "absent": "缺勤",
        "breaches": (),
        "date_form": "m月d日",
        "types": {},
        "gap": "间隔",
        "off": "休",
        "leave": "请假",
        "absences": {},
        "count": "人数",
        "other": "其他",
        "notes": {},
    }
    names = ("agent_id", "name", "team", "hours", "post", "date", "start", "end", "meal", "breaks")
    return export.ExportWords(**{name: name for name in (*names, "state")}, **{**values, **changes})


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    strange = s.AGENTS[0]
    evil = Agent(strange.id, "=1+1", "@组", strange.certificates, strange.contract)
    intake.keep_week(at_desk(opened, **WHO), s.week(agents=(evil, *s.AGENTS[1:])))
    yield opened
    opened.close()


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def grid(database, **changes):
    sheet = rosters.roster_sheet(at_desk(database), *HERE)
    return opened(export.roster_workbook(RosterCells(content(sheet), words(**changes), COLOURS)))


def test_the_sheet_shows_agents_and_days(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, s.roster())
    page = grid(database)["班表"]
    rows = list(page.iter_rows(values_only=True))
    assert rows[2][:4] == ("agent_id", "name", "team", "hours")
    assert rows[2][4].date() == dt.date(2026, 11, 30)
    assert rows[3][4] == "一"
    assert rows[4][3:6] == (8, "09:00-18:00\n售前", None)
    assert rows[6][4] == "09:00-18:00\n售后"
    assert page.cell(5, 5).fill.fgColor.rgb == "FFDCECF7"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_a_change_of_post_is_told_with_its_times(database):
    whole = s.shift("A1")
    middle = whole.start_min + 120
    spans = (Span(whole.start_min, middle), Span(middle, whole.end_min))
    stints = tuple(map(Stint, spans, ("presales", "aftersales")))
    changing = Roster((dataclasses.replace(whole, stints=stints),))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, changing)
    rows = list(grid(database)["班表"].iter_rows(values_only=True))
    assert rows[4][4] == "!09:00-18:00\n售前 09:00-11:00\n售后 11:00-18:00"
    data = export.roster_csv(content(rosters.roster_sheet(at_desk(database), *HERE)), words())
    first = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert first["post"] == "售前 09:00-11:00 → 售后 11:00-18:00"


def test_text_that_looks_like_a_formula_stays_text(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, s.roster())
    cell = grid(database)["班表"].cell(5, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    data = export.roster_csv(content(rosters.roster_sheet(at_desk(database), *HERE)), words())
    first = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert (first["name"], first["team"]) == ("'=1+1", "'@组")


def test_breaches_pins_and_the_reason_are_marked(database):
    late = s.shift("A2", day=1)  # on leave
    publishing.keep_roster(at_desk(database, **WHO), *HERE, s.roster().with_shift(late))
    pinning.pin(at_desk(database, **WHO), *HERE, s.shift("A1"))
    for agent in ("A1", "A4"):
        pinning.pin_type(at_desk(database, **WHO), *HERE, TypePin(agent, s.MONDAY, ""))
    book = grid(database, reason="无人可替", breaches=("客服002 请假",))
    page = book["班表"]
    assert page.cell(3, 1).value == "无人可替"
    assert page.cell(6, 5).value.startswith("※!◆09:00")
    assert page.cell(9, 5).value == "※休"
    assert page.cell(7, 6).value.startswith("!09:00")
    assert page.cell(7, 6).border.left.style == "medium"
    assert book["违规"].cell(2, 1).value == "客服002 请假"
    shifts = list(book["班次"].iter_rows(values_only=True))
    assert shifts[1][10] == "已锁定, 已锁定类型, 违规"
    assert shifts[2][9:12] == (0, "违规, 缺勤 09:00-18:00", "无人可替")
    assert page.cell(7, 6).value.endswith("✕ 缺勤 09:00-18:00")
    assert page.cell(6, 4).value == 8  # hours of work
    assert page.cell(7, 4).value == 0


def test_how_liveable_it_is_stands_in_a_sheet_of_its_own(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, s.roster())
    found = export_words(rosters.roster_sheet(at_desk(database), *HERE), "zh").liveable
    book = grid(database, liveable=found)
    rows = list(book[found.name].iter_rows(values_only=True))
    assert rows[0] == ("指标", "本班表", "上周")
    assert rows[1] == ("不同的上班时刻（全员）", "1", "—")


def test_a_week_without_roster_is_not_exported(database):
    with pytest.raises(InputError):
        grid(database)


def test_numbers_dates_and_gaps_keep_their_kind():
    columns = (
        SheetColumn("a"),
        SheetColumn("b", SheetKind.MONEY),
        SheetColumn("c", SheetKind.DATE),
        SheetColumn("d", SheetKind.SHARE),
    )
    table = SheetTable("表", columns, (("x", Decimal("1234.50"), dt.date(2026, 11, 30), None),))
    row = next(opened(workbook_of([table]))["表"].iter_rows(min_row=2))
    assert [cell.value for cell in row[:2]] == ["x", 1234.5]
    assert (row[2].value.date(), row[3].value) == (dt.date(2026, 11, 30), None)
    assert row[1].number_format == "¥#,##0.00"
    assert csv_of(table).decode("utf-8-sig").splitlines()[1] == "x,1234.50,2026-11-30,"


def test_a_short_row_is_refused():
    with pytest.raises(InputError):
        SheetTable("表", (SheetColumn("a"), SheetColumn("b")), (("x",),))
