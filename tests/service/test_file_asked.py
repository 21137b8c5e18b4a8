"""What a file leaves open, and what its name says."""

import pytest

from kpi.month import Month
from service.file_asked import month_named


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("赤兔_客服绩效_2026年10月.xlsx", Month(2026, 10)),
        ("考勤2026-09.xlsx", Month(2026, 9)),
        ("facts_202611.csv", Month(2026, 11)),
        ("2026年1月 投诉.xlsx", Month(2026, 1)),
        ("2026年9月-2026年10月.xlsx", None),  # two
        ("业绩.xlsx", None),
        ("20261031.csv", None),  # a day
        ("K2026110.csv", None),  # a number
        ("2026年.xlsx", None),
    ],
)
def test_a_files_name_tells_its_month_or_nothing(name, month):
    assert month_named(name) == month
