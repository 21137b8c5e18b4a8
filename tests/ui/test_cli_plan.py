import datetime as dt
import json

import numpy as np
import pytest

FIRST = dt.date(2026, 10, 26)  # a Monday, five weeks before 2026-W49
WEEK = "2026-W49"
HOURS = range(8, 16)


def export(path, *, weeks=6):
    """Write quarter-hour counts of weekdays 08:00-16:00, with a shape over day and week."""
    rng = np.random.default_rng(7)
    rows = ["time,n,made_up"]
    for day in range(weeks * 7):
        date = FIRST + dt.timedelta(days=day)
        for hour in HOURS if date.weekday() < 5 else ():
            mean = 3 + hour % 4 + date.weekday() / 2
            rows += [f"{date} {hour:02d}:{m:02d}:00,{rng.poisson(mean)},0" for m in (0, 15, 30, 45)]
    rows.append(f"{FIRST + dt.timedelta(days=5)} 10:00:00,99,1")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def volumes(tmp_path_factory):
    return export(tmp_path_factory.mktemp("volumes") / "export.csv")


NAMED = ("--map", "start=time,volume=n", "--drop", "made_up=1")
SHORT = ("--time-limit", "0", "--work-limit", "300", "--replications", "5")
OPEN = ("--opening", "mon-fri 08:00-17:00")  # a full-timer's shift and its meal


def test_a_forecast_names_model_errors_and_intervals(paiban, volumes):
    ran = paiban("forecast", "--volumes", volumes, *NAMED, "--backtest", "2", "--json", "-")
    assert ran.code == 0
    post = ran.report["posts"]["chat"]
    assert ran.report["first"] == "2026-12-05"
    assert ran.report["dropped_rows"] == 1
    assert set(post["models"]) == {
        *("profile", "following", "following_blend", "combined", "blend"),
        *("median_8_weeks", "median_all", "last_week"),
    }
    assert 0 < post["chosen_on_earlier_folds"]["wape"] < 1
    assert post["chosen"] in post["models"]
    for found in post["models"].values():
        assert 0 < found["wape"] < 1
    assert 0 < post["floor"] < 1
    assert 0 <= post["coverage_80"] <= post["coverage_95"] <= 1
    assert len(post["start"]) == len(post["mean"]) == 5 * 16
    assert set(post["quantiles"]) >= {"0.1", "0.9"}


