from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from tests.service import small_shop as s
from tests.service.month.test_months import A_SHIFTS, B_SHIFTS, FIRST, day_shift, fill
from tests.ui.weeks import written

MONTH = ("--month", "2026-11")


@pytest.fixture
def facts(tmp_path):
    """Facts that T-02 scores 81.5, worked out in the sheet it comes from."""
    path = tmp_path / "facts.csv"
    # 41 % of those who wrote paid, 235 yuan each; 96 % replied to, after 38 s; 2 lates
    path.write_text(
        "agent_id,post,date,consulted,paid,sales_yuan,received,replied,replies,reply_s,"
        "shifts,late_shifts,early_shifts,absent_shifts\n"
        "A1,presales,2026-11-02,1000,410,96350,100,96,2000,76000,20,1,1,0\n",
        "utf-8",
    )
    (tmp_path / "targets.csv").write_text(
        "month,post,level,name,measure,value\n2026-11,presales,agent,A1,sales_yuan,103602.15\n",
        "utf-8",
    )
    (tmp_path / "pay_plan.csv").write_text(
        "agent_id,valid_from,base,performance\nA1,2026-01-01,4000,1500\n", "utf-8"
    )
    return tmp_path


def test_facts_and_targets_give_the_score_of_the_sheet(paiban, facts):
    ran = paiban(
        *("kpi", "score", *MONTH, "--facts", facts / "facts.csv"),
        *("--targets", facts / "targets.csv", "--json", "-"),
    )
    assert ran.code == 0
    (agent,) = ran.report["agents"]
    assert (agent["total"], agent["grade"]) == ("81.50", "silver")
    lines = agent["cards"][0]["lines"]
    assert sum(Decimal(line["contribution"]) for line in lines) == Decimal("81.5")


def test_a_pay_plan_turns_the_score_into_yuan(paiban, facts):
    ran = paiban(
        *("kpi", "pay", *MONTH, "--facts", facts / "facts.csv"),
        *("--targets", facts / "targets.csv", "--pay-plan", facts / "pay_plan.csv"),
    )
    assert ran.code == 0
    assert "¥5,500.00" in ran.out  # 4,000 and 1,500 x 1.0 for silver


def test_a_leaver_is_paid_to_the_last_day_and_what_lies_behind_it_is_told(paiban, facts):
    staff = "agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights,leaves\n"
    staff += "A1,甲,t,presales,40,30,no,2026-11-13\n"  # 10 of 21 weekdays
    (facts / "agents.csv").write_text(staff, "utf-8")
    late = "agent_id,post,date,received,replied\nA1,presales,2026-11-02,10,10\n"
    (facts / "late.csv").write_text(late + "A1,presales,2026-11-20,5,5\n", "utf-8")
    ran = paiban(
        *("kpi", "pay", *MONTH, "--facts", facts / "late.csv", "--score-anyway", "few rows"),
        *("--agents", facts / "agents.csv", "--pay-plan", facts / "pay_plan.csv"),
    )
    assert ran.code == 0
    assert "¥1,904.76" in ran.out  # 4,000 x 10 / 21
    assert "A1 has facts on days not employed (2026-11-20 to 2026-11-20, 1 days)" in ran.out


