"""What is wrong with a week's files: each fault with its file, line, column and value."""

import openpyxl
import pytest

from scheduler.errors import Fault, InputError
from store.files.week import read_roster, read_week, write_week
from tests.store.files.small_week import AGENTS, FILES, POSTS, REQUIREMENT, ROSTER, RULES, put


def faults(folder, **changed):
    with pytest.raises(InputError) as caught:
        read_week(put(folder, **changed))
    return caught.value.faults


def the_fault(folder, **changed):
    (only,) = faults(folder, **changed)
    return only


def roster_fault(folder, text):
    problem = read_week(put(folder)).problem()
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_roster(path, problem)
    (only,) = caught.value.faults
    return only


def where(fault):
    return fault.code, fault.file, fault.line, fault.column, fault.value


def test_small_week_has_no_fault(tmp_path):
    assert len(read_week(put(tmp_path)).agents) == 2


@pytest.mark.parametrize("name", FILES)
def test_empty_file_is_one_fault(name, tmp_path):
    found = the_fault(tmp_path, **{name.replace(".", "_"): " \n"})
    assert where(found)[:2] == ("empty_file", name)


@pytest.mark.parametrize("name", ["rules.toml", "posts.toml", "agents.csv"])
def test_missing_file_is_one_fault(name, tmp_path):
    found = the_fault(tmp_path, **{name.replace(".", "_"): None})
    assert where(found)[:2] == ("missing_file", name)


def test_missing_folder_is_one_fault(tmp_path):
    with pytest.raises(InputError, match="missing_folder"):
        read_week(tmp_path / "nothing")
    with pytest.raises(InputError, match="missing_file"):
        read_week(tmp_path / "nothing.xlsx")


def test_missing_column_is_one_fault(tmp_path):
    text = AGENTS.replace("contract_hours_week", "hours")
    found = the_fault(tmp_path, agents_csv=text)
    assert where(found) == ("missing_column", "agents.csv", 1, "contract_hours_week", None)


def test_duplicate_agent_names_both_lines(tmp_path):
    found = the_fault(tmp_path, agents_csv=AGENTS + "A1,王五,T1,presales,40,30,no\n")
    assert where(found) == ("duplicate_agent", "agents.csv", 4, "agent_id", "A1")
    assert found.details == {"earlier": 2}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("A2,李四,T1,presales,30", "A2,李四,T1,chat,30"), ("unknown_post", 3, "posts", "chat")),
        (("A2,李四,T1,presales,30", "A2,李四,T1,,30"), ("no_posts", 3, "posts", None)),
        ((",30,30,yes", ",many,30,yes"), ("not_number", 3, "contract_hours_week", "many")),
        ((",30,30,yes", ",nan,30,yes"), ("not_number", 3, "contract_hours_week", "nan")),
        ((",30,30,yes", ",1_0,30,yes"), ("not_number", 3, "contract_hours_week", "1_0")),
        ((",30,30,yes", ",0,30,yes"), ("hours_out_of_range", 3, "contract_hours_week", "0.0")),
        ((",30,30,yes", ",30,-1,yes"), ("negative", 3, "hourly_cost", "-1")),
        ((",30,30,yes", ",30,x,yes"), ("not_number", 3, "hourly_cost", "x")),
        ((",30,30,yes", ",30,30,perhaps"), ("not_yes_no", 3, "no_nights", "perhaps")),
        (("A2,李四", ",李四"), ("empty", 3, "agent_id", None)),
        ((",30,30,yes", ",30,30,yes,more"), ("too_many_cells", 3, None, "more")),
    ],
)
def test_fault_of_an_agents_row(change, expected, tmp_path):
    found = the_fault(tmp_path, agents_csv=AGENTS.replace(*change))
    assert (found.code, found.line, found.column, found.value) == expected
    assert found.file == "agents.csv"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("min_hours_week", "31", "promise_out_of_range"),  # above the contract's 30
        ("min_hours_week", "-1", "promise_out_of_range"),
        ("max_consecutive_days", "0", "not_positive"),
        ("min_consecutive_days", "1.5", "not_whole"),
        ("min_consecutive_days_off", "two", "not_number"),
        ("experienced", "perhaps", "not_yes_no"),
    ],
)
def test_fault_of_an_optional_column_of_an_agent(column, cell, code, tmp_path):
    head, first, second = AGENTS.splitlines()
    text = f"{head},{column}\n{first},\n{second},{cell}\n"
    found = the_fault(tmp_path, agents_csv=text)
    assert (found.code, found.file, found.line, found.column) == (code, "agents.csv", 3, column)


