"""How a month came about is told of runs from before it was kept with them, too."""

from dataclasses import replace

import pytest

from scheduler.errors import InputError
from service.month.explaining import explained_report, explainer
from tests.demo_month import demo_run
from ui.words.explained import pay_lines


def before(run):
    """The run as it would be had it been kept without its notes."""
    bare = tuple(
        replace(payout, notes=(), lines=tuple(replace(line, notes=()) for line in payout.lines))
        for payout in run.payouts
    )
    return replace(run, payouts=bare)


def test_a_run_from_before_is_explained_by_what_it_holds():
    run = demo_run()
    old = explainer(before(run)).of("K001").payout
    assert pay_lines(old, "zh") == pay_lines(explainer(run).of("K001").payout, "zh")
    assert all(len(line.sentences) > 1 for line in pay_lines(old, "zh")[:-1])


def test_amounts_that_no_longer_follow_are_told_as_they_were_paid():
    """Where the same inputs lead elsewhere, nothing is told that does not lead to the amount."""
    run = before(demo_run())
    first, *others = run.payouts
    odd = replace(first, lines=(replace(first.lines[0], amount=first.lines[0].amount + 1),))
    told = explainer(replace(run, payouts=(odd, *others))).of(first.agent_id).payout
    assert told == odd
    assert told.lines[0].notes == ()


def test_who_was_not_scored_has_nothing_to_be_told():
    with pytest.raises(InputError, match="unknown_agent"):
        explainer(demo_run()).of("nobody")


def test_programs_get_codes_and_values():
    run = demo_run()
    report = explained_report(explainer(run).of("K001"))
    assert len(report["payout"]) == len(run.payouts[0].lines)
    (card,) = report["cards"]
    counts = [one for one in card["lines"]["conversion"] if one["code"] == "counts"]
    assert counts[0]["weight"] == "20"
