import dataclasses
import datetime as dt

import pytest

from scheduler.agent import Absence, Wish
from scheduler.shift_type import ShiftType
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin
from scheduler.verify.verdict import Violation
from service.roster.elsewhere import REST, SIGN
from tests.builders import MONDAY, agent, at, post, problem, roster, rules, shift
from ui.charts.grid import legend, markup
from ui.charts.grid_seen import Grid


def grid(asked, given, *, violations=(), pins=(), lost=(), lang="en", chosen=None):
    return Grid(asked, given, tuple(violations), frozenset(pins), frozenset(lost), lang, chosen)


def drawn(asked, given, **parts):
    return markup(grid(asked, given, **parts), asked.agents)


def test_shift_shows_times_and_post():
    html = drawn(problem(), roster(shift(day=1)))
    assert "08:00-17:00" in html
    assert "<small>Pre</small>" in html


EARLY = ShiftType("早", 480, 480, name_zh="早班", name_en="early", meal_min=60, colour="#204060")
TYPED = problem(ruleset=rules(shapes=(), types=(EARLY,)))


def test_shift_of_a_type_shows_its_code_in_the_types_colour_and_its_hours_when_asked():
    html = drawn(TYPED, roster(shift(day=1)))
    (cell,) = [part for part in html.split("<td>") if 'class="code"' in part]
    assert '<b class="code">早</b><small>Pre</small>' in cell
    assert "border-color:#204060" in cell
    shown = dataclasses.replace(grid(TYPED, roster(shift(day=1))), has_hours=True)
    assert '<b class="code">早</b> 08:00-17:00' in markup(shown, TYPED.agents)


def test_a_pinned_type_is_marked_on_its_day_worked_or_off():
    tuesday = MONDAY + dt.timedelta(days=1)
    pins = (TypePin("A1", MONDAY, "早"), TypePin("A1", tuesday, ""))
    html = drawn(dataclasses.replace(TYPED, type_pins=pins), roster(shift()), lang="zh")
    first, second, *others = html.split("<td>")[1:8]
    assert "<title>锁定：早 早班</title>" in first
    assert "<title>锁定：休息</title>" in second
    assert not any("锁定" in each for each in others)


def test_who_stands_by_is_told_so_before_a_call_and_on_the_post_called_to_from_then_on():
    kind = ShiftType("机", 480, 480, meal_min=60, is_standby=True)
    asked = problem(ruleset=rules(shapes=(), types=(kind,)))
    html = drawn(asked, roster(shift()), lang="zh")
    foot = html.partition("<tfoot>")[2]
    assert "<small>机动</small>" in html
    assert foot.count('<td class="count">1</td>') == 1  # of the type, of no post
    called = dataclasses.replace(asked, calls=(StandbyCall("A1", at(0, "11:00"), "presales"),))
    html = drawn(called, roster(shift()), lang="zh")
    assert "<small>机动→售前</small>" in html
    assert "机动 08:00-11:00 → 售前 11:00-17:00" in html
    assert html.partition("<tfoot>")[2].count('<td class="count">1</td>') == 2


def test_the_foot_counts_the_people_of_each_type_and_the_legend_tells_its_hours():
    html = drawn(TYPED, roster(shift(day=1), shift(day=2)), lang="zh")
    foot = html.partition("<tfoot>")[2]
    assert "<b>早</b> 早班" in foot
    assert foot.count('<td class="count">1</td>') == 4  # of the type and of the post
    assert "早 早班 08:00-17:00" in legend(TYPED, "zh")
    two = problem(
        ruleset=rules(shapes=(), types=(dataclasses.replace(EARLY, work_min=(480, 360)),))
    )
    assert "早 早班 08:00-17:00 | 15:00" in legend(two, "zh")
    assert '<b class="code">早</b>' in drawn(two, roster(shift(work=360, meal=180)))


def test_shift_that_changes_post_shows_both_for_their_time():
    asked = problem(posts=(post(), post("aftersales")))
    html = drawn(asked, roster(shift(changes={270: "aftersales"})), lang="zh")
    assert "<small>售前→售后</small>" in html
    assert "售前 08:00-12:30 → 售后 12:30-17:00" in html
    assert "0% 50%" in html
    assert html.count('<td class="count">1</td>') == 2


def test_night_shift_is_marked_as_ending_the_next_day():
    html = drawn(problem(), roster(shift(start="22:00")))
    assert "22:00-07:00⁺¹" in html


def test_shift_until_midnight_ends_at_24():
    html = drawn(problem(), roster(shift(start="15:00")))
    assert "15:00-24:00" in html


def test_shift_of_sunday_night_stands_on_sunday_only():
    html = drawn(problem(), roster(shift(day=6, start="22:00")))
    assert html.count('class="shift"') == 1


def test_names_are_escaped():
    wicked = dataclasses.replace(agent(), name="<script>alert(1)</script>", team='"><i>')
    html = drawn(problem(agents=[wicked]), roster(shift()))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '"><i>' not in html


def test_pin_is_marked_only_on_the_pinned_shift():
    first, second = shift(day=0), shift(day=1)
    html = drawn(problem(), roster(first, second), pins=[second])
    assert html.count('class="pin"') == 1


