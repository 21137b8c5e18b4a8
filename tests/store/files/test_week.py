import dataclasses
import datetime as dt

import numpy as np
import openpyxl
import pytest
from numpy.testing import assert_array_equal

from scheduler.agent import Absence, AgentLimit, Certificate, Wish
from scheduler.demand import Forecast, Volumes
from scheduler.errors import InputError
from scheduler.horizon import Clock, ClockSpan
from scheduler.past_shift import PastShift
from scheduler.post import ExperiencedAt, Post, SealGroup, StaffingInputs
from scheduler.ruleset import PostChange, ShiftKind, Succession, Weights
from scheduler.session import Session
from scheduler.shift import BreakRule, Shift, Sitting
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from store.files.week import Week, read_roster, read_week, write_roster, write_week
from tests import builders
from tests.builders import MONDAY, WEEK, agent, at, shift, span
from tests.store.files.small_week import put

INSTANCES = ("cc20", "cc30d", "cc50", "cc200")
PAUSED = dataclasses.replace(
    builders.FULL,
    breaks=(BreakRule(60, 150), BreakRule(330, 480, 10)),
    starts=(ClockSpan.parse("06:00-10:00"), ClockSpan.parse("21:00-01:00")),
)
KINDS = (
    ShiftKind("early", ClockSpan.parse("05:00-09:00")),
    ShiftKind("夜班", ClockSpan.parse("21:00-01:00")),
)
FORMS = ("week", "week.xlsx")
TABLES = {
    "requirement": ("agents",),
    "forecast": ("mean", "levels", "quantiles"),
    "volumes": ("start_min", "counts"),
}


def assert_same_week(one: Week, other: Week) -> None:
    for field in dataclasses.fields(Week):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if field.name not in TABLES or mine is None or theirs is None:
            assert mine == theirs, field.name
            continue
        assert mine.posts == theirs.posts
        for array in TABLES[field.name]:
            assert_array_equal(getattr(mine, array), getattr(theirs, array), err_msg=field.name)


def full_week() -> Week:
    """Return a week in which every optional thing occurs."""
    posts = (
        Post(
            "售前",
            StaffingInputs(),
            duties=("接待咨询", "推荐商品, 引导下单"),
            min_agents=2,
            min_experienced=1,
            experienced_at=ExperiencedAt.NIGHT,
            handover_min=15,
        ),
        Post(
            "after.sales",
            StaffingInputs(handle_s=900.5, shrinkage=0.05),
            opening=(
                (ClockSpan.parse("08:00-12:00"), ClockSpan.parse("13:00-02:00")),
                *((ClockSpan(0, 1440),) for _ in range(5)),
                (),
            ),
        ),
    )
    names = tuple(each.id for each in posts)
    periods = (
        Certificate("售前", None, MONDAY),
        Certificate("售前", MONDAY + dt.timedelta(3), None),
        Certificate("after.sales"),
    )
    agents = (
        agent("A1", certificates=periods, overtime_consent=True, is_experienced=False),
        agent(
            "0012",
            names,
            hours=37.5,
            no_nights=True,
            hired=MONDAY,
            leaves=MONDAY + dt.timedelta(5),
            is_experienced=True,
            min_hours=20.5,
            max_consecutive_days=5,
            min_consecutive_days=2,
            min_consecutive_days_off=1,
        ),
        dataclasses.replace(agent("=1+1", names), name='She said "hi", then left\n@home', team=""),
    )
    need = np.full((2, WEEK.intervals), np.nan)
    need[:, 310:] = np.linspace(0, 3, 26).round(3)  # a workbook keeps 16 digits
    quantiles = np.stack((need * 0.5, need * 1.5), axis=1).round(4)
    past = WEEK.start_min - 30 * np.arange(4, 0, -1)
    rules = builders.rules(
        min_agents=1,
        min_rest_min=690,
        shapes=(PAUSED, builders.SIX),
        weights=Weights(20, 2, 1, 3.5, 0.5, 8, 4),
        kinds=KINDS,
        successions=(Succession("夜班", "early"),),
        peak=((ClockSpan.parse("20:00-23:00"), ClockSpan.parse("10:00-12:00")), *((),) * 6),
        newcomer_days=60,
        night_shift_min=210,
        max_nights_per_month=8,
        max_weekends_per_month=3,
        min_consecutive_days=2,
        min_consecutive_days_off=2,
        max_overtime_min_per_day=150,
        max_overtime_min_per_month=1800,
        steady_start_free_min=45,
        is_averaged=True,
        post_change=PostChange(90, 3),
        may_start_before_min=15,
        may_end_after_min=45,
        seals=(SealGroup(names, ClockSpan.parse("22:00-08:00")),),
    )
    sittings = (Sitting(span(1, "10:00", 30), "开班会"), Sitting(span(1, "16:00", 45), "S2"))
    pauses = (span(1, "09:00", 15), span(1, "15:00", 15))
    return Week(
        horizon=WEEK,
        posts=posts,
        agents=agents,
        rules=rules,
        requirement=builders.Requirement(WEEK, names, need),
        forecast=Forecast(WEEK, names, need, (0.1, 0.95), quantiles),
        volumes=Volumes(WEEK.clock, 30, names, past, [[1, np.nan, 0, 2.5], [np.nan] * 4]),
        absences=(
            Absence("A1", at(2), at(3), "年假"),
            Absence("A1", at(4, "12:30"), at(4, "18:05")),
        ),
        wishes=(
            Wish("A1", MONDAY, None, 2.5),
            Wish("0012", MONDAY, (0, 1440)),
            Wish("0012", MONDAY, None, 1.0, "夜班"),
            Wish("A1", MONDAY, None, 3.0, "early", is_against=True),
            Wish("A1", MONDAY, None, 2.0, "early", is_only=True),
        ),
        type_pins=(TypePin("A1", MONDAY, "夜班"), TypePin("0012", MONDAY, "", 540)),
        calls=(StandbyCall("A1", at(3, "11:30"), "售前"),),
        history=(shift("gone", -1, "22:00", post="售前"),),
        pins=(
            shift("A1", 1, post="after.sales", breaks=pauses, sessions=sittings),
            shift("0012", 2, post="售前", changes={120: "after.sales", 420: "售前"}),
        ),
        agent_limits=(AgentLimit("A1", "夜班", 0), AgentLimit("A1", "weekend", 2)),
        sessions=(
            Session("开班会", "A1", "", 30, at(1), at(2), "培训"),
            Session("S2", "", "T1", 45, at(0, "09:00"), at(5)),
        ),
    )


