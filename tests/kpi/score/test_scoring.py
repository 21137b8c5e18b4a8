"""Lines left out share their weight, posts blend by worked minutes, targets by scheduled ones."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from kpi.facts.facts import Facts, merge
from kpi.scheme.line import Scoring, SmallSample
from kpi.scheme.targets import Level, Target, shared_out
from kpi.score.scorecard import Blend, LineLeftOut
from kpi.score.scoring import score_month
from scheduler.errors import InputError
from tests.kpi.making import DAY, NAN, NOVEMBER, bands, facts, line, scheme

RATED = line("quality", 40, scoring=Scoring.RATING, bands=())
REPLIES = line("reply_rate", 60)
TWO = scheme(REPLIES, RATED)
ANY = Decimal(0)
"""Whatever is known is enough."""


def score(rows, schemes=None, **more):
    found = score_month(rows, schemes or {"presales": TWO}, NOVEMBER, **more)
    return {one.agent_id: one for one in found}


def test_a_score_is_the_weighted_sum():
    card = score(facts(replied=95, received=100, qa_points=150, qa_samples=2))["A"].cards[0]
    assert [line.contribution for line in card.lines] == [60, 30]
    assert card.total == 90


def test_the_weight_of_a_line_left_out_goes_to_the_others():
    rows = facts(replied=95, received=100)
    card = score(rows, {"presales": replace(TWO, least_coverage=ANY)})["A"].cards[0]
    left = card.line("quality")
    assert (left.points, left.left_out, left.contribution) == (None, LineLeftOut.NO_DATA, 0)
    assert card.line("reply_rate").weight_used == 100
    assert card.total == 100


def test_without_attendance_the_line_says_so():
    rows = facts(scheduled_min=480, adherent_min=NAN, replied=95, received=100)
    two = scheme(REPLIES, line("adherence", 40), least_coverage=ANY)
    found = score(rows, {"presales": two})["A"].cards[0]
    assert found.line("adherence").left_out == LineLeftOut.NO_ATTENDANCE
    assert found.total == 100


def test_without_anything_there_is_no_score_rather_than_zero():
    found = score(facts(scheduled_min=480))["A"]
    assert (found.total, found.grade) == (None, None)


def test_thirds_still_add_up_to_full():
    three = scheme(
        line("reply_rate", 25, bands=bands((None, None, 100))),
        line("satisfaction", 25, bands=bands((None, None, 100))),
        line("conversion", 25, bands=bands((None, None, 100))),
        RATED.__class__("quality", Decimal(25), Scoring.RATING),
    )
    rows = facts(replied=1, received=1, satisfied=1, rated=1, paid=1, consulted=1)
    assert score(rows, {"presales": three})["A"].total == 100


def test_only_the_month_counts():
    rows = merge(
        [
            facts(replied=95, received=100),
            facts(date=dt.date(2026, 12, 1), replied=0, received=900),
        ]
    )
    assert score(rows)["A"].cards[0].line("reply_rate").denominator == 100


def test_an_edge_is_reached_exactly():
    # 0.1 + 0.2 in floats is more than 0.3: sums of counts divide exactly here
    edge = scheme(line("conversion", bands=bands((None, "0.41", 0), ("0.41", None, 100))))
    for consulted in (100, 300, 700, 1100):
        rows = facts(paid=41 * consulted // 100, consulted=consulted)
        assert score(rows, {"presales": edge})["A"].total == 100


def test_a_post_without_a_scheme_is_a_fault():
    with pytest.raises(InputError, match="scheme_missing"):
        score(facts(post="aftersales", paid=1))


def test_a_scheme_never_applies_backwards():
    later = scheme(REPLIES, RATED, valid_from=dt.date(2026, 11, 2))
    with pytest.raises(InputError, match="scheme_not_yet"):
        score(facts(replied=1, received=1), {"presales": later})


def test_what_counts_for_the_shop_scores_nobody():
    rows = merge([facts(replied=95, received=100), facts(agent="", replied=0, received=50)])
    assert list(score(rows)) == ["A"]


BOTH = {"presales": TWO, "aftersales": scheme(line("satisfaction"), id="T")}


def two_posts(**after):
    pre = facts(replied=95, received=100, scheduled_min=7200, adherent_min=7200)
    post = facts(post="aftersales", satisfied=1, rated=2, scheduled_min=3600, **after)
    return score(merge([pre, post]), BOTH)["A"]


def test_two_posts_blend_by_worked_minutes():
    found = two_posts(adherent_min=2400)
    assert [card.post for card in found.cards] == ["presales", "aftersales"]
    assert [card.total for card in found.cards] == [100, 0]
    assert found.shares == (Decimal("0.75"), Decimal("0.25"))  # 7200 and 2400
    assert (found.total, found.blended_by) == (75, Blend.WORKED)


def test_where_attendance_is_missing_scheduled_minutes_blend():
    found = two_posts(adherent_min=NAN)
    assert found.total == Decimal("66.67")  # 7200 and 3600
    assert found.blended_by is Blend.SCHEDULED


def test_posts_without_hours_blend_equally():
    rows = merge([facts(replied=95, received=100), facts(post="aftersales", satisfied=1, rated=2)])
    found = score(rows, BOTH)["A"]
    assert (found.total, found.blended_by) == (50, Blend.EQUAL)


def test_a_post_without_a_score_does_not_drag_the_blend_down():
    pre = facts(replied=95, received=100, scheduled_min=100, adherent_min=100)
    post = facts(post="aftersales", scheduled_min=900, adherent_min=900)
    any_of = {post: replace(each, least_coverage=ANY) for post, each in BOTH.items()}
    assert score(merge([pre, post]), any_of)["A"].total == 100


# --- targets ------------------------------------------------------------------------------------


def target(level, name, value, **more):
    return Target(NOVEMBER, "presales", level, name, "sales_fen", Decimal(value), **more)


def shares(*targets, minutes=(480, 480, 960), excused=(0, 0, 0), teams=None):
    groups = [(agent, "presales") for agent in "ABC"]
    found = shared_out(
        targets,
        groups,
        scheduled_min=np.array(minutes, float),
        excused_min=np.array(excused, float),
        teams={"A": "early", "B": "early", "C": "late"} if teams is None else teams,
    )
    return found["sales_fen"].tolist()


def test_a_shop_target_is_shared_out_by_scheduled_minutes():
    assert shares(target(Level.SHOP, "", 4000)) == [1000, 1000, 2000]


def test_a_team_target_stays_in_the_team():
    found = shares(target(Level.TEAM, "early", 3000), minutes=(480, 960, 960))
    assert found[:2] == [1000, 2000]
    assert np.isnan(found[2])


def test_what_teams_and_agents_take_is_taken_off_the_shop():
    found = shares(
        target(Level.SHOP, "", 10_000),
        target(Level.TEAM, "early", 4000),
        target(Level.AGENT, "A", 1000),
    )
    assert found == [1000, 3000, 6000]


def test_an_agent_outside_the_teams_counts_against_the_shop():
    found = shares(target(Level.SHOP, "", 10_000), target(Level.AGENT, "C", 4000), teams={})
    assert found == [3000, 3000, 4000]


def test_excused_minutes_take_their_part_away_and_nobody_gets_it():
    assert shares(target(Level.SHOP, "", 4000), excused=(120, 0, 0)) == [750, 1000, 2000]


def test_who_was_not_scheduled_gets_no_part():
    found = shares(target(Level.SHOP, "", 4000), minutes=(0, 480, 480))
    assert np.isnan(found[0])
    assert found[1:] == [2000, 2000]


def test_parts_above_the_whole_are_refused():
    with pytest.raises(InputError, match="target_parts_exceed"):
        shares(target(Level.SHOP, "", 100), target(Level.AGENT, "A", 101))


def test_the_same_target_twice_is_refused():
    with pytest.raises(InputError, match="target_twice"):
        shares(target(Level.SHOP, "", 100), target(Level.SHOP, "", 100))


def test_without_a_target_the_line_says_so():
    found = score(
        facts(sales_fen=1, replied=95, received=100),
        {"presales": scheme(REPLIES, line("target_attainment", 40))},
    )["A"].cards[0]
    assert found.line("target_attainment").left_out is LineLeftOut.NO_TARGET


def test_scores_of_a_projection_say_so():
    rows = Facts.of(
        ["A"], ["presales"], [DAY], counts={"replied": [9], "received": [9]}, is_projection=True
    )
    assert score(rows)["A"].cards[0].is_projection


@pytest.mark.parametrize(
    ("received", "few"),
    [(29, True), (30, False)],  # fewer than 30 cases are few
)
def test_a_share_of_few_cases_is_flagged_and_still_counts(received, few):
    found = score(facts(replied=received, received=received))["A"].cards[0].line("reply_rate")
    assert (found.has_few_cases, found.points) == (few, 100)


def test_a_line_without_cases_or_of_a_plain_count_has_no_few_cases():
    found = score(facts(replied=95, received=100))["A"].cards[0]
    assert not found.line("quality").has_few_cases  # left out
    late = scheme(line("attendance", 100, bands=bands((None, None, 100))))
    counted = score(
        facts(shifts=5, late_shifts=1, early_shifts=0, absent_shifts=0), {"presales": late}
    )
    assert not counted["A"].cards[0].line("attendance").has_few_cases


@pytest.mark.parametrize(("received", "is_small"), [(19, True), (20, False), (21, False)])
def test_a_sample_exactly_at_its_bound_is_no_small_one(received, is_small):
    rule = SmallSample(20, "bad_rated", Decimal(30))
    rows = facts(received=received, replied=received, bad_rated=1)
    (found,) = score(rows, {"presales": scheme(line(small_sample=rule))})["A"].cards[0].lines
    assert (found.is_small_sample, found.points) == (is_small, 70 if is_small else 100)