KINDS = """
[[shifts.kind]]
name = "early"
start = "05:00-09:00"
[[shifts.kind]]
name = "late"
start = "13:00-17:00"
[[shifts.succession]]
first = "late"
next = "early"
"""
MORNING = '[[shifts.kind]]\nname = "early"\nstart = "09:00-10:00"\n'
WITH_KINDS = RULES.replace("[coverage]", KINDS + "[coverage]")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("[coverage]", MORNING + "[coverage]"), ("duplicate_kind", "early")),
        (('first = "late"', 'first = "night"'), ("unknown_kind", "night")),
        (('name = "late"', 'name = "a b"'), ("kind_name", "a b")),
        (('start = "13:00-17:00"', "start = 13"), ("not_text", "13")),
        (('next = "early"', ""), ("missing_key", None)),
        (("min_agents = 1", "min_agents = 1\nnewcomer_days = -1"), ("negative", "-1")),
        (("preference = 1", "preference = 1\nfairness = -2"), ("negative", "-2.0")),
        (("preference = 1", "preference = 1\nfairnes = 2"), ("unknown_key", None)),
        (
            ("min_days_off_per_week = 1", "min_days_off_per_week = 1\nmin_consecutive_days = 9"),
            ("run_order", "9"),
        ),
        (
            ("min_days_off_per_week = 1", "min_days_off_per_week = 1\nmax_nights_per_month = -1"),
            ("negative", "-1"),
        ),
        (
            ("min_days_off_per_week = 1", "min_days_off_per_week = 1\naveraged = 3"),
            ("not_yes_no", "3"),
        ),
        (("work_hours = 4", 'work_hours = 4\nstarts = "6-9"'), ("clock_unreadable", "6")),
        (
            ("work_hours = 4", "work_hours = 4\nbreaks = [{earliest_hours = 2, latest_hours = 1}]"),
            ("break_window", "60"),
        ),
        (
            ("work_hours = 4", "work_hours = 4\nbreaks = [{earliest_hours = 1, latest_hours = 4}]"),
            ("break_window", "255"),
        ),
    ],
)
def test_fault_of_a_further_rule(change, expected, tmp_path):
    found = the_fault(tmp_path, rules_toml=WITH_KINDS.replace(*change))
    assert (found.code, found.value) == expected
    assert found.file == "rules.toml"


