import os

import pytest

from scheduler.errors import InputError
from scheduler.limits import VARIABLE
from service.access.outside import providers
from service.access.outside.providers import configured
from service.access.outside.reach import origins
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


FIRM = '[providers.firm]\nkind = "oidc"\nissuer = "https://id.example.com"\nclient_id = "p"\n'


def test_a_secret_comes_from_the_environment_to_a_provider_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("PAIBAN_PROVIDERS__FIRM__CLIENT_SECRET", "s3cret")
    found = settings(written(tmp_path, FIRM))
    [firm] = configured(found.providers)
    assert (firm.issuer, firm.client_secret) == ("https://id.example.com", "s3cret")
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ('[providers.firm]\nkind = "saml"\n', "setting_wrong", "providers.firm.kind"),
        ("[providers.firm]\n", "setting_missing", "providers.firm.kind"),
        ("[providers.firm]\nclient_secret = 5\n", "setting_missing", "providers.firm.kind"),
        (FIRM + "client_secret = 5\n", "setting_wrong", "providers.firm.client_secret"),
        ('[providers]\nfirm = "x"\n', "setting_wrong", "providers.firm"),
    ],
)
def test_what_is_wrong_with_a_provider_is_told_without_its_secret(tmp_path, text, code, column):
    faults = {one[2]: (one[0], one[3]) for one in told(written(tmp_path, text))}
    assert faults[column][0] == code
    assert "5" not in str(faults)


def test_a_provider_that_is_no_table_in_the_environment_is_told(monkeypatch):
    monkeypatch.setenv("PAIBAN_PROVIDERS", "s3cret")
    assert told(None) == [("setting_wrong", None, "PAIBAN_PROVIDERS", None)]


def lacking(text, tmp_path):
    with pytest.raises(InputError) as error:
        configured(settings(written(tmp_path, text)).providers)
    return {(one.code, one.column) for one in error.value.faults}


def test_all_that_a_provider_lacks_is_told_at_once(tmp_path):
    text = (
        '[providers.ding]\nkind = "dingtalk"\napi = "http://192.0.2.1"\n'
        '[providers.Firm]\nkind = "oidc"\nissuer = "ftp://x"\nclient_id = "a b"\n'
    )
    assert lacking(text, tmp_path) == {
        ("provider_lacks", "providers.ding.client_id"),
        ("provider_lacks", "providers.ding.client_secret"),
        ("provider_address", "providers.ding.api"),
        ("provider_name", "providers.Firm"),
        ("provider_address", "providers.Firm.issuer"),
        ("provider_blank", "providers.Firm.client_id"),
    }


def test_without_the_libraries_a_provider_that_needs_them_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(providers, "find_spec", lambda name: None if name == "authlib" else name)
    assert lacking(FIRM, tmp_path) == {("providers_extra", None)}
    ding = '[providers.ding]\nkind = "dingtalk"\nclient_id = "a"\nclient_secret = "b"\n'
    assert len(configured(settings(written(tmp_path, ding)).providers)) == 1


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, ("http://localhost:8501", "http://127.0.0.1:8501")),
        ({"host_names": ["a.b"], "is_sealed": True}, ("https://a.b:8501",)),
        ({"host_names": ["a.b"], "is_sealed": True, "port": 443}, ("https://a.b",)),
        ({"host_names": ["a.b"], "is_sealed": True, "is_proxied": True}, ("https://a.b",)),
        ({"public": "https://a.b:8443/"}, ("https://a.b:8443",)),
        ({"public": "https://a.b/path"}, None),
        ({"public": "http://a.b"}, None),
        ({"public": "https://u:p@a.b"}, None),
    ],
)
def test_browsers_come_back_to_an_address_of_the_settings(told, found):
    usual = {"public": "", "host_names": [], "port": 8501, "is_sealed": False, "is_proxied": False}
    if found is None:
        with pytest.raises(InputError):
            origins(**usual | told)
    else:
        assert origins(**usual | told) == found