@pytest.mark.parametrize("form", FORMS)
def test_week_with_everything_comes_back_as_it_was_written(form, tmp_path):
    write_week(full_week(), tmp_path / form)
    assert_same_week(read_week(tmp_path / form), full_week())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", INSTANCES)
def test_instances_come_back_as_they_were_written(name, form, shared, tmp_path):
    week = read_week(shared / "benchmarks" / "contact_centre" / name)
    write_week(week, tmp_path / form)
    assert_same_week(read_week(tmp_path / form), week)


@pytest.mark.parametrize("form", FORMS)
def test_least_week_comes_back_as_it_was_written(form, tmp_path):
    least = Week(WEEK, (builders.post(),), (agent(),), builders.rules())
    write_week(least, tmp_path / form)
    assert_same_week(read_week(tmp_path / form), least)


def test_written_instance_has_the_formats_columns_only(shared, tmp_path):
    folder = shared / "benchmarks" / "contact_centre" / "cc20"
    write_week(read_week(folder), tmp_path)
    for path in tmp_path.glob("*.csv"):
        given = (folder / path.name).read_text(encoding="utf-8-sig").splitlines()
        assert path.read_text(encoding="utf-8").splitlines()[0] == given[0]


def test_tables_that_a_week_no_longer_has_are_removed(tmp_path):
    write_week(full_week(), tmp_path)
    bare = dataclasses.replace(
        full_week(), pins=(), type_pins=(), calls=(), volumes=None, forecast=None
    )
    write_week(bare, tmp_path)
    assert_same_week(read_week(tmp_path), bare)


def test_problem_without_requirement_is_refused(tmp_path):
    week = read_week(put(tmp_path, requirement_csv=None))
    with pytest.raises(InputError, match="missing_file"):
        week.problem()


def test_post_without_certificate_rows_is_certified_without_limit(tmp_path):
    rows = "agent_id,post,valid_from,valid_to\nA1,presales,2026-12-01,\n"
    first, second = read_week(put(tmp_path, certificates_csv=rows)).agents
    assert not first.certified("presales", MONDAY)
    assert first.certified("presales", MONDAY + dt.timedelta(1))
    assert first.certified("aftersales", MONDAY)
    assert second.certified("presales", MONDAY)


def test_post_is_closed_where_it_has_no_requirement(tmp_path):
    need = read_week(put(tmp_path)).requirement
    assert need.posts == ("presales", "aftersales")
    assert need.is_open.sum() == 3
    assert need.of("presales")[16:18].tolist() == [1.5, 2]
    assert need.of("aftersales")[16] == 0


