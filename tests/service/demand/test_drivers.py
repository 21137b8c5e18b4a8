"""Plans and orders by day of a shop: taken in, learnt from, withdrawn."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from service.demand.drivers import import_drivers
from service.demand.forecasting import forecast_week
from service.history.volumes import history, import_volumes
from service.month.imports import imports, withdraw_imports
from tests.desks import at_desk
from tests.service import small_shop as s

DAYS = 70
START = s.MONDAY - dt.timedelta(days=DAYS)
PLAN = np.exp(np.random.default_rng(3).normal(0, 0.3, DAYS + 7))


@pytest.fixture
def opened(tmp_path):
    """Return a shop whose chats follow a plan of sales day by day."""
    opened = s.database(tmp_path, s.with_week(by="计划员", now=s.NOW))
    for day in range(DAYS):
        one = s.volumes(START + dt.timedelta(days=day), 1, round(24.0 * float(PLAN[day]), 1))
        import_volumes(desk(opened), one)
    yield opened
    opened.close()


def desk(opened):
    return at_desk(opened, by="计划员", now=s.NOW)


def written(folder, rows):
    path = folder / "计划.csv"
    path.write_text("\n".join(["日期,类型,数值,岗位", *rows]), encoding="utf-8")
    return path


def plan(folder):
    days = (START + dt.timedelta(days=number) for number in range(DAYS + 7))
    return written(
        folder,
        [f"{day},销售计划,{1000 * x:.0f}," for day, x in zip(days, PLAN, strict=True)],
    )


def codes(opened):
    return {one.code for one in forecast_week(desk(opened), s.LABEL).note.caveats}


def test_a_plan_is_used_where_chats_follow_it_until_its_file_is_withdrawn(opened, tmp_path):
    assert import_drivers(desk(opened), plan(tmp_path)) == DAYS + 7
    kept = forecast_week(desk(opened), s.LABEL)
    assert set(kept.forecast.models) == {"driven"}
    assert {"driver_found", "drivers_used"} <= {one.code for one in kept.note.caveats}
    withdraw_imports(desk(opened), (imports(desk(opened))[0].id,))
    assert not history(desk(opened), s.MONDAY).told
    assert "drivers_used" not in codes(opened)


def test_a_day_told_again_is_replaced(opened, tmp_path):
    import_drivers(desk(opened), written(tmp_path, ["2026-11-11,订单,100,presales"]))
    import_drivers(desk(opened), written(tmp_path, ["2026-11-11,订单,140,presales"]))
    (day,) = history(desk(opened), s.MONDAY).told
    assert (day.amount, day.posts) == (140.0, ("presales",))


def test_every_fault_of_a_file_is_told_and_nothing_kept(opened, tmp_path):
    rows = ["2026-11-11,广告,5,", "2026-11-12,订单,-1,", "2026-11-13,订单,5,nobody"]
    with pytest.raises(InputError) as caught:
        import_drivers(desk(opened), written(tmp_path, rows))
    found = [fault.code for fault in caught.value.faults]
    assert found == ["driver_kind_unknown", "negative", "unknown_post"]
    assert not history(desk(opened), s.MONDAY).told
