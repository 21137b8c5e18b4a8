import datetime as dt

import pytest

from scheduler.agent import Absence, Certificate
from scheduler.horizon import ClockSpan
from scheduler.shift_type import ShiftType
from tests.builders import MONDAY, agent, at, horizon, pinned_day, post, rules, shift, span
from tests.scheduler.verify.broken import breaches, rules_broken

BOTH = (post("presales"), post("aftersales"))
NIGHT = agent(no_nights=True)


def test_shift_of_a_listed_agent_breaks_nothing():
    assert rules_broken(shift("A1")) == []


def test_every_shift_of_an_unknown_agent_is_named():
    found = breaches(shift("X", 0), shift("X", 2))
    assert [(v.rule, v.agent_id, v.at_min) for v in found] == [
        ("unknown_agent", "X", at(0, "08:00")),
        ("unknown_agent", "X", at(2, "08:00")),
    ]


def test_nothing_else_is_said_of_an_unknown_agent():
    odd = shift("X", 9, "08:10", work=700, meal=None)
    assert rules_broken(odd, odd) == ["unknown_agent", "unknown_agent"]


def test_post_without_certificate_is_a_skill_breach():
    assert rules_broken(shift(post="aftersales"), posts=BOTH) == ["skill"]
    assert rules_broken(shift(post="presales"), posts=BOTH) == []


@pytest.mark.parametrize(
    ("day", "broken"),
    [
        (0, ["skill"]),  # the day before the certificate begins
        (1, []),  # its first day
        (3, []),  # its last day, also when the shift ends on the next
        (4, ["skill"]),  # the day after
    ],
)
def test_certificate_counts_on_the_day_the_shift_starts(day, broken):
    period = Certificate("presales", MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(3))
    trainee = agent(certificates=[period])
    assert rules_broken(shift(day=day, start="20:00"), agents=[trainee]) == broken


def test_any_of_several_periods_of_a_post_will_do():
    first = Certificate("presales", None, MONDAY)
    later = Certificate("presales", MONDAY + dt.timedelta(2), None)
    trainee = agent(certificates=[first, later])
    shifts = (shift(day=0), shift(day=1), shift(day=2))
    assert [v.at_min for v in breaches(*shifts, agents=[trainee])] == [at(1, "08:00")]


def test_nobody_works_before_the_day_of_hiring():
    newcomer = agent(hired=MONDAY + dt.timedelta(1))
    assert rules_broken(shift(day=0), agents=[newcomer]) == ["employed"]
    assert rules_broken(shift(day=1), agents=[newcomer]) == []


def test_nobody_works_after_the_last_day_of_employment():
    leaver = agent(leaves=MONDAY + dt.timedelta(1))
    assert rules_broken(shift(day=1, start="20:00"), agents=[leaver]) == []  # into Wednesday
    assert rules_broken(shift(day=2), agents=[leaver]) == ["employed"]


@pytest.mark.parametrize(
    ("start", "minutes", "broken"),
    [
        ("07:00", 60, []),  # ends when the shift starts
        ("07:00", 61, ["absence"]),  # its last minute is the shift's first
        ("16:59", 60, ["absence"]),  # its first minute is the shift's last
        ("17:00", 60, []),  # starts when the shift ends
        ("12:00", 60, ["absence"]),  # the meal is not time off
    ],
)
def test_absence_and_shift_share_no_minute(start, minutes, broken):
    away = span(0, start, minutes)
    absence = Absence("A1", away.start_min, away.end_min)
    assert rules_broken(shift(), absences=[absence]) == broken


def test_each_absence_a_shift_overlaps_is_a_breach():
    absences = [Absence("A1", at(0, "08:00"), at(0, "09:00"))] * 2
    assert rules_broken(shift(), absences=absences) == ["absence", "absence"]


def test_absence_of_another_agent_does_not_matter():
    away = Absence("A2", at(0), at(1))
    assert rules_broken(shift("A1"), agents=[agent("A1"), agent("A2")], absences=[away]) == []


def test_shift_from_last_evening_overlaps_an_absence_of_the_next_day():
    away = Absence("A1", at(1), at(2))
    assert rules_broken(shift(day=0, start="16:00"), absences=[away]) == ["absence"]
    assert rules_broken(shift(day=0, start="15:00"), absences=[away]) == []


@pytest.mark.parametrize(
    ("start", "broken"),
    [
        ("13:00", []),  # ends at 22:00, when the night begins
        ("13:30", ["night"]),  # works from 22:00 to 22:30
        ("05:30", ["night"]),  # works from 05:30 to 06:00
        ("06:00", []),  # starts when the night ends
    ],
)
def test_night_hours_are_half_open(start, broken):
    assert rules_broken(shift(start=start), agents=[NIGHT]) == broken


def test_others_may_work_at_night():
    assert rules_broken(shift(start="22:00"), agents=[agent()]) == []