def test_violation_is_marked_on_its_day_with_its_name():
    breach = Violation("rest", "A1", "presales", at(1, "08:00"), 540, 660)
    html = drawn(problem(), roster(shift(day=0), shift(day=1)), violations=[breach])
    tuesday = html.split('data-date="2026-12-01"')[1].split("</td>")[0]
    assert 'class="bad"' in tuesday
    assert "Rest too short" in tuesday
    assert html.count('class="bad"') == 1


def test_violation_of_the_whole_week_is_marked_at_the_name():
    html = drawn(problem(), roster(shift()), violations=[Violation("days_off", "A1")])
    assert 'class="bad"' in html.split('class="who"')[2].split("</th>")[0]


def test_lost_wish_is_marked_on_its_day():
    wish = Wish("A1", MONDAY, None)
    html = drawn(problem(wishes=[wish]), roster(shift()), lost=[wish])
    assert html.count('class="wish"') == 1


def test_wish_that_is_granted_is_not_marked():
    html = drawn(problem(wishes=[Wish("A1", MONDAY, None)]), roster())
    assert 'class="wish"' not in html


@pytest.mark.parametrize(("lang", "word"), [("en", "Annual leave"), ("zh", "年假")])
def test_absence_without_a_shift_shows_its_kind(lang, word):
    asked = problem(absences=[Absence("A1", at(2), at(3), "annual_leave")])
    html = drawn(asked, roster(), lang=lang)
    assert html.count('<span class="away">') == 1
    assert word in html


def test_absence_until_midnight_does_not_touch_the_next_day():
    asked = problem(absences=[Absence("A1", at(2), at(3), "sick")])
    thursday = drawn(asked, roster()).split('data-date="2026-12-03"')[1].split("</td>")[0]
    assert "away" not in thursday


def test_hours_of_the_week_stand_beside_those_of_the_contract():
    html = drawn(problem(agents=[agent(hours=40)]), roster(shift(day=0), shift(day=1)))
    assert "16.0<small>/40</small>" in html


def test_foot_counts_the_shifts_of_each_post_and_day():
    asked = problem(agents=[agent("A1"), agent("A2")], posts=[post()])
    foot = drawn(asked, roster(shift("A1"), shift("A2"))).split("<tfoot>")[1]
    assert '<td class="count">2</td><td class="count">0</td>' in foot


def test_chosen_cell_is_marked():
    html = drawn(problem(), roster(), chosen=("A1", MONDAY))
    assert html.count("cell chosen") == 1


def test_shift_on_a_post_the_shop_does_not_know_is_drawn():
    html = drawn(problem(), roster(shift(post="elsewhere")))
    assert "08:00-17:00" in html


def test_legend_names_the_posts_of_the_shop_only():
    html = legend(problem(posts=[post("aftersales")], agents=[agent(posts=["aftersales"])]), "zh")
    assert "售后" in html
    assert "售前" not in html


def test_a_shift_of_somebody_away_says_so_and_is_not_counted():
    asked = problem(absences=[Absence("A1", at(0), at(1), "sick")])
    html = drawn(asked, roster(shift(day=0), shift(day=1)))
    monday = html.split('data-date="2026-11-30"')[1].split("</td>")[0]
    assert 'class="shift gone"' in monday
    assert "Sick, all of the shift" in monday
    assert '<td class="count">0</td><td class="count">1</td>' in html


def test_a_shift_of_somebody_away_for_a_part_names_the_hours():
    asked = problem(absences=[Absence("A1", at(0, "14:00"), at(0, "16:00"), "sick")])
    html = drawn(asked, roster(shift(day=0)), lang="zh")
    assert 'class="shift gone"' not in html
    assert "病假 14:00-16:00" in html


def test_a_shift_at_another_shop_is_shown_on_its_day_and_the_rest_around_it_is_not():
    start, end = at(1, "20:00"), at(2, "02:00")
    there = (
        Absence("A1", start, end, f"{SIGN}二店"),
        Absence("A1", start - 1440, start, f"{SIGN}二店{REST}"),
        Absence("A1", end, end + 1440, f"{SIGN}二店{REST}"),
    )
    table = grid(dataclasses.replace(problem(), absences=there), roster())
    assert [table.away("A1", day) for day in range(4)] == [None, "⇄ 二店", "⇄ 二店", None]


def test_of_two_rosters_only_the_cells_that_differ_are_filled_before_and_after():
    old, new = roster(shift(), shift(day=1)), roster(shift(), shift(day=2, start="10:00"))
    parts = dataclasses.replace(grid(problem(), new), before=old, is_difference=True)
    html = markup(parts, problem().agents)
    monday, tuesday, wednesday, *others = html.split("<td>")[1:8]
    assert parts.touched == {"A1"}
    assert "<button" not in monday + "".join(others)
    assert "<s" in tuesday
    assert "08:00-17:00</s>" in tuesday
    assert '<span class="off">off</span>' in tuesday
    assert ">off</s>" in wednesday
    assert "10:00-19:00" in wednesday
