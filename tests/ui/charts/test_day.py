from dataclasses import replace

from scheduler.agent import Absence
from scheduler.present import STANDING_BY
from scheduler.shift_type import ShiftType
from scheduler.standby import StandbyCall
from tests.builders import agent, at, post, problem, roster, rules, shift
from ui.charts.day import day_chart, shifts_on
from ui.charts.grid import UNKNOWN

TWO = [agent("A1"), agent("A2")]


def test_night_of_the_day_before_is_shown():
    night = shift("A1", 0, "22:00")
    assert shifts_on(problem(agents=TWO), roster(night), 1) == (night,)


def test_shift_that_ends_at_midnight_is_not_shown_on_the_next_day():
    late = shift("A1", 0, "15:00")
    assert shifts_on(problem(agents=TWO), roster(late), 1) == ()


def test_night_of_the_week_before_is_shown_on_monday():
    night = shift("A1", -1, "22:00")
    assert shifts_on(problem(agents=TWO, history=[night]), roster(), 0) == (night,)


def test_shifts_stand_in_order_of_start():
    early, late = shift("A2", 0, "06:00"), shift("A1", 0, "12:00")
    assert shifts_on(problem(agents=TWO), roster(late, early), 0) == (early, late)


def test_day_without_shifts_has_no_chart():
    assert day_chart(problem(), roster(), 0, "en") is None


def test_bar_is_cut_at_midnight():
    chart = day_chart(problem(agents=TWO), roster(shift("A1", 0, "22:00")), 0, "en").to_dict()
    (rows,) = (rows for rows in chart["datasets"].values() if "times" in rows[0])
    assert rows[0]["x2"] == 24.0
    assert rows[0]["times"] == "22:00-07:00⁺¹"


def test_a_shift_that_changes_post_is_a_bar_of_each():
    changing = shift("A1", changes={120: "aftersales"})
    asked = problem(agents=TWO, posts=(post(), post("aftersales")))
    chart = day_chart(asked, roster(changing), 0, "zh").to_dict()
    (rows,) = (rows for rows in chart["datasets"].values() if "times" in rows[0])
    assert [(row["post"], row["x"], row["x2"]) for row in rows] == [
        ("presales", 8.0, 10.0),
        ("aftersales", 10.0, 17.0),
    ]  # fmt: skip - pairs
    assert {row["post_name"] for row in rows} == {"售前 08:00-10:00 → 售后 10:00-17:00"}


def test_who_stands_by_is_a_grey_bar_up_to_the_call():
    kind = ShiftType("机", 480, 480, meal_min=60, is_standby=True)
    asked = problem(ruleset=rules(shapes=(), types=(kind,)))
    asked = replace(asked, calls=(StandbyCall("A1", at(0, "11:00"), "presales"),))
    chart = day_chart(asked, roster(shift()), 0, "en").to_dict()
    (rows,) = (rows for rows in chart["datasets"].values() if "times" in rows[0])
    assert [(row["post"], row["x"], row["x2"]) for row in rows] == [
        (STANDING_BY, 8.0, 11.0),
        ("presales", 11.0, 17.0),
    ]  # fmt: skip - pairs
    fill = chart["layer"][0]["encoding"]["color"]["scale"]
    assert dict(zip(fill["domain"], fill["range"], strict=True))[STANDING_BY] == UNKNOWN.strong


def test_axis_covers_the_day():
    chart = day_chart(problem(agents=TWO), roster(shift("A1", 1)), 1, "zh").to_dict()
    assert chart["layer"][0]["encoding"]["x"]["scale"]["domain"] == [24.0, 48.0]


def test_meal_is_drawn_inside_the_shift():
    asked = problem(agents=TWO)
    chart = day_chart(asked, roster(shift("A1", 0, "08:00", meal=240)), 0, "en").to_dict()
    meal = next(rows for rows in chart["datasets"].values() if "times" not in rows[0])[0]
    assert (meal["x"], meal["x2"]) == (12.0, 13.0)
    assert at(0, "12:00") == asked.horizon.start_min + 12 * 60


def test_time_away_is_drawn_over_the_shift():
    away = [Absence("A1", at(0, "14:00"), at(0, "16:00"), "sick")]
    asked = problem(agents=TWO, absences=away)
    chart = day_chart(asked, roster(shift("A1", 0, "08:00")), 0, "en").to_dict()
    (rows,) = (rows for rows in chart["datasets"].values() if "away" in rows[0])
    assert [(row["x"], row["x2"], row["away"]) for row in rows] == [
        (14.0, 16.0, "Sick 14:00-16:00")
    ]
    (bars,) = (rows for rows in chart["datasets"].values() if "times" in rows[0])
    assert bars[0]["hours"] == "6.0"