def test_peak_hours_are_checked_day_by_day(tmp_path):
    found = the_fault(tmp_path, rules_toml=RULES + '[peak]\nmonday = "10:00"\n')
    assert (found.code, found.column) == ("window_unreadable", "peak.monday")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A9,night,2", ("unknown_agent", "agent_id", "A9")),
        ("A1,middle,2", ("unknown_kind", "kind", "middle")),
        ("A1,late,-1", ("negative", "max_per_month", "-1")),
        ("A1,late,", ("empty", "max_per_month", None)),
        ("A1,early,3", ("duplicate_limit", "agent_id", "A1")),
    ],
)
def test_fault_of_an_agents_limit(row, expected, tmp_path):
    text = f"agent_id,kind,max_per_month\nA1,early,2\n{row}\n"
    found = the_fault(tmp_path, rules_toml=WITH_KINDS, agent_limits_csv=text)
    assert (found.code, found.column, found.value) == expected
    assert (found.file, found.line) == ("agent_limits.csv", 3)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("S2,A9,,60,2026-11-30T08:00,2026-12-02T00:00", ("unknown_agent", "A9")),
        ("S2,,T9,60,2026-11-30T08:00,2026-12-02T00:00", ("unknown_team", "T9")),
        ("S2,A1,T1,60,2026-11-30T08:00,2026-12-02T00:00", ("session_for_whom", "A1")),
        ("S2,,,60,2026-11-30T08:00,2026-12-02T00:00", ("session_for_whom", "")),
        ("S2,A1,,60,2026-11-30T08:00,2026-11-30T08:59", ("session_window", "59")),
        ("S2,A1,,0,2026-11-30T08:00,2026-11-30T08:59", ("not_positive", "0")),
        ("S1,A1,,60,2026-11-30T08:00,2026-12-02T00:00", ("duplicate_session", "S1")),
        ("a|b,A1,,60,2026-11-30T08:00,2026-12-02T00:00", ("session_name", "a|b")),
    ],
)
def test_fault_of_a_session(row, expected, tmp_path):
    text = (
        "session_id,agent_id,team,minutes,earliest,latest\n"
        f"S1,A1,,60,2026-11-30T08:00,2026-12-02T00:00\n{row}\n"
    )
    found = the_fault(tmp_path, sessions_csv=text)
    assert (found.code, found.value) == expected
    assert (found.file, found.line) == ("sessions.csv", 3)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ("early", None),
        ("not late", None),
        ("not night", None),
        ("middle", "unknown_kind"),
        ("not middle", "unknown_kind"),
        ("not 08:00-12:00", "unknown_kind"),
        ("12:00-08:00", "window_order"),
    ],
)
def test_a_wish_may_name_a_kind_that_there_is(wish, code, tmp_path):
    text = f"agent_id,date,wish,weight\nA1,2026-12-01,{wish},1\n"
    folder = put(tmp_path, rules_toml=WITH_KINDS, preferences_csv=text)
    if code is None:
        assert read_week(folder).wishes[0].kind in wish
    else:
        assert the_fault(tmp_path, rules_toml=WITH_KINDS, preferences_csv=text).code == code


def test_sittings_are_read_with_their_session(tmp_path):
    head, row, _ = ROSTER.splitlines()
    where = "2026-11-30T09:00/2026-11-30T10:00"
    bad = roster_fault(tmp_path, f"{head},sessions\n{row},S1 {where}\n")
    assert (bad.code, bad.column) == ("sitting_unreadable", "sessions")


@pytest.mark.parametrize(
    ("stints", "code"),
    [
        ("presales 2026-11-30T08:00/2026-11-30T12:00", "stint_unreadable"),
        ("elsewhere@2026-11-30T08:00/2026-11-30T12:00", "unknown_post"),
        ("presales@2026-11-30T08:00", "stretch_unreadable"),
    ],
)
def test_stints_are_read_with_their_post(stints, code, tmp_path):
    head, row, _ = ROSTER.splitlines()
    bad = roster_fault(tmp_path, f"{head},stints\n{row},{stints}\n")
    assert (bad.code, bad.column) == (code, "stints")


def test_nobody_on_the_staff_list_is_a_fault(tmp_path):
    assert the_fault(tmp_path, agents_csv=AGENTS.splitlines()[0]).code == "no_agents"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2026-11-30T08:00,chat,1", ("unknown_post", 5, "post", "chat")),
        ("2026-11-30T09:00,presales,-3", ("negative", 5, "agents", "-3")),
        ("2026-11-30T09:00,presales,", ("empty", 5, "agents", None)),
        ("2026-11-30T09:00,presales,two", ("not_number", 5, "agents", "two")),
        ("2026-12-07T00:00,presales,1", ("date_outside", 5, "start", "2026-12-07T00:00")),
        ("2026-11-29T23:30,presales,1", ("date_outside", 5, "start", "2026-11-29T23:30")),
        ("2026-11-30T09:10,presales,1", ("off_grid", 5, "start", "2026-11-30T09:10")),
        ("2026-11-30T08:00,presales,1", ("duplicate_row", 5, "start", "2026-11-30T08:00")),
        ("yesterday,presales,1", ("time_unreadable", 5, "start", "yesterday")),
        ("2026-11-30T09:00:30,presales,1", ("time_has_seconds", 5, "start", "2026-11-30T09:00:30")),
        ("2026-11-31T09:00,presales,1", ("time_unreadable", 5, "start", "2026-11-31T09:00")),
    ],
)
def test_fault_of_a_requirement_row(row, expected, tmp_path):
    found = the_fault(tmp_path, requirement_csv=REQUIREMENT + row + "\n")
    assert (found.code, found.line, found.column, found.value) == expected


