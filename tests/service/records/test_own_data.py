import io
import json
import zipfile

import pytest

from scheduler.errors import InputError
from service.month import months
from service.records.own_data import own_archive
from service.shop import shops
from tests.desks import at_desk
from tests.service.pay.test_pay_review import HR, NOVEMBER, database  # noqa: F401 - a fixture


@pytest.fixture
def held(database):  # noqa: F811 - the fixture imported above
    months.score(at_desk(database, **HR), NOVEMBER)
    found = own_archive(at_desk(database, **HR), "A1")
    archive = zipfile.ZipFile(io.BytesIO(found.content))
    return found, {name: json.loads(archive.read(name)) for name in archive.namelist()}


def test_one_archive_holds_everything_about_somebody(held):
    found, files = held
    assert {"agent.json", "pay_plan.json", "payout.json", "scorecard.json", "wish.json"} < set(
        files
    )
    assert files["about.json"]["rows"] == found.rows
    assert files["payout.json"][0]["total_fen"] > 0
    assert "chats" in files["about.json"]["not_in_it"]


def test_nothing_of_anybody_else_is_in_it(held):
    _, files = held
    people = {
        row["agent_id"]
        for rows in files.values()
        if isinstance(rows, list)
        for row in rows
        if "agent_id" in row
    }
    assert people == {"A1"}
    assert [row["id"] for row in files["agent.json"]] == ["A1"]


@pytest.mark.usefixtures("held")
def test_the_log_says_that_it_was_handed_out(database):  # noqa: F811 - as above
    newest = shops.actions(at_desk(database))[0]
    assert (newest.name, newest.subject) == ("person_exported", "A1")


def test_nobody_unknown_is_handed_out(database):  # noqa: F811 - as above
    with pytest.raises(InputError) as told:
        own_archive(at_desk(database, **HR), "A%")
    assert [one.code for one in told.value.faults] == ["unknown_agent"]