def test_what_single_people_are_worth_is_read_and_written_where_somebody_says_so(tmp_path):
    rows = "start,post,agents,worth1,worth2\n2026-11-30T08:00,presales,1.1,0.6,0.5\n"
    rows += "2026-11-30T08:30,presales,7,,\n"
    week = read_week(put(tmp_path, requirement_csv=rows))
    assert week.requirement.is_priced.sum() == 1
    assert week.requirement.worth[0, :, 16].tolist() == [0.6, 0.5]
    write_week(week, tmp_path / "again")
    again = read_week(tmp_path / "again").requirement
    np.testing.assert_array_equal(again.worth, week.requirement.worth)
    plain = dataclasses.replace(week, requirement=week.requirement.plain)
    write_week(plain, tmp_path / "plain")
    assert "worth" not in (tmp_path / "plain" / "requirement.csv").read_text("utf-8-sig")


def test_a_worth_that_rises_is_refused_with_its_place(tmp_path):
    rows = "start,post,agents,worth1,worth2\n2026-11-30T08:00,presales,1.1,0.5,0.6\n"
    with pytest.raises(InputError) as refused:
        read_week(put(tmp_path, requirement_csv=rows))
    (fault,) = refused.value.faults
    assert (fault.code, fault.value) == ("worth_rises", "presales")
    assert fault.details["at"] == "2026-11-30T08:00"


def test_opening_may_be_a_list_or_a_text(tmp_path):
    head = "[presales]\nhandle_seconds = 600\nchats_at_once = 3\npatience_seconds = 180\n"
    head += "service_level = 0.8\nwithin_seconds = 30\n"
    opening = (
        '[presales.opening]\nmonday = ["08:00-12:00", "13:00-18:00"]\nfriday = "09:00-17:00"\n'
    )
    week = read_week(
        put(tmp_path, posts_toml=head + opening, agents_csv=AGENT, requirement_csv=None)
    )
    (only,) = week.posts
    assert [len(spans) for spans in only.opening] == [2, 0, 0, 0, 1, 0, 0]


AGENT = """\
agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights,phone
A1,张三,T1,presales,40,36.5,否,123
"""


def test_yes_and_no_are_read_in_chinese_and_other_columns_are_left_alone(tmp_path):
    text = AGENT.replace("否", "是")
    (only,) = read_week(put(tmp_path, agents_csv=text)).agents
    assert only.no_nights


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_names_are_read_in_the_encodings_of_spreadsheets(encoding, tmp_path):
    put(tmp_path)
    path = tmp_path / "agents.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert [each.name for each in read_week(tmp_path).agents] == ["张三", "李四"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_delimiters_are_read(delimiter, tmp_path):
    put(tmp_path)
    path = tmp_path / "requirement.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8")
    assert read_week(tmp_path).requirement.hours == 1.75


def test_dates_as_a_spreadsheet_shows_them_are_read(tmp_path):
    wishes = "agent_id,date,wish,weight\nA1,2026/12/1,off,1\n"
    away = "agent_id,start,end,kind\nA1,2026/11/30 8:00,2026-12-01,病假\n"
    week = read_week(put(tmp_path, preferences_csv=wishes, absences_csv=away))
    assert week.wishes == (Wish("A1", dt.date(2026, 12, 1), None, 1.0),)
    assert week.absences == (Absence("A1", at(0, "08:00"), at(1), "病假"),)


def test_workbook_typed_in_a_spreadsheet_is_read(tmp_path):
    write_week(read_week(put(tmp_path / "typed")), tmp_path / "week.xlsx")
    book = openpyxl.load_workbook(tmp_path / "week.xlsx")
    midnight = dt.datetime.combine(dt.date(2026, 12, 1), dt.time())
    noon = midnight + dt.timedelta(hours=12.5)
    book["absences"].append(["A1", midnight, noon, "年假"])
    book["preferences"].append(["A1", dt.date(2026, 12, 2), "off", 2])
    book["agents"].append([1003, "王五", None, "presales", 40, 30, False])
    book.save(tmp_path / "week.xlsx")
    week = read_week(tmp_path / "week.xlsx")
    assert week.absences == (Absence("A1", at(1), at(1, "12:30"), "年假"),)
    assert week.wishes == (Wish("A1", dt.date(2026, 12, 2), None, 2.0),)
    assert week.agents[-1].id == "1003"


def test_documents_may_lie_beside_a_workbook(tmp_path):
    write_week(read_week(put(tmp_path)), tmp_path / "week.xlsx")
    book = openpyxl.load_workbook(tmp_path / "week.xlsx")
    del book["rules"], book["posts"]
    book.save(tmp_path / "week.xlsx")
    assert_same_week(read_week(tmp_path / "week.xlsx"), read_week(tmp_path))