def test_a_pay_plan_is_asked_for(paiban, facts):
    ran = paiban("kpi", "pay", *MONTH, "--facts", facts / "facts.csv")
    assert ran.code == 2
    assert "pay_plan.csv" in ran.err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agent_id,post,date,paid\n", "month_empty"),  # a header alone
        ("agent_id,post,date,paid\nA1,presales,2026-10-02,1\n", "month_empty"),  # another month
        ("agent_id,post,date,paid\nA1,presales,2026-11-02,-1\n", "negative"),
        ("agent_id,post,date,smiles\nA1,presales,2026-11-02,1\n", "fact_unknown"),
        ("agent_id,post,date,paid\nA1,kitchen,2026-11-02,1\n", "post_kind_missing"),
    ],
)
def test_bad_facts_are_one_clear_error(paiban, tmp_path, text, code):
    path = tmp_path / "facts.csv"
    path.write_text(text, "utf-8")
    ran = paiban("kpi", "score", *MONTH, "--facts", path, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == [code]


def test_facts_are_held_against_the_staff_list(paiban, facts):
    """Who holds another post too is no fault; who is on no list is."""
    staff = facts / "agents.csv"
    listed = "agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights\n"
    names = ("--facts", facts / "facts.csv", "--targets", facts / "targets.csv", "--agents", staff)
    staff.write_text(listed + "A1,甲,一组,presales;aftersales,40,36,no\n", "utf-8")
    assert paiban("kpi", "score", *names, *MONTH).code == 0
    staff.write_text(listed + "A2,乙,一组,presales,40,36,no\n", "utf-8")
    told = paiban("kpi", "score", *names, *MONTH)
    assert told.code == 2
    assert "facts.csv" in told.err
    assert "A1" in told.err


def test_a_months_files_go_into_the_database(paiban, facts, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(facts / "shop.db"))
    folder, _ = written(facts / "week")
    paiban("import", "week", folder)
    for table, name in (("facts", "facts"), ("targets", "targets"), ("pay_plan", "pay_plan")):
        assert paiban("kpi", "import", table, facts / f"{name}.csv").code == 0
    preset = Path(__file__).parents[2] / "data" / "schemes" / "T-02.toml"
    assert paiban("kpi", "import", "scheme", preset).code == 0
    assert "¥5,500.00" in paiban("kpi", "pay", *MONTH).out
    explained = paiban("kpi", "explain", "A1", *MONTH)
    assert "81.50" in explained.out
    assert paiban("kpi", "explain", "A9", *MONTH).code == 2
    assert paiban("kpi", "import", "weather", preset).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["kpi", "score", *MONTH],  # no shop in an empty database
        ["kpi", "explain", "A1", *MONTH],  # likewise
        ["kpi", "score", "--month", "November"],  # no month
        ["kpi", "score"],  # nor here, where no files say it
    ],
)
def test_a_shop_or_month_there_is_not_is_told(paiban, tmp_path, monkeypatch, arguments):
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "empty.db"))
    ran = paiban(*arguments)
    assert ran.code == 2
    assert ran.err.strip()


def test_without_a_month_it_is_the_only_one_of_the_facts(paiban, facts):
    ran = paiban("kpi", "score", "--facts", facts / "facts.csv", "--json", "-")
    assert (ran.code, ran.report["month"]) == (0, "2026-11")
    two = facts / "two.csv"
    two.write_text((facts / "facts.csv").read_text() + "A1,presales,2026-10-02,1,,,,,,,,,,\n")
    ran = paiban("kpi", "score", "--facts", two, "--json", "-")
    assert [fault["code"] for fault in ran.report["faults"]] == ["month_not_named"]
    assert "2026-10, 2026-11" in ran.err


def test_explain_works_on_files_alone(paiban, facts):
    ran = paiban(
        *("kpi", "explain", "A1", "--facts", facts / "facts.csv"),
        *("--targets", facts / "targets.csv", "--pay-plan", facts / "pay_plan.csv"),
    )
    assert ran.code == 0
    assert "81.50" in ran.out
    assert "¥1,500.00" in ran.out
    assert paiban("kpi", "explain", "A9", "--facts", facts / "facts.csv").code == 2


ADHERENCE = """
id = "X"
version = 1
title_zh = "试"
title_en = "try"
post_kind = "presales"
valid_from = 2026-01-01
adding = "weighted"
[[line]]
indicator = "adherence"
weight = 100
scoring = "target"
target = 1.0
"""


def test_attendance_and_exceptions_count_without_a_roster(paiban, tmp_path):
    (tmp_path / "facts.csv").write_text(
        "agent_id,post,date,scheduled_min\nA1,presales,2026-11-02,480\n"
    )
    (tmp_path / "attendance.csv").write_text(
        "agent_id,start,end\nA1,2026-11-02T10:00,2026-11-02T17:00\n"
    )
    (tmp_path / "exceptions.csv").write_text(
        "agent_id,kind,reason,start,end,registered_at,registered_by,approved_by\n"
        "A1,非抽调,班车晚点,2026-11-02T09:00,2026-11-02T09:30,2026-11-02T10:00,王,李\n"
    )
    (tmp_path / "X.toml").write_text(ADHERENCE)
    files = [f"--{name}={tmp_path / name}.csv" for name in ("facts", "attendance", "exceptions")]
    ran = paiban("kpi", "score", *files, "--scheme", tmp_path / "X.toml", "--json", "-")
    (line,) = ran.report["agents"][0]["cards"][0]["lines"]
    assert (line["numerator"], line["denominator"]) == ("450", "480")  # 420 there, 30 excused


