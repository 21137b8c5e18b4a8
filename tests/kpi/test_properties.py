"""What holds for any facts: bounds, direction, order of rows, sums."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.facts.columns import PARTS, POINTS
from kpi.facts.facts import Facts
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Measured
from kpi.pay.paying import pay_month
from kpi.pay.payout import PayMethod, PayPlan
from kpi.scheme.line import Scoring
from kpi.scheme.scheme import Adding
from kpi.score.scoring import score_month
from store.files.kpi_law import overtime_law
from store.files.kpi_scheme import scheme_presets
from tests.kpi.making import DAY, NOVEMBER

PRESETS = {scheme.id: scheme for scheme in scheme_presets()}
LINES = [line for scheme in PRESETS.values() for line in scheme.lines]
COLUMNS = sorted(
    {name for line in LINES for name in INDICATORS[line.indicator].columns}
    | {line.small_sample.column for line in LINES if line.small_sample is not None}
)
MISSING_FROM = 224  # of 256: one count in eight is missing
WHOLE_OF = {part: whole for part, whole in PARTS if part in COLUMNS and whole in COLUMNS}


@st.composite
def many_facts(draw):
    rows = draw(st.integers(1, 12))
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("ABC"), st.integers(0, 6)),
            min_size=rows,
            max_size=rows,
            unique=True,
        )
    )
    size = rows * len(COLUMNS)
    drawn = np.frombuffer(draw(st.binary(min_size=size, max_size=size)), np.uint8)
    numbers = np.where(drawn < MISSING_FROM, drawn * 2.0, np.nan).reshape(len(COLUMNS), rows)
    counts = dict(zip(COLUMNS, numbers, strict=True))
    for part in WHOLE_OF:
        counts[part] = np.minimum(counts[part], counts[WHOLE_OF[part]])
    for points, samples, most in POINTS:
        if points in counts:
            counts[points] = np.minimum(counts[points], counts[samples] * most)
    for conduct in ("abuses", "harassments", "night_messages"):
        counts[conduct] = np.zeros(rows)
    agents = [agent for agent, _ in keys]
    dates = [DAY + dt.timedelta(days=day) for _, day in keys]
    return agents, dates, counts


def make(agents, dates, counts, order=None, post="presales"):
    order = np.arange(len(agents)) if order is None else np.array(order)
    return Facts.of(
        [agents[row] for row in order],
        [post] * len(agents),
        [dates[row] for row in order],
        counts={name: values[order] for name, values in counts.items()},
    )


@pytest.mark.parametrize("name", PRESETS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_facts=many_facts(), data=st.data())
def test_scores_lie_within_bounds_and_do_not_depend_on_the_order_of_rows(name, given_facts, data):
    scheme = PRESETS[name]
    order = data.draw(st.permutations(range(len(given_facts[0]))))
    scores = score_month(make(*given_facts), {"presales": scheme}, NOVEMBER)
    for score in scores:
        for line, of_scheme in zip(score.cards[0].lines, scheme.lines, strict=True):
            assert line.points is None or 0 <= line.points <= of_scheme.full
        total = sum(line.contribution for line in score.cards[0].lines)
        assert score.total is None or 0 <= score.total <= scheme.full
        assert score.total is None or abs(score.total - total) <= Decimal("0.01")
    assert score_month(make(*given_facts, order), {"presales": scheme}, NOVEMBER) == scores


EVERY_LINE = [
    pytest.param(line, id=f"{scheme.id}-{line.indicator}")
    for scheme in PRESETS.values()
    for line in scheme.lines
    if line.scoring is Scoring.BANDS
]


@pytest.mark.parametrize("line", EVERY_LINE)
@settings(max_examples=50, deadline=None)
@given(
    one=st.decimals(0, 2, places=4, allow_nan=False),
    two=st.decimals(0, 2, places=4, allow_nan=False),
)
def test_a_better_value_never_gets_fewer_points(line, one, two):
    unit = INDICATORS[line.indicator].unit
    factor = {Measured.SECOND: 60, Measured.YUAN: 300, Measured.COUNT: 5}.get(unit, 1)
    low, high = sorted((one * factor, two * factor))
    if line.better is Better.LOWER:
        low, high = high, low
    assert line.points(low) <= line.points(high)


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=PRESETS)
def test_the_best_of_everything_is_the_full_score(scheme):
    best = sum(line.points(_best(line)) * scheme.weight(line) / line.full for line in scheme.scored)
    assert best == scheme.full
    if scheme.adding is Adding.WEIGHTED:
        assert best == 100


def _best(line):
    if line.scoring is Scoring.RATING:
        return Decimal(100)
    return Decimal(0) if line.better is Better.LOWER else Decimal(10_000)


@settings(max_examples=30, deadline=None)
@given(
    given_facts=many_facts(),
    base=st.decimals(0, 9999, places=2),
    performance=st.decimals(0, 9999, places=2),
    method=st.sampled_from([PayMethod.GRADE, PayMethod.SCORE]),
    start=st.dates(dt.date(2026, 10, 15), dt.date(2026, 11, 30)),
)
def test_payouts_are_whole_fen_and_the_sum_of_their_lines(
    given_facts, base, performance, method, start
):
    schemes = {"presales": PRESETS["T-02"]}
    facts = make(*given_facts)
    scores = score_month(facts, schemes, NOVEMBER)
    plans = [PayPlan(agent, start, base, performance, method) for agent in "ABC"]
    for payout in pay_month(
        scores, plans, schemes, NOVEMBER, law=overtime_law(NOVEMBER), facts=facts
    ):
        lines = [line.amount for line in payout.lines]
        assert payout.total == sum(lines, Decimal(0))
        assert all(amount == amount.quantize(Decimal("0.01")) for amount in lines)
        assert payout.total >= min(lines[0], base)
