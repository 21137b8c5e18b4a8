import pytest

from service.pay.month_needs import Need, NeedKind, NeedState
from ui.words.needs import need_sentence


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2026-11-27", "2026-11-28", "2026-11-29"), "11月27日–11月29日"),
        (("2026-11-08", "2026-11-27", "2026-11-28"), "11月8日、11月27日–11月28日"),
        (("2026-11-30", "2026-12-01"), "11月30日–12月1日"),
    ],
)
def test_days_that_follow_each_other_are_one_stretch(days, told):
    need = Need(NeedKind.ATTENDANCE_DAYS, NeedState.PARTLY, len(days), 30, days)
    assert need_sentence(need, "zh").endswith(f"：{told}")
