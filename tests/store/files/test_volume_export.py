import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.volume_export import read_volume_export
from store.files.volume_tables import ExportColumns, HowRead

SHANGHAI = Clock("Asia/Shanghai")
JERUSALEM = Clock("Asia/Jerusalem")
THEIRS = ExportColumns(start="start_local", volume="calls")


def written(tmp_path, text):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


def codes(refused):
    return [(fault.code, fault.line, fault.column) for fault in refused.value.faults]


def test_columns_of_any_name_are_read(tmp_path):
    path = written(
        tmp_path,
        "start_local,calls\n2026-11-30 00:00:00,3\n2026-11-30 00:06:00,5\n2026-11-30 00:18:00,1\n",
    )
    volumes = read_volume_export(path, SHANGHAI, THEIRS).volumes
    assert (volumes.posts, volumes.interval_min) == (("chat",), 6)
    np.testing.assert_array_equal(volumes.counts, [[3, 5, 1]])


def test_posts_come_from_a_column_and_a_missing_row_is_unknown(tmp_path):
    path = written(
        tmp_path,
        "day,n,queue\n2026-11-30T00:00,3,a\n2026-11-30T00:30,5,a\n2026-11-30T00:30,2,b\n",
    )
    columns = ExportColumns(start="day", volume="n", post="queue")
    volumes = read_volume_export(path, SHANGHAI, columns).volumes
    assert volumes.posts == ("a", "b")
    np.testing.assert_array_equal(volumes.counts, [[3, 5], [np.nan, 2]])


def test_plain_names_need_no_mapping(tmp_path):
    path = written(tmp_path, "start,post,volume\n2026-11-30T00:00,a,3\n2026-11-30T00:30,a,5\n")
    assert read_volume_export(path, SHANGHAI).volumes.posts == ("a",)


def test_rows_are_left_out_by_what_a_column_says_and_counted(tmp_path):
    path = written(
        tmp_path,
        "start_local,calls,imputed\n2026-11-30 00:00,3,1\n2026-11-30 00:30,5,0\n"
        "2026-11-30 01:00,4,0\n",
    )
    export = read_volume_export(path, SHANGHAI, THEIRS, HowRead(drop={"imputed": "1"}))
    assert export.dropped_rows == 1
    np.testing.assert_array_equal(export.volumes.counts, [[5, 4]])


CLOCK_CHANGES = (
    "start_local,calls\n1999-04-02 01:30,1\n1999-04-02 02:00,0\n1999-04-02 03:00,2\n"
    "1999-09-03 01:30,7\n1999-09-03 02:00,4\n"
)


def test_a_skipped_and_a_repeated_hour_are_faults_in_their_lines(tmp_path):
    with pytest.raises(InputError) as refused:
        read_volume_export(written(tmp_path, CLOCK_CHANGES), JERUSALEM, THEIRS)
    assert codes(refused) == [("time_skipped", 3, "start_local"), ("time_twice", 5, "start_local")]


def test_hours_of_a_clock_change_can_be_left_out_and_are_counted(tmp_path):
    path = written(tmp_path, CLOCK_CHANGES)
    export = read_volume_export(path, JERUSALEM, THEIRS, HowRead(drop_clock_changes=True))
    assert export.clock_change_rows == 2
    np.testing.assert_array_equal(export.volumes.counts, [[1, 2, 4]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty_file", None, None)]),
        ("start_local,n\n2026-11-30 00:00,3\n", [("missing_column", 1, "calls")]),
        ("start_local,calls\n", [("no_rows", None, None)]),
        ("start_local,calls\n2026-11-30 00:00,-3\n", [("negative", 2, "calls")]),
        ("start_local,calls\n2026-11-30 00:00,many\n", [("not_number", 2, "calls")]),
        # twice the same interval
        (
            "start_local,calls\n2026-11-30 00:00,3\n2026-11-30 00:00,4\n",
            [("duplicate_row", 3, "start_local")],
        ),
        # a single row does not say how long an interval is
        ("start_local,calls\n2026-11-30 00:00,3\n", [("interval_unclear", None, "start_local")]),
        # a row a day is no interval within an hour
        (
            "start_local,calls\n2026-11-30 00:00,3\n2026-12-01 00:00,4\n",
            [("interval_unclear", None, "start_local")],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, text, expected):
    with pytest.raises(InputError) as refused:
        read_volume_export(written(tmp_path, text), SHANGHAI, THEIRS)
    assert codes(refused) == expected


def test_a_post_by_the_hour_beside_one_by_the_half_hour_keeps_its_chats(tmp_path):
    rows = ["start,post,volume"]
    for day in range(1, 8):
        for hour in range(9, 18):
            at = f"2026-09-{day:02d}T{hour:02d}"
            rows += [f"{at}:00,a,6", f"{at}:30,a,6", f"{at}:00,b,12"]
    export = read_volume_export(written(tmp_path, "\n".join(rows)), SHANGHAI)
    assert export.volumes.interval_min == 30
    assert export.lengths == {"a": {30: 126}, "b": {60: 63}}
    np.testing.assert_array_equal(export.volumes.counts, np.full((2, 126), 6.0))


def test_rows_without_a_number_are_not_known_and_counted(tmp_path):
    path = written(
        tmp_path,
        "start_local,calls\n2026-11-30 00:00,3\n2026-11-30 00:30,\n2026-11-30 01:00,-\n"
        "2026-11-30 01:30,4\n",
    )
    export = read_volume_export(path, SHANGHAI, THEIRS)
    assert (export.rows, export.kept_rows, export.unknown_rows) == (4, 2, 2)
    assert export.missing.intervals == 0
    np.testing.assert_array_equal(export.volumes.counts, [[3, np.nan, np.nan, 4]])


def test_numbers_and_times_of_an_export_are_read_as_people_write_them(tmp_path):
    path = written(
        tmp_path,
        'start,volume\n2026/11/30 9:00,"1,204"\n2026年11月30日 9:30,12\n"2026-11-30 10:00\t",7\n',
    )
    np.testing.assert_array_equal(
        read_volume_export(path, SHANGHAI).volumes.counts, [[1204, 12, 7]]
    )