def test_messages_and_orders_make_facts_without_a_database(paiban, tmp_path):
    (tmp_path / "messages.csv").write_text(
        "post,user,agent,time,sender\n"
        "presales,b1,A1,2026-11-02T10:00:00,customer\n"
        "presales,b1,A1,2026-11-02T10:00:20,agent\n"
        "presales,b2,A1,2026-11-02T10:00:00,customer\n"
    )
    (tmp_path / "orders.csv").write_text(
        "order,buyer,post,placed,paid,amount\nO1,b1,presales,2026-11-02T11:00,2026-11-02T11:01,200\n"
    )
    (tmp_path / "attribution.csv").write_text("version,valid_from,by\n1,2026-01-01,order\n")
    files = [f"--{name}={tmp_path / name}.csv" for name in ("messages", "orders", "attribution")]
    ran = paiban("kpi", "score", *files, "--json", "-")
    lines = {line["indicator"]: line for line in ran.report["agents"][0]["cards"][0]["lines"]}
    assert lines["reply_rate"]["value"] == "0.5"
    assert lines["order_value"]["value"] == "200"
    assert lines["conversion"]["value"] == "0.5"
    ran = paiban("kpi", "score", files[1], "--json", "-")
    assert ran.report["faults"][0]["file"] == "attribution.csv"


def test_pay_takes_overtime_rewards_deductions_and_refunds_from_files(paiban, facts):
    scheme = facts / "P.toml"
    scheme.write_text(
        'id = "P"\nversion = 1\ntitle_zh = "试"\ntitle_en = "try"\nvalid_from = 2026-01-01\n'
        '[[part]]\nkind = "score"\nmethod = "grade"\n'
        '[[part]]\nkind = "commission"\ntiers = [{ sales = 0, rate = 0.01 }]\n'
        '[[part]]\nkind = "case"\nname = "kept"\namount = 10\n'
    )
    (facts / "facts.csv").write_text(
        (facts / "facts.csv").read_text() + "A1,presales,2026-10-02,,,5000,,,,,,,,\n"
    )
    (facts / "pay_plan.csv").write_text(
        "agent_id,valid_from,base,performance,minimum_wage,pay_scheme\n"
        "A1,2026-01-01,4000,1500,2500,P\n"
    )
    (facts / "rewards.csv").write_text(
        "agent_id,date,case,buyer,proof\nA1,2026-11-07,kept,b1,chat 12\n"
    )
    (facts / "deductions.csv").write_text(
        "agent_id,date,kind,amount,reason,clause\nA1,2026-11-07,赔偿,50,摔坏耳机,第8条\n"
    )
    (facts / "refunds.csv").write_text("agent_id,date,month,refunded\nA1,2026-11-07,2026-10,2000\n")
    named = ("facts", "targets", "pay-plan", "rewards", "deductions", "refunds")
    files = [f"--{name}={facts / name.replace('-', '_')}.csv" for name in named]
    ran = paiban("kpi", "pay", *MONTH, *files, "--pay-scheme", scheme, "--json", "-")
    (payout,) = ran.report["payouts"]
    paid = {line["pays"]: line["amount"] for line in payout["lines"]}
    # 1 % of 96,350; 1 % of the 2,000 refunded of October taken back
    assert paid == {
        "base": "4000.00",
        "performance": "1500.00",
        "commission": "963.50",
        "case": "10.00",
        "claw_back": "-20.00",
        "damage": "-50.00",
    }


