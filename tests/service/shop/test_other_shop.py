"""A file given to the wrong shop is told of which shop its people are."""

import dataclasses

import pytest

from scheduler.agent import Agent
from scheduler.errors import InputError
from service.month import kpi_intake
from service.roster import intake
from store.files.week import write_week
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
DAY = "2026-11-30 09:00,2026-11-30 18:00\n"


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    intake.keep_week(at_desk(opened, **WHO), s.week())
    others = tuple(
        Agent(f"B{each.id}", f"乙{each.name}", "二组", each.certificates, each.contract)
        for each in s.AGENTS
    )
    bare = dataclasses.replace(s.week(), agents=others, absences=(), wishes=(), history=())
    write_week(bare, tmp_path / "other")
    intake.import_week(at_desk(opened, "other", **WHO), tmp_path / "other", shop_name="二店")
    yield opened
    opened.close()


def given(tmp_path, *people):
    path = tmp_path / "attendance.csv"
    path.write_text("agent_id,start,end\n" + "".join(f"{one},{DAY}" for one in people))
    return path


def refused(database, path):
    with pytest.raises(InputError) as error:
        kpi_intake.import_attendance(at_desk(database, **WHO), path)
    return [(fault.code, fault.value) for fault in error.value.faults]


def test_people_who_are_all_of_another_shop_name_it(database, tmp_path):
    path = given(tmp_path, "A1", "BA1", "BA2")
    assert refused(database, path) == [("file_of_other_shop", "二店")]
    assert kpi_intake.import_attendance(at_desk(database, "other", **WHO), given(tmp_path, "BA1"))


def test_people_nobody_knows_are_named_one_by_one(database, tmp_path):
    assert refused(database, given(tmp_path, "BA1", "C9")) == [
        ("unknown_agent", "BA1"),
        ("unknown_agent", "C9"),
    ]


def test_one_person_is_no_shop(database, tmp_path):
    assert refused(database, given(tmp_path, "A1", "BA1")) == [("unknown_agent", "BA1")]