def test_workbook_holds_no_formula(tmp_path):
    write_week(full_week(), tmp_path / "week.xlsx")
    book = openpyxl.load_workbook(tmp_path / "week.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("name", ["roster.csv", "roster.xlsx"])
def test_roster_comes_back_as_it_was_written(name, shared, tmp_path):
    folder = shared / "benchmarks" / "contact_centre" / "cc20"
    problem = read_week(folder).problem()
    roster = read_roster(folder / "known_roster.csv", problem)
    write_roster(roster, tmp_path / name, problem.horizon.clock)
    assert read_roster(tmp_path / name, problem) == roster


def test_roster_without_breaks_has_the_formats_columns(tmp_path):
    write_roster(builders.roster(shift()), tmp_path / "roster.csv", WEEK.clock)
    head, row = (tmp_path / "roster.csv").read_text(encoding="utf-8").splitlines()
    assert head == "agent_id,post,start,end,meal"
    assert row == (
        "A1,presales,2026-11-30T08:00,2026-11-30T17:00,2026-11-30T12:00/2026-11-30T13:00"
    )


def test_breaks_of_a_roster_come_back(tmp_path):
    paused = builders.roster(
        shift(breaks=(span(0, "09:00", 15), span(0, "15:00", 15))), shift("A2")
    )
    write_roster(paused, tmp_path / "roster.csv", WEEK.clock)
    assert read_roster(tmp_path / "roster.csv", builders.problem()) == paused


def test_empty_roster_is_a_roster(tmp_path):
    write_roster(builders.roster(), tmp_path / "roster.csv", WEEK.clock)
    assert read_roster(tmp_path / "roster.csv", builders.problem()) == builders.roster()


def test_unknown_agent_of_a_roster_is_for_the_checker(tmp_path):
    write_roster(builders.roster(shift("X")), tmp_path / "roster.csv", WEEK.clock)
    problem = builders.problem()
    verdict = verify(problem, read_roster(tmp_path / "roster.csv", problem))
    assert verdict.by_rule == {"unknown_agent": 1}


def test_hour_that_comes_twice_is_written_with_its_offset_and_comes_back(tmp_path):
    autumn = builders.horizon(dt.date(2026, 10, 19), timezone="Europe/Berlin")
    problem = builders.problem(week=autumn)
    first = shift(day=6, start="02:00", week=autumn, meal=None)
    second = dataclasses.replace(first, start_min=first.start_min + 60, end_min=first.end_min + 60)
    roster = builders.roster(first, second)
    write_roster(roster, tmp_path / "roster.csv", autumn.clock)
    text = (tmp_path / "roster.csv").read_text(encoding="utf-8")
    assert "2026-10-25T02:00+02:00" in text
    assert "2026-10-25T02:00+01:00" in text
    assert read_roster(tmp_path / "roster.csv", problem) == roster


def test_week_in_which_clocks_change_comes_back(tmp_path):
    for start in (dt.date(2026, 10, 19), dt.date(2026, 3, 23)):
        week = builders.horizon(start, timezone="Europe/Berlin")
        need = builders.requirement(1.5, week=week)
        whole = Week(week, (builders.post(),), (agent(),), builders.rules(), requirement=need)
        write_week(whole, tmp_path)
        assert_same_week(read_week(tmp_path), whole)
        assert read_week(tmp_path).horizon.clock == Clock("Europe/Berlin")


def test_a_history_says_types_and_phases_where_a_shift_has_them(tmp_path):
    plain = shift("A1", -3, post="售前")
    said = dataclasses.replace(PastShift.of(shift("A1", -2, post="售前")), type="早", phase=2)
    week = dataclasses.replace(full_week(), history=(plain, said))

    write_week(week, tmp_path)

    header = (tmp_path / "history.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.endswith(",type,phase")
    assert read_week(tmp_path).history == (plain, said)


def test_a_history_without_them_is_written_and_read_as_before(tmp_path):
    write_week(dataclasses.replace(full_week(), history=(shift("A1", -3, post="售前"),)), tmp_path)

    header = (tmp_path / "history.csv").read_text("utf-8-sig").splitlines()[0]
    assert not {"type", "phase"} & set(header.split(","))
    assert [type(one) for one in read_week(tmp_path).history] == [Shift]


def test_a_team_of_a_plan_that_nobody_is_in_is_named(tmp_path):
    rules = full_week().rules
    plan = WorkPlan("P", teams=("nowhere",), days_week=(5, 6), rotation=())
    write_week(
        dataclasses.replace(full_week(), rules=dataclasses.replace(rules, plans=(plan,))), tmp_path
    )

    with pytest.raises(InputError) as caught:
        read_week(tmp_path)

    assert [(f.code, f.value) for f in caught.value.faults] == [("unknown_team", "nowhere")]
