"""The demo's paid month, scored once a session, without what it is not scored from."""

import tempfile
from functools import cache
from pathlib import Path

import data
from service.demo import BY, MONTH, NOW, SHOP, _publish, _take_counts_in, _take_month_in
from service.desk import Desk, Person
from service.month import months
from tests.databases import stay
from tests.service.small_shop import database


@cache
def demo_desk():
    """The demo's desk: its rosters, the month's files, the month before, and a run of the month."""
    folder = Path(data.__path__[0]) / "demo"
    kept = tempfile.TemporaryDirectory()
    desk = Desk(database(Path(kept.name)), SHOP, Person(BY), NOW)
    desk.database.kept = kept  # as long as the database
    stay(desk.database.url)
    for week in sorted((folder / "published").iterdir()):
        _publish(desk, week)
    _take_month_in(desk, folder / "month")
    _take_counts_in(desk, folder / "months" / str(MONTH.before))
    months.score(desk, MONTH)
    return desk


@cache
def demo_run():
    """The run of the demo's paid month."""
    return months.month_run(demo_desk(), MONTH)
