"""A list of leave as people keep it: days alone, the last one included."""

from scheduler.horizon import Clock
from store.files.absences import read_leave
from store.files.taken import noting_rows

CLOCK = Clock("Asia/Shanghai")


def read(tmp_path, *rows):
    path = tmp_path / "请假.csv"
    path.write_text("\n".join(["工号,请假类型,开始日期,结束日期", *rows]), encoding="utf-8")
    with noting_rows() as files:
        found = read_leave(path, CLOCK, {"K1", "K2"})
    spans = [(CLOCK.format(one.start_min), CLOCK.format(one.end_min)) for one in found]
    return spans, files["请假.csv"].assumed


def test_the_last_day_of_days_alone_is_a_day_of_leave(tmp_path):
    rows = ("K1,年假,2026/11/3,2026-11-05", "K2,病假,2026-11-30,2026-11-30")
    spans, told = read(tmp_path, *rows)
    assert spans == [
        ("2026-11-03T00:00", "2026-11-06T00:00"),
        ("2026-11-30T00:00", "2026-12-01T00:00"),
    ]
    assert told == {"whole_days": 2}


def test_where_any_cell_has_a_time_an_end_is_what_it_says(tmp_path):
    spans, told = read(
        tmp_path, "K1,年假,2026-11-03,2026-11-05", "K2,事假,2026-11-04 13:00,2026-11-04 18:00"
    )
    assert spans[0] == ("2026-11-03T00:00", "2026-11-05T00:00")
    assert told == {}
