from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from service.database import URL_VARIABLE
from service.roster.publishing import keep_roster
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import APP, PATIENCE_S

WHO = {"by": "王经理", "now": s.NOW}
WITH_WEEK = s.with_week(shop_name="小店", **WHO)


def _with_draft(opened):
    WITH_WEEK(opened)
    keep_roster(at_desk(opened, **WHO), s.LABEL, s.roster())


@pytest.fixture
def database(tmp_path, monkeypatch):
    opened = s.database(tmp_path)
    monkeypatch.setenv(URL_VARIABLE, opened.url)
    yield opened
    opened.close()


@pytest.fixture
def week(database):
    return s.filled(database, WITH_WEEK)


@pytest.fixture
def draft(database):
    return s.filled(database, _with_draft)


@pytest.fixture(scope="package", autouse=True)
def _installed_components():
    """Have all packages searched for components of Streamlit's once, not by every ``AppTest``."""
    with pytest.MonkeyPatch.context() as patch:
        name = "scan_component_manifests"
        patch.setattr(manifest_scanner, name, cache(getattr(manifest_scanner, name)))
        yield


@pytest.fixture(autouse=True)
def _no_week_under_way(monkeypatch):
    """Let no test begin on another page because it is run in the days it speaks of."""
    monkeypatch.setattr("ui.frame.under_way", lambda _desk: "")


@pytest.fixture
def app():
    return AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
