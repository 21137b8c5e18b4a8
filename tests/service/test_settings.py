import os

import pytest

from scheduler.errors import InputError
from scheduler.limits import VARIABLE
from service.settings import PREFIX, RunSettings, settings
from store.address import URL_VARIABLE


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in (*RunSettings.model_fields, "settings"):
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def written(tmp_path, text):
    path = tmp_path / "paiban.toml"
    path.write_text(text, encoding="utf-8")
    return path


def told(file):
    with pytest.raises(InputError) as error:
        settings(file)
    return [(one.code, one.file, one.column, one.value) for one in error.value.faults]


def test_what_nobody_says_has_a_default():
    found = settings()
    assert (found.address, found.port, found.watch_port, found.plan) == ("127.0.0.1", 8501, 0, None)


def test_the_environment_counts_before_the_file(tmp_path, monkeypatch):
    file = written(tmp_path, 'port = 9000\nbackup_folder = "/b"\nbackup_daily = 3\n')
    monkeypatch.setenv("PAIBAN_PORT", "9001")
    found = settings(file)
    assert (found.port, found.plan.daily, str(found.plan.folder)) == (9001, 3, "/b")


def test_the_file_is_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIBAN_SETTINGS", str(written(tmp_path, 'log = "json"\n')))
    assert settings().log == "json"


def test_every_wrong_setting_is_told_at_once_with_its_place(tmp_path, monkeypatch):
    file = written(tmp_path, 'prot = 1\nlog = "xml"\nbackup_every_h = 0\n')
    monkeypatch.setenv("PAIBAN_PORT", "many")
    assert set(told(file)) == {
        ("setting_unknown", str(file), None, "prot"),
        ("setting_wrong", None, "PAIBAN_PORT", "many"),
        ("setting_wrong", str(file), "backup_every_h", "0"),
        ("setting_wrong", str(file), "log", "xml"),
    }


@pytest.mark.parametrize("text", ["port = ", "port"])
def test_a_file_that_is_no_toml_is_told(tmp_path, text):
    file = written(tmp_path, text)
    assert told(file) == [("settings_unreadable", None, None, str(file))]
    file.unlink()
    assert told(file) == [("settings_unreadable", None, None, str(file))]


def test_other_processes_learn_of_the_database_and_the_limits(tmp_path, monkeypatch):
    for name in (URL_VARIABLE, VARIABLE):
        monkeypatch.setenv(name, "")  # so that what is set here is taken back afterwards
    settings(written(tmp_path, 'db = "x.db"\nlimits = "rows=9"\n')).to_environment()
    assert (os.environ[URL_VARIABLE], os.environ[VARIABLE]) == ("x.db", "rows=9")