def test_negative_volume_is_one_fault(tmp_path):
    text = "start,post,volume\n2026-11-23T08:00,presales,4\n2026-11-23T08:30,presales,-3\n"
    found = the_fault(tmp_path, volumes_csv=text)
    assert where(found) == ("negative", "volumes.csv", 3, "volume", "-3")


def test_volumes_off_the_weeks_intervals_are_faults(tmp_path):
    text = "start,post,volume\n2026-11-23T08:15,presales,4\n"
    found = the_fault(tmp_path, volumes_csv=text)
    assert where(found) == ("off_grid", "volumes.csv", 2, "start", "2026-11-23T08:15")


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("absences", "A9,2026-11-30T00:00,2026-12-01T00:00,", ("unknown_agent", "agent_id")),
        ("absences", "A1,2026-12-01T00:00,2026-12-01T00:00,", ("ends_before_start", "end")),
        ("preferences", "A9,2026-12-01,off,1", ("unknown_agent", "agent_id")),
        ("preferences", "A1,2026-12-07,off,1", ("date_outside", "date")),
        ("preferences", "A1,soon,off,1", ("date_unreadable", "date")),
        ("preferences", "A1,2026-12-01,18:00-09:00,1", ("window_order", "wish")),
        ("preferences", "A1,2026-12-01,9-18,1", ("clock_unreadable", "wish")),
        ("preferences", "A1,2026-12-01,morning,1", ("window_unreadable", "wish")),
        ("preferences", "A1,2026-12-01,off,-1", ("negative", "weight")),
        (
            "history",
            "A1,presales,2026-11-30T08:00,2026-11-30T17:00,",
            ("history_not_before", "start"),
        ),
        ("history", "A1,chat,2026-11-28T08:00,2026-11-28T17:00,", ("unknown_post", "post")),
        ("pins", "A1,presales,2026-12-07T08:00,2026-12-07T12:00,", ("date_outside", "start")),
        ("pins", "A9,presales,2026-12-01T08:00,2026-12-01T12:00,", ("unknown_agent", "agent_id")),
        ("pins", "A1,presales,2026-12-01T12:00,2026-12-01T08:00,", ("ends_before_start", "end")),
        ("type_pins", "A1,2026-12-07,off", ("date_outside", "date")),
        ("type_pins", "A9,2026-12-01,off", ("unknown_agent", "agent_id")),
        ("type_pins", "A1,2026-12-01,early", ("unknown_kind", "type")),
        ("type_pins", "A1,2026-12-01,", ("empty", "type")),
        ("calls", "A9,2026-12-01T08:00,presales", ("unknown_agent", "agent_id")),
        ("calls", "A1,2026-12-01T08:00,chat", ("unknown_post", "post")),
        ("calls", "A1,2026-12-08T08:00,presales", ("date_outside", "from")),
        ("certificates", "A9,presales,,", ("unknown_agent", "agent_id")),
        ("certificates", "A2,aftersales,,", ("certificate_not_listed", "post")),
        ("certificates", "A1,presales,2026-12-02,2026-12-01", ("ends_before_start", "valid_to")),
    ],
)
def test_fault_of_another_table(name, row, expected, tmp_path):
    heads = {
        "absences": "agent_id,start,end,kind",
        "preferences": "agent_id,date,wish,weight",
        "history": "agent_id,post,start,end,meal",
        "pins": "agent_id,post,start,end,meal",
        "type_pins": "agent_id,date,type",
        "calls": "agent_id,from,post",
        "certificates": "agent_id,post,valid_from,valid_to",
    }
    found = the_fault(tmp_path, **{f"{name}_csv": f"{heads[name]}\n{row}\n"})
    assert (found.code, found.column) == expected
    assert (found.file, found.line) == (f"{name}.csv", 2)


