import pytest

from scheduler.errors import InputError
from store.address import default_url, name_of, shown, url_of
from store.database import open_database


def test_the_variable_names_the_database(monkeypatch, tmp_path):
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "a.db"))
    assert default_url() == f"sqlite:///{tmp_path / 'a.db'}"
    monkeypatch.setenv("PAIBAN_DB", "postgresql+psycopg://host/name")
    assert default_url() == "postgresql+psycopg://host/name"


def test_without_a_variable_it_lies_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("PAIBAN_DB", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_url() == f"sqlite:///{tmp_path / 'paiban' / 'paiban.db'}"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://h/n",
        "postgres://h/n",  # as hosters write it
        "postgresql+psycopg2://h/n",  # a driver of old
        " PostgreSQL://h/n\n",
    ],
)
def test_a_server_is_reached_by_one_driver_however_it_is_named(text):
    assert url_of(text) == "postgresql+psycopg://h/n"


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql+psycopg://me:secret@h:5432/n", "postgresql://me:…@h:5432/n"),
        ("postgresql://me:se@cret@h/n", "postgresql://me:…@h/n"),  # @ not written as %40
        ("postgresql://me:s/ec?ret@h/n", "postgresql://me:…@h/n"),
        ("postgresql:/me:secret@h/n", "postgresql:/me:…@h/n"),  # a slash is missing
        ("postgresql://:secret@h/n", "postgresql://:…@h/n"),
        (
            "postgresql://me@h/n?password=secret&sslmode=require",
            "postgresql://me@h/n?password=…&sslmode=require",
        ),
        ("postgresql://h/n?sslpassword=secret", "postgresql://h/n?sslpassword=…"),
        ("mysql://me:secret@h/n", "mysql://me:…@h/n"),
        ("postgresql://h:5432/n", "postgresql://h:5432/n"),
        ("sqlite:////data/a:b@c.db", "sqlite:////data/a:b@c.db"),
    ],
)
def test_a_password_is_never_shown(url, seen):
    assert shown(url) == seen


def test_a_file_is_named_by_its_path():
    assert name_of("sqlite:////data/paiban.db") == "/data/paiban.db"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite://", "database_no_file"),  # in memory: a job's process could not see it
        ("nonsense://me:secret@x", "database_kind"),
        ("mysql://me:secret@x/y", "database_kind"),
        ("postgresql:/me:secret@x/y", "database_unlike_url"),
        ("postgresql://me:secret@x:port/y", "database_unlike_url"),
        ("sqlite:////proc/nowhere/paiban.db", "database_url"),  # cannot be made
    ],
)
def test_a_place_where_none_can_be_is_refused(url, code):
    with pytest.raises(InputError) as caught:
        open_database(url)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(InputError) as caught:
        open_database("postgresql://me:secret@nowhere/n")
    assert [fault.code for fault in caught.value.faults] == ["database_driver"]
    assert "secret" not in str(caught.value)
