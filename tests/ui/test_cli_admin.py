import re

import pytest

from service.access.signing import Presented, sign_in
from service.access.way_in import WayIn, way_in
from service.database import open_database
from ui.cli.acting import now


@pytest.fixture
def db(tmp_path):
    return tmp_path / "paiban.db"


def signed_in(db, name, password):
    database = open_database(str(db))
    assert way_in(database) is WayIn.ACCOUNTS
    sign_in(database, Presented(name, password, came_from="10.0.0.9"), now())
    database.close()


def test_an_account_is_made_signed_in_and_signed_out(paiban, db):
    made = paiban("admin", "create", "王经理", "--db", db, "--json", "-")
    signed_in(db, "王经理", made.report["password"])
    [there] = paiban("admin", "sessions", "--db", db, "--json", "-").report["sessions"]
    assert (there["account"], there["from"]) == ("王经理", "10.0.0.9")
    assert paiban("admin", "revoke", there["session"], "--db", db).code == 0
    assert paiban("admin", "sessions", "--db", db, "--json", "-").report == {"sessions": []}
    again = paiban("admin", "revoke", there["session"], "--db", db, "--json", "-")
    assert (again.code, again.report["faults"][0]["code"]) == (2, "unknown_visit")


def test_the_password_is_shown_once_and_listed_never(paiban, db):
    made = paiban("admin", "create", "王经理", "--codes", "--db", db)
    password = re.search("[a-z2-9]{4}(-[a-z2-9]{4}){3}", made.out).group()
    assert "otpauth://totp/" in made.out
    listed = paiban("admin", "list", "--db", db)
    assert "王经理" in listed.out
    assert password not in listed.out
    assert "otpauth" not in listed.out


def test_locking_and_resetting(paiban, db):
    for name in ("王经理", "李主管"):
        paiban("admin", "create", name, "--db", db)
    assert paiban("admin", "lock", "王经理", "--db", db).code == 0
    listed = paiban("admin", "list", "--db", db, "--json", "-").report["accounts"]
    assert {one["account"]: one["locked"] is not None for one in listed} == {
        "王经理": True,
        "李主管": False,
    }
    paiban("admin", "unlock", "王经理", "--db", db)
    again = paiban("admin", "reset", "王经理", "--db", db, "--json", "-")
    signed_in(db, "王经理", again.report["password"])
    nobody = paiban("admin", "lock", "Nobody", "--db", db, "--json", "-")
    assert (nobody.code, nobody.report["faults"][0]["code"]) == (2, "unknown_account")