def test_a_second_type_pinned_for_a_day_is_a_fault_of_its_row(tmp_path):
    rows = "A1,2026-12-01,off\nA1,2026-12-02,休\nA1,2026-12-01,休"
    found = the_fault(tmp_path, type_pins_csv=f"agent_id,date,type\n{rows}\n")
    assert (found.code, found.file, found.line) == ("duplicate_type_pin", "type_pins.csv", 4)


def test_person_who_left_may_stand_in_history(tmp_path):
    text = "agent_id,post,start,end,meal\ngone,presales,2026-11-28T08:00,2026-11-28T12:00,\n"
    assert read_week(put(tmp_path, history_csv=text)).history[0].agent_id == "gone"


@pytest.mark.parametrize(
    ("change", "code", "column", "line"),
    [
        (("days = 7", "days = 0"), "days_not_positive", "days", 3),
        (("days = 7", 'days = "seven"'), "not_whole", "days", 3),
        (
            ("interval_minutes = 30", "interval_minutes = 25"),
            "interval_not_in_hour",
            "interval_minutes",
            4,
        ),
        (("Asia/Shanghai", "Asia/Peking"), "timezone_unknown", "timezone", 1),
        (("2026-11-30", "2026-11-31"), "date_unreadable", "week_start", 2),
        (("min_rest_hours = 11\n", ""), "missing_key", "hours.min_rest_hours", 6),
        (("min_rest_hours", "min_rest_hour"), "missing_key", "hours.min_rest_hours", 6),
        (("= 11\n", "= 11.001\n"), "not_whole_minutes", "hours.min_rest_hours", 9),
        (("= 11\n", "= -1\n"), "negative", "hours.min_rest_hours", 9),
        (("= 11\n", '= "11"\n'), "not_number", "hours.min_rest_hours", 9),
        (("day = 8", "day = 0"), "not_positive", "hours.max_work_hours_per_day", 7),
        (
            ("off_per_week = 1", "off_per_week = 8"),
            "days_off_range",
            "hours.min_days_off_per_week",
            11,
        ),
        (("22:00-06:00", "22-6"), "clock_unreadable", "hours.night", 12),
        (("22:00-06:00", "late"), "window_unreadable", "hours.night", 12),
        (("[40, 40]", "[40, 30]"), "range_order", "shifts.shape.1.contract_hours", 18),
        (("[40, 40]", "[40]"), "missing_key", "shifts.shape.1.contract_hours.2", 18),
        (("[40, 40]", "[40, 40, 40]"), "not_pair", "shifts.shape.1.contract_hours", 18),
        (
            ("latest_hours = 5", "latest_hours = 2"),
            "meal_window",
            "shifts.shape.1.meal_latest_hours",
            21,
        ),
        (("work_hours = 4", "work_hours = 0"), "not_positive", "shifts.shape.2.work_hours", 23),
        (
            ("start_grid_minutes = 30", "start_grid_minutes = 0"),
            "not_positive",
            "shifts.start_grid_minutes",
            15,
        ),
        (
            ("start_grid_minutes = 30", "start_grid_minutes = 30\nmay_end_after_minutes = -5"),
            "minutes_of_day",
            "shifts.may_end_after_minutes",
            16,
        ),
        (("min_agents = 1", "min_agents = -1"), "negative", "coverage.min_agents", 27),
        (("= 20\n", "= -20\n"), "negative", "weights.shortage_per_agent_hour", 30),
    ],
)
def test_fault_of_the_rules(change, code, column, line, tmp_path):
    found = faults(tmp_path, rules_toml=RULES.replace(*change))
    assert (code, "rules.toml", column, line) in [
        (fault.code, fault.file, fault.column, fault.line) for fault in found
    ]


