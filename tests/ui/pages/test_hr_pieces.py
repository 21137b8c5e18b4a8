from decimal import Decimal

import pandas as pd
import pytest

from kpi.facts.columns import COLUMNS
from kpi.month import Month
from kpi.scheme.line import Band, Line, Scoring, StepsShort
from kpi.score.scorecard import AgentScore, Blend, Scorecard
from service.month.kpi_plans import presets
from ui.charts.scores import by_team, distribution, trend
from ui.parts.hr import values
from ui.parts.hr.file_kinds import kind_of
from ui.parts.hr.number_line import number_line, stretches
from ui.parts.hr.ranking import places
from ui.words.catalogue import has

D = Decimal
CONVERSION = Line(
    "conversion",
    D(20),
    Scoring.BANDS,
    (
        Band(None, D("0.4"), D(0)),
        Band(D("0.4"), D("0.45"), D(60), D(100)),
        Band(D("0.45"), None, D(100)),
    ),
)


def marked(markup):
    """Return the text of the band with the mark."""
    return markup.split('<div class="band here"')[1].split(">")[1].split("<")[0]


@pytest.mark.parametrize(
    ("indicator", "value", "zh", "en"),
    [
        ("conversion", D("0.3790"), "37.9%", "37.9 %"),
        ("target_attainment", D("1.0614"), "106.1%", "106.1 %"),
        ("order_value", D("228.2793"), "¥228.28", "¥228.28"),
        ("average_reply", D("40.74"), "40.7 秒", "40.7 s"),
        ("attendance", D(2), "2", "2"),
        ("quality", D("91.75"), "91.8", "91.8"),
        ("conversion", None, "—", "—"),
    ],
)
def test_value_carries_its_unit(indicator, value, zh, en):
    assert values.value_text(indicator, value, "zh") == zh
    assert values.value_text(indicator, value, "en") == en


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "shown"),
    [
        ("target_attainment", D(162_000), D(180_000), "¥1,620.00 ÷ ¥1,800.00"),  # kept in fen
        ("order_value", D("191754.66"), D(840), "¥191,754.66 ÷ 840"),
        ("reply_rate", D(2108), D(2216), "2,108 ÷ 2,216"),
        ("attendance", D(1), D(19), "1 次（共 19）"),
        ("reply_rate", None, None, "—"),
    ],
)
def test_counts_are_shown_as_what_they_count(indicator, numerator, denominator, shown):
    assert values.made_from(indicator, numerator, denominator, "zh") == shown


@pytest.mark.parametrize(("value", "shown"), [("12.50", "12.5"), ("3.00", "3"), ("0.125", "0.12")])
def test_short_number_ends_in_no_zero(value, shown):
    assert values.short(D(value), "zh") == shown


@pytest.mark.parametrize(
    ("value", "band"),
    [("0.3999", "0"), ("0.4", "60→100"), ("0.4499", "60→100"), ("0.45", "100")],  # edges go up
)
def test_mark_stands_in_the_band_the_value_scores_by(value, band):
    value = D(value)
    assert marked(number_line(CONVERSION, value, "zh", band=CONVERSION.band(value))) == band


def test_edge_belongs_to_the_lower_band_where_lower_is_better():
    line = Line("abuse", D(0), Scoring.VETO, target=D(0))
    assert marked(number_line(line, D(0), "zh")) == "不触犯"
    assert marked(number_line(line, D(1), "zh")) == "总分 0"


def test_no_value_leaves_the_line_unmarked():
    markup = number_line(CONVERSION, None, "en")
    assert "here" not in markup
    assert "40 %" in markup


def test_deduction_falls_from_full_at_the_target():
    taken = StepsShort(D("0.95"), D("0.01"), D(2))
    line = Line("reply_rate", D(10), Scoring.DEDUCT, deduction=taken)
    down, full = stretches(line, "zh")
    assert (down.low, down.high, full.text) == (D("0.45"), D("0.95"), "100")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_that_ships_can_be_drawn(lang):
    for scheme in presets():
        for line in scheme.lines:
            assert number_line(line, D("0.5"), lang).count("band here") == 1


def scored(agent, total):
    card = Scorecard(agent, "presales", Month(2026, 10), "S", 1, (), D(100), total, None)
    return AgentScore(agent, card.month, (card,), (D(1),), Blend.EQUAL, D(100), total, None)


def test_equal_scores_share_a_place():
    ordered = [scored("A", D(96)), scored("B", D(96)), scored("C", D(90)), scored("D", None)]
    assert [place for place, _ in places(ordered)] == [1, 1, 3, 4]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("attendance.csv", "attendance"),
        ("十月考勤.xlsx", "attendance"),
        ("chats.csv.gz", "chats"),
        ("PAY_plan.csv", "pay_plans"),
        ("AS-1.toml", "schemes"),
        ("agents.csv", "staff"),
        ("赤兔_客服绩效.xlsx", "facts"),
        ("工资标准.xlsx", "pay_plans"),
        ("表1.csv", None),  # its name says nothing: HR is asked
    ],
)
def test_file_is_known_by_its_name(name, kind):
    assert kind_of(name) == kind


def test_charts_hold_every_score():
    rows = pd.DataFrame(
        {
            "score": [61.0, 93.5],
            "post": ["售前", "售后"],
            "team": ["一组", "二组"],
            "agent": ["K001", "K002"],
        }
    )
    colours = {"售前": "#111111", "售后": "#222222"}
    for chart in (distribution(rows, colours, "zh"), by_team(rows, colours, "zh")):
        assert "datasets" in chart.to_dict()


def test_the_whole_shop_is_the_dashed_line_of_a_trend():
    months = pd.DataFrame(
        {
            "month": ["2026年9月", "2026年10月"] * 2,
            "who": ["一组", "一组", "全店", "全店"],
            "score": [80.0, 84.3, 81.0, 82.0],
        }
    )
    drawn = trend(months, "全店", "zh").to_dict()["encoding"]
    assert drawn["strokeDash"]["scale"] == {"domain": ["一组", "全店"], "range": [[1, 0], [5, 3]]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_facts_has_a_name(lang):
    assert not [column for column in COLUMNS if not has(f"fact.{column}", lang)]
