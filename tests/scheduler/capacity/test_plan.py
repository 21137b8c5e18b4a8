import dataclasses
import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from scheduler.agent import Absence, Agent, Certificate, Contract
from scheduler.capacity.params import CapacityParams
from scheduler.capacity.plan import capacity
from scheduler.demand import Forecast
from scheduler.horizon import ClockSpan
from scheduler.post import Post, SealGroup
from scheduler.staffing.requirement import requirement
from tests import builders as b

WEEKS = 8
DAYS = b.horizon(days=7 * WEEKS)
RULES = b.rules()
BASIC = CapacityParams(lasting_weeks=1, lead_weeks=2, ramp_weeks=0)


def forecast(chats=6.0, posts=("presales",)):
    mean = np.full((len(posts), DAYS.intervals), chats)
    return Forecast(DAYS, posts, mean)


def person(name="A1", posts=("presales",), **changes):
    held = tuple(Certificate(post) for post in posts)
    return dataclasses.replace(Agent(name, name, "", held, Contract(40.0, Decimal(30))), **changes)


def planned(agents, *, expected=None, posts=("presales",), rules=RULES, absences=(), **changes):
    return capacity(
        forecast(posts=posts) if expected is None else expected,
        tuple(map(Post, posts)),
        agents,
        rules,
        absences=absences,
        params=dataclasses.replace(BASIC, **changes),
    )


def test_hours_needed_are_those_of_the_requirement_week_by_week():
    found = planned([person()])
    hours = requirement(forecast(), [Post("presales")]).hours
    assert len(found.weeks) == WEEKS
    assert sum(week.required_hours["presales"] for week in found.weeks) == pytest.approx(hours)
    assert found.weeks[0].chats["presales"] == pytest.approx(6.0 * 336)
    assert [week.label for week in found.weeks[:2]] == ["2026-W49", "2026-W50"]
    assert found.weeks[0].month == dt.date(2026, 12, 1)


def test_hires_keep_what_is_left_short_at_nothing_once_they_can_come():
    found = planned([person()])
    assert [hire.first_day for hire in found.hires] == [dt.date(2026, 12, 14)]
    assert found.hires[0].decide_by == dt.date(2026, 11, 30)
    short = found.weeks[2].short_hours["presales"]
    assert found.hires_needed("presales") == int(-(-short // 40))
    assert found.weeks[1].left_short_hours["presales"] > 0
    assert all(week.left_short_hours["presales"] == 0 for week in found.weeks[2:])


def test_joiners_count_from_their_first_day():
    later = person("A2", hired=DAYS.date(7))
    found = planned([person(), later])
    people = [week.people["presales"] for week in found.weeks]
    assert people == [1] + [2] * (WEEKS - 1)
    assert [week.available_hours["presales"] for week in found.weeks[:2]] == [40.0, 80.0]


def test_a_certificate_that_ends_takes_its_hours_along():
    last = DAYS.date(6)
    held = (Certificate("presales", valid_to=last), Certificate("aftersales"))
    found = planned([person(certificates=held)], posts=("presales", "aftersales"))
    assert found.weeks[0].people == {"presales": 1, "aftersales": 0}
    assert found.weeks[1].people == {"presales": 0, "aftersales": 1}


def test_leave_takes_what_the_other_days_cannot_hold():
    # of 7 days 4 are left, 8 h each
    absence = Absence("A1", DAYS.minute(0), DAYS.minute(0) + 3 * 1440)
    found = planned([person()], absences=(absence,))
    assert [week.available_hours["presales"] for week in found.weeks[:2]] == [32.0, 40.0]


def test_leave_not_entered_yet_and_leavers_lower_the_hours():
    away = planned([person()], away_share=0.1)
    assert away.weeks[0].available_hours["presales"] == pytest.approx(36.0)
    going = planned([person()], leaving_per_year=0.5)
    assert going.weeks[0].available_hours["presales"] == 40.0
    assert going.weeks[7].available_hours["presales"] == pytest.approx(40 * 0.5 ** (7 / 52))


def test_growth_and_margin_raise_what_is_needed():
    plain = planned([person()])
    grown = planned([person()], growth_per_month=0.1)
    # 28 days are 28 / 30.4375 of a month, and the week's own days follow
    factor = np.mean([1.1 ** ((28 + day) / 30.4375) for day in range(7)])
    assert grown.weeks[4].chats["presales"] == pytest.approx(6.0 * 336 * factor)
    wide = planned([person()], margin=0.25)
    ratio = wide.weeks[0].required_hours["presales"] / plain.weeks[0].required_hours["presales"]
    assert ratio == pytest.approx(1.25)


def test_an_open_post_needs_its_least_number_of_people_without_chats():
    found = planned([person()], expected=forecast(0.0), rules=b.rules(min_agents=2))
    assert found.weeks[0].required_hours["presales"] == pytest.approx(2 * 168)


def test_posts_held_together_at_night_need_one_minimum():
    posts = ("presales", "aftersales")
    night = SealGroup(posts, ClockSpan.parse("00:00-08:00"))
    rules = b.rules(min_agents=1, seals=(night,))
    found = planned([person()], expected=forecast(0.0, posts), posts=posts, rules=rules)
    needed = found.weeks[0].required_hours
    assert sum(needed.values()) == pytest.approx(7 * (8 + 2 * 16))


def test_people_of_two_posts_help_where_hours_are_missing():
    posts = ("presales", "aftersales")
    both = [person(f"B{number}", posts) for number in range(30)]
    found = planned(both, posts=posts)
    assert found.weeks[0].available_hours["aftersales"] == 0.0
    assert found.weeks[0].short_hours == {"presales": 0.0, "aftersales": 0.0}
