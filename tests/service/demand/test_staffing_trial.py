import dataclasses

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import StaffingInputs, StaffingTarget
from scheduler.staffing.level import level_with
from scheduler.staffing.offered_load import USUAL
from service.demand import forecasting
from service.demand.agent_effects import agent_effects, met_around, promise_effects
from service.demand.reply_cycle import ReplyCycle, cycle_rows
from service.demand.staffed_volume import StaffedVolume, chance_prices, kept_volume
from service.demand.staffing import staff_week, week_requirement
from service.demand.staffing_trial import (
    Load,
    keep_staffing,
    kept_load,
    overloaded,
    try_staffing,
)
from service.history.volumes import import_volumes
from service.roster import weeks
from service.roster.intake import keep_week
from service.roster.question import question_key
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "计划员", "now": s.NOW}
SLOW = {"presales": StaffingInputs(handle_s=1200.0)}


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def test_trying_keeps_nothing(database):
    before = weeks.problem(at_desk(database), s.LABEL)
    tried = try_staffing(at_desk(database), s.LABEL, inputs=SLOW)
    after = weeks.problem(at_desk(database), s.LABEL)
    assert np.nansum(tried.requirement.of("presales")) > 0
    assert after.posts == before.posts
    np.testing.assert_array_equal(after.requirement.agents, before.requirement.agents)


def test_slower_chats_need_more_people_on_their_post_alone(database):
    as_is = try_staffing(at_desk(database), s.LABEL).requirement
    slow = try_staffing(at_desk(database), s.LABEL, inputs=SLOW).requirement
    assert np.nansum(slow.of("presales")) > np.nansum(as_is.of("presales"))
    np.testing.assert_array_equal(slow.of("aftersales"), as_is.of("aftersales"))


def test_kept_inputs_make_the_requirement_that_was_tried(database):
    tried = try_staffing(at_desk(database), s.LABEL, inputs=SLOW)
    kept = keep_staffing(at_desk(database, **WHO), s.LABEL, SLOW)
    np.testing.assert_array_equal(kept.requirement.agents, tried.requirement.agents)
    assert shops.posts(at_desk(database))[0].staffing == SLOW["presales"]


def test_requirement_is_current_until_inputs_or_forecast_change(database):
    assert not try_staffing(at_desk(database), s.LABEL).is_kept_current  # it was imported
    staff_week(at_desk(database, **WHO), s.LABEL)
    assert try_staffing(at_desk(database), s.LABEL).is_kept_current
    post = shops.posts(at_desk(database))[0]
    slow = dataclasses.replace(post, staffing=SLOW["presales"])
    shops.save_post(at_desk(database, **WHO), slow)
    assert not try_staffing(at_desk(database), s.LABEL).is_kept_current
    staff_week(at_desk(database, **WHO), s.LABEL)
    import_volumes(at_desk(database, **WHO), s.volumes())
    forecasting.forecast_week(at_desk(database, **WHO), s.LABEL)
    assert not try_staffing(at_desk(database), s.LABEL).is_kept_current


def test_level_a_requirement_was_made_for_is_known(database):
    import_volumes(at_desk(database, **WHO), s.volumes())
    forecasting.forecast_week(at_desk(database, **WHO), s.LABEL)
    busy = StaffedVolume(level=0.9)
    staff_week(at_desk(database, **WHO), s.LABEL, volume=busy)
    assert kept_volume(week_requirement(at_desk(database), s.LABEL)) == busy
    assert kept_volume(None) == StaffedVolume()


def test_a_chance_is_kept_with_its_requirement_and_priced(database):
    import_volumes(at_desk(database, **WHO), s.volumes())
    forecasting.forecast_week(at_desk(database, **WHO), s.LABEL)
    sure = StaffedVolume(chance=0.9)
    tried = try_staffing(at_desk(database), s.LABEL, volume=sure)
    mean = try_staffing(at_desk(database), s.LABEL)
    assert tried.requirement.hours > mean.requirement.hours
    assert tried.staffed.of("presales")[20] > tried.forecast.of("presales")[20]
    kept = staff_week(at_desk(database, **WHO), s.LABEL, volume=sure)
    assert kept_volume(kept) == sure
    np.testing.assert_array_equal(kept.requirement.agents, tried.requirement.agents)
    prices = chance_prices(mean.forecast, mean.posts)
    price = next(row for row in prices.rows if row.chance == 0.9)
    assert price.hours == pytest.approx(tried.requirement.hours, rel=0.01)
    assert price.more == pytest.approx(price.hours / mean.requirement.hours - 1, abs=0.01)
    assert prices.whole["presales"] >= prices.mean["presales"]


def test_a_quantile_and_a_chance_at_once_are_refused():
    with pytest.raises(InputError, match="level_and_chance"):
        StaffedVolume(level=0.9, chance=0.9)


def test_one_agent_moves_the_level_as_the_formula_says(database):
    told = {"inputs": SLOW, "load": Load.MODIFIED_OFFERED}
    staffed = try_staffing(at_desk(database), s.LABEL, **told)
    closed, effect = agent_effects(staffed, "presales", range(17, 19))  # 08:30 closed, 09:00 open
    assert closed is None
    assert effect.agents - 1 < effect.needed <= effect.agents
    levels = effect.levels
    assert levels.less < 0.8 <= levels.planned < levels.more
    one_more = level_with(effect.agents + 1, effect.chats, SLOW["presales"], interval_min=30)
    assert levels.more == one_more