def test_meal_in_the_night_is_not_night_work():
    at_meal = shift(start="17:30", work=270, meal=270, meal_min=30)  # works to 22:00, eats to 22:30
    late = shift(start="18:00", work=240, meal=210, meal_min=30)  # eats to 22:00, works to 22:30
    assert "night" not in rules_broken(at_meal, agents=[NIGHT])
    assert "night" in rules_broken(late, agents=[NIGHT])


def test_break_in_the_night_is_night_work():
    pause = span(0, "22:00", 30)
    tired = shift(start="13:30", breaks=(pause,))
    assert "night" in rules_broken(tired, agents=[NIGHT])


def test_night_names_its_first_moment_once_a_shift():
    (found,) = breaches(shift(start="20:00"), agents=[NIGHT])
    assert found.at_min == at(0, "22:00")


def test_night_within_one_day_is_seen():
    ruleset = rules(night=ClockSpan(60, 300))  # 01:00-05:00
    assert rules_broken(shift(start="05:00"), agents=[NIGHT], ruleset=ruleset) == []
    assert rules_broken(shift(start="04:30"), agents=[NIGHT], ruleset=ruleset) == ["night"]


def test_night_goes_by_the_wall_clock_when_clocks_change():
    autumn = horizon(dt.date(2026, 10, 19), timezone="Europe/Berlin")
    # Sunday 25 October: 02:00-03:00 comes twice, so 8 h before 06:00 begin at 23:00, not 22:00
    ruleset = rules(night=ClockSpan(120, 180))
    late = shift(day=5, start="17:30", week=autumn, work=480)  # ends 02:30 the first time
    early = shift(day=5, start="17:00", week=autumn, work=480)  # ends 02:00
    assert rules_broken(late, agents=[NIGHT], ruleset=ruleset, week=autumn) == ["night"]
    assert rules_broken(early, agents=[NIGHT], ruleset=ruleset, week=autumn) == []


def test_pin_holds_as_it_was_fixed():
    fixed = shift("A1", 2)
    assert rules_broken(fixed, pins=[fixed]) == []


@pytest.mark.parametrize(
    "kept",
    [
        (),  # taken out
        (shift("A1", 2, "08:30"),),  # half an hour later
        (shift("A1", 2, meal=270),),  # another meal
        (shift("A2", 2),),  # another agent
    ],
)
def test_pin_taken_out_or_changed_is_a_breach(kept):
    staff = [agent("A1"), agent("A2")]
    (found,) = breaches(*kept, agents=staff, pins=[shift("A1", 2)])
    assert (found.rule, found.agent_id, found.at_min) == ("pin", "A1", at(2, "08:00"))


EARLY, LATE = ShiftType("早", 480, 480), ShiftType("晚", 840, 480)


@pytest.mark.parametrize(
    ("kind", "shifts", "broken"),
    [
        ("早", [shift("A1", 1, meal=None)], []),
        ("晚", [shift("A1", 1, meal=None)], [("pinned_type", at(1, "08:00"), "早|晚")]),
        ("", [shift("A1", 1, meal=None)], [("pinned_type", at(1, "08:00"), "早|")]),
        ("", [shift("A1", 2, meal=None)], []),
        ("早", [shift("A1", 2, meal=None)], [("pinned_idle", at(1, "00:00"), "早")]),
        ("早", [shift("A2", 1, meal=None)], [("pinned_idle", at(1, "00:00"), "早")]),
        ("08:00", [shift("A1", 1, meal=None)], []),
        ("14:00", [shift("A1", 1, meal=None)], [("pinned_type", at(1, "08:00"), "08:00|14:00")]),
        ("14:00", [], [("pinned_idle", at(1, "00:00"), "14:00")]),
        ("早 08:00", [shift("A1", 1, meal=None)], []),
        ("晚 08:00", [shift("A1", 1, meal=None)], [("pinned_type", at(1, "08:00"), "早|晚")]),
        ("早 09:00", [shift("A1", 1, meal=None)], [("pinned_type", at(1, "08:00"), "08:00|09:00")]),
    ],
)
def test_a_pinned_type_or_start_is_worked_on_its_day_and_nothing_on_a_day_pinned_as_off(
    kind, shifts, broken
):
    asked = {
        "agents": [agent("A1"), agent("A2")],
        "ruleset": rules(shapes=(), types=(EARLY, LATE)),
        "type_pins": [pinned_day("A1", dt.date(2026, 12, 1), kind)],
    }
    assert [(one.rule, one.at_min, one.subject) for one in breaches(*shifts, **asked)] == broken


def test_each_post_a_shift_changes_to_needs_its_certificate():
    one = shift(changes={240: "aftersales"})
    (found,) = [each for each in breaches(one, posts=BOTH) if each.rule == "skill"]
    assert (found.post, found.at_min) == ("aftersales", at(0, "12:00"))
