"""Twenty made-up months, from files to the fen, against a reckoning that shares no code."""

from collections import defaultdict

import pytest

from kpi.month import Month
from service.month.file_names import MonthFiles
from service.month.kpi_files import score_files
from tests.kpi.pay.by_hand import ByHand
from tests.kpi.pay.made_leave import LeaveByHand, leave_files, made_leave
from tests.kpi.pay.made_months import made_month, written


def check(found, reckoned):
    """Compare scores, and payouts by kind of line, of everybody."""
    assert not found.in_doubt
    for score, payout in zip(found.scores, found.payouts, strict=True):
        by_hand = reckoned(payout.agent_id)
        assert score.total == by_hand.scored[0], payout.agent_id
        paid = defaultdict(int)
        for line in payout.lines:
            paid[line.pays.value] += int(line.amount * 100)
        expected = {pays: amount for pays, amount in by_hand.paid().items() if amount}
        assert {pays: amount for pays, amount in paid.items() if amount} == expected, score.agent_id


@pytest.mark.parametrize("seed", range(20))
def test_a_month_pays_to_the_fen_what_a_person_reckons(seed, tmp_path):
    made = made_month(seed)
    files = MonthFiles(**written(made, tmp_path / "month"))
    found = score_files(files, Month(made.first.year, made.first.month))
    check(found, lambda agent: ByHand(made, agent))


@pytest.mark.parametrize("seed", range(20))
def test_a_month_with_leave_allowances_and_a_leaver_pays_what_a_person_reckons(seed, tmp_path):
    made = made_leave(seed)
    named = written(made.month, tmp_path / "month")
    named |= leave_files(made, tmp_path / "month")
    named["pay_schemes"] += (tmp_path / "month" / "firm.toml",)
    files = MonthFiles(**named)
    found = score_files(files, Month(made.month.first.year, made.month.first.month))
    check(found, lambda agent: LeaveByHand(made, agent))