def test_one_agent_moves_the_level_on_top_of_what_is_left_from_before(database):
    staffed = try_staffing(at_desk(database), s.LABEL, inputs=SLOW)
    closed, first, *rest = agent_effects(staffed, "presales", range(17, 30))
    assert closed is None
    needed = staffed.requirement.of("presales")
    for place, effect in enumerate((first, *rest), start=18):
        assert effect.needed == needed[place]
        assert effect.levels.less < 0.8 <= effect.levels.planned + 1e-9
        assert effect.levels.planned < effect.levels.more
    steady = level_with(rest[-1].agents, 6.0, SLOW["presales"], interval_min=30)
    assert rest[-1].levels.planned == pytest.approx(steady, abs=0.03)
    less, planned, more = met_around(staffed, "presales", 25)
    assert less.abandoned_share > planned.abandoned_share > more.abandoned_share
    assert less.occupancy > planned.occupancy > more.occupancy > 0


def test_week_without_forecast_is_told(database):
    keep_week(at_desk(database, **WHO), s.week(forecast=None))
    with pytest.raises(InputError) as error:
        try_staffing(at_desk(database), s.LABEL)
    assert error.value.faults[0].code == "week_without_forecast"


def test_inputs_that_overload_keep_nothing(database):
    heavy = {"presales": StaffingInputs(handle_s=1e9)}
    with pytest.raises(InputError) as error:
        keep_staffing(at_desk(database, **WHO), s.LABEL, heavy, load=Load.OWN_ARRIVALS)
    assert error.value.faults[0].code == "load_too_large"
    assert shops.posts(at_desk(database))[0].staffing == StaffingInputs()


def test_load_a_requirement_was_made_for_is_kept_and_known(database):
    assert kept_load(week_requirement(at_desk(database), s.LABEL)) is USUAL
    slow = {"presales": StaffingInputs(handle_s=3600.0)}
    alone = {"inputs": slow, "load": Load.OWN_ARRIVALS}
    own = try_staffing(at_desk(database), s.LABEL, **alone).requirement
    moving = {"inputs": slow, "load": Load.MODIFIED_OFFERED}
    tried = try_staffing(at_desk(database), s.LABEL, **moving)
    first = int(np.flatnonzero(~np.isnan(own.of("presales")))[0])
    assert tried.requirement.of("presales")[first] < own.of("presales")[first]  # empty at opening
    effect = agent_effects(tried, "presales", range(first, first + 1))[0]
    assert effect.chats < 6
    keep_staffing(at_desk(database, **WHO), s.LABEL, slow, load=Load.OWN_ARRIVALS)
    assert kept_load(week_requirement(at_desk(database), s.LABEL)) is Load.OWN_ARRIVALS


def test_every_promise_that_holds_then_is_told_once(database):
    morning = StaffingTarget(0.95, 60.0, hours=ClockSpan.parse("08:00-12:00"))
    again = StaffingTarget(0.8, 30.0)  # the main promise once more
    inputs = StaffingInputs(answer_rate=0.97, targets=(morning, again))
    staffed = try_staffing(at_desk(database), s.LABEL, inputs={"presales": inputs})
    at_nine, at_noon = (
        promise_effects(staffed, "presales", 18),
        promise_effects(staffed, "presales", 24),
    )
    assert [each.promise.share for each in at_nine] == [0.8, 0.95, 0.97]
    assert [each.promise.share for each in at_noon] == [0.8, 0.97]
    assert [each.is_answer_rate for each in at_noon] == [False, True]
    assert all(each.levels.planned >= each.promise.share for each in (*at_nine, *at_noon))


def test_more_agents_are_met_with_shorter_waits(database):
    staffed = try_staffing(
        at_desk(database), s.LABEL, inputs={"presales": StaffingInputs(shrinkage=0.3)}
    )
    less, planned, more = met_around(staffed, "presales", 20)
    assert less.mean_wait_s > planned.mean_wait_s > more.mean_wait_s
    assert less.occupancy > planned.occupancy > more.occupancy


def test_shortfall_of_a_post_nobody_could_carry_is_told(database):
    slow = StaffingInputs(handle_s=36000.0)
    staffed = try_staffing(at_desk(database), s.LABEL, inputs={"presales": slow})
    found = {
        each.posts: each for each in overloaded(staffed, weeks.problem(at_desk(database), s.LABEL))
    }
    short = found["presales",]
    assert short.short_hours == pytest.approx(short.required_hours - short.contract_hours)
    assert short.short_people == pytest.approx(short.peak - 3)  # A1, A2 and A4 may work there


def test_reply_cycle_gives_the_times_of_its_table():
    rows = cycle_rows(ReplyCycle(40, 60, 5), 3)
    assert [round(row.handle_s, 3) for row in rows] == [500, 580, 693.103]
    assert [round(row.reply_delay_s, 3) for row in rows] == [40, 56, 78.621]
    assert round(rows[2].chats_per_hour, 4) == 15.5821


def test_people_priced_one_by_one_are_kept_and_priced_by_the_weeks_question(database):
    usual = staff_week(at_desk(database, **WHO), s.LABEL)
    before = weeks.problem(at_desk(database), s.LABEL)
    kept = staff_week(at_desk(database, **WHO), s.LABEL, load=Load.PRICED_PEOPLE)
    after = weeks.problem(at_desk(database), s.LABEL)
    assert usual.requirement.worth is None
    np.testing.assert_array_equal(kept.requirement.agents, usual.requirement.agents)
    np.testing.assert_array_equal(after.requirement.worth, kept.requirement.worth)
    assert kept.requirement.is_priced.any()
    assert question_key(after) != question_key(before)
    assert kept_load(kept) is Load.PRICED_PEOPLE
