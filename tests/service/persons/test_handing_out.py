import csv
import io
import json
import zipfile

import pytest

from scheduler.errors import InputError
from service.access.grants import Role, ScopeKind
from service.month import months
from service.pay import pay_review
from service.persons.handing_out import own_archive
from service.shop import shops
from tests.desks import at_desk
from tests.service.access.people import desk_of
from tests.service.pay.test_pay_review import HR, NOVEMBER, database  # noqa: F401 - a fixture
from ui.person_words import readme


def opened(archive):
    whole = zipfile.ZipFile(io.BytesIO(archive.content))
    return {name: whole.read(name).decode("utf-8-sig") for name in whole.namelist()}


@pytest.fixture
def held(database):  # noqa: F811 - the fixture imported above
    months.score(at_desk(database, **HR), NOVEMBER)
    found = own_archive(at_desk(database, **HR), "A1", readme)
    return found, opened(found)


def rows_of(files):
    return {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}


def test_one_archive_holds_everything_about_somebody_in_two_forms(held):
    found, files = held
    rows = rows_of(files)
    assert {"agent.json", "pay_plan.json", "payout.json", "scorecard.json", "wish.json"} < set(rows)
    assert {name: len(told) for name, told in rows.items()} == {
        f"{name}.json": count for name, count in found.about.rows.items()
    }
    assert rows["payout.json"][0]["total_fen"] > 0
    written = list(csv.DictReader(io.StringIO(files["payout.csv"])))
    assert [int(row["total_fen"]) for row in written] == [
        row["total_fen"] for row in rows["payout.json"]
    ]


def test_what_to_read_first_is_there_in_both_languages(held):
    _, files = held
    assert "工资结果，1 行" in files["README.zh.txt"]
    assert "Payouts, 1 rows" in files["README.en.txt"]


def test_own_lines_of_files_of_many_people_are_in_it(held):
    _, files = held
    (line,) = json.loads(files["fact_source.json"])
    assert (line["month"], line["count:replied"], line["post"]) == ("2026-11", 90.0, "presales")
    assert "A2" not in files["fact_source.json"]


def test_nothing_of_anybody_else_is_in_it(held):
    _, files = held
    rows = rows_of(files)
    people = {row["agent_id"] for told in rows.values() for row in told if "agent_id" in row}
    assert people == {"A1"}
    assert [row["id"] for row in rows["agent.json"]] == ["A1"]


@pytest.mark.usefixtures("held")
def test_the_log_says_that_it_was_handed_out(database):  # noqa: F811 - as above
    newest = shops.actions(at_desk(database))[0]
    assert (newest.name, newest.subject) == ("person_exported", "A1")


def test_nobody_unknown_is_handed_out(database):  # noqa: F811 - as above
    with pytest.raises(InputError) as told:
        own_archive(at_desk(database, **HR), "A%", readme)
    assert [one.code for one in told.value.faults] == ["unknown_agent"]


@pytest.mark.usefixtures("held")
def test_agents_hand_out_their_own_alone_and_what_was_shown_to_them(database):  # noqa: F811
    me = desk_of(database, (Role.AGENT, ScopeKind.SELF))
    assert "payout.json" not in opened(own_archive(me, "A1", readme))
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    assert "payout.json" in opened(own_archive(me, "A1", readme))
    with pytest.raises(InputError) as told:
        own_archive(me, "A2", readme)
    assert [one.code for one in told.value.faults] == ["people_beyond"]


def test_supervisors_and_administrators_hand_out_nobody(database):  # noqa: F811 - as above
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        with pytest.raises(InputError) as told:
            own_archive(desk_of(database, (role, ScopeKind.SHOP)), "A1", readme)
        assert [one.code for one in told.value.faults] == ["not_permitted"]