def test_misspelt_rule_is_not_passed_over(tmp_path):
    text = RULES.replace("[coverage]\n", "[coverage]\nmax_agents = 3\n")
    found = the_fault(tmp_path, rules_toml=text)
    assert where(found)[:4] == ("unknown_key", "rules.toml", 27, "coverage.max_agents")


def test_text_that_is_no_toml_names_its_line(tmp_path):
    found = the_fault(tmp_path, posts_toml="[presales]\nhandle_seconds = \n" + POSTS)
    assert where(found) == ("toml_unreadable", "posts.toml", 2, None, "handle_seconds =")


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        (
            ("handle_seconds = 900", "handle_seconds = 0"),
            "not_positive",
            "aftersales.handle_seconds",
        ),
        (("handle_seconds = 900\n", ""), "missing_key", "aftersales.handle_seconds"),
        (
            ("service_level = 0.8", "service_level = 80"),
            "share_out_of_range",
            "presales.service_level",
        ),
        (("chats_at_once = 3", "chats_at_once = 2.5"), "not_whole", "presales.chats_at_once"),
        (("chats_at_once = 3", "chats_at_once = 0"), "slots_not_whole", "presales.chats_at_once"),
        (
            ("within_seconds = 30", "within_seconds = 30\nshrinkage = 1"),
            "shrinkage_range",
            "presales.shrinkage",
        ),
        (
            ("within_seconds = 30", "within_seconds = 30\nmin_agents = -1"),
            "negative",
            "presales.min_agents",
        ),
        (
            ("within_seconds = 30", "within_seconds = 30\nopening = 7"),
            "not_table",
            "presales.opening",
        ),
        (
            ("within_seconds = 30", "within_seconds = 30\nopening = {monday = 7}"),
            "not_list",
            "presales.opening.monday",
        ),
        (
            ("within_seconds = 30", "within_seconds = 30\nopening = {mon = '8-9'}"),
            "unknown_key",
            "presales.opening.mon",
        ),
        (
            ("[aftersales]", "[[seal]]\nposts=['presales']\nhours='00:00-24:00'\n[aftersales]"),
            "seal_posts",
            "seal.1.posts",
        ),
        (
            (
                "[aftersales]",
                "[[seal]]\nposts=['presales','chat']\nhours='00:00-24:00'\n[aftersales]",
            ),
            "unknown_post",
            "seal.1.posts",
        ),
    ],
)
def test_fault_of_the_posts(change, code, column, tmp_path):
    found = faults(tmp_path, posts_toml=POSTS.replace(*change, 1))
    assert (code, column) in [(fault.code, fault.column) for fault in found]
    assert {fault.file for fault in found} == {"posts.toml"}


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    found = faults(
        tmp_path,
        rules_toml=RULES.replace("days = 7", "days = 0"),
        posts_toml=POSTS.replace("= 900", "= -900"),
        agents_csv=AGENTS.replace(",40,36.5,no", ",x,y,z"),
        requirement_csv=REQUIREMENT + "later,presales,-1\n",
        absences_csv="agent_id,start\n",
    )
    assert [(fault.file, fault.code, fault.column) for fault in found] == [
        ("rules.toml", "days_not_positive", "days"),
        ("posts.toml", "not_positive", "aftersales.handle_seconds"),
        ("agents.csv", "not_number", "contract_hours_week"),
        ("agents.csv", "not_number", "hourly_cost"),
        ("agents.csv", "not_yes_no", "no_nights"),
        ("absences.csv", "missing_column", "end"),
        ("absences.csv", "missing_column", "kind"),
        ("requirement.csv", "time_unreadable", "start"),
        ("requirement.csv", "negative", "agents"),
    ]


def test_faulty_row_still_names_its_agent_and_post(tmp_path):
    found = the_fault(
        tmp_path,
        agents_csv=AGENTS.replace(",30,30,yes", ",x,30,yes"),
        preferences_csv="agent_id,date,wish,weight\nA2,2026-12-01,off,1\n",
    )
    assert found.code == "not_number"


