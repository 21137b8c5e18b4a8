"""A staff list as people have it: looked at, taken in over what is known, taken back."""

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest

from scheduler.agent import Absence, Certificate
from scheduler.errors import InputError, UnusualError
from service.looked import looked_at
from service.month.imports import imports, withdraw_imports
from service.roster.requests import enter_absence
from service.shop import shops
from service.shop.people import Others, look_at_staff, take_staff
from service.taken import NamesTold, as_told
from tests.desks import at_desk
from tests.service import small_shop as s

HEAD = ("工号", "姓名", "班组", "岗位", "入职日期", "等级", "手机号")
OURS = [
    ("A1", "客服001", "一组", "售前", "2025-01-01", "初级", "13900000001"),
    ("A2", "客服002", "二组", "presales", "", "中级", ""),
    ("A3", "客服003", "一组", "aftersales", "", "高级", ""),
    ("A4", "客服004", "一组", "售前、售后", "", "", ""),
]
NEW = ("B1", "小新", "二组", "presales", "2026/11/2", "初级", "")
FOR_ALL = NamesTold(constants={"contract_hours_week": "36", "no_nights": "no"})


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def sheet(folder, rows, head=HEAD, name="名单.xlsx"):
    book = openpyxl.Workbook()
    book.active.title = "在职"
    for row in (("某店员工名单（11月）",), head, *rows):
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def desk(database, **more):
    return at_desk(database, by="主管", now=s.NOW, **more)


def people(database):
    return {agent.id: agent for agent in shops.agents(desk(database))}


def test_a_list_says_of_known_people_only_what_it_holds(database, tmp_path):
    look = look_at_staff(desk(database), sheet(tmp_path, OURS))
    changes = {
        one.agent.id: {each.name: each.after for each in one.changes} for one in look.changed
    }
    assert changes == {
        "A1": {"hired": dt.date(2025, 1, 1), "phone": "13900000001"},
        "A2": {"team": "二组"},
    }
    assert (look.new, look.same, look.others, look.of_no_use) == ((), 2, (), ("等级",))
    take_staff(desk(database), sheet(tmp_path, OURS))
    now = people(database)
    assert now["A2"] == replace(s.AGENTS[1], team="二组")
    assert now["A3"] == s.AGENTS[2]


def test_what_a_list_lacks_is_asked_once_and_only_of_new_people(database, tmp_path):
    file = sheet(tmp_path, [*OURS, NEW, ("B2", *NEW[1:])])
    with pytest.raises(InputError) as raised:
        look_at_staff(desk(database), file)
    lacking = [(one.code, one.column) for one in raised.value.faults]
    assert lacking == [("missing_column", "contract_hours_week"), ("missing_column", "no_nights")]
    with as_told(FOR_ALL):
        look = take_staff(desk(database), file)
    now = people(database)
    assert [one.id for one in look.new] == ["B1", "B2"]
    assert look.not_said == ("hourly_cost",)
    assert now["B1"].contract.hours_week == 36
    assert now["B1"].hired == dt.date(2026, 11, 2)
    assert now["A1"].contract == s.AGENTS[0].contract  # what is known is not said anew


def test_periods_of_posts_stay_with_posts_the_list_still_names(database, tmp_path):
    until = Certificate("presales", None, dt.date(2026, 12, 31))
    agents = tuple(
        replace(one, certificates=(until,)) if one.id == "A1" else one for one in s.AGENTS
    )
    shops.save_agents(desk(database), agents)
    rows = [(*OURS[0][:3], "presales|aftersales", *OURS[0][4:]), *OURS[1:]]
    take_staff(desk(database), sheet(tmp_path, rows))
    assert people(database)["A1"].certificates == (until, Certificate("aftersales"))


def test_who_is_not_in_the_list_is_asked_about_stays_or_has_left(database, tmp_path):
    file, last = sheet(tmp_path, OURS[:3]), dt.date(2026, 11, 30)
    with pytest.raises(UnusualError) as raised:
        take_staff(desk(database), file)
    (question,) = raised.value.faults
    assert (question.code, question.details["count"]) == ("staff_others", 1)
    assert people(database)["A1"].hired is None  # nothing is kept yet
    with looked_at("只是一组的名单"):
        take_staff(desk(database), file)
    assert people(database)["A4"] == s.AGENTS[3]
    rows = [(*OURS[0][:2], "三组", *OURS[0][3:]), *OURS[1:3]]
    take_staff(desk(database), sheet(tmp_path, rows), others=Others.LEFT, last_day=last)
    assert people(database)["A4"].leaves == last
    later = at_desk(database, now=s.NOW + dt.timedelta(days=30))
    assert look_at_staff(later, sheet(tmp_path, rows)).others == ()  # who left is not missing


def test_somebody_who_had_left_is_back_with_an_open_end(database, tmp_path):
    gone = replace(s.AGENTS[0], leaves=dt.date(2026, 11, 1))
    shops.save_agents(desk(database), (gone, *s.AGENTS[1:3]))
    look = take_staff(desk(database), sheet(tmp_path, OURS))
    assert [one.id for one in look.back] == ["A1", "A4"]
    assert people(database)["A1"].leaves is None
    assert people(database)["A4"] == s.AGENTS[3]


def test_a_list_is_taken_back_whole(database, tmp_path):
    with as_told(FOR_ALL):
        take_staff(desk(database), sheet(tmp_path, [*OURS, NEW]))
    assert set(people(database)) == {"A1", "A2", "A3", "A4", "B1"}
    (taken,) = imports(desk(database))
    assert (taken.kind, taken.held.rows, taken.held.sums["new"]) == ("staff", 5, 1)
    withdraw_imports(desk(database), [taken.id])
    assert tuple(people(database).values()) == s.AGENTS


def test_people_who_asked_for_something_since_are_not_taken_back(database, tmp_path):
    with as_told(FOR_ALL):
        take_staff(desk(database), sheet(tmp_path, [*OURS, NEW]))
    enter_absence(desk(database), Absence("B1", s.at(2, 9), s.at(2, 18), "培训"))
    with pytest.raises(InputError) as raised:
        withdraw_imports(desk(database), [imports(desk(database))[0].id])
    (fault,) = raised.value.faults
    assert (fault.code, fault.details["people"]) == ("import_people_in_use", "B1")
    assert "B1" in people(database)


def test_faults_of_a_list_come_all_at_once_and_nothing_is_kept(database, tmp_path):
    rows = [*OURS, ("B1", "甲", "", "直播", "2026-13-01", "", ""), NEW]
    with as_told(FOR_ALL), pytest.raises(InputError) as raised:
        take_staff(desk(database), sheet(tmp_path, rows))
    found = sorted((one.code, one.line, one.column) for one in raised.value.faults)
    assert found == [
        ("date_unreadable", 7, "入职日期"),
        ("unknown_post", 7, "岗位"),
    ]
    assert tuple(people(database).values()) == s.AGENTS
