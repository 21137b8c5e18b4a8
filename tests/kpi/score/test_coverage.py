"""Nobody is scored on too small a part of the weight, unless a person decides so by name."""

from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.metrics.totals import Knowing
from kpi.scheme.line import Scoring
from kpi.scheme.scheme import USUAL_COVERAGE, Adding
from kpi.score.coverage import ScoredAnyway, decision, gaps
from kpi.score.scorecard import LineLeftOut
from kpi.score.scoring import score_month
from scheduler.errors import InputError
from tests.kpi.making import NAN, NOVEMBER, facts, line, scheme

VETO = line("abuse", 0, scoring=Scoring.VETO, bands=(), target=Decimal(0))


def three(replies, attendance, quality, **more):
    """Return a scheme of three lines with these weights."""
    rated = line("quality", quality, scoring=Scoring.RATING, bands=())
    return scheme(line("reply_rate", replies), line("adherence", attendance), rated, **more)


def score(rows, *schemes, **more):
    posts = ("presales", "aftersales")
    found = score_month(rows, dict(zip(posts, schemes, strict=False)), NOVEMBER, **more)
    return {one.agent_id: one for one in found}


def replies(agent="A", **more):
    return facts(agent=agent, replied=95, received=100, **more)


def attendance(agent="A", **more):
    return facts(agent=agent, scheduled_min=480, adherent_min=480, **more)


@pytest.mark.parametrize(
    ("weights", "total"),
    [
        ((70, 20, 10), 100),  # just enough
        ((69, 21, 10), None),  # one point of weight too few
        (("69.9999", "20.0001", 10), None),
        ((5, 90, 5), None),
    ],
)
def test_below_seventy_percent_of_the_weight_nobody_is_scored(weights, total):
    found = score(replies(), three(*weights))["A"]
    assert found.total == total
    assert found.cards[0].total == total
    assert found.is_held_back is (total is None)


def test_attendance_alone_no_longer_pays_the_full_bonus():
    found = score(attendance(), three(65, 5, 30))["A"]
    assert (found.total, found.grade, found.coverage) == (None, None, Decimal("0.05"))
    assert found.cards[0].line("adherence").contribution == 100  # what is known is told


@pytest.mark.parametrize(("least", "total"), [("0.05", 100), ("0.051", None), ("0", 100)])
def test_the_scheme_says_what_is_enough(least, total):
    rule = three(65, 5, 30, least_coverage=Decimal(least))
    assert score(attendance(), rule)["A"].total == total


@pytest.mark.parametrize("least", ["-0.01", "1.01", "70"])
def test_a_scheme_asks_for_a_share(least):
    with pytest.raises(InputError, match="share_out_of_range"):
        three(65, 5, 30, least_coverage=Decimal(least))


def test_a_decision_scores_whom_it_names_and_nobody_else():
    rows = merge([attendance("A"), attendance("B")])
    found = score(rows, three(65, 5, 30), anyway={"B"})
    assert [found[agent].total for agent in "AB"] == [None, 100]
    assert found["B"].is_below
    assert not found["B"].is_held_back


def test_a_decision_makes_no_score_of_nothing():
    found = score(facts(scheduled_min=480), three(65, 5, 30), anyway={"A"})["A"]
    assert (found.total, found.coverage, found.is_held_back) == (None, 0, False)


def test_runs_from_before_are_scored_by_whatever_was_known():
    found = score(attendance(), three(65, 5, 30), knowing=Knowing.WHATEVER)["A"]
    assert (found.total, found.coverage, found.least_coverage) == (100, None, None)
    none = facts(received=0, replied=0, scheduled_min=480, adherent_min=480)
    card = score(none, three(65, 5, 30), knowing=Knowing.WHATEVER)["A"].cards[0]
    assert card.line("reply_rate").left_out is LineLeftOut.NO_DATA


def test_no_cases_are_told_apart_from_no_data():
    none = facts(received=0, replied=0, scheduled_min=480, adherent_min=480)
    card = score(none, three(10, 75, 15))["A"].cards[0]
    assert card.line("reply_rate").left_out is LineLeftOut.NO_CASES
    assert card.line("quality").left_out is LineLeftOut.NO_DATA