@pytest.fixture
def worked(tmp_path):
    """Three hours of overtime approved for a day with an eight hours' shift, two of them worked."""
    folder, _ = written(tmp_path / "week")
    (tmp_path / "overtime.csv").write_text(
        "agent_id,start,end,kind,approved_by\nA1,2026-11-30T18:00,2026-11-30T21:00,工作日,主管\n"
    )
    (tmp_path / "attendance.csv").write_text(
        "agent_id,start,end\nA1,2026-11-30T08:00,2026-11-30T20:00\n"
    )
    (tmp_path / "facts.csv").write_text(
        "agent_id,post,date,qa_samples,qa_points\nA1,presales,2026-11-30,1,90\n"
    )
    (tmp_path / "pay_plan.csv").write_text(
        "agent_id,valid_from,base,performance\nA1,2026-01-01,4350,0\nA2,2026-01-01,4350,0\n"
    )
    named = ("overtime", "facts", "pay-plan", "attendance")
    files = [f"--{name}={tmp_path / name.replace('-', '_')}.csv" for name in named]
    return tmp_path, folder, files


def test_overtime_from_a_file_is_paid_as_far_as_it_was_worked(paiban, worked):
    _, folder, files = worked
    ran = paiban("kpi", "pay", *MONTH, *files, "--roster-week", folder, "--json", "-")
    (mine,) = (one for one in ran.report["payouts"] if one["agent_id"] == "A1")
    paid = {line["pays"]: line["amount"] for line in mine["lines"]}
    assert paid["overtime_workday"] == "75.00"  # 2 of the 3 hours, 25 yuan each, 150 %
    told = paiban("kpi", "explain", "A1", *MONTH, *files, "--roster-week", folder)
    assert "4,350.00 ÷ 21.75" in told.out


@pytest.mark.parametrize(
    ("planned", "paid"),
    [
        ("", None),  # neither a roster nor a plan: whether it was beyond is not known
        ("480", "75.00"),  # 12 h there: 2 of the 3 hours approved, 25 yuan each, 150 %
        ("660", "37.50"),  # an hour beyond the plan
        ("720", None),  # no minute beyond it
    ],
)
def test_overtime_without_a_roster_is_paid_as_far_as_it_is_beyond_the_plan(
    paiban, worked, planned, paid
):
    folder, _, files = worked
    (folder / "facts.csv").write_text(
        "agent_id,post,date,qa_samples,qa_points,scheduled_min\n"
        f"A1,presales,2026-11-30,1,90,{planned}\n"
    )
    (mine,) = paiban("kpi", "pay", *MONTH, *files, "--json", "-").report["payouts"]
    amounts = {line["pays"]: line["amount"] for line in mine["lines"]}
    assert amounts.get("overtime_workday") == paid
    assert ("no_plan_on_overtime" in mine["unpaid"]) is (planned == "")


def test_hours_are_paid_by_the_pay_of_the_months_before_where_the_firm_says_so(paiban, worked):
    folder, week, files = worked
    (folder / "firm.toml").write_text(
        'id = "firm"\nversion = 1\ntitle_zh = "本店"\ntitle_en = "firm"\nvalid_from = 2026-01-01\n'
        '[hours]\nbase = "last_month"\nleast_wage = 24\n'
    )
    (folder / "earlier.csv").write_text("agent_id,month,pay,share\nA1,2026-10,2610,0.5\n")
    ran = paiban(
        *("kpi", "pay", *MONTH, *files, "--roster-week", week, "--json", "-"),
        *("--pay-scheme", folder / "firm.toml", "--earlier-pay", folder / "earlier.csv"),
    )
    (mine,) = (one for one in ran.report["payouts"] if one["agent_id"] == "A1")
    (line,) = (one for one in mine["lines"] if one["pays"] == "overtime_workday")
    assert line["amount"] == "90.00"  # 5,220 a whole month: 30 an hour, 2 hours, 150 %
    assert line["rests_on"]["hour_base_last_month"] == "5220"