def test_a_forecast_is_written_as_a_week_folder_reads_it(paiban, volumes, tmp_path):
    out = tmp_path / "forecast.csv"
    ran = paiban("forecast", "--volumes", volumes, *NAMED, "--horizon", "1w", "--out", out)
    assert ran.code == 0
    assert out.read_text(encoding="utf-8").startswith("start,post,volume")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--horizon", "soon"], "length_unreadable"),
        (["--from", "tomorrow"], "date_unreadable"),
        (["--map", "start"], "pairs_unreadable"),
        (["--map", "begin=time"], "pair_unknown"),
        (["--map", "start=when,volume=n"], "missing_column"),
        (["--timezone", "Asia/Nowhere"], "timezone_unknown"),
        (["--country", "XX"], "country_unknown"),
        (["--interval", "40"], "interval_not_multiple"),
    ],
)
def test_a_forecast_refuses_what_it_cannot_read(paiban, volumes, arguments, code):
    ran = paiban("forecast", "--volumes", volumes, *NAMED, *arguments, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == [code]


def test_a_made_up_staff_list_is_the_same_for_the_same_seed(paiban, tmp_path):
    for name in ("one.csv", "two.csv"):
        made = paiban(
            "agents", "--count", "9", "--posts", "a=2,b", "--seed", "3", "--out", tmp_path / name
        )
        assert made.code == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert paiban("agents", "--count", "0", "--out", tmp_path / "none.csv").code == 2
    assert paiban("agents", "--count", "1", "--posts", "a=x", "--out", tmp_path / "n").code == 2


def run_plan(paiban, volumes, folder, *more):
    staff = folder / "staff.csv"
    assert paiban("agents", "--count", "6", "--seed", "1", "--out", staff).code == 0
    return paiban(
        *("plan", "--volumes", volumes, *NAMED, *OPEN, *SHORT),
        *("--agents", staff, "--week", WEEK, "--out", folder / "week"),
        *("--json", folder / "plan.json", *more),
    )


def test_a_plan_goes_from_volumes_to_a_clean_simulated_roster(paiban, volumes, tmp_path):
    ran = run_plan(paiban, volumes, tmp_path)
    assert ran.code in {0, 1}  # 1: the made-up people may be too few to hold the target
    report = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert report["roster"]["breaches"] == 0
    assert 0 < report["forecast"]["hit"]["wape"] < 1
    assert report["required_hours"] > 0
    assert report["closed_hours_chats"] == {}
    assert report["rules"]["work_plan"] == "做五休二"
    told = {each["code"]: each["starts"] for each in report["rules"]["types"]}
    assert told["早"] == ["08:00", "08:00"]  # the one start that fits the opening hours
    assert "做五休二" in ran.out
    gone = [(each["work_plan"], each["is_there"]) for each in report["rules"]["plans_fitted"]]
    assert gone == [("早中晚轮班", False), ("固定晚班", False)]
    assert report["opening"] is None  # it was said
    assert 0 < report["simulation"]["posts"]["chat"]["service_level"]["mean"] <= 1
    assert report["simulation_of_arrivals"]["posts"]["chat"]["mean_offered"]["mean"] > 0
    folder = tmp_path / "week"
    again = paiban("verify", folder, folder / "roster.csv", "--json", "-")
    assert again.code == 0
    assert again.report["cost"] == pytest.approx(report["roster"]["cost"])


def test_a_plan_may_have_free_starts_or_other_days_of_work(paiban, volumes, tmp_path):
    ran = run_plan(paiban, volumes, tmp_path, "--rules", "default")
    report = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    nothing = {"types": [], "work_plan": "", "night_group": None, "plans_fitted": []}
    assert report["rules"] == nothing
    assert "早" not in ran.out
    run_plan(paiban, volumes, tmp_path, "--days-a-week", "6")
    report = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert report["rules"]["work_plan"] == "做六休一"


def test_a_plan_is_the_same_for_the_same_seed_and_work(paiban, volumes, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        run_plan(paiban, volumes, tmp_path / name)
    one, two = (tmp_path / name / "week" / "roster.csv" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_plan_without_a_past_says_so_and_writes_nothing(paiban, volumes, tmp_path):
    ran = run_plan(paiban, volumes, tmp_path, "--week", "2026-W40")
    assert ran.code == 2
    assert "2026-09-28" in ran.err
    assert not (tmp_path / "week").exists()


def test_a_plan_tells_the_faults_of_all_its_files_at_once(paiban, volumes, tmp_path):
    bad, staff = tmp_path / "bad.csv", tmp_path / "bad_staff.csv"
    bad.write_text("time,n,made_up\n2026-11-02 08:00,-1,0\n", "utf-8")
    staff.write_text("agent_id,name\nA1,one\n", "utf-8")
    ran = run_plan(paiban, volumes, tmp_path, "--volumes", bad, "--agents", staff, "--week", "next")
    assert ran.code == 2
    for part in ("bad.csv", "bad_staff.csv", "next"):
        assert part in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ("--week", "next"),  # no ISO week
        ("--opening", "always"),  # no opening hours
        ("--aht", "0"),  # chats that take no time
        ("--concurrency", "0"),  # nobody may answer
        ("--target", "80"),  # a share written as per cent
        ("--agents", "nowhere.csv"),  # no such file
        ("--rules", "mild"),  # no preset and no file
        ("--days-a-week", "7"),  # no day off
    ],
)
def test_a_plan_refuses_impossible_inputs(paiban, volumes, tmp_path, wrong):
    assert run_plan(paiban, volumes, tmp_path, *wrong).code == 2


def test_a_roster_is_made_checked_and_reported(paiban, volumes, tmp_path):
    run_plan(paiban, volumes, tmp_path)
    folder, out = tmp_path / "week", tmp_path / "roster.csv"
    ran = paiban("roster", folder, "--out", out, *SHORT[:4], "--json", "-")
    assert ran.code == 0
    names = {"status", "cost", "bound", "gap", "gap_hours", "gap_of_required", "seconds"}
    assert names | {"breaches"} <= set(ran.report)
    assert ran.report["bound"] <= ran.report["cost"] + 1e-6
    assert ran.report["gap"] == pytest.approx(1 - ran.report["bound"] / ran.report["cost"])
    checked = paiban("verify", folder, out, "--json", "-").report
    assert checked["cost"] == pytest.approx(ran.report["cost"])
    better = paiban(
        "roster", folder, "--out", out, "--start", out, *SHORT[:4], "--json", "-"
    ).report
    assert better["cost"] <= ran.report["cost"] + 1e-6


def test_no_roster_at_all_ends_with_3(paiban, volumes, tmp_path):
    run_plan(paiban, volumes, tmp_path)
    folder = tmp_path / "week"
    rows = (folder / "roster.csv").read_text(encoding="utf-8").splitlines()
    pinned_twice = [rows[0], rows[1], rows[1]]
    (folder / "pins.csv").write_text("\n".join(pinned_twice), encoding="utf-8")
    none, told = tmp_path / "none.csv", tmp_path / "report.json"
    ran = paiban("roster", folder, "--out", none, *SHORT[:4], "--json", told)
    assert ran.code == 3
    assert rows[1].split(",")[0] in ran.out  # the agent whose pins conflict
    report = json.loads(told.read_text(encoding="utf-8"))
    assert report["status"] == "infeasible"
    assert report["reasons"]
    assert not none.exists()


def test_a_plan_can_be_tried_and_asked_again(paiban, volumes, tmp_path):
    agents = tmp_path / "agents.csv"
    assert paiban("agents", "--count", "6", "--out", agents).code == 0
    ran = paiban(
        *("plan", "--volumes", volumes, *NAMED, *SHORT, *OPEN, "--agents", agents),
        *("--week", WEEK, "--out", tmp_path / "week", "--close-loop", "2", "--json", "-"),
    )
    assert ran.code in (0, 1)
    assert ran.report["roster"]["bound"] <= ran.report["roster"]["cost"]
    assert (tmp_path / "week" / "roster.csv").is_file()


def test_posts_that_many_know_can_be_watched_together_at_night(paiban, tmp_path):
    staff, counts = tmp_path / "staff.csv", tmp_path / "counts.csv"
    assert paiban("agents", "--count", "9", "--posts", "a,b", "--out", staff).code == 0
    rows = staff.read_text(encoding="utf-8").replace(",a,", ",a|b,").replace(",b,", ",a|b,")
    staff.write_text(rows, encoding="utf-8")
    days = (FIRST + dt.timedelta(days=day) for day in range(35))
    told = [
        f"{date} {hour:02d}:00,{post},1" for date in days for hour in range(24) for post in "ab"
    ]
    counts.write_text("\n".join(["time,post,n", *told]), encoding="utf-8")
    asked = (
        *("plan", "--volumes", counts, "--map", "start=time,post=post,volume=n", *SHORT),
        *("--interval", "60"),
        *("--agents", staff, "--week", WEEK, "--out", tmp_path / "week", "--json", "-"),
    )
    ran = paiban(*asked)
    could = ran.report["rules"]["night_group"]
    assert (could["posts"], could["used"]) == (["a", "b"], False)
    ran = paiban(*asked, "--together-at-night")
    assert ran.report["rules"]["night_group"]["used"]
    assert "00:00-08:00" in (tmp_path / "week" / "posts.toml").read_text(encoding="utf-8")


def test_a_plan_is_staffed_for_a_platform_or_for_a_target_of_ones_own(paiban, volumes, tmp_path):
    told = ("plan", "--volumes", volumes, *NAMED, "--week", WEEK, "--agents", tmp_path / "none.csv")
    ran = paiban(*told, "--out", tmp_path, "--platforms", "jd", "--target", "0.9", "--json", "-")
    assert [fault["code"] for fault in ran.report["faults"]] == ["target_beside_platforms"]
