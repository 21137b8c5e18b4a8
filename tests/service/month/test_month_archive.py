"""A locked month out of one database and into another: the same to the fen."""

import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from scheduler.errors import InputError
from service.month import kpi_plans, month_archive, months
from service.pay import pay_review
from store.database import open_database
from store.run_steps import RunState
from store.shops import Shop
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import NOVEMBER, WHO, fill, scheme
from tests.service.month.test_months import database as database  # noqa: PLC0414 - a fixture

BOSS = {"by": "店长", "now": s.NOW}


@pytest.fixture
def locked(database, tmp_path):
    fill(database, tmp_path / "in")
    months.score(at_desk(database, **WHO), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **WHO), NOVEMBER)
    pay_review.approve_month(at_desk(database, **BOSS), NOVEMBER)
    pay_review.lock_month(at_desk(database, **BOSS), NOVEMBER)
    return database


@pytest.fixture
def empty(tmp_path):
    opened = open_database(str(tmp_path / "empty.db"))
    yield opened
    opened.close()


@pytest.fixture
def exported(locked, tmp_path):
    """The month as a folder."""
    month_archive.export_month(at_desk(locked), NOVEMBER, tmp_path / "exported")
    return tmp_path / "exported"


@pytest.mark.parametrize("name", ["month.zip", "month"])
def test_a_month_comes_back_into_an_empty_database_to_the_fen(locked, empty, tmp_path, name):
    before = month_archive.export_month(at_desk(locked), NOVEMBER, tmp_path / name)
    after = month_archive.import_month(at_desk(empty, **WHO), tmp_path / name)
    assert (after.scores, after.payouts) == (before.scores, before.payouts)
    assert (after.inputs, after.entered, after.number) == (before.inputs, before.entered, 1)
    assert months.recomputes(after)
    for column, values in before.facts.counts.items():
        np.testing.assert_array_equal(after.facts[column], values)
    state = pay_review.review_state(at_desk(empty), NOVEMBER)
    assert state.state is RunState.LOCKED
    assert [step.entered.by for step in state.steps] == ["人事", "店长", "店长"]
    (kept,) = kpi_plans.schemes(at_desk(empty))
    assert kept == scheme()


def test_it_goes_on_from_there_and_back_again(locked, empty, tmp_path):
    month_archive.export_month(at_desk(locked), NOVEMBER, tmp_path / "one.zip")
    month_archive.import_month(at_desk(empty, **WHO), tmp_path / "one.zip")
    month_archive.export_month(at_desk(empty), NOVEMBER, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_it_becomes_part_of_another_shop_when_asked(locked, empty, tmp_path):
    month_archive.export_month(at_desk(locked), NOVEMBER, tmp_path / "month.zip")
    month_archive.import_month(at_desk(empty, "archive", **WHO), tmp_path / "month.zip")
    assert months.month_run(at_desk(empty, "archive"), NOVEMBER) is not None


def codes(call, *given, **named):
    with pytest.raises(InputError) as error:
        call(*given, **named)
    return [fault.code for fault in error.value.faults]


def test_only_a_locked_month_is_exported_and_never_over_a_file(database, locked, tmp_path):
    path = tmp_path / "month.zip"
    assert codes(month_archive.export_month, at_desk(database), NOVEMBER.before, path) == [
        "month_not_locked_yet"
    ]
    month_archive.export_month(at_desk(locked), NOVEMBER, path)
    assert codes(month_archive.export_month, at_desk(locked), NOVEMBER, path) == ["file_exists"]


def test_a_month_that_is_there_already_is_not_taken_in_again(locked, tmp_path):
    path = tmp_path / "month.zip"
    month_archive.export_month(at_desk(locked), NOVEMBER, path)
    assert codes(month_archive.import_month, at_desk(locked, **WHO), path) == [
        "month_there_already"
    ]


def test_a_scheme_of_the_same_version_that_says_something_else_is_told(locked, empty, tmp_path):
    month_archive.export_month(at_desk(locked), NOVEMBER, tmp_path / "month.zip")
    with empty.write() as unit:
        unit.shops.save(Shop("main", "旗舰店", "Asia/Shanghai"))
    kpi_plans.save_scheme(at_desk(empty, **WHO), replace(scheme(), title_en="another"))
    found = codes(month_archive.import_month, at_desk(empty, **WHO), tmp_path / "month.zip")
    assert found == ["scheme_differs"]


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("payouts.json", ("3000.00", "3000.01"), "run_differs"),  # a fen more for somebody
        ("inputs.json", ('"performance":"1000"', '"performance":"1001"'), "run_differs"),
        ("month.json", ('"format":1', '"format":2'), "archive_format"),
        ("month.json", ('"locked"', '"approved"'), "month_not_locked_yet"),
        ("scores.json", ("[", ""), "archive_unreadable"),
    ],
)
def test_what_was_changed_is_refused_and_leaves_nothing(exported, empty, name, change, code):
    folder = exported
    text = (folder / name).read_text("utf-8")
    assert change[0] in text
    (folder / name).write_text(text.replace(*change, 1), "utf-8")
    assert codes(month_archive.import_month, at_desk(empty, **WHO), folder) == [code]
    with empty.read() as unit:
        assert unit.shops.all() == ()


def test_junk_is_one_clear_error(empty, locked, tmp_path):
    junk = tmp_path / "junk.zip"
    junk.write_bytes(np.random.default_rng(1).bytes(10_000_000))
    assert codes(month_archive.import_month, at_desk(empty, **WHO), junk) == ["archive_unreadable"]
    assert codes(month_archive.import_month, at_desk(empty, **WHO), tmp_path / "no.zip") == [
        "missing_file"
    ]
    with zipfile.ZipFile(tmp_path / "few.zip", "w") as made:
        made.writestr("month.json", "{}")
    found = codes(month_archive.import_month, at_desk(empty, **WHO), tmp_path / "few.zip")
    assert set(found) == {"archive_incomplete"}
    folder = tmp_path / "month"
    month_archive.export_month(at_desk(locked), NOVEMBER, folder)
    shutil.copy(folder / "scores.json", folder / "facts.npz")
    assert codes(month_archive.import_month, at_desk(empty, **WHO), folder) == [
        "archive_unreadable"
    ]