def test_time_off_and_hours_over_a_quarter_come_from_files_alone(paiban, worked):
    folder, week, files = worked
    days = "".join(f"A1,presales,2026-10-{day:02d},1,90,600,600\n" for day in range(9, 29))
    (folder / "facts.csv").write_text(
        "agent_id,post,date,qa_samples,qa_points,scheduled_min,adherent_min\n"
        f"{days}A2,presales,2026-11-30,1,90,,\n"
    )
    plan = folder / "pay_plan.csv"
    text = "agent_id,valid_from,base,performance,hours_system\n"
    plan.write_text(text + "A1,2026-01-01,4350,0,综合工时\nA2,2026-01-01,4350,0,\n")
    (folder / "firm.toml").write_text(
        'id = "firm"\nversion = 1\ntitle_zh = "本店"\ntitle_en = "firm"\nvalid_from = 2026-01-01\n'
        "[hours]\ntime_off_months = 2\n"
    )
    (folder / "left.csv").write_text("agent_id,date,hours\nA2,2026-09-13,3.5\nA2,2026-10-11,2.5\n")
    ran = paiban(
        *("kpi", "pay", *MONTH, *files, "--roster-week", week, "--json", "-"),
        *("--pay-scheme", folder / "firm.toml", "--time-off", folder / "left.csv"),
    )
    paid = {
        one["agent_id"]: {line["pays"]: line["amount"] for line in one["lines"]}
        for one in ran.report["payouts"]
    }
    assert paid["A2"]["time_off_ended"] == "175.00"  # 3.5 x 25 x 2
    left = [one["time_off"] for one in ran.report["payouts"] if one["agent_id"] == "A2"]
    told = {"date": "2026-10-11", "hours": 2.5, "until": None, "campaign": ""}
    assert left == [[told]]  # for the file of the next month
    assert "overtime_workday" not in paid["A1"]  # its two hours are added up with October's 200
    told = paiban("kpi", "explain", "A1", *MONTH, *files, "--roster-week", week)
    assert "worked 200 h" in told.out


def test_overtime_that_nothing_pays_is_a_fault(paiban, worked):
    folder, week, files = worked
    plan = folder / "pay_plan.csv"
    plan.write_text(plan.read_text().replace("A1,2026-01-01,4350", "A1,2026-01-01,0"))
    ran = paiban("kpi", "pay", *MONTH, *files, "--roster-week", week)
    assert ran.code == 2
    assert "A1" in ran.err
    assert "2026-11-30" in ran.err


def test_every_file_of_a_month_has_its_own_import(paiban, facts, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(facts / "shop.db"))
    folder, _ = written(facts / "week")
    paiban("import", "week", folder)
    rows = {
        "messages": "post,user,agent,time,sender\npresales,b1,A1,2026-11-02T10:00:00,customer\n",
        "orders": "order,buyer,post,placed,paid,amount\nO1,b1,presales,2026-11-02T11:00,-,200\n",
        "attribution": "version,valid_from,by\n1,2026-01-01,order\n",
        "overtime": "agent_id,start,end,kind,approved_by\n"
        "A1,2026-11-30T18:00,2026-11-30T21:00,workday,主管\n",
        "rewards": "agent_id,date,case,buyer,proof\nA1,2026-11-07,kept,b1,chat 12\n",
        "deductions": "agent_id,date,kind,amount,reason,clause\nA1,2026-11-07,damage,5,broken,8\n",
        "refunds": "agent_id,date,month,refunded\nA1,2026-11-07,2026-10,20\n",
        "earlier_pay": "agent_id,month,pay\nA1,2026-10,5200\n",
        "time_off": "agent_id,date,hours\nA1,2026-10-11,3.5\n",
    }
    for table, text in rows.items():
        path = facts / f"{table}.csv"
        path.write_text(text, "utf-8")
        ran = paiban("kpi", "import", table, path)
        assert (table, ran.code) == (table, 0)
    assert paiban("kpi", "count", "messages", *MONTH).code == 0
    assert paiban("kpi", "count", "messages", "--month", "2026-10").code == 2


def test_scoring_a_shop_names_the_days_without_anybodys_attendance(paiban, tmp_path):
    with closing(s.database(tmp_path, s.with_week(FIRST, absences=(), wishes=()))) as opened:
        fill(opened, tmp_path / "in", (*A_SHIFTS, *B_SHIFTS, day_shift("A1", 8)))
        url = opened.url
    told = paiban("kpi", "score", "--month", "2026-11", "--db", url, lang="zh")
    assert told.code == 0, told.err
    assert "1 天无人打卡，按缺勤计：11月8日" in told.err
