"""The picture of shift types."""

import pytest

from scheduler.shift_type import ShiftType
from tests.ui.charts.test_planner import rows_with
from ui.charts.types import types_chart


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_only_some_work_of_a_type_is_paler(lang):
    kinds = (
        ShiftType("早", 480, (480, 360), meal_min=60),
        ShiftType("中", 720, 480, latest_start_clock=780),
        ShiftType("N", 1380, 480),
    )
    bars = [
        (row["code"], row["part"], row["x"], row["x2"])
        for row in rows_with(types_chart(kinds, lang), "code", "x")
        if row["part"] != "meal"
    ]
    assert {*bars} == {
        *(("早", "work", 8, 15), ("早", "may", 15, 17)),
        *(("中", "work", 12, 20), ("中", "may", 20, 21)),
        ("N", "work", 23, 31),
    }
