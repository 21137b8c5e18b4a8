import datetime as dt
from dataclasses import replace

import pytest

from kpi.month import Month
from scheduler.horizon import Clock, Horizon
from service.pay.month_needs import Need, NeedKind, NeedState, Readiness
from service.roster.weeks import WeekState, WeekSummary
from service.start.shop_seen import MonthSeen, RunState, ShopSeen, WeekSeen
from service.start.what_next import Aim, HowFar, SetUpStep, WorkOf, missing, steps, what_next
from ui.words.catalogue import LANGUAGES, has

TODAY = dt.date(2026, 12, 1)
HORIZON = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 12, 7))
EMPTY = ShopSeen(
    TODAY, 0, 0, (), False, None, (), False, WeekSeen("2026-W49"), WeekSeen("2026-W50")
)
WHOLE = replace(EMPTY, posts=2, people=12, has_rules=True, history_until=dt.date(2026, 11, 30))


def week(state=WeekState.OPEN, *, staffed=True, breaches=0, **more):
    summary = WeekSummary("2026-W50", HORIZON, state, staffed, 1, breaches)
    return WeekSeen("2026-W50", summary, **more)


def codes(work, seen, month=None):
    return [(point.code, point.standing) for point in what_next(work, seen, month)]


def code_of_next(seen):
    return next(p for p in what_next(WorkOf.SUPERVISOR, seen) if p.code.startswith("next_"))


def test_an_empty_shop_waits_for_all_that_a_roster_is_made_from():
    assert missing(EMPTY, Aim.ROSTER) == (
        SetUpStep.POSTS,
        SetUpStep.PEOPLE,
        SetUpStep.RULES,
        SetUpStep.HISTORY,
    )
    assert missing(EMPTY, Aim.FORECAST) == (SetUpStep.POSTS, SetUpStep.HISTORY)
    assert missing(WHOLE, Aim.ROSTER) == ()
    standing = [point.standing for point in steps(EMPTY)]
    assert standing == [HowFar.MISSING] * 4 + [HowFar.LOOK] * 2


def test_what_stops_a_roster_stands_first():
    found = codes(WorkOf.SUPERVISOR, replace(WHOLE, people=0))
    assert found[0] == ("lacks_people", HowFar.MISSING)
    assert ("next_closed", HowFar.LOOK) in found


@pytest.mark.parametrize(
    ("seen", "code", "standing"),
    [
        (WeekSeen("2026-W50"), "next_closed", HowFar.LOOK),
        (week(staffed=False), "next_unstaffed", HowFar.LOOK),
        (week(), "next_open", HowFar.LOOK),
        (week(WeekState.DRAFT), "next_draft", HowFar.LOOK),
        (week(WeekState.DRAFT, breaches=3), "next_broken", HowFar.LOOK),
        (week(WeekState.CHANGED), "next_changed", HowFar.LOOK),
        (week(WeekState.PUBLISHED), "next_published", HowFar.DONE),
    ],
)
def test_next_week_is_as_far_as_its_roster(seen, code, standing):
    point = code_of_next(replace(WHOLE, next=seen))
    assert (point.code, point.standing) == (code, standing)
    assert point.told["week"] == "2026-W50"


def test_a_stretch_of_weeks_that_holds_both_stands_once():
    both = week(WeekState.PUBLISHED)
    found = [code for code, _ in codes(WorkOf.SUPERVISOR, replace(WHOLE, this=both, next=both))]
    assert found == ["this_published", "history_until"]


def test_a_supervisor_is_led_to_the_step_that_brings_more_of_the_past():
    points = {point.code: point for point in what_next(WorkOf.SUPERVISOR, WHOLE)}
    brought = points["history_until"]
    assert (brought.page, brought.step, brought.told["days"]) == ("setup", "history", 1)


def test_requests_since_the_roster_and_posts_of_nobody_are_worth_a_look():
    seen = replace(WHOLE, idle=("客诉",), next=week(WeekState.DRAFT, requests=2))
    points = {point.code: point for point in what_next(WorkOf.SUPERVISOR, seen)}
    assert points["requests"].told["count"] == 2
    assert points["requests"].week == "2026-W50"
    assert points["idle_posts"].told["posts"] == ("客诉",)


def test_the_planner_is_sent_to_the_history_first():
    (point,) = what_next(WorkOf.PLANNER, replace(WHOLE, history_until=None))
    assert (point.code, point.page) == ("lacks_history", "history")


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (WeekSeen("2026-W50"), ["forecast_closed"]),
        (week(staffed=False), ["forecast_none"]),
        (
            week(forecast_on=TODAY, forecast_until=dt.date(2026, 11, 29)),
            ["forecast_old"],
        ),
        (week(forecast_on=TODAY, forecast_until=dt.date(2026, 11, 30)), ["forecast_made"]),
        (week(staffed=False, forecast_on=TODAY), ["forecast_made", "need_none"]),
        (week(forecast_on=TODAY, is_staffed_anew=False), ["forecast_made", "need_old"]),
    ],
)
def test_the_planner_sees_how_old_the_forecast_is(seen, found):
    points = [code for code, _ in codes(WorkOf.PLANNER, replace(WHOLE, next=seen))]
    assert sorted(points) == sorted(["history_until", *found])


def test_a_history_of_more_than_a_week_ago_is_worth_a_look():
    for days, standing in ((7, HowFar.DONE), (8, HowFar.LOOK)):
        until = TODAY - dt.timedelta(days=days)
        found = dict(codes(WorkOf.PLANNER, replace(WHOLE, history_until=until)))
        assert found["history_until"] is standing


def month(run=None, changed=(), **states):
    needs = tuple(Need(NeedKind(kind), NeedState(state)) for kind, state in states.items())
    return MonthSeen(Month(2026, 11), Readiness(needs, changed), run)


def test_hr_sees_what_the_month_waits_for_until_it_is_in_review():
    waiting = {"rosters": "blocking", "attendance": "partly", "chats": "done"}
    found = codes(WorkOf.HR, WHOLE, month(**waiting))
    assert [code for code, _ in found] == ["month_blocked", "month_open", "month_unscored"]
    found = codes(WorkOf.HR, WHOLE, month(RunState.REVIEW, ("facts_imported",), **waiting))
    assert [code for code, _ in found] == ["month_changed", "month_review"]
    assert codes(WorkOf.HR, WHOLE, month(RunState.LOCKED)) == [("month_locked", HowFar.DONE)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_point_has_its_words(lang):
    states = ("closed", "unstaffed", "broken", *(state.value for state in WeekState))
    found = {f"next.{which}_{state}" for which in ("this", "next") for state in states}
    found |= {
        f"next.lacks_{step}"
        for step in (SetUpStep.POSTS, SetUpStep.PEOPLE, SetUpStep.RULES, SetUpStep.HISTORY)
    }
    found |= {f"next.month_{run.value}" for run in RunState} | {"next.month_unscored"}
    found |= {f"setup.step_{step}" for step in SetUpStep}
    found |= {f"setup.{step}_{how}" for step in SetUpStep for how in ("done", "open")}
    assert [key for key in sorted(found) if not has(key, lang)] == []
