"""Where the server refuses to start, and what it says."""

import pytest

from service.access import accounts
from service.access.passwords import PasswordCost
from service.access.way_in import WayIn, require_guarded, way_in
from service.database import open_database
from service.demo import demo_url, open_demo
from service.desk import HOUSE
from tests.desks import NOW, at_desk
from ui.serve import Reachable

ACCOUNTS, TLS = "paiban admin create", "--cert"


@pytest.fixture
def lonely(tmp_path):
    """Return the path of a database without an account."""
    open_database(str(tmp_path / "paiban.db")).close()
    return tmp_path / "paiban.db"


def with_account(path):
    database = open_database(str(path))
    accounts.create(at_desk(database, HOUSE), "王经理", cost=PasswordCost(1, 8, 1))
    return database


@pytest.mark.parametrize(
    ("options", "lacks"),
    [
        (["--address", "0.0.0.0"], [ACCOUNTS, TLS]),
        (["--address", "192.0.2.7"], [ACCOUNTS, TLS]),
        (["--host-name", "roster.example.com"], [ACCOUNTS, TLS]),  # whoever names it is elsewhere
        (["--behind-proxy", "127.0.0.1"], [ACCOUNTS]),
    ],
)
def test_other_computers_need_accounts_and_encryption(paiban, lonely, options, lacks):
    ran = paiban("serve", *options, "--db", lonely)
    assert ran.code == 2
    assert [words for words in (ACCOUNTS, TLS) if words in ran.err] == lacks


def test_an_account_leaves_encryption_to_be_asked_for(paiban, lonely):
    with_account(lonely).close()
    ran = paiban("serve", "--address", "0.0.0.0", "--db", lonely)
    assert (ran.code, ACCOUNTS in ran.err, TLS in ran.err) == (2, False, True)


def test_the_file_of_settings_names_proxy_and_certificate(paiban, lonely, tmp_path, monkeypatch):
    with_account(lonely).close()
    file = tmp_path / "paiban.toml"
    file.write_text('address = "0.0.0.0"\nbehind_proxy = "nginx"\ncert = "/none.pem"\n', "utf-8")
    monkeypatch.setenv("PAIBAN_SETTINGS", str(file))
    monkeypatch.delenv("PAIBAN_DB", raising=False)
    ran = paiban("serve", "--db", lonely)
    assert ran.code == 2
    assert all(words in ran.err for words in ("nginx", "/none.pem", "--key"))


@pytest.mark.parametrize(
    ("address", "is_local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_which_addresses_are_this_computers(address, is_local):
    assert Reachable(address=address).is_local is is_local


def test_with_accounts_and_encryption_it_opens_anywhere(lonely):
    database = with_account(lonely)
    require_guarded(database, is_local=False, is_sealed=True)
    database.close()


def test_the_demos_shop_opens_without_accounts_until_it_has_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "paiban.db"))
    open_demo(NOW, by="店长")
    database = open_database(demo_url())
    assert way_in(database) is WayIn.DEMO
    accounts.create(at_desk(database, HOUSE), "王经理", cost=PasswordCost(1, 8, 1))
    open_demo(NOW, by="店长")
    assert way_in(database) is WayIn.ACCOUNTS
    database.close()