def test_a_broken_veto_is_known_whatever_is_missing():
    rule = scheme(line("reply_rate", 5), line("adherence", 95), VETO)
    broken = score(replies(abuses=1), rule)["A"]
    assert (broken.total, broken.coverage) == (0, 1)
    assert score(replies(abuses=0), rule)["A"].total is None


def test_points_that_add_up_are_covered_by_their_full_points():
    rated = line("quality", scoring=Scoring.RATING, bands=(), full=Decimal(25))
    rule = scheme(line("reply_rate"), rated, adding=Adding.POINTS)
    assert score(replies(), rule)["A"].coverage == Decimal("0.8")


@pytest.mark.parametrize(
    ("minutes", "total"),
    [
        ((100, 900), None),  # nine tenths of the month on a post of which nothing is known
        ((699, 301), None),
        ((700, 300), 100),
        ((1000, 1), 100),
    ],
)
def test_posts_are_covered_by_the_minutes_worked_there(minutes, total):
    one, other = minutes
    known = replies(scheduled_min=one, adherent_min=one)
    unknown = facts(post="aftersales", scheduled_min=other, adherent_min=other)
    rules = scheme(line("reply_rate")), scheme(line("reply_rate"))
    found = score(merge([known, unknown]), *rules)["A"]
    assert found.total == total


def test_the_coverage_asked_for_is_blended_likewise():
    known = replies(scheduled_min=1, adherent_min=1)
    unknown = facts(post="aftersales", scheduled_min=2, adherent_min=2)
    rules = scheme(line(), least_coverage=Decimal(1)), scheme(line(), least_coverage=Decimal(0))
    found = score(merge([known, unknown]), *rules)["A"]
    assert found.coverage == found.least_coverage
    assert found.total == 100


def test_gaps_say_whose_lines_fall_away_and_why():
    rows = merge([replies("A"), replies("B", qa_points=90, qa_samples=1), attendance("C")])
    found = gaps(score(rows, three(50, 20, 30)).values())
    told = {(gap.indicator, gap.why): (gap.agents, gap.of, gap.share) for gap in found}
    assert told == {
        ("reply_rate", LineLeftOut.NO_DATA): (("C",), 3, Decimal("0.5")),
        ("adherence", LineLeftOut.NO_ATTENDANCE): (("A", "B"), 3, Decimal("0.2")),
        ("quality", LineLeftOut.NO_DATA): (("A", "C"), 3, Decimal("0.3")),
    }
    assert [len(gap.agents) for gap in found] == [2, 2, 1]


def test_a_decision_is_about_all_who_are_held_back():
    rows = merge([attendance("A"), attendance("B"), facts(agent="C", shifts=1)])
    scores = score(rows, three(65, 5, 30)).values()
    assert decision(scores, " 首月无聊天记录 ") == ScoredAnyway(
        NOVEMBER, ("A", "B"), "首月无聊天记录"
    )
    assert decision(scores, "why", ["B"]).agents == ("B",)


@pytest.mark.parametrize(
    ("reason", "agents", "code"),
    [
        ("", (), "reason_anyway_missing"),
        (" \n", ("A",), "reason_anyway_missing"),
        ("why", ("C",), "not_below_coverage"),  # nothing at all is known
        ("why", ("D", "A"), "not_below_coverage"),  # scored anyhow
        ("why", ("E",), "not_below_coverage"),  # nobody
    ],
)
def test_a_decision_without_reason_or_need_is_refused(reason, agents, code):
    rows = merge([attendance("A"), facts(agent="C", shifts=1), replies("D")])
    scores = score(rows, three(70, 5, 25)).values()
    with pytest.raises(InputError, match=code):
        decision(scores, reason, agents)


def test_without_anybody_held_back_there_is_nothing_to_decide():
    assert decision(score(replies(), three(70, 20, 10)).values(), "why") is None


def test_seventy_percent_is_asked_for_where_a_scheme_says_nothing():
    assert scheme().least_coverage == USUAL_COVERAGE == Decimal("0.7")


def test_unknown_hours_do_not_hide_a_post():
    known = replies(scheduled_min=NAN)
    unknown = facts(post="aftersales", shifts=1)
    found = score(merge([known, unknown]), scheme(line()), scheme(line()))["A"]
    assert (found.coverage, found.total) == (Decimal("0.5"), None)
