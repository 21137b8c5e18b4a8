"""A file of the past can be taken back, as any other."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from service.demand.volume_file import NoRow, VolumeFile, import_volume_file
from service.demand.volume_report import reading_report
from service.history.volumes import history, history_files
from service.month.imports import imports, withdraw_imports
from tests.desks import at_desk
from tests.service import small_shop as s


def file_of(tmp_path, name, count, first="2026-11-02"):
    path = tmp_path / name
    day = dt.date.fromisoformat(first)
    rows = [f"{day}T{hour:02d}:00,presales,{count}" for hour in range(9, 21)]
    path.write_text("\n".join(["start,post,volume", *rows, ""]), encoding="utf-8")
    return VolumeFile(path, no_row=NoRow.UNKNOWN)


def chats(desk):
    past = history(desk, s.MONDAY).volumes
    return 0.0 if past is None else float(np.nansum(past.counts))


def test_a_file_of_volumes_is_listed_and_taken_back(tmp_path):
    opened = s.database(tmp_path / "db", s.with_week())
    desk = at_desk(opened, by="计划员")
    import_volume_file(desk, file_of(tmp_path, "十一月.csv", 6))
    import_volume_file(desk, file_of(tmp_path, "更正.csv", 9))
    newest, first = history_files(desk)
    assert (newest.file, newest.held.rows, newest.held.sums["chats"]) == ("更正.csv", 12, 108)
    assert imports(desk) == ()
    with pytest.raises(InputError) as error:
        withdraw_imports(desk, [first.id])
    assert error.value.faults[0].code == "import_lies_beneath"
    withdraw_imports(desk, [newest.id])
    assert chats(desk) == 72
    withdraw_imports(desk, [first.id])
    assert chats(desk) == 0
    assert all(one.withdrawn is not None for one in history_files(desk))
    opened.close()


def test_a_file_by_the_hour_serves_a_shop_of_half_hours(tmp_path):
    opened = s.database(tmp_path / "db", s.with_week())
    desk = at_desk(opened, by="计划员")
    export = import_volume_file(desk, file_of(tmp_path, "按小时.csv", 6))
    assert reading_report(export, interval_min=30)["spread"] == [60, 30]
    assert reading_report(export, interval_min=60)["spread"] == []
    past = history(desk, s.MONDAY).volumes
    assert (past.interval_min, set(past.counts[~np.isnan(past.counts)])) == (30, {3.0})
    opened.close()
