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


@pytest.fixture
def firm(tmp_path, monkeypatch):
    """Name two providers in the settings."""
    file = tmp_path / "paiban.toml"
    text = (
        'host_names = "paiban.example.com"\nbehind_proxy = "127.0.0.1"\n'
        '[providers.ding]\nkind = "dingtalk"\nclient_id = "app"\n'
        '[providers.firm]\nkind = "oidc"\nissuer = "https://id.example.com"\nclient_id = "p"\n'
    )
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("PAIBAN_SETTINGS", str(file))
    monkeypatch.setenv("PAIBAN_PROVIDERS__DING__CLIENT_SECRET", "never-shown")
    monkeypatch.delenv("PAIBAN_DB", raising=False)


@pytest.mark.usefixtures("firm")
def test_providers_are_listed_with_what_to_register_and_without_secrets(paiban):
    listed = paiban("admin", "providers", "--json", "-")
    assert listed.report["providers"] == [
        {
            "name": "ding",
            "kind": "dingtalk",
            "issuer": "dingtalk:app",
            "register": "https://paiban.example.com/sign-in/from/ding",
            "tried": False,
        },
        {
            "name": "firm",
            "kind": "oidc",
            "issuer": "https://id.example.com",
            "register": "https://paiban.example.com/sign-in/from/firm",
            "tried": True,
        },
    ]
    shown = paiban("admin", "providers")
    assert "untried" in shown.out
    assert "never-shown" not in shown.out + listed.out


@pytest.mark.usefixtures("firm")
def test_linking_and_unlinking(paiban, db):
    paiban("admin", "create", "王经理", "--db", db)
    told = ("王经理", "--provider", "ding", "--db", db)
    assert paiban("admin", "link", *told, "--subject", "z21").code == 0
    [one] = paiban("admin", "list", "--db", db, "--json", "-").report["accounts"]
    assert one["linked"]
    again = paiban("admin", "link", *told, "--subject", "z22", "--json", "-")
    assert (again.code, again.report["faults"][0]["code"]) == (2, "account_linked")
    assert paiban("admin", "unlink", "王经理", "--db", db).code == 0
    nobody = paiban("admin", "link", "王经理", "--provider", "x", "--subject", "y", "--json", "-")
    assert nobody.report["faults"][0]["code"] == "unknown_provider"
    assert paiban("admin", "arrivals", "--db", db, "--json", "-").report == {"arrivals": []}
