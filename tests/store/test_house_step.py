"""The step that brings the house's row, taken back and taken again."""

import datetime as dt
import runpy
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from store import migrations, steps
from store.actions import Action
from store.database import open_database, upgrade
from store.shops import HOUSE, Shop
from store.stamp import Stamp
from tests.databases import new_url

SHOP = Shop("main", "旗舰店", "Asia/Shanghai")
DONE = Stamp("z", dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
[STEP] = (Path(migrations.__file__).parent / "versions").glob("*_sign_in.py")


@pytest.mark.parametrize("is_used", [True, False])
def test_lines_that_belong_to_no_shop_outlive_the_step_that_brought_them(tmp_path, is_used):
    database = open_database(new_url(tmp_path))
    with database.write() as unit:
        unit.shops.save(SHOP)
        if is_used:
            unit.actions.add(HOUSE, Action("x", "y", {}, DONE))
        config = steps._config()
        config.attributes["connection"] = unit.connection
        command.downgrade(config, runpy.run_path(str(STEP))["down_revision"])
        shops = set(unit.connection.execute(text("select id from shop")).scalars())
        assert shops == ({SHOP.id, HOUSE} if is_used else {SHOP.id})
    upgrade(database.url)
    with database.read() as unit:
        assert (unit.shops.all(), unit.accounts.is_any()) == ((SHOP,), False)
        assert len(unit.actions.of(HOUSE)) == is_used
    database.close()
