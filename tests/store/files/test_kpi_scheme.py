"""Schemes are read from TOML, with every fault at its line."""

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from store.files.kpi_law import overtime_law
from store.files.kpi_scheme import read_scheme, scheme_of_text, scheme_presets, scheme_text

GOOD = """\
id = "X"
version = 1
title_zh = "方案"
title_en = "scheme"
post_kind = "presales"
valid_from = 2026-01-01

[[line]]
indicator = "reply_rate"
weight = 100
scoring = "bands"
bands = [
    { from = 0.95, points = 100 },
    { to = 0.95, points = 60 },
]
"""


def faults(text):
    with pytest.raises(InputError) as caught:
        scheme_of_text(text, "scheme.toml")
    return [(one.code, one.line, one.column) for one in caught.value.faults]


def test_a_good_scheme_is_read(tmp_path):
    (tmp_path / "x.toml").write_text(GOOD, encoding="utf-8")
    scheme = read_scheme(tmp_path / "x.toml")
    assert (scheme.id, scheme.lines[0].indicator) == ("X", "reply_rate")


@pytest.mark.parametrize("scheme", scheme_presets(), ids=lambda scheme: scheme.id)
def test_writing_and_reading_gives_the_scheme_back(scheme):
    assert scheme_of_text(scheme_text(scheme), "scheme.toml") == scheme


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("weight = 100", "weight = 90", ("weights_not_100", 10, "weight")),
        ("weight = 100", "weight = 0", ("weight_out_of_range", 8, "reply_rate")),
        ("from = 0.95", "from = 95", ("rate_as_percent", 8, "reply_rate")),
        ("from = 0.95", "from = 0.97", ("band_gap", 8, "reply_rate")),
        ("from = 0.95", "from = 0.90", ("band_overlap", 8, "reply_rate")),
        ("points = 60", "points = 120", ("points_out_of_range", 8, "reply_rate")),
        ("to = 0.95", "from = 0.95, to = 0.90", ("band_empty", 8, "reply_rate")),
        ('"bands"', '"target"', ("target_missing", 8, "reply_rate")),
        ('"bands"', '"stairs"', ("not_one_of", 11, "line.1.scoring")),
        ('"reply_rate"', '"politeness"', ("indicator_unknown", 8, "politeness")),
        ("points = 60", "points = 60, colour = 1", ("unknown_key", 12, "line.1.bands.2.colour")),
        ('id = "X"\n', "", ("missing_key", None, "id")),
        ("2026-01-01", '"soon"', ("date_unreadable", 6, "valid_from")),
    ],
)
def test_what_is_wrong_is_named_at_its_line(old, new, fault):
    assert fault in faults(GOOD.replace(old, new))


def test_all_faults_are_told_at_once():
    text = GOOD.replace("weight = 100", "weight = 90").replace("from = 0.95", "from = 95")
    assert {code for code, _, _ in faults(text)} >= {"weights_not_100", "rate_as_percent"}


def test_the_law_is_that_of_the_month():
    assert overtime_law(Month(2026, 11)).holiday == 3
    with pytest.raises(InputError, match="law_missing"):
        overtime_law(Month(2000, 1))