def test_lines_are_counted_as_an_editor_shows_them(tmp_path):
    text = AGENTS.replace("张三", '"张三\n(早班)"').replace("A2", "\nA2").replace(",30,30", ",x,30")
    assert the_fault(tmp_path, agents_csv=text).line == 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "form_picture"),
        (b"agent_id\xff\xff\xff", "encoding_unreadable"),
        (b'agent_id,name\nA1,"' + b"x" * 200_000, "csv_unreadable"),
        (b"agent_id,agent_id\nA1,A1\n", "duplicate_column"),
        ("agents;posts\n1;2\n".encode("utf-16"), "missing_column"),
    ],
)
def test_junk_is_a_clear_fault(content, code, tmp_path):
    put(tmp_path)
    (tmp_path / "agents.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_week(tmp_path)
    assert {fault.code for fault in caught.value.faults} == {code}


def test_ten_megabytes_of_junk_are_one_fault(tmp_path):
    put(tmp_path)
    (tmp_path / "agents.csv").write_bytes(b"some junk " * 1_000_000)
    with pytest.raises(InputError) as caught:
        read_week(tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["csv_unreadable"]


def test_file_that_is_no_workbook_is_a_clear_fault(tmp_path):
    (tmp_path / "week.xlsx").write_text("agent_id,name", encoding="utf-8")
    with pytest.raises(InputError, match="workbook_unreadable"):
        read_week(tmp_path / "week.xlsx")


def test_faults_of_a_workbook_name_sheet_row_and_column(tmp_path):
    write_week(read_week(put(tmp_path)), tmp_path / "week.xlsx")
    book = openpyxl.load_workbook(tmp_path / "week.xlsx")
    book["agents"]["E3"] = "many"
    keys = {row[0].value: row[1] for row in book["rules"].iter_rows()}
    keys["hours.min_rest_hours"].value = -1
    line = keys["hours.min_rest_hours"].row
    del book["posts"]
    book.save(tmp_path / "week.xlsx")
    (tmp_path / "posts.toml").unlink()
    with pytest.raises(InputError) as caught:
        read_week(tmp_path / "week.xlsx")
    assert [where(fault)[:4] for fault in caught.value.faults] == [
        ("missing_file", "week.xlsx:posts", None, None),
        ("negative", "week.xlsx:rules", line, "hours.min_rest_hours"),
        ("not_number", "week.xlsx:agents", 3, "contract_hours_week"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("A1,presales", "A1,chat"), ("unknown_post", 2, "post", "chat")),
        (("T17:00", "T07:00"), ("ends_before_start", 2, "end", None)),
        (("T08:00,", "T8h,"), ("time_unreadable", 2, "start", "2026-11-30T8h")),
        (
            ("T12:00/", "T12:00-"),
            ("stretch_unreadable", 2, "meal", "2026-11-30T12:00-2026-11-30T13:00"),
        ),
        (
            ("T12:00/", "T14:00/"),
            ("ends_before_start", 2, "meal", "2026-11-30T14:00/2026-11-30T13:00"),
        ),
        ((",meal", ",food"), ("missing_column", 1, "meal", None)),
        ((",post", ",team"), ("missing_column", 1, "post", None)),
        ((ROSTER, ""), ("empty_file", None, None, None)),
    ],
)
def test_fault_of_a_roster(change, expected, tmp_path):
    found = roster_fault(tmp_path, ROSTER.replace(*change, 1))
    assert (found.code, found.line, found.column, found.value) == expected
    assert found.file == "roster.csv"


def test_column_that_a_roster_lacks_is_told_beside_a_time_nobody_can_read(tmp_path):
    text = ROSTER.replace(",post", ",team", 1).replace("2026-12-01T", "morning", 1)
    found = roster_fault(tmp_path, text)
    assert (found.code, found.line, found.column) == ("missing_column", 1, "post")


def test_roster_of_another_week_is_one_fault(tmp_path):
    text = ROSTER.replace("2026-11-30", "2026-11-16").replace("2026-12-01", "2026-11-17")
    found = roster_fault(tmp_path, text)
    assert (found.code, found.value) == ("roster_other_week", "2026-11-16")


def test_roster_of_which_one_shift_is_in_the_week_is_for_the_checker(tmp_path):
    problem = read_week(put(tmp_path)).problem()
    (tmp_path / "roster.csv").write_text(ROSTER.replace("2026-12-01", "2026-12-08"), "utf-8")
    assert len(read_roster(tmp_path / "roster.csv", problem).shifts) == 2


def test_roster_that_is_not_there_is_one_fault(tmp_path):
    problem = read_week(put(tmp_path)).problem()
    for name in ("none.csv", "none.xlsx"):
        with pytest.raises(InputError) as caught:
            read_roster(tmp_path / name, problem)
        assert caught.value.faults == (Fault("missing_file", name),)


@pytest.mark.parametrize(
    ("zone", "text", "code"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "time_skipped"),
        ("Europe/Berlin", "2026-10-25T02:30", "time_twice"),
        ("Europe/Berlin", "2026-10-25T02:30+03:00", "offset_wrong"),
        ("America/New_York", "2026-03-08T02:00", "time_skipped"),
    ],
)
def test_shift_in_an_hour_that_daylight_saving_skips_or_repeats(zone, text, code, tmp_path):
    rules = RULES.replace("Asia/Shanghai", zone).replace("2026-11-30", "2026-03-02")
    problem = read_week(
        put(tmp_path, rules_toml=rules, requirement_csv="start,post,agents\n")
    ).problem()
    row = ROSTER.splitlines()[0] + f"\nA1,presales,{text},2026-12-30T08:00,\n"
    (tmp_path / "roster.csv").write_text(row, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_roster(tmp_path / "roster.csv", problem)
    (only,) = caught.value.faults
    assert where(only) == (code, "roster.csv", 2, "start", text)


def test_fault_in_one_table_of_the_rules_hides_none_in_another(tmp_path):
    text = (
        RULES.replace("days = 7", "days = 0")
        .replace("interval_minutes = 30", "interval_minutes = 25")
        .replace("min_rest_hours = 11", "min_rest_hour = 11")
        .replace("[40, 40]", "[40, 30]")
        .replace("work_hours = 4", "work_hours = 0")
        .replace("preference = 1", "preference = -1")
        .replace("= 20\n", "= -20\n")
    )
    found = [(fault.code, fault.column) for fault in faults(tmp_path, rules_toml=text)]
    assert sorted(found) == [
        ("days_not_positive", "days"),
        ("interval_not_in_hour", "interval_minutes"),
        ("missing_key", "hours.min_rest_hours"),
        ("negative", "weights.preference"),
        ("negative", "weights.shortage_per_agent_hour"),
        ("not_positive", "shifts.shape.2.work_hours"),
        ("range_order", "shifts.shape.1.contract_hours"),
        ("unknown_key", "hours.min_rest_hour"),
    ]


def test_all_numbers_of_a_row_are_looked_at(tmp_path):
    found = faults(tmp_path, agents_csv=AGENTS.replace(",30,30,yes", ",0,-1,yes"))
    assert [fault.code for fault in found] == ["hours_out_of_range", "negative"]


@pytest.mark.parametrize("table", ["hours", "shifts", "coverage", "weights"])
def test_table_of_the_rules_that_is_missing_is_one_fault(table, tmp_path):
    head, mark, rest = RULES.partition(f"[{table}]")
    body = rest.partition("\n\n")[2]
    found = the_fault(tmp_path, rules_toml=head + body)
    assert mark
    assert where(found)[:2] == ("missing_key", "rules.toml")
    assert found.column.startswith(table)


def test_rules_without_a_shape_are_one_fault(tmp_path):
    head = RULES.partition("[[shifts.shape]]")[0]
    text = head + RULES[RULES.index("[coverage]") :]
    assert the_fault(tmp_path, rules_toml=text).code == "no_shapes"
